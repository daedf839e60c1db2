"""The query language: what is understood, and that every string is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import LONGEST_QUERY, MOST_TERMS, And, Node, Not, Or, Phrase, Term, describe, parse, wider, write

A, B, C = Term("防災"), Term("訓練"), Term("中止")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("防災", A),
        ("防災 訓練", And((A, B))),
        ("防災　訓練", And((A, B))),
        ("防災 AND 訓練", And((A, B))),
        ("防災 防災", A),
        ("防災 OR 訓練", Or((A, B))),
        ("防災　ＯＲ　訓練", Or((A, B))),
        ("防災|訓練", Or((A, B))),
        ("防災｜訓練", Or((A, B))),
        ("防災 -中止", And((A, Not(C)))),
        ("防災　－中止", And((A, Not(C)))),
        ("防災 ー中止", And((A, Not(C)))),
        ("防災 NOT 中止", And((A, Not(C)))),
        ("NOT NOT 防災", A),
        ("-中止", Not(C)),
        ('"防災 訓練"', Phrase("防災 訓練")),
        ("「防災訓練」", Phrase("防災訓練")),
        ("『防災訓練』", Phrase("防災訓練")),
        ("“防災訓練”", Phrase("防災訓練")),
        ("＂防災訓練＂", Phrase("防災訓練")),
        ("-「防災訓練」", Not(Phrase("防災訓練"))),
        ("防災 訓練 OR 中止", Or((And((A, B)), C))),
        ("防災 (訓練 OR 中止)", And((A, Or((B, C))))),
        ("防災（訓練｜中止）", And((A, Or((B, C))))),
        ("防災 -(訓練 OR 中止)", And((A, Not(Or((B, C)))))),
    ],
)
def test_the_language(text: str, tree: Node) -> None:
    assert parse(text).tree == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", None),
        ("　 ", None),
        ("OR", None),
        ("NOT", None),
        ("- | ()", None),
        ("「」", None),
        ("、。", None),
        ("「防災 訓練", And((A, B))),
        ('防災 訓練"', And((A, B))),
        ("防災」訓練", And((A, B))),
        ("(防災 訓練", And((A, B))),
        ("防災) 訓練", And((A, B))),
        ("((防災 OR 訓練) 中止", And((Or((A, B)), C))),
        ("防災 OR", A),
        ("OR 防災", A),
        ("防災 - 訓練", And((A, B))),
        ("防災 -", A),
        ("サーバー", Term("サーバー")),
        ("A-1", Term("A-1")),
    ],
)
def test_what_is_not_balanced_is_read_sensibly(text: str, tree: Node | None) -> None:
    assert parse(text).tree == tree


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("防災", "「防災」を含む発言"),
        ("防災 訓練 -中止", "「防災」と「訓練」をすべて含み、「中止」を含まない発言"),
        ("防災 OR 訓練", "「防災」か「訓練」のどちらかを含む発言"),
        ("防災|訓練|中止", "「防災」、「訓練」、「中止」のいずれかを含む発言"),
        ("「防災」", "「防災」（この表記のまま）を含む発言"),
        ("(防災 OR 訓練) -中止", "「防災」か「訓練」のどちらかを含み、「中止」を含まない発言"),
        ("-(防災 OR 訓練)", "「防災」も「訓練」も含まない発言"),
        ("防災 訓練 OR 中止", "（「防災」と「訓練」をすべて含む）、または「中止」を含む発言"),
        ("", ""),
    ],
)
def test_what_was_understood_is_told_in_japanese(text: str, told: str) -> None:
    assert describe(parse(text).tree) == told


def test_wider_searches_take_quotes_and_words_away() -> None:
    assert [write(tree) for tree in wider(parse("「防災」 訓練 計画").tree)] == [
        "防災 訓練 計画",
        "訓練 計画",
        "防災 計画",
        "防災 訓練",
        "防災 OR 訓練 OR 計画",
    ]
    assert wider(parse("防災").tree) == []
    assert wider(None) == []


def test_too_much_is_cut_and_said() -> None:
    assert parse("防" * (LONGEST_QUERY + 1)).shortened
    many = parse(" ".join(f"語{number}" for number in range(MOST_TERMS + 5)))
    assert many.shortened
    assert isinstance(many.tree, And)
    assert len(many.tree.parts) == MOST_TERMS
    assert not parse("防災 訓練").shortened


LANGUAGE = st.text(alphabet='防災a 　()（）"「」『』-－ー|｜ORNTAD\n', max_size=80)


@given(st.one_of(st.text(), st.text(alphabet=st.characters()), LANGUAGE))
def test_every_string_has_a_reading(text: str) -> None:
    tree = parse(text).tree
    assert (describe(tree) == "") == (tree is None)
    assert all(wider(tree))


@given(LANGUAGE)
def test_a_written_tree_is_read_as_itself(text: str) -> None:
    tree = parse(text).tree
    assert parse(write(tree)).tree == tree


@pytest.mark.parametrize("text", ["(" * 500, ")" * 500, "-(" * 250 + "防災", "NOT " * 120 + "防災", "「" * 500])
def test_deep_nesting_is_no_error(text: str) -> None:
    tree = parse(text).tree
    assert tree is None or "防災" in describe(tree) or tree == Term("防災")
