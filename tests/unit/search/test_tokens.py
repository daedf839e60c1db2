"""Words and units of a text: what each position holds, and texts that try to break the tokenizer."""

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engine.tsqueries import phrase_query, term_query
from search.words import fold_text, tokens, vector
from search.words.vector import LARGEST_VECTOR


def vector_of(text: str) -> str:
    folded = fold_text(text)
    return vector.vector_of(folded, tokens.tokenize(folded))


def units_of(text: str) -> list[str]:
    return [unit.surface for _, unit in tokens.units_of(fold_text(text))]


def test_a_word_and_its_units_stand_at_the_same_position_and_whole_words_are_labelled() -> None:
    assert vector_of("東京都の条例").split() == ["'東京都':1A", "'東京':1", "'都':2", "'条例':4A"]


def test_two_nominal_units_side_by_side_are_a_lexeme_too() -> None:
    assert vector_of("品川区長").split() == ["'品川':1A", "'区長':2A", "'品川区長':1"]
    assert "'情報化推進'" not in vector_of("情報化推進")
    assert term_query("区役所") == "('区役所' | '=区役所')"
    assert term_query("情報化推進本部") == "(('情報化' | '=情報化') <2> ('推進本部' | '=推進本部'))"
    assert phrase_query("情報化推進") == "('情報化' <1> '化推進')"


def test_particles_and_signs_take_a_position_without_lexeme() -> None:
    assert units_of("来庁、不要の区役所。") == ["来庁", "", "不要", "", "区", "役所", ""]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("取組", "取り組み"),
        ("打合せ", "打ち合わせ"),
        ("手続", "手続き"),
        ("サーバ", "サーバー"),
        ("障がい者", "障害者"),
        ("子ども", "子供"),
        ("ＤＸ", "DX"),
        ("髙橋", "高橋"),
    ],
)
def test_spellings_of_one_word_share_a_normalized_form(one: str, other: str) -> None:
    def forms(text: str) -> list[str]:
        return [word.normalized for _, word in tokens.tokenize(fold_text(text))]

    assert forms(one) == forms(other)


def test_verbs_hold_their_dictionary_form_and_few_of_their_surfaces() -> None:
    assert vector_of("進んだ").split() == ["'=進む':1A"]
    assert vector_of("進める").split() == ["'進める':1A", "'=進める':1A"]
    assert vector_of("美しかった町").split() == ["'=美しい':1A", "'町':3A"]


def test_a_verb_in_a_compound_is_the_noun_it_looks_like() -> None:
    assert vector_of("取り組み状況").split() == ["'取り組み':1A", "'状況':2A", "'取り組み状況':1"]
    assert "'=立ち入り検査':1" in vector_of("立入検査").split()
    assert "'立ち入り検査':1" in vector_of("立ち入り検査").split()
    assert "'=取り組む':1A" in vector_of("取り組み、進める").split()


def test_a_short_text_that_is_one_word_is_that_word() -> None:
    assert units_of("十分") == ["十分"]
    assert units_of("十分間") == ["十", "分間"]


def test_tens_of_people_are_a_number() -> None:
    assert units_of("百二十人の参加") == ["百二十", "人", "", "参加"]
    assert tokens.normalized_form("二十人") == tokens.normalized_form("20人")
    assert units_of("十人") == ["十人"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("百二十人", ["百二十"]),
        ("第2次三世代", ["2", "三"]),
        ("第一四半期", ["一"]),
        ("一万五千", []),
        ("一般 一部 三鷹 十分 八王子 四国 一切", []),
    ],
)
def test_numerals_are_told_from_words_that_begin_like_them(text: str, numbers: list[str]) -> None:
    assert [text[start:end] for start, end in tokens.numerals(text)] == numbers


def test_the_vocabulary_holds_words_and_units_with_their_readings() -> None:
    assert tokens.vocabulary_of(token for _, token in tokens.tokenize(fold_text("東京都の取組を進めた120人。"))) == {
        ("東京都", "東京都", "とうきょうと"),
        ("東京", "東京", "とうきょう"),
        ("都", "都", "と"),
        ("取組", "取り組み", "とりくみ"),
        ("進め", "進める", "すすめ"),
        ("人", "人", "にん"),
    }
    assert tokens.vocabulary_of(token for _, token in tokens.tokenize("進んだ、美しかった。")) == set()


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("防災訓練", "ぼうさいくんれん"),
        ("サーバー", "さーばー"),
        ("フロスタビンガ", "ふろすたびんが"),
        ("区の 施設、", "くの しせつ、"),
    ],
)
def test_a_reading_is_in_hiragana(text: str, reading: str) -> None:
    assert tokens.reading_of(fold_text(text)) == reading


