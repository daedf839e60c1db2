"""What stands in a .zip file that was sent in, within limits. Stdlib only.

Names are taken as UTF-8 where the file says so or they are, else as CP932, which Windows writes in Japan.
"""

from __future__ import annotations

import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

_ENCRYPTED = 0x1
_UTF8 = 0x800
# What the systems of those who send files leave in every folder.
_LEFT_BY_SYSTEMS = ("thumbs.db", "desktop.ini", "icon\r")


class UnpackingError(Exception):
    """A .zip file that cannot be taken at all; the message is Japanese and says what to do."""


@dataclass(frozen=True, slots=True)
class Packing:
    """The bounds: how many files, how large each, how large all together; sizes in bytes."""

    members: int
    member_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a .zip file: its name without folders, and its bytes or the reason why it is not taken."""

    name: str
    data: bytes = b""
    problem: str = ""


def is_zip(name: str) -> bool:
    return name.lower().endswith(".zip")


def is_left_by_system(path: str) -> bool:
    """Whether a file is of those that systems and programs leave beside documents, and no document itself."""
    parts = PurePosixPath(path.replace("\\", "/")).parts
    name = parts[-1].lower() if parts else ""
    hidden = any(part.startswith(".") and part not in (".", "..") for part in parts)
    return hidden or "__MACOSX" in parts or name.startswith("~$") or name in _LEFT_BY_SYSTEMS


def unpack(file: IO[bytes], packing: Packing) -> Iterator[Member]:
    """The files in a .zip file, folders and what systems leave there passed over. Raises UnpackingError."""
    try:
        with zipfile.ZipFile(file) as archive:
            found = [(info, _name(info)) for info in archive.infolist() if not info.is_dir()]
            found = [(info, name) for info, name in found if not is_left_by_system(name)]
            _check(found, packing)
            names = _short_names([name for _, name in found])
            left = packing.total_bytes
            for (info, _), name in zip(found, names, strict=True):
                member = _member(archive, info, name, packing)
                left -= len(member.data)
                if left < 0:
                    raise UnpackingError("展開すると大きすぎます。分けて送ってください。")
                yield member
    except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
        raise UnpackingError("壊れていて開けません。もう一度まとめ直して送ってください。") from error


def _check(found: list[tuple[zipfile.ZipInfo, str]], packing: Packing) -> None:
    if not found:
        raise UnpackingError("取り込めるファイルが入っていません。")
    if len(found) > packing.members:
        raise UnpackingError(
            f"ファイルが多すぎます（{len(found):,}件）。{packing.members:,}件までに分けて送ってください。"
        )
    total = sum(info.file_size for info, _ in found)
    if total > packing.total_bytes:
        raise UnpackingError(
            f"展開すると大きすぎます（{megabytes(total)}）。{megabytes(packing.total_bytes)}までに分けて送ってください。"
        )


def _name(info: zipfile.ZipInfo) -> str:
    """The path of a member; the library gives what is not marked as UTF-8 as CP437."""
    if info.flag_bits & _UTF8:
        return info.filename
    with suppress(UnicodeEncodeError):
        raw = info.filename.encode("cp437")
        for encoding in ("utf-8", "cp932"):
            with suppress(UnicodeDecodeError):
                return raw.decode(encoding)
    return info.filename


def _short_names(names: list[str]) -> list[str]:
    """The name of each member without its folders; with them where that would give two the same."""
    paths = [PurePosixPath(name.replace("\\", "/")) for name in names]
    counts = Counter(path.name for path in paths)
    return [
        path.name if counts[path.name] == 1 else "_".join(part for part in path.parts if part not in ("/", ".."))
        for path in paths
    ]


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, packing: Packing) -> Member:
    if is_zip(name):
        return Member(name, problem=".zip の中の .zip は展開しません。取り出して送ってください。")
    if info.flag_bits & _ENCRYPTED:
        return Member(name, problem="パスワードで保護されています。パスワードなしでまとめ直して送ってください。")
    if info.file_size > packing.member_bytes:
        limit = megabytes(packing.member_bytes)
        return Member(name, problem=f"ファイルが大きすぎます（{megabytes(info.file_size)}）。{limit}までです。")
    try:
        with archive.open(info) as stream:
            # The size that the file names for itself need not be true.
            data = stream.read(packing.member_bytes + 1)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error):
        return Member(name, problem="壊れているか、特殊な方式で圧縮されているため、取り出せません。")
    if len(data) > packing.member_bytes:
        return Member(name, problem=f"ファイルが大きすぎます。{megabytes(packing.member_bytes)}までです。")
    return Member(name, data) if data else Member(name, problem="ファイルが空です。")


def megabytes(size: int) -> str:
    """20 MB, 20.1 MB: rounded up, so that a file over the limit never looks as large as the limit."""
    tenths = -(-size * 10 // (1024 * 1024))
    return f"{tenths // 10:,}{f'.{tenths % 10}' if tenths % 10 else ''} MB"
