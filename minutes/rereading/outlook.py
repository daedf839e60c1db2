"""What a draft or published minutes would become if their document were read anew: corrections stay where they stood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AnonymousUser

from minutes.access import User
from minutes.comparing import keep_refs
from minutes.drafts import teaching
from minutes.editing import Draft, Placed, fresh, named_as, place, with_ids
from minutes.models import Audience, Meeting, MeetingVersion, Upload
from minutes.parsing import ParsedMinutes
from minutes.reading_room import ChangesPage, compare_states
from minutes.record import State, as_stored, hash_of, parsed_minutes_of, with_namesakes
from minutes.uploads import NEAR_SAME


class CannotCompare(Exception):
    """It is not known what a person corrected; the message is Japanese."""


@dataclass(frozen=True)
class Outlook:
    """The minutes as they stand and as they would stand. `refs` are the permanent numbers of the stored utterances."""

    before: ParsedMinutes
    placed: Placed
    # Not saved where there is a draft alone.
    meeting: Meeting
    refs: tuple[int, ...] = ()

    @cached_property
    def after(self) -> ParsedMinutes:
        return ParsedMinutes.from_json(self.placed.draft.to_json())

    @property
    def changes_nothing(self) -> bool:
        return hash_of(as_stored(self.after)) == hash_of(as_stored(self.before)) or not self.changes

    def page(self, user: User) -> ChangesPage:
        """All that would change, for an editor; the utterances of drafts are numbered by their places."""
        before, after = as_stored(self.before), as_stored(self.after)
        refs = self.refs or tuple(range(1, len(before.utterances) + 1))
        old = [(ref, row.speaker or "", row.text) for ref, row in zip(refs, before.utterances, strict=True)]
        new, _ = keep_refs(old, [(row.speaker or "", row.text) for row in after.utterances], max(refs, default=0))
        states = (_state(before, refs), _state(after, new))
        return ChangesPage(self.meeting, compare_states(self.meeting, *states, user))

    @property
    def changes(self) -> int:
        """How many places would change."""
        return self._counted.count

    @property
    def losses(self) -> int:
        """How many fields, entries and utterances would be gone."""
        return len(self._counted.losses())

    @cached_property
    def _counted(self) -> ChangesPage:
        # Counting leaves nothing out, whoever counts.
        return self.page(AnonymousUser())


def of_draft(draft: Upload, reading: ParsedMinutes) -> Outlook:
    """What a draft would become. `reading` is what its document gives today."""
    before = ParsedMinutes.from_json(draft.parsed or {})
    return Outlook(before, teaching.placed_on(draft, prepared(reading, draft)), Meeting())


def of_meeting(meeting: Meeting, reading: ParsedMinutes) -> Outlook:
    """What the current minutes would become. Raises CannotCompare."""
    version = meeting.current_version
    assert version is not None
    before = parsed_minutes_of(meeting)
    upload = _published_upload(meeting, version, before)
    if upload is not None:
        placed = teaching.placed_on(upload, prepared(reading))
    elif version.edited:
        base, corrected = _as_read(meeting, version), Draft.of(with_ids(before).to_json())
        placed = place(base, named_as(base, corrected), Draft.of(prepared(reading).to_json()))
    else:
        # Nobody corrected anything.
        new = Draft.of(prepared(reading).to_json())
        placed = Placed(new, new, ())
    refs = tuple(meeting.utterances.values_list("ref", flat=True))
    return Outlook(before, _with_papers_of(placed, before), meeting, refs)


def prepared(reading: ParsedMinutes, draft: Upload | None = None) -> ParsedMinutes:
    """What was read as drafts keep it: with ids, papers under their namesakes, what the desk told of the draft."""
    told = [row for row in (draft.base or {}).get("warnings") or [] if row["code"] == NEAR_SAME] if draft else []
    kept = ParsedMinutes.from_json({"warnings": told}).warnings
    return with_ids(with_namesakes(replace(reading, warnings=(*kept, *reading.warnings))))


def _state(parsed: ParsedMinutes, refs: Sequence[int]) -> State:
    audiences = (Audience.EVERYONE,) * len(refs)
    return State(parsed, tuple(refs), audiences, (None,) * len(parsed.attachments))


def _as_read(meeting: Meeting, version: MeetingVersion) -> Draft:
    """What was read of the version's document before anybody corrected it. Raises CannotCompare."""
    uploads = Upload.objects.filter(meeting=meeting, source__sha256=version.source.sha256).exclude(base=None)
    upload = uploads.order_by("-pk").first()
    versions = meeting.versions.filter(source__sha256=version.source.sha256, edited=False)
    earlier = versions.exclude(snapshot=None).order_by("-number").first()
    if upload is not None:
        base: dict[str, Any] = upload.base or {}
    elif earlier is not None:
        base = with_ids(ParsedMinutes.from_json(earlier.snapshot or {})).to_json()
    else:
        raise CannotCompare("訂正する前の読み取りが残っていないため、訂正を残したまま読み直せません。")
    read = Draft.of(base)
    # Rows know where an utterance begins, not where it ends.
    utterances = [{name: row[name] for name in row if name != "end_line"} for row in read.tables["utterances"]]
    if any(row.get("line") is None for row in utterances):
        raise CannotCompare("発言が原本のどこにあるか分からないため、訂正を残したまま読み直せません。")
    return replace(read, tables={**read.tables, "utterances": utterances})


def _published_upload(meeting: Meeting, version: MeetingVersion, before: ParsedMinutes) -> Upload | None:
    """The draft that the version was published from, where it tells what was read and what was corrected."""
    uploads = Upload.objects.filter(meeting=meeting, source=version.source_id, state=Upload.State.PUBLISHED)
    upload = uploads.exclude(base=None).order_by("-pk").first()
    if upload is None:
        return None
    draft = as_stored(ParsedMinutes.from_json(upload.parsed or {}))
    return upload if hash_of(draft) == hash_of(before) else None


def _with_papers_of(placed: Placed, before: ParsedMinutes) -> Placed:
    """The papers named after their places among the stored ones, as a correction of published minutes has them."""
    stored = [(row.label or None, row.title or None) for row in before.attachments]
    names: dict[str, str] = {}
    taken = {f"r{number}" for number in range(1, len(stored) + 1)}
    left = {f"r{number}": said for number, said in enumerate(stored, start=1)}
    for row in placed.draft.tables["attachments"]:
        said = (row.get("label") or None, row.get("title") or None)
        own = next((name for name, other in left.items() if other == said), None)
        if own is not None:
            del left[own]
        else:
            own = fresh(f"{row['id']}.new", taken)
            taken.add(own)
        names[row["id"]] = own
    for row in placed.base.tables["attachments"]:
        if row["id"] not in names:
            # One that a person took out: no stored paper goes by its name.
            names[row["id"]] = fresh(f"{row['id']}.read", taken)
            taken.add(names[row["id"]])
    return replace(placed, base=_renamed(placed.base, names), draft=_renamed(placed.draft, names))


def _renamed(draft: Draft, names: dict[str, str]) -> Draft:
    rows = [{**row, "id": names.get(row["id"], row["id"])} for row in draft.tables["attachments"]]
    return replace(draft, tables={**draft.tables, "attachments": rows})
