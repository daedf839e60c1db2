"""What changed between two versions as its page shows it: fields in words, texts with their changes, by agenda item.

Only what is shown is compared word by word: a page holds at most PAGE_CHANGES changed utterances.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import groupby
from typing import Any, NamedTuple

from minutes.comparing import HeadChange, Hunk, Recut, RowChange, UtteranceChange, diffing
from minutes.models import AccessLevel, Meeting, Utterance
from minutes.parsing import HEAD_LABELS, Access, AgendaItem, Attachment, Attendee, ParsedMinutes
from minutes.parsing import Utterance as Said
from minutes.reading_room.corrections import Comparison
from minutes.record import State
from minutes.wording import labels

PAGE_CHANGES = 100
NOTHING = "（なし）"
OPENING = 40
WHAT = {
    diffing.ADDED: "追加",
    diffing.DROPPED: "削除",
    diffing.CHANGED: "変更",
    diffing.MOVED: "移動",
}
KINDS = {str(value): str(label) for value, label in Utterance.Kind.choices}


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A changed field or row of a table: what happened, and its text with the changes."""

    what: str
    name: str
    text: Sequence[Hunk]


class TableRow(NamedTuple):
    """A field of the meeting and its value as people write it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    rows: Sequence[ShownRow]


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One of the utterances that one was cut into, or that were made one."""

    ref: int
    stands: bool
    speaker: Sequence[Hunk]
    kind: Sequence[Hunk]
    text: Sequence[Hunk]


@dataclass(frozen=True, slots=True)
class ShownUtterance:
    """A changed utterance. `code` is that of minutes.comparing.diffing; `behind` tells where it stands, for one that was added, dropped or moved.

    Of one that was cut or joined the words stand in its `parts`.
    """

    code: str
    what: str
    ref: int
    stands: bool
    speaker: Sequence[Hunk]
    kind: Sequence[Hunk]
    text: Sequence[Hunk]
    behind: str
    parts: Sequence[ShownPart] = ()


