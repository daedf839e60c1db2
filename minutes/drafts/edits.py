"""Corrections of a draft as they are stored: one at a time, in order, by several people at once.

A draft's number is Upload.revision; each correction raises it by one and leaves a DraftEdit of that number. A number
without a DraftEdit (the document was read again, the draft was written anew) tells a page to load the whole draft.
The upload's row is locked while a correction is done, so corrections of one draft wait for each other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from minutes.drafts.lessons import lessons_for
from minutes.editing import (
    Conflict,
    Delete,
    Dismiss,
    Draft,
    EditError,
    Many,
    Merge,
    Operation,
    Set,
    Source,
    Split,
    Take,
    Touched,
    apply,
    changes_of,
    label_of,
    no_changes,
    stored_operation,
)
from minutes.models import DraftEdit, DraftPresence, SourceDocument, Upload
from minutes.record import carry_in_draft
from minutes.wording import person_name, visible_text

LISTED = 50
# A page that is further behind loads the whole draft: that is less to send.
MOST_BEHIND = 200
PRESENT = timedelta(seconds=30)
LONGEST_REASON = 2_000
# The operations of a stored correction that no list of rows describes.
READING = "reading"
# The code by which the page dismisses a correction that found no place; its number stands for the line.
UNPLACED = "unplaced"


class NoDraft(Exception):
    """The upload is no draft (any more); the message is Japanese."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page is told: the draft's number, what changed since the number that it knew, what was done and can be.

    `changes` is None where the page must load the whole draft. `reason` is that of the correction of published minutes.
    `done` is the number of the correction that was asked for: its new rows bear it.
    """

    number: int
    state: str
    reason: str
    changes: dict[str, Any] | None
    edits: list[dict[str, Any]]
    can_undo: bool
    can_redo: bool
    done: int | None = None

    def to_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "state": self.state,
            "reason": self.reason,
            "reload": self.changes is None,
            "changes": self.changes,
            "edits": self.edits,
            "can_undo": self.can_undo,
            "can_redo": self.can_redo,
            "done": self.done,
        }


@dataclass(frozen=True, slots=True)
class Steps:
    """What one user can take back and do again: numbers of corrections, the next one last."""

    undo: tuple[int, ...]
    redo: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Words:
    """What a step back or forward is called."""

    nothing: str
    unseen: str
    done: str
    refused: str


_UNSEEN = "ほかの画面で訂正しています。内容を確かめてから、もう一度操作してください。"
UNDO = _Words("元に戻す訂正がありません。", _UNSEEN, "元に戻した：{}", "元に戻せません（{}）。")
REDO = _Words("やり直す訂正がありません。", _UNSEEN, "やり直した：{}", "やり直せません（{}）。")


# Reading


def opened(*, pk: int, user: User) -> dict[str, Any]:
    """The whole draft with what the checking page shows around it. Writes and locks nothing.

    Raises Upload.DoesNotExist, NoDraft.
    """
    stored = _checked(_editable().get(pk=pk))
    steps = _steps(stored, user)
    edits = _listed(stored, user, _edits(stored).order_by("-number")[:LISTED])
    unplaced = unplaced_of(stored)
    lessons = stored.lessons
    of_body = lessons_for((stored.parsed or {}).get("body")) if stored.meeting_id is None else ()
    own = [{"kind": row["kind"], "text": row["text"]} for row in lessons]
    return {
        "number": stored.revision,
        "state": stored.state,
        "draft": Draft.of(stored.parsed or {}).view(),
        "reason": stored.reason,
        "edits": edits[::-1],
        "can_undo": bool(steps.undo),
        "can_redo": bool(steps.redo),
        "present": present(stored.pk, user),
        "unplaced": unplaced,
        "lessons": lessons,
        "body_lessons": [asdict(one) for one in of_body if {"kind": one.kind, "text": one.text} not in own],
    }


def changes_since(*, pk: int, user: User, since: int) -> Answer:
    """What others and the user did since a number. Writes and locks nothing. Raises Upload.DoesNotExist, NoDraft."""
    stored = _checked(_editable().defer("parsed").get(pk=pk))
    if since == stored.revision:
        # Most questions: the draft itself is not read.
        steps = _steps(stored, user)
        undo, redo = bool(steps.undo), bool(steps.redo)
        return Answer(stored.revision, stored.state, stored.reason, no_changes(), [], undo, redo)
    stored = _checked(_editable().get(pk=pk))
    return _answer(stored, Draft.of(stored.parsed or {}), user, since)


def unplaced_of(upload: Upload) -> list[dict[str, Any]]:
    """Corrections that could not be kept when the document was read again."""
    found = upload.edits.filter(unplaced=True).order_by("number").only("number", "operation")
    return [
        {"number": edit.number, "label": edit.operation["label"], "text": edit.operation.get("unplaced", "")}
        for edit in found
    ]


# Doing


@transaction.atomic
def do(*, pk: int, user: User, operation: Operation, since: int, token: str = "", seen: int | None = None) -> Answer:
    """Does one operation. The same token again changes nothing and gets the same answer.

    `since` is the number of the draft that the page knows by now, `seen` the one that it knew when the operation was
    made, which may have been long before: without a net operations wait. What comes before the dot of a token names the
    page. Raises Upload.DoesNotExist, NoDraft, EditError, Conflict.
    """
    stored = _locked(pk)
    draft = Draft.of(stored.parsed or {})
    known = stored.edits.filter(token=token).values_list("number", flat=True).first() if token else None
    if known is not None:
        return replace(_answer(stored, draft, user, since), done=known)
    if isinstance(operation, Dismiss) and operation.code == UNPLACED:
        stored.edits.filter(number=operation.line or 0).update(unplaced=False)
        return _answer(stored, draft, user, since)
    _check_seen(stored, draft, user, operation, token, since if seen is None else seen)
    label = label_of(draft, operation)
    before = stored.revision
    draft = _do(stored, draft, user, operation, label=label, token=token)
    done = stored.revision if stored.revision > before else None
    return replace(_answer(stored, draft, user, since), done=done)


@transaction.atomic
def undo(*, pk: int, user: User, since: int, token: str = "") -> Answer:
    """Takes the user's last correction back. Raises as `do`; Conflict where others changed the same since, or where the
    correction was made on another page and this one has not shown it yet.
    """
    stored = _locked(pk)
    return _step(stored, user, since, _steps(stored, user).undo, UNDO, token)


@transaction.atomic
def redo(*, pk: int, user: User, since: int, token: str = "") -> Answer:
    """Does again what the user took back last. Raises as `undo`."""
    stored = _locked(pk)
    return _step(stored, user, since, _steps(stored, user).redo, REDO, token)


@transaction.atomic
def set_reason(*, pk: int, user: User, reason: str, before: str = "", since: int = -1) -> Answer:
    """Why published minutes are corrected; `before` is what the page showed.

    Raises Upload.DoesNotExist, NoDraft, EditError, Conflict where something else is stored by now.
    """
    if len(reason) > LONGEST_REASON:
        raise EditError(f"訂正の理由が長すぎます（{LONGEST_REASON:,}字まで）。")
    stored, reason = _locked(pk), visible_text(reason)
    if stored.reason not in (before.strip(), reason):
        raise Conflict("ほかの人が先に「訂正の理由」を変更しました。", stored.reason, reason)
    stored.reason, stored.updated_by = reason, user
    stored.save(update_fields=["reason", "updated_by", "updated_at"])
    return _answer(stored, Draft.of(stored.parsed or {}), user, since)


def author_of(*, pk: int, operation: Operation) -> User | None:
    """Who last corrected the place that an operation sets; None for other operations, and where nobody did."""
    if not isinstance(operation, Set):
        return None
    place = ["head", operation.field] if operation.id is None else [operation.table, operation.id]
    edits = DraftEdit.objects.filter(upload=pk, touched__contains=[place]).select_related("user").order_by("-number")
    for edit in edits.defer("inverse")[:LISTED]:
        done = edit.operation
        if done["op"] != "set" or done["field"] == operation.field:
            return edit.user
    return None


def check_in(*, pk: int, user: User) -> None:
    """Notes that the user has the upload open. Raises Upload.DoesNotExist."""
    if not Upload.objects.filter(pk=pk).exists():
        raise Upload.DoesNotExist
    DraftPresence.objects.update_or_create(upload_id=pk, user=user, defaults={"seen_at": timezone.now()})


def present(pk: int, user: User) -> list[dict[str, Any]]:
    """Who has the upload open: the last sign of each within 30 seconds."""
    now = timezone.now()
    found = DraftPresence.objects.filter(upload=pk, seen_at__gte=now - PRESENT)
    seen = found.select_related("user").order_by("user__username")
    return [
        {
            "name": name_of(row.user),
            "me": row.user_id == user.pk,
            "seconds": max(0, round((now - row.seen_at).total_seconds())),
        }
        for row in seen
    ]


def name_of(user: User | None) -> str:
    """What a person is called on the staff pages."""
    return person_name(user) if user else "（削除された利用者）"


def _step(stored: Upload, user: User, since: int, steps: Sequence[int], words: _Words, token: str) -> Answer:
    draft = Draft.of(stored.parsed or {})
    if not steps:
        raise Conflict(words.nothing)
    if steps[-1] > since:
        raise Conflict(words.unseen)
    edit = stored.edits.get(number=steps[-1])
    about = edit.operation["about"]
    try:
        if edit.operation["op"] == READING:
            restore_reading(stored, edit, user, words.done.format(about))
            return _answer(stored, draft, user, since)
        operation = stored_operation(edit.inverse)
        draft = _do(stored, draft, user, operation, label=words.done.format(about), token=token, undoes=edit)
    except Conflict as conflict:
        raise Conflict(words.refused.format(about) + conflict.message, conflict.current) from None
    return _answer(stored, draft, user, since)


def _do(
    stored: Upload,
    draft: Draft,
    user: User,
    operation: Operation,
    *,
    label: str,
    token: str = "",
    undoes: DraftEdit | None = None,
) -> Draft:
    number = stored.revision + 1
    applied = apply(draft, operation, number, _source_for(stored, operation))
    if not applied.touched and undoes is None:
        return draft
    about = undoes.operation["about"] if undoes else label
    store_draft(stored, applied.draft, user)
    DraftEdit.objects.create(
        upload=stored,
        number=number,
        user=user,
        operation={**applied.operation.to_json(), "label": label, "about": about},
        inverse=applied.inverse.to_json(),
        touched=[list(entry) for entry in applied.touched],
        undoes=undoes,
        token=token,
    )
    return applied.draft


@dataclass(frozen=True, slots=True)
class Reading:
    """What an upload's draft is made of: the corrected draft, the reading it is based on, what was taught for it."""

    parsed: dict[str, Any]
    base: dict[str, Any] | None
    lessons: list[dict[str, Any]]
    certainty: float | None

    @classmethod
    def of(cls, stored: Upload) -> Reading:
        """What the upload holds now."""
        return cls(stored.parsed or {}, stored.base, stored.lessons, stored.certainty)


