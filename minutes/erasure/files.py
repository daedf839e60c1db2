"""Whether a stored file holds words, beyond what its reader reads of it: properties, comments, changes, what is packed in
it. No Django.

Words in pictures are seen by nobody here; a file that cannot be looked into is for a person to judge.
"""

import html
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from enum import StrEnum
from io import BytesIO
from typing import Any

from minutes.erasure.texts import leaves

# What is unpacked of one file at most, in bytes, and how deep files are packed in files.
MOST_UNPACKED = 200_000_000
DEEPEST = 3
# What can be decoded so is so; the first is written in the bytes of ASCII. The others take each other's bytes for text.
_CERTAIN = ("iso2022_jp", "utf-8")
_ENCODINGS = (*_CERTAIN, "cp932", "euc_jp")
_TAG = re.compile(r"<[^>]*>")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_ZIP, _PDF, _OLE = b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"BM")


class Look(StrEnum):
    """What looking into a file came to."""

    HOLDS = "holds"
    CLEAN = "clean"
    UNSURE = "unsure"


def look_into(content: bytes, text: str, pattern: "re.Pattern[str]") -> Look:
    """Whether the words stand in a file, of which `text` was read. UNSURE where it may show more than can be looked into."""
    if not content:
        return Look.CLEAN
    if pattern.search(text):
        return Look.HOLDS
    try:
        held = any(pattern.search(one) for one in _texts(content, DEEPEST, [MOST_UNPACKED]))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, zlib.error, EOFError):
        # Damaged, locked with a password, or larger than what is unpacked.
        return Look.UNSURE
    if held:
        return Look.HOLDS
    shows_pictures = content.startswith((_PDF, _OLE, *_PICTURES))
    return Look.UNSURE if shows_pictures and not text.strip() else Look.CLEAN


def _texts(content: bytes, depth: int, left: list[int]) -> Iterator[str]:
    left[0] -= len(content)
    if left[0] < 0:
        raise OSError
    if content.startswith(_ZIP) and depth:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            for member in packed.infolist():
                yield member.filename
                if member.file_size > left[0]:
                    raise OSError
                yield from _texts(packed.read(member), depth - 1, left)
        return
    if content.startswith(_PDF):
        for stream in _STREAM.finditer(content):
            yield from _decoded(_inflated(stream.group(1), left))
    yield from _decoded(content)


def _inflated(stream: bytes, left: list[int]) -> bytes:
    try:
        found = zlib.decompressobj().decompress(stream, max(left[0], 1))
    except zlib.error:
        return b""
    left[0] -= len(found)
    return found


def _decoded(content: bytes) -> Iterator[str]:
    """The content as text, in every encoding that it may be in."""
    if content.startswith(_PICTURES):
        return
    for encoding in _CERTAIN:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        yield text
        if "<" in text or "&#" in text:
            # Words may be cut into runs by tags, signs written as numbers.
            yield html.unescape(_TAG.sub("", text))
        yield from _of_json(text)
        break
    else:
        yield from (content.decode(encoding, "ignore") for encoding in _ENCODINGS)
    if b"\0" in content or content.startswith((b"\xff\xfe", b"\xfe\xff")):
        # Two bytes a sign, perhaps from an odd place on.
        for start in (0, 1):
            yield from (content[start:].decode(encoding, "ignore") for encoding in ("utf-16-le", "utf-16-be"))


def _of_json(text: str) -> Iterator[str]:
    """The texts of JSON, one object or one on each line: signs may stand there as numbers."""
    if "\\u" not in text:
        return
    for one in (text, *text.splitlines()):
        try:
            value: Any = json.loads(one)
        except ValueError:
            continue
        yield from leaves(value)
