"""Damaged copies of files: what transfers, disks, other programs and ill will do to them. The same seed, the same copy."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from random import Random

# What damages the bytes of any file.


def flipped(data: bytes, chance: Random) -> bytes:
    """Some bytes are others."""
    copy = bytearray(data)
    for _ in range(chance.randint(1, 1 + len(copy) // 200)):
        copy[chance.randrange(len(copy))] = chance.randrange(256)
    return bytes(copy)


def cut(data: bytes, chance: Random) -> bytes:
    """The end is missing."""
    return data[: chance.randrange(1, len(data))]


def holed(data: bytes, chance: Random) -> bytes:
    """A piece is missing, or has become zeros."""
    start, end = _piece(data, chance)
    return data[:start] + (bytes(end - start) if chance.random() < 0.5 else b"") + data[end:]


def repeated(data: bytes, chance: Random) -> bytes:
    """A piece stands there several times."""
    start, end = _piece(data, chance)
    return data[:end] + data[start:end] * chance.randint(1, 20) + data[end:]


def swapped(data: bytes, chance: Random) -> bytes:
    """Two pieces have changed places."""
    (one, two), (three, four) = sorted((_piece(data, chance), _piece(data, chance)))
    three = max(two, three)
    four = max(three, four)
    return data[:one] + data[three:four] + data[two:three] + data[one:two] + data[four:]


def misnumbered(data: bytes, chance: Random) -> bytes:
    """Some of its numbers are others: none, negative, huge."""
    odd = (b"0", b"-1", b"1", b"99999999999", b"2147483647", b"-2147483648", b"1e400", b"0.00000001", b"65536")
    return re.sub(rb"\d+", lambda match: chance.choice(odd) if chance.random() < 0.03 else match[0], data)


def mixed(data: bytes, chance: Random) -> bytes:
    """Some of its marks have changed places: tags of XML and HTML, operators and names of PDF."""
    marks = re.findall(rb"<[^<>]{1,80}>|/[A-Za-z]{1,20}|[\[\]()]", data) or [b""]

    def other(match: re.Match[bytes]) -> bytes:
        return chance.choice(marks) if chance.random() < 0.03 else match[0]

    return re.sub(rb"<[^<>]{1,80}>|/[A-Za-z]{1,20}|[\[\]()]", other, data)


BYTES: Sequence[Callable[[bytes, Random], bytes]] = (flipped, cut, holed, repeated, swapped, misnumbered, mixed)


def damaged(data: bytes, chance: Random) -> bytes:
    """A copy with one to three kinds of damage; what is packed in it (zip, streams of a PDF) is damaged inside too."""
    for _ in range(chance.randint(1, 3)):
        ways = [*BYTES]
        if data[:2] == b"PK":
            ways += [_unpacked_and_damaged] * 14
        elif data[:4] == b"%PDF":
            ways += [_streams_damaged] * 7
        data = chance.choice(ways)(data, chance) or b"x"
    return data


def _piece(data: bytes, chance: Random) -> tuple[int, int]:
    start = chance.randrange(len(data))
    return start, min(len(data), start + chance.choice((1, 8, 100, 1000, len(data))))


def _unpacked_and_damaged(data: bytes, chance: Random) -> bytes:
    """A zip file, sound in itself, with damage in one of its parts, or two parts that have changed places."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError):
        return flipped(data, chance)
    name, other = chance.choice([*parts]), chance.choice([*parts])
    if chance.random() < 0.2:
        parts[name], parts[other] = parts[other], parts[name]
    elif chance.random() < 0.1:
        del parts[name]
    elif parts[name]:
        parts[name] = chance.choice(BYTES)(parts[name], chance)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in parts.items():
            archive.writestr(part, content)
    return stream.getvalue()


def _streams_damaged(data: bytes, chance: Random) -> bytes:
    """A PDF file with damage inside one of its streams, or two streams that have changed places."""
    streams = list(re.finditer(rb"stream\r?\n(.*?)\r?\nendstream", data, re.S))
    if not streams:
        return misnumbered(data, chance)
    one, other = chance.choice(streams), chance.choice(streams)
    if chance.random() < 0.3:
        return data[: one.start(1)] + other[1] + data[one.end(1) :]
    content = one[1]
    try:
        content = zlib.compress(chance.choice(BYTES)(zlib.decompress(content) or b" ", chance))
    except zlib.error:
        content = chance.choice(BYTES)(content or b" ", chance)
    # The file's own numbers of the stream's length and place are wrong then: readers look for the end.
    return data[: one.start(1)] + content + data[one.end(1) :]
