"""Versions of a meeting's minutes: what each changed, which of them readers are told of, and what they may see of it.

What a version changed is worked out once, when it is stored, and kept with it as `changes`: which fields, rows and
utterances, not their words. The page that shows the words compares the two states again.

A correction (訂正), to a reader, is a version that changed something that this reader may read. A version that came of
reading the same file again, by a newer reader or parser, is one only if what was said, or which meeting it was, reads
otherwise: cutting the same words elsewhere corrects nobody. Whatever concerns an utterance or a paper that the reader
may not see, in either state or today, is left out before anything is counted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from minutes.access import Quotes, Sight, User, clearance
from minutes.comparing import Difference, Filing, RowChange, diffing
from minutes.models import Meeting, MeetingVersion, Passage
from minutes.parsing import Attachment as Paper
from minutes.record import (
    State,
    changes_of,
    changes_version,
    paper_audience,
    paper_keys,
    refs_of,
    state_of,
)
from minutes.withholding import MASK

# What says which meeting it was: not even a better reading changes these without telling.
IDENTITY = {"title", "body", "fiscal_year", "number", "held_on"}
# The tables of a version's changes that are told as a whole or not at all.
TABLES = {"attendees": Passage.Part.ATTENDEE, "agenda": Passage.Part.ITEM}
# Utterances that these changes concern are marked in the minutes.
MARKED = {diffing.CHANGED, diffing.ADDED, diffing.SPLIT, diffing.JOINED}


@dataclass(frozen=True, slots=True)
class Correction:
    """A version as a reader is told of it: how many changes of it this reader may see."""

    version: MeetingVersion
    count: int


def corrections(meeting: Meeting, user: User) -> list[Correction]:
    """The corrections that `user` is told of, newest first."""
    return Corrections(meeting, user).shown


class Corrections:
    """The corrections of a meeting as `user` sees them."""

    def __init__(self, meeting: Meeting, user: User) -> None:
        self.meeting = meeting
        versions = meeting.versions.defer("snapshot").order_by("-number")
        current = meeting.current_version
        self._versions = list(versions.filter(number__gt=1)) if current and current.number > 1 else []
        for version in self._versions:
            version.meeting = meeting
            if (version.changes or {}).get("format") != changes_version():
                # An earlier release stored it: record_changes does so anew, a page only works it out.
                version.changes = changes_of(version)
        self._sight = Sight(meeting, user, [version.changes or {} for version in self._versions])

    @cached_property
    def shown(self) -> list[Correction]:
        """Newest first."""
        counted = [Correction(version, self._count(version.changes or {})) for version in self._versions]
        return [found for found in counted if found.count]

    @property
    def all_versions(self) -> list[MeetingVersion]:
        """Every version but the first, newest first."""
        return self._versions

    @property
    def latest(self) -> Correction | None:
        return self.shown[0] if self.shown else None

    @property
    def marks(self) -> dict[int, int]:
        """For each utterance (by ref) whose words a correction changed or added the number of the last that did."""
        marks: dict[int, int] = {}
        for found in reversed(self.shown):
            for what, refs, _ in (found.version.changes or {})["utterances"]:
                if what in MARKED and self._sight.shows(refs):
                    came = refs if what == diffing.SPLIT else refs[-1:]
                    marks |= dict.fromkeys(came, found.version.number)
        return marks

    def went_into(self, ref: int) -> int:
        """The number of the utterance that has the words of one that was cut or joined; its own where it was not."""
        for version in reversed(self._versions):
            for what, refs, _ in (version.changes or {})["utterances"]:
                if what in (diffing.SPLIT, diffing.JOINED) and ref in refs:
                    ref = refs[1] if what == diffing.SPLIT and ref == refs[0] else refs[-1]
        return ref

    def tells_dropped(self, ref: int) -> bool:
        """Whether the old words of an utterance that stands no more may be shown: not where they stand hidden today."""
        return self._sight.shows_words([ref])

    def holds(self, number: int) -> bool:
        """Whether the version of that number is a correction to this reader."""
        return any(found.version.number == number for found in self.shown)

    def _count(self, changes: dict[str, Any]) -> int:
        utterances = sum(self._sight.shows(refs) for _, refs, _ in changes.get("utterances", ()))
        head = changes.get("head", [])
        if changes.get("reread") and not (changes["words"] and utterances) and not IDENTITY & set(head):
            return 0
        papers = sum(self._sight.shows_papers(keys, audience) for keys, audience in changes.get("papers", ()))
        filings = sum(any(self._sight.shows([ref]) for ref in refs) for refs in changes.get("filings", ()))
        tables = sum(int(changes.get(table, 0)) for table, part in TABLES.items() if self._sight.shows_table(part))
        return utterances + len(head) + tables + papers + filings


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states and what changed between them, so far as the reader may see it."""

    old: State
    new: State
    difference: Difference
    sight: Sight

    def shows(self, ref: int) -> bool:
        """Whether the reader may see the utterance of that number."""
        return self.sight.shows([ref])

    @property
    def count(self) -> int:
        found = self.difference
        tables = (found.head, found.attendees, found.agenda, found.attachments, found.utterances, found.filings)
        return sum(len(table) for table in tables)


