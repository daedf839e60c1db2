"""What a word stands for: spellings, rule variants and synonyms, each shown and removable."""

from collections import defaultdict
from collections.abc import Sequence

from search.language import And, Form, FormKind, KnownSynonym, Near, Not, Or, Phrase, Term, Wanted, expand, parse
from search.language.expansion import MOST_SPELLINGS, MOST_SYNONYMS
from search.words import fold_text, tokenize, vocabulary_of

TYPED, VARIANT, SYNONYM = FormKind.TYPED, FormKind.VARIANT, FormKind.SYNONYM


class Known:
    """A lexicon of the words of some texts, and of synonyms given by name."""

    def __init__(self, *texts: str, synonyms: dict[str, list[str]] | None = None) -> None:
        self.words: defaultdict[str, set[str]] = defaultdict(set)
        for surface, normalized, _ in set().union(
            *(vocabulary_of(token for _, token in tokenize(fold_text(text))) for text in texts)
        ):
            self.words[normalized].add(surface)
        self.known = synonyms or {}

    def spellings(self, normalized: str) -> set[str]:
        return self.words.get(normalized, set())

    def occurs(self, surface: str) -> bool:
        return any(surface in spellings for spellings in self.words.values())

    def synonyms(self, folded: str) -> Sequence[KnownSynonym]:
        return [KnownSynonym(text, "庁内の同義語") for text in self.known.get(folded, [])]


def wanted(text: str, lexicon: Known, variants: bool = True, synonyms: bool = True, off: str = "") -> Wanted:
    tree = expand(
        parse(text).tree, lexicon, variants=variants, synonyms=synonyms, off={fold_text(word) for word in off.split()}
    )
    assert isinstance(tree, Wanted)
    return tree


def test_spellings_of_the_dictionary_are_listed_as_covered() -> None:
    found = wanted("取組", Known("取り組みと取組", "取組みを"))
    assert found.forms == (
        Form("取組", TYPED),
        Form("取組み", VARIANT, covered=True),
        Form("取り組み", VARIANT, covered=True),
    )


def test_without_one_spelling_the_others_are_asked_for_one_by_one() -> None:
    found = wanted("取組", Known("取り組みと取組", "取組みを"), off="取り組み")
    assert found.forms == (Form("取組", TYPED, loose=False), Form("取組み", VARIANT, loose=False))
    assert [form.text for form in found.removed] == ["取り組み"]


def test_without_variants_the_word_is_asked_for_as_typed() -> None:
    assert wanted("取組", Known("取り組み"), variants=False).forms == (Form("取組", TYPED, loose=False),)


def test_what_the_dictionary_joins_with_another_word_can_be_taken_away() -> None:
    assert [form.text for form in wanted("ハンコ", Known("判子、ハンコ")).forms] == ["ハンコ", "判子"]
    assert wanted("ハンコ", Known("判子、ハンコ"), off="判子").forms == (Form("ハンコ", TYPED, loose=False),)


def test_variants_by_rule_match_beside_the_dictionary() -> None:
    assert wanted("霞ヶ関", Known()).forms[:2] == (Form("霞ヶ関", TYPED), Form("霞ケ関", VARIANT))
    assert wanted("三世代", Known()).forms[1] == Form("3世代", VARIANT, covered=True)
    found = wanted("フロスタ", Known(), off="フロスター")
    assert found.forms == (Form("フロスタ", TYPED),)
    assert found.removed == (Form("フロスター", VARIANT),)


def test_dates_in_signs_are_spellings_that_can_be_removed() -> None:
    found = wanted("令和5年度", Known())
    assert [form.text for form in found.forms] == [
        "令和5年度",
        "令和五年度",
        "2023年度",
        "平成35年度",
        "R5年度",
        "令和5(2023)年度",
    ]
    assert all(form.kind == VARIANT for form in found.others)
    found = wanted("令和5年度", Known(), off="Ｒ５年度")
    assert [form.text for form in found.removed] == ["R5年度"]
    assert [form.text for form in wanted("令和5年度", Known(), variants=False).forms] == ["令和5年度"]


def test_a_guess_counts_where_the_index_holds_it() -> None:
    assert [form.text for form in wanted("カメラ", Known("カメラ")).forms] == ["カメラ"]
    assert [form.text for form in wanted("カメラ", Known("カメラーを")).forms] == ["カメラ", "カメラー"]


def test_verbs_list_no_spellings() -> None:
    assert wanted("進める", Known("進め、進める、すすめる")).forms == (Form("進める", TYPED),)


def test_synonyms_say_where_they_come_from_and_can_be_removed() -> None:
    known = Known(synonyms={"来庁不要": ["書かない窓口", "オンライン窓口"]})
    synonym = Form("書かない窓口", SYNONYM, note="庁内の同義語")
    assert wanted("来庁不要", known).forms[1] == synonym
    assert wanted("来庁不要", known, synonyms=False).forms == (Form("来庁不要", TYPED),)
    removed = wanted("来庁不要", known, off="書かない窓口")
    assert [form.text for form in removed.forms] == ["来庁不要", "オンライン窓口"]
    assert removed.removed == (synonym,)


def test_a_synonym_that_is_only_another_spelling_is_none() -> None:
    known = Known("取り組み", synonyms={"取組": ["取り組み", "取組み", "活動"]})
    assert [form.text for form in wanted("取組", known).forms if form.kind == SYNONYM] == ["活動"]


def test_forms_never_explode() -> None:
    many = [f"別名{number}" for number in range(100)]
    known = Known(synonyms={"取組": many})
    known.words["取り組み"] |= {f"取組{number}" for number in range(100)}
    forms = wanted("取組", known).forms
    assert sum(form.kind == VARIANT for form in forms) == MOST_SPELLINGS
    assert [form.text for form in forms if form.kind == SYNONYM] == many[:MOST_SYNONYMS]


def test_every_term_of_a_tree_is_expanded_and_nothing_else() -> None:
    def alone(text: str) -> Wanted:
        return Wanted(Term(text), (Form(text, TYPED),))

    tree = parse("防災 -中止 (「案」 OR 計画) 訓練 NEAR/5 実施 議題:学校 開* 年度:2023").tree
    expanded = expand(tree, Known())
    assert isinstance(tree, And)
    assert isinstance(expanded, And)
    assert expanded.parts[:4] == (
        alone("防災"),
        Not(alone("中止")),
        Or((Phrase("案"), alone("計画"))),
        Near((alone("訓練"), alone("実施")), 5),
    )
    assert expanded.parts[4:] == tree.parts[4:]
    assert expand(None, Known()) is None
