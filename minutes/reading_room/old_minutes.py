"""A version that was replaced, as a page shows it: from its snapshot alone. For editors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from minutes import access
from minutes.models import MeetingVersion
from minutes.parsing import ParsedMinutes
from minutes.reading_room.changes_page import KINDS, NOTHING, TableRow, facts_of, item_name
from minutes.record import state_of


@dataclass(frozen=True, slots=True)
class OldUtterance:
    ref: int
    kind: str
    kind_name: str
    speaker: str
    text: str
    agenda: tuple[int, ...]
    restriction: str
    at: float | None


@dataclass(frozen=True, slots=True)
class OldSection:
    """Utterances in a row under the same agenda items."""

    headings: tuple[str, ...]
    utterances: tuple[OldUtterance, ...]


class OldMinutes:
    """The minutes as a version told them."""

    PAGE = 300

    def __init__(self, version: MeetingVersion) -> None:
        self._state = state_of(version)

    @property
    def parsed(self) -> ParsedMinutes:
        return self._state.parsed

    @property
    def facts(self) -> list[TableRow]:
        """The meeting's fields that hold something."""
        return facts_of(self.parsed)

    @property
    def agenda(self) -> list[str]:
        return [item_name(item) for item in self.parsed.agenda]

    @property
    def attachments(self) -> list[str]:
        return [f"{row.label or ''} {row.title or ''}".strip() for row in self.parsed.attachments]

    @cached_property
    def utterances(self) -> list[OldUtterance]:
        rows = zip(self.parsed.utterances, self._state.refs, self._state.audiences, strict=True)
        return [
            OldUtterance(
                ref,
                row.kind,
                KINDS.get(row.kind, NOTHING),
                row.speaker or "",
                row.text,
                row.agenda,
                access.restriction(audience),
                row.at,
            )
            for row, ref, audience in rows
        ]

    def sections(self, utterances: Sequence[OldUtterance]) -> list[OldSection]:
        names = self.agenda
        return [
            OldSection(tuple(names[place] for place in agenda), tuple(group))
            for agenda, group in groupby(utterances, key=lambda row: row.agenda)
        ]
