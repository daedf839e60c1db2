"""A question and its answer: what it names, what it finds, and what is searched for where its words find nothing.

The results page and the command line ask alike. Where no text holds the words, what was said at the meeting that they
name is the answer; else what other words find that were surely meant; else what holds the most of the words.
"""

from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from minutes.access import Clearance, User, clearance
from search import engine
from search.known_items import Recognised, Titles, recognise, titles_of
from search.language import Node, Question
from search.page.proposals import Proposal, proposals_of
from search.synonyms import loosen, understand

# Of each kind so many titles are looked up.
MOST_TITLES = 5
_Kept = TypeVar("_Kept")


class Recall(Protocol):
    """What gives the value of a key, computed unless it is known."""

    def __call__(self, key: Hashable, compute: Callable[[], _Kept], /) -> _Kept: ...


def anew(key: Hashable, compute: Callable[[], _Kept]) -> _Kept:
    """Keeps nothing."""
    return compute()


@dataclass(frozen=True)
class Answer:
    """`question` as it was answered in the end, and what it found: `loose` where only some of its words are held.

    `known` is what it names, `spoken` what was said there, where no text holds its words. `meant` are other words that
    may have been meant. `typed`: the question whose words found nothing, where others were searched for in their
    place. `is_late`: looking for other words took too long.
    """

    question: Question
    results: engine.Results
    known: Recognised | None = None
    spoken: engine.Results | None = None
    meant: tuple[Proposal, ...] = ()
    typed: Question | None = None
    is_late: bool = False

    @property
    def is_loose(self) -> bool:
        return self.question.loose is not None

    @property
    def shown(self) -> engine.Results:
        """The hits to be shown."""
        return self.results if self.spoken is None else self.spoken

    @property
    def shown_words(self) -> Node | None:
        """The words to be marked in them: what was said at a place holds none of the question's."""
        return self.question.shown_words if self.spoken is None else None


@dataclass(frozen=True)
class Asker:
    """Who asks; `recall` may know what was asked before."""

    user: User
    recall: Recall = anew

    @property
    def clearance(self) -> Clearance:
        return clearance(self.user)

    def answer(self, question: Question) -> Answer:
        """The answer to a question that was read by understand() and asks for something.

        Raises SearchTimeout where the search for its words takes too long; that of other searches leaves them out.
        """
        answer = self._found(question)
        if answer.known is None and question.after is None:
            answer = self._with_meant(answer)
        if answer.results.total or question.strict:
            return answer
        for other in (self._said_there, self._surely_meant, self._loosened):
            with suppress(engine.SearchTimeout):
                found = other(answer)
                if found is not None:
                    return found
        return answer

    def titles(self, question: Question) -> list[Titles]:
        """The titles that hold the words of a question."""
        key = ("titles", question.tree, question.filters, self.clearance)
        return self.recall(key, lambda: titles_of(question, self.user, MOST_TITLES))

    def inside(self, question: Question) -> int:
        """How many more entries hold the words of a question inside others alone. Raises SearchTimeout."""
        if question.inside:
            return 0
        key = ("inside", question.tree, question.filters, question.scope, self.clearance)
        return self.recall(key, lambda: engine.count_inside(question, clearance=self.clearance))

    def _found(self, question: Question) -> Answer:
        """What the words name and find as they are."""
        known = None
        if question.after is None:
            key = ("known", question.text, question.read, question.filters, self.clearance)
            known = self.recall(key, lambda: recognise(question, self.user))
        return Answer(question, self._search(question), known)

    def _search(self, question: Question) -> engine.Results:
        key = ("search", question, self.clearance)
        return self.recall(key, lambda: engine.search(question, clearance=self.clearance))

    def _with_meant(self, answer: Answer) -> Answer:
        question, total = answer.question, answer.results.total
        key = ("meant", question.tree, question.filters, question.scope, question.inside, self.clearance)
        try:
            meant = self.recall(key, lambda: proposals_of(question, total, self.clearance))
        except engine.SearchTimeout:
            return replace(answer, is_late=True)
        return replace(answer, meant=meant)

    def _said_there(self, answer: Answer) -> Answer | None:
        if answer.known is None:
            return None
        return replace(answer, spoken=self._search(answer.known.spoken(answer.question)))

    def _surely_meant(self, answer: Answer) -> Answer | None:
        """Never where the words as typed stand in a title or inside other words."""
        surely = next((meant for meant in answer.meant if meant.is_certain), None)
        if surely is None or self.titles(answer.question) or self.inside(answer.question):
            return None
        typed = answer.question
        other = understand(replace(typed.of_tree(None), text=surely.query), clearance=self.clearance)
        found = self._found(other)
        if not found.results.total:
            found = self._said_there(found) or found
        return replace(found, typed=typed, meant=tuple(meant for meant in answer.meant if meant is not surely))

    def _loosened(self, answer: Answer) -> Answer | None:
        if answer.known is not None:
            return None
        loose = loosen(answer.question, clearance=self.clearance)
        found = self._search(loose) if loose is not None else None
        if loose is None or found is None or not found.total:
            return None
        # The person waits for both.
        return replace(answer, question=loose, results=replace(found, ms=round(answer.results.ms + found.ms, 1)))
