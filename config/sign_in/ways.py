"""The ways of signing in by others, as the settings give them; a value that cannot be used ends the start."""

import importlib.util
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from urllib.parse import urlsplit

from config import environment as env

# What a group is called outside -> the Django groups whose members are in it.
GroupMap = Mapping[str, frozenset[str]]
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_PLACE = "{user}"
_EXEMPT = {"proxy", "ldap", "oidc"}
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy that signs people in and names them in a header."""

    header: str
    networks: Sequence[IPv4Network | IPv6Network]
    socket: bool  # whether who comes by a Unix socket is the proxy
    groups_header: str
    domain: str
    sign_out: str


@dataclass(frozen=True, slots=True)
class Directory:
    """A directory (LDAP, Active Directory) that knows people's passwords."""

    uri: str
    start_tls: bool
    ca_file: str
    bind_dn: str
    bind_password: str
    user_dn: str  # with {user}: the directory is asked as the person; else the person is looked up
    user_base: str
    user_filter: str
    name_attribute: str
    group_base: str
    group_member: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID provider."""

    issuer: str
    client_id: str
    client_secret: str
    label: str
    scopes: str
    name_claim: str
    groups_claim: str
    ca_file: str


def group_map(text: str) -> GroupMap:
    """`outside=Django group;outside=…`, on one line or several; the last `=` parts the two, as names of the directory
    have some. The outside's names are compared as `outside_name` gives them."""
    found: dict[str, frozenset[str]] = {}
    for entry in re.split(r"[;\n]", text):
        outside, sign, group = entry.rpartition("=")
        if not entry.strip():
            continue
        if not (sign and outside.strip() and group.strip()):
            raise env.SettingError(
                "SIGN_IN_GROUPS は「外部のグループ=アーカイブのグループ」をセミコロンで区切って指定してください"
                f"（使えない部分: {entry.strip()}）。"
            )
        name = outside_name(outside)
        found[name] = found.get(name, frozenset()) | {group.strip()}
    return found


def outside_name(text: str) -> str:
    """A group's name as it is compared: capitals, and spaces around the parts of a directory's name, do not count."""
    return re.sub(r"\s*([,=])\s*", r"\1", text.strip()).casefold()


def proxy(header: str, proxies: str, groups_header: str, domain: str, sign_out: str) -> Proxy | None:
    """None where no header is set."""
    if not header:
        return None
    for name, value in (("REMOTE_USER_HEADER", header), ("REMOTE_USER_GROUPS_HEADER", groups_header or header)):
        if not _HEADER.fullmatch(value):
            raise env.SettingError(
                f"{name} にはヘッダーの名前を指定してください（例: X-Remote-User、現在の値: {value}）。"
            )
    parts = [part.strip() for part in proxies.split(",") if part.strip()]
    networks = env.networks_of(",".join(part for part in parts if part != "unix"), "REMOTE_USER_PROXIES")
    if not parts:
        raise env.SettingError(
            "REMOTE_USER_HEADER を使うには、REMOTE_USER_PROXIES にプロキシのアドレスを指定してください。"
        )
    if any(network.prefixlen == 0 for network in networks):
        raise env.SettingError(
            "REMOTE_USER_PROXIES にすべてのアドレスは指定できません。プロキシだけを指定してください。"
        )
    if sign_out and not re.match(r"https?://|/(?!/)", sign_out):
        raise env.SettingError("REMOTE_USER_SIGN_OUT にはプロキシのログアウトのアドレスを指定してください。")
    return Proxy(header, networks, "unix" in parts, groups_header, domain, sign_out)


def directory(
    uri: str,
    tls: bool,
    ca_file: str,
    bind_dn: str,
    bind_password: str,
    user_dn: str,
    user_base: str,
    user_filter: str,
    name_attribute: str,
    group_base: str,
    group_member: str,
    seconds: int,
) -> Directory | None:
    """None where no address is set."""
    if not uri:
        return None
    _installed("ldap", "LDAP_URI", "django_auth_ldap")
    scheme = urlsplit(uri).scheme
    if scheme not in ("ldap", "ldaps", "ldapi"):
        raise env.SettingError("LDAP_URI は ldap://ホスト、ldaps://ホスト または ldapi://… の形で指定してください。")
    if bool(user_dn) == bool(user_base):
        raise env.SettingError("LDAP_USER_DN と LDAP_USER_BASE のどちらか一方を指定してください。")
    if user_dn and not re.match(rf"[^,=]+={re.escape(_PLACE)}(,|$)", user_dn):
        raise env.SettingError("LDAP_USER_DN は uid={user},ou=… の形で指定してください。")
    if user_base and (_PLACE not in user_filter or not user_filter.startswith("(")):
        raise env.SettingError("LDAP_USER_FILTER は (uid={user}) のように、かっこと {user} を使って指定してください。")
    if bind_dn and not bind_password:
        raise env.SettingError("LDAP_BIND_DN を使うには LDAP_BIND_PASSWORD を指定してください。")
    _readable(ca_file, "LDAP_CA_FILE")
    return Directory(
        uri,
        tls and scheme == "ldap",
        ca_file,
        bind_dn,
        bind_password,
        _as_template(user_dn),
        user_base,
        _as_template(user_filter),
        name_attribute,
        group_base,
        group_member,
        seconds,
    )


def provider(
    issuer: str,
    client_id: str,
    client_secret: str,
    label: str,
    scopes: str,
    name_claim: str,
    groups_claim: str,
    ca_file: str,
) -> Provider | None:
    """None where no issuer is set."""
    if not issuer:
        return None
    _installed("oidc", "OIDC_ISSUER", "authlib")
    parts = urlsplit(issuer)
    if not parts.hostname or not (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _THIS_MACHINE)
    ):
        raise env.SettingError("OIDC_ISSUER は https:// で始まるアドレスを指定してください。")
    if not client_id or not client_secret:
        raise env.SettingError("OIDC_ISSUER を使うには OIDC_CLIENT_ID と OIDC_CLIENT_SECRET を指定してください。")
    _readable(ca_file, "OIDC_CA_FILE")
    wanted = dict.fromkeys(["openid", *scopes.split()])
    return Provider(issuer, client_id, client_secret, label, " ".join(wanted), name_claim, groups_claim, ca_file)


def totp(wanted: bool) -> bool:
    """Whether people may, or must, show a second factor."""
    if wanted:
        _installed("totp", "TOTP", "django_otp")
    return wanted


def exempt(names: Sequence[str]) -> Sequence[str]:
    """The ways whose people were asked for a second factor elsewhere."""
    if wrong := set(names) - _EXEMPT:
        raise env.SettingError(
            f"TOTP_EXEMPT に指定できるのは proxy、ldap、oidc です（使えない値: {'、'.join(sorted(wrong))}）。"
        )
    return names


def _installed(way: str, setting: str, library: str) -> None:
    if importlib.util.find_spec(library) is None:
        raise env.SettingError(
            f"{setting} を使うには追加のライブラリが必要です。次を実行してください: "
            f".venv/bin/python -m pip install --require-hashes -r requirements-{way}.txt（docs/sign-in.md）"
        )


def _readable(file: str, name: str) -> None:
    if file and not Path(file).is_file():
        raise env.SettingError(f"{name} のファイルがありません（{file}）。")


def _as_template(text: str) -> str:
    """With %(user)s in place of {user}, every other % as it stands."""
    return text.replace("%", "%%").replace(_PLACE, "%(user)s")
