"""What publishing a draft would make of a stored meeting: worked out beforehand, nothing written.

It follows minutes.record.importing: a test holds the forecast to what is stored when the draft is published.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import AnonymousUser

from minutes import access
from minutes.comparing import keep_refs
from minutes.models import Attachment, Meeting, Paper, TopicLink, Upload
from minutes.parsing import Attachment as ParsedPaper
from minutes.parsing import ParsedMinutes
from minutes.record.changes import State, state_of
from minutes.record.importing import as_stored
from minutes.record.papers import corrects_current, keys_of_rows, restricted_labels, same_papers, with_sources
from minutes.record.passage_forecast import PassageForecast, forecast_passages
from minutes.wording import name_key


@dataclass(frozen=True, slots=True)
class Opening:
    """A row that fewer people may read today than after publishing: its place in the new version."""

    place: int
    audience_before: int
    audience: int


class Forecast:
    """The meeting as it stands (`before`) and as it would stand if the draft were published (`after`)."""

    def __init__(self, meeting: Meeting, upload: Upload, parsed: ParsedMinutes) -> None:
        self.meeting, self.upload = meeting, upload
        self.parsed = as_stored(parsed)
        self._stored_papers = list(meeting.attachments.order_by("order").prefetch_related("source"))
        by_key = upload.meeting_id == meeting.pk and corrects_current(upload)
        self._kept = same_papers(self._stored_papers, self.parsed.attachments, by_key=by_key)

    @cached_property
    def before(self) -> State:
        version = self.meeting.current_version
        if version is None:
            return State(ParsedMinutes(), (), (), ())
        version.meeting = self.meeting
        return state_of(version)

    @cached_property
    def after(self) -> State:
        refs, audiences = self._utterances()
        return State(self.parsed, refs, audiences, self._paper_audiences())

    @property
    def lost_files(self) -> list[Attachment]:
        """Stored papers whose file no reader would find any more: the list names them no longer."""
        kept = {paper.pk for paper in self._kept.values()}
        return [paper for paper in self._stored_papers if paper.source_id and paper.pk not in kept]

    @property
    def replaced_files(self) -> list[tuple[Attachment, str]]:
        """Stored papers whose file the draft replaces, each with the name of the new one."""
        return [
            (stored, file.source.filename)
            for place, stored in self._kept.items()
            if (file := self._draft_files.get(place)) and stored.source_id and stored.source_id != file.source_id
        ]

    @property
    def opened_utterances(self) -> list[Opening]:
        """Utterances that keep their number and lose their restriction."""
        today = dict(zip(self.before.refs, self.before.audiences, strict=True))
        rows = enumerate(zip(self.after.refs, self.after.audiences, strict=True))
        return [
            Opening(place, today[ref], then)
            for place, (ref, then) in rows
            if ref in today and access.is_narrower(today[ref], then)
        ]

    @property
    def opened_papers(self) -> list[Opening]:
        """Papers that lose their restriction, also by being listed under another label and title."""
        return [
            Opening(place, stored.audience, audience)
            for place, audience in enumerate(self._paper_audiences())
            if (stored := self._kept.get(place) or self._namesake(place))
            and access.is_narrower(stored.audience, audience)
        ]

    @property
    def opens_original(self) -> bool:
        """Whether everybody could download the new original, where the present one is kept back."""
        current = self.meeting.current_version
        if current is None or not access.visible_meetings(AnonymousUser()).filter(pk=self.meeting.pk).exists():
            return False
        is_kept_back = access.downloadable_source(AnonymousUser(), self.meeting) is None
        is_restricted = any(
            access.is_restricted(audience or 0) for audience in (*self.after.audiences, *self.after.paper_audiences)
        )
        return is_kept_back and not is_restricted and current.source.sha256 != self.upload.source.sha256

    @cached_property
    def passages(self) -> PassageForecast:
        """What becomes of the passages of the published minutes."""
        return forecast_passages(self.meeting, self.parsed, self.after.refs, self._kept, self._draft_files)

    @property
    def lost_topics(self) -> list[TopicLink]:
        """Topics that a person confirmed for an agenda item which is not in the draft under the same title."""
        titles = [(row.category or "", row.number, name_key(row.title)) for row in self.parsed.agenda]
        left = [
            item.pk
            for item in self.meeting.agenda_items.all()
            if (item.category, item.number, name_key(item.title)) not in titles
        ]
        links = TopicLink.objects.filter(agenda_item__in=left, state=TopicLink.State.CONFIRMED)
        chosen = {pk for states in self.upload.choices.get("topics", {}).values() for pk in states}
        return [link for link in links.select_related("topic", "agenda_item") if str(link.topic_id) not in chosen]

    def _utterances(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The permanent numbers and audiences of the draft's utterances."""
        old = list(self.meeting.utterances.values_list("ref", "speaker", "text", "audience"))
        new = [(row.speaker or "", row.text) for row in self.parsed.utterances]
        refs, _ = keep_refs([(ref, speaker, text) for ref, speaker, text, _ in old], new, self.meeting.last_ref)
        kept = access.audiences_kept(
            [(ref, text, audience) for ref, _, text, audience in old], refs, [text for _, text in new]
        )
        return tuple(refs), tuple(kept)

    @cached_property
    def _draft_files(self) -> dict[int, Paper]:
        """The draft's own files, by the places of their rows."""
        places = {key: place for place, key in enumerate(keys_of_rows(self.parsed))}
        files = with_sources(Paper.objects.filter(upload=self.upload))
        return {places[file.row]: file for file in files if file.row in places}

    def _paper_audiences(self) -> tuple[int, ...]:
        narrow = restricted_labels(self._stored_papers)
        return tuple(self._audience_of(place, row, narrow) for place, row in enumerate(self.parsed.attachments))

    def _audience_of(self, place: int, row: ParsedPaper, narrow: dict[str, int]) -> int:
        file, stored = self._draft_files.get(place), self._kept.get(place)
        if file is not None and file.audience is not None:
            return file.audience
        return stored.audience if stored else narrow.get(name_key(row.label or ""), 0)

    def _namesake(self, place: int) -> Attachment | None:
        """A stored paper of the same title that would not be kept: its name would stand there all the same."""
        title = name_key(self.parsed.attachments[place].title or "")
        kept = {paper.pk for paper in self._kept.values()}
        left: Sequence[Attachment] = [paper for paper in self._stored_papers if paper.pk not in kept]
        return next((paper for paper in left if title and name_key(paper.title) == title), None)