def compare(before: MeetingVersion, after: MeetingVersion, user: User) -> Comparison:
    """What changed between two versions of a meeting, for this reader."""
    old, new = state_of(before), state_of(after)
    difference = diffing.compare(old.parsed, new.parsed, old.refs, new.refs)
    difference = replace(difference, attachments=_of_version(difference.attachments, before, after))
    stored = [changes or {} for changes in after.meeting.versions.values_list("changes", flat=True)]
    sight = Sight(after.meeting, user, stored)
    if sight.sees_all:
        return Comparison(old, new, difference, sight)
    for state in (old, new):
        sight.hide(state.refs, state.audiences)
    seen = Difference(
        head=difference.head,
        attendees=difference.attendees if sight.shows_table(TABLES["attendees"]) else (),
        agenda=difference.agenda if sight.shows_table(TABLES["agenda"]) else (),
        attachments=tuple(
            change
            for change in difference.attachments
            if sight.shows_papers(paper_keys(change), paper_audience(change, old, new))
        ),
        utterances=tuple(change for change in difference.utterances if sight.shows(refs_of(change, old, new))),
        filings=tuple(
            Filing(filing.before, filing.after, shown)
            for filing in difference.filings
            if (shown := tuple(place for place in filing.utterances if sight.shows([new.refs[place]])))
        ),
        words=difference.words,
    )
    quotes = Quotes(after.meeting, clearance(user))
    return Comparison(_as_read(old, sight, quotes), _as_read(new, sight, quotes), seen, sight)


def _as_read(state: State, sight: Sight, quotes: Quotes) -> State:
    """A state with nothing of what is withheld from the reader today, wherever it stood then."""
    told = sight.shows_table(Passage.Part.ITEM)
    parsed = replace(
        state.parsed,
        agenda=tuple(replace(item, title=quotes.hide(item.title) if told else MASK) for item in state.parsed.agenda),
        utterances=tuple(
            replace(said, text=quotes.hide(said.text), speaker=said.speaker and quotes.hide(said.speaker))
            for said in state.parsed.utterances
        ),
    )
    return replace(state, parsed=parsed)


def compare_states(meeting: Meeting, old: State, new: State, user: User) -> Comparison:
    """What one state changes of another that is not stored, for an editor: nothing is left out."""
    difference = diffing.compare(old.parsed, new.parsed, old.refs, new.refs)
    return Comparison(old, new, difference, Sight(meeting, user, ()))


def _of_version(
    changes: tuple[RowChange[Paper], ...], before: MeetingVersion, after: MeetingVersion
) -> tuple[RowChange[Paper], ...]:
    """The changed papers without those that were put in the list after the version: those are no part of it."""
    between = after.meeting.versions.filter(number__gt=before.number, number__lt=after.number)
    if (after.changes or {}).get("format") != changes_version() or between.exists():
        return changes
    told = [[list(key) for key in keys] for keys, _ in (after.changes or {})["papers"]]
    return tuple(change for change in changes if [list(key) for key in paper_keys(change)] in told)
