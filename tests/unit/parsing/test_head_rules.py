"""The head of a document rule by rule: titles, labels, fields, attendance."""

from __future__ import annotations

import pytest

from minutes.dates import find_date
from minutes.documents.model import SourceText
from minutes.parsing.labels import find_label
from minutes.parsing.lines import read_rows


@pytest.mark.parametrize(
    ("text", "field", "values"),
    [
        ("〇開催場所　議場", "venue", ("議場",)),
        ("２ 場所市役所5階会議室", "venue", ("市役所5階会議室",)),
        ("開催場所中央公民館 2階特別会議室Ｃ（対面）", "venue", ("中央公民館 2階特別会議室Ｃ（対面）",)),
        ("3 出席者会長 甲野太郎", "attendees", ("会長 甲野太郎",)),
        ("5.傍聴者なし", "audience", ("なし",)),
        ("5 議題1 議案第1号 甲について", "agenda", ("1 議案第1号 甲について",)),
        ("7 配布資料・次第", "attachments", ("・次第",)),
        ("次回開催予定日未定", "other", ("未定",)),
    ],
)
def test_a_value_of_the_right_kind_may_be_glued_to_its_label(text: str, field: str, values: tuple[str, ...]) -> None:
    label = find_label(read_rows(SourceText((text,))), 0)
    assert label is not None
    assert (label.field, label.values) == (field, values)


@pytest.mark.parametrize(
    "text",
    [
        "場所の確保が課題",
        "場所は市役所5階会議室",
        "出席者名簿のとおり",
        "会場受付センター",
        "議題1 甲について",
        "傍聴者なしで行う",
    ],
)
def test_a_word_that_goes_on_is_no_label(text: str) -> None:
    assert find_label(read_rows(SourceText((text,))), 0) is None


@pytest.mark.parametrize("text", ["令和7年（2025年）1月24日（金）", "2025年(令和7年)1月24日"])
def test_a_date_may_print_the_year_twice(text: str) -> None:
    found = find_date(text)
    assert found is not None
    assert found.day.isoformat() == "2025-01-24"
