"""The list of what came in: filtered, ordered, counted, published many at a time."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Count, F, Func, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import QueryDict

from minutes.drafts import DraftMeeting, DraftMeetings, meetings
from minutes.models import Meeting, Upload, UploadBatch
from minutes.uploads import duplicates, lifecycle, triage
from minutes.uploads.duplicates import Double
from minutes.uploads.lifecycle import Shown
from minutes.uploads.triage import Level

OPEN, EVERYTHING = "open", "all"
# What the list may be ordered by: its columns; a leading minus turns the order round.
COLUMNS = {
    "level": ("rank", "certainty", "-pk"),
    "file": ("source__filename", "pk"),
    "body": ("draft_body", "draft_held_on", "pk"),
    "held_on": ("draft_held_on", "draft_body", "pk"),
    "certainty": ("certainty", "pk"),
    "warnings": ("warning_count", "pk"),
    "received": ("pk",),
    "person": ("created_by__username", "pk"),
}
FIRST_ORDER = "level"
# One request publishes for so long and says what is left: nobody waits longer for a page.
PUBLISHING_SECONDS = 40
CHANGED = "確認の画面を開いた後に、下書きが変わりました。もう一度確かめてください"
# So many are asked about, and published, with one confirmation.
MOST_ASKED = 200
_MOST_BATCHES = 30


@dataclass(frozen=True, slots=True)
class Query:
    """What the list shows: which level, which batch, which words in body, title or file name, whose, in what order."""

    show: str = OPEN
    batch: int | None = None
    words: str = ""
    mine: bool = False
    order: str = FIRST_ORDER

    @classmethod
    def of(cls, data: QueryDict) -> "Query":
        """From an address; what it does not know takes its default."""
        show, order, batch = data.get("show", ""), data.get("order", ""), data.get("batch", "")
        return cls(
            show if show in (*Level.values, EVERYTHING) else OPEN,
            int(batch) if batch.isdecimal() and len(batch) < 10 else None,
            " ".join(data.get("q", "").split())[:100].replace("\x00", ""),
            data.get("mine") == "1",
            order if order.removeprefix("-") in COLUMNS else FIRST_ORDER,
        )

    def address(self, **changes: Any) -> str:
        """The part of an address after the path; defaults are left out."""
        values = {
            "show": self.show,
            "batch": self.batch or "",
            "q": self.words,
            "mine": "1" if self.mine else "",
            "order": self.order,
            **changes,
        }
        data = QueryDict(mutable=True)
        for name, value in values.items():
            if value and value not in (OPEN, FIRST_ORDER):
                data[name] = str(value)
        return "?" + data.urlencode()


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One upload in the list: what there is to check, in words, what is there already, why else it needs a look.

    `about` is what is known of its meeting.
    """

    upload: Upload
    level: Level
    kinds: list[tuple[str, int]]
    doubles: list[Double]
    reasons: list[str] = field(default_factory=list)
    about: DraftMeeting = meetings.NOTHING

    @property
    def is_unfinished(self) -> bool:
        return self.level == Level.READING

    @property
    def places(self) -> int:
        """How many places there are to check."""
        return sum(number for _, number in self.kinds)

    @property
    def held_on(self) -> date | None:
        try:
            return date.fromisoformat(self.upload.draft_held_on or "")
        except ValueError:
            return None

    @property
    def percent(self) -> int | None:
        """The certainty, rounded down: 100 only where nothing is doubted."""
        return None if self.upload.certainty is None else int(self.upload.certainty * 100)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading is of all that was sent in with what is not yet read."""

    read: int
    total: int

    @property
    def is_done(self) -> bool:
        return self.read == self.total


@dataclass(slots=True)
class Outcome:
    """What became of many uploads: how many were done, which were not and why, how many there was no time for.

    `asked` is how many wait for a second person; `before` is how many had been published already when they were to be: by a second press of the button, mostly.
    """

    done: int = 0
    asked: int = 0
    before: int = 0
    refused: list[tuple[Upload, str]] = field(default_factory=list)
    left: int = 0


def matching(query: Query, user: User) -> QuerySet[Upload]:
    """The uploads of every level that the query is about."""
    found = Upload.objects.all()
    if query.batch:
        found = found.filter(batch=query.batch)
    for word in query.words.split():
        found = found.filter(
            Q(draft_body__icontains=word) | Q(draft_title__icontains=word) | Q(source__filename__icontains=word)
        )
    return found.filter(created_by=user) if query.mine else found


def listed(query: Query, user: User, ready: frozenset[int]) -> QuerySet[Upload]:
    """The uploads to show, in order, with their `level`; neither drafts nor documents are read."""
    found: Any = triage.levelled(matching(query, user), ready)
    if query.show == OPEN:
        found = found.filter(level__in=triage.OPEN)
    elif query.show != EVERYTHING:
        found = found.filter(level=query.show)
    names = COLUMNS[query.order.removeprefix("-")]
    if "warning_count" in names:
        length = Func(F("warning_codes"), function="jsonb_array_length", output_field=IntegerField())
        found = found.annotate(warning_count=Coalesce(length, Value(0)))
    ordered: QuerySet[Upload] = found.order_by(*_order(names, turned=query.order.startswith("-")))
    return shown(ordered)


def shown(uploads: QuerySet[Upload]) -> QuerySet[Upload]:
    """With what a row of the list tells, and no more."""
    return uploads.select_related("source", "meeting", "created_by", "batch").only(*_SHOWN)


_SHOWN = (
    "state",
    "certainty",
    "error",
    "revision",
    "created_at",
    "draft_title",
    "draft_body",
    "draft_held_on",
    "draft_fiscal_year",
    "draft_number",
    "warning_codes",
    "has_blank",
    "new_body_confirmed",
    "choices",
    "source__filename",
    "source__sha256",
    "meeting__key",
    "meeting__title",
    "batch__name",
    "created_by__username",
    "created_by__first_name",
    "created_by__last_name",
)


def rows_of(uploads: Iterable[Upload]) -> list[DeskRow]:
    """The uploads of one page as they are shown; the number of queries does not grow with them."""
    uploads = list(uploads)
    found = meetings.meetings_of(uploads)
    doubles = duplicates.doubles_of(uploads, found)
    return [_row_of(upload, doubles.get(upload.pk, []), found) for upload in uploads]


def _row_of(upload: Upload, doubles: list[Double], found: DraftMeetings) -> DeskRow:
    level = Level(upload.level)  # type: ignore[attr-defined]  # annotated by triage.levelled
    kinds = triage.kinds_of(upload.warning_codes or ()) if upload.state == Upload.State.DRAFT else []
    reasons = []
    if level == Level.LOOK:
        reasons = triage.reasons_of(upload, found, [double.reason for double in doubles])
    return DeskRow(upload, level, kinds, doubles, reasons, found.of(upload))


def progress() -> Progress | None:
    """How far the reading is, None where nothing waits or is read."""
    unfinished = Q(state__in=(Upload.State.WAITING, Upload.State.READING))
    waiting = Upload.objects.filter(unfinished)
    together = Upload.objects.filter(
        Q(batch__in=waiting.exclude(batch=None).values("batch")) | (unfinished & Q(batch=None))
    )
    counts = together.exclude(state=Upload.State.DISCARDED).aggregate(
        total=Count("pk"), waiting=Count("pk", filter=unfinished)
    )
    return Progress(counts["total"] - counts["waiting"], counts["total"]) if counts["waiting"] else None


def batches() -> list[UploadBatch]:
    """The latest batches, to choose from."""
    return list(UploadBatch.objects.annotate(number=Count("uploads"))[:_MOST_BATCHES])


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked before many uploads are published or discarded: which will be, and which will not.

    `replacing` would replace stored minutes, each with the meeting: they are published one by one. `refused` cannot be,
    with the reason. `left` is how many more there are than one question holds.
    """

    rows: list[DeskRow]
    replacing: list[tuple[DeskRow, Meeting]] = field(default_factory=list)
    refused: list[tuple[DeskRow, str]] = field(default_factory=list)
    left: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.rows or self.replacing or self.refused)


