"""What a person is shown before a draft is published: what readers lose, what else changes, what nobody has looked at."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.contrib.auth.models import User

from minutes import access
from minutes.comparing import Hunk, diffing
from minutes.drafts import edits, gaps
from minutes.models import Meeting, MeetingVersion, Upload
from minutes.parsing import ParsedMinutes
from minutes.passages import DraftMarks, draft_marks, proposals_of
from minutes.reading_room import ChangesPage, ShownRow, compare_states
from minutes.record import Forecast, Opening, PassageForecast
from minutes.uploads import lifecycle, triage
from minutes.uploads.lifecycle import Shown

# Below this an utterance is one to look at (static/js/check/words.js).
SURE = 0.75
MOST_LINES = 10
OPENING = 80
_NEVER_NAMED = {
    "running-text": "本文に入れなかった欄外の文字",
    "tracked-changes": "変更履歴",
    "comments": "コメント",
    "agenda-from-text": "本文から作った議題",
}


@dataclass(frozen=True, slots=True)
class OpenChecks:
    """Places of one kind that nobody has looked at: how many there are, and the words of the first."""

    name: str
    count: int
    lines: tuple[str, ...]


class Preview:
    """A draft and, where publishing would replace minutes, what that changes for readers."""

    def __init__(self, upload: Upload, user: User) -> None:
        self.upload = upload
        self._user = user

    @cached_property
    def gaps(self) -> list[gaps.Gap]:
        """What must be filled in before the draft can be published, but for the reason: that is asked here."""
        return [gap for gap in lifecycle.missing(self.upload) if gap.field != "reason"]

    @cached_property
    def meeting(self) -> Meeting | None:
        return lifecycle.meeting_to_change(self.upload)

    @property
    def version(self) -> MeetingVersion | None:
        return self.meeting.current_version if self.meeting else None

    @property
    def next_number(self) -> int:
        """The number that the new version would get."""
        newest = (
            self.meeting.versions.order_by("-number").values_list("number", flat=True).first() if self.meeting else 0
        )
        return (newest or 0) + 1

    @property
    def held_on(self) -> date | None:
        return date.fromisoformat(self.draft.held_on) if self.draft.held_on else None

    @property
    def shown(self) -> Shown:
        return Shown(self.upload.revision, lifecycle.version_of(self.meeting), self.withheld.digest)

    @property
    def newer_version(self) -> MeetingVersion | None:
        return lifecycle.newer_version(self.upload)

    @cached_property
    def draft(self) -> ParsedMinutes:
        return lifecycle.draft_of(self.upload)

    @cached_property
    def needs_reason(self) -> bool:
        return lifecycle.needs_reason(self.upload, self.meeting)

    @cached_property
    def is_unchanged(self) -> bool:
        """Whether the minutes that stand say the same as the draft, which withholds nothing of them."""
        return (
            self.meeting is not None
            and not self.withheld.marked
            and not lifecycle.changes_minutes(self.upload, self.meeting)
        )

    @property
    def can_publish(self) -> bool:
        return not self.gaps and not (self.is_unchanged and self.upload.meeting_id)

    @cached_property
    def changes(self) -> ChangesPage | None:
        """All that changes; None for minutes of a new meeting."""
        if self.meeting is None or self._forecast is None:
            return None
        before, after = self._forecast.before, self._forecast.after
        return ChangesPage(self.meeting, compare_states(self.meeting, before, after, self._user))

    @cached_property
    def losses(self) -> list[ShownRow]:
        """What readers find today and would find no more."""
        if self.changes is None or self._forecast is None:
            return []
        files = [
            _lost("資料のファイル", f"{paper.label} {paper.title}：{paper.source.filename if paper.source else ''}")
            for paper in self._forecast.lost_files
        ]
        topics = [
            _lost("議題の分類", f"{link.agenda_item.title}：{link.topic.name}") for link in self._forecast.lost_topics
        ]
        return [*self.changes.losses(), *files, *topics]

    @cached_property
    def openings(self) -> list[ShownRow]:
        """What more people could read than today."""
        if self._forecast is None:
            return []
        after = self._forecast.after.parsed
        rows = [_opened("発言", row, after.utterances[row.place].text) for row in self._forecast.opened_utterances]
        for row in self._forecast.opened_papers:
            paper = after.attachments[row.place]
            rows.append(_opened("資料", row, f"{paper.label or ''} {paper.title or ''}".strip()))
        if self._forecast.opens_original:
            rows.append(
                ShownRow(
                    "公開",
                    "原本",
                    [Hunk(diffing.INSERTED, f"{self.upload.source.filename}（いまの原本は出していません）")],
                )
            )
        return rows

    @cached_property
    def replaced_files(self) -> list[ShownRow]:
        """Files of papers that others take the place of."""
        replaced = self._forecast.replaced_files if self._forecast else []
        return [
            ShownRow(
                "差し替え",
                f"資料のファイル（{paper.label or paper.title}）",
                [
                    Hunk(diffing.DELETED, paper.source.filename if paper.source else ""),
                    Hunk(diffing.INSERTED, name),
                ],
            )
            for paper, name in replaced
        ]

    @cached_property
    def open_checks(self) -> list[OpenChecks]:
        """The places to check that nobody has looked at, by kind, as the checking page lists them."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        if not self.draft.utterances:
            found["発言なし"].append("発言が1件もありません。")
        for warning in self.draft.warnings:
            if not warning.minor:
                found[_name_of(warning.code)].append(warning.message or warning.text or "")
        for row in self.draft.utterances:
            if row.certainty is not None and row.certainty < SURE:
                found["確かでない発言"].append(f"{row.speaker or '発言者なし'}：{row.text}")
        for edit in edits.unplaced_of(self.upload):
            found["読み直した後に反映できなかった訂正"].append(f"{edit['label']}：{edit['text']}".rstrip("："))
        return [
            OpenChecks(name, len(lines), tuple(_shortened(line) for line in lines[:MOST_LINES]))
            for name, lines in found.items()
        ]

    @cached_property
    def withheld(self) -> DraftMarks:
        """What of the draft is withheld from the moment of publication on, and what of it lost its place."""
        return draft_marks(self.upload)

    @property
    def carried(self) -> PassageForecast | None:
        """What becomes of what is withheld of the minutes that stand; None for minutes of a new meeting."""
        return self._forecast.passages if self._forecast else None

    @cached_property
    def proposed(self) -> int:
        """How many places with personal data nobody has withheld or chosen to leave readable."""
        return len(proposals_of(self.upload))

    @property
    def open_count(self) -> int:
        return sum(kind.count for kind in self.open_checks)

    @cached_property
    def _forecast(self) -> Forecast | None:
        if self.meeting is None or self.gaps:
            return None
        return Forecast(self.meeting, self.upload, lifecycle.as_published(self.upload))


def _name_of(code: str) -> str:
    return triage.KINDS.get(code) or _NEVER_NAMED.get(code, triage.OTHER)


def _lost(name: str, text: str) -> ShownRow:
    return ShownRow("削除", name, [Hunk(diffing.DELETED, text.strip())])


def _opened(name: str, opening: Opening, text: str) -> ShownRow:
    who = f"（いまは「{access.name_of(opening.audience_before)}」だけ、公開後は「{access.name_of(opening.audience)}」）"
    return ShownRow("閲覧範囲", name, [Hunk(diffing.INSERTED, _shortened(text)), Hunk(diffing.SAME, who)])


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= OPENING else f"{words[:OPENING]}…"