def store_reading(
    stored: Upload,
    reading: Reading,
    user: User | None,
    *,
    label: str,
    about: str,
    unplaced: Sequence[int] = (),
    undoes: DraftEdit | None = None,
) -> DraftEdit:
    """Puts another reading in place of the upload's: one correction that can be taken back as a whole."""
    before = Reading.of(stored)
    stored.base, stored.lessons, stored.certainty = reading.base, reading.lessons, reading.certainty
    stored.save(update_fields=["base", "lessons", "certainty"])
    store_draft(stored, Draft.of(reading.parsed), user)
    return DraftEdit.objects.create(
        upload=stored,
        number=stored.revision,
        user=user,
        operation={"op": READING, "label": label, "about": about},
        # Taken back only while the draft is what the reading made it.
        inverse={
            "op": READING,
            "reading": asdict(before),
            "found": _digest(Draft.of(reading.parsed).to_json()),
            "unplaced": [*unplaced],
        },
        undoes=undoes,
    )


def restore_reading(stored: Upload, edit: DraftEdit, user: User, label: str) -> None:
    """Takes another reading back. Raises Conflict where the draft was corrected since, or its source text is another."""
    if edit.inverse.get("final"):
        raise Conflict("読み取った本文そのものが新しくなったため、元に戻せません。")
    if _digest(Draft.of(stored.parsed or {}).to_json()) != edit.inverse["found"]:
        raise Conflict("読み直した後に、ほかの人が訂正しています。")
    lost = edit.inverse["unplaced"]
    # They are unplaced while that reading stands: taking it back places them, doing it again does not.
    stored.edits.filter(number__in=lost).update(unplaced=takes_back(edit))
    reading = Reading(**edit.inverse["reading"])
    store_reading(stored, reading, user, label=label, about=edit.operation["about"], unplaced=lost, undoes=edit)


