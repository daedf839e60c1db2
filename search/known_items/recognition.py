"""What a query names: a meeting, an agenda item, a paper, a body, an utterance, by title, by place or by address.

A query names something where it is a whole title, or says when or as which number: a day, 第2回 of a body or a year,
a bill. Other words never do: what is looked for in the texts is not taken for the name of something.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum
from typing import Any

from django.db import connection
from django.db.models import Q

from minutes.access import User, clearance, visible_attachments, visible_utterances
from minutes.models import Body, Utterance
from minutes.wording import UTTERANCE_MARK, name_key
from search import language
from search.engine import Condition, Test, all_of, condition_of, holds, lexical
from search.known_items.lookup import OF_MEETINGS, indexed, loaded, readable, tell_decisions
from search.known_items.naming import body_query, place_query, short_body_query, title_query, without_town
from search.language import Filters, PageAddress, Question, Reference, Sort, compact, read_address, read_reference
from search.models import KnownItem
from search.words import fold_text

# As many are listed; a title of more is no name.
MOST_LISTED = 10
# Meetings shown of a body.
NEWEST_OF_BODY = 5
# Years of a filter in which a day without its year is looked for.
MOST_YEARS = 10
# Words typed apart are no title that is written in one, unless they are so many signs.
LONG_TITLE = 15
_APART = re.compile("(?<=[ぁ-ヿ一-鿿々])[ 　]+(?=[ぁ-ヿ一-鿿々])")
_FIELD_NAME = re.compile("(?:年度|year|日付|開催日|date)[:：]")
_KINDS_OF_FIELD = {
    language.FieldName.AGENDA: (KnownItem.Kind.ITEM,),
    language.FieldName.PAPER: (KnownItem.Kind.PAPER,),
    language.FieldName.MEETING: (KnownItem.Kind.MEETING,),
}
_ARM = "SELECT entry.id, {closeness} AS closeness FROM search_knownitem entry WHERE {where}"
_NEAREST = """
    WITH found AS ({arms}),
    nearest AS (SELECT id, min(closeness) AS closeness FROM found GROUP BY id),
    placed AS (
        SELECT nearest.closeness, known.id, known.kind, known.meeting_id, known.item_id, known.body_id,
               count(*) OVER (PARTITION BY nearest.closeness) AS total,
               row_number() OVER (
                   PARTITION BY nearest.closeness
                   ORDER BY known.held_on DESC NULLS LAST, known.meeting_id DESC, known.kind, known."order", known.id
               ) AS place
        FROM nearest JOIN search_knownitem known USING (id)
    )
    SELECT closeness, id, kind, meeting_id, item_id, body_id, total FROM placed WHERE place <= {most}
    ORDER BY closeness, place
"""
_FORMER_NAME = "SELECT body_id FROM minutes_bodyname WHERE name_key = ANY(%s)"


class KnownKind(StrEnum):
    """What a query names."""

    MEETING = "meeting"
    ITEM = "item"
    PAPER = "paper"
    BODY = "body"
    UTTERANCE = "utterance"


class Closeness(IntEnum):
    """How a name fits, the nearest first."""

    TITLE = 1  # the whole title
    OF_BODY = 2  # the place, and exactly the body's name
    OF_SHORT_BODY = 3  # the place, and the body's name but for its municipality's
    NAMED = 4  # the place, and words of the meeting's or body's name
    OF_BODY_IN_YEAR = 5  # the same, where the meeting was held in the year and goes by another
    OF_SHORT_BODY_IN_YEAR = 6
    NAMED_IN_YEAR = 7
    WITHOUT_TOWN = 8  # the same but for a municipality's name before the words
    WITHIN = 9  # the place of the meeting or bill, and words of an item's or paper's title
    BODY = 10  # a body's name alone
    SHORT_BODY = 11  # the same but for its municipality's


@dataclass(frozen=True)
class Recognised:
    """What a query names: `found` is one, or a short list from the newest on of what it may be; `total` counts all.

    Meeting, body, item and paper of each are loaded, with `decision` and `first_ref` of items. Of one meeting or item
    alone, `contents` are the agenda items and papers in it. For a body, `found` are its newest meetings. `utterance` is
    the one that is named within the meeting found.
    """

    kind: KnownKind
    found: tuple[KnownItem, ...]
    total: int
    contents: tuple[KnownItem, ...] = ()
    body: Body | None = None
    utterance: Utterance | None = None

    @property
    def is_certain(self) -> bool:
        """Whether it is one thing."""
        return self.kind is KnownKind.BODY or self.total == 1

    def spoken(self, question: Question) -> Question:
        """What asks for the utterances of what is named, in reading order: of a list those of the first."""
        if self.body is not None:
            within = replace(question.filters, body=self.body.pk)
        else:
            first = self.found[0]
            within = replace(question.filters, meeting=first.meeting_id, item=first.item_id)
        return Question(filters=within, sort=Sort.NEWEST, limit=question.limit)


@dataclass(frozen=True)
class _Asked:
    """The text that may name something, and of which kinds."""

    text: str
    kinds: tuple[KnownItem.Kind, ...] = ()


@dataclass(frozen=True)
class _Nearest:
    """The keys of what fits best."""

    closeness: Closeness
    total: int
    rows: list[tuple[int, str, int, int | None, int]] = field(default_factory=list)


def recognise(question: Question, user: User) -> Recognised | None:
    """What a question names, as far as `user` may read it; None where it names nothing.

    One database query, two or three where something is found.
    """
    base = readable(user, question.filters)
    if base is None:
        return None
    address = read_address(question.read.text)
    if address is not None:
        return _at_address(address, base, user)
    asked = _asked(question)
    if asked is None:
        return None
    reference = read_reference(asked.text, fiscal_years=_years_of(question.filters))
    arms = list(_arms(asked, reference))
    if not arms:
        return None
    nearest = _nearest(arms, base, is_placed=reference.has_place)
    return None if nearest is None else _loaded(nearest, user, reference.utterance)


def _asked(question: Question) -> _Asked | None:
    """The query's text, where it is nothing but words, years and days."""
    tree = question.read.tree
    match tree:
        case language.Field(name, text) if name in _KINDS_OF_FIELD:
            return _Asked(text, _KINDS_OF_FIELD[name])
        case language.Phrase(text):
            return _Asked(text)
    parts = tree.parts if isinstance(tree, language.And) else (tree,)
    if not all(map(_may_name, parts)):
        return None
    return _Asked(_FIELD_NAME.sub(" ", question.read.text[: language.LONGEST_QUERY]))


