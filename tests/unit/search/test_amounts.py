"""An amount in the ways that it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.words import fold_text, spellings_by_rule, tokenize
from search.words.amounts import amounts

THE_SAME = [
    "1,234千円 1234千円 123万4千円 1,234,000円 1234000円 123万4,000円 123.4万円 百二十三万四千円",
    "1億2,000万円 12,000万円 1.2億円 120,000千円 120,000,000円 120百万円 1億2千万円 一億二千万円",
    "3,000円 3千円 三千円",
    "12,000人 1万2千人 1万2,000人 1.2万人 一万二千人",
    "1億円 100,000千円 100,000,000円 10,000万円 100百万円 一億円",
    "１２，５００件 1万2,500件 1.25万件",
]


@pytest.mark.parametrize("texts", THE_SAME)
def test_an_amount_leads_to_all_its_ways(texts: str) -> None:
    folded = [fold_text(text) for text in texts.split()]
    for text in folded:
        assert {text, *spellings_by_rule(text)} >= set(folded)


@pytest.mark.parametrize("text", "500円 1234 2021年 令和3年 第1234号 3千代田 1,234.5円 12:30 防災".split())
def test_what_is_written_in_one_way_stays_alone(text: str) -> None:
    assert list(amounts(fold_text(text))) == []


def test_what_stands_around_an_amount_stays() -> None:
    assert "予算1.2億円以上" in spellings_by_rule(fold_text("予算1億2,000万円以上"))


@given(st.integers(1_000, 10**15))
def test_every_way_has_the_same_value(value: int) -> None:
    for text in amounts(f"{value}円"):
        # The dictionary takes some numbers in kanji for names (千三).
        if text[0].isdecimal():
            assert tokenize(text)[0][1].normalized == str(value), text
