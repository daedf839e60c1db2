"""The kinds of people who read a meeting differently, for what is worked out of it once and stored for all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from minutes.access.audiences import covers
from minutes.access.masking import spans_of
from minutes.models import Passage
from minutes.withholding import masked


@dataclass(frozen=True, slots=True)
class Onlooker:
    """Those whom one audience names, and nobody above them; `audience` is None for who reads everything."""

    audience: int | None

    def may_see(self, *audiences: int) -> bool:
        """Whether these people are in every one of the audiences."""
        return self.audience is None or all(covers(one, self.audience) for one in audiences)

    def read(self, texts: Mapping[str, str], passages: Collection[Passage]) -> Mapping[str, str]:
        """The texts of a row, by field, as these people read them; `passages` are all those of the row."""
        hidden = [passage for passage in passages if not self.may_see(passage.audience)]
        if not hidden:
            return texts
        spans = spans_of(texts, hidden)
        return {field: masked(text, spans.get(field, ())).text for field, text in texts.items()}


def onlookers(audiences: Iterable[int]) -> list[Onlooker]:
    """Who reads rows and passages of these audiences differently: the widest kind first, the last reads all of them."""
    distinct = set(audiences)
    kinds = sorted(distinct, key=lambda one: (sum(covers(one, other) for other in distinct), -one), reverse=True)
    if kinds and all(covers(one, kinds[-1]) for one in distinct):
        return [*map(Onlooker, kinds[:-1]), Onlooker(None)]
    return [*map(Onlooker, kinds), Onlooker(None)]
