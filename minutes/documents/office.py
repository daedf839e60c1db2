"""Files of older and other programs -> SourceText, by LibreOffice, where it is installed: converted to .docx (.xlsx, .pptx)
first.

LibreOffice runs with a profile of its own that is thrown away, without macros and without following links.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from minutes.documents.limits import Limits
from minutes.documents.model import DocumentError, SourceText
from minutes.documents.package import Package
from minutes.documents.processor_time import helpers_seconds, limit_processor_time
from minutes.documents.sheets import read_sheets
from minutes.documents.slides import read_slides
from minutes.documents.word import read_word


@dataclass(frozen=True, slots=True)
class _Way:
    """A format: the suffix under which LibreOffice knows it, the part of LibreOffice that reads it, what it is turned
    into, and who reads that."""

    suffix: str
    part: str
    target: str
    read: Callable[[bytes, Limits], SourceText]


_WORD = ("libswlo.so", "docx:MS Word 2007 XML", read_word)
WAYS = {
    "application/msword": _Way(".doc", *_WORD),
    "application/rtf": _Way(".rtf", *_WORD),
    "application/vnd.oasis.opendocument.text": _Way(".odt", *_WORD),
    "application/vnd.ms-excel": _Way(".xls", "libsclo.so", "xlsx:Calc MS Excel 2007 XML", read_sheets),
    "application/vnd.ms-powerpoint": _Way(".ppt", "libsdlo.so", "pptx:Impress MS PowerPoint 2007 XML", read_slides),
}
# Tagged for screen readers, headings as bookmarks, the title in the window's bar.
_PDF = (
    'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"},"ExportBookmarks":{"type":"boolean","value":"true"},'
    '"DisplayPDFDocumentTitle":{"type":"boolean","value":"true"},"ExportNotes":{"type":"boolean","value":"false"}}'
)
_ADDRESS_SPACE = 4 * 1024**3  # LibreOffice maps far more than it uses
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""


def is_installed() -> bool:
    """Whether LibreOffice can be started."""
    return _program() is not None


def read_office(data: bytes, media_type: str, limits: Limits) -> SourceText:
    """The text of a .doc, .rtf, .odt, .xls or .ppt file.

    Raises DocumentError: `unsupported-type` where LibreOffice is missing, `conversion-failed`, `too-slow`, and those
    of the reader of what it is turned into.
    """
    if media_type == "application/vnd.oasis.opendocument.text":
        # Refused here where it unpacks to too much; LibreOffice would try.
        package = Package(data, limits)
        for name in ("content.xml", "styles.xml"):
            package.read(name)
    with tempfile.TemporaryDirectory(prefix="office-") as folder:
        way = WAYS[media_type]
        converted = _converted(data, way, Path(folder), limits)
    return replace(way.read(converted, limits), media_type=media_type)


def print_word(data: bytes, limits: Limits) -> bytes | None:
    """A .docx file of ours as PDF: tagged, with bookmarks of its headings. None where LibreOffice is missing or fails."""
    program = _program()
    if program is None:
        return None
    with tempfile.TemporaryDirectory(prefix="office-") as name:
        folder = Path(name)
        given = folder / "given.docx"
        given.write_bytes(data)
        try:
            return _run(program, given, _PDF, folder, limits)
        except subprocess.TimeoutExpired:
            return None


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _has_part(program: str, part: str) -> bool:
    """Whether this part of LibreOffice is installed: distributions package them apart."""
    libraries = Path(program).resolve().parent
    return part == _WORD[0] or (libraries / part).is_file()


def _converted(data: bytes, way: _Way, folder: Path, limits: Limits) -> bytes:
    program = _program()
    kind = way.target.partition(":")[0]
    name = {"docx": "Word", "xlsx": "Excel", "pptx": "PowerPoint"}[kind]
    if program is None or not _has_part(program, way.part):
        raise DocumentError(
            "unsupported-type",
            f"この形式（{way.suffix}）は、LibreOfficeのあるサーバーでだけ読み取れます。"
            f"{name}形式（.{kind}）またはPDFとして保存し直したものを送ってください。",
        )
    given = folder / f"given{way.suffix}"
    given.write_bytes(data)
    before = helpers_seconds()
    try:
        made = _run(program, given, way.target, folder, limits)
    except subprocess.TimeoutExpired as error:
        raise _too_slow(limits, name, kind) from error
    if made is None:
        # What ends LibreOffice does not come through the programs that start it.
        if helpers_seconds() - before >= limits.seconds:
            raise _too_slow(limits, name, kind)
        raise DocumentError(
            "conversion-failed",
            f"文書を開けませんでした。パスワードを外し、{name}形式（.{kind}）かPDFで保存し直したものを送ってください。",
        )
    return made


def _too_slow(limits: Limits, name: str, kind: str) -> DocumentError:
    return DocumentError(
        "too-slow",
        f"文書の変換が{limits.seconds}秒で終わりませんでした。{name}形式（.{kind}）かPDFで保存し直したものを送ってください。",
    )


def _run(program: str, given: Path, target: str, folder: Path, limits: Limits) -> bytes | None:
    """What LibreOffice made of a file, None where it made nothing; in a profile of its own in `folder`.

    Raises subprocess.TimeoutExpired.
    """
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
    command = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--nodefault",
        "--nologo",
        "--nolockcheck",
        "--convert-to",
        target,
        "--outdir",
        str(folder / "made"),
        str(given),
    ]
    prepare = partial(_confine, limits.seconds)
    longest = limits.seconds * limits.patience
    subprocess.run(command, capture_output=True, timeout=longest, preexec_fn=prepare, check=False)
    made = folder / "made" / f"given.{target.partition(':')[0]}"
    return made.read_bytes() if made.is_file() else None


def _confine(seconds: int) -> None:
    """In the new process: its processor time, and the address space that it needs, as far as the system allows it."""
    limit_processor_time(seconds)
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _ADDRESS_SPACE if most == resource.RLIM_INFINITY else min(most, _ADDRESS_SPACE)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, most))
