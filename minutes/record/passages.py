"""Passages withheld (非公開部分) stay on their words when the rows that they are of are written anew.

One that stands surely somewhere is put there. Where that is not sure nothing of the row is shown until a person has
looked, and words that went into other rows are withheld where they stand now: rather too much than too little.
"""

import dataclasses
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from minutes.access import FIELDS
from minutes.comparing import without_spaces
from minutes.models import AgendaItem, Attachment, AttachmentPage, Attendee, Meeting, Passage, Utterance
from minutes.withholding import carried, occurrences

Part = Passage.Part
Key = tuple[str, int | str]
# Where parsed minutes have the rows of each kind.
TABLES = {
    Part.UTTERANCE: "utterances",
    Part.ITEM: "agenda",
    Part.ATTENDEE: "attendees",
    Part.PAPER: "attachments",
}
# So many characters of a longer quote are its words wherever they stand.
WORDS_TAKEN = 10
# So many of its first or last characters tell that a text was cut within it.
LEAST_CUT = 3


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """A row that passages may be of: its number, or the id of a draft's row, as minutes.models.Passage has them, and its
    texts by field. `place` counts the rows of a draft, which have no number that anybody knows."""

    part: str
    row: int | str
    texts: Mapping[str, str]
    place: int = dataclasses.field(default=0, compare=False)

    @property
    def key(self) -> Key:
        return self.part, self.row

    @property
    def said(self) -> tuple[str, ...]:
        return tuple(self.texts.values())


@contextmanager
def carrying_passages(meeting: Meeting) -> Iterator[None]:
    """Rows of the meeting may change within; afterwards its passages stand on the words that they are of.

    Runs in the transaction of who calls, before the index is told.
    """
    if meeting.pk is None or not meeting.passages.exists():
        yield
        return
    before = rows_of(meeting)
    yield
    Correction(meeting.passages.select_related("ground"), before, rows_of(meeting)).store()


def key_of(passage: Passage) -> Key:
    """The row that a passage is of."""
    return str(passage.part), passage.draft_row or passage.row


def copied(passage: Passage, **place: Any) -> Passage:
    """The same words withheld on the same terms at another place, not stored."""
    return Passage(
        meeting_id=passage.meeting_id,
        upload_id=passage.upload_id,
        quote=passage.quote,
        audience=passage.audience,
        ground=passage.ground,
        note=passage.note,
        created_by_id=passage.created_by_id,
        **place,
    )


def rows_of(meeting: Meeting) -> list[MarkedRow]:
    """All rows of a meeting that passages may be of, in order."""
    pages = AttachmentPage.objects.filter(attachment__meeting=meeting).order_by("attachment__order", "number")
    sources = (
        (Part.UTTERANCE, Utterance.objects.filter(meeting=meeting).order_by("order"), "ref"),
        (Part.ITEM, AgendaItem.objects.filter(meeting=meeting).order_by("order"), "pk"),
        (Part.ATTENDEE, Attendee.objects.filter(meeting=meeting).order_by("order"), "pk"),
        (Part.PAPER, Attachment.objects.filter(meeting=meeting).order_by("order"), "pk"),
        (Part.PAGE, pages, "pk"),
    )
    return [
        MarkedRow(str(part), key, dict(zip(FIELDS[part], texts, strict=True)))
        for part, rows, number in sources
        for key, *texts in rows.values_list(number, *FIELDS[part])
    ]


