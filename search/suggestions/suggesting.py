"""What a search box suggests while a person types: agenda titles, topics, bodies, speakers and past searches.

Every answer is bounded, whatever is typed. Of each kind the texts of the most meetings are looked
through in order, so that a word in half of all titles soon has its suggestions; texts that begin with
what was typed and, where that is not enough, those that hold it are found through indexes, at most a
few hundred of them. Of these the best are asked about one after the other: may the person see one of
the meetings that the text stands in?
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django.urls import reverse

from minutes.access import Clearance, User, clearance, sql, visible_meetings
from minutes.models import Meeting
from search import language, log
from search.known_items import meetings_begun
from search.language import read_reference
from search.models import Suggestion, SuggestionSource
from search.words import LONGEST_PROVEN, fold_text, literal_query, readings_begun

Kind = Suggestion.Kind
PAST_SEARCH = "検索"
# How many of each kind at most.
SHARES = {Kind.AGENDA: 4, Kind.TOPIC: 2, Kind.BODY: 2, Kind.SPEAKER: 2}
MOST_PAST_SEARCHES = 2
MEETING = "会議"
MOST_NAMED = 3
LONGEST_TYPED = 60
MOST_WORDS = 5
TIMEOUT_MS = 500
# Texts looked through of each kind; candidates taken from each index; meetings that a narrowed box looks into.
COMMON = 2_000
CANDIDATES = 400
MEETINGS = 200
# A shorter reading stands inside too many words that have nothing to do with it; so does a single kana.
SHORTEST_INNER_READING = 3
# `議題:` before the words asks for one kind alone.
_KINDS = {language.FieldName.AGENDA: Kind.AGENDA, language.FieldName.SPEAKER: Kind.SPEAKER}
_FIELDS = {
    **{name: _KINDS[field] for name, field in language.FIELD_NAMES.items() if field in _KINDS},
    **dict.fromkeys(language.PART_NAMES, Kind.SPEAKER),
}
_FIELD = re.compile(rf"({'|'.join(_FIELDS)}):\s*")
_OPENING = '「『"“” '
_BRACKETS = frozenset("」』")
_DOUBLE_QUOTES = re.compile('["“”＂〝〟]')

_MOST_COMMON = """
    SELECT common.* FROM unnest(%(kinds)s::text[]) AS asked (kind)
    CROSS JOIN LATERAL (
        SELECT * FROM search_suggestion WHERE kind = asked.kind ORDER BY weight DESC, id LIMIT %(common)s
    ) AS common
"""
_BEGINNING = """
    (SELECT * FROM search_suggestion
     WHERE folded LIKE %(prefix)s AND kind = ANY(%(kinds)s) LIMIT %(candidates)s)
"""
_READ_SO = """
    (SELECT * FROM search_suggestion
     WHERE reading LIKE %(reading_prefix{number})s AND kind = ANY(%(kinds)s) LIMIT %(candidates)s)
"""
_HOLDING = """
    (SELECT * FROM search_suggestion
     WHERE search_grams(folded, ''::tsvector) @@ %(grams)s::tsquery AND kind = ANY(%(kinds)s) LIMIT %(candidates)s)
"""
_OF_MEETINGS = f"""
    SELECT * FROM search_suggestion WHERE kind = ANY(%(kinds)s) AND id IN (
        SELECT suggestion_id FROM search_suggestionsource
        WHERE meeting_id = ANY(%(meetings)s) AND {sql.readable("access", "%(clearance)s")}
    )
"""
# A subquery for one value: as EXISTS it could become a join that reads every source.
_BEST = """
    WITH ranked AS MATERIALIZED (
        SELECT DISTINCT id, kind, text, target, weight,
               CASE WHEN starts_with(folded, %(first)s) THEN 0
                    WHEN EXISTS (SELECT FROM unnest(%(readings0)s::text[]) AS sought WHERE starts_with(reading, sought))
                    THEN 1 ELSE 2 END AS tier
        FROM ({candidates}) AS candidate WHERE {condition}
    )
    SELECT best.kind, best.text, best.target
    FROM unnest(%(kinds)s::text[], %(shares)s::int[]) WITH ORDINALITY AS asked (kind, share, place)
    CROSS JOIN LATERAL (
        SELECT * FROM (
            SELECT * FROM ranked WHERE ranked.kind = asked.kind ORDER BY tier, weight DESC, length(text), text OFFSET 0
        ) AS sorted
        WHERE (
            SELECT true FROM search_suggestionsource source
            WHERE source.suggestion_id = sorted.id AND {readable} LIMIT 1
        )
        LIMIT asked.share
    ) AS best
    ORDER BY best.tier, asked.place, best.weight DESC, length(best.text), best.text
