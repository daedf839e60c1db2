"""Signing in by the office's directory, asked of a real one (slapd)."""

import re
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from pytest_django import Settings

from config.sign_in import ways
from config.sign_in.models import Identity
from minutes import access
from tests.ldap_directory import (
    BASE,
    GROUPS,
    PASSWORD,
    PEOPLE,
    SERVICE,
    SERVICE_PASSWORD,
    LdapDirectory,
    ldap_directory,
    make_certificates,
)

pytestmark = pytest.mark.django_db
AWAY = "庁内の認証サーバー（LDAP）に接続できません"
Use = Callable[..., None]


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LdapDirectory]:
    with ldap_directory(tmp_path_factory.mktemp("slapd")) as running:
        yield running


@pytest.fixture
def use(directory: LdapDirectory, settings: Settings) -> Use:
    """use(…): the archive asks the directory, looking people up as its service; keywords change what ways.directory gets."""

    def apply(**changes: Any) -> None:
        usual: dict[str, Any] = {
            "uri": directory.uri,
            "tls": True,
            "ca_file": directory.authority,
            "bind_dn": SERVICE,
            "bind_password": SERVICE_PASSWORD,
            "user_dn": "",
            "user_base": PEOPLE,
            "user_filter": "(uid={user})",
            "name_attribute": "uid",
            "group_base": GROUPS,
            "group_member": "member",
            "seconds": 5,
        }
        settings.SIGN_IN_DIRECTORY = ways.directory(**{**usual, **changes})
        settings.AUTHENTICATION_BACKENDS = [
            "django.contrib.auth.backends.ModelBackend",
            "config.sign_in.directory.DirectoryBackend",
        ]
        settings.SIGN_IN_GROUPS = ways.group_map(f"cn=giji, {GROUPS}=編集者; cn=somu,{GROUPS}=総務課")

    apply()
    return apply


def sign_in(name: str, password: str = PASSWORD) -> tuple[User | None, str]:
    """Whom the sign-in page lets in, and what it says."""
    client = Client()
    answer = client.post("/login/", {"username": name, "password": password})
    user_id = client.session.get("_auth_user_id")
    return (User.objects.get(pk=user_id) if user_id else None), answer.content.decode()


def groups_of(user: User | None) -> set[str]:
    assert user is not None
    return set(user.groups.values_list("name", flat=True))


BIND_AS_THE_PERSON = {"user_dn": f"uid={{user}},{PEOPLE}", "user_base": "", "bind_dn": "", "bind_password": ""}


@pytest.mark.parametrize("how", [{}, BIND_AS_THE_PERSON], ids=["looked up", "asked as the person"])
def test_whoever_the_directory_knows_gets_an_account_without_a_password(use: Use, how: dict[str, str]) -> None:
    use(**how)
    user, _ = sign_in("kawase")
    assert user is not None
    assert (user.username, user.last_name, user.first_name) == ("kawase", "川瀬", "みなと")
    assert not user.has_usable_password()
    assert PASSWORD not in str(list(User.objects.values_list("password", flat=True)))
    assert not user.is_superuser
    again, _ = sign_in("Kawase ")
    assert again == user
    assert User.objects.filter(username__iexact="kawase").count() == 1


@pytest.mark.parametrize("how", [{}, BIND_AS_THE_PERSON], ids=["looked up", "asked as the person"])
@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("kawase", "wrong"),
        ("kawase", ""),
        ("kawase", " "),
        ("kawase", "\0"),
        ("*", PASSWORD),
        ("*)(uid=*", PASSWORD),
        ("kawase)(|(uid=*", PASSWORD),
        ("kawase)(objectClass=*", PASSWORD),
        ("kawas\\65", PASSWORD),
        ("kawase,ou=people", PASSWORD),
        (f"kawase,{PEOPLE}#", PASSWORD),
        ("nobody", PASSWORD),
        ("", PASSWORD),
        # Stopped in the directory.
        ("yameta", PASSWORD),
        # Not a person: looked up below another branch, or bound with another attribute.
        (SERVICE, SERVICE_PASSWORD),
        ("kaigiroku", SERVICE_PASSWORD),
    ],
)
def test_nobody_else_gets_in(use: Use, how: dict[str, str], name: str, password: str) -> None:
    use(**how)
    assert sign_in(name, password)[0] is None
    assert not User.objects.exclude(username="取込みフォルダー").exists()


def test_groups_follow_the_directory_at_every_sign_in(use: Use, directory: LdapDirectory) -> None:
    somu, own = Group.objects.create(name="総務課"), Group.objects.create(name="広報部会")
    user, _ = sign_in("kawase")
    # 議事係 is a group of 総務課.
    assert groups_of(user) == {access.EDITOR, "総務課"}
    other, _ = sign_in("misaki")
    assert groups_of(other) == {"総務課"}
    assert user is not None and user.is_staff and other is not None and not other.is_staff
    user.groups.add(own)
    directory.change(f"dn: cn=giji,{GROUPS}\nchangetype: modify\nreplace: member\nmember: uid=misaki,{PEOPLE}\n")
    try:
        user, _ = sign_in("kawase")
        assert groups_of(user) == {"広報部会"}
        assert user is not None and not user.is_staff
        assert groups_of(sign_in("misaki")[0]) == {access.EDITOR, "総務課"}
        assert somu.user_set.count() == 1
    finally:
        directory.change(f"dn: cn=giji,{GROUPS}\nchangetype: modify\nreplace: member\nmember: uid=kawase,{PEOPLE}\n")


