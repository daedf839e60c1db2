"""Who will read the minutes of a new meeting: proposed from what is printed of 公開の可否 and from its body, chosen by a person."""

from dataclasses import dataclass

from minutes import access
from minutes.models import AccessLevel, Upload
from minutes.parsing import ParsedMinutes
from minutes.record import bodies, first_audience

# Of Upload.choices.
KEY = "audience"
NOT_CHOSEN = "「非公開」と書かれた会議録です。公開の確認の画面で、閲覧範囲を選んでから公開してください。"
UNKNOWN = "閲覧範囲を一覧から選んでください。"
NOT_TICKED = "提案より広い範囲に公開するときは、確認の欄に印を付けてください。"
NOT_AS_ASKED = "閲覧範囲が、公開を依頼されたときと違います。変えるときは、差し戻してください。"


@dataclass(frozen=True, slots=True)
class AudienceProposal:
    """The audience that is proposed, what is printed that speaks for it, and what a person chose.

    `printed` are the lines of the minutes on 公開の可否 with their reasons. `is_closed` says that the minutes are printed
    as 非公開 as a whole, `is_partial` that a part of them is.
    """

    audience: int
    printed: tuple[str, ...]
    is_closed: bool
    is_partial: bool
    chosen: int | None

    @property
    def name(self) -> str:
        return access.name_of(self.audience)

    @property
    def is_asked(self) -> bool:
        """Whether a person has to choose before anything is published."""
        return self.is_closed and self.chosen is None

    @property
    def standing(self) -> int:
        """The audience as it stands: the chosen one, else the proposed one."""
        return self.audience if self.chosen is None else self.chosen

    @property
    def is_restricted(self) -> bool:
        return access.is_restricted(self.audience)

    def opens(self, audience: int) -> bool:
        """Whether more people would read than is proposed: somebody has to say so plainly."""
        return access.is_narrower(self.audience, audience)


def proposal_of(upload: Upload) -> AudienceProposal:
    """The proposal for the draft as it is. What a body's new meetings get holds whatever is printed."""
    parsed = ParsedMinutes.from_json(upload.parsed or {})
    body = bodies.find(parsed.body) if parsed.body else None
    first = first_audience(parsed, body)
    return AudienceProposal(
        first.audience, tuple(_printed(parsed)), first.is_closed, first.is_partial, chosen_of(upload)
    )


def chosen_of(upload: Upload) -> int | None:
    """What a person chose for the draft, where that is an audience yet."""
    chosen = upload.choices.get(KEY)
    return chosen if chosen in dict(access.choices()) else None


def _printed(parsed: ParsedMinutes) -> list[str]:
    told = (("会議", parsed.meeting_access), ("会議録", parsed.minutes_access))
    return [
        f"{name}：{AccessLevel(one.level).label}" + (f"（{one.reason}）" if one.reason else "")
        for name, one in told
        if one.level
    ]