class Correction:
    """Passages, and the rows that they are of before and after these changed: where they stand is worked out in the
    objects and written by `store` alone. `passages` are all of one meeting, or of one draft."""

    def __init__(self, passages: Iterable[Passage], before: Sequence[MarkedRow], after: Sequence[MarkedRow]) -> None:
        self._before = {row.key: row for row in before}
        self._after = {row.key: row for row in after}
        self._passages = list(passages)
        self._standing = list(self._passages)
        self._moved: dict[int, Passage] = {}
        self._carry_all()

    @property
    def passages(self) -> Sequence[Passage]:
        """All of them as they stand afterwards, those that words in other rows needed at the end."""
        return self._standing

    @property
    def added(self) -> Sequence[Passage]:
        return self._standing[len(self._passages) :]

    def store(self) -> None:
        """Writes what was worked out."""
        for passage in self._moved.values():
            passage.save(update_fields=["part", "row", "draft_row", "field", "start", "end", "placed"])
        for passage in self.added:
            passage.save()

    def _carry_all(self) -> None:
        if self._changed or len(self._before) != len(self._after) or self._before.keys() != self._after.keys():
            for passage in self._passages:
                self._carry(passage)

    def _carry(self, passage: Passage) -> None:
        old = self._before.get(key_of(passage))
        if old is None or not passage.field:
            self._search(passage, old, ())
            return
        heirs = self._heirs(old)
        is_sure, is_put = bool(heirs), False
        for heir in heirs:
            place = _place(passage, old, heir)
            if place is None and passage.placed and _was_cut_off(passage, old, heir):
                is_sure = False
                continue
            is_sure = is_sure and place is not None
            self._put(passage, heir, passage.field, place, is_new=is_put)
            is_put = True
        if not is_sure:
            self._search(passage, old, [heir.key for heir in heirs])
        if passage.field == "speaker":
            self._follow_speaker(passage, old)
        if heirs and not is_put:
            # Its words stand elsewhere by now; how the row read before is withheld all the same.
            passage.field = ""
            self._moved[passage.pk] = passage

    @cached_property
    def _changed(self) -> list[MarkedRow]:
        """Rows that are new, or read otherwise than before; attendees are the same where they read the same."""
        known = {row.said for row in self._before.values() if row.part == Part.ATTENDEE}
        return [
            row
            for row in self._after.values()
            if not (row.said in known if row.part == Part.ATTENDEE else self._before.get(row.key) == row)
        ]

    def _heirs(self, old: MarkedRow) -> list[MarkedRow]:
        """The rows that the old one became: the same, all that read as it did, else the one that is most like it."""
        if old.key in self._after:
            return [self._after[old.key]]
        if old.part == Part.UTTERANCE:
            return []
        twins = [row for row in self._before.values() if row.part == old.part and row.said == old.said]
        same = [row for row in self._after.values() if row.part == old.part and row.said == old.said]
        if same:
            return [same[twins.index(old)]] if len(same) == len(twins) else same
        new = [row for row in self._changed if row.part == old.part]
        return [max(new, key=lambda row: _likeness(row, old))] if new else []

    def _search(self, passage: Passage, old: MarkedRow | None, done: Iterable[Key]) -> None:
        """Withholds the words, and what may be of them, in all other rows that changed."""
        done, is_found = set(done), False
        for row in self._changed:
            if row.key in done:
                continue
            places = [(field, place) for field, text in row.texts.items() for place in occurrences(text, passage.quote)]
            for field, place in places:
                self._put(passage, row, field, place, is_new=True)
            if not places and any(_may_hold(passage, old, text) for text in row.texts.values()):
                self._put(passage, row, passage.field, None, is_new=True)
            is_found = is_found or (bool(places) and old is not None and _holds_all_of(row, old, passage.field))
        if old is not None and old.part == Part.UTTERANCE and old.key not in self._after and not is_found:
            for row in self._came_for(old.row):
                if not any(list(occurrences(text, passage.quote)) for text in row.texts.values()):
                    self._put(passage, row, passage.field, None, is_new=True)

    def _came_for(self, ref: int | str) -> list[MarkedRow]:
        """The new utterances in whose place a dropped one stood."""
        old, new = ([key[1] for key in rows if key[0] == Part.UTTERANCE] for rows in (self._before, self._after))
        for tag, old_start, old_end, new_start, new_end in SequenceMatcher(
            None, old, new, autojunk=False
        ).get_opcodes():
            if tag == "replace" and ref in old[old_start:old_end]:
                came = [(str(Part.UTTERANCE), one) for one in new[new_start:new_end]]
                return [self._after[key] for key in came if key not in self._before]
        return []

    def _follow_speaker(self, passage: Passage, old: MarkedRow) -> None:
        """A speaker who is withheld is so of every utterance that words of this one went into."""
        own = self._after.get(old.key)
        if own is not None and own.texts["text"] == old.texts["text"]:
            return
        words = without_spaces(old.texts["text"])
        for row in self._changed:
            if row.part == Part.UTTERANCE and row.key != old.key and _shares(words, without_spaces(row.texts["text"])):
                for place in occurrences(row.texts["speaker"], passage.quote):
                    self._put(passage, row, "speaker", place, is_new=True)

    def _put(
        self, passage: Passage, row: MarkedRow, field: str, place: tuple[int, int] | None, *, is_new: bool
    ) -> None:
        """Puts the passage, or a copy of it, on a row: on its place there, or where that is not sure on all of it."""
        fields = FIELDS[Part(row.part)]
        start, end = place or (passage.start, passage.end)
        is_of_draft = isinstance(row.row, str)
        values: dict[str, Any] = {
            "part": row.part,
            "row": 0 if is_of_draft else row.row,
            "draft_row": row.row if is_of_draft else "",
            "field": field if field in fields else fields[-1],
            "start": start,
            "end": end,
            "placed": place is not None,
        }
        if not is_new:
            for name, value in values.items():
                setattr(passage, name, value)
            self._moved[passage.pk] = passage
        elif not self._is_withheld(passage, row.key, values["field"], place):
            self._standing.append(copied(passage, **values))

    def _is_withheld(self, passage: Passage, key: Key, field: object, place: tuple[int, int] | None) -> bool:
        """Whether it is so already, from everybody that this passage is withheld from."""
        same = [one for one in self._standing if key_of(one) == key and one.audience == passage.audience and one.field]
        if place is None:
            return any(not one.placed and one.quote == passage.quote for one in same)
        return any(one.placed and one.field == field and one.start <= place[0] and place[1] <= one.end for one in same)


