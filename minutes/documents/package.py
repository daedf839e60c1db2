"""The packed XML files of Office (.docx, .pptx, .xlsx): opened within bounds, with short names for their tags. Stdlib only."""

from __future__ import annotations

import lzma
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree

from minutes.documents.limits import Limits
from minutes.documents.model import DocumentError

Element = ElementTree.Element

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc-",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m-",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m-",
    "http://schemas.openxmlformats.org/package/2006/relationships": "",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r-",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r-",
}
# What zipfile raises over damaged files; a version or a way of packing that it does not know is damage too.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    IndexError,
    NotImplementedError,
    RuntimeError,
)
_UNSAFE = (b"<!DOCTYPE", b"<!ENTITY")


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part calls another one by, what it is to it, and the other's name."""

    id: str
    kind: str
    target: str


class Package:
    """The parts of one file. Nothing is unpacked before it is asked for."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        """Raises DocumentError: `damaged`, `encrypted`, `too-large`."""
        self._room = limits.unpacked_mb * 1024 * 1024
        self._limit = limits.unpacked_mb
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except _BROKEN as error:
            raise damaged() from error
        self._names = {info.filename.lstrip("/"): info for info in self._zip.infolist()}

    def xml(self, name: str) -> Element | None:
        """The root of an XML part with short names for its tags, None where there is no such part."""
        data = self.read(name)
        if data is None:
            return None
        plain = data.replace(b"\x00", b"")
        if any(mark in plain for mark in _UNSAFE):
            raise DocumentError(
                "unsafe",
                "文書にあるはずのない仕掛け（XMLの実体宣言）があるため、開きません。元のアプリケーションで保存し直してください。",
            )
        try:
            root = ElementTree.fromstring(data)  # noqa: S314 - no entities: refused above
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise damaged() from error
        for element in root.iter():
            element.tag = _short(element.tag)
            if any(key[0] == "{" for key in element.attrib):
                element.attrib = {_short(key): value for key, value in element.attrib.items()}
        return root

    def read(self, name: str) -> bytes | None:
        """The bytes of a part, None where there is none. Raises DocumentError where it is too large or broken."""
        info = self._names.get(name)
        if info is None:
            return None
        if info.flag_bits & 1:
            raise encrypted()
        if info.file_size > self._room:
            raise self._too_large()
        try:
            with self._zip.open(info) as part:
                data = part.read(self._room + 1)
        except _BROKEN as error:
            raise damaged() from error
        if len(data) > self._room:
            raise self._too_large()
        self._room -= len(data)
        return data

    def relations(self, name: str) -> Iterator[Relation]:
        """The parts of this file that a part refers to."""
        folder, base = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        for relation in root if root is not None else ():
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
                yield Relation(relation.get("Id", ""), posixpath.basename(relation.get("Type", "")), target)

    def related(self, name: str) -> dict[str, list[str]]:
        """The parts that a part refers to by the kind of their relation: styles, footnotes, header."""
        found: dict[str, list[str]] = {}
        for relation in self.relations(name):
            found.setdefault(relation.kind, []).append(relation.target)
        return found

    def _too_large(self) -> DocumentError:
        return DocumentError(
            "too-large",
            f"展開すると大きすぎるファイルです（{self._limit} MBまで）。画像を除くか、分けて保存したものを送ってください。",
        )


def damaged() -> DocumentError:
    return DocumentError(
        "damaged",
        "ファイルが壊れていて開けません。Wordなどで開けるか確かめ、保存し直したものを送ってください。",
    )


def too_many(pages: int, most: int) -> DocumentError:
    return DocumentError(
        "too-many-pages",
        f"ページが多すぎます（{pages:,}ページ）。{most:,}ページまでのファイルに分けて送ってください。",
    )


def encrypted() -> DocumentError:
    return DocumentError(
        "encrypted",
        "パスワードで保護された文書です。保護を外して保存し直したものを送ってください。",
    )


def _short(tag: str) -> str:
    """{Word's namespace}p as p, {the namespace of formulas}t as m-t; of a namespace that does not matter, .name."""
    namespace, bracket, name = tag.rpartition("}")
    return _PREFIXES.get(namespace[1:], ".") + name if bracket else name
