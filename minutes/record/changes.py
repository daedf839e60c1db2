"""What a version of the minutes changed, worked out when it is stored and kept with it.

Kept are the fields, rows and utterances that changed, not their words: minutes.reading_room compares the two states
again where words are shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from minutes import access
from minutes.comparing import RowChange, UtteranceChange, diffing
from minutes.digests import digest_of
from minutes.models import Audience, Meeting, MeetingVersion
from minutes.parsing import Attachment as Paper
from minutes.parsing import ParsedMinutes
from minutes.record.snapshots import parsed_minutes_of

PaperKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class State:
    """What one version says: its minutes, and for each utterance and paper what goes with it."""

    parsed: ParsedMinutes
    refs: tuple[int, ...]
    audiences: tuple[int, ...]
    # None where the version did not record it.
    paper_audiences: tuple[int | None, ...]


def state_of(version: MeetingVersion) -> State:
    """The state that a version describes: its snapshot, or the rows where it is the current one."""
    if version.pk == version.meeting.current_version_id:
        return _current_state(version.meeting)
    data = version.snapshot or {}
    utterances, papers = data.get("utterances", []), data.get("attachments", [])
    return State(
        ParsedMinutes.from_json(data),
        tuple(row.get("ref", 0) for row in utterances),
        tuple(row.get("audience", Audience.EVERYONE) for row in utterances),
        tuple(row.get("audience") for row in papers),
    )


def _current_state(meeting: Meeting) -> State:
    rows = list(meeting.utterances.values_list("ref", "audience"))
    return State(
        parsed_minutes_of(meeting),
        tuple(ref for ref, _ in rows),
        tuple(audience for _, audience in rows),
        tuple(meeting.attachments.values_list("audience", flat=True)),
    )


def changes_version() -> str:
    """Names what works out `changes`: those that another one worked out are worked out anew. A digest of its code."""
    return digest_of("minutes.comparing.diffing", alone=("minutes.record.changes",))


def record_changes(version: MeetingVersion) -> None:
    """Stores with a version what it changed; nothing for the first one."""
    changes = changes_of(version)
    if changes is not None:
        version.changes = changes
        version.save(update_fields=["changes"])


def versions_without_changes() -> QuerySet[MeetingVersion]:
    """Versions whose changes were never recorded, or by an earlier release."""
    return MeetingVersion.objects.filter(number__gt=1).exclude(changes__format=changes_version()).order_by("pk")


def record_missing_changes() -> Iterator[MeetingVersion]:
    """Records what `versions_without_changes` lack, each in a transaction of its own; gives each when it is done."""
    for pk in list(versions_without_changes().values_list("pk", flat=True)):
        with transaction.atomic():
            # The meeting first, as the importer locks it: its rows are what the current version says.
            version = MeetingVersion.objects.select_related("source").get(pk=pk)
            version.meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=version.meeting_id)
            record_changes(version)
        yield version


def changes_of(version: MeetingVersion) -> dict[str, Any] | None:
    """What a version changed, as it is stored with it; None for the first one. Writes nothing."""
    previous = version.meeting.versions.filter(number__lt=version.number).select_related("source").last()
    return None if previous is None else _changes(version, previous)


def _changes(version: MeetingVersion, previous: MeetingVersion) -> dict[str, Any]:
    """What a version changed, as stored with it: numbers, names of fields, refs and the audiences of the time."""
    previous.meeting = version.meeting
    old, new = state_of(previous), state_of(version)
    found = diffing.compare(old.parsed, new.parsed, old.refs, new.refs)
    same_file = previous.source.sha256 == version.source.sha256
    return {
        "format": changes_version(),
        "reread": version.reread or (same_file and not version.edited),
        "words": found.words,
        "head": [change.field for change in found.head],
        "attendees": len(found.attendees),
        "agenda": len(found.agenda),
        "papers": [[paper_keys(change), paper_audience(change, old, new)] for change in found.attachments],
        "utterances": [
            [change.what, refs_of(change, old, new), _utterance_audience(change, old, new)]
            for change in found.utterances
        ],
        "filings": [[new.refs[place] for place in filing.utterances] for filing in found.filings],
    }


def refs_of(change: UtteranceChange, old: State, new: State) -> list[int]:
    """The permanent numbers of an utterance in both states, that of the new one last; once where it kept it.

    Of one that was cut its own comes first, of those that were joined that of the whole last.
    """
    if change.recut:
        whole = old.refs[change.recut.old[0]] if change.what == diffing.SPLIT else new.refs[change.recut.new[0]]
        parts = [new.refs[place] for place in change.recut.new] + [old.refs[place] for place in change.recut.old]
        others = [ref for ref in dict.fromkeys(parts) if ref != whole]
        return [whole, *others] if change.what == diffing.SPLIT else [*others, whole]
    refs = [old.refs[change.old]] if change.old is not None else []
    refs += [new.refs[change.new]] if change.new is not None else []
    return list(dict.fromkeys(refs))


def _utterance_audience(change: UtteranceChange, old: State, new: State) -> int:
    if change.recut:
        parts = [old.audiences[place] for place in change.recut.old]
        return access.narrower(*parts, *(new.audiences[place] for place in change.recut.new))
    before = [old.audiences[change.old]] if change.old is not None else []
    after = [new.audiences[change.new]] if change.new is not None else []
    return access.narrower(*before, *after)


def paper_keys(change: RowChange[Paper]) -> list[PaperKey]:
    return [(row.label or "", row.title or "") for row in (change.before, change.after) if row is not None]


def paper_audience(change: RowChange[Paper], old: State, new: State) -> int | None:
    """The narrower of its audiences in the two states; None where one of them did not record it."""
    found: list[int | None] = []
    for row, state in ((change.before, old), (change.after, new)):
        if row is not None:
            # Papers of one label and title are told apart by nothing: the narrowest of them counts.
            same = zip(state.parsed.attachments, state.paper_audiences, strict=True)
            found += [audience for paper, audience in same if paper == row]
    return None if None in found else access.narrower(*(audience for audience in found if audience is not None))
