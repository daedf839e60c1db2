"""What a text is weighed by: the words of a query, each with its forms and with how much it counts. No Django."""

from collections.abc import Sequence
from dataclasses import dataclass

from search.engine import tsqueries
from search.language import Atom, FormKind, Loose, Prefix, Wanted
from search.words import IMPACT, LEVELS, TITLE, fold_text, units_of

# What is done tells less than what it is done to; so do parts of words, and words side by side beside the words.
ACTION_WORTH, COMPOUND_WORTH, UNIT_WORTH = 0.6, 0.15, 0.1
# Forms of one clue that its impact is looked up by, the nearest first.
MOST_FORMS = 5


@dataclass(frozen=True, slots=True)
class Clue:
    """One word or compound. `typed`, `spelled` and `found` are the tsqueries of it as typed, in any spelling and in any
    of its forms, `titled` that of titles that hold it; `steps` are the lexemes of each form, one list for each word that
    has to stand there."""

    typed: str
    spelled: str
    found: str
    titled: str
    steps: tuple[tuple[tuple[str, ...], ...], ...]
    worth: float = 1.0

    def with_impact(self, level: int) -> str:
        """The tsquery of entries in which some form has at least this level of impact."""
        marks = [f"{IMPACT}{number}" for number in range(level, len(LEVELS) + 1)]
        forms = [
            " & ".join(tsqueries.either([mark + lexeme for mark in marks for lexeme in lexemes]) for lexemes in form)
            for form in self.steps[:MOST_FORMS]
        ]
        return " | ".join(f"({form})" for form in forms)


def clue_of(atom: Atom, worth: float = 1.0) -> Clue | None:
    """None where nothing in it can be weighed: signs and particles."""
    folded = fold_text(atom.text)
    if isinstance(atom, Prefix):
        begun = tsqueries.begun_query(folded) or tsqueries.prefix_query(folded)
        return Clue(begun, begun, begun, "", (), worth) if begun else None
    typed = tsqueries.written_query(folded)
    if not typed:
        return None
    spellings, synonyms = [folded], []
    if isinstance(atom, Wanted):
        others = [form for form in atom.others if not form.covered]
        spellings += [
            fold_text(text) for form in others if form.kind is not FormKind.SYNONYM for text in form.spellings
        ]
        synonyms = [fold_text(form.text) for form in others if form.kind is FormKind.SYNONYM]
    return _clue(typed, spellings, synonyms, worth)


def _clue(typed: str, spellings: Sequence[str], synonyms: Sequence[str], worth: float) -> Clue:
    queries: dict[str, None] = {}
    titles: dict[str, None] = {}
    steps: dict[tuple[tuple[str, ...], ...], None] = {}
    for text in dict.fromkeys((*spellings, *synonyms)):
        query = tsqueries.ranking_query(text)
        if query:
            queries.setdefault(query)
            titles.setdefault(" & ".join(tsqueries.steps(text, TITLE)))
            steps.setdefault(tuple(map(tuple, tsqueries.ranking_lexemes(text))))
    spelled = [query for text in dict.fromkeys(spellings) if (query := tsqueries.ranking_query(text))]
    return Clue(
        typed,
        " | ".join(dict.fromkeys(spelled)),
        " | ".join(queries),
        " | ".join(f"({title})" for title in titles),
        tuple(steps),
        worth,
    )


def clues_of(atoms: Sequence[Atom]) -> list[Clue]:
    """The clues of the words of a query that all of its hits hold."""
    return [clue for atom in atoms if (clue := clue_of(atom))]


def loose_clues(loose: Loose) -> list[Clue]:
    """The clues of a sentence: its words, their parts, and the compounds that they form."""
    found: dict[str, Clue] = {}
    weighed = [(atom, ACTION_WORTH if _is_action(atom) else 1.0) for atom in loose.words]
    weighed += [(atom, COMPOUND_WORTH) for atom in loose.compounds]
    weighed += [(atom, UNIT_WORTH) for atom in loose.parts]
    for atom, worth in weighed:
        clue = clue_of(atom, worth)
        if clue is not None:
            found.setdefault(clue.found, clue)
    return list(found.values())


def _is_action(atom: Atom) -> bool:
    """Whether a word is no noun: a verb, an adjective."""
    return not any(unit.is_nominal for _, unit in units_of(fold_text(atom.text)))