def test_spellings_of_one_compound_are_equal_when_normalized() -> None:
    assert tokens.normalized_form("取組状況") == tokens.normalized_form("取り組み状況")
    assert tokens.normalized_form("三世代、住宅") == "3世代、住宅"


def test_offsets_cover_the_text_without_holes() -> None:
    folded = fold_text("令和５年度第２回行政情報化推進本部を開催します。\n異議なし。")
    at = 0
    for start, unit in tokens.units_of(folded):
        assert start == at
        at += unit.length
    assert at == len(folded)


def test_a_text_beyond_one_call_is_cut_after_a_sentence() -> None:
    sentence = "防災訓練を実施します。"
    folded = sentence * (2 * tokens.LONGEST_CALL // len(sentence))
    found = [unit.surface for _, unit in tokens.units_of(folded)]
    one = [unit.surface for _, unit in tokens.units_of(sentence)]
    assert found == one * (len(folded) // len(sentence))


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("15%の増", ["15", "%", "", "増"]),
        ("1,234千円", ["1234", "千", "円"]),
        ("12億円", ["12億", "円"]),
        ("3.5倍", ["3.5", "倍"]),
        ("（株）みなと", ["(株)", "みなと"]),
        ("（福）みなと", ["(福)", "みなと"]),
        ("（土）曜", ["", "土", "", "曜"]),
        ("古々々米", ["古", "々", "々", "米"]),
        ("人々", ["人々"]),
        ("積残しの課題", ["積残し", "", "課題"]),
    ],
)
def test_signs_that_belong_to_a_word_are_units(text: str, units: list[str]) -> None:
    assert units_of(text) == units


@pytest.mark.parametrize(
    ("text", "word", "normalized"),
    [
        ("打切りの案", "打切り", "打ち切り"),
        ("打切の案", "打切", "打ち切り"),
        ("打切り検討", "打切り", "打ち切り"),
        ("打切り、次へ", "打切り", "打ち切り"),
        ("打切りました", "打切り", "打ち切る"),
        ("打切りながら", "打切り", "打ち切る"),
        ("積残しの案", "積残し", "積み残し"),
        ("引続き検討", "引続き", "引き続き"),
        ("組合の案", "組合", "組合"),
        ("組合せの案", "組合せ", "組み合わせ"),
    ],
)
def test_a_compound_of_verbs_is_one_noun_whatever_its_okurigana(text: str, word: str, normalized: str) -> None:
    first = tokens.tokenize(fold_text(text))[0][1]
    assert (first.surface, first.normalized) == (word, normalized)


def test_a_noun_that_the_dictionary_does_not_spell_so_is_found_by_its_verb_too() -> None:
    assert vector_of("打切り、次へ").startswith("'打切り':1A '=打ち切り':1A '=打ち切る':1")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("値上", ["値上"]),
        ("4月1日付", ["4", "月", "1", "日", "付"]),
        ("21食中", ["21", "食", "中"]),
        ("予算書上は", ["予算", "書", "上", ""]),
        ("六行会", ["六", "行", "会"]),
        ("中越地震", ["中越", "地震"]),
    ],
)
def test_words_side_by_side_are_a_noun_without_okurigana_only_where_nothing_speaks_against_it(
    text: str, words: list[str]
) -> None:
    assert [word.surface for _, word in tokens.tokenize(text)] == words


def test_all_spellings_of_a_word_have_one_normalized_form() -> None:
    for spellings in (
        ("貼付け", "貼り付け", "貼りつけ"),
        ("値上", "値上げ"),
        ("見守", "見守り"),
        ("出入", "出入り"),
        ("打合", "打合せ", "打ち合わせ"),
        ("棲分", "棲み分け", "住み分け"),
    ):
        assert len({tokens.normalized_form(spelling) for spelling in spellings}) == 1
    assert tokens.normalized_form("値上") != tokens.normalized_form("値上がり")
    assert tokens.normalized_form("気配") != tokens.normalized_form("気配り")


def test_threads_tokenize_at_the_same_time() -> None:
    results: list[list[str]] = []
    threads = [threading.Thread(target=lambda: results.append(units_of("情報化推進本部" * 200))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [results[0]] * 4
    assert results[0]


@settings(deadline=None)
@given(st.text())
def test_any_text_has_units_that_cover_it(text: str) -> None:
    folded = fold_text(text)
    assert sum(unit.length for _, unit in tokens.units_of(folded)) == len(folded)


@settings(deadline=None)
@given(st.text())
def test_any_text_has_a_vector_and_queries(text: str) -> None:
    folded = fold_text(text)
    assert bool(vector_of(text)) == bool(phrase_query(folded)) == bool(term_query(folded))


@pytest.mark.slow
def test_a_vector_never_grows_beyond_what_postgres_takes() -> None:
    names = " ".join(f"name{number:07d}" for number in range(120_000))
    assert len(vector_of(names).encode()) < 2 * LARGEST_VECTOR
