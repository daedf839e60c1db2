"""Words of a text -> the text form of a Postgres tsvector; words of a query -> that of a tsquery. No Django.

A position is the number of a unit, from 1. Beside each lexeme that occurs OFTEN or more stands the same one
marked FREQUENT, without positions: a cheap list of the entries where a word matters most.

What Postgres does not take is left out, and only this is lost: of a very long utterance, positions after
the 16,383rd unit (about 28,000 characters) and after the 255th occurrence of one lexeme, so that phrases
standing only there are not found while single words are; and lexemes once a vector holds LARGEST_VECTOR
bytes (some 60,000 different words in one utterance).
"""

from collections.abc import Iterable

from search import tokens
from search.tokens import NORMALIZED, Unit, Word

FREQUENT = "^"
OFTEN = 3
LAST_POSITION = 16_383
MOST_POSITIONS = 255
# Postgres: 1,048,575 bytes of lexemes and positions together.
LARGEST_VECTOR = 900_000


def vector_of(folded: str) -> str:
    """The tsvector of a folded text of any length, as `'防災':1,4 '訓練':2`."""
    places: dict[str, list[int]] = {}
    position = 1
    for _, word in tokens.words(folded):
        for offset, lexeme in word.lexemes:
            if lexeme in places:
                places[lexeme].append(position + offset)
            else:
                places[lexeme] = [position + offset]
        position += len(word.units)
    if position > 40_000:
        places = _within_size(places)
    parts = []
    for lexeme, positions in places.items():
        quoted = quote(lexeme)
        if len(positions) == 1 and positions[0] <= LAST_POSITION:
            parts.append(f"{quoted}:{positions[0]}")
            continue
        kept = [str(place) for place in positions[:MOST_POSITIONS] if place <= LAST_POSITION]
        parts.append(f"{quoted}:{','.join(kept)}" if kept else quoted)
        if len(positions) >= OFTEN:
            parts.append("'" + FREQUENT + quoted[1:])
    return " ".join(parts)


def _within_size(places: dict[str, list[int]]) -> dict[str, list[int]]:
    kept, size = {}, 0
    for lexeme, positions in places.items():
        # The lexeme twice (once marked as frequent), alignment, a count and two bytes a position.
        size += 2 * len(lexeme.encode()) + 8 + 2 * min(len(positions), MOST_POSITIONS)
        if size > LARGEST_VECTOR:
            break
        kept[lexeme] = positions
    return kept


def quote(lexeme: str) -> str:
    """A lexeme as tsvector and tsquery literals write it."""
    if "'" in lexeme or "\\" in lexeme:
        lexeme = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{lexeme}'"


def term_query(folded: str) -> str:
    """The tsquery of a word typed without quotes: its units side by side, each in any of its forms, or the
    whole word where the dictionary has it. Empty where nothing in it can be searched for."""
    found = [word for _, word in tokens.words(folded)]
    phrase = _phrase([_forms(unit) for word in found for unit in word.units])
    whole = _whole(found)
    return f"({_any(whole)} | {phrase})" if whole else phrase


def phrase_query(folded: str) -> str:
    """The tsquery of quoted text: the surfaces of its units side by side. Empty as for term_query."""
    return _phrase([[unit.surface] if unit.surface else [] for _, unit in tokens.units(folded)])


def has_gaps(folded: str) -> bool:
    """Whether the text holds particles, signs or spaces, which phrase_query cannot tell apart."""
    return any(unit.is_gap for _, unit in tokens.units(folded))


def ranking_query(folded: str) -> str:
    """The tsquery that weighs a term in a hit: the whole word where the dictionary has it, else its units."""
    found = [word for _, word in tokens.words(folded)]
    whole = _whole(found)
    return _any(whole) if whole else _phrase([_forms(unit) for word in found for unit in word.units])


def frequent_query(folded: str) -> str:
    """The tsquery of entries that hold the text's words OFTEN; empty as for term_query."""
    found = [word for _, word in tokens.words(folded)]
    whole = _whole(found)
    choices = [whole] if whole else [_forms(unit) for word in found for unit in word.units]
    return " & ".join(_any([FREQUENT + form for form in forms]) for forms in choices if forms)


def ranking_lexemes(folded: str) -> list[list[str]]:
    """The lexemes of each unit of ranking_query, to look up how rare they are."""
    found = [word for _, word in tokens.words(folded)]
    whole = _whole(found)
    return [whole] if whole else [forms for word in found for unit in word.units if (forms := _forms(unit))]


def _whole(found: list[Word]) -> list[str]:
    """The forms of the one word of several units that a text is; none for any other text."""
    words = [word for word in found if word.lexemes]
    if len(words) != 1 or len(words[0].units) < 2:
        return []
    return _forms(Unit(words[0].surface, words[0].normalized, 0))


def _forms(unit: Unit) -> list[str]:
    """The lexemes by which a unit of a query meets one of a text: surface or normalized form on either side."""
    if unit.is_gap:
        return []
    return list(dict.fromkeys((unit.surface, unit.normalized, NORMALIZED + unit.normalized)))


def _phrase(units: Iterable[list[str]]) -> str:
    query, distance = "", 1
    for forms in units:
        if not forms:
            distance += 1
            continue
        query = f"{query} <{distance}> {_any(forms)}" if query else _any(forms)
        distance = 1
    return f"({query})" if query else ""


def _any(forms: list[str]) -> str:
    quoted = [quote(form) for form in forms]
    return quoted[0] if len(quoted) == 1 else f"({' | '.join(quoted)})"
