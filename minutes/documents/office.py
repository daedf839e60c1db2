"""Older and other word processors' files -> SourceText, by LibreOffice, where it is installed: converted to .docx first.

LibreOffice runs with a profile of its own that is thrown away, without macros and without following links.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from minutes.documents.limits import Limits
from minutes.documents.model import DocumentError, SourceText
from minutes.documents.package import Package
from minutes.documents.word import read_word

# The media type and the suffix under which LibreOffice knows it.
SUFFIXES = {
    "application/msword": ".doc",
    "application/rtf": ".rtf",
    "application/vnd.oasis.opendocument.text": ".odt",
}
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
    """The text of a .doc, .rtf or .odt file.

    Raises DocumentError: `unsupported-type` where LibreOffice is missing, `conversion-failed`, `too-slow`, and those
    of read_word.
    """
    if media_type == "application/vnd.oasis.opendocument.text":
        # Refused here where it unpacks to too much; LibreOffice would try.
        package = Package(data, limits)
        for name in ("content.xml", "styles.xml"):
            package.read(name)
    with tempfile.TemporaryDirectory(prefix="office-") as folder:
        converted = _converted(data, SUFFIXES[media_type], Path(folder), limits)
    return replace(read_word(converted, limits), media_type=media_type)


def _program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _converted(data: bytes, suffix: str, folder: Path, limits: Limits) -> bytes:
    program = _program()
    if program is None:
        raise DocumentError(
            "unsupported-type",
            f"この形式（{suffix}）は、LibreOfficeのあるサーバーでだけ読み取れます。"
            "Word形式（.docx）またはPDFとして保存し直したものを送ってください。",
        )
    given = folder / f"given{suffix}"
    given.write_bytes(data)
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
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder / "made"),
        str(given),
    ]
    try:
        subprocess.run(command, capture_output=True, timeout=limits.seconds, preexec_fn=_with_room, check=False)
    except subprocess.TimeoutExpired as error:
        raise DocumentError(
            "too-slow",
            f"文書の変換が{limits.seconds}秒で終わりませんでした。Word形式（.docx）かPDFで保存し直したものを送ってください。",
        ) from error
    made = folder / "made" / "given.docx"
    if not made.is_file():
        raise DocumentError(
            "conversion-failed",
            "文書を開けませんでした。パスワードを外し、Word形式（.docx）かPDFで保存し直したものを送ってください。",
        )
    return made.read_bytes()


def _with_room() -> None:
    """In the new process: the address space that LibreOffice needs, as far as the system allows it."""
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = _ADDRESS_SPACE if most == resource.RLIM_INFINITY else min(most, _ADDRESS_SPACE)
    resource.setrlimit(resource.RLIMIT_AS, (wanted, most))
