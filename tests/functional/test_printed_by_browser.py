"""Minutes printed to PDF by a real browser, with fonts inside the file: columns, vertical writing, readings, tables."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, PdfMargins

from fixtures.document_files import to_html
from fixtures.generate import documents
from minutes.documents import Limits, SourceText, read_document
from minutes.documents.pdf import read_pdf
from minutes.parsing import parse
from tests.functional.support import PATIENCE
from tests.unit.documents import measure

pytestmark = pytest.mark.browser
SAMPLES = {document.path: document for document in documents()}
MARGIN: PdfMargins = {"top": "25mm", "bottom": "25mm", "left": "25mm", "right": "25mm"}
HEAD = "<div style='font-size:9px;margin-left:25mm'>霞浜市</div>"
FOOT = "<div style='font-size:9px;width:100%;text-align:center'><span class=pageNumber></span> / 9</div>"
SPEECHES = "".join(
    f"<p>○委員長　第{number}の件について、<ruby>霞浜<rt>かすみはま</rt></ruby>市の状況を御説明します。長い文章ですので何度か"
    "折り返されることになりますが、読み取った結果は一つの文になるはずです。</p><p>○事務局　承知しました。</p>"
    for number in range(1, 14)
)


def printed(browser: Browser, html: str) -> SourceText:
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    try:
        page.set_content(html)
        data = page.pdf(
            format="A4", margin=MARGIN, display_header_footer=True, header_template=HEAD, footer_template=FOOT
        )
    finally:
        page.close()
    return read_pdf(data, Limits())


@pytest.mark.parametrize("name", list(SAMPLES)[::5])
def test_sample_minutes_give_the_parse_of_their_text(browser: Browser, name: str) -> None:
    source = read_document(SAMPLES[name].data(), name)
    expected = parse(source).to_json()
    text = source.text
    if source.pages:
        # Pages end with their number, which is no part of the text.
        kept = [line for line in source.lines if not line.strip().isdecimal()]
        text = "\n".join(kept)
    found = parse(printed(browser, to_html(text))).to_json()
    assert measure.utterances(expected, found) >= 0.98
    assert measure.header(expected, found) == 1.0


def test_two_columns_and_readings(browser: Browser) -> None:
    style = (
        "body { font: 10.5pt/1.9 'Noto Serif CJK JP'; } div { column-count: 2; column-gap: 24pt; text-align: justify }"
    )
    html = f"<html lang=ja><style>{style}</style><h2>会議録</h2><div>{SPEECHES}</div>"
    said = [row.text for row in parse(printed(browser, html)).utterances]
    assert [text[:5] for text in said[::2]] == [f"第{number}の件に"[:5] for number in range(1, 14)]
    assert all("霞浜市の状況を御説明します。" in text and text.endswith("はずです。") for text in said[::2])


def test_vertical_writing(browser: Browser) -> None:
    style = "html { writing-mode: vertical-rl; font: 10.5pt/1.9 'Noto Serif CJK JP'; }"
    html = f"<html lang=ja><style>{style}</style><p>霞浜市議会会議録</p>{SPEECHES}"
    said = parse(printed(browser, html)).utterances
    assert [row.speaker for row in said] == ["委員長", "事務局"] * 13
    assert said[0].text.startswith("第1の件について、霞浜市の状況を御説明します。")
