"""Words of a text -> the text form of a Postgres tsvector; words of a query -> that of a tsquery. No Django.

A position is the number of a unit, from 1; that of a whole dictionary word is labelled WHOLE. Beside each
lexeme that occurs OFTEN or more stands the same one marked FREQUENT, without positions: a cheap list of the
entries where a word matters most. The words of the agenda items' titles are marked TITLE, those of the papers'
PAPER. A text too long for all its bigrams to be indexed holds LONG.

What Postgres does not take is left out, and only this is lost: of a very long utterance, positions after
the 16,383rd unit (about 28,000 characters) and after the 255th occurrence of one lexeme, so that compounds of
three units or more standing only there are not found while single words are; and lexemes once a vector holds
LARGEST_VECTOR bytes (some 35,000 different words in one utterance). Literal searches lose nothing.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import pairwise

from search.words import tokens
from search.words.tokens import NORMALIZED, Unit, Word

FREQUENT = "^"
TITLE = "@"
PAPER = "#"
WHOLE = "A"
LONG = "\x04"
# As many characters of a text become bigrams (the database's search_grams).
LONGEST_GRAMS = 30_000
# A lexeme of at most so many characters is a piece of its text; longer ones are cut.
LONGEST_PROOF = tokens.LONGEST_LEXEME
OFTEN = 3
LAST_POSITION = 16_383
MOST_POSITIONS = 255
# Postgres: 1,048,575 bytes of lexemes and positions together, those of the bigrams included.
LARGEST_VECTOR = 580_000
_DISTANCE = re.compile("<[0-9]+>")
# What takes more than quotes around it.
_QUOTED = re.compile(r"['\\]")
# As positions are written; those of whole words are counted from the end.
_PLACES = [str(place) for place in range(LAST_POSITION + 1)]
_PLACES += [f"{place}{WHOLE}" for place in range(LAST_POSITION, 0, -1)]
_HIRAGANA = "".join(map(chr, range(ord("ぁ"), ord("ゖ") + 1)))
# Each text that may stand apart doubles the tsquery of those before it.
MOST_APART = 4
# A title of more words is cut.
MOST_MARKS = 4_000
# Texts of fewer characters cannot reach that.
LONG_TEXT = 10_000


def vector_of(folded: str, words: Iterable[tuple[int, Word]]) -> str:
    """The tsvector of a folded text of any length and its words, as `'防災':1A,4 '訓練':2`."""
    # Places of whole words are kept as negative numbers until they are written.
    places: defaultdict[str, list[int]] = defaultdict(list)
    position = 1
    before: Unit | None = None
    for _, word in words:
        for lexeme in word.wholes:
            places[lexeme].append(-position)
        if word.parts:
            for offset, lexeme in word.parts:
                places[lexeme].append(position + offset)
        if before is not None and word.head is not None:
            for lexeme in tokens.lexemes_of(*tokens.pair_of(before, word.head)):
                places[lexeme].append(position - 1)
        before = word.tail
        position += word.size
    written = _literal(_within_size(places) if len(folded) > LONG_TEXT else places, position)
    return f"{written} {quote(LONG)}" if len(folded) > LONGEST_GRAMS else written


def marks_of(mark: str, folded: str) -> str:
    """The words of a title, each with its mark, to stand behind a vector: ` '@防災' '@計画'`."""
    lexemes = {lexeme for _, word in tokens.words(folded) for _, lexeme in word.lexemes}
    units = [unit for _, unit in tokens.units(folded)]
    for first, second in pairwise(units):
        if first.is_nominal and second.is_nominal:
            lexemes.update(tokens.lexemes_of(*tokens.pair_of(first, second)))
    return "".join(f" {quote(mark + lexeme)}" for lexeme in sorted(lexemes)[:MOST_MARKS])


def _literal(places: Mapping[str, list[int]], end: int) -> str:
    """`end`: the position after the last, to tell the many texts in which every position is good."""
    is_short = end <= LAST_POSITION
    is_plain = not _QUOTED.search("".join(places))
    parts = []
    for lexeme, positions in places.items():
        quoted = f"'{lexeme}'" if is_plain else quote(lexeme)
        if len(positions) == 1 and is_short:
            parts.append(f"{quoted}:{_PLACES[positions[0]]}")
            continue
        kept = ",".join([_PLACES[place] for place in positions[:MOST_POSITIONS] if abs(place) <= LAST_POSITION])
        parts.append(f"{quoted}:{kept}" if kept else quoted)
        if len(positions) >= OFTEN:
            parts.append("'" + FREQUENT + quoted[1:])
    return " ".join(parts)


def _within_size(places: Mapping[str, list[int]]) -> dict[str, list[int]]:
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
    whole, phrase = _whole(folded), _steps(folded, _forms)
    if len(phrase) == 1:
        return _any([*dict.fromkeys([*whole, *phrase[0][1]])])
    return f"({_any(whole)} | {_phrase(phrase)})" if whole else _phrase(phrase)


def phrase_query(folded: str) -> str:
    """The tsquery of quoted text: the surfaces of its units side by side. Empty as for term_query."""
    return _phrase(_steps(folded, _surface_alone))


def prefix_query(folded: str) -> str:
    """The tsquery of texts in which words may begin so. Of several units the last is a beginning, and where it is
    no noun it is left out: what is cut off is not the word that it looks like. Empty as for term_query."""
    steps = _steps(folded, _written)
    if not steps or len(folded) > tokens.LONGEST_LEXEME:
        return ""
    *_, (_, unit) = tokens.units(folded)
    is_open = unit.is_nominal or len(steps) == 1
    if not is_open and not unit.is_gap:
        steps.pop()
    sign = ":*" if is_open and not unit.is_gap else ""
    place, last = steps[-1]
    beginnings = " | ".join(f"{quote(form)}{sign}" for form in last)
    return _side_by_side([*((at, _any(forms)) for at, forms in steps[:-1]), (place, f"({beginnings})")])


def begun_query(folded: str) -> str:
    """The tsquery of words and compounds that are written so from their beginning on; empty for a text of which
    only a part can be one."""
    return f"{quote(folded)}:*" if not any(unit.is_gap for _, unit in tokens.units(folded)) else ""


def steps(folded: str, mark: str = "") -> list[str]:
    """The tsqueries of what must stand side by side in term_query, each by itself; `mark` looks in titles."""
    return [_any([mark + form for form in forms]) for _, forms in _steps(folded, _forms)]


def surface_steps(folded: str) -> list[str]:
    """The same of phrase_query."""
    return [_any(forms) for _, forms in _steps(folded, _surface_alone)]


def whole(folded: str) -> str:
    """The tsquery of the one word of several units that a text is; empty for any other text."""
    forms = _whole(folded)
    return _any(forms) if forms else ""


def whole_query(folded: str) -> str:
    """The tsquery of the text as whole dictionary words side by side, as written. Empty as for term_query."""
    steps, place = [], 0
    for _, word in tokens.words(folded):
        if word.surface:
            steps.append((place, f"{quote(word.surface)}:{WHOLE}"))
        place += len(word.units)
    return _side_by_side(steps)


def together_query(texts: Sequence[str]) -> str:
    """The tsquery of several texts one behind the other, as written; a single sign or particle may stand between,
    of more than MOST_APART texts nothing. Empty where one of them holds nothing that can be searched for."""
    query, ahead = "", 0
    for text in texts:
        steps = _steps(text, _surface_alone)
        if not steps:
            return ""
        phrase, distance = _phrase(steps), ahead + steps[0][0]
        if not query:
            query = phrase
        elif len(texts) > MOST_APART:
            query = f"{query} <{distance}> {phrase}"
        else:
            query = f"({query} <{distance}> {phrase} | {query} <{distance + 1}> {phrase})"
        # Postgres counts from the last step of what stands before.
        ahead = sum(1 for _ in tokens.units(text)) - steps[-1][0]
    return query


def beside_query(texts: Sequence[str]) -> str:
    """The tsquery of texts in which nouns stand one behind the other as the query has them: what the index tells of
    together_query without comparing positions. Empty where no two of them are nouns."""
    found = [[unit for _, unit in tokens.units(text)] for text in texts]
    pairs = [
        quote(tokens.pair_of(first[-1], second[0])[0])
        for first, second in pairwise(found)
        if first and second and first[-1].is_nominal and second[0].is_nominal
    ]
    return " & ".join(pairs)


def stems(folded: str) -> list[str]:
    """What stands in a text wherever term_query finds one word: its spellings, up to where they inflect."""
    found = [unit for _, unit in tokens.units(folded)]
    while found and found[-1].is_gap:
        found.pop()
    while found and found[0].is_gap:
        found.pop(0)
    if not found or any(unit.is_gap for unit in found):
        return []
    *before, last = found
    surface = "".join(unit.surface for unit in before)
    normalized = "".join(unit.normalized for unit in before)
    if last.is_nominal:
        return list(dict.fromkeys((surface + last.surface, normalized + last.normalized)))
    # Of the dictionary's form of a verb or an adjective, the last sign alone changes.
    texts = [surface + last.normalized[:-1], normalized + last.normalized[:-1]]
    if last.surface.rstrip(_HIRAGANA) != last.normalized.rstrip(_HIRAGANA):
        texts.append(surface + (last.surface.rstrip(_HIRAGANA) or last.surface[:-1]))
    return [text for text in dict.fromkeys(texts) if text]


def without_places(tsquery: str) -> str:
    """The same words wherever they stand: what the index can answer by itself."""
    return _DISTANCE.sub("&", tsquery)


def ranking_query(folded: str) -> str:
    """The tsquery that weighs a term in a hit: the whole word where the dictionary has it, else its units."""
    whole = _whole(folded)
    return _any(whole) if whole else _phrase(_steps(folded, _forms))


def frequent_query(folded: str) -> str:
    """The tsquery of entries that hold the text's words OFTEN; empty as for term_query."""
    return " & ".join(_any([FREQUENT + form for form in forms]) for forms in ranking_lexemes(folded))


