"""「まとめて直す」: an editor teaches how a document is laid out; it is read again, and the corrections made stay.

The stored text is parsed apart and outside of any transaction, because that takes a while. Then the corrections as
they stand by that time are placed on the new reading (minutes.editing.placing) in one step that can be taken back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from minutes.documents import DocumentError, Remark
from minutes.drafts.edits import READING, NoDraft, Reading, store_reading, unplaced_of
from minutes.drafts.lessons import contrary, forget_lesson, keep_lesson, lessons_for
from minutes.editing import (
    Conflict,
    Draft,
    EditError,
    Many,
    Operation,
    Placed,
    Rename,
    Set,
    Unplaced,
    place,
    stored_operation,
    with_ids,
    written_by,
)
from minutes.intake import parse_again
from minutes.models import DraftEdit, Paper, Upload
from minutes.parsing import CODES, Lesson, ParsedMinutes
from minutes.record import with_namesakes

MOST_LESSONS = 100
LONGEST_TEXT = 100
KINDS = {
    "speaker": "「{}」を発言者の表示として読み直し",
    "not-speaker": "「{}」を発言者の表示とせずに読み直し",
    "heading": "「{}」を議題の見出しとして読み直し",
    "not-heading": "「{}」を見出しとせずに読み直し",
}
_Corrections = tuple[list[DraftEdit], list[tuple[DraftEdit, Operation]]]
FORGOTTEN = "「{}」の読み取り方を取り消して読み直し"


@dataclass(frozen=True, slots=True)
class Taught:
    """What came of it: the draft's number, how many utterances it had and has, and what found no place."""

    number: int
    before: int
    after: int
    unplaced: list[dict[str, Any]]


def teach(*, pk: int, user: User, lesson: Lesson, keep_for_body: bool, remove: bool = False) -> Taught:
    """Reads the draft's document again with the lesson, or with `remove` without it, and keeps the corrections.

    With `keep_for_body` the body's next minutes are read so too. Raises Upload.DoesNotExist, NoDraft, EditError,
    Conflict.
    """
    _check(lesson)
    upload = Upload.objects.select_related("source").get(pk=pk)
    if upload.state != Upload.State.DRAFT:
        raise NoDraft(f"この取込みは「{upload.get_state_display()}」になったので、訂正できません。")
    if upload.base is None or upload.meeting_id is not None or not upload.source.text:
        raise EditError("この下書きは読み直せません。発言ごとに訂正してください。")
    lessons = _changed(upload.lessons, lesson, remove)
    body = (upload.parsed or {}).get("body")
    # One that the body's minutes taught is left out for this document, and kept for the others.
    known = [one for one in lessons_for(body) if (one.kind, one.text) != (lesson.kind, lesson.text) or not remove]
    taught = [Lesson(**row) for row in lessons]
    told = [Remark(row["code"], row.get("message") or "", row.get("line")) for row in _told_by_others(upload.base)]
    try:
        reading = with_ids(with_namesakes(parse_again(upload.source, _together(known, taught), told)))
    except DocumentError as error:
        raise EditError(error.message) from error
    label = FORGOTTEN if remove else KINDS[lesson.kind]
    with transaction.atomic():
        stored = Upload.objects.select_for_update(of=("self",)).get(pk=pk)
        if stored.state != Upload.State.DRAFT:
            raise NoDraft(f"この取込みは「{stored.get_state_display()}」になったので、訂正できません。")
        if stored.lessons != upload.lessons or stored.base != upload.base:
            raise Conflict("ほかの人が同時に読み直しました。画面を読み込み直してから、もう一度操作してください。")
        result = replace_reading(stored, reading, lessons, user, label.format(lesson.text))
        if keep_for_body and body:
            if remove:
                forget_lesson(body, lesson)
            else:
                keep_lesson(body, lesson, user)
    return result


def placed_on(stored: Upload, reading: ParsedMinutes) -> Placed:
    """The upload's corrections on another reading of its document, whose rows have ids. Changes nothing."""
    return _place(stored, reading, *_corrections(stored))


def replace_reading(
    stored: Upload,
    reading: ParsedMinutes,
    lessons: list[dict[str, str]],
    user: User | None,
    label: str,
    *,
    final: bool = False,
) -> Taught:
    """Puts another reading of its document, whose rows have ids, in place of the locked upload's; corrections stay.

    It can be taken back, but for a `final` one: that of a text that was read anew too.
    """
    edits, done = _corrections(stored)
    placed = _place(stored, reading, edits, done)
    before = len((stored.parsed or {}).get("utterances") or ())
    lost = _mark(done, placed.unplaced)
    new = Reading(placed.draft.to_json(), placed.base.to_json(), lessons, reading.certainty)
    edit = store_reading(stored, new, user, label=label, about=label, unplaced=lost)
    if final:
        edit.inverse["final"] = True
        edit.save(update_fields=["inverse"])
    homeless = placed.unplaced if not done else [one for one in placed.unplaced if _edit_of(done, one) is None]
    if homeless:
        edit.unplaced, edit.operation["unplaced"] = True, "\n".join(one.text for one in homeless)
        edit.save(update_fields=["unplaced", "operation"])
    return Taught(stored.revision, before, len(placed.draft.tables["utterances"]), unplaced_of(stored))