@dataclass(frozen=True, slots=True)
class ShownFiling:
    """Utterances that were filed under other agenda items."""

    count: int
    before: str
    after: str
    refs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Changed utterances in a row under the same agenda items."""

    heading: str
    utterances: Sequence[ShownUtterance]


class ChangesPage:
    """One page of what changed: the tables on the first, then the utterances in their order."""

    def __init__(self, meeting: Meeting, comparison: Comparison) -> None:
        self.meeting = meeting
        self.comparison = comparison

    @property
    def count(self) -> int:
        return self.comparison.count

    @property
    def utterances(self) -> tuple[UtteranceChange, ...]:
        return self.comparison.difference.utterances

    def page_of(self, ref: int) -> int:
        """The page (from 1) on which the utterance's change stands; the first where it did not change."""
        places = [place for place, change in enumerate(self.utterances) if ref in self._refs(change)]
        return places[0] // PAGE_CHANGES + 1 if places else 1

    def tables(self) -> list[Table]:
        """The changes of the meeting's fields, attendees, agenda and papers; none that is empty."""
        found = self.comparison.difference
        tables = [
            Table("会議の情報", [_field(change.field, change.before, change.after) for change in found.head]),
            Table("出席者", [_row(change, _attendee) for change in found.attendees]),
            Table("議題", [_row(change, item_name) for change in found.agenda]),
            Table("資料", [_row(change, _paper) for change in found.attachments]),
        ]
        return [table for table in tables if table.rows]

    def losses(self) -> list[ShownRow]:
        """What a reader finds in the first state and not in the second: fields, rows of tables, utterances."""
        found, old = self.comparison.difference, self.comparison.old
        dropped = [change.old for change in found.utterances if change.what == diffing.DROPPED]
        return [
            *(_emptied(change) for change in found.head if _is_emptied(change)),
            *_dropped("出席者", found.attendees, _attendee),
            *_dropped("議題", found.agenda, item_name),
            *_dropped("資料", found.attachments, _paper),
            *(_dropped_utterance(old, place) for place in dropped if place is not None),
        ]

    def without_losses(self) -> ChangesPage:
        """The other changes."""
        found = self.comparison.difference
        rest = replace(
            found,
            head=tuple(change for change in found.head if not _is_emptied(change)),
            attendees=tuple(change for change in found.attendees if change.after is not None),
            agenda=tuple(change for change in found.agenda if change.after is not None),
            attachments=tuple(change for change in found.attachments if change.after is not None),
            utterances=tuple(change for change in found.utterances if change.what != diffing.DROPPED),
        )
        return ChangesPage(self.meeting, replace(self.comparison, difference=rest))

    def filings(self) -> list[ShownFiling]:
        """What was filed under other agenda items."""
        old, new = self.comparison.old, self.comparison.new
        return [
            ShownFiling(
                len(filing.utterances),
                _titles(old.parsed, filing.before),
                _titles(new.parsed, filing.after),
                tuple(new.refs[place] for place in filing.utterances[:3]),
            )
            for filing in self.comparison.difference.filings
        ]

    def groups(self, changes: Sequence[UtteranceChange]) -> list[Group]:
        """The changed utterances of a page, by agenda items."""
        return [
            Group(heading, [self._shown(change) for change in group])
            for heading, group in groupby(changes, key=self._heading)
        ]

    def _ref(self, change: UtteranceChange) -> int:
        if change.new is not None:
            return self.comparison.new.refs[change.new]
        assert change.old is not None
        return self.comparison.old.refs[change.old]

    def _refs(self, change: UtteranceChange) -> set[int]:
        if not change.recut:
            return {self._ref(change)}
        old, new = self.comparison.old.refs, self.comparison.new.refs
        return {old[place] for place in change.recut.old} | {new[place] for place in change.recut.new}

    def _heading(self, change: UtteranceChange) -> str:
        old, new = self.comparison.old.parsed, self.comparison.new.parsed
        if change.new is not None:
            return _titles(new, new.utterances[change.new].agenda, "")
        assert change.old is not None
        return _titles(old, old.utterances[change.old].agenda, "")

    def _shown(self, change: UtteranceChange) -> ShownUtterance:
        return self._shown_recut(change, change.recut) if change.recut else self._shown_alone(change)

    def _shown_recut(self, change: UtteranceChange, recut: Recut) -> ShownUtterance:
        """One that was cut, by the parts as they stand now; several that were joined, by the parts as they were."""
        old, new = self.comparison.old, self.comparison.new
        was, now = old.parsed.utterances[recut.old[0]], new.parsed.utterances[recut.new[0]]
        if change.what == diffing.SPLIT:
            rows = [(new.refs[place], new.parsed.utterances[place]) for place in recut.new]
            parts = [_part(ref, True, was, row) for ref, row in rows]
            return ShownUtterance(
                change.what, f"{len(parts)}つの発言に分けました", old.refs[recut.old[0]], True, (), (), (), "", parts
            )
        said = [(old.refs[place], old.parsed.utterances[place]) for place in recut.old]
        ref, speaker = new.refs[recut.new[0]], _text_of(now.speaker, now.speaker, was, now)
        parts = [_part(own, own == ref, row, row) for own, row in said]
        kind = _text_of(KINDS.get(now.kind), KINDS.get(now.kind), was, now)
        return ShownUtterance(
            change.what, f"{len(parts)}つの発言を1つにまとめました", ref, True, speaker, kind, (), "", parts
        )

    def _shown_alone(self, change: UtteranceChange) -> ShownUtterance:
        old = self.comparison.old.parsed.utterances[change.old] if change.old is not None else None
        new = self.comparison.new.parsed.utterances[change.new] if change.new is not None else None
        ref = self._ref(change)
        return ShownUtterance(
            code=change.what,
            what=WHAT[change.what],
            ref=ref,
            stands=change.new is not None,
            speaker=_text_of(old.speaker if old else None, new.speaker if new else None, old, new),
            kind=_text_of(KINDS.get(old.kind) if old else None, KINDS.get(new.kind) if new else None, old, new),
            text=_words(old, new),
            behind=self._behind(change) if change.what != diffing.CHANGED else "",
        )

    def _behind(self, change: UtteranceChange) -> str:
        """The beginning of the utterance before it that this reader may see, in the state that holds it."""
        state, place = (
            (self.comparison.new, change.new) if change.new is not None else (self.comparison.old, change.old)
        )
        for before in range((place or 0) - 1, -1, -1):
            if self.comparison.shows(state.refs[before]):
                row = state.parsed.utterances[before]
                words = row.text.replace("\n", " ")
                return f"{row.speaker or ''}「{words[:OPENING]}{'…' if len(words) > OPENING else ''}」"
        return ""


def _part(ref: int, stands: bool, old: Said, new: Said) -> ShownPart:
    """A part with its speaker and kind as they changed; of its words, which did not, the beginning."""
    speaker = _text_of(old.speaker, new.speaker, old, new)
    kind = _text_of(KINDS.get(old.kind), KINDS.get(new.kind), old, new)
    return ShownPart(ref, stands, speaker, kind, diffing.in_context([Hunk(diffing.SAME, new.text)]))


