"""Reads settings from environment variables and fails loudly on bad values."""

import os
import secrets
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from minutes.wording import reason_of


class SettingError(SystemExit):
    """A setting that is missing or unusable: ends the process with one clear line."""

    def __init__(self, message: str) -> None:
        super().__init__(f"設定エラー: {message}")


def text(name: str, default: str = "") -> str:
    """The variable's value without surrounding white space; `default` where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool = False) -> bool:
    """True for 1/true/yes/on, False for 0/false/no/off; anything else is a SettingError."""
    value = text(name).lower()
    if not value:
        return default
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    raise SettingError(f"{name} には 1 または 0 を指定してください（現在の値: {value}）。")


def integer(name: str, default: int, minimum: int = 0) -> int:
    """A whole number of at least `minimum`; anything else is a SettingError."""
    value = text(name)
    if not value:
        return default
    if not value.isdecimal() or int(value) < minimum:
        raise SettingError(f"{name} には {minimum} 以上の整数を指定してください（現在の値: {value}）。")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, empty parts dropped."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    """A comma-separated list of addresses and networks (10.1.0.0/16); anything else is a SettingError."""
    return networks_of(text(name), name)


def networks_of(value: str, name: str) -> list[IPv4Network | IPv6Network]:
    """The same of a text; `name` is told where it cannot be used."""
    try:
        return [ip_network(part.strip()) for part in value.split(",") if part.strip()]
    except ValueError as error:
        raise SettingError(
            f"{name} には IP アドレスまたはネットワーク（例: 10.1.0.0/16）をコンマで区切って指定してください（現在の値: {value}）。"
        ) from error


def secret(name: str, required: bool, fallback_file: Path) -> str:
    """The secret `name`; where it is not required and unset, a random one kept in `fallback_file`.

    Raises SettingError where it is required and unset, or where the file cannot be written.
    """
    value = text(name)
    if value:
        return value
    if required:
        raise SettingError(f"本番環境では環境変数 {name} に十分に長い秘密の文字列を設定してください。")
    try:
        return fallback_file.read_text().strip()
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:
        raise SettingError(f"{fallback_file} を読めません（{reason_of(error)}）。権限を確認してください。") from error
    value = secrets.token_urlsafe(50)
    try:
        fallback_file.parent.mkdir(parents=True, exist_ok=True)
        fallback_file.touch(mode=0o600)
        fallback_file.write_text(value)
    except OSError as error:
        raise SettingError(
            f"{fallback_file.parent} に書き込めません（{reason_of(error)}）。権限と空き容量を確認してください。"
        ) from error
    return value


def database(url: str) -> dict[str, Any]:
    """Django's connection settings for postgresql://user:password@host:port/name?option=value.

    A host that is a directory of a Unix socket is given as ?host=/path. Raises SettingError otherwise.
    """
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        port = -1
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/") or port == -1:
        raise SettingError(
            "DATABASE_URL は postgresql://利用者:パスワード@ホスト:ポート/データベース名 の形で指定してください。"
        )
    options = dict(parse_qsl(parts.query))
    return {
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(port or ""),
        "OPTIONS": options,
    }
