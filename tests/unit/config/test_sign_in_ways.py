"""Settings of the ways of signing in: what cannot be used ends the start with a line that names it."""

import importlib.util
from typing import Any

import pytest

from config.environment import SettingError
from config.sign_in import ways


def test_the_map_of_groups_is_parted_by_the_last_sign_and_compared_without_capitals_and_spaces() -> None:
    found = ways.group_map("CN=Giji, OU=Groups = 編集者;\n教育委員会=事務局; cn=giji,ou=groups=総務課;")
    assert found == {"cn=giji,ou=groups": {"編集者", "総務課"}, "教育委員会": {"事務局"}}
    assert ways.outside_name("cn = GIJI,ou=groups ") in found
    assert ways.group_map("") == {}


@pytest.mark.parametrize("text", ["編集者", "=編集者", "giji=", "giji=編集者;somu"])
def test_a_map_that_names_half_of_it_ends_the_start(text: str) -> None:
    with pytest.raises(SettingError, match="SIGN_IN_GROUPS"):
        ways.group_map(text)


PROXY = {"header": "X-Remote-User", "proxies": "10.1.0.5", "groups_header": "", "domain": "", "sign_out": ""}


def test_a_proxy_is_named_by_addresses_or_as_a_socket() -> None:
    assert ways.proxy(**{**PROXY, "header": ""}) is None
    found = ways.proxy(**{**PROXY, "proxies": "10.1.0.0/24, unix"})
    assert found is not None
    assert (str(found.networks[0]), found.socket) == ("10.1.0.0/24", True)


@pytest.mark.parametrize(
    ("changes", "setting"),
    [
        ({"proxies": ""}, "REMOTE_USER_PROXIES"),
        ({"proxies": "proxy.city.example"}, "REMOTE_USER_PROXIES"),
        ({"proxies": "0.0.0.0/0"}, "REMOTE_USER_PROXIES"),
        ({"proxies": "10.1.0.5, ::/0"}, "REMOTE_USER_PROXIES"),
        ({"header": "X_Remote_User"}, "REMOTE_USER_HEADER"),
        ({"header": "X-Remote-User: a"}, "REMOTE_USER_HEADER"),
        ({"groups_header": "X Groups"}, "REMOTE_USER_GROUPS_HEADER"),
        ({"sign_out": "//elsewhere.example"}, "REMOTE_USER_SIGN_OUT"),
        ({"sign_out": "javascript:alert(1)"}, "REMOTE_USER_SIGN_OUT"),
    ],
)
def test_a_proxy_that_anybody_could_be_ends_the_start(changes: dict[str, str], setting: str) -> None:
    with pytest.raises(SettingError, match=setting):
        ways.proxy(**{**PROXY, **changes})


DIRECTORY: dict[str, Any] = {
    "uri": "ldap://ldap.city.example",
    "tls": True,
    "ca_file": "",
    "bind_dn": "",
    "bind_password": "",
    "user_dn": "",
    "user_base": "ou=people,dc=city",
    "user_filter": "(uid={user})",
    "name_attribute": "uid",
    "group_base": "",
    "group_member": "member",
    "seconds": 5,
}


@pytest.fixture
def libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the extras were installed; they are asked for by name only."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: object())


@pytest.mark.usefixtures("libraries")
def test_a_directory_is_asked_by_tls_unless_that_is_switched_off() -> None:
    def starts_tls(**changes: Any) -> bool:
        found = ways.directory(**{**DIRECTORY, **changes})
        assert found is not None
        return found.start_tls

    assert ways.directory(**{**DIRECTORY, "uri": ""}) is None
    assert starts_tls()
    assert not starts_tls(tls=False)
    assert not starts_tls(uri="ldaps://ldap.city.example")
    assert not starts_tls(uri="ldapi:///")


@pytest.mark.usefixtures("libraries")
@pytest.mark.parametrize(
    ("changes", "setting"),
    [
        ({"uri": "ldap.city.example"}, "LDAP_URI"),
        ({"user_base": ""}, "LDAP_USER_BASE"),
        ({"user_dn": "uid={user},ou=people"}, "LDAP_USER_BASE"),
        # Bound as one person and looked up as another: a name that is no DN does not say whose entry it is.
        ({"user_base": "", "user_dn": "{user}@city.example"}, "LDAP_USER_DN"),
        ({"user_base": "", "user_dn": "uid=anybody,ou=people"}, "LDAP_USER_DN"),
        ({"user_filter": "(uid=somebody)"}, "LDAP_USER_FILTER"),
        ({"user_filter": "uid={user}"}, "LDAP_USER_FILTER"),
        ({"bind_dn": "cn=service"}, "LDAP_BIND_PASSWORD"),
        ({"ca_file": "/no/such/file.pem"}, "LDAP_CA_FILE"),
    ],
)
def test_a_directory_that_cannot_be_asked_ends_the_start(changes: dict[str, str], setting: str) -> None:
    with pytest.raises(SettingError, match=setting):
        ways.directory(**{**DIRECTORY, **changes})


def test_a_library_that_is_not_there_is_told_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(SettingError, match=r"requirements-ldap\.txt"):
        ways.directory(**DIRECTORY)
