"""消去: words go for ever, from everywhere that a person has seen on a list, in one transaction.

The trail forgets last, for it is told of every change that is made here; then the tables are swept, so that no part of
the database's files that a statement can reach holds the words.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

import trail
from minutes.comparing import sketch_of
from minutes.drafts import page_pictures
from minutes.erasure.fields import FOLLOWS, TRAIL, model_of, texts_of
from minutes.erasure.finding import SOURCE, ErasureError, File, Found, Place, Wanted, find, holding
from minutes.erasure.printing import pattern_of
from minutes.erasure.texts import blocking, blocking_in_lines, changed, moved
from minutes.models import (
    AgendaItem,
    Attachment,
    Body,
    ErasedRow,
    Erasure,
    Ground,
    Meeting,
    Paper,
    Passage,
    Rereading,
    SourceDocument,
    Topic,
    Upload,
)
from minutes.parsing import ParsedMinutes
from minutes.passages import Owner, owned_rows
from minutes.reading_room import forget_printed
from minutes.record import (
    agreed,
    changes_of,
    hash_of,
    key_of,
    parsed_minutes_of,
    renew_dialogue,
)
from minutes.signals import meeting_changed, meetings_relabelled, words_erased
from minutes.wording import name_key, visible_text

logger = logging.getLogger(__name__)

CHANGED = "一覧を表示した後に内容が変わりました。もう一度、一覧を確かめてください。何も消していません。"
NO_REASON = "消去する理由を入力してください。"
NONE_CHOSEN = "消す場所がありません。"
FAILED = "消去の途中で不具合が起きたため、何も消していません。システムの管理者に知らせてください。"
GONE = "原本は消去しました。"
PLAIN = "text/plain"
# What the current version of minutes says stands in these.
_SAID = {f"minutes.{name}" for name in ("meeting", "attendee", "agendaitem", "utterance", "attachment")}
_UNREAD = (Upload.State.WAITING, Upload.State.READING, Upload.State.UNREADABLE)
# The texts of rows by their fields.
_Texts = dict[Any, Mapping[str, Any]]


class Fate(StrEnum):
    """What becomes of a file."""

    REMOVE = "remove"
    # The text that was read of it, with ■■■, is stored in its place.
    REPLACE = "replace"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person has decided of what was found (`seen`: Found.digest): `kept` names places that stay as they are,
    `fates` say of files by key what becomes of them."""

    seen: str
    ground: Ground | None
    reason: str = field(repr=False)
    kept: frozenset[str] = frozenset()
    fates: Mapping[int, Fate] = field(default_factory=dict)

    def fate_of(self, file: File) -> Fate:
        """What holds the words goes unless somebody says otherwise; what only may hold them stays."""
        return self.fates.get(file.key, Fate.REMOVE if file.holds else Fate.KEEP)

    def goes(self, place: Place) -> bool:
        return place.name not in self.kept


def erase(*, wanted: Wanted, decision: Decision, user: User) -> Erasure | None:
    """Erases what was decided; None where a second person has to agree first.

    Raises ErasureError, also where anything was found otherwise than the person saw it. The message, and what is logged,
    never hold the words.
    """
    try:
        with transaction.atomic():
            return _Act(wanted, decision, user).do()
    except DatabaseError as error:
        # What the database says may quote a row.
        logger.error("Words could not be erased: %s %s", type(error).__name__, getattr(error.__cause__, "sqlstate", ""))
        raise ErasureError(FAILED) from None


def left_over(wanted: Wanted, decision: Decision) -> int:
    """In how many places the words stand that were not meant to be kept: the proof, after they were erased."""
    with transaction.atomic():
        _without_limits()
        found = find(wanted)
        kept_files = {file.name for file in found.files if decision.fate_of(file) == Fate.KEEP}
        places = [one for one in found.places if decision.goes(one) and not _is_of(one, kept_files)]
        files = [file for file in found.files if file.holds and file.name not in kept_files]
        is_whole = wanted.meeting is None and not found.count
        return len(places) + len(files) + found.trail + (_in_copies(wanted) if is_whole else 0)