"""


@dataclass(frozen=True)
class BoxFilters:
    """What a search box is narrowed to: a body and a topic by their numbers, fiscal years and dates with both ends."""

    body: int | None = None
    topic: int | None = None
    year_from: int | None = None
    year_to: int | None = None
    date_from: date | None = None
    date_to: date | None = None

    def __bool__(self) -> bool:
        return self != BoxFilters()


@dataclass(frozen=True)
class Completion:
    """One line under a search box. `fill` goes into the box and is searched; without it, `url` is a page to open."""

    label: str
    text: str
    url: str
    fill: str = ""


@dataclass(frozen=True)
class Typed:
    """What was typed, read as words that a text must hold, in any order, and the kinds that are asked for."""

    folded: str
    words: tuple[str, ...]
    kinds: tuple[Kind, ...]


def suggest(typed: str, user: User, scope: BoxFilters | None = None) -> list[Completion]:
    """At most a dozen completions of a text as it stands in a search box, the best first.

    With a scope, only titles and speakers of meetings in it: other pages would lead out of it.
    """
    scope = scope or BoxFilters()
    read = _read(typed, scope)
    found: list[Completion] = []
    if not read.folded:
        return found
    level = clearance(user)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = %s", [TIMEOUT_MS])
            if not scope:
                past = log.past_searches(read.folded, level, MOST_PAST_SEARCHES)
                found += [_search(PAST_SEARCH, text, text) for text in past]
            stored = _stored(read, level, _meetings(user, scope)) if read.words else []
            # A day or number says which meeting; words alone rather what is on an agenda.
            if len(read.kinds) == len(SHARES) and (not stored or read_reference(typed[:LONGEST_TYPED]).has_place):
                found += [_meeting(known.meeting) for known in meetings_begun(typed[:LONGEST_TYPED], user, MOST_NAMED)]
            found += [_completion(*row) for row in stored]
    except OperationalError:
        # Too slow for somebody who goes on typing: the next letter narrows it.
        return found
    return found


def _read(typed: str, scope: BoxFilters) -> Typed:
    folded = " ".join(fold_text(typed).split())[:LONGEST_TYPED]
    kinds = (Kind.AGENDA, Kind.SPEAKER) if scope else tuple(SHARES)
    whole = folded.lstrip(_OPENING)
    field = _FIELD.match(whole)
    if field:
        kinds = (_FIELDS[field[1]],)
        whole = whole[field.end() :].lstrip(_OPENING)
    # A bracket that is not closed yet: (仮称.
    rest = whole.strip("( ")
    # Where words are combined the text is no beginning of a title any more.
    words = language.plain_words(whole) or language.plain_words(rest)
    return Typed(folded, words[:MOST_WORDS], kinds)


def _stored(read: Typed, level: Clearance, meetings: list[int] | None) -> list[tuple[Kind, str, int]]:
    condition, parameters = _condition(read.words)
    parameters |= {
        "clearance": sql.parameter(level),
        "kinds": list(read.kinds),
        "shares": [_share(kind, read.kinds) for kind in read.kinds],
        "meetings": meetings,
        "grams": _grams(read.words),
        "common": COMMON,
        "candidates": CANDIDATES,
    }
    if meetings is not None:
        return _best([_OF_MEETINGS], condition, parameters)
    sources = [_MOST_COMMON, _BEGINNING]
    sources += [_READ_SO.format(number=number) for number in range(len(parameters["readings0"]))]
    found = _best(sources, condition, parameters)
    # Bodies and topics were all looked through; so were the speakers, but for rare ones.
    main = read.kinds[0]
    if parameters["grams"] and sum(kind == main for kind, _, _ in found) < _share(main, read.kinds):
        found = _best([*sources, _HOLDING], condition, parameters)
    return found


def _share(kind: Kind, kinds: tuple[Kind, ...]) -> int:
    return SHARES[kind] if len(kinds) > 1 else sum(SHARES.values())


def _best(sources: list[str], condition: str, parameters: dict[str, Any]) -> list[tuple[Kind, str, int]]:
    readable = sql.readable("source.access", "%(clearance)s")
    statement = _BEST.format(candidates=" UNION ALL ".join(sources), condition=condition, readable=readable)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [(Kind(kind), text, target) for kind, text, target in cursor.fetchall()]


def _condition(words: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    """SQL that holds where a text holds every word, as written or as read; and its parameters."""
    parts: list[str] = []
    parameters: dict[str, Any] = {"first": words[0], "prefix": _beginning(words[0])}
    for place, word in enumerate(words):
        readings = readings_begun(word)
        parameters |= {f"word{place}": word, f"readings{place}": list(readings)}
        part = (
            f"starts_with(folded, %(word{place})s)"
            if readings and len(word) == 1
            else f"strpos(folded, %(word{place})s) > 0"
        )
        if readings:
            is_short = min(map(len, readings)) < SHORTEST_INNER_READING
            holds = "starts_with(reading, sought)" if is_short else "strpos(reading, sought) > 0"
            part += f" OR EXISTS (SELECT FROM unnest(%(readings{place})s::text[]) AS sought WHERE {holds})"
        parts.append(f"({part})")
    first = parameters["readings0"]
    parameters |= {f"reading_prefix{number}": _beginning(reading) for number, reading in enumerate(first)}
    return " AND ".join(parts), parameters


def _beginning(word: str) -> str:
    """A LIKE pattern for what begins with a word."""
    return re.sub(r"([\\%_])", r"\\\1", word) + "%"


def _grams(words: tuple[str, ...]) -> str:
    """A tsquery of texts that may hold the words; nothing for single characters, which stand in too many texts."""
    return " & ".join(literal_query(word) for word in words if len(word) >= LONGEST_PROVEN)


def _meetings(user: User, scope: BoxFilters) -> list[int] | None:
    """The newest meetings of a scope that the person may read; None without a scope."""
    if not scope:
        return None
    meetings: QuerySet[Meeting] = visible_meetings(user)
    if scope.body is not None:
        meetings = meetings.filter(body=scope.body)
    if scope.year_from is not None:
        meetings = meetings.filter(fiscal_year__gte=scope.year_from)
    if scope.year_to is not None:
        meetings = meetings.filter(fiscal_year__lte=scope.year_to)
    if scope.date_from is not None:
        meetings = meetings.filter(held_on__gte=scope.date_from)
    if scope.date_to is not None:
        meetings = meetings.filter(held_on__lte=scope.date_to)
    if scope.topic is not None:
        filed = SuggestionSource.objects.filter(suggestion__kind=Kind.TOPIC, suggestion__target=scope.topic)
        meetings = meetings.filter(pk__in=filed.values("meeting"))
    return list(meetings.values_list("pk", flat=True)[:MEETINGS])


def _completion(kind: Kind, text: str, target: int) -> Completion:
    label = str(kind.label)
    if kind == Kind.BODY:
        return Completion(label, text, reverse("minutes:body", args=[target]))
    if kind == Kind.TOPIC:
        return Completion(label, text, reverse("minutes:topic", args=[target]))
    field = language.FieldName.AGENDA if kind == Kind.AGENDA else language.FieldName.SPEAKER
    return _search(label, text, language.write(language.Field(field, _quotable(text), literal=True)))


def _meeting(meeting: Meeting) -> Completion:
    """With its date, which the titles of most do not hold."""
    is_dated = meeting.held_on is None or meeting.held_on in read_reference(meeting.title).days
    text = meeting.title if is_dated else f"{meeting.title}（{meeting.held_on_label}）"
    return Completion(MEETING, text, meeting.get_absolute_url())


def _search(label: str, text: str, typed: str) -> Completion:
    return Completion(label, text, f"{reverse('search:results')}?{urlencode({'q': typed})}", fill=typed)


def _quotable(text: str) -> str:
    """A text without the last kind of quotes, where it holds all of them: one kind has to be free to enclose it."""
    return _DOUBLE_QUOTES.sub(" ", text) if _BRACKETS.issubset(text.replace("｣", "」")) else text
