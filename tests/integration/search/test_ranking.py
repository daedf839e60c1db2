"""The order of relevance: tiers, then what kind of text it is, then closeness, then date; old entries are reached."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from minutes.access import VISITOR
from minutes.models import AgendaItem, Meeting, Utterance
from minutes.signals import meeting_changed
from search.engine import Results, SearchTimeout, Tier, explain, ranking, search
from search.engine.tsqueries import together_query
from search.language import LONGEST_QUERY, MOST_TERMS, Grouping, Prefix, Question, Scope, Sort, Term
from search.models import Synonym, SynonymGroup
from search.synonyms import understand
from search.words import fold_text

pytestmark = pytest.mark.django_db


def ranked(query: str, **options: Any) -> Results:
    return search(understand(Question(query, **{"sort": Sort.RELEVANCE, **options})), clearance=VISITOR)


def texts(results: Results) -> list[str]:
    rows = Utterance.objects.in_bulk([hit.utterance for hit in results.hits])
    return [rows[hit.utterance].text for hit in results.hits]


def years(results: Results) -> list[int]:
    rows = Utterance.objects.select_related("meeting").in_bulk([hit.utterance for hit in results.hits])
    dates = [rows[hit.utterance].meeting.held_on for hit in results.hits]
    return [held_on.year for held_on in dates if held_on]


def tiers(results: Results) -> dict[str, Tier | None]:
    return dict(zip(texts(results), [hit.tier for hit in results.hits], strict=True))


def say_oldest_first(say: Any, *said: str) -> None:
    """One meeting a year, so that the newest first is the other way round."""
    for year, text in enumerate(said, start=1990):
        say(text, held_on=date(year, 5, 1))


@pytest.mark.parametrize(
    ("query", "in_order"),
    [
        ("防災 訓練", ["防災訓練です。", "防災と訓練です。", "防災には必ず訓練です。"]),
        ("情報", ["情報です。", "情報化です。"]),
        ("京都", ["京都です。", "東京都です。"]),
        ("ハンコ", ["ハンコです。", "判子です。", "ハンコレスです。"]),
        ("LoGo", ["LoGoです。", "ロゴです。"]),
        ("ロゴ", ["ロゴです。", "LoGoです。"]),
        ("取組", ["取組です。", "取り組みです。"]),
    ],
)
def test_better_kinds_of_match_come_first_however_old(say: Any, query: str, in_order: list[str]) -> None:
    say_oldest_first(say, *in_order)
    assert texts(ranked(query, inside=True)) == in_order


def test_another_spelling_comes_before_a_synonym_however_old(say: Any) -> None:
    group = SynonymGroup.objects.create()
    for text in ("取組", "活動"):
        Synonym.objects.create(group=group, text=text)
    say_oldest_first(say, "取組です。", "取り組みです。", "活動です。")
    assert texts(ranked("取組")) == ["取組です。", "取り組みです。", "活動です。"]


def test_tiers_are_named(say: Any) -> None:
    say("情報です", "情報化です", "ハンコです", "判子です", "ハンコレスです", "防災訓練です", "防災について訓練です")
    assert tiers(ranked("情報")) == {"情報です": Tier.COMPOUND, "情報化です": Tier.UNIT}
    assert tiers(ranked("ハンコ", inside=True)) == {
        "ハンコです": Tier.COMPOUND,
        "判子です": Tier.VARIANT,
        "ハンコレスです": Tier.INSIDE,
    }
    assert tiers(ranked("防災 訓練")) == {"防災訓練です": Tier.EXACT, "防災について訓練です": Tier.COMPOUND}


def test_a_date_in_other_signs_is_another_spelling(say: Any) -> None:
    say("令和3年10月1日です", "2021-10-01です", "R3・10・01です", "3.10.1です")
    assert tiers(ranked("令和3年10月1日")) == {
        "令和3年10月1日です": Tier.COMPOUND,
        "2021-10-01です": Tier.VARIANT,
        "R3・10・01です": Tier.VARIANT,
        "3.10.1です": Tier.VARIANT,
    }


@pytest.mark.parametrize("word", ["R3.10.{}", "{}千円"])
def test_as_many_dates_and_amounts_as_a_query_may_hold_are_no_error(say: Any, word: str) -> None:
    say("防災です")
    words = [word.format(number) for number in range(1, MOST_TERMS + 1)]
    assert ranked(" OR ".join(words), inside=True).total == 0


def test_particles_take_no_part_in_the_tier(say: Any) -> None:
    say("情報の話です", "情報化の話です")
    assert list(tiers(ranked("情報 の")).values()) == [Tier.COMPOUND, Tier.UNIT]
    assert list(tiers(ranked("情報 「の」")).values()) == [Tier.COMPOUND, Tier.UNIT]


def test_what_begins_as_was_typed_is_not_inside_a_word(say: Any) -> None:
    say("システムです", "シス")
    assert tiers(ranked("シス*")) == {"シス": Tier.COMPOUND, "システムです": Tier.UNIT}


def test_titles_and_decisions_come_before_other_speech(say: Any) -> None:
    say("計画です。", held_on=date(1990, 1, 1))
    meeting = say({"text": "計画です", "kind": "decision"}, {"text": "計画で", "kind": "speech"})
    AgendaItem.objects.filter(meeting=meeting).update(title="その他")
    meeting_changed.send(sender=Meeting, meeting=meeting)
    assert texts(ranked("計画"))[2] == "計画で"


def test_words_that_stand_closer_come_first_then_newer_ones(say: Any) -> None:
    between = "長い説明を述べたあとで、"
    say(f"給食について{between * 3}予算です。", held_on=date(2024, 1, 1))
    say(f"給食についての予算です。{between * 3}", held_on=date(1990, 1, 1))
    say(f"給食についての予算です。{between * 3}", held_on=date(1991, 1, 1))
    assert years(ranked("給食 予算")) == [1991, 1990, 2024]


def pages(query: str, limit: int) -> list[str]:
    """All hits in the order of relevance, page by page."""
    found: list[str] = []
    after = None
    while True:
        results = ranked(query, limit=limit, after=after)
        found += texts(results)
        after = results.next_key
        if after is None:
            return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("防災 訓練", "防災訓練。"),
        ("防災", "防災、防災、防災、防災。"),
        ("防災 訓練", "防災、防災、防災、訓練。"),
        ("防災 OR 給食", "給食、給食、給食、給食。"),
        ("ハンコ", "ハンコ。"),
        ("ハンコ OR 献立", "ハンコ。"),
    ],
)
def test_old_but_better_entries_are_reached(
    say: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any, query: str, best: str
) -> None:
    monkeypatch.setattr(ranking, "POOL", 2)
    # The vocabulary, and with it what the dictionary joins, is written on commit.
    with django_capture_on_commit_callbacks(execute=True):
        say(best, held_on=date(1990, 1, 1))
        for year in range(2000, 2007):
            say("防災には必ず訓練が要り、判子も要る。", held_on=date(year, 1, 1))
    assert pages(query, 3)[0] == best


def test_of_a_frequent_word_the_text_that_says_most_of_it_comes_first_however_old(
    say: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Occurrences count beyond three, and a long text needs more of them than a short one."""
    monkeypatch.setattr(ranking, "POOL", 3)
    other = "本日は来年度の道路の補修と公園の樹木の剪定と学校の献立の見直しの順に説明いたします。"
    said = {count: f"{'防災の計画。' * count}{other * 2}" for count in (9, 6, 4, 2, 1)}
    long = f"{'防災の計画。' * 4}{other * 30}"
    for year, text in enumerate([*said.values(), long], start=1990):
        say(text, held_on=date(year, 5, 1))
    for year in range(2010, 2020):
        say(f"防災です。{other * 2}", held_on=date(year, 5, 1))
    found = pages("防災", 4)
    assert found[:3] == [said[9], said[6], said[4]]
    assert found.index(long) > 2
    assert len(found) == 16


