"""Marks sit on the printed text, on whole words only, and everything else is escaped."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.language import (
    And,
    Field,
    FieldName,
    Form,
    FormKind,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Wanted,
    Years,
    parse,
)
from search.marks import Kind
from search.page.highlight import Highlighter

TYPED, VARIANT, SYNONYM = FormKind.TYPED, FormKind.VARIANT, FormKind.SYNONYM


def snippet(query: str, text: str, inside: bool = False) -> str:
    return str(Highlighter(parse(query).tree, inside).snippet(text))


def shown(tree: Node | None, text: str, inside: bool = False) -> list[str]:
    """What is marked in the whole text, as printed."""
    return [text[mark.start : mark.end] for mark in Highlighter(tree, inside).marks(text)]


def wanted(*forms: Form) -> Wanted:
    return Wanted(Term(forms[0].text), forms)


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


@pytest.mark.parametrize(
    ("phrase", "text", "marked"),
    [
        ("株", "㈱みなと", ["㈱"]),
        ("ハンカク", "ﾊﾝｶｸ文字", ["ﾊﾝｶｸ"]),
        ("バス", "市営ﾊﾞｽ", ["ﾊﾞｽ"]),
        ("ガイド", "か\u3099イト\u3099とカ\u3099イト\u3099", ["カ\u3099イト\u3099"]),
        ("がい", "か\u3099い", ["か\u3099い"]),
        ("飾", "葛\U000e0100飾\U000e0101区", ["飾\U000e0101"]),
        ("高崎", "髙﨑氏", ["髙﨑"]),
        ("吉", "𠮷野家", ["𠮷"]),
        ("野", "𠮷野家", ["野"]),
        ("平成", "㍻26年度", ["㍻"]),
        ("成", "㍻26年度", ["㍻"]),
        ("26", "平成２６年度", ["２６"]),
        ("会議", "会\n議と会議", ["会議"]),
        ("会 議", "会\n議と会　議", ["会　議"]),
        ("の", "区の子の", ["の", "の"]),
        ("区長", "地区長と区長", ["区長", "区長"]),
        ("「", "「声」", ["「"]),
        ("dx", "ＤＸとDXとdx", ["ＤＸ", "DX", "dx"]),
    ],
)
def test_a_phrase_marks_every_occurrence_letter_by_letter(phrase: str, text: str, marked: list[str]) -> None:
    assert shown(Phrase(phrase), text) == marked


@pytest.mark.parametrize(
    ("prefix", "text", "marked"),
    [
        ("システム", "システムの障害とシステムズ", ["システム", "システムズ"]),
        ("ハンコ", "ハンコレスの推進", ["ハンコレス"]),
        ("システ", "情報システム課", ["システム課"]),
        ("情報シス", "情報システム課", ["情報システム課"]),
        ("京", "東京都と京都市", ["京都市"]),
        ("iso1", "ISO14001の認証", ["ISO14001"]),
    ],
)
def test_a_prefix_marks_the_words_that_begin_so(prefix: str, text: str, marked: list[str]) -> None:
    assert shown(Prefix(prefix), text) == marked


def test_a_loose_form_marks_every_spelling_and_a_strict_one_its_own() -> None:
    text = "取組と取り組みと取組み"
    assert shown(wanted(Form("取組", TYPED)), text) == ["取組", "取り組み", "取組み"]
    assert shown(wanted(Form("取組", TYPED, loose=False)), text) == ["取組"]
    strict = wanted(Form("取組", TYPED, loose=False), Form("取組み", VARIANT, loose=False))
    assert shown(strict, text) == ["取組", "取組み"]


def test_a_strict_form_keeps_the_boundaries_of_words() -> None:
    assert shown(wanted(Form("京都", TYPED, loose=False)), "東京都と京都市") == ["京都"]


def test_each_mark_says_how_it_was_found_and_synonyms_count_as_the_word_typed() -> None:
    text = "取組と取り組みと施策と防災と大施策室"
    tree = And((wanted(Form("取組", TYPED), Form("施策", SYNONYM)), wanted(Form("防災", TYPED))))
    found = [(text[mark.start : mark.end], mark.term, mark.kind) for mark in Highlighter(tree).marks(text)]
    assert found[:4] == [
        ("取組", 0, Kind.TYPED),
        ("取り組み", 0, Kind.VARIANT),
        ("施策", 0, Kind.SYNONYM),
        ("防災", 1, Kind.TYPED),
    ]


def test_a_synonym_and_a_part_of_a_word_are_told_apart_on_the_page() -> None:
    synonym = wanted(Form("取組", TYPED), Form("施策", SYNONYM))
    assert str(Highlighter(synonym).snippet("施策の報告")) == '<mark class="mark--synonym">施策</mark>の報告'
    assert snippet("区長", "地区長", inside=True) == '地<mark class="mark--inside">区長</mark>'


def test_inside_words_is_marked_only_when_asked_for() -> None:
    assert shown(Term("ハンコ"), "ハンコレス") == []
    assert shown(Term("ハンコ"), "ハンコレス", inside=True) == ["ハンコ"]
    assert shown(wanted(Form("庁舎", TYPED), Form("京都", SYNONYM)), "東京都の庁舎", inside=True) == ["京都", "庁舎"]


def test_near_marks_each_of_its_parts() -> None:
    tree = Near((Term("防災"), Phrase("練"), Prefix("計")), 20)
    assert shown(tree, "防災訓練の計画") == ["防災", "練", "計画"]


@pytest.mark.parametrize(
    "tree",
    [
        Not(Term("防災")),
        Field(FieldName.SPEAKER, "防災"),
        Years(2020, 2023),
        Not(And((Term("防災"), Term("会")))),
        None,
    ],
)
def test_what_is_not_looked_for_in_the_text_marks_nothing_and_shows_its_beginning(tree: Node | None) -> None:
    text = "防災会議を開きます。" * 40
    assert shown(tree, text) == []
    assert str(Highlighter(tree).snippet(text)) == text[:140] + "…"


def test_alternatives_are_all_marked() -> None:
    assert shown(Or((Term("防災"), And((Term("訓練"), Not(Term("中止")))))), "防災と訓練と中止") == ["防災", "訓練"]


def test_the_text_is_escaped_before_it_is_marked() -> None:
    found = snippet("防災", '<script>alert("防災")</script>&amp;')
    assert found == "&lt;script&gt;alert(&quot;<mark>防災</mark>&quot;)&lt;/script&gt;&amp;amp;"


def test_the_snippet_shows_the_passage_with_the_most_different_words() -> None:
    text = "防災です。" + "その他の説明です。" * 60 + "防災と訓練の計画です。" + "終わりの説明です。" * 60
    found = snippet("防災 訓練", text)
    assert found.startswith("…")
    assert "<mark>防災</mark>と<mark>訓練</mark>の計画です。" in found
    assert len(found) < 300


def test_of_two_passages_the_one_with_the_words_closer_together_is_shown() -> None:
    far = "防災についてはいろいろな考え方があるなかで今年も各地で行う訓練です。"
    text = far + "その他の説明です。" * 60 + "防災訓練です。" + "終わりの説明です。" * 60
    assert "<mark>防災</mark><mark>訓練</mark>です。" in snippet("防災 訓練", text)


def test_the_word_as_typed_is_shown_before_a_synonym() -> None:
    text = "施策です。" + "その他の説明です。" * 60 + "取組です。" + "終わりの説明です。" * 60
    tree = wanted(Form("取組", TYPED), Form("施策", SYNONYM))
    assert "<mark>取組</mark>" in str(Highlighter(tree).snippet(text))


def test_a_passage_is_not_chosen_for_what_only_looks_like_the_word() -> None:
    text = "東京都と東京都です。" * 30 + "京都です。" + "東京都です。" * 60
    found = snippet("京都", text)
    assert "<mark>京都</mark>です。" in found
    assert found.count("<mark>") == 1


def test_a_text_without_any_punctuation_is_marked_in_its_middle() -> None:
    text = "東京都市計画" * 200 + "京都" + "東京都市計画" * 200
    assert "<mark>京都</mark>" in snippet("京都", text)


def test_what_the_snippet_marks_are_all_matches_within_it() -> None:
    text = ("防災の取組を進め、" * 5 + "手続きです。" * 3 + "東京都の防災、訓練です。") * 5
    highlighter = Highlighter(parse("防災 取り組み 手続 訓練 京都").tree)
    best = highlighter.passage(text)
    inside = [mark for mark in highlighter.marks(text) if best.start <= mark.start and mark.end <= best.end]
    assert list(best.marks) == inside


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
    best = found.passage(text, 40)
    assert 0 <= best.start <= best.end <= len(text)
    assert all(best.start <= mark.start < mark.end <= best.end for mark in best.marks)
    rest = str(found.snippet(text)).replace("<mark>", "").replace("</mark>", "")
    assert "<" not in rest
