"""Pages that are pictures: read by Tesseract where it is installed and wanted."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest

from fixtures.document_files import to_pdf
from minutes.documents import DocumentError, Limits, ocr
from minutes.documents.pdf import read_pdf
from tests.unit.documents.helpers import need_ocr, scanned

TEXT = """令和5年度第2回図書館協議会会議録

開催日時　令和6年3月25日
開催場所　中央図書館

会長　ただいまから会議を開きます。
委員　資料の説明をお願いします。
"""
# What Tesseract prints for a page with one line of two words.
TABLE = """level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext
1\t1\t0\t0\t0\t0\t0\t0\t2480\t3508\t-1\t
4\t1\t1\t1\t1\t0\t300\t400\t400\t44\t-1\t
5\t1\t1\t1\t1\t1\t300\t400\t88\t44\t90.0\t会長
5\t1\t1\t1\t1\t2\t432\t400\t132\t44\t60.0\tはい。
"""
PICTURES = Limits(ocr=True)


@pytest.fixture
def tesseract(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Stands in for the program: answers TABLE, and keeps how it was called."""
    calls: list[dict[str, Any]] = []

    def run(command: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        calls.append({"command": command, **options})
        return subprocess.CompletedProcess(command, 0, TABLE.encode(), b"")

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(ocr, "is_installed", lambda: True)
    return calls


def test_words_come_with_their_places_and_how_sure_they_are(tesseract: list[dict[str, Any]]) -> None:
    source = read_pdf(scanned(to_pdf("会議録")), PICTURES)
    assert source.lines == ("会長\u3000はい。",)
    assert [remark.code for remark in source.remarks] == ["recognised-text", "recognised-text"]
    assert "平均72％" in source.remarks[0].message
    assert source.recognised == pytest.approx(0.72)
    ((place,),) = source.places
    found = (place.left * 2480, place.top * 3508, place.right * 2480, place.bottom * 3508)
    assert found == pytest.approx((300, 400, 564, 444), abs=2)
    assert (source.remarks[1].line, "1ページ" in source.remarks[1].message) == (1, True)
    (call,) = tesseract
    assert "jpn" in call["command"]
    assert call["input"].startswith(b"P5 ")


def test_pages_with_text_are_not_recognised(tesseract: list[dict[str, Any]]) -> None:
    source = read_pdf(to_pdf("会議録"), PICTURES)
    assert (source.remarks, source.recognised) == ((), None)
    assert tesseract == []


def test_without_the_setting_pictures_are_told(tesseract: list[dict[str, Any]]) -> None:
    with pytest.raises(DocumentError) as error:
        read_pdf(scanned(to_pdf("会議録")), Limits())
    assert error.value.code == "image-only"
    assert tesseract == []


def test_without_the_program_pictures_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    with pytest.raises(DocumentError, match="プログラムが見つからない") as error:
        read_pdf(scanned(to_pdf("会議録")), PICTURES)
    assert error.value.code == "image-only"


def test_recognition_ends_with_its_time(tesseract: list[dict[str, Any]]) -> None:
    with pytest.raises(DocumentError) as error:
        read_pdf(scanned(to_pdf("会議録")), Limits(ocr=True, ocr_seconds=0))
    assert error.value.code == "ocr-timeout"


def test_a_scanned_page_is_read() -> None:
    need_ocr()
    source = read_pdf(scanned(to_pdf(TEXT)), PICTURES)
    found = "".join(source.text.split())
    wanted = "".join(TEXT.split())
    assert sum(char in found for char in wanted) > 0.9 * len(wanted)
    assert source.remarks[0].code == "recognised-text"
