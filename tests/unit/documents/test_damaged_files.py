"""A damaged file gives a text or a refusal with a known code, whatever the damage: never another exception.

Bounded for the gate, the same copies every time; HYPOTHESIS_PROFILE=explore damages others.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fixtures.document_files import to_docx, to_html, to_pdf
from minutes.documents import CODES, DocumentError, Limits, read_document
from tests.unit.documents.damage import damaged
from tests.unit.documents.helpers import convert, need_office
from tests.unit.documents.test_papers import paragraph, pptx, shape, xlsx

TEXT = """令和5年度第2回霞浜市図書館協議会会議録

日時\t令和6年3月25日（月）午後1時30分
場所\t中央図書館2階　集会室
出席\t委員\t甲野会長、乙川委員
\t事務局\t館長

1　開会
○会長　ただいまから会議を開きます。資料1「利用者アンケート」をごらんください。
○委員　①の予約は、ｼｽﾃﾑの更新のあとにできますか。
○事務局（館長）　はい。4月から始めます。
"""
SEEDS = st.integers(0, 2**32)
COPIES = settings(deadline=None, suppress_health_check=list(HealthCheck))


@cache
def sound(kind: str) -> tuple[bytes, ...]:
    """Sound files of this kind, small ones: the damage is then sooner in what matters."""
    if kind == "pdf":
        return to_pdf(TEXT, head="霞浜市 {page}"), to_pdf(TEXT * 3)
    if kind == "docx":
        return to_docx(TEXT), to_docx(TEXT * 3)
    if kind == "html":
        return tuple(to_html(TEXT).encode(encoding) for encoding in ("utf-8", "cp932", "utf-16"))
    if kind == "pptx":
        return (pptx(*(shape(*map(paragraph, TEXT.split("\n"))) for _ in range(2))),)
    if kind == "xlsx":
        return (
            xlsx(
                "".join(f"<row><c><v>{n}</v></c><c s='1' t='s'><v>0</v></c></row>" for n in range(9)),
                strings="<si><t>霞</t></si>",
            ),
        )
    encodings = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp932")
    return tuple(TEXT.encode(encoding) for encoding in encodings)


def assert_read_or_refused(data: bytes, name: str) -> None:
    try:
        source = read_document(data, name, Limits(seconds=20, pages=100, unpacked_mb=20))
    except DocumentError as error:
        assert error.code in CODES
        assert error.message.endswith("ください。")
        return
    assert source.text.strip()
    assert not any(end in line for line in source.lines for end in "\n\r")
    assert len(source.pages) in (0, len(source.lines))
    assert len(source.places) in (0, len(source.lines))
    assert all(
        0 <= share <= 1 for line in source.places for at in line for share in (at.left, at.top, at.right, at.bottom)
    )
    source.text.encode("utf-8")


@pytest.mark.slow
@given(SEEDS)
@settings(COPIES, max_examples=120)
def test_damaged_pdf(seed: int) -> None:
    chance = Random(seed)
    assert_read_or_refused(damaged(chance.choice(sound("pdf")), chance), "a.pdf")


@pytest.mark.slow
@given(SEEDS)
@settings(COPIES, max_examples=60)
def test_damaged_word(seed: int) -> None:
    chance = Random(seed)
    assert_read_or_refused(damaged(chance.choice(sound("docx")), chance), "a.docx")


@given(SEEDS, st.sampled_from(["pptx", "xlsx"]))
@settings(COPIES, max_examples=100)
def test_damaged_papers(seed: int, kind: str) -> None:
    chance = Random(seed)
    assert_read_or_refused(damaged(sound(kind)[0], chance), f"a.{kind}")


@given(SEEDS)
@settings(COPIES, max_examples=150)
def test_damaged_html(seed: int) -> None:
    chance = Random(seed)
    assert_read_or_refused(damaged(chance.choice(sound("html")), chance), "a.html")


@given(SEEDS)
@settings(COPIES, max_examples=150)
def test_damaged_text(seed: int) -> None:
    chance = Random(seed)
    assert_read_or_refused(damaged(chance.choice(sound("txt")), chance), "a.txt")


@pytest.fixture(scope="module")
def odt(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    need_office()
    folder: Path = tmp_path_factory.mktemp("office")
    (folder / "a.docx").write_bytes(to_docx(TEXT))
    convert(folder, "odt", folder / "a.docx")
    return (folder / "a.odt").read_bytes()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_damaged_files_of_other_word_processors(seed: int, odt: bytes) -> None:
    assert_read_or_refused(damaged(odt, Random(seed)), "a.odt")
    rtf = "".join(f"\\u{ord(char)}?" if ord(char) > 127 else char for char in TEXT.replace("\n", "\\par "))
    assert_read_or_refused(damaged(f"{{\\rtf1\\ansi {rtf}}}".encode(), Random(seed)), "a.rtf")


@pytest.mark.parametrize("kind", ["pdf", "docx", "html", "txt"])
def test_a_sound_file_under_another_name(kind: str) -> None:
    for name in ("a.pdf", "a.docx", "a.html", "a.txt", "a.doc", "a.odt", "a"):
        assert_read_or_refused(sound(kind)[0], name)