def before_publishing(uploads: QuerySet[Upload]) -> Question:
    """What publishing these uploads would do; nothing is written."""
    found, left = _asked_about(uploads)
    question = Question([], left=left)
    for row in found:
        if row.upload.state != Upload.State.DRAFT:
            question.refused.append((row, _not_ready(row.upload, row.about)))
            continue
        meeting = row.about.identity.meeting
        if meeting is not None:
            question.replacing.append((row, meeting))
        elif row.level == Level.READY:
            question.rows.append(row)
        else:
            question.refused.append((row, _not_ready(row.upload, row.about)))
    return question


def before_discarding(uploads: QuerySet[Upload]) -> Question:
    """What discarding these uploads would do; nothing is written."""
    found, left = _asked_about(uploads)
    question = Question([], left=left)
    for row in found:
        if row.upload.state in (Upload.State.PUBLISHED, Upload.State.DISCARDED):
            question.refused.append((row, f"「{row.upload.get_state_display()}」です"))
        else:
            question.rows.append(row)
    return question


def _asked_about(uploads: QuerySet[Upload]) -> tuple[list[DeskRow], int]:
    keys = list(uploads.order_by("pk").values_list("pk", flat=True))
    first = Upload.objects.filter(pk__in=keys[:MOST_ASKED])
    rows = rows_of(shown(triage.levelled(first)).order_by("pk"))
    return rows, len(keys) - len(rows)


