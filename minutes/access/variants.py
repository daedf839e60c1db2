"""All the ways in which texts of published minutes read, for an index that holds one entry for each."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from minutes.access.classes import Classes
from minutes.access.masking import spans_of
from minutes.models import Passage
from minutes.withholding import masked


@dataclass(frozen=True, slots=True)
class RowTexts:
    """The texts of one row, by field. `row` is the permanent number of an utterance, else a primary key."""

    part: Passage.Part
    meeting: int
    row: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Variant:
    """One way in which some rows read together: its access class and, for each row in order, its texts by field."""

    access: int
    rows: Sequence[Mapping[str, str]]


class Variants:
    """The ways in which rows of some meetings (by primary key) read."""

    def __init__(self, meetings: Collection[int]) -> None:
        self._classes = Classes()
        self._passages: defaultdict[tuple[str, int, int], list[Passage]] = defaultdict(list)
        for passage in Passage.objects.filter(meeting__in=meetings).select_related("ground"):
            self._passages[passage.part, passage.meeting_id or 0, passage.row].append(passage)

    def of(self, needs: Iterable[int], rows: Sequence[RowTexts]) -> list[Variant]:
        """Each way in which the rows read to people who are in all of the audiences `needs`."""
        found = [self._passages.get((row.part, row.meeting, row.row), ()) for row in rows]
        if not any(found):
            return [Variant(self._classes.of(needs), [row.texts for row in rows])]
        audiences = {passage.audience for passages in found for passage in passages}
        return [
            Variant(
                reading.access,
                [
                    _read(row.texts, [passage for passage in passages if passage.audience not in reading.opened])
                    for row, passages in zip(rows, found, strict=True)
                ],
            )
            for reading in self._classes.readings(needs, audiences)
        ]


def _read(texts: Mapping[str, str], passages: Collection[Passage]) -> Mapping[str, str]:
    if not passages:
        return texts
    spans = spans_of(texts, passages)
    return {field: masked(text, spans.get(field, ())).text for field, text in texts.items()}
