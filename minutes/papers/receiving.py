"""Files of papers as they are sent in: kept first, then read in the background (minutes.worker.tasks, minutes.papers.desk)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from minutes import queue
from minutes.comparing import label_of_name, title_of_name
from minutes.intake import Refused, members_of, new_source
from minutes.models import Paper
from minutes.papers.desk import PaperDesk, PaperError


@dataclass(frozen=True, slots=True)
class Received:
    """How many files were kept, and those that were not."""

    kept: int
    refused: tuple[Refused, ...]


def receive(
    *, desk: PaperDesk, files: Sequence["UploadedFile[bytes]"], user: User, audience: int | None = None
) -> Received:
    """Keeps each file, those packed in .zip files too, and puts it in the queue to be read.

    One that cannot be kept costs the others nothing.
    """
    kept, refused = 0, []
    for member in (member for file in files for member in members_of(file)):
        try:
            if member.problem:
                raise PaperError(member.problem)
            keep(desk=desk, data=member.data, filename=member.name, user=user, audience=audience)
            kept += 1
        except PaperError as error:
            refused.append(Refused(member.name, str(error)))
    return Received(kept, tuple(refused))


@transaction.atomic
def read_again(*, desk: PaperDesk, key: int) -> None:
    """Puts a file without text in the queue again, for the present reader."""
    desk.lock()
    for paper in desk.papers.filter(pk=key, state=Paper.State.UNREADABLE):
        paper.state, paper.error = Paper.State.WAITING, ""
        paper.save(update_fields=["state", "error"])
        queue.defer_paper(paper.pk)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody chose for a file or a row.

    `target` is the key of a row, NEW, NOWHERE (loose), REMOVE (off the desk) or empty: as it is.
    """

    target: str = ""
    label: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class RowWish:
    """What somebody chose for a row: its agenda item (None: as it is) and its audience."""

    item: str | None = None
    audience: int | None = None


NEW, NOWHERE, REMOVE = "new", "none", "remove"


@transaction.atomic
def arrange(*, desk: PaperDesk, files: dict[int, Wish], rows: dict[str, RowWish], user: User) -> int:
    """Gives files to rows and rows to agenda items as somebody chose; returns how many things changed.

    Raises PaperError, nothing done, where a choice does not fit what is stored now.
    """
    desk.lock()
    changed = 0
    for key, row_wish in rows.items():
        changed += _arrange_row(desk, key, row_wish, user)
    given: set[str] = set()
    for paper in list(desk.papers.filter(pk__in=files)):
        wish = files[paper.pk]
        if wish.target not in ("", NEW, NOWHERE, REMOVE):
            if wish.target in given:
                raise PaperError("同じ資料に、二つのファイルを選んでいます。どちらか一つにしてください。")
            given.add(wish.target)
        changed += _arrange_file(desk, paper, wish, user)
        desk.forget()
    if changed:
        desk.finish()
    return changed


def _arrange_row(desk: PaperDesk, key: str, wish: RowWish, user: User) -> int:
    listed = next((row for row in desk.listed if row.key == key), None)
    if listed is None:
        return 0
    changed = 0
    if wish.item is not None and wish.item != listed.item and _is_item(desk, wish.item):
        desk.file_under(key, wish.item, user)
        changed += 1
    if wish.audience is not None and wish.audience != listed.audience:
        desk.restrict(listed, wish.audience)
        changed += 1
    desk.forget()
    return changed


def _is_item(desk: PaperDesk, key: str) -> bool:
    return not key or any(item.key == key for item in desk.items)


def _arrange_file(desk: PaperDesk, paper: Paper, wish: Wish, user: User) -> int:
    target, row = wish.target, desk.row_of(paper)
    if target == NEW:
        label, title = wish.label.strip(), wish.title.strip()
        if not label and not title:
            raise PaperError(f"「{paper}」を新しい資料として加えるには、番号か名称を入力してください。")
        target = desk.add_row(label, title, user)
    if target in ("", row):
        return 0
    if target in (NOWHERE, REMOVE):
        if row:
            desk.take(paper)
        if target == REMOVE:
            paper.delete()
        return 1
    if target not in desk.row_keys():
        raise PaperError("選んだ資料は、ほかの人が一覧から削除しました。画面を開き直してください。")
    desk.give(paper, target)
    return 1


@transaction.atomic
def keep(*, desk: PaperDesk, data: bytes, filename: str, user: User, audience: int | None = None) -> Paper:
    """Stores one file on the desk and puts it in the queue. Raises PaperError where the same file lies there already."""
    desk.lock()
    source = new_source(data, filename)
    same = desk.papers.filter(source__sha256=source.sha256).first()
    if same is not None:
        raise PaperError(f"同じファイルが、すでにあります（{same}）。")
    source.created_by = user
    source.save()
    paper = desk.new_paper()
    paper.source, paper.audience, paper.created_by = source, audience, user
    paper.label, paper.title = label_of_name(filename), title_of_name(filename)
    paper.save()
    if paper.label:
        desk.place(paper)
        if desk.row_of(paper):
            desk.finish()
    queue.defer_paper(paper.pk)
    return paper


def names(refused: Iterable[Refused]) -> list[str]:
    """The refused files as told to a person."""
    return [f"{file.name}：{file.reason}" for file in refused]
