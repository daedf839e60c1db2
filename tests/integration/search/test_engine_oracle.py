"""The engine finds what a plain reading of every text finds: in each scope, under every filter, for each reader.

One archive of some hundred texts, made of pieces that are easily confused, is asked many questions; the
answers are worked out again in Python, from the minutes and never from the index.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache as remembered
from itertools import permutations, product
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes.models import AgendaItem, Attachment, AttachmentPage, Audience, Body, Meeting, Topic, TopicLink, Utterance
from minutes.signals import meeting_changed
from search import engine, tokens
from search.engine import Filters, Results, Scope
from search.folding import fold_piece, fold_text
from search.marking import Mark, Marker
from search.models import Profile, SearchEntry
from search.query import parse
from search.tree import And, Field, FieldName, Near, Node, Not, Or, Phrase, Prefix, Term, Wanted, Years
from search.understanding import understand

pytestmark = pytest.mark.django_db

WORDS = (
    "京都 東京都 東京 都 都市 区長 地区長 品川区長 区 長 防災 防災訓練 訓練 計画 情報化推進本部 推進 本部 行政 情報 取組 取り組み"
    " 取り組みました 進めます 進める サーバ サーバー コンピューター ハンコ ハンコレス 判子 システム シス ロゴ LoGo DX ＤＸ a ab x86"
    " ㈱ 株 ﾊﾝｶｸ ｻｰﾊﾞｰ はん か\u3099 ば は\u309a 𠮷田 吉田 髙橋 高橋 葛\U000e0100飾 國會 120 百二十 １２ 3 三 一人 十分"
).split()
PIECES = (
    *WORDS,
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
# More than 30,000 characters, of many words and of one.
LONG = {"o-3": "防災を" * 10_001, "o-9": "z" * 30_001}


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
        patch.setattr(tokens, "words", remembered(tokens.words))
        yield _store(random.Random(7))
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
    items, filed = {}, defaultdict(set)
    for order in range(1, chance.randint(1, 4)):
        item = AgendaItem.objects.create(meeting=meeting, order=order, title=chance.choice(TITLES))
        items[item.pk] = item.title
        for topic in chance.sample(topics, chance.randint(0, 2)):
            state = chance.choice(TopicLink.State.values)
            TopicLink.objects.create(agenda_item=item, topic=topic, state=state)
            if state != TopicLink.State.REFUSED:
                filed[item.pk] |= {topic.pk, topic.parent_id} - {None}
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
        )
        utterance.agenda_items.set(its_items)
        drafts.append(
            {
                "utterance": utterance.pk,
                "folded": fold_text(text),
                "order": order,
                "speaker": utterance.speaker,
                "kind": utterance.kind,
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
    return any(not unit.is_gap for _, unit in tokens.units(fold_text(text)))


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
        case Years(first, last):
            return first <= entry.year <= last
        case _:
            return bool(marks_of(node, entry.folded, inside))


def near(parts: list[Node], distance: int, entry: Entry, inside: bool) -> bool:
    """Whether all parts stand somewhere in any order, each so many characters at most behind the one before it."""
    places = [sorted({(mark.start, mark.end) for mark in marks_of(part, entry.folded, inside)}) for part in parts]
    if not all(places):
        return False
    return any(
        all(0 <= second[0] - first[1] <= distance for first, second in zip(order, order[1:], strict=False))
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
    if is_literal and name in (FieldName.SPEAKER, FieldName.MEETING):
        return any(fold_text(text) in fold_text(value) for value in looked_in)
    return any(marks_of(Term(text), fold_text(value)) for value in looked_in)


def keys_of(entry: Entry, scope: Scope) -> tuple[int, ...]:
    """The agenda items or the meeting that an entry belongs to; without an item, what was said under none."""
    if scope is Scope.MEETING:
        return (entry.meeting,)
    return entry.items or (-entry.meeting,)


def words_of(node: Node) -> list[Node]:
    match node:
        case And(parts) | Or(parts):
            return [word for part in parts for word in words_of(part)]
        case Not() | Field() | Years():
            return []
        case _:
            return [node] if is_asked(node) else []


def found(
    archive: Archive,
    tree: Node | None,
    clearance: int,
    filters: Filters = engine.NO_FILTERS,
    scope: Scope = Scope.UTTERANCE,
    inside: bool = False,
) -> set[Entry]:
    readable = [entry for entry in archive.entries if entry.audience <= clearance]
    left = [entry for entry in readable if passes(entry, filters)]
    if tree is None:
        return set(left)
    if not is_asked(tree):
        return {entry for entry in left if inside and holds_anything(tree, entry)}
    if scope is Scope.UTTERANCE:
        return {entry for entry in left if holds(tree, entry, inside)}
    at_large = Filters(year_from=filters.year_from, year_to=filters.year_to, body=filters.body)
    looked_in = [entry for entry in readable if passes(entry, at_large)]
    every = {key for entry in looked_in for key in keys_of(entry, scope)}

    def places(node: Node) -> set[int]:
        match node:
            case And(parts):
                return set.intersection(*(places(part) for part in parts if is_asked(part)))
            case Or(parts):
                return set.union(*(places(part) for part in parts if is_asked(part)))
            case Not(part):
                return every - {key for key in refused(part)}
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

    satisfied = places(tree)
    words = words_of(tree)
    return {
        entry
        for entry in left
        if satisfied.intersection(keys_of(entry, scope))
        if not words or any(holds(word, entry, inside) for word in words)
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
    )


def search(tree: Node | None, **options: Any) -> Results:
    return engine.search(tree, **{"clearance": Audience.EDITORS, "limit": 1000, **options})


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
TERMS = st.one_of(st.sampled_from(WORDS), st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map("".join))
LITERALS = st.one_of(CHARACTERS, TEXTS, st.text(CHARACTERS, min_size=1, max_size=3)).filter(
    lambda text: fold_text(text).strip()
)
LEAVES = st.one_of(TERMS.map(Term), TERMS.map(Term), LITERALS.map(Phrase))
YEARS = st.sampled_from([Years(2019, 2019), Years(2020, 9999), Years(1, 2020)])
FIELDS = st.builds(
    Field,
    st.sampled_from(FieldName),
    st.sampled_from(("山田", "課長", "東京", "委員会", "推進", "計画", "防災計画", "資料1", "更新", "サーバ", "京都")),
    st.booleans(),
)


def trees(leaves: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    def inner(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
        several = st.lists(parts, min_size=2, max_size=3, unique=True).map(tuple)
        return st.one_of(several.map(And), several.map(Or), parts.map(Not))

    return st.recursive(leaves, inner, max_leaves=5)


ASKED = dict(deadline=None)


@settings(**ASKED, max_examples=150)
@given(text=LITERALS, clearance=st.sampled_from(Audience.values))
def test_a_literal_string_is_found_wherever_it_stands(archive: Archive, text: str, clearance: int) -> None:
    folded = fold_text(text)
    holding = {entry.pk for entry in archive.entries if entry.audience <= clearance and folded in entry.folded}
    got = hits(search(Phrase(text), clearance=clearance))
    assert holding <= got
    if not folded.startswith(("-", "ー")):
        assert got == holding


@settings(**ASKED, max_examples=60)
@given(text=TEXTS.filter(lambda text: not set("\"“”「」『』()|:*-ー '") & set(fold_text(text))))
def test_the_literal_switch_finds_what_quotes_find(archive: Archive, text: str) -> None:
    tree = parse(text, literal=True).tree
    assert hits(search(tree)) == expected(found(archive, tree, Audience.EDITORS)) if tree else True


@settings(**ASKED, max_examples=80)
@given(tree=trees(LITERALS.map(Phrase)))
def test_literal_strings_combine(archive: Archive, tree: Node) -> None:
    got, want = hits(search(tree)), expected(found(archive, tree, Audience.EDITORS))
    assert not difference(archive, got, want)


@settings(**ASKED, max_examples=150)
@given(text=TERMS)
def test_a_word_is_found_where_it_is_marked(archive: Archive, text: str) -> None:
    for tree in (Term(text), understand(text).tree):
        assert tree is not None
        got, want = hits(search(tree)), expected(found(archive, tree, Audience.EDITORS))
        assert not difference(archive, got, want)
