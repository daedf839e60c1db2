"""Papers (資料) on their way in: which file is which paper, its text page by page, where it stands when published.

A draft's papers are rows of its parsed minutes; published minutes' papers are Attachment rows. A file is given to a row
by itself only where one label or title leads there and no other file stands there; all else a person decides. What is
written under published minutes reaches the search index in the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.urls import reverse

from minutes.comparing import Match, items_named, key_of, match
from minutes.drafts import edits
from minutes.editing import Conflict, EditError, read_operation
from minutes.models import Attachment, Audience, Meeting, Paper, SourceDocument, Upload
from minutes.parsing import ParsedMinutes
from minutes.record import (
    carrying_passages,
    corrects_current,
    give_file,
    item_of_title,
    keys_of_rows,
    loosen,
    parsed_minutes_of,
    same_papers,
    with_sources,
)
from minutes.signals import meeting_changed


class PaperError(Exception):
    """Something that cannot be done with a paper; the message is Japanese and says what to do."""


@dataclass(frozen=True, slots=True)
class Item:
    """An agenda item that papers may belong to; `key` names it in forms."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A paper that the minutes list: its row, its agenda item, and the file given to it, if any.

    `proposed` is the item that the minutes name its label under, while nobody has chosen one. `size` and `pages` are
    those of the file. `doubt` is the label that the file bears, where it is not the row's.
    """

    key: str
    label: str
    title: str
    item: str
    item_title: str
    proposed: str
    audience: int | None
    source: SourceDocument | None
    paper: Paper | None
    doubt: str

    @property
    def name(self) -> str:
        return f"{self.label} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class Loose:
    """A file that belongs to no row yet: the rows that it may be, and what to call a new one."""

    paper: Paper
    candidates: tuple[str, ...]
    taken: tuple[Listed, ...]
    label: str
    title: str


class PaperDesk:
    """The papers of one draft or of one meeting's published minutes, to be looked at and changed.

    Changes lock the upload or the meeting until the transaction ends.
    """

    is_published = False

    def __init__(self, owner: Any) -> None:
        self.owner = owner

    # What the two kinds do each in their own way

    @property
    def parsed(self) -> ParsedMinutes:
        raise NotImplementedError

    @property
    def papers(self) -> QuerySet[Paper]:
        """All its files, without their bytes and texts."""
        raise NotImplementedError

    def lock(self) -> None:
        """Keeps others from changing the rows. Raises PaperError where they cannot be changed any more."""
        raise NotImplementedError

    def row_of(self, paper: Paper) -> str:
        """The key of the row that a file was given to, empty where there is none."""
        raise NotImplementedError

    def row_keys(self) -> list[str]:
        """The keys of the rows of `parsed.attachments`, in order."""
        raise NotImplementedError

    def item_keys(self) -> list[str]:
        raise NotImplementedError

    def give(self, paper: Paper, key: str) -> None:
        """Gives the file to the row; the one that it had is loose then."""
        raise NotImplementedError

    def take(self, paper: Paper) -> None:
        """Takes the file away from its row; it is loose then."""
        raise NotImplementedError

    def add_row(self, label: str, title: str, user: User) -> str:
        """A new row at the end of the list; returns its key."""
        raise NotImplementedError

    def file_under(self, key: str, item: str, user: User) -> None:
        """Files the row's paper under the agenda item, under none where that is empty."""
        raise NotImplementedError

    def restrict(self, listed: Listed, audience: int) -> None:
        raise NotImplementedError

    def stored_files(self) -> dict[str, Attachment]:
        """The published papers by row, for their files and audiences."""
        raise NotImplementedError

    def new_paper(self) -> Paper:
        raise NotImplementedError

    def get_absolute_url(self) -> str:
        """Its page, where changes are sent too."""
        raise NotImplementedError

    def finish(self) -> None:
        """Called after changes, in their transaction."""

    # What is the same for both

    @cached_property
    def items(self) -> list[Item]:
        """The agenda."""
        rows = zip(self.item_keys(), self.parsed.agenda, strict=True)
        return [
            Item(
                key, f"{row.category or ''}{f'（{row.number}）' if row.number is not None else ''} {row.title}".strip()
            )
            for key, row in rows
        ]

    @cached_property
    def listed(self) -> list[Listed]:
        """The rows in order, each with its file."""
        file_of = {self.row_of(paper): paper for paper in self.papers if self.row_of(paper)}
        stored = self.stored_files()
        items = [item.key for item in self.items]
        proposed = self._proposed()
        found = []
        for key, row in zip(self.row_keys(), self.parsed.attachments, strict=True):
            paper, attachment = file_of.get(key), stored.get(key)
            source = paper.source if paper else attachment.source if attachment else None
            own = row.agenda
            label = row.label or ""
            found.append(
                Listed(
                    key,
                    label,
                    row.title or "",
                    items[own] if own is not None else "",
                    self.items[own].title if own is not None else "",
                    items[proposed[key_of(label)]] if own is None and label and key_of(label) in proposed else "",
                    _audience_of(paper, attachment),
                    source,
                    paper,
                    _doubt(paper, label),
                )
            )
        return found

    @cached_property
    def loose(self) -> list[Loose]:
        """The files that nobody has given to a row, each with the rows that it may be."""
        keys = {row.key: row for row in self.listed}
        found = []
        for paper in self.papers:
            if self.row_of(paper) in keys:
                continue
            matched = self.match(paper)
            candidates = tuple(self.listed[place] for place in matched.places)
            taken = tuple(row for row in candidates if row.source)
            label = paper.label or matched.label
            found.append(Loose(paper, tuple(row.key for row in candidates), taken, label, paper.title or matched.title))
        return found

    @property
    def waiting(self) -> int:
        """How many files wait to be read."""
        return sum(paper.state == Paper.State.WAITING for paper in self.papers)

    @property
    def with_file(self) -> int:
        return sum(row.source is not None for row in self.listed)

    def match(self, paper: Paper) -> Match:
        listed = [(row.label or "", row.title or "") for row in self.parsed.attachments]
        text = SourceDocument.objects.filter(pk=paper.source_id).values_list("text", flat=True).first() or ""
        return match(paper.source.filename, text[:4000], listed)

    def place(self, paper: Paper) -> None:
        """Gives a loose file to the row that it names, unless another file stands there."""
        # To readers of published minutes a file is shown by two people where that is set, not by its label.
        if settings.FOUR_EYES and self.is_published:
            return
        found = self.match(paper)
        if found.place is None:
            return
        row = self.listed[found.place]
        if row.source is None:
            self.give(paper, row.key)
            self.forget()

    def forget(self) -> None:
        """What was worked out does not hold any more."""
        for name in ("items", "listed", "loose", "parsed", "papers", "_titles"):
            self.__dict__.pop(name, None)

    @cached_property
    def _titles(self) -> list[str]:
        return [item.title for item in self.parsed.agenda]

    def _proposed(self) -> dict[str, int]:
        labels = [key_of(row.label) for row in self.parsed.attachments if row.label and row.agenda is None]
        if not labels:
            return {}
        spoken = ((row.text, row.agenda) for row in self.parsed.utterances)
        return items_named(labels, self._titles, spoken)


