"""Latin letters as kana: several ways of writing, and long vowels written in any way or not at all."""

import pytest

from search.words import kana_of
from search.words.romaji import LONGEST, MOST_READINGS


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("toshokan", "としょかん"),
        ("tosyokan", "としょかん"),
        ("chiiki", "ちいき"),
        ("tiiki", "ちいき"),
        ("tsunami", "つなみ"),
        ("tunami", "つなみ"),
        ("fukushi", "ふくし"),
        ("hukusi", "ふくし"),
        ("jidou", "じどう"),
        ("zidou", "じどう"),
        ("jyuumin", "じゅうみん"),
        ("juumin", "じゅうみん"),
        ("zyuumin", "じゅうみん"),
        ("kyushoku", "きゅうしょく"),
        ("kyūshoku", "きゅうしょく"),
        ("kyûshoku", "きゅうしょく"),
        ("ninchisho", "にんちしょう"),
        ("ōsaka", "おおさか"),
        ("oosaka", "おおさか"),
        ("tokyo", "とうきょう"),
        ("toukyou", "とうきょう"),
        ("sa-bisu", "さーびす"),
        ("gakkou", "がっこう"),
        ("matcha", "まっちゃ"),
        ("macchi", "まっち"),
        ("kin'yuu", "きんゆう"),
        ("kinnyuu", "きんゆう"),
        ("kinyuu", "きんゆう"),
        ("genin", "げんいん"),
        ("hon'nen", "ほんねん"),
        ("honnen", "ほんねん"),
        ("konnyaku", "こんにゃく"),
        ("shimbun", "しんぶん"),
        ("simbun", "しんぶん"),
        ("TOSHOKAN", "としょかん"),
        ("ｔｏｓｈｏｋａｎ", "としょかん"),
        ("fairu", "ふぁいる"),
    ],
)
def test_a_reading_is_among_those_of_what_is_typed(typed: str, reading: str) -> None:
    assert reading in kana_of(typed)


@pytest.mark.parametrize("typed", ["toshokan", "bousai", "hoikuen", "kaigo"])
def test_the_plainest_reading_comes_first(typed: str) -> None:
    assert (
        kana_of(typed)[0]
        == {"toshokan": "としょかん", "bousai": "ぼうさい", "hoikuen": "ほいくえん", "kaigo": "かいご"}[typed]
    )


@pytest.mark.parametrize(
    "typed", ["", "sdgs", "dx", "pdf", "図書館", "としょかん", "toshokan2", "a b", "o" * (LONGEST + 1)]
)
def test_what_is_no_romaji_has_no_reading(typed: str) -> None:
    assert kana_of(typed) == ()


@pytest.mark.parametrize(
    "typed", ["kokuminkenkohokenkoikirengo", "o" * LONGEST, "nonononononononononononono", "n'n'n'n"]
)
def test_readings_are_few_and_differ(typed: str) -> None:
    found = kana_of(typed)
    assert 0 < len(found) <= MOST_READINGS
    assert len(set(found)) == len(found)