def test_hits_behind_those_that_are_scored_are_reached_newest_first(say: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "POOL", 3)
    for year in range(2000, 2010):
        say(f"防災です。{year}", held_on=date(year, 5, 1))
    found = pages("防災", 4)
    assert sorted(found) == [f"防災です。{year}" for year in range(2000, 2010)]
    assert found[3:] == [f"防災です。{year}" for year in range(2006, 1999, -1)]


@pytest.mark.slow
def test_old_entries_of_that_title_are_reached(say: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "POOL", 2)
    say("計画です。", held_on=date(1990, 1, 1))
    for year in range(2000, 2007):
        meeting = say("計画です。", held_on=date(year, 1, 1))
        AgendaItem.objects.filter(meeting=meeting).update(title="その他")
        meeting_changed.send(sender=Meeting, meeting=meeting)
    assert years(ranked("計画"))[0] == 1990


EXPLANATION = "地区ごとに役割を決め、避難所の開設から閉鎖までを見直し、備蓄の品目と数も改めてまいります。"


@pytest.mark.parametrize("line", ["第45号議案、賛成です。", "〔区長登壇〕", "第45号議案です。"])
def test_lines_of_procedure_never_lead(say: Any, line: str) -> None:
    say(f"第45号議案は、区長の指示で{EXPLANATION}", held_on=date(1990, 5, 1))
    for year in range(2000, 2006):
        say(line, held_on=date(year, 5, 1))
    query = "区長" if "区長" in line else "第45号議案"
    assert EXPLANATION in texts(ranked(query))[0]


