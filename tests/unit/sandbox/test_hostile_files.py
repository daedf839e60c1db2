"""Files made to harm: each costs itself a message in plain words, within the limits, and the next file reads well."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PIL import Image

from fixtures.document_files import to_pdf
from minutes.documents import CODES, DocumentError, Limits
from minutes.sandbox import draw_page, parse_apart, process, read_apart
from tests.unit.sandbox import hostile
from tests.unit.sandbox.programs import Program

pytestmark = pytest.mark.slow

TEXT = "会議録\n\n日時\t令和6年3月25日\n\n○会長　ただいまから会議を開きます。\n○委員　はい。\n"
LIMITS = Limits(seconds=3, memory_mb=512)


@pytest.fixture(autouse=True)
def _next_file_reads_well() -> Iterator[None]:
    yield
    assert read_apart(TEXT.encode("cp932"), "a.txt").lines[0] == "会議録"


def refused(data: bytes, name: str) -> str:
    with pytest.raises(DocumentError) as error:
        read_apart(data, name, LIMITS)
    assert error.value.message.endswith("ください。")
    assert error.value.code in CODES | {"reader-crashed"}
    return error.value.code


PDFS: list[tuple[Callable[[], bytes], set[str]]] = [
    (hostile.form_in_itself, {"too-slow", "too-large", "reader-crashed"}),
    (hostile.forms_that_double, {"too-slow", "too-large", "reader-crashed"}),
    (hostile.font_in_itself, {"garbled"}),
    (hostile.pattern_in_itself, {"empty"}),
    (hostile.pages_in_themselves, {"damaged"}),
    (hostile.huge_picture, {"image-only"}),
    (hostile.stream_bomb, {"too-large", "too-slow", "reader-crashed"}),
    (hostile.millions_of_rules, {"empty", "too-slow"}),
]


@pytest.mark.parametrize(("make", "codes"), PDFS, ids=[make.__name__ for make, _ in PDFS])
def test_pdf(make: Callable[[], bytes], codes: set[str]) -> None:
    assert refused(make(), "a.pdf") in codes


def test_a_page_of_millions_of_signs_is_read_or_given_up() -> None:
    try:
        assert read_apart(hostile.millions_of_signs(), "a.pdf", LIMITS).lines
    except DocumentError as error:
        assert error.code in {"too-slow", "too-large"}


def test_a_picture_of_sixty_thousand_by_sixty_thousand_dots_is_drawn_or_given_up() -> None:
    try:
        assert Image.open(io.BytesIO(draw_page(hostile.huge_picture(), 1, 300, LIMITS))).width == 300
    except DocumentError as error:
        assert error.code in {"too-slow", "too-large", "reader-crashed"}


def test_who_waits_for_a_picture_waits_no_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minutes.sandbox._DRAW_SECONDS", 1)
    with pytest.raises(DocumentError) as error:
        draw_page(hostile.pattern_in_itself(), 1, 300)
    assert error.value.code == "too-slow"


@pytest.mark.parametrize(
    ("make", "codes"),
    [
        (hostile.zip_in_zip, {"damaged", "too-large"}),
        (hostile.many_parts, {"too-large"}),
        (partial(hostile.deep_tables, 100_000), {"damaged", "too-large"}),
        (partial(hostile.deep_word, "sdt", 100_000), {"damaged", "too-large"}),
        (partial(hostile.deep_word, "r", 100_000), {"empty"}),
    ],
    ids=["zip-in-zip", "many-parts", "deep-tables", "deep-controls", "deep-runs"],
)
def test_word(make: Callable[[], bytes], codes: set[str]) -> None:
    assert refused(make(), "a.docx") in codes


def test_a_web_page_of_tables_in_tables_is_read() -> None:
    assert read_apart(hostile.deep_html(50_000), "a.html", LIMITS).lines == ("あ",)


def test_a_text_of_one_line_without_end_is_read() -> None:
    assert len(read_apart(("あ" * 3_000_000).encode(), "a.txt", LIMITS).lines) == 1


# The parser


@pytest.fixture
def wild_parser(program: Program) -> None:
    """A rule of the parser runs wild over texts with 暴走 in them."""
    program(
        "import re\n"
        "from minutes import parsing\n"
        "sound = parsing.parse\n"
        "def parse(source, lessons):\n"
        "    if '暴走' in source.text:\n"
        "        re.match('(a+)+$', 'a' * 64 + 'b')\n"
        "    return sound(source, lessons)\n"
        "parsing.parse = parse\n"
    )


@pytest.mark.usefixtures("wild_parser")
def test_a_document_on_which_the_parser_runs_wild_costs_only_itself() -> None:
    with pytest.raises(DocumentError) as error:
        parse_apart((TEXT + "暴走").encode(), "a.txt", Limits(seconds=1))
    assert error.value.code == "too-slow"
    assert "1秒で終わらない" in error.value.message
    assert len(parse_apart(to_pdf(TEXT), "a.pdf", LIMITS)[1].utterances) == 2


def test_an_answer_that_is_too_long_is_not_taken(instead: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(process, "_MOST_ANSWERED", 1000)
        instead("print('x' * 2000)")
        assert refused(b"x", "a.txt") == "too-large"