def ranking_lexemes(folded: str) -> list[list[str]]:
    """The forms of each step of ranking_query, to look up how rare they are."""
    whole = _whole(folded)
    return [whole] if whole else [forms for _, forms in _steps(folded, _forms)]


def _whole(folded: str) -> list[str]:
    """The forms of the one word of several units that a text is; none for any other text."""
    words = [word for _, word in tokens.words(folded) if word.lexemes]
    if len(words) != 1 or len(words[0].units) < 2 or not words[0].surface:
        return []
    return _forms(words[0].surface, words[0].normalized)


def _forms(surface: str, normalized: str) -> list[str]:
    """The lexemes by which a query's words meet a text's: surface or normalized form on either side."""
    return list(dict.fromkeys((surface, normalized, NORMALIZED + normalized)))


def _written(surface: str, normalized: str) -> list[str]:
    """The lexemes of a text in which a query's words stand as written; the second, where they inflect."""
    return [surface, NORMALIZED + normalized]


def _surface_alone(surface: str, normalized: str) -> list[str]:
    return [surface]


def _steps(folded: str, forms_of: Callable[[str, str], list[str]]) -> list[tuple[int, list[str]]]:
    """What must stand at which distance: pairs of nominal units side by side, else single units.

    行政|情報|化|の|推進 -> (0, 行政情報) (1, 情報化) (4, 推進). A single step needs no positions at all.
    """
    found = [unit for _, unit in tokens.units(folded)]

    def is_pair(place: int) -> bool:
        return 0 <= place < len(found) - 1 and found[place].is_nominal and found[place + 1].is_nominal

    steps = []
    at = 0
    while at < len(found):
        # The last of an odd number joins the one before it once more.
        place = at if is_pair(at) or not is_pair(at - 1) else at - 1
        if is_pair(place):
            steps.append((place, forms_of(*tokens.pair_of(found[place], found[place + 1]))))
            at = place + 2
        else:
            if not found[at].is_gap:
                steps.append((at, forms_of(found[at].surface, found[at].normalized)))
            at += 1
    return steps


def _phrase(steps: Sequence[tuple[int, list[str]]]) -> str:
    return _side_by_side([(place, _any(forms)) for place, forms in steps])


def _side_by_side(steps: Sequence[tuple[int, str]]) -> str:
    if not steps:
        return ""
    query = steps[0][1]
    for (before, _), (place, step) in pairwise(steps):
        query = f"{query} <{place - before}> {step}"
    return f"({query})"


def _any(forms: list[str]) -> str:
    quoted = [quote(form) for form in forms]
    return quoted[0] if len(quoted) == 1 else f"({' | '.join(quoted)})"
