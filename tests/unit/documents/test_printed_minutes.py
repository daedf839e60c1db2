"""The same minutes as text, as a Word file and as PDF files give the same parse."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fixtures.document_files import to_docx, to_html, to_pdf
from fixtures.generate import documents
from minutes.documents import Limits, SourceText, read_document
from minutes.documents.pdf import read_pdf
from minutes.documents.word import read_word
from minutes.parsing import parse
from tests.shared_minutes import answer_of, read_exactly
from tests.unit.documents import measure
from tests.unit.documents.helpers import convert, need_office

REAL = {path.stem: path for path in read_exactly()}
ENOUGH, ENOUGH_LISTED = 0.98, 0.95
LIMITS = Limits()

PRINTERS: dict[str, Callable[[str], SourceText]] = {
    "web": lambda text: read_document(to_html(text).encode(), "a.html"),
    "word": lambda text: read_word(to_docx(text), LIMITS),
    "pdf": lambda text: read_pdf(to_pdf(text), LIMITS),
    "pdf-with-heads": lambda text: read_pdf(to_pdf(text, head="霞浜市議会事務局 {page}", foot="{page} / 9"), LIMITS),
}


def _texts() -> dict[str, str]:
    """The invented minutes and, where they are at hand, the real ones: their text with a form feed for each page."""
    found = {}
    for document in documents():
        source = read_document(document.data(), document.path)
        lines: list[str] = []
        for number, line in enumerate(source.lines):
            turned = source.pages and number and source.pages[number] > source.pages[number - 1]
            lines.append(f"\f{line}" if turned else line)
        found[document.path] = "\n".join(lines)
    return found | {name: path.read_text(encoding="utf-8") for name, path in REAL.items()}


TEXTS = _texts()
INVENTED = [document.path for document in documents()]
# One in six of them goes through LibreOffice.
OFFICE_PRINTS = [name for name in TEXTS if name not in INVENTED] + INVENTED[::6]


def _expected(name: str) -> dict[str, Any]:
    """The hand-checked answer where there is one, else what the text gives."""
    if name in REAL:
        loaded: dict[str, Any] = json.loads(answer_of(REAL[name]).read_text(encoding="utf-8"))
        return loaded
    return measure.parsed_text(TEXTS[name])


def _assert_same(name: str, source: SourceText) -> None:
    expected, found = _expected(name), parse(source).to_json()
    assert measure.utterances(expected, found) >= ENOUGH
    assert measure.speakers(expected, found) >= ENOUGH
    assert measure.header(expected, found) == 1.0
    assert measure.lists(expected, found) >= ENOUGH_LISTED


def _prints() -> list[tuple[str, str]]:
    """Real minutes in every way, invented ones, which are many and of few layouts, each in one."""
    ways = list(PRINTERS)
    invented = [(name, ways[place % len(ways)]) for place, name in enumerate(INVENTED)]
    return [(name, way) for name in TEXTS if name not in INVENTED for way in ways] + invented


@pytest.mark.parametrize(("name", "printer"), _prints())
def test_printed_minutes_give_the_parse_of_their_text(name: str, printer: str) -> None:
    _assert_same(name, PRINTERS[printer](TEXTS[name]))


@pytest.fixture(scope="module")
def by_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all minutes as the PDF files that LibreOffice makes of the Word files."""
    need_office()
    folder = tmp_path_factory.mktemp("printed")
    files = []
    for number, name in enumerate(OFFICE_PRINTS):
        files.append(folder / f"{number}.docx")
        files[-1].write_bytes(to_docx(TEXTS[name]))
    convert(folder, "pdf", *files)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("name", OFFICE_PRINTS)
def test_pdf_files_of_libreoffice_give_the_parse_of_their_text(name: str, by_office: Path) -> None:
    data = (by_office / f"{OFFICE_PRINTS.index(name)}.pdf").read_bytes()
    _assert_same(name, read_pdf(data, LIMITS))