def _place(passage: Passage, old: MarkedRow, new: MarkedRow) -> tuple[int, int] | None:
    """Where a passage that had its place stands in the row that its own became."""
    text = old.texts[passage.field]
    if not passage.placed and passage.upload_id and new.texts[passage.field][passage.start :].startswith(passage.quote):
        # A correction of a draft was taken back: its words stand again where a person marked them.
        return passage.start, passage.end
    if not passage.placed or text[passage.start : passage.end] != passage.quote:
        return None
    return carried(text, new.texts[passage.field], passage.start, passage.end)


def _was_cut_off(passage: Passage, old: MarkedRow, new: MarkedRow) -> bool:
    """Whether the new text is the beginning or the end of the old one, and nothing of the passage is in it."""
    text, kept = old.texts[passage.field], new.texts[passage.field].strip()
    if not kept:
        return True
    first = text.startswith(kept) and passage.start >= len(kept) and passage.quote not in kept
    last = text.endswith(kept) and passage.end <= len(text) - len(kept) and passage.quote not in kept
    return first or last


def _may_hold(passage: Passage, old: MarkedRow | None, text: str) -> bool:
    """Whether a text that does not hold the quote as it was may hold part of it."""
    quote, words = without_spaces(passage.quote), without_spaces(text)
    if not quote or not words:
        return False
    if not passage.placed and old is not None and _shares(without_spaces(old.texts.get("text", "")), words):
        # They may be anywhere in the row that waits for a look.
        return True
    length = WORDS_TAKEN if len(quote) >= WORDS_TAKEN else 2
    pieces = {quote[start : start + length] for start in range(max(len(quote) - length, 0) + 1)}
    if any(piece in words for piece in pieces):
        return True
    return old is not None and bool(passage.field) and _was_cut_within(old.texts[passage.field], passage, words)


def _was_cut_within(text: str, passage: Passage, words: str) -> bool:
    """Whether words end, or begin, in the middle of the passage: cut there, perhaps with what stood beside it.

    Of a short passage a single character is enough.
    """
    quote = without_spaces(passage.quote)
    left, right = without_spaces(text[: passage.start])[-1:], without_spaces(text[passage.end :])[:1]
    if len(quote) < WORDS_TAKEN:
        beside = [left + quote[0]] * bool(left) + [quote[-1] + right] * bool(right)
        return words[0] in quote or words[-1] in quote or any(pair in words for pair in beside)
    ends = range(LEAST_CUT, len(quote))
    return any(words.startswith(quote[-end:]) or words.endswith(quote[:end]) for end in ends)


def _holds_all_of(row: MarkedRow, old: MarkedRow, field: str) -> bool:
    """Whether one text is a part of the other: the same words cut or joined."""
    new, before = without_spaces(row.texts.get(field, "")), without_spaces(old.texts.get(field, ""))
    return bool(new) and bool(before) and (new in before or before in new)


def _shares(first: str, second: str) -> bool:
    if not first or not second:
        return False
    if first in second or second in first:
        return True
    return any(second[start : start + WORDS_TAKEN] in first for start in range(len(second) - WORDS_TAKEN + 1))


def _likeness(row: MarkedRow, other: MarkedRow) -> float:
    """The share of pairs of characters that two rows have in common."""
    first, second = (Counter(pair for text in one.said for pair in itertools.pairwise(text)) for one in (row, other))
    return 2 * (first & second).total() / max(first.total() + second.total(), 1)
