"""A tree of terms -> what it asks of an entry, as bounds on the index and as an exact test of the row. No Django.

The index answers sets of lexemes alone, and some questions go further: bigrams side by side do not prove a
string, nor units a compound. So a condition is a pair of tsqueries between which the answer lies, and a
test that decides where they differ:

    least  entries that match for certain       (補正予算 stands as a word)
    most   entries that may match               (補正, 正予 and 予算 stand somewhere)
    test   SQL on the row, exact and slow       (strpos finds 補正予算)

Where least and most are the same, the index decides by itself. Bounds combine like the terms do, with NOT
turning them around, so that the test is put to the few entries between them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from search.engine import tsqueries
from search.language import (
    MOST_NEAR,
    And,
    Dates,
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
    SpokenAs,
    Term,
    Wanted,
    Years,
)
from search.words import (
    LONG,
    LONGEST_PROVEN,
    PAPER,
    TITLE,
    Writing,
    date_spellings,
    fold_piece,
    fold_text,
    literal_query,
    may_be_word,
    quote,
    units_of,
)

# Where spellings stand in a text: number of the part, first character, the one behind the last, and the last
# character where another part may begin. Kept are those of stretches that hold every part: nothing that begins behind
# a gap can be near what stands before it. Parameters: the distance; of each spelling its part, itself and its full
# length; the number of parts.
_PLACES = """
    place AS (
        SELECT part, before AS start, before + length(spelling) AS stop, before + full_length + %s AS reach
        FROM (VALUES {spellings}) AS spelled (part, spelling, full_length),
        LATERAL (SELECT string_to_array(said.text, spelling) AS pieces OFFSET 0) split,
        LATERAL (
            SELECT sum(length(piece) + length(spelling)) OVER (ORDER BY n) - length(spelling) AS before, n
            FROM unnest(pieces) WITH ORDINALITY AS cut (piece, n)
        ) cut
        WHERE n < cardinality(pieces)
    ),
    stretched AS MATERIALIZED (
        SELECT part, start, stop, reach, count(*) FILTER (WHERE start > reached) OVER (ORDER BY start) AS stretch
        FROM (
            SELECT *, max(reach) OVER (ORDER BY start ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached
            FROM place
        ) ordered
    ),
    kept AS MATERIALIZED (
        SELECT 1 << part AS own, start, stop, reach FROM stretched
        WHERE stretch IN (SELECT stretch FROM stretched GROUP BY stretch HAVING count(DISTINCT part) = %s)
    ),
    chain1 AS MATERIALIZED (SELECT own AS parts, stop, reach FROM kept)
"""
# The chains of one part more, by the sets of parts in them: a place continues any chain that has come to its end before
# it and reaches it, whichever that is. So a text costs its places times the few sets, not all ways from one to another.
_LONGER = """
    chain{longer} AS MATERIALIZED (
        SELECT parts | own AS parts, stop, reach FROM (
            SELECT parts, own, stop, reach, start, max(reached) OVER (PARTITION BY parts ORDER BY at, own) AS reached
            FROM (
                SELECT parts, stop AS at, 0 AS own, NULL::bigint AS start, NULL::bigint AS stop,
                       NULL::bigint AS reach, reach AS reached
                FROM chain{length}
                UNION ALL
                SELECT parts, start, own, start, stop, reach, NULL
                FROM kept, (SELECT DISTINCT parts FROM chain{length}) known WHERE parts & own = 0
            ) met
        ) met
        WHERE start <= reached
    )
"""
# The text is unpacked once, whatever is asked of it.
_NEAR = "(SELECT CASE WHEN {soon} THEN TRUE ELSE {anywhere} END FROM (SELECT entry.folded || '' AS text OFFSET 0) said)"
# Columns as the planner cannot use their own indexes: beside words it would take those, and put the words to every
# entry that it then reads.
PROFILE = "(entry.profile_id + 0)"
MEETING = "(entry.meeting_id + 0)"
RECENCY = "(entry.recency + 0)"
# What `recency` holds below the number of the day (search.index.writing).
_BELOW_DAY = 41
# What the index is on; that of the names (search.known_items) is on the same.
INDEXED = "(entry.vector || search_grams(entry.folded, entry.vector))"
LONG_TEXT = quote(LONG)
# Between numbers these signs count, which take a position like any word: 1/2 is not 1月2日. That of 1.2 is part of its
# unit. Others may stand for something else: 12:30 for 12時30分, 03-1234 for 03(1234.
_NUMBERS_IN_SIGNS = re.compile("[0-9][./][0-9]")


@dataclass(frozen=True, slots=True)
class Test:
    """SQL over search_searchentry (as entry), and its parameters."""

    sql: str
    params: tuple[Any, ...] = ()

    @staticmethod
    def all_of(tests: Sequence["Test"]) -> "Test":
        """All of some tests, at least one."""
        sql = " AND ".join(f"({test.sql})" for test in tests)
        return Test(sql, tuple(value for test in tests for value in test.params))


@dataclass(frozen=True, slots=True)
class Condition:
    """What is asked of an entry, in the forms that the engine may need.

    `most` is None where any entry may match, `least` where none does for certain.
    `test` decides by itself; `rest` (None: nothing) decides for entries that `most` found.
    `sets` decides by sets of entries that the index gives, for questions that it cannot answer at once.
    `absent` is the answer for an entry that holds none of the words: False where the index leads to all hits,
    None where that depends on something else. `is_literal` where bigrams are asked for.
    """

    most: str | None
    least: str | None
    test: Test
    rest: Test | None
    sets: Test
    absent: bool | None
    is_literal: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether the index decides alone."""
        return self.absent is False and self.rest is None


def condition_of(node: Node, *, inside: bool = False) -> Condition | None:
    """What `node` asks; None where it holds nothing that can be searched for.

    With `inside`, words match where they stand inside other words, too. That only ever adds: what NOT refuses
    is refused as words, and particles are passed over all the same where anything else is asked for.
    """
    match node:
        case And(parts):
            found = _conditions(parts, inside)
            return all_of(found) if found else None
        case Or(parts):
            found = _conditions(parts, inside)
            return any_of(found) if found else None
        case Not(part):
            refused = condition_of(part)
            return none_of(refused) if refused else None
        case Term(text):
            return condition_of(Wanted(node, (Form(text, FormKind.TYPED),)), inside=inside)
        case Wanted():
            return _wanted(node, inside)
        case Phrase(text):
            return _piece(text)
        case Prefix(text):
            return _prefix(fold_text(text))
        case Near():
            return _near(node, inside)
        case Field():
            return _field(node)
        case SpokenAs():
            return _spoken_as(node)
        case Years(first, last):
            return _column(
                f"{PROFILE} IN (SELECT id FROM search_profile WHERE fiscal_year BETWEEN %s AND %s)", first, last
            )
        case Dates(first, last):
            held = held_between(first, last)
            return _column(held.sql, *held.params)
    raise TypeError(node)


def held_between(first: date, last: date) -> Test:
    """Entries of meetings held on these days, both ends included; of an unknown day none."""
    return Test(
        f"{RECENCY} >= %s AND {RECENCY} < %s",
        (first.toordinal() << _BELOW_DAY, (last.toordinal() + 1) << _BELOW_DAY),
    )


def asked_of(parts: Sequence[Node], inside: bool = False) -> list[Node]:
    """The parts of an AND, OR or NEAR that ask for anything; with `inside`, particles where there is nothing else."""
    return [part for part in parts if condition_of(part)] or [
        part for part in parts if inside and condition_of(part, inside=True)
    ]


def _conditions(parts: Sequence[Node], inside: bool) -> list[Condition]:
    return [
        condition for part in asked_of(parts, inside) if (condition := condition_of(part, inside=inside)) is not None
    ]


def all_of(parts: Sequence[Condition]) -> Condition:
    """Entries that match every part."""
    if len(parts) == 1:
        return parts[0]
    most = [part.most for part in parts if part.most is not None]
    least = [part.least for part in parts if part.least is not None]
    rest = [part.rest for part in parts if part.rest is not None]
    return Condition(
        most=_joined(" & ", most) if most else None,
        least=_joined(" & ", least) if len(least) == len(parts) else None,
        test=_tests(" AND ", [part.test for part in parts]),
        rest=_tests(" AND ", rest) if rest else None,
        sets=_tests(" AND ", [part.sets for part in parts]),
        absent=_all(part.absent for part in parts),
        is_literal=any(part.is_literal for part in parts),
    )


def any_of(parts: Sequence[Condition]) -> Condition:
    """Entries that match some part."""
    if len(parts) == 1:
        return parts[0]
    most = [part.most for part in parts if part.most is not None]
    least = [part.least for part in parts if part.least is not None]
    test = _tests(" OR ", [part.test for part in parts])
    return Condition(
        most=_joined(" | ", most) if len(most) == len(parts) else None,
        least=_joined(" | ", least) if least else None,
        test=test,
        # Found by the index for the sake of one part, an entry may be asked for another.
        rest=test if any(part.rest for part in parts) else None,
        sets=_tests(" OR ", [part.sets for part in parts]),
        absent=_not(_all(_not(part.absent) for part in parts)),
        is_literal=any(part.is_literal for part in parts),
    )


def none_of(part: Condition) -> Condition:
    """Entries that do not match `part`."""
    test = _negated(part.test)
    return Condition(
        most=None if part.least is None else f"!({part.least})",
        least=None if part.most is None else f"!({part.most})",
        test=test,
        rest=test if part.rest or part.most is None else None,
        sets=_negated(part.sets),
        absent=_not(part.absent),
        is_literal=part.is_literal,
    )


def _wanted(node: Wanted, inside: bool) -> Condition | None:
    found = [part for form in node.forms if not (form.covered or form.writing) and (part := _form(form))]
    writings = [form.writing for form in node.forms if form.writing]
    if writings:
        found.append(_written(writings))
    if inside:
        found += [part for form in node.forms if (part := _piece(form.text))]
    return any_of(found) if found else None


def _form(form: Form) -> Condition | None:
    """On the boundaries of words: in any spelling for a loose form, else in this one alone."""
    folded = fold_text(form.text)
    found = _units(folded, form.loose)
    written = _literal(folded) if found and _has_numbers_in_signs(folded) else None
    return all_of([found, written]) if found and written else found


def _has_numbers_in_signs(folded: str) -> bool:
    return _NUMBERS_IN_SIGNS.search(folded) is not None and any(
        unit.is_gap and start and _NUMBERS_IN_SIGNS.match(folded, start - 1) for start, unit in units_of(folded)
    )


def _units(folded: str, loose: bool) -> Condition | None:
    full = tsqueries.term_query(folded) if loose else tsqueries.phrase_query(folded)
    if not full:
        return None
    steps = tsqueries.steps(folded) if loose else tsqueries.surface_steps(folded)
    if len(steps) == 1:
        return lexical(full)
    whole = tsqueries.whole(folded) if loose else ""
    side_by_side = _joined(" & ", steps)
    most = f"({whole} | {side_by_side})" if whole else side_by_side
    return _bounded(most, whole or None, _matches(full))


def _piece(text: str) -> Condition | None:
    """Letter by letter, inside words too."""
    found = [part for folded in fold_piece(text) if (part := _literal(folded))]
    return any_of(found) if found else None


def _prefix(folded: str) -> Condition | None:
    """Words, or compounds, that begin so. What inflects stands in the index by its dictionary form, which begins
    so where the text does; several words are read in the text itself."""
    full = tsqueries.prefix_query(folded)
    if not full:
        return None
    written = _literal(folded)
    assert written is not None
    begun = tsqueries.begun_query(folded)
    if not begun:
        most = tsqueries.without_places(full)
        return all_of([_bounded(most, most if most == full else None, _matches(full)), written])
    return any_of([lexical(begun), all_of([lexical(full), written])])


def _literal(folded: str) -> Condition | None:
    if not folded:
        return None
    most = f"({literal_query(folded)})"
    test = Test("strpos(entry.folded, %s) > 0", (folded,))
    least: str | None = most
    if len(folded) > LONGEST_PROVEN:
        # A word of the index stands in its text as it is.
        least = quote(folded) if may_be_word(folded) else None
    return _bounded(most, least, test, is_literal=True)


def _written(writings: Sequence[Writing]) -> Condition:
    """Dates in signs: the index leads to texts that hold their pieces, and the text decides what stands where. One
    expression is read much faster than several."""
    most = " | ".join(
        " & ".join(f"({' | '.join(f'({literal_query(piece)})' for piece in pieces)})" for pieces in writing.pieces)
        for writing in writings
    )
    pattern = "|".join(f"(?:{writing.pattern})" for writing in writings)
    return _bounded(f"({most})", None, Test("entry.folded ~ %s", (pattern,)), is_literal=True)


def _near(node: Near, inside: bool) -> Condition | None:
    """All parts, side by side in any order, at most `distance` characters between two of them."""
    asked = asked_of(node.parts, inside)
    if not asked:
        return None
    joint = all_of(_conditions(asked, inside))
    if joint.most is None or len(asked) < 2:
        return joint
    near = stand_near([_spellings(part) for part in asked[:MOST_NEAR]], node.distance)
    test = _tests(" AND ", [joint.test, near])
    return _bounded(joint.most, None, test, _tests(" AND ", [joint.rest or near, near]), is_literal=joint.is_literal)


# A text by which a part of a Near is looked for, and how long it may be in truth.
Spelling = tuple[str, int]


def stand_near(parts: Sequence[Sequence[Spelling]], distance: int) -> Test:
    """SQL that finds a place of each part within `distance` characters behind that of another.

    The first places of two words tell it of most texts, and what stands right behind each place of nearly all others:
    only of three and more the places themselves have to be compared, and of words that may cover each other.
    """
    if any(not spellings for spellings in parts):
        return Test("FALSE")
    if len(parts) == 2 and not _may_overlap(parts[0], parts[1]):
        anywhere = _follow(parts[0], parts[1], distance)
    else:
        anywhere = _places_near(parts, distance)
    soon = _begin_near(parts, distance)
    return Test(_NEAR.format(soon=soon.sql, anywhere=anywhere.sql), (*soon.params, *anywhere.params))


def _may_overlap(one: Sequence[Spelling], other: Sequence[Spelling]) -> bool:
    """Whether a place of one part may cover a sign of a place of the other."""
    return any(
        first in second
        or second in first
        or any(
            first.endswith(second[:length]) or second.endswith(first[:length])
            for length in range(1, min(len(first), len(second)))
        )
        for first, _ in one
        for second, _ in other
    )


def _begin_near(parts: Sequence[Sequence[Spelling]], distance: int) -> Test:
    """Whether the first places of all parts cover no sign of each other and lie so near that any order will do."""
    return Test.all_of([_first_near(one, other, distance) for one, other in combinations(parts, 2)])


def _first_near(one: Sequence[Spelling], other: Sequence[Spelling], distance: int) -> Test:
    clear = max(len(text) for text, _ in (*one, *other)) if _may_overlap(one, other) else 0
    first, second = _first(one), _first(other)
    return Test(f"abs({first.sql} - {second.sql}) BETWEEN %s AND %s", (*first.params, *second.params, clear, distance))


def _first(spellings: Sequence[Spelling]) -> Test:
    places = ", ".join("NULLIF(strpos(said.text, %s), 0)" for _ in spellings)
    return Test(f"LEAST({places})", tuple(text for text, _ in spellings))


def _follow(one: Sequence[Spelling], other: Sequence[Spelling], distance: int) -> Test:
    """Whether one of two parts that cover no sign of each other stands near behind the other: between a place and the
    nearest one behind it stands no further place of its text."""
    tests = []
    for first, second in ((one, other), (other, one)):
        for text, full_length in first:
            within = full_length - len(text) + distance
            found = [Test("strpos(left(rest, %s), %s) > 0", (within + len(behind), behind)) for behind, _ in second]
            sought = _tests(" OR ", found)
            tests.append(
                Test(
                    f"EXISTS (SELECT FROM unnest((string_to_array(said.text, %s))[2:]) AS rest WHERE {sought.sql})",
                    (text, *sought.params),
                )
            )
    return _tests(" OR ", tests)


def _places_near(parts: Sequence[Sequence[Spelling]], distance: int) -> Test:
    """The same by comparing all places."""
    spelled = [(number, text, length) for number, spellings in enumerate(parts) for text, length in spellings]
    places = _PLACES.format(spellings=", ".join(["(%s::int, %s::text, %s::int)"] * len(spelled)))
    longer = "".join(f", {_LONGER.format(length=at, longer=at + 1)}" for at in range(1, len(parts)))
    return Test(
        f"EXISTS (WITH {places}{longer} SELECT FROM chain{len(parts)})",
        (distance, *(value for spelling in spelled for value in spelling), len(parts)),
    )


def _spellings(node: Node) -> list[Spelling]:
    """The texts by which a part of a Near is looked for, and how long each may be in truth: of a word that
    inflects, only what stays the same can be looked for."""
    match node:
        case Wanted():
            texts = [text for form in node.forms for text in form.spellings]
        case Term():
            texts = [node.text]
        case Phrase() | Prefix():
            return [(folded, len(folded)) for folded in fold_piece(node.text) if folded]
        case _:
            return []
    found: dict[tuple[str, int], None] = {}
    for text in texts:
        folded = fold_text(text)
        found |= dict.fromkeys((stem, len(folded)) for stem in (*tsqueries.stems(folded), folded) if stem)
    return list(found)


def _field(node: Field) -> Condition | None:
    folded = fold_text(node.text)
    if not folded:
        return None
    # Names and titles hold dates in words, of either calendar.
    texts = [folded] if node.literal else list(dict.fromkeys((folded, *date_spellings(folded))))
    match node.name:
        case FieldName.SPEAKER:
            named = _named("speaker_words", "speaker_folded", folded, node.literal)
            return _column(f"{PROFILE} IN (SELECT id FROM search_profile WHERE {named.sql})", *named.params)
        case FieldName.MEETING:
            named = _tests(" OR ", [_named("names_words", "names", text, node.literal) for text in texts])
            return _column(
                f"{MEETING} IN (SELECT meeting_id FROM search_indexedmeeting WHERE {named.sql})", *named.params
            )
        case FieldName.AGENDA | FieldName.PAPER:
            mark = TITLE if node.name is FieldName.AGENDA else PAPER
            found = [lexical(_joined(" & ", steps)) for text in texts if (steps := tsqueries.steps(text, mark))]
            return any_of(found) if found else None


def _spoken_as(node: SpokenAs) -> Condition:
    folded = fold_text(node.speaker)
    named = _named("speaker_words", "speaker_folded", folded, node.literal) if folded else Test("TRUE")
    profiles = f"{PROFILE} IN (SELECT id FROM search_profile WHERE category = %s AND {named.sql})"
    return _column(profiles, node.category.value, *named.params)


def _named(words: str, text: str, folded: str, is_literal: bool) -> Test:
    """Whether a name holds the words, or literally the text."""
    tsquery = "" if is_literal else tsqueries.term_query(folded)
    return Test(f"{words} @@ %s::tsquery", (tsquery,)) if tsquery else Test(f"strpos({text}, %s) > 0", (folded,))


def lexical(tsquery: str) -> Condition:
    """A question of which the index decides alone."""
    return _bounded(tsquery, tsquery, _matches(tsquery))


def holds(tsquery: str) -> Test:
    """Entries, or names, that the index has for a tsquery."""
    return Test(f"{INDEXED} @@ %s::tsquery", (tsquery,))


def _matches(tsquery: str) -> Test:
    return Test("entry.vector @@ %s::tsquery", (tsquery,))


def _bounded(
    most: str, least: str | None, test: Test, rest: Test | None = None, *, is_literal: bool = False
) -> Condition:
    is_exact = most == least
    rest = None if is_exact else rest or test
    # The bigrams of long texts are not all in the index: those texts are read themselves.
    arms = [(f"({most}) & !{LONG_TEXT}", rest), (LONG_TEXT, test)] if is_literal else [(most, rest)]
    found = _tests(" OR ", [_indexed(tsquery, arm) for tsquery, arm in arms])
    return Condition(
        most=most,
        least=least,
        test=test,
        rest=rest,
        sets=Test(f"entry.id IN (SELECT entry.id FROM search_searchentry entry WHERE {found.sql})", found.params),
        absent=False,
        is_literal=is_literal,
    )


def _indexed(tsquery: str, test: Test | None) -> Test:
    where = holds(tsquery)
    return _tests(" AND ", [where, test]) if test else where


def _column(sql: str, *params: Any) -> Condition:
    """A question of which the index on words knows nothing."""
    test = Test(sql, params)
    return Condition(most=None, least=None, test=test, rest=test, sets=test, absent=None)


def _joined(joint: str, queries: Sequence[str]) -> str:
    distinct = list(dict.fromkeys(queries))
    return distinct[0] if len(distinct) == 1 else f"({joint.join(distinct)})"


def _tests(joint: str, tests: Sequence[Test]) -> Test:
    distinct = list(dict.fromkeys(tests))
    if len(distinct) == 1:
        return distinct[0]
    sql = joint.join(f"({test.sql})" for test in distinct)
    return Test(sql, tuple(value for test in distinct for value in test.params))


def _negated(test: Test) -> Test:
    return Test(f"NOT ({test.sql})", test.params)


def _all(answers: Iterable[bool | None]) -> bool | None:
    """AND of answers of which some may be unknown."""
    known = list(answers)
    return False if False in known else None if None in known else True


def _not(answer: bool | None) -> bool | None:
    return None if answer is None else not answer