def takes_back(edit: DraftEdit) -> bool:
    """Whether the correction took another one back, rather than doing one or doing it again."""
    back = False
    while edit.undoes is not None:
        back, edit = not back, edit.undoes
    return back


def _digest(parsed: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(parsed, sort_keys=True).encode()).hexdigest()


def store_draft(stored: Upload, draft: Draft, user: User | None) -> None:
    """Writes the draft as the upload's next revision; what it withholds goes along (`stored` holds what it said before)."""
    stored.revision += 1
    stored.updated_by, stored.updated_at = user, timezone.now()
    new = draft.to_json()
    carry_in_draft(stored, stored.parsed or {}, new)
    # Written as it is, not as escapes: half the bytes for the database to take in.
    content = json.dumps(new, ensure_ascii=False, separators=(",", ":"))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE minutes_upload SET parsed = %s::jsonb, revision = %s, updated_by_id = %s, updated_at = %s"
            " WHERE id = %s",
            [content, stored.revision, user.pk if user else None, stored.updated_at, stored.pk],
        )


def _source_for(stored: Upload, operation: Operation) -> Source:
    """The source lines, for operations that part texts."""
    ops = operation.ops if isinstance(operation, Many) else (operation,)
    if not any(isinstance(op, Split | Take) for op in ops):
        return Source()
    found = SourceDocument.objects.filter(pk=stored.source_id).values_list("text", "line_pages").get()
    return Source(found[0].split("\n"), found[1])