def _check(lesson: Lesson) -> None:
    if lesson.kind not in KINDS:
        raise EditError("読み取り方の種類を選んでください。")
    if not 0 < len(lesson.text) <= LONGEST_TEXT:
        raise EditError(f"印刷された文字を{LONGEST_TEXT}字までで入力してください。")


def _changed(lessons: list[dict[str, str]], lesson: Lesson, remove: bool) -> list[dict[str, str]]:
    """The document's lessons with this one, or without; the contrary of what is taught now is forgotten."""
    kinds = (lesson.kind,) if remove else (lesson.kind, contrary(lesson.kind))
    left = [row for row in lessons if row["kind"] not in kinds or row["text"] != lesson.text]
    if remove:
        return left
    if len(left) >= MOST_LESSONS:
        raise EditError(f"一つの文書に教えられる読み取り方は{MOST_LESSONS}件までです。")
    return [*left, {"kind": lesson.kind, "text": lesson.text, "line": lesson.line}]


def _together(of_body: Iterable[Lesson], of_document: list[Lesson]) -> list[Lesson]:
    """Both, without what the document's own contradict."""
    own = {(lesson.kind, lesson.text) for lesson in of_document}
    refused = own | {(contrary(kind), text) for kind, text in own}
    return [*(lesson for lesson in of_body if (lesson.kind, lesson.text) not in refused), *of_document]


def _told_by_others(base: dict[str, Any]) -> list[dict[str, Any]]:
    """Warnings of the reader and of the desk: parsing again does not give them."""
    return [row for row in base.get("warnings") or [] if row["code"] not in CODES]


def _corrections(stored: Upload) -> _Corrections:
    """What was done to the upload's draft, in order, and of that what is an operation on its rows."""
    edits = list(stored.edits.defer("inverse").order_by("number"))
    return edits, [(edit, stored_operation(edit.operation)) for edit in edits if edit.operation["op"] != READING]


def _place(
    stored: Upload, reading: ParsedMinutes, edits: list[DraftEdit], done: list[tuple[DraftEdit, Operation]]
) -> Placed:
    return place(
        Draft.of(stored.base or {}),
        Draft.of(stored.parsed or {}),
        Draft.of(reading.to_json()),
        written=written_by((edit.number, operation) for edit, operation in done),
        renames=_renames(edits, done),
        pinned=set(Paper.objects.filter(upload=stored).exclude(row="").values_list("row", flat=True)),
    )


def _renames(edits: list[DraftEdit], done: list[tuple[DraftEdit, Operation]]) -> list[tuple[str, str]]:
    """Speakers that were renamed throughout and still are, in order."""
    roots: dict[int, int] = {}
    stands: dict[int, bool] = {}
    for edit in edits:
        root = roots[edit.pk] = roots.get(edit.undoes_id, edit.pk) if edit.undoes_id else edit.pk
        stands[root] = not stands.get(root, False)
    standing = [operation for edit, operation in done if edit.undoes_id is None and stands[edit.pk]]
    ops = [op for operation in standing for op in (operation.ops if isinstance(operation, Many) else (operation,))]
    return [(op.source, op.target) for op in ops if isinstance(op, Rename)]


def _mark(done: list[tuple[DraftEdit, Operation]], unplaced: Iterable[Unplaced]) -> list[int]:
    """Marks the corrections that found no place, with the words that they would have put there; gives their numbers."""
    words: dict[int, list[str]] = {}
    by_number = {edit.number: edit for edit, _ in done}
    for one in unplaced:
        edit = _edit_of(done, one)
        if edit is not None:
            words.setdefault(edit.number, []).append(one.text)
    for number, texts in words.items():
        edit = by_number[number]
        edit.unplaced, edit.operation["unplaced"] = True, "\n".join(texts)
        edit.save(update_fields=["unplaced", "operation"])
    return sorted(words)


def _edit_of(done: list[tuple[DraftEdit, Operation]], one: Unplaced) -> DraftEdit | None:
    """The last correction of that row, of that field where one was."""
    of_row = [(edit, operation) for edit, operation in done if [one.table, one.id] in edit.touched]
    of_field = [edit for edit, operation in of_row if isinstance(operation, Set) and operation.field == one.field]
    found = of_field or [edit for edit, _ in of_row]
    return found[-1] if found else None