def _words(old: Said | None, new: Said | None) -> list[Hunk]:
    if old is None or new is None:
        return _text_of(old.text if old else None, new.text if new else None, old, new)
    return diffing.in_context(diffing.hunks(old.text, new.text))


def _text_of(before: str | None, after: str | None, old: object, new: object) -> list[Hunk]:
    """A short text: changed as a whole, or as it stands. Of a row that stands in one state only, no change is marked."""
    if old is None or new is None or before == after:
        text = after if new is not None else before
        return [Hunk(diffing.SAME, text)] if text else []
    return [*_whole(diffing.DELETED, before or ""), *_whole(diffing.INSERTED, after or "")]


def _whole(kind: str, text: str) -> Iterator[Hunk]:
    if text:
        yield Hunk(kind, text)


def _field(name: str, before: Any, after: Any) -> ShownRow:
    old, new = _value(name, before), _value(name, after)
    return ShownRow(
        WHAT[diffing.CHANGED],
        HEAD_LABELS[name],
        [Hunk(diffing.DELETED, old or NOTHING), Hunk(diffing.INSERTED, new or NOTHING)],
    )


def _is_emptied(change: HeadChange) -> bool:
    """Whether a field, or the reason that goes with it, is told no longer."""
    old, new = change.before, change.after
    if isinstance(old, Access) and isinstance(new, Access):
        return bool(old.level and not new.level) or bool(old.reason and not new.reason)
    return old not in (None, "") and new in (None, "")


def _emptied(change: HeadChange) -> ShownRow:
    row = _field(change.field, change.before, change.after)
    return ShownRow("記載がなくなる", row.name, row.text)


def _dropped(name: str, changes: Sequence[RowChange[Any]], words: Any) -> Iterator[ShownRow]:
    for change in changes:
        if change.after is None:
            yield ShownRow(WHAT[diffing.DROPPED], name, _row(change, words).text)


def _dropped_utterance(state: State, place: int) -> ShownRow:
    """Its speaker and whole text: who publishes is to see what goes."""
    said = state.parsed.utterances[place]
    name = f"発言（{said.speaker}）" if said.speaker else KINDS.get(said.kind, "発言")
    return ShownRow(WHAT[diffing.DROPPED], name, [Hunk(diffing.DELETED, said.text)])


def facts_of(parsed: ParsedMinutes) -> list[TableRow]:
    """The meeting's fields that hold something, as people write them."""
    rows = [TableRow(label, _value(name, getattr(parsed, name))) for name, label in HEAD_LABELS.items()]
    return [row for row in rows if row.value]


def _value(name: str, value: Any) -> str:
    """A field as people write it."""
    if isinstance(value, Access):
        level = dict(AccessLevel.choices).get(value.level or "", "")
        return f"{level}（{value.reason}）" if value.reason else str(level)
    if value is None or value == "":
        return ""
    if name == "fiscal_year":
        return labels.fiscal_year_label(value)
    if name == "number":
        return f"第{value}回"
    if name == "held_on":
        return labels.date_label(date.fromisoformat(value))
    if name in ("starts_at", "ends_at", "adjourned_at"):
        clock = time.fromisoformat(value)
        return f"{clock.hour}時{clock.minute:02d}分"
    return str(value)


def _row(change: RowChange[Any], words: Any) -> ShownRow:
    what = WHAT[change.what]
    if change.before is None or change.after is None:
        kind = diffing.INSERTED if change.before is None else diffing.DELETED
        return ShownRow(what, "", [Hunk(kind, words(change.after or change.before))])
    return ShownRow(what, "", diffing.hunks(words(change.before), words(change.after)))


def _attendee(row: Attendee) -> str:
    about = [row.group, row.name, row.affiliation, "代理" if row.proxy else None]
    return "　".join(part for part in about if part)


def item_name(row: AgendaItem) -> str:
    """議案（1） 窓口のオンライン化について"""
    return f"{row.category or ''}{f'（{row.number}）' if row.number is not None else ''} {row.title}".strip()


def _paper(row: Attachment) -> str:
    return f"{row.label or ''} {row.title or ''}".strip()


def _titles(parsed: ParsedMinutes, places: Sequence[int], nothing: str = "議題なし") -> str:
    return "、".join(item_name(parsed.agenda[place]) for place in places) or nothing