def test_a_group_that_the_archive_does_not_have_is_told_and_made_nowhere(
    use: Use, caplog: pytest.LogCaptureFixture
) -> None:
    user, _ = sign_in("kawase")
    assert groups_of(user) == {access.EDITOR}
    assert "総務課" in caplog.text
    assert not Group.objects.filter(name="総務課").exists()


def test_nobody_administers_unless_the_map_says_so(use: Use, settings: Settings, directory: LdapDirectory) -> None:
    directory.change(f"dn: cn=kanri,{GROUPS}\nchangetype: modify\nadd: member\nmember: uid=misaki,{PEOPLE}\n")
    try:
        assert access.ADMINISTRATOR not in groups_of(sign_in("misaki")[0])
        settings.SIGN_IN_GROUPS = ways.group_map(f"cn=kanri,{GROUPS}=管理者")
        assert access.ADMINISTRATOR in groups_of(sign_in("misaki")[0])
    finally:
        directory.change(f"dn: cn=kanri,{GROUPS}\nchangetype: modify\ndelete: member\nmember: uid=misaki,{PEOPLE}\n")
    user, _ = sign_in("misaki")
    assert access.ADMINISTRATOR not in groups_of(user)
    assert user is not None and not user.is_staff


def test_an_account_that_has_a_password_here_is_nobody_elses(use: Use) -> None:
    local = User.objects.create_superuser("admin", password="local-password")
    user, page = sign_in("admin")
    assert user is None
    assert "同じ利用者名（admin）のアカウントが別にあります" in page
    assert sign_in("admin", "local-password")[0] == local
    # An administrator says that both are the same person.
    identity = Identity.objects.get(name="admin")
    assert identity.user is None
    identity.user = local
    identity.save()
    assert sign_in("admin")[0] == local


def test_a_name_that_passes_to_another_person_leads_to_no_old_account(use: Use, directory: LdapDirectory) -> None:
    old, _ = sign_in("misaki")
    person = f"dn: uid=misaki,{PEOPLE}"
    new = f"objectClass: inetOrgPerson\nuid: misaki\ncn: x\nsn: 三崎\ngivenName: たける\nuserPassword: {PASSWORD}\n"
    directory.change(f"{person}\nchangetype: delete\n\n{person}\nchangetype: add\n{new}")
    user, page = sign_in("misaki")
    assert user is None
    assert "同じ利用者名（misaki）" in page
    assert old is not None and old.last_name == "岬"


def test_an_account_prepared_without_a_password_is_taken_by_whom_it_was_made_for(use: Use) -> None:
    prepared = User(username="kawase")
    prepared.set_unusable_password()
    prepared.save()
    assert sign_in("kawase")[0] == prepared


def test_a_stopped_account_stays_out_and_its_session_ends(use: Use) -> None:
    client = Client()
    client.post("/login/", {"username": "kawase", "password": PASSWORD})
    assert "_auth_user_id" in client.session
    User.objects.filter(username="kawase").update(is_active=False)
    assert "川瀬" not in client.get("/").content.decode()
    user, page = sign_in("kawase")
    assert user is None
    assert "このアカウントは停止されています" in page


def test_while_the_directory_is_away_local_accounts_work_and_the_page_says_so(use: Use, editor: User) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        use(uri=f"ldap://127.0.0.1:{taken.getsockname()[1]}")
        user, page = sign_in("kawase")
        assert user is None
        assert AWAY in page
        assert sign_in(editor.username, "correct-horse")[0] == editor


def test_a_directory_whose_certificate_nobody_signed_is_asked_nothing(
    use: Use, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    make_certificates(elsewhere)
    use(ca_file=str(elsewhere / "authority.pem"))
    user, page = sign_in("kawase")
    assert user is None
    assert AWAY in page


@pytest.mark.parametrize("how", [{}, BIND_AS_THE_PERSON], ids=["looked up", "asked as the person"])
def test_no_password_is_sent_where_somebody_between_refuses_tls(use: Use, how: dict[str, str]) -> None:
    heard = bytearray()
    listener = socket.create_server(("127.0.0.1", 0))

    def refuse() -> None:
        """Answers StartTLS (message 1) with protocolError, and listens for what comes all the same."""
        with listener.accept()[0] as line:
            heard.extend(line.recv(4096))
            line.sendall(bytes.fromhex("300c02010178070a010204000400"))
            while part := line.recv(4096):
                heard.extend(part)

    thread = threading.Thread(target=refuse)
    thread.start()
    use(**how, uri=f"ldap://127.0.0.1:{listener.getsockname()[1]}")
    user, page = sign_in("kawase")
    thread.join(30)
    listener.close()
    assert user is None
    assert AWAY in page
    assert b"1.3.6.1.4.1.1466.20037" in heard
    assert PASSWORD.encode() not in heard
    assert SERVICE_PASSWORD.encode() not in heard


def test_a_service_whose_password_is_wrong_is_trouble_of_the_office_and_no_wrong_password(use: Use) -> None:
    use(bind_password="wrong")
    user, page = sign_in("kawase")
    assert user is None
    assert AWAY in page


def test_where_groups_cannot_be_read_nobody_is_let_in_with_old_rights(use: Use) -> None:
    use(group_base=f"ou=gone,{BASE}")
    user, page = sign_in("kawase")
    assert user is None
    assert re.search(AWAY, page)


def test_a_second_factor_is_asked_of_those_whose_group_the_directory_tells(use: Use, settings: Settings) -> None:
    settings.TOTP_REQUIRED = [access.EDITOR]
    client = Client()
    client.post("/login/", {"username": "kawase", "password": PASSWORD})
    assert client.get("/staff/uploads/")["Location"].startswith("/account/second-factor/")
    client = Client()
    client.post("/login/", {"username": "misaki", "password": PASSWORD})
    assert "ログアウト" in client.get("/").content.decode()
