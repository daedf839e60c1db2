"""Title, body, number and date are right or doubted."""

from __future__ import annotations

import pytest

from tests.unit.parsing.support import parse_text

TALK = "出席者　青野会長、赤井委員\n会長　これより第2回霞浜市環境審議会を開会します。\n委員　質問があります。\n会長　どうぞ。\n委員　以上です。"


def doubts(text: str) -> list[str]:
    return [warning.message for warning in parse_text(text).warnings if warning.code == "doubted-head"]


@pytest.mark.parametrize(
    ("head", "told"),
    [
        # The opening words name another meeting
        ("第3回霞浜市環境審議会会議録\n日時　令和5年6月13日", "回数が、会議名では第3回"),
        # Another line may be the title
        ("第9回環境会議\n資料4\n第2回霞浜市環境審議会会議録\n日時　令和5年6月13日", "会議名らしい行がほかにも"),
        # What reads as the body is none
        ("令和5年第2回　青野一郎君\n日時　令和5年6月13日", "会議体らしくありません"),
        ("第2回総会\n日時　令和5年6月13日", "会議体らしくありません"),
        # Two title lines with two days
        (
            "第2回霞浜市環境審議会会議録（令和5年6月13日）\n霞浜市環境審議会（令和5年7月20日）会議録",
            "別の日付があります",
        ),
        # The number of the assembly's sitting
        ("令和5年第2回定例会　総務委員会会議録\n日時　令和5年6月13日", "議会の回数かもしれません"),
    ],
)
def test_what_is_weak_or_contradicted_is_told(head: str, told: str) -> None:
    assert any(told in message for message in doubts(f"{head}\n{TALK}"))


@pytest.mark.parametrize(
    "head",
    [
        "第2回霞浜市環境審議会会議録\n日時　令和5年6月13日",
        "令和5年度\n第2回霞浜市環境審議会\n会議録\n日時　令和5年6月13日",
        "会議名　霞浜市環境審議会（第2回）\n日時　令和5年6月13日",
        "令和5年第2回霞浜市議会定例会会議録\n令和5年6月13日（火曜日）",
    ],
)
def test_what_agrees_is_not_doubted(head: str) -> None:
    assert doubts(f"{head}\n{TALK}") == []


def test_the_number_is_taken_from_the_opening_words_of_the_same_body() -> None:
    parsed = parse_text(f"霞浜市環境審議会　議事録\n日時　令和5年6月13日\n{TALK}")
    assert (parsed.body, parsed.number) == ("霞浜市環境審議会", 2)