def _may_name(node: language.Node | None) -> bool:
    match node:
        case language.Dates(first, last):
            return first == last
        case language.Term() | language.Phrase() | language.Wanted() | language.Years():
            return True
    return False


def _arms(asked: _Asked, reference: Reference) -> Iterator[tuple[Closeness, Test]]:
    """Where to look, each with how near it is."""
    # What stands behind the mark is the number of an utterance.
    folded = " ".join(fold_text(asked.text).partition(UTTERANCE_MARK)[0].split())
    is_apart = bool(_APART.search(folded)) and not reference.has_place and len(compact(folded)) < LONG_TITLE
    if title := title_query(folded):
        # What is typed apart has to be so in the title.
        spelled = [Test("split_part(entry.folded, E'\\n', 1) = %s", (folded,))] if is_apart else []
        kinds = [Test("entry.kind = ANY(%s)", ([kind.value for kind in asked.kinds],))] if asked.kinds else []
        yield Closeness.TITLE, Test.all_of([holds(title), *spelled, *kinds])
    if asked.kinds and KnownItem.Kind.MEETING not in asked.kinds:
        return
    place = place_query(reference)
    if not reference.bills:
        called_so = place_query(reference, is_called_so=True)
        yield from _meetings(reference, called_so, Closeness.OF_BODY, Closeness.OF_SHORT_BODY, Closeness.NAMED)
        if called_so != place:
            yield from _meetings(
                reference,
                place,
                Closeness.OF_BODY_IN_YEAR,
                Closeness.OF_SHORT_BODY_IN_YEAR,
                Closeness.NAMED_IN_YEAR,
            )
    if reference.has_place:
        yield from _items(reference, place)
    if not place and not is_apart:
        name = "".join(reference.names)
        for test in _of_body(name):
            yield Closeness.BODY, Test.all_of([OF_MEETINGS, test])
        if short := short_body_query(name):
            yield Closeness.SHORT_BODY, Test.all_of([OF_MEETINGS, holds(short)])


def _meetings(
    reference: Reference, place: str, of_body: Closeness, of_short_body: Closeness, named: Closeness
) -> Iterator[tuple[Closeness, Test]]:
    """Meetings at a place, of exactly the body or called by the names."""
    if not place:
        return
    name = "".join(reference.names)
    for test in _of_body(name):
        yield of_body, Test.all_of([OF_MEETINGS, holds(place), test])
    if short := short_body_query(name):
        yield of_short_body, Test.all_of([OF_MEETINGS, holds(f"{place} & {short}")])
    if not reference.has_place:
        return
    yield named, Test.all_of([OF_MEETINGS, indexed(all_of([lexical(place), *_conditions(reference.names)]))])
    shorter = [without_town(name) for name in reference.names]
    if tuple(shorter) != reference.names and (conditions := _conditions(shorter)):
        yield Closeness.WITHOUT_TOWN, Test.all_of([OF_MEETINGS, indexed(all_of([lexical(place), *conditions]))])


def _items(reference: Reference, place: str) -> Iterator[tuple[Closeness, Test]]:
    """Agenda items by their bill, agenda items and papers of a day by words of their titles."""
    names = _conditions(reference.names)
    if reference.bills or (reference.days and names):
        kind = Test("entry.kind = 'item'") if reference.bills else Test("entry.kind <> 'meeting'")
        yield Closeness.WITHIN, Test.all_of([kind, holds(place), *map(_here_or_of_meeting, names)])


