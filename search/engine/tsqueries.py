"""Words of a query -> the text form of a Postgres tsquery, as search.words writes the vectors. No Django."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from search.words import LONGEST_LEXEME, NORMALIZED, WHOLE, pair_of, quote, tokenize, units_of

_DISTANCE = re.compile("<[0-9]+>")
_HIRAGANA = "".join(map(chr, range(ord("ぁ"), ord("ゖ") + 1)))
# Each text that may stand apart doubles the tsquery of those before it.
MOST_APART = 4


def term_query(folded: str) -> str:
    """The tsquery of a word typed without quotes: its units side by side, each in any of its forms, or the
    whole word where the dictionary has it. Empty where nothing in it can be searched for."""
    whole, phrase = _whole(folded), _steps(folded, _forms)
    if len(phrase) == 1:
        return either([*dict.fromkeys([*whole, *phrase[0][1]])])
    return f"({either(whole)} | {_phrase(phrase)})" if whole else _phrase(phrase)


def phrase_query(folded: str) -> str:
    """The tsquery of quoted text: the surfaces of its units side by side. Empty as for term_query."""
    return _phrase(_steps(folded, _surface_alone))


def prefix_query(folded: str) -> str:
    """The tsquery of texts in which words may begin so. Of several units the last is a beginning, and where it is
    no noun it is left out: what is cut off is not the word that it looks like. Empty as for term_query."""
    steps = _steps(folded, _written)
    if not steps or len(folded) > LONGEST_LEXEME:
        return ""
    *_, (_, unit) = units_of(folded)
    is_open = unit.is_nominal or len(steps) == 1
    if not is_open and not unit.is_gap:
        steps.pop()
    sign = ":*" if is_open and not unit.is_gap else ""
    place, last = steps[-1]
    beginnings = " | ".join(f"{quote(form)}{sign}" for form in last)
    return _side_by_side([*((at, either(forms)) for at, forms in steps[:-1]), (place, f"({beginnings})")])


def begun_query(folded: str) -> str:
    """The tsquery of words and compounds that are written so from their beginning on; empty for a text of which
    only a part can be one."""
    return f"{quote(folded)}:*" if not any(unit.is_gap for _, unit in units_of(folded)) else ""


def steps(folded: str, mark: str = "") -> list[str]:
    """The tsqueries of what must stand side by side in term_query, each by itself; `mark` looks in titles."""
    return [either([mark + form for form in forms]) for _, forms in _steps(folded, _forms)]


def surface_steps(folded: str) -> list[str]:
    """The same of phrase_query."""
    return [either(forms) for _, forms in _steps(folded, _surface_alone)]


def whole(folded: str) -> str:
    """The tsquery of the one word of several units that a text is; empty for any other text."""
    forms = _whole(folded)
    return either(forms) if forms else ""


def whole_query(folded: str) -> str:
    """The tsquery of the text as whole dictionary words side by side, as written. Empty as for term_query."""
    steps, place = [], 0
    for _, word in tokenize(folded):
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
        ahead = sum(1 for _ in units_of(text)) - steps[-1][0]
    return query


def beside_query(texts: Sequence[str]) -> str:
    """The tsquery of texts in which nouns stand one behind the other as the query has them: what the index tells of
    together_query without comparing positions. Empty where no two of them are nouns."""
    found = [[unit for _, unit in units_of(text)] for text in texts]
    pairs = [
        quote(pair_of(first[-1], second[0])[0])
        for first, second in pairwise(found)
        if first and second and first[-1].is_nominal and second[0].is_nominal
    ]
    return " & ".join(pairs)


def stems(folded: str) -> list[str]:
    """What stands in a text wherever term_query finds one word: its spellings, up to where they inflect."""
    found = [unit for _, unit in units_of(folded)]
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
    return either(whole) if whole else _phrase(_steps(folded, _forms))


def written_query(folded: str) -> str:
    """The same of the term as it is typed, in no other form."""
    whole = _whole(folded)
    return either(whole[:1]) if whole else _phrase(_steps(folded, _surface_alone, _written))


def ranking_lexemes(folded: str) -> list[list[str]]:
    """The forms of each step of ranking_query, to look up how rare they are."""
    whole = _whole(folded)
    return [whole] if whole else [forms for _, forms in _steps(folded, _forms)]


def _whole(folded: str) -> list[str]:
    """The forms of the one word of several units that a text is; none for any other text."""
    words = [word for _, word in tokenize(folded) if word.lexemes]
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


def _steps(
    folded: str,
    forms_of: Callable[[str, str], list[str]],
    inflected_forms_of: Callable[[str, str], list[str]] | None = None,
) -> list[tuple[int, list[str]]]:
    """What must stand at which distance: pairs of nominal units side by side, else single units.

    行政|情報|化|の|推進 -> (0, 行政情報) (1, 情報化) (4, 推進). A single step needs no positions at all.
    """
    found = [unit for _, unit in units_of(folded)]

    def is_pair(place: int) -> bool:
        return 0 <= place < len(found) - 1 and found[place].is_nominal and found[place + 1].is_nominal

    steps = []
    at = 0
    while at < len(found):
        # The last of an odd number joins the one before it once more.
        place = at if is_pair(at) or not is_pair(at - 1) else at - 1
        if is_pair(place):
            steps.append((place, forms_of(*pair_of(found[place], found[place + 1]))))
            at = place + 2
        else:
            if not found[at].is_gap:
                forms = forms_of if found[at].is_nominal else inflected_forms_of or forms_of
                steps.append((at, forms(found[at].surface, found[at].normalized)))
            at += 1
    return steps


def _phrase(steps: Sequence[tuple[int, list[str]]]) -> str:
    return _side_by_side([(place, either(forms)) for place, forms in steps])


def _side_by_side(steps: Sequence[tuple[int, str]]) -> str:
    if not steps:
        return ""
    query = steps[0][1]
    for (before, _), (place, step) in pairwise(steps):
        query = f"{query} <{place - before}> {step}"
    return f"({query})"


def either(forms: Sequence[str]) -> str:
    """The tsquery of any of these lexemes, at least one."""
    quoted = [quote(form) for form in forms]
    return quoted[0] if len(quoted) == 1 else f"({' | '.join(quoted)})"