def _check_seen(stored: Upload, draft: Draft, user: User, operation: Operation, token: str, seen: int) -> None:
    """Nobody deletes or merges away what was just written elsewhere and the page had not shown: not what somebody else
    wrote, and not what the same person wrote on another page.
    """
    ops = operation.ops if isinstance(operation, Many) else (operation,)
    gone = {row for op in ops for row in _ended_by(draft, op)}
    if not gone or seen >= stored.revision:
        return
    unseen = stored.edits.filter(number__gt=seen)
    page, dot, _ = token.partition(".")
    if dot:
        unseen = unseen.exclude(token__startswith=page + dot)
    elif not token:
        # No page asks, but the archive itself for somebody.
        unseen = unseen.exclude(user=user)
    for author, touched in unseen.values_list("user", "touched"):
        if any(tuple(entry) in gone for entry in touched):
            who = "ほかの画面で" if author == user.pk else "ほかの人が"
            raise Conflict(f"{who}この行を訂正しました。内容を確かめてから、もう一度操作してください。")


def _ended_by(draft: Draft, operation: Operation) -> list[Touched]:
    """The rows whose content goes, or their place in the agenda with an item."""
    match operation:
        case Delete(table="agenda"):
            named = [
                (table, row["id"])
                for table in ("utterances", "attachments")
                for row in draft.tables[table]
                if operation.id in (names if isinstance(names := row.get("agenda") or [], list) else [names])
            ]
            return [("agenda", operation.id), *named]
        case Delete():
            return [(operation.table, operation.id)]
        case Merge():
            return [("utterances", operation.id), ("utterances", operation.other)]
    return []


# What pages are told


def _answer(stored: Upload, draft: Draft, user: User, since: int) -> Answer:
    steps = _steps(stored, user)
    behind = stored.revision - since
    edits = list(_edits(stored).filter(number__gt=since).order_by("number")) if 0 <= behind <= MOST_BEHIND else []
    whole = len(edits) != behind or any(edit.operation["op"] == READING for edit in edits)
    changes = None if whole else changes_of(draft, (tuple(entry) for edit in edits for entry in edit.touched))
    listed, undo, redo = _listed(stored, user, edits), bool(steps.undo), bool(steps.redo)
    return Answer(stored.revision, stored.state, stored.reason, changes, listed, undo, redo)


def _edits(stored: Upload) -> QuerySet[DraftEdit]:
    """Its corrections up to the state that was read: one that came since belongs to the next answer."""
    return stored.edits.filter(number__lte=stored.revision).select_related("user").defer("inverse")


def _listed(stored: Upload, user: User, edits: Iterable[DraftEdit]) -> list[dict[str, Any]]:
    return [
        {
            "number": edit.number,
            "user": name_of(edit.user),
            "mine": edit.user_id == user.pk,
            "at": edit.created_at.isoformat(),
            "label": edit.operation["label"],
        }
        for edit in edits
    ]


def _steps(stored: Upload, user: User) -> Steps:
    """The user's corrections that can be taken back and those taken back that can be done again."""
    undo_steps: list[int] = []
    redo_steps: list[int] = []
    takes_back: dict[int, bool] = {}
    mine = stored.edits.filter(user=user).order_by("number").values_list("number", "undoes__number")
    for number, undone in mine:
        takes_back[number] = undone is not None and not takes_back.get(undone, False)
        if undone is None:
            undo_steps.append(number)
            redo_steps.clear()
        elif takes_back[number]:
            undo_steps.remove(undone)
            redo_steps.append(number)
        else:
            redo_steps.remove(undone)
            undo_steps.append(number)
    return Steps(tuple(undo_steps), tuple(redo_steps))


def _editable() -> QuerySet[Upload]:
    return Upload.objects.only("pk", "state", "parsed", "revision", "reason", "lessons", "meeting_id", "source_id")


def _locked(pk: int) -> Upload:
    return _checked(_editable().select_for_update(of=("self",)).get(pk=pk))


def _checked(stored: Upload) -> Upload:
    if stored.state != Upload.State.DRAFT:
        raise NoDraft(f"この取込みは「{stored.get_state_display()}」になったので、訂正できません。")
    return stored