def _here_or_of_meeting(name: Condition) -> Test:
    """Whether an item's own title holds the words, or its meeting's or body's name does."""
    meetings = Test.all_of([OF_MEETINGS, indexed(name)])
    here = name.test
    return Test(
        f"({here.sql}) OR entry.meeting_id IN (SELECT entry.meeting_id FROM search_knownitem entry WHERE {meetings.sql})",
        (*here.params, *meetings.params),
    )


def _of_body(name: str) -> Iterator[Test]:
    """Meetings of the body that bears exactly this name, or did."""
    if query := body_query(name):
        yield holds(query)
        yield Test(f"entry.body_id IN ({_FORMER_NAME})", ([name_key(name)],))


def _conditions(names: Sequence[str]) -> list[Condition]:
    return [found for name in names if (found := condition_of(language.Term(name)))]


def _nearest(arms: Sequence[tuple[Closeness, Test]], base: Test, *, is_placed: bool = True) -> _Nearest | None:
    parts: list[str] = []
    params: list[Any] = []
    for closeness, test in arms:
        where = Test.all_of([test, base])
        parts.append(_ARM.format(closeness=int(closeness), where=where.sql))
        params += where.params
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST.format(arms=" UNION ALL ".join(parts), most=MOST_LISTED), params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    found: dict[Closeness, _Nearest] = {}
    for closeness, *row, total in rows:
        of_closeness = Closeness(closeness)
        found.setdefault(of_closeness, _Nearest(of_closeness, total)).rows.append(
            (row[0], row[1], row[2], row[3], row[4])
        )
    if not is_placed and Closeness.TITLE in found and found[Closeness.TITLE].total > MOST_LISTED:
        del found[Closeness.TITLE]
    return next(iter(found.values()), None)


def _loaded(nearest: _Nearest, user: User, ref: int | None) -> Recognised:
    keys = [row[0] for row in nearest.rows]
    wanted = Q(pk__in=keys)
    _, kind, meeting, item, _ = nearest.rows[0]
    bodies = {row[4] for row in nearest.rows}
    is_body = nearest.closeness in (Closeness.BODY, Closeness.SHORT_BODY) and len(bodies) == 1
    if nearest.total == 1 and not is_body:
        papers = Q(paper__in=visible_attachments(user))
        if kind == KnownItem.Kind.MEETING:
            wanted |= Q(meeting=meeting) & (Q(kind=KnownItem.Kind.ITEM) | papers)
        elif kind == KnownItem.Kind.ITEM:
            wanted |= papers & Q(paper__agenda_item=item)
    # Of what reads in several ways, the names that this reader may know.
    shown = loaded(KnownItem.objects.filter(wanted, access__in=clearance(user).classes), user)
    by_key = {known.pk: known for known in tell_decisions(list(shown), user)}
    found = tuple(by_key.pop(key) for key in keys if key in by_key)
    if is_body:
        return Recognised(KnownKind.BODY, found[:NEWEST_OF_BODY], nearest.total, body=found[0].meeting.body)
    utterance = None
    if ref is not None and nearest.total == 1:
        utterance = visible_utterances(user).filter(meeting=meeting, ref=ref).first()
    contents = tuple(sorted(by_key.values(), key=lambda known: (known.kind, known.order, known.pk)))
    return Recognised(
        KnownKind.UTTERANCE if utterance else KnownKind(kind), found, nearest.total, contents, utterance=utterance
    )


def _at_address(address: PageAddress, base: Test, user: User) -> Recognised | None:
    if address.body is not None:
        nearest = _nearest(
            [(Closeness.BODY, Test.all_of([OF_MEETINGS, Test("entry.body_id = %s", (address.body,))]))], base
        )
        return None if nearest is None else _loaded(nearest, user, None)
    meeting = Test("entry.meeting_id = (SELECT id FROM minutes_meeting WHERE key = %s)", (address.meeting,))
    part = OF_MEETINGS
    if address.paper is not None:
        part = Test("entry.paper_id = %s", (address.paper,))
    elif address.item is not None:
        part = Test("entry.kind = 'item' AND entry.\"order\" = %s", (address.item,))
    nearest = _nearest(
        [(Closeness.TITLE, Test.all_of([meeting, part])), (Closeness.OF_BODY, Test.all_of([meeting, OF_MEETINGS]))],
        base,
    )
    return None if nearest is None else _loaded(nearest, user, address.utterance)


def _years_of(filters: Filters) -> Sequence[int]:
    """The fiscal years that a filter leaves, where they are few."""
    if filters.year_from is None or filters.year_to is None or filters.year_to - filters.year_from >= MOST_YEARS:
        return ()
    return range(filters.year_from, filters.year_to + 1)
