"""What of a meeting's versions and corrections a person may see.

Versions keep what they changed, without words: for utterances [what, refs, audience], for papers [labels and titles,
audience], each audience the narrower of the two states (minutes.models.MeetingVersion.changes).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.db.models import QuerySet

from minutes.access.audiences import narrower
from minutes.access.clearance import Clearance, clearance
from minutes.access.masking import unreadable_passages
from minutes.access.roles import User
from minutes.comparing import diffing
from minutes.models import Audience, Meeting, MeetingVersion, Passage

PaperKey = tuple[str, str]


class Sight:
    """What a reader may see of a meeting's changes: nothing whose audience, then or now, the reader is not in."""

    def __init__(self, meeting: Meeting, user: User, changes: Sequence[dict[str, Any]]) -> None:
        self._clearance = clearance(user)
        self._meeting = meeting
        self._recut = _same_words(changes)
        self._hidden_then = {
            ref
            for stored in changes
            for _, refs, audience in stored.get("utterances", ())
            for ref in refs
            if not self._clearance.may_see(audience)
        }

    @property
    def sees_all(self) -> bool:
        return self._clearance.sees_all

    def hide(self, refs: Iterable[int], audiences: Iterable[int]) -> None:
        """Takes notice of what a state says of its utterances' audiences."""
        rows = zip(refs, audiences, strict=True)
        self._hidden_then.update(ref for ref, audience in rows if not self._clearance.may_see(audience))

    def shows(self, refs: Iterable[int]) -> bool:
        """Whether all of the utterances may be seen, and all that they were cut into or made from."""
        return self.sees_all or not any(
            other in self._hidden_then or other in self._hidden_now for ref in refs for other in self._family(ref)
        )

    def shows_words(self, refs: Iterable[int]) -> bool:
        """Whether nothing that the utterances were cut into, or made into, is hidden today."""
        return self.sees_all or not any(other in self._hidden_now for ref in refs for other in self._family(ref))

    def shows_papers(self, keys: Iterable[Iterable[str]], audience: int | None) -> bool:
        """Whether a paper may be seen under all of its labels and titles; one of unknown audience only if it stands."""
        if self.sees_all:
            return True
        if not self.shows_table(Passage.Part.PAPER):
            return False
        named = [(label, title) for label, title in keys]
        if audience is None and self._papers_now.keys().isdisjoint(named):
            return False
        return self._clearance.may_see(audience or 0, *(self._papers_now.get(key, 0) for key in named))

    def shows_table(self, part: Passage.Part) -> bool:
        """Whether changes of a table are told: of one in which something is withheld from the reader, none are."""
        if self.sees_all:
            return True
        if (
            part == Passage.Part.ITEM
            and self._meeting.agenda_items.exclude(audience__in=self._clearance.stored).exists()
        ):
            return False
        return not self._passages.filter(part=part).exists()

    def _family(self, ref: int) -> set[int]:
        return self._recut.get(ref, {ref})

    @cached_property
    def _hidden_now(self) -> set[int]:
        """What is kept from the reader today, as a whole or in part: nothing is told of how it read before."""
        own = self._clearance.stored
        hidden = self._meeting.utterances.exclude(audience__in=own)
        under = self._meeting.utterances.filter(agenda_items__in=self._meeting.agenda_items.exclude(audience__in=own))
        passages = self._passages.filter(part=Passage.Part.UTTERANCE).values_list("row", flat=True)
        return {*hidden.values_list("ref", flat=True), *under.values_list("ref", flat=True), *passages}

    @cached_property
    def _passages(self) -> QuerySet[Passage]:
        return unreadable_passages(self._clearance).filter(meeting=self._meeting)

    @cached_property
    def _papers_now(self) -> dict[PaperKey, int]:
        """The narrowest audience of the stored papers of each label and title."""
        found: defaultdict[PaperKey, int] = defaultdict(int)
        for label, title, audience in self._meeting.attachments.values_list("label", "title", "audience"):
            found[label, title] = narrower(audience, found[label, title])
        return dict(found)


def _same_words(changes: Iterable[dict[str, Any]]) -> dict[int, set[int]]:
    """For each utterance that was ever cut or joined all those that hold, or held, words of it."""
    found: dict[int, set[int]] = {}
    for stored in changes:
        for what, refs, _ in stored.get("utterances", ()):
            if what in (diffing.SPLIT, diffing.JOINED):
                together = set(refs).union(*(found.get(ref, ()) for ref in refs))
                found |= dict.fromkeys(together, together)
    return found


def took_restricted_out(meeting: Meeting, current: MeetingVersion, cleared: Clearance) -> bool:
    """Whether a correction of the same document changed or dropped what the person was not to read then.

    What is not known of a version's changes counts as restricted.
    """
    if current.number == 1:
        return False
    versions = list(meeting.versions.order_by("number").values_list("number", "source__sha256", "changes"))
    for (_, document, _), (_, _, changes) in pairwise(versions):
        if document == current.source.sha256:
            if changes is None:
                return True
            rows = [audience for *_, audience in (*changes["utterances"], *changes["papers"])]
            if any(audience is None or not cleared.may_see(audience) for audience in rows):
                return True
    return False


def may_see_snapshot_row(row: Mapping[str, Any], cleared: Clearance) -> bool:
    """Whether a person may read an utterance or paper as a snapshot keeps it; old ones keep no audience."""
    return cleared.may_see(row.get("audience", Audience.EVERYONE))