def _not_ready(upload: Upload, about: DraftMeeting) -> str:
    """Why an upload is not published with others."""
    if upload.state != Upload.State.DRAFT:
        return f"「{upload.get_state_display()}」なので公開できません"
    if about.is_asked:
        return "同じ日の会議と同じ会議か、別の会議かが決まっていません。選んでから公開してください"
    return str(Level.LOOK.label)


def publish(picks: dict[int, int], user: User) -> Outcome:
    """Publishes those of the uploads that are READY, each in a transaction of its own.

    `picks` are their keys with the number that each draft had when the person was asked. What changed since, or would
    replace stored minutes, is refused.
    """
    outcome = Outcome()
    began = time.monotonic()
    for place, (pk, revision) in enumerate(picks.items()):
        if time.monotonic() - began > PUBLISHING_SECONDS:
            outcome.left = len(picks) - place
            break
        upload = lifecycle.uploads().filter(pk=pk).first()
        if upload is None:
            continue
        if upload.state == Upload.State.PUBLISHED:
            outcome.before += 1
        elif upload.revision != revision:
            outcome.refused.append((upload, CHANGED))
        elif not triage.ready_keys(Upload.objects.filter(pk=pk)):
            outcome.refused.append((upload, _not_ready(upload, meetings.meeting_of(upload))))
        else:
            seen = Shown(revision)
            _try(
                outcome,
                upload,
                lambda upload, seen=seen: lifecycle.publish_or_ask(upload=upload, user=user, shown=seen),
            )
    return outcome


def discard(picks: dict[int, int], user: User, reason: str = "") -> Outcome:
    """Takes the uploads off the desk into the bin, but those that somebody corrected since the person was asked."""
    outcome = Outcome()
    for upload in Upload.objects.filter(pk__in=picks).order_by("pk").select_related("source").defer("parsed", "base"):
        if upload.state == Upload.State.DISCARDED:
            outcome.before += 1
        elif upload.revision != picks[upload.pk]:
            outcome.refused.append((upload, CHANGED))
        else:
            _try(outcome, upload, lambda upload: lifecycle.discard(upload=upload, user=user, reason=reason))
    return outcome


def read_again(uploads: QuerySet[Upload], user: User) -> Outcome:
    return _each(uploads, lambda upload: lifecycle.read_again(upload=upload, user=user))


def _each(uploads: QuerySet[Upload], action: Any) -> Outcome:
    outcome = Outcome()
    for upload in uploads.order_by("pk").select_related("source").defer("parsed", "base"):
        _try(outcome, upload, action)
    return outcome


def _try(outcome: Outcome, upload: Upload, action: Any) -> None:
    try:
        stored = action(upload)
    except lifecycle.UploadError as error:
        outcome.refused.append((upload, str(error)))
    else:
        # What was to be published and is a draft yet waits for a second person.
        if stored.state == Upload.State.DRAFT:
            outcome.asked += 1
        else:
            outcome.done += 1


def _order(names: Sequence[str], turned: bool) -> list[Any]:
    """Nothing known comes last, whichever way round."""
    order = []
    for place, name in enumerate(names):
        falls = name.startswith("-") != (turned and place == 0)
        column = F(name.removeprefix("-"))
        order.append(column.desc(nulls_last=True) if falls else column.asc(nulls_last=True))
    return order
