"""The engine finds what a plain reading of every text finds: in each scope, under every filter, for each reader.

One archive of some hundred texts, made of pieces that are easily confused, is asked many questions; the
answers are worked out again in Python, from the minutes and never from the index.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache as remembered
from itertools import pairwise, permutations, product
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import TestCase
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes.access import Clearance
from minutes.dialogue import SpeakerCategory
from minutes.models import AgendaItem, Attachment, AttachmentPage, Audience, Body, Meeting, Topic, TopicLink, Utterance
from minutes.signals import meeting_changed
from search import engine
from search.engine import FACETS, HitGroup, Results, tsqueries
from search.engine.searching import SHOWN_OF_GROUP
from search.index import writing
from search.language import (
    NO_FILTERS,
    And,
    Dates,
    Field,
    FieldName,
    Filters,
    Grouping,
    Key,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Question,
    Scope,
    Sort,
    SpokenAs,
    Term,
    Wanted,
    Years,
    parse,
)
from search.marks import Mark, Marker, marking
from search.models import Profile, SearchEntry
from search.synonyms import understand
from search.words import fold_piece, fold_text, tokens

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

WORDS = (
    "京都 東京都 東京 都 都市 区長 地区長 品川区長 区 長 防災 防災訓練 訓練 計画 情報化推進本部 推進 本部 行政 情報 取組 取り組み"
    " 取り組みました 進めます 進める サーバ サーバー コンピューター ハンコ ハンコレス 判子 システム シス ロゴ LoGo DX ＤＸ a ab"
    " ㈱ 株 ﾊﾝｶｸ ｻｰﾊﾞｰ はん か\u3099 ば は\u309a 𠮷田 吉田 髙橋 高橋 葛\U000e0100飾 國會"
).split()
# Where numbers run into each other, the dictionary cuts them anywhere: they are looked for literally alone.
NUMBERS = "120 百二十 １２ 3 三 一人 十分 x86".split()
PIECES = (
    *WORDS,
    *NUMBERS,
    *"の を は が に と ー - ＝ ＝= ^ @ # ' \\ : * & | ! < > ( ) % _ 、 。 。 ・ … 「 」".split(),
    " ",
    "　",
    "\n",
    "\r\n",
    "'a",
    "<2>",
    ":*",
    "\u200b",
    "😀",
    "𩸽",
)
SPEAKERS = ("", "山田委員", "情報課長", "東京都の人", "区長")
TITLES = ("防災計画について", "行政情報化の推進", "東京都の予算", "サーバーの更新")
BODIES = ("総務委員会", "区民委員会", "情報化推進本部")
SPOKEN = ("speech", "decision", "note")
# More than 30,000 characters: bigrams stand in the index only up to there.
LONG = {"o-3": ("防災を" + "ヲ" * 98) * 300, "o-9": "z" * 30_001}


@dataclass(frozen=True)
class Entry:
    """One utterance or page as it stands in the minutes; `topics` with those above them."""

    pk: int
    folded: str
    order: int
    speaker: str
    kind: str
    audience: int
    meeting: int
    held_on: date
    names: str
    year: int
    body: int
    items: tuple[int, ...]
    titles: tuple[str, ...]
    papers: tuple[str, ...]
    topics: frozenset[int]
    category: str = ""
    inquiry: int | None = None


class Archive:
    """No dataclass: what a failing example was asked of would be printed whole."""

    def __init__(self, entries: Iterable[Entry], topics: Iterable[int], bodies: Iterable[int]) -> None:
        self.entries, self.topics, self.bodies = tuple(entries), tuple(topics), tuple(bodies)


@pytest.fixture(scope="module")
def archive(django_db_setup: None, django_db_blocker: Any) -> Iterator[Archive]:
    """Some meetings of few and of many utterances, two of them of more than 30,000 characters."""
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        cache.clear()
        # The same texts are read for every question.
        tokenize = remembered(tokens.tokenize)
        for module in (tokens, marking, tsqueries, writing):
            patch.setattr(module, "tokenize", tokenize)
        # The vocabulary is written on commit.
        with TestCase.captureOnCommitCallbacks(execute=True):
            stored = _store(random.Random(7))
        # Now, or after every test anew.
        connection.check_constraints()
        yield stored
        transaction.set_rollback(True)
    cache.clear()


def _text(chance: random.Random, pieces: int) -> str:
    return "".join(chance.choices(PIECES, k=pieces))


def _store(chance: random.Random) -> Archive:
    above = Topic.objects.create(name="まちづくり")
    topics = [above, Topic.objects.create(name="防災", parent=above), Topic.objects.create(name="電算")]
    bodies = [Body.objects.create(name=name, name_key=name) for name in BODIES]
    entries: list[Entry] = []
    for number in range(14):
        meeting = Meeting.objects.create(
            key=f"o-{number}",
            body=chance.choice(bodies),
            title=f"第{number}回 {chance.choice(TITLES)}",
            held_on=date(2019 + number % 5, 1 + number % 3, 5),
            fiscal_year=2018 + number % 5,
            audience=chance.choice((0, 0, 0, 0, 1, 2)),
        )
        entries += _fill(chance, meeting, topics)
    return Archive(entries, [topic.pk for topic in topics], [body.pk for body in bodies])


def _fill(chance: random.Random, meeting: Meeting, topics: list[Topic]) -> list[Entry]:
    items: dict[int, str] = {}
    filed: defaultdict[int, set[int]] = defaultdict(set)
    for order in range(1, chance.randint(1, 4)):
        item = AgendaItem.objects.create(meeting=meeting, order=order, title=chance.choice(TITLES))
        items[item.pk] = item.title
        for topic in chance.sample(topics, chance.randint(0, 2)):
            state = chance.choice(TopicLink.State.values)
            TopicLink.objects.create(agenda_item=item, topic=topic, state=state)
            if state != TopicLink.State.REFUSED:
                filed[item.pk].update(key for key in (topic.pk, topic.parent_id) if key is not None)
    papers = []
    for order in range(1, chance.randint(1, 4)):
        paper = Attachment.objects.create(
            meeting=meeting,
            order=order,
            label=f"資料{order}",
            title=chance.choice(TITLES),
            agenda_item_id=chance.choice((None, *items)),
            audience=chance.choice((0, 0, 1, 2)),
        )
        papers.append(paper)
    shared: defaultdict[int | None, list[str]] = defaultdict(list)
    for paper in papers:
        if paper.audience <= meeting.audience:
            shared[paper.agenda_item_id].append(f"{paper.label} {paper.title}")
    drafts: list[dict[str, Any]] = []
    for order in range(1, chance.randint(3, 40)):
        its_items = sorted(chance.sample(list(items), chance.randint(0, len(items))))
        length = chance.randint(1, 12)
        text = _text(chance, length)
        if meeting.key in LONG and order == 2:
            text = LONG[meeting.key] + text + "長文" + text
        utterance = Utterance.objects.create(
            meeting=meeting,
            order=order,
            ref=order,
            kind=chance.choice(SPOKEN),
            speaker=chance.choice(SPEAKERS),
            text=text,
            audience=chance.choice((0, 0, 0, 0, 1, 2)),
            speaker_category=list(SpeakerCategory)[order * 7 % 4].value,
            inquiry=(None, 1, 1, 2, 3)[order * 11 % 5],
        )
        utterance.agenda_items.set(its_items)
        drafts.append(
            {
                "utterance": utterance.pk,
                "folded": fold_text(text),
                "order": order,
                "speaker": utterance.speaker,
                "kind": utterance.kind,
                "category": utterance.speaker_category,
                "inquiry": utterance.inquiry,
                "audience": max(meeting.audience, utterance.audience),
                "items": tuple(its_items),
                "papers": (*(name for item in its_items for name in shared[item]), *shared[None]),
            }
        )
    place = len(drafts)
    for paper in papers:
        for number in range(1, chance.randint(1, 4)):
            place += 1
            page = AttachmentPage.objects.create(attachment=paper, number=number, text=_text(chance, 9))
            drafts.append(
                {
                    "page": page.pk,
                    "folded": fold_text(page.text),
                    "order": place,
                    "speaker": "",
                    "kind": Profile.PAPER,
                    "audience": max(meeting.audience, paper.audience),
                    "items": (paper.agenda_item_id,) if paper.agenda_item_id else (),
                    "papers": (f"{paper.label} {paper.title}", page.text),
                }
            )
    meeting_changed.send(sender=Meeting, meeting=meeting)
    keys = {
        (utterance, page): key
        for key, utterance, page in SearchEntry.objects.filter(meeting=meeting).values_list(
            "pk", "utterance_id", "page_id"
        )
    }
    assert len(keys) == len(drafts)
    return [
        Entry(
            pk=keys[draft.pop("utterance", None), draft.pop("page", None)],
            meeting=meeting.pk,
            held_on=meeting.held_on or date.min,
            names=f"{meeting.body.name}\n{meeting.title}",
            year=meeting.fiscal_year,
            body=meeting.body_id,
            titles=tuple(items[item] for item in draft["items"]),
            topics=frozenset(topic for item in draft["items"] for topic in filed[item]),
            **draft,
        )
        for draft in drafts
    ]


# What a query asks of one entry: True, False, or None where the query holds nothing that can be looked for.


@remembered
def marks_of(node: Node, text: str, inside: bool = False) -> tuple[Mark, ...]:
    return tuple(Marker(node, inside=inside).marks(text))


@remembered
def has_words(text: str) -> bool:
    return any(not unit.is_gap for _, unit in tokens.units_of(fold_text(text)))


def is_asked(node: Node) -> bool:
    """Whether anything is looked for; a query of particles and signs alone is passed over."""
    match node:
        case And(parts) | Or(parts) | Near(parts):
            return any(is_asked(part) for part in parts)
        case Not(part):
            return is_asked(part)
        case Term(text) | Prefix(text) | Wanted(Term(text)):
            return has_words(text)
        case Field(FieldName.AGENDA | FieldName.PAPER, text):
            return has_words(text)
        case _:
            return True


def holds(node: Node, entry: Entry, inside: bool = False) -> bool:
    match node:
        case And(parts):
            return all(holds(part, entry, inside) for part in parts if is_asked(part))
        case Or(parts):
            return any(holds(part, entry, inside) for part in parts if is_asked(part))
        case Not(part):
            return not holds(part, entry)
        case Phrase(text):
            return any(piece in entry.folded for piece in fold_piece(text))
        case Near(parts, distance):
            return near([part for part in parts if is_asked(part)], distance, entry, inside)
        case Field(name, text, is_literal):
            return in_field(name, text, is_literal, entry)
        case SpokenAs(category, speaker, is_literal):
            is_named = not speaker or in_field(FieldName.SPEAKER, speaker, is_literal, entry)
            return entry.category == category and is_named
        case Years(first, last):
            return first <= entry.year <= last
        case Dates(first, last):
            return entry.held_on != date.min and first <= entry.held_on <= last
        case _:
            return bool(marks_of(node, entry.folded, inside))


def near(parts: list[Node], distance: int, entry: Entry, inside: bool) -> bool:
    """Whether all parts stand somewhere in any order, each so many characters at most behind the one before it."""
    places = [sorted({(mark.start, mark.end) for mark in marks_of(part, entry.folded, inside)}) for part in parts]
    if not all(places):
        return False
    return any(
        all(0 <= second[0] - first[1] <= distance for first, second in pairwise(order))
        for chosen in product(*places)
        for order in permutations(chosen)
    )


def in_field(name: FieldName, text: str, is_literal: bool, entry: Entry) -> bool:
    looked_in = {
        FieldName.SPEAKER: (entry.speaker,),
        FieldName.MEETING: (entry.names,),
        FieldName.AGENDA: entry.titles,
        FieldName.PAPER: entry.papers,
    }[name]
    if name in (FieldName.SPEAKER, FieldName.MEETING) and (is_literal or not has_words(text)):
        return any(fold_text(text) in fold_text(value) for value in looked_in)
    return any(marks_of(Term(text), fold_text(value)) for value in looked_in)


def keys_of(entry: Entry, scope: Scope) -> tuple[int, ...]:
    """The inquiry, agenda items or meeting that an entry belongs to; without an item, what was said under none."""
    if scope is Scope.INQUIRY:
        return (entry.meeting * 1000 + entry.inquiry if entry.inquiry else -entry.pk,)
    if scope is Scope.MEETING:
        return (entry.meeting,)
    return entry.items or (-entry.meeting,)


def sought_in(node: Node) -> list[Node]:
    """What a hit of a wider scope holds some of: words, else fields."""

    def leaves(node: Node) -> list[Node]:
        match node:
            case And(parts) | Or(parts):
                return [leaf for part in parts for leaf in leaves(part)]
            case Not():
                return []
            case _:
                return [node] if is_asked(node) else []

    sought = leaves(node)
    return [leaf for leaf in sought if not isinstance(leaf, Field | SpokenAs | Years | Dates)] or sought


def found(
    archive: Archive,
    tree: Node | None,
    clearance: Clearance,
    filters: Filters = NO_FILTERS,
    scope: Scope = Scope.UTTERANCE,
    inside: bool = False,
) -> set[Entry]:
    readable = [entry for entry in archive.entries if clearance.may_see(entry.audience)]
    left = [entry for entry in readable if passes(entry, filters)]
    if tree is None:
        return set(left)
    if not is_asked(tree):
        return {entry for entry in left if inside and holds_anything(tree, entry)}
    if scope is Scope.UTTERANCE:
        return {entry for entry in left if holds(tree, entry, inside)}
    at_large = Filters(
        year_from=filters.year_from,
        year_to=filters.year_to,
        body=filters.body,
        date_from=filters.date_from,
        date_to=filters.date_to,
    )
    looked_in = [entry for entry in readable if passes(entry, at_large)]
    every = {key for entry in looked_in for key in keys_of(entry, scope)}

    def places(node: Node) -> set[int]:
        match node:
            case And(parts):
                return set.intersection(*(places(part) for part in parts if is_asked(part)))
            case Or(parts):
                return set.union(*(places(part) for part in parts if is_asked(part)))
            case Not(part):
                return every - refused(part)
            case _:
                return {key for entry in looked_in if holds(node, entry, inside) for key in keys_of(entry, scope)}

    def refused(node: Node) -> set[int]:
        match node:
            case And(parts):
                return set.intersection(*(refused(part) for part in parts if is_asked(part)))
            case Or(parts):
                return set.union(*(refused(part) for part in parts if is_asked(part)))
            case Not(part):
                return every - refused(part)
            case _:
                return {key for entry in looked_in if holds(node, entry) for key in keys_of(entry, scope)}

    satisfied, sought = places(tree), sought_in(tree)
    return {
        entry
        for entry in left
        if satisfied.intersection(keys_of(entry, scope))
        if not sought or any(holds(leaf, entry, inside) for leaf in sought)
    }


def holds_anything(node: Node, entry: Entry) -> bool:
    """Particles and signs alone, where they may stand inside other words."""
    match node:
        case And(parts) | Near(parts):
            return all(holds_anything(part, entry) for part in parts)
        case Or(parts):
            return any(holds_anything(part, entry) for part in parts)
        case Term(text) | Wanted(Term(text)):
            return any(piece in entry.folded for piece in fold_piece(text))
        case _:
            return False


def passes(entry: Entry, filters: Filters) -> bool:
    return (
        (filters.year_from is None or entry.year >= filters.year_from)
        and (filters.year_to is None or entry.year <= filters.year_to)
        and (filters.body is None or entry.body == filters.body)
        and (filters.topic is None or filters.topic in entry.topics)
        and (filters.speaker is None or entry.speaker == filters.speaker)
        and (filters.kind is None or entry.kind == filters.kind)
        and (filters.category is None or entry.category == filters.category)
        and (filters.date_from is None or entry.held_on >= filters.date_from)
        and (filters.date_to is None or date.min < entry.held_on <= filters.date_to)
    )


EDITORS = Clearance.of(Audience.EDITORS)


def search(tree: Node | None, *, clearance: Clearance = EDITORS, **asked: Any) -> Results:
    return engine.search(Question(tree=tree, **{"limit": 1000, **asked}), clearance=clearance)


def hits(results: Results) -> set[int]:
    assert results.total == len(results.hits) == len({hit.entry for hit in results.hits})
    return {hit.entry for hit in results.hits}


def expected(entries: Iterable[Entry]) -> set[int]:
    return {entry.pk for entry in entries}


def difference(archive: Archive, got: set[int], want: set[int]) -> list[tuple[str, str]]:
    by_key = {entry.pk: entry.folded[-100:] for entry in archive.entries}
    return [("too many", by_key[key]) for key in got - want] + [("missing", by_key[key]) for key in want - got]


TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map("".join)
CHARACTERS = st.sampled_from(sorted({sign for piece in PIECES for sign in piece}))
# A verb is no part of a compound (本部取り組みました), although it is marked as one; nor is a name that the dictionary
# cuts behind another word (都市|高|橋|葛飾).
JOINED = [word for word in WORDS if not word.startswith(("取", "進", "高", "髙"))]
_KATAKANA = re.compile("[ァ-ヺー]+")


def has_dotted_spelling(words: list[str]) -> bool:
    """Of two words in katakana the spelling with ・ between them is looked for too. A sign takes a position without a
    lexeme, so that the index finds any one unit in its place (サーバー|区長|判子), and nothing marks it."""
    return all(_KATAKANA.fullmatch(fold_text(word)) for word in words)


TERMS = st.one_of(
    st.sampled_from(WORDS),
    st.lists(st.sampled_from(JOINED), min_size=2, max_size=2, unique_by=fold_text)
    .filter(lambda words: not has_dotted_spelling(words))
    .map("".join),
)
LITERALS = st.one_of(CHARACTERS, TEXTS, st.text(CHARACTERS, min_size=1, max_size=3)).filter(
    lambda text: fold_text(text).strip()
)
LEAVES = st.one_of(TERMS.map(Term), TERMS.map(Term), LITERALS.map(Phrase))
# Characters by which an inflected word may be longer than what is the same in all its forms.
LONGEST_ENDING = 6


def wanted(text: str) -> Node:
    tree = understand(Question(text)).tree
    assert tree is not None
    return tree


@dataclass(frozen=True)
class Choices:
    """Filters by the number of the body or topic; the keys are known once the archive is stored."""

    year_from: int | None = None
    year_to: int | None = None
    body: int | None = None
    topic: int | None = None
    speaker: str | None = None
    kind: str | None = None
    category: str | None = None
    date_from: date | None = None
    date_to: date | None = None

    def of(self, archive: Archive) -> Filters:
        return Filters(
            self.year_from,
            self.year_to,
            None if self.body is None else archive.bodies[self.body],
            None if self.topic is None else archive.topics[self.topic],
            self.speaker,
            self.kind,
            category=self.category,
            date_from=self.date_from,
            date_to=self.date_to,
        )


_EACH: dict[str, st.SearchStrategy[Any]] = {
    "year_from": st.sampled_from((2019, 2020)),
    "year_to": st.sampled_from((2020, 2021)),
    "body": st.integers(0, 2),
    "topic": st.integers(0, 2),
    "speaker": st.sampled_from(SPEAKERS[1:]),
    "kind": st.sampled_from((*SPOKEN, Profile.PAPER)),
    "category": st.sampled_from([category.value for category in SpeakerCategory]),
    "date_from": st.sampled_from((date(2019, 2, 5), date(2020, 1, 1))),
    "date_to": st.sampled_from((date(2020, 2, 4), date(2021, 12, 31))),
}
FILTERS = st.one_of(
    st.just(Choices()),
    *(st.builds(Choices, **{name: values}) for name, values in _EACH.items()),
    st.builds(Choices, year_from=_EACH["year_from"], kind=_EACH["kind"], topic=_EACH["topic"]),
    st.builds(Choices, date_from=_EACH["date_from"], date_to=_EACH["date_to"], body=_EACH["body"]),
)
YEARS = st.sampled_from(
    [
        Years(2019, 2019),
        Years(2020, 9999),
        Years(1, 2020),
        Dates(date(2020, 2, 5), date(2020, 2, 5)),
        Dates(date(2020, 1, 1), date.max),
        Dates(date.min, date(2020, 12, 31)),
    ]
)
FIELDS = st.builds(
    Field,
    st.sampled_from(FieldName),
    st.sampled_from(("山田", "課長", "東京", "委員会", "推進", "計画", "防災計画", "資料1", "更新", "サーバ", "京都")),
    st.booleans(),
)


PARTS = st.builds(
    SpokenAs, st.sampled_from(SpeakerCategory), st.sampled_from(("", "山田", "課長", "東京")), st.booleans()
).filter(lambda part: bool(part.speaker) or not part.literal)


def trees(leaves: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    def inner(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        several = st.lists(parts, min_size=2, max_size=3, unique=True).map(tuple)
        return st.one_of(several.map(And), several.map(Or), parts.map(Not))

    return st.recursive(leaves, inner, max_leaves=5)


CLEARANCES = st.sampled_from([Clearance.of(audience) for audience in Audience])
few = settings(deadline=None, max_examples=40)
some = settings(deadline=None, max_examples=80)
many = settings(deadline=None, max_examples=150)


@many
@given(text=LITERALS, clearance=CLEARANCES)
def test_a_literal_string_is_found_wherever_it_stands(archive: Archive, text: str, clearance: Clearance) -> None:
    folded = fold_text(text)
    holding = {entry.pk for entry in archive.entries if clearance.may_see(entry.audience) and folded in entry.folded}
    got = hits(search(Phrase(text), clearance=clearance))
    assert holding <= got
    # How others fold depends on what stands around them.
    if fold_piece(text) == (folded,):
        assert got == holding


@few
@given(text=TEXTS)
def test_the_literal_switch_finds_what_stands_there(archive: Archive, text: str) -> None:
    tree = parse(text, literal=True).tree
    assert not words_in(tree)
    assert hits(search(tree)) == expected(found(archive, tree, EDITORS))


def words_in(node: Node | None) -> list[Node]:
    match node:
        case And(parts) | Or(parts) | Near(parts):
            return [word for part in parts for word in words_in(part)]
        case Not(part):
            return words_in(part)
        case Term() | Wanted():
            return [node]
        case _:
            return []


@some
@given(tree=trees(LITERALS.map(Phrase)))
def test_literal_strings_combine(archive: Archive, tree: Node) -> None:
    got, want = hits(search(tree)), expected(found(archive, tree, EDITORS))
    assert not difference(archive, got, want)


@some
@given(text=TERMS)
def test_a_word_is_found_where_it_is_marked(archive: Archive, text: str) -> None:
    for tree in (Term(text), wanted(text)):
        got, want = hits(search(tree)), expected(found(archive, tree, EDITORS))
        assert not difference(archive, got, want)


@many
@given(tree=trees(st.one_of(LEAVES, FIELDS, PARTS, YEARS)), clearance=CLEARANCES, filters=FILTERS, inside=st.booleans())
def test_what_a_query_means_is_what_it_finds(
    archive: Archive, tree: Node, clearance: Clearance, filters: Choices, inside: bool
) -> None:
    chosen = filters.of(archive)
    got = hits(search(tree, clearance=clearance, filters=chosen, inside=inside))
    assert not difference(archive, got, expected(found(archive, tree, clearance, chosen, inside=inside)))


@some
@given(tree=trees(LEAVES), scope=st.sampled_from(Scope), clearance=CLEARANCES, filters=FILTERS)
def test_inside_adds_as_many_as_it_says(
    archive: Archive, tree: Node, scope: Scope, clearance: Clearance, filters: Choices
) -> None:
    question = Question(tree=tree, scope=scope, filters=filters.of(archive), limit=1000)
    by_words, inside = (
        hits(engine.search(replace(question, inside=inside), clearance=clearance)) for inside in (False, True)
    )
    assert by_words <= inside
    assert engine.count_inside(question, clearance=clearance) == len(inside - by_words)
    assert engine.count(question, clearance=clearance) == len(by_words)


@many
@given(
    tree=trees(st.one_of(LEAVES, FIELDS, PARTS, YEARS)),
    scope=st.sampled_from([Scope.INQUIRY, Scope.ITEM, Scope.MEETING]),
    clearance=CLEARANCES,
    filters=FILTERS,
    inside=st.booleans(),
)
def test_words_may_stand_apart_within_a_wider_scope(
    archive: Archive, tree: Node, scope: Scope, clearance: Clearance, filters: Choices, inside: bool
) -> None:
    chosen = filters.of(archive)
    got = hits(search(tree, clearance=clearance, filters=chosen, scope=scope, inside=inside))
    assert not difference(archive, got, expected(found(archive, tree, clearance, chosen, scope, inside)))


@some
@given(
    texts=st.lists(st.sampled_from(WORDS), min_size=2, max_size=4, unique=True),
    distance=st.sampled_from([1, 3, 10, 300, 1000]),
)
def test_near_finds_all_words_that_stand_so_near(archive: Archive, texts: list[str], distance: int) -> None:
    parts = tuple(map(wanted, texts))
    got = hits(search(Near(parts, distance)))
    assert expected(found(archive, Near(parts, distance), EDITORS)) <= got
    # Distances are those of the spellings, wherever these stand, and of inflected words of what stays the same.
    assert got <= expected(found(archive, And(parts), EDITORS))
    assert got <= expected(found(archive, Near(parts, distance + LONGEST_ENDING), EDITORS, inside=True))


@some
@given(text=st.sampled_from(WORDS), length=st.integers(1, 6))
def test_a_prefix_finds_the_words_that_begin_so(archive: Archive, text: str, length: int) -> None:
    prefix = text[:length]
    got = hits(search(Prefix(prefix)))
    assert expected(found(archive, Prefix(prefix), EDITORS)) <= got
    assert got <= expected(found(archive, Phrase(prefix), EDITORS))


@pytest.mark.parametrize("prefix", ["シス", "サーバ", "防災", "東京", "京", "LoG", "情報化推", "十"])
def test_a_prefix_of_nouns_finds_nothing_else(archive: Archive, prefix: str) -> None:
    assert hits(search(Prefix(prefix))) == expected(found(archive, Prefix(prefix), EDITORS))


@some
@given(tree=st.one_of(st.none(), trees(LEAVES)), clearance=CLEARANCES, filters=FILTERS, scope=st.sampled_from(Scope))
def test_facets_count_what_is_found(
    archive: Archive, tree: Node | None, clearance: Clearance, filters: Choices, scope: Scope
) -> None:
    chosen = filters.of(archive)
    results = search(tree, clearance=clearance, filters=chosen, scope=scope)
    want = found(archive, tree, clearance, chosen, scope)
    assert results.total == len(want)
    assert results.facets == {
        "fiscal_year": Counter(entry.year for entry in want),
        "body": Counter(entry.body for entry in want),
        "topic": Counter(topic for entry in want for topic in entry.topics),
        "category": Counter(entry.category for entry in want if entry.category),
        "speaker": Counter(entry.speaker for entry in want if entry.speaker),
        "kind": Counter(entry.kind for entry in want),
    }
    assert tuple(results.facets) == FACETS


@some
@given(
    tree=st.one_of(st.none(), trees(LEAVES)),
    clearance=CLEARANCES,
    filters=FILTERS,
    scope=st.sampled_from(Scope),
    grouping=st.sampled_from([Grouping.INQUIRY, Grouping.ITEM, Grouping.MEETING]),
    sort=st.sampled_from(Sort),
)
def test_pages_of_groups_show_each_group_once(
    archive: Archive,
    tree: Node | None,
    clearance: Clearance,
    filters: Choices,
    scope: Scope,
    grouping: Grouping,
    sort: Sort,
) -> None:
    chosen = filters.of(archive)
    want: defaultdict[int, set[Entry]] = defaultdict(set)
    all_found = found(archive, tree, clearance, chosen, scope)
    for entry in all_found:
        for key in keys_of(entry, Scope(grouping)):
            want[key].add(entry)
    options: dict[str, Any] = {"clearance": clearance, "filters": chosen, "scope": scope, "grouping": grouping}
    pages = list(paged(tree, limit=3, sort=sort, **options))
    groups = [group for page in pages for group in page.groups]
    assert len(groups) == len(want)
    for page in pages:
        assert (page.total, page.total_groups) == (len(all_found), len(want))
    for group in groups:
        entries = want.pop(key_of(group, grouping))
        assert group.count == len(entries)
        in_order = sorted(entries, key=lambda entry: (entry.order, entry.pk))[:SHOWN_OF_GROUP]
        assert [hit.entry for hit in group.hits] == [entry.pk for entry in in_order]
    if sort is Sort.RELEVANCE:
        assert [group.count for group in groups] == sorted((group.count for group in groups), reverse=True)
    assert not want


def key_of(group: HitGroup, grouping: Grouping) -> int:
    if grouping is Grouping.MEETING:
        return group.meeting
    if grouping is Grouping.ITEM:
        return group.item or -group.meeting
    return group.meeting * 1000 + group.inquiry if group.inquiry else -group.hits[0].entry


@few
@given(tree=trees(LEAVES), clearance=CLEARANCES, filters=FILTERS, sort=st.sampled_from(Sort), inside=st.booleans())
def test_pages_of_hits_show_each_hit_once(
    archive: Archive, tree: Node, clearance: Clearance, filters: Choices, sort: Sort, inside: bool
) -> None:
    chosen = filters.of(archive)
    pages = list(paged(tree, limit=20, clearance=clearance, filters=chosen, sort=sort, inside=inside))
    shown = [hit.entry for page in pages for hit in page.hits]
    assert len(shown) == len(set(shown))
    assert set(shown) == expected(found(archive, tree, clearance, chosen, inside=inside))
    if sort is Sort.NEWEST:
        newest_first = {
            entry.pk: (-entry.held_on.toordinal(), -entry.meeting, entry.order) for entry in archive.entries
        }
        assert shown == sorted(shown, key=lambda key: newest_first[key])


def paged(tree: Node | None, **options: Any) -> Iterator[Results]:
    after: Key | None = None
    while True:
        results = search(tree, after=after, **options)
        yield results
        after = results.next_key
        if after is None:
            return