def test_what_follows_the_call_of_an_item_comes_before_the_call(say: Any) -> None:
    say(
        ("田中委員長", "次に、防災計画の改定についてを議題といたします。防災計画の説明をお願いします。"),
        ("防災課長", f"防災計画の改定について説明いたします。{EXPLANATION}"),
        ("山田委員", "防災計画ではないところですが、ほかの件を伺います。給食の献立のことです。"),
    )
    say(("佐藤委員", f"防災計画のことを改めて申します。{EXPLANATION}"), held_on=date(2020, 1, 1))
    assert texts(ranked("防災計画"))[0].startswith("防災計画の改定について説明")


STRINGS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="防災 訓練の'\\:*&!|<>()「」\"-ーOR=^@#０3近接発言者", max_size=60),
    st.lists(
        st.sampled_from(
            "防災 訓練 「区民の声」 「の」 の シス* 進め* OR NOT -中止 ( ) 近接20 近接999 発言者:山田 会議:総務 年度:2023"
            " 議題:防災 資料:「計画」 NEAR 令和 1 ' \\ :* <2> ㈱ 𠮷".split()
        ),
        max_size=14,
    ).map(" ".join),
)


@pytest.mark.slow
@settings(max_examples=150)
@given(
    text=STRINGS,
    literal=st.booleans(),
    inside=st.booleans(),
    scope=st.sampled_from(Scope),
    grouping=st.sampled_from(Grouping),
)
@example(text="防災 " * 40, literal=False, inside=True, scope=Scope.MEETING, grouping=Grouping.NONE)
@example(text="'" * LONGEST_QUERY, literal=True, inside=True, scope=Scope.ITEM, grouping=Grouping.ITEM)
@example(text="𠮷" * LONGEST_QUERY, literal=False, inside=True, scope=Scope.UTTERANCE, grouping=Grouping.NONE)
@example(text="a" * LONGEST_QUERY, literal=False, inside=True, scope=Scope.UTTERANCE, grouping=Grouping.NONE)
def test_no_string_is_an_error(
    say: Any, text: str, literal: bool, inside: bool, scope: Scope, grouping: Grouping
) -> None:
    if not Meeting.objects.exists():
        say("防災訓練です", "区民の声、it's a \\ test", ("山田", "システムを進めます"))
    question = understand(Question(text, literal=literal, inside=inside, scope=scope, grouping=grouping))
    try:
        for sort in Sort:
            results = search(replace(question, sort=sort), clearance=VISITOR)
            assert results.total <= 3
            assert explain(replace(question, sort=sort), clearance=VISITOR)
    except SearchTimeout:
        pytest.fail("three entries take no time")


def test_as_many_words_as_a_query_may_hold_make_no_tsquery_of_endless_length(say: Any) -> None:
    words = (
        "防災 訓練 計画 給食 予算 区長 委員 会議 学校 道路 公園 福祉 医療 介護 保育 教育 文化 観光 産業 農業 林業 水道"
    )
    words += " 下水 交通 環境 ごみ 住宅 都市 建築 消防 警察 税金"
    assert len(words.split()) == MOST_TERMS
    say(words, "防災")
    assert texts(ranked(words)) == [words]
    assert len(together_query([fold_text(word) for word in words.split()])) < 5_000


def test_a_tsquery_of_long_words_stays_within_what_postgres_takes(say: Any) -> None:
    say("防災です")
    for sign in "a𠮷あア防1":
        for tree in (Term(sign * LONGEST_QUERY), Prefix(sign * LONGEST_QUERY)):
            question = Question(tree=tree, sort=Sort.RELEVANCE, inside=True)
            assert search(question, clearance=VISITOR).total == 0
