"""Marks sit on the printed text, on whole words only, and everything else is escaped."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.highlight import Highlighter
from search.query import parse


def snippet(query: str, text: str) -> str:
    return str(Highlighter(parse(query).tree).snippet(text))


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("防災", "防災訓練の実施", "<mark>防災</mark>訓練の実施"),
        ("京都", "東京都と京都市", "東京都と<mark>京都</mark>市"),
        ("区長", "地区長と区長", "地区長と<mark>区長</mark>"),
        ("推進本部", "情報化推進本部を", "情報化<mark>推進本部</mark>を"),
        ("情報化推進本部", "行政情報化推進本部を", "行政<mark>情報化推進本部</mark>を"),
        ("来庁", "来庁不要区役所", "<mark>来庁</mark>不要区役所"),
        ("区役所", "来庁不要区役所", "来庁不要<mark>区役所</mark>"),
        ("取り組み", "取組について", "<mark>取組</mark>について"),
        ("「取り組み」", "取組と取り組み", "取組と<mark>取り組み</mark>"),
        ("高橋", "髙橋委員", "<mark>髙橋</mark>委員"),
        ("dx", "ＤＸの推進", "<mark>ＤＸ</mark>の推進"),
        ("サーバー", "ｻｰﾊﾞの更新", "<mark>ｻｰﾊﾞ</mark>の更新"),
        ("葛飾", "葛\U000e0100飾区", "<mark>葛\U000e0100飾</mark>区"),
        ("障害者", "障がい者の支援", "<mark>障がい者</mark>の支援"),
        ("防災 訓練", "訓練と防災", "<mark>訓練</mark>と<mark>防災</mark>"),
        ("防災 -訓練", "防災と訓練", "<mark>防災</mark>と訓練"),
        ("「区民の声」", "区民の声と区民や声", "<mark>区民の声</mark>と区民や声"),
        ("防災", "会議", "会議"),
        ("-防災", "会議", "会議"),
    ],
)
def test_marks(query: str, text: str, marked: str) -> None:
    assert snippet(query, text) == marked


def test_the_text_is_escaped_before_it_is_marked() -> None:
    found = snippet("防災", '<script>alert("防災")</script>&amp;')
    assert found == "&lt;script&gt;alert(&quot;<mark>防災</mark>&quot;)&lt;/script&gt;&amp;amp;"


def test_the_snippet_shows_the_passage_with_the_most_different_words() -> None:
    text = "防災です。" + "その他の説明です。" * 60 + "防災と訓練の計画です。" + "終わりの説明です。" * 60
    found = snippet("防災 訓練", text)
    assert found.startswith("…")
    assert "<mark>防災</mark>と<mark>訓練</mark>の計画です。" in found
    assert len(found) < 300


def test_a_match_far_into_a_very_long_text_is_shown() -> None:
    text = "その他の説明です。" * 3_000 + "取組の報告です。" + "その他の説明です。" * 3_000
    assert "<mark>取組</mark>の報告です。" in snippet("取り組み", text)


def test_line_breaks_become_spaces() -> None:
    assert snippet("防災", "一つ目\n\n　防災") == "一つ目 <mark>防災</mark>"


@settings(deadline=None)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300), st.text(max_size=20))
def test_any_text_with_any_query_shows_only_what_is_printed(text: str, query: str) -> None:
    found = Highlighter(parse(query).tree)
    last = 0
    for mark in found.marks(text):
        assert last <= mark.start < mark.end <= len(text)
        last = mark.end
    rest = str(found.snippet(text)).replace("<mark>", "").replace("</mark>", "")
    assert "<" not in rest