class DraftPapers(PaperDesk):
    """The papers of a draft. Its rows are those of the draft, so they are corrected like all of it."""

    owner: Upload

    @cached_property
    def parsed(self) -> ParsedMinutes:
        return ParsedMinutes.from_json(self.owner.parsed or {})

    @cached_property
    def papers(self) -> QuerySet[Paper]:
        return with_sources(Paper.objects.filter(upload=self.owner))

    def lock(self) -> None:
        self.owner = Upload.objects.select_for_update(of=("self",)).get(pk=self.owner.pk)
        if self.owner.state != Upload.State.DRAFT:
            raise PaperError(f"この取込みは「{self.owner.get_state_display()}」なので、資料を変更できません。")
        self.forget()

    def row_of(self, paper: Paper) -> str:
        return paper.row

    def row_keys(self) -> list[str]:
        return keys_of_rows(self.parsed)

    def item_keys(self) -> list[str]:
        return [row.id or f"a{place}" for place, row in enumerate(self.parsed.agenda, start=1)]

    def give(self, paper: Paper, key: str) -> None:
        Paper.objects.filter(upload=self.owner, row=key).exclude(pk=paper.pk).update(row="")
        paper.row = key
        paper.save(update_fields=["row"])

    def take(self, paper: Paper) -> None:
        paper.row = ""
        paper.save(update_fields=["row"])

    def add_row(self, label: str, title: str, user: User) -> str:
        keys = self.row_keys()
        item = item_of_title([item.title for item in self.parsed.agenda], title)
        own = None if item is None else self.item_keys()[item]
        row = {"label": label or None, "title": title or None, "agenda": own}
        after = keys[-1] if keys else None
        change_draft(self.owner, {"op": "insert", "table": "attachments", "after": after, "row": row}, user)
        self.forget()
        return self.row_keys()[-1]

    def file_under(self, key: str, item: str, user: User) -> None:
        row = self.parsed.attachments[self.row_keys().index(key)]
        before = self.item_keys()[row.agenda] if row.agenda is not None else None
        change = {"table": "attachments", "id": key, "field": "agenda", "before": before, "after": item or None}
        change_draft(self.owner, {"op": "set", **change}, user)
        self.forget()

    def restrict(self, listed: Listed, audience: int) -> None:
        if listed.paper:
            listed.paper.audience = audience
            listed.paper.save(update_fields=["audience"])

    def stored_files(self) -> dict[str, Attachment]:
        meeting = self.owner.meeting
        if meeting is None:
            return {}
        old = list(meeting.attachments.order_by("order").prefetch_related("source"))
        kept = same_papers(old, self.parsed.attachments, by_key=corrects_current(self.owner))
        keys = self.row_keys()
        return {keys[place]: attachment for place, attachment in kept.items()}

    def new_paper(self) -> Paper:
        return Paper(upload=self.owner)

    def get_absolute_url(self) -> str:
        return reverse("minutes:upload_papers", args=[self.owner.pk])