def look_through(wanted: Wanted) -> Found:
    """Everywhere that the words stand now."""
    with transaction.atomic():
        _without_limits()
        return find(wanted)


def _without_limits() -> None:
    """The statements of this transaction take the time that they need: the whole archive is looked through."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('statement_timeout', '0', true), set_config('lock_timeout', '10s', true),"
            " set_config('idle_in_transaction_session_timeout', '0', true)"
        )


class _Act:
    """One act of erasing, within its transaction."""

    def __init__(self, wanted: Wanted, decision: Decision, user: User) -> None:
        self._wanted, self._decision, self._user = wanted, decision, user
        self._expression = pattern_of(wanted.words)
        self._pattern = re.compile(self._expression)
        self._block = blocking(self._pattern)

    def do(self) -> Erasure | None:
        reason = visible_text(self._decision.reason)
        if not reason:
            raise ErasureError(NO_REASON)
        _without_limits()
        with connection.cursor() as cursor:
            # Two that erase at once take turns.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('minutes.erasure'))")
        found = find(self._wanted)
        self._lock(found.places)
        if found.digest != self._decision.seen:
            raise ErasureError(CHANGED)
        doomed = [file for file in found.files if self._decision.fate_of(file) != Fate.KEEP]
        kept_files = {file.name for file in found.files} - {file.name for file in doomed}
        places = [one for one in found.places if self._decision.goes(one) and not _is_of(one, kept_files)]
        if not places and not doomed and not found.trail:
            raise ErasureError(NONE_CHOSEN)
        if not self._is_agreed():
            return None
        erasure = Erasure.objects.create(
            meeting=self._wanted.meeting,
            ground=self._decision.ground,
            reason=self._block(reason),
            places=len(places),
            files=len(doomed),
            created_by=self._user,
        )
        self._erase(erasure, places, doomed)
        words = sorted(found.forms | set(self._wanted.words), key=len, reverse=True)
        told = f"{erasure.ground.text}　" if erasure.ground else ""
        trail.forget(
            kind=Erasure._meta.label_lower,
            key=erasure.pk,
            meeting=None,
            words=words,
            reason=f"{told}{erasure.reason}（{len(places)}か所、ファイル{len(doomed)}件、会議{self._meetings}件）",
        )
        transaction.on_commit(forget_printed)
        transaction.on_commit(partial(_sweep, _tables(places)))
        return erasure

    def _lock(self, places: Iterable[Place]) -> None:
        """Nobody changes minutes or drafts of which something goes until it is gone."""
        meetings = {one.meeting for one in places if one.meeting is not None}
        uploads = {one.key for one in places if one.kind == "minutes.upload"}
        for rows in (Meeting.objects.filter(pk__in=meetings), Upload.objects.filter(pk__in=uploads)):
            list(rows.select_for_update(of=("self",)).order_by("pk").values_list("pk"))

    def _is_agreed(self) -> bool:
        """Whether it may be done now; else it is noted, without the words, that somebody asks for it."""
        label = self._block(self._wanted.meeting.title) if self._wanted.meeting else "すべての会議録"
        wish = f"erasure {self._wanted.digest}"
        return agreed(self._user, wish, since="", label=f"消去：{label}", address=reverse("minutes:erasure"))

    def _erase(self, erasure: Erasure, places: Sequence[Place], doomed: Sequence[File]) -> None:
        meetings = sorted({one.meeting for one in places if one.meeting is not None})
        self._meetings = len(meetings)
        before = {pk: _texts_of(Meeting(pk=pk)) for pk in meetings}
        read = {one.key for one in places if one.kind == SOURCE}
        keys = {one.key for one in places if one.kind == "minutes.upload"}
        keys |= set(Upload.objects.filter(papers__source__in=read).values_list("pk", flat=True))
        drafts = {pk: _texts_of(Upload.objects.get(pk=pk)) for pk in sorted(keys)}
        for kind, group in _by_row(places):
            self._change(kind, group)
        for pk in meetings:
            self._move_passages(Passage.objects.filter(meeting=pk), before[pk], _texts_of(Meeting(pk=pk)))
        for pk, rows in drafts.items():
            self._move_passages(Passage.objects.filter(upload=pk), rows, _texts_of(Upload.objects.get(pk=pk)))
            Upload.objects.filter(pk=pk).update(revision=_next("revision"))
        self._block_files(erasure, doomed)
        self._follow(meetings, places)
        ErasedRow.objects.bulk_create(
            ErasedRow(erasure=erasure, kind=kind, key=key, meeting_id=of)
            for kind, key, of in dict.fromkeys((one.kind, one.key, one.meeting) for one in places if not one.is_deleted)
        )
        words_erased.send(sender=Erasure, expression=self._expression, meetings=Meeting.objects.filter(pk__in=meetings))

    def _change(self, kind: str, group: Sequence[Place]) -> None:
        """One row: its fields with ■■■, or it goes."""
        model = group[0].model
        row = model._base_manager.filter(pk=group[0].key)
        if group[0].is_deleted:
            row.delete()
            return
        if kind == "minutes.passage":
            # Quotes of passages that are placed follow the text that they are of.
            group = [one for one in group if one.column != "quote"]
        names = [one.column for one in group]
        if not names:
            return
        stored = dict(zip(names, row.values_list(*names).get(), strict=True))
        in_lines = blocking_in_lines(self._pattern)
        new = {
            name: changed(value, in_lines if (kind, name) == (SOURCE, "text") else self._block)
            for name, value in stored.items()
        }
        for name, value in new.items():
            if model._meta.get_field(name).unique and model._base_manager.filter(**{name: value}).exists():  # type: ignore[union-attr] # none is a relation
                new[name] = f"{value}（{group[0].key}）"
        if kind == "minutes.body" and "name" in new:
            new["name_key"] = name_key(new["name"])
        if kind == SOURCE and "text" in new:
            new["sketch"] = sketch_of(new["text"])
        row.update(**new)

    def _move_passages(self, passages: Any, before: "_Texts", after: "_Texts") -> None:
        """What is withheld stays withheld: passages stand on the same words of texts in which others became ■■■."""
        for passage in passages:
            key = key_of(passage)
            old, new = (texts.get(key, {}).get(passage.field) for texts in (before, after))
            quote, start, end = passage.quote, passage.start, passage.end
            if passage.placed and old is not None and new is not None:
                if old != new:
                    spans = [hit.span() for hit in self._pattern.finditer(old)]
                    start, end = moved(start, spans, is_end=False), moved(end, spans, is_end=True)
                    quote = new[start:end]
            else:
                quote = self._block(quote)
            if (quote, start, end) != (passage.quote, passage.start, passage.end):
                Passage.objects.filter(pk=passage.pk).update(quote=quote, start=start, end=end)

    def _block_files(self, erasure: Erasure, doomed: Sequence[File]) -> None:
        for file in doomed:
            source = SourceDocument.objects.defer(None).select_for_update(of=("self",)).get(pk=file.key)
            # What the list told of its text has ■■■ by now; a file whose text held nothing may tell the words elsewhere.
            keeps_text = self._decision.fate_of(file) == Fate.REPLACE
            source.content = source.text.encode() if keeps_text else b""
            source.size, source.media_type, source.encoding = len(source.content), PLAIN, "utf-8"
            source.filename = _as_text(source.filename) if keeps_text else source.filename
            # Lines stand on their pages still; nothing is left of what the pages look like.
            source.places, source.page_count, source.recognised = [], 0, None
            source.erasure = erasure
            source.save()
            Rereading.objects.filter(source=source).delete()
            waiting = Upload.objects.filter(source=source, state__in=_UNREAD)
            # Whoever reads it right now finds that somebody else has taken it up.
            waiting.update(
                state=Upload.State.UNREADABLE,
                error=GONE,
                error_code="erased",
                attempts=_next("attempts"),
                reading_since=None,
            )
            if not keeps_text:
                Attachment.objects.filter(source=source).update(source=None)
                Paper.objects.filter(source=source).delete()
            transaction.on_commit(partial(page_pictures.forget, source.sha256))

    def _follow(self, meetings: Sequence[int], places: Sequence[Place]) -> None:
        """All that was worked out of what has changed is worked out anew, by us and by whoever listens."""
        bodies = {one.key for one in places if one.kind == "minutes.body"}
        topics = {one.key for one in places if one.kind == "minutes.topic"}
        relabelled = Meeting.objects.filter(body__in=bodies) | Meeting.objects.filter(
            pk__in=AgendaItem.objects.filter(topics__in=_with_children(topics)).values("meeting")
        )
        if bodies or topics:
            meetings_relabelled.send(sender=Body if bodies else Topic, meetings=relabelled)
        otherwise = {one.meeting for one in places if one.kind in _SAID}
        snapshots = {one.key for one in places if one.kind == "minutes.meetingversion"}
        for meeting in Meeting.objects.filter(pk__in=meetings).select_related("body").order_by("pk"):
            renew_dialogue(meeting)
            for version in meeting.versions.select_related("source").order_by("number"):
                version.meeting = meeting
                if version.pk == meeting.current_version_id and meeting.pk in otherwise:
                    version.content_hash = hash_of(parsed_minutes_of(meeting))
                elif version.pk in snapshots and version.snapshot:
                    version.content_hash = hash_of(ParsedMinutes.from_json(version.snapshot))
                version.changes = changes_of(version)
                version.save(update_fields=["content_hash", "changes"])
            meeting.updated_at = timezone.now()
            meeting.save(update_fields=["updated_at"])
            meeting_changed.send(sender=Meeting, meeting=meeting)


def _by_row(places: Iterable[Place]) -> Iterator[tuple[str, list[Place]]]:
    rows: defaultdict[tuple[str, int], list[Place]] = defaultdict(list)
    for one in places:
        rows[one.kind, one.key].append(one)
    for (kind, _), group in rows.items():
        yield kind, group


def _is_of(place: Place, files: set[str]) -> bool:
    """Whether a place is in what was read of one of these files."""
    return place.kind == SOURCE and place.column != "filename" and f"{SOURCE}:{place.key}" in files


def _texts_of(owner: Owner) -> _Texts:
    return {row.key: row.texts for row in owned_rows(owner)}


def _as_text(filename: str) -> str:
    stem, point, ending = filename.rpartition(".")
    return f"{stem if point and len(ending) < 6 else filename}.txt"


def _with_children(topics: Iterable[int]) -> set[int]:
    """The topics and all below them: entries are filed under those above, too."""
    found, new = set[int](), set(topics)
    while new:
        found |= new
        new = set(Topic.objects.filter(parent__in=new).values_list("pk", flat=True)) - found
    return found


def _next(name: str) -> F:
    return F(name) + 1  # type: ignore[return-value] # an expression, to Django the same


def _in_copies(wanted: Wanted) -> int:
    """In how many rows of the index the words stand."""
    expression = pattern_of(wanted.words)
    count = 0
    for label in FOLLOWS:
        model = model_of(label) if label.count(".") == 1 else None
        if model is not None:
            count += model._base_manager.filter(holding(list(texts_of(model)), expression)).count()
    return count


def _tables(places: Iterable[Place]) -> list[str]:
    """The tables of which rows were written, and those that follow them."""
    labels = {one.kind for one in places} | {SOURCE, "minutes.passage", "minutes.meetingversion", "minutes.rereading"}
    labels |= {label for label in (*FOLLOWS, *TRAIL) if label.count(".") == 1}
    models = [model for model in map(model_of, sorted(labels)) if model is not None]
    return [model._meta.db_table for model in models]


def _sweep(tables: Sequence[str]) -> None:
    """Has the database give up the rows that were replaced: until then their old states stand in its files.

    Whoever does not own the tables may not; autovacuum comes later (docs/operations.md).
    """
    if connection.in_atomic_block:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('statement_timeout'), set_config('statement_timeout', '0', false)")
            limit = cursor.fetchone()[0]
            try:
                for table in tables:
                    cursor.execute(f"VACUUM {connection.ops.quote_name(table)}")
            finally:
                cursor.execute("SELECT set_config('statement_timeout', %s, false)", [limit])
    except DatabaseError as error:
        logger.warning("After words were erased the tables could not be swept: %s", type(error).__name__)
