"""Files of other word processors, by LibreOffice."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.document_files import to_docx
from minutes.documents import DocumentError, Limits, office, read_document
from minutes.documents.office import read_office
from tests.unit.documents.helpers import convert, need_office
from tests.unit.documents.wordfile import packed

pytestmark = pytest.mark.slow

TEXT = """令和5年度第2回霞浜市図書館協議会会議録
日時\t令和6年3月25日（月）午後1時30分
場所\t中央図書館
○会長　ただいまから会議を開きます。
○委員　はい。"""
TYPES = {
    "doc": "application/msword",
    "rtf": "application/rtf",
    "odt": "application/vnd.oasis.opendocument.text",
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the same minutes as .doc, .rtf and .odt."""
    need_office()
    folder = tmp_path_factory.mktemp("office")
    (folder / "minutes.docx").write_bytes(to_docx(TEXT))
    for kind in TYPES:
        convert(folder, kind, folder / "minutes.docx")
    return folder


@pytest.mark.parametrize("kind", TYPES)
def test_other_formats_give_the_same_lines(files: Path, kind: str) -> None:
    source = read_document((files / f"minutes.{kind}").read_bytes(), f"minutes.{kind}")
    assert source.lines == tuple(TEXT.split("\n"))
    assert source.media_type == TYPES[kind]


def test_what_libreoffice_cannot_open_is_told() -> None:
    need_office()
    with pytest.raises(DocumentError) as error:
        read_document(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.doc")
    assert error.value.code == "conversion-failed"


def test_without_libreoffice_it_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_program", lambda: None)
    with pytest.raises(DocumentError, match="またはPDFとして保存") as error:
        read_office(b"{\\rtf1 x}", "application/rtf", Limits())
    assert error.value.code == "unsupported-type"


def test_a_packed_bomb_never_reaches_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "_converted", lambda *_: pytest.fail("it was opened"))
    bomb = packed({"content.xml": b" " * (3 * 1024 * 1024)})
    with pytest.raises(DocumentError) as error:
        read_office(bomb, TYPES["odt"], Limits(unpacked_mb=2))
    assert error.value.code == "too-large"