class MeetingPapers(PaperDesk):
    """The papers of published minutes: what changes is written at once, the search index with it."""

    is_published = True
    owner: Meeting

    @cached_property
    def parsed(self) -> ParsedMinutes:
        return parsed_minutes_of(self.owner)

    @cached_property
    def papers(self) -> QuerySet[Paper]:
        return with_sources(Paper.objects.filter(meeting=self.owner))

    def lock(self) -> None:
        self.owner = Meeting.objects.select_for_update(of=("self",)).get(pk=self.owner.pk)
        self.forget()

    def row_of(self, paper: Paper) -> str:
        return str(paper.attachment_id or "")

    def row_keys(self) -> list[str]:
        return [str(key) for key in self.owner.attachments.order_by("order").values_list("pk", flat=True)]

    def item_keys(self) -> list[str]:
        return [str(key) for key in self.owner.agenda_items.order_by("order").values_list("pk", flat=True)]

    def give(self, paper: Paper, key: str) -> None:
        before = paper.attachment
        if before is not None and str(before.pk) != key:
            self.take(paper)
        with carrying_passages(self.owner):
            give_file(paper, self.owner.attachments.get(pk=int(key)))

    def take(self, paper: Paper) -> None:
        attachment = paper.attachment
        if attachment is not None:
            loosen([attachment])
            paper.refresh_from_db(fields=["attachment", "audience"])
        if attachment is not None and attachment.source_id == paper.source_id:
            attachment.source = None
            attachment.save(update_fields=["source"])
            with carrying_passages(self.owner):
                attachment.pages.all().delete()

    def add_row(self, label: str, title: str, user: User) -> str:
        last = self.owner.attachments.order_by("-order").values_list("order", flat=True).first() or 0
        items = list(self.owner.agenda_items.order_by("order"))
        item = item_of_title([item.title for item in items], title)
        row = Attachment.objects.create(
            meeting=self.owner,
            order=last + 1,
            label=label,
            title=title,
            agenda_item=None if item is None else items[item],
        )
        self.forget()
        return str(row.pk)

    def file_under(self, key: str, item: str, user: User) -> None:
        chosen = self.owner.agenda_items.get(pk=int(item)) if item else None
        self.owner.attachments.filter(pk=int(key)).update(agenda_item=chosen)
        self.forget()

    def restrict(self, listed: Listed, audience: int) -> None:
        self.owner.attachments.filter(pk=int(listed.key)).update(audience=audience)
        self.forget()

    def stored_files(self) -> dict[str, Attachment]:
        return {str(row.pk): row for row in self.owner.attachments.prefetch_related("source")}

    def new_paper(self) -> Paper:
        return Paper(meeting=self.owner)

    def get_absolute_url(self) -> str:
        return reverse("minutes:meeting_papers", args=[self.owner.key])

    def finish(self) -> None:
        meeting_changed.send(sender=Meeting, meeting=self.owner)


def desk_of(paper: Paper) -> PaperDesk:
    """The desk that a file lies on: that of the published minutes, once there are any."""
    return MeetingPapers(paper.meeting) if paper.meeting else DraftPapers(paper.upload)


def loose_in(upload: Upload) -> int:
    """How many files of a draft belong to no paper: published minutes would not show them."""
    rows = {row.get("id") for row in (upload.parsed or {}).get("attachments", [])}
    return sum(row not in rows for row in Paper.objects.filter(upload=upload).values_list("row", flat=True))


def change_draft(upload: Upload, operation: dict[str, Any], user: User) -> None:
    """Does one operation (minutes.editing) on a draft, as its checking page would. Raises PaperError."""
    try:
        edits.do(pk=upload.pk, user=user, operation=read_operation(operation), since=upload.revision)
    except (Conflict, EditError, edits.NoDraft) as error:
        raise PaperError(str(error)) from error
    upload.refresh_from_db()


def _audience_of(paper: Paper | None, attachment: Attachment | None) -> int | None:
    if isinstance(paper, Paper) and paper.attachment_id is None and paper.audience is not None:
        return paper.audience
    return attachment.audience if attachment else Audience.EVERYONE


def _doubt(paper: Paper | None, label: str) -> str:
    """The label that the file bears, where it is another than the row's."""
    if paper is None or not paper.label or not label or key_of(paper.label) == key_of(label):
        return ""
    return paper.label
