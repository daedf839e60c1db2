"""The public edition's files: what stands in them, what does not, and what comes of reading them again."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from xml.etree import ElementTree

import docx
import pypdfium2 as pdfium
import pytest

from minutes.documents import read_document
from minutes.parsing import ParsedMinutes, parse
from minutes.public_edition import (
    Edition,
    EditionError,
    Item,
    Paper,
    Person,
    Said,
    Withheld,
    edition_html,
    edition_pdf,
    edition_word,
    withheld_csv,
)
from minutes.public_edition.outline import outline_of
from minutes.public_edition.print_file import write_pdf_alone
from minutes.withholding import MASK, Mark, Masked, Span, masked, occurrences
from tests.unit.documents.helpers import need_office

CANARIES = ("緑川太郎", "kanariya@example.com", "０９０－１２３４")
PERSON = "個人に関する情報（霞市情報公開条例第7条第1号）"
FIRM = "法人等に関する情報（霞市情報公開条例第7条第2号）"


def hidden(text: str, ground: str = PERSON) -> Masked:
    """The text with the canaries withheld."""
    return masked(text, [Span(*place, ground) for word in CANARIES for place in occurrences(text, word)])


@cache
def edition(second: str = PERSON) -> Edition:
    """Minutes of an invented board; the grounds of some masks are the `second`."""
    chair, clerk, member = Masked("会長"), Masked("総務課長"), Masked("青野委員")
    return Edition(
        title=Masked("令和8年度第1回 霞市個人情報保護審議会 会議録"),
        head=(
            ("開催日時", Masked("令和8年4月10日（金）14:00から16:00まで")),
            ("場所", Masked("霞市役所 第1会議室")),
            ("事務局", Masked("総務部総務課")),
        ),
        attendees=(
            Person("委員", Masked("青野一郎（会長）")),
            Person("委員", hidden("緑川太郎")),
            Person("事務局", Masked("総務課長")),
        ),
        agenda=(
            Item(Masked("個人情報の取扱いについて"), "議案", 1),
            Item(hidden("緑川太郎からの申出について", second), "報告事項", 1),
            Item(Masked("その他")),
        ),
        utterances=(
            Said("note", Masked("開会")),
            Said("speech", Masked("定刻となりましたので、開会します。"), chair),
            Said("explanation", Masked("「個人情報の取扱いについて」を説明"), clerk, (0,)),
            Said("summary", hidden("緑川太郎から寄せられた申出の経過を述べた。"), clerk, (0,)),
            Said(
                "speech",
                hidden("緑川太郎さんからkanariya@example.comへ連絡がありました。\n二つ目の段落です。"),
                member,
                (0,),
            ),
            Said("speech", hidden("電話は０９０－１２３４です。", second), clerk, (0,)),
            Said("decision", Masked("案のとおり承認"), None, (0,)),
            Said("note", Masked("質疑なし"), None, (1,)),
            Said("speech", Masked("私からも申し上げます。"), hidden("緑川太郎"), (1,)),
            *(Said("speech", Masked(f"{number}点目をお尋ねします。" * 6), member, (1,)) for number in range(20)),
            Said("speech", Masked("以上で閉会します。"), chair, (2,)),
            Said("note", Masked("15:50 終了")),
        ),
        papers=(Paper("資料1", Masked("個人情報の取扱い")), Paper("資料2", hidden("緑川太郎の申出書"))),
        remarks=("この会議録は、霞市が公開用に作成したものです。",),
    )


def alone(wanted: Edition) -> bytes:
    return write_pdf_alone(outline_of(wanted))


@cache
def printed() -> bytes:
    """The edition as LibreOffice prints it."""
    need_office()
    return edition_pdf(edition())


def insides(data: bytes) -> bytes:
    """All that a file holds: the file itself, the parts of a package, the streams of a PDF unpacked, its text."""
    found = [data]
    if data.startswith(b"PK"):
        package = zipfile.ZipFile(io.BytesIO(data))
        found += [entry.filename.encode() + entry.comment + entry.extra for entry in package.infolist()]
        found += [package.read(name) for name in package.namelist()]
    if data.startswith(b"%PDF"):
        for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.S):
            try:
                found.append(zlib.decompressobj().decompress(stream))
            except zlib.error:
                continue
        document = pdfium.PdfDocument(data)
        found += [page.get_textpage().get_text_range().encode() for page in document]
        found += [str(document.get_metadata_dict()).encode()]
        found += [bookmark.get_title().encode() for bookmark in document.get_toc()]
        document.close()
    return b"\n".join(found)


def written(word: str) -> list[bytes]:
    """A word as it may stand in a file."""
    codes = [word.encode("utf-8"), word.encode("utf-16-be"), word.encode("utf-16-le"), word.encode("cp932")]
    hexadecimal = [code.hex().encode() for code in codes]
    return [*codes, *hexadecimal, *(code.upper() for code in hexadecimal), word.encode("ascii", "xmlcharrefreplace")]


def read_again(data: bytes, name: str) -> ParsedMinutes:
    return parse(read_document(data, name))


def said_in(wanted: Edition) -> list[tuple[str, str | None, str, tuple[int, ...]]]:
    return [
        (said.kind, said.speaker.text if said.speaker else None, said.text.text, said.agenda)
        for said in wanted.utterances
    ]


def check_nothing_withheld(data: bytes) -> None:
    inside = insides(data)
    for word in CANARIES:
        assert not [form for form in written(word) if form in inside], word


@pytest.mark.parametrize("write", [edition_word, edition_html, alone])
def test_nothing_withheld_stands_anywhere_in_a_file(write: Callable[[Edition], bytes]) -> None:
    check_nothing_withheld(write(edition()))


@pytest.mark.parametrize("write", [edition_word, edition_html, alone])
def test_the_same_edition_gives_the_same_bytes(write: Callable[[Edition], bytes]) -> None:
    assert write(edition()) == write(edition())


@pytest.mark.parametrize(
    ("write", "name"),
    [(edition_word, "a.docx"), (edition_html, "a.html"), (alone, "a.pdf")],
    ids=["Word", "HTML", "PDF"],
)
def test_an_edition_read_again_gives_the_same_minutes(write: Callable[[Edition], bytes], name: str) -> None:
    wanted = edition()
    minutes = read_again(write(wanted), name)
    assert [(each.kind, each.speaker, each.text, each.agenda) for each in minutes.utterances] == said_in(wanted)
    assert [item.title for item in minutes.agenda] == [item.title.text for item in wanted.agenda]
    assert (minutes.title, minutes.held_on, minutes.venue) == (wanted.title.text, "2026-04-10", "霞市役所 第1会議室")
    assert [(paper.label, paper.title) for paper in minutes.attachments] == [
        (paper.label, paper.title.text) for paper in wanted.papers
    ]


def test_a_word_file_bears_its_title_and_language_and_nothing_of_who_made_it() -> None:
    package = zipfile.ZipFile(io.BytesIO(edition_word(edition())))
    assert sorted(package.namelist()) == [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
        "word/document.xml",
        "word/footer1.xml",
        "word/settings.xml",
        "word/styles.xml",
    ]
    core = ElementTree.fromstring(package.read("docProps/core.xml"))
    assert [(each.tag.rpartition("}")[2], each.text) for each in core] == [
        ("title", edition().title.text),
        ("language", "ja-JP"),
    ]
    assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    body = package.read("word/document.xml").decode()
    assert not re.search(r"<w:(?:ins|del|moveFrom|moveTo|comment\w*|vanish)\b|w:rsid|w:author", body)


def test_a_word_file_has_headings_a_table_with_a_head_and_page_numbers() -> None:
    data = edition_word(edition())
    document = docx.Document(io.BytesIO(data))
    headings = [
        (each.style.name, each.text) for each in document.paragraphs if each.style and "eading" in str(each.style.name)
    ]
    assert ("Heading 1", "出席者") in headings
    assert ("Heading 2", "【議案1】個人情報の取扱いについて") in headings
    assert "w:tblHeader" in document.tables[1].rows[0]._tr.xml
    assert [cell.text for cell in document.tables[1].rows[2].cells] == ["委員", MASK]
    footer = zipfile.ZipFile(io.BytesIO(data)).read("word/footer1.xml").decode()
    assert re.search(r" PAGE .*/.* NUMPAGES ", footer)
    speech = next(each for each in document.paragraphs if each.text.startswith("○青野委員"))
    assert [run.text for run in speech.runs if run.bold] == ["○", "青野委員"]


def test_a_page_of_html_names_language_title_and_ground_and_fetches_nothing() -> None:
    page = edition_html(edition()).decode()
    assert '<html lang="ja">' in page
    assert f"<title>{edition().title.text}</title>" in page
    assert page.index("<h1>") < page.index("<h2>") < page.index("<h3>")
    assert f'<span class="withheld" role="img" aria-label="非公開部分：{PERSON}"' in page
    assert not re.search(r"<(?:script|link|img|iframe)|src=|href=|url\(", page)
    assert f"{MASK}は非公開部分です。根拠：{PERSON}" in page
    assert "※1" not in page


def test_masks_bear_numbers_where_there_are_several_grounds() -> None:
    page = edition_html(edition(FIRM)).decode()
    assert f'<th scope="row">非公開の根拠※1</th><td>{PERSON}</td>' in page
    assert f'<th scope="row">非公開の根拠※2</th><td>{FIRM}</td>' in page
    assert page.count("<sup>※2</sup>") == 3
    assert "※2" in insides(alone(edition(FIRM))).decode("utf-8", "ignore")
    word = docx.Document(io.BytesIO(edition_word(edition(FIRM))))
    assert any(f"電話は{MASK}※2です。" in each.text for each in word.paragraphs)


def test_a_pdf_has_title_language_bookmarks_and_page_numbers() -> None:
    check_pdf(alone(edition()))
    assert b"/Lang (ja-JP)" in alone(edition())


def check_pdf(data: bytes) -> None:
    document = pdfium.PdfDocument(data)
    try:
        told = document.get_metadata_dict()
        assert told["Title"] == edition().title.text
        assert not told["Author"]
        assert told["CreationDate"].startswith("D:2000")
        assert [bookmark.get_title() for bookmark in document.get_toc()][:5] == [
            "出席者",
            "議題",
            "配布資料",
            "会議の内容",
            "【議案1】個人情報の取扱いについて",
        ]
        texts = [page.get_textpage().get_text_range() for page in document]
        assert len(texts) > 1
        assert all(f"{number}/{len(texts)}" in text for number, text in enumerate(texts, start=1))
    finally:
        document.close()


@pytest.mark.slow
def test_what_libreoffice_prints_is_tagged_and_tells_no_more() -> None:
    check_pdf(printed())
    check_nothing_withheld(printed())
    assert b"/StructTreeRoot" in insides(printed())
    assert b"/Lang(ja-JP)" in insides(printed())
    minutes = read_again(printed(), "a.pdf")
    squeezed = [(each.kind, each.speaker, "".join(each.text.split())) for each in minutes.utterances]
    assert squeezed == [(kind, speaker, "".join(text.split())) for kind, speaker, text, _ in said_in(edition())]


@pytest.mark.slow
def test_libreoffice_prints_the_same_bytes_again() -> None:
    assert edition_pdf(edition()) == printed()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>&amp;", "𠮷野\x0b\x00家", "]]>\ud800", "a\n\n\nb", '"=1+1'])
def test_any_text_can_be_written(text: str) -> None:
    strange = Edition(Masked(text), ((text, Masked(text)),), utterances=(Said("speech", Masked(text), Masked(text)),))
    docx.Document(io.BytesIO(edition_word(strange)))
    assert b"<script" not in edition_html(strange)
    assert alone(strange).startswith(b"%PDF")


def test_a_mask_that_stands_nowhere_is_refused() -> None:
    with pytest.raises(EditionError, match="no mask at 1"):
        edition_html(Edition(Masked(f"{MASK}の件", (Mark(1, PERSON),))))


def test_the_offices_list_tells_place_words_ground_and_note() -> None:
    data = withheld_csv((Withheld("発言5 青野委員", "緑川太郎", PERSON, "市民の氏名"), Withheld("議題2", "=cmd", FIRM)))
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig")))) == [
        ["番号", "箇所", "非公開とした語句", "根拠", "備考"],
        ["1", "発言5 青野委員", "緑川太郎", PERSON, "市民の氏名"],
        ["2", "議題2", "'=cmd", FIRM, ""],
    ]
