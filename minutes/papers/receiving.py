"""Files of papers as they are sent in: kept first, then read in the background (minutes.worker.tasks, minutes.papers.desk)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from minutes import access, queue
from minutes.comparing import label_of_name, title_of_name
from minutes.intake import Refused, members_of, new_source
from minutes.models import Audience, Paper
from minutes.papers.desk import Listed, PaperDesk, PaperError
from minutes.record import ASKED, agreed


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

    `target` is the key of a row, NEW, NOWHERE (loose), REMOVE (off the desk) or empty: as it is. `shown` is the row that
    the page showed it under, empty for none; None where that is not told.
    """

    target: str = ""
    label: str = ""
    title: str = ""
    shown: str | None = None


@dataclass(frozen=True, slots=True)
class RowWish:
    """What somebody chose for a row: its agenda item and its audience (None: as it is).

    `shown_item`, `shown_audience` and `shown_file` (a file's number, empty for none) are what the page showed; None where
    that is not told.
    """

    item: str | None = None
    audience: int | None = None
    shown_item: str | None = None
    shown_audience: int | None = None
    shown_file: str | None = None


@dataclass(frozen=True, slots=True)
class Arranged:
    """How many things changed, and in words what did not, because somebody else had changed it since it was shown."""

    changed: int
    clashes: tuple[str, ...]


NEW, NOWHERE, REMOVE = "new", "none", "remove"


@transaction.atomic
def arrange(*, desk: PaperDesk, files: dict[int, Wish], rows: dict[str, RowWish], user: User) -> Arranged:
    """Gives files to rows and rows to agenda items as somebody chose.

    What somebody else has changed since the page showed it stays so, and is told. Raises PaperError, nothing done, where
    a choice does not fit what is stored now.
    """
    desk.lock()
    changed, clashes = 0, _file_clashes(desk, files, rows)
    told = list(clashes.values())
    for key, row_wish in rows.items():
        changed += _arrange_row(desk, key, row_wish, user, told)
    given: set[str] = set()
    for number in list(desk.papers.filter(pk__in=files.keys() - clashes.keys()).values_list("pk", flat=True)):
        # As it lies now: the file before may have taken its place.
        paper, wish = desk.papers.get(pk=number), files[number]
        if wish.target not in ("", NEW, NOWHERE, REMOVE):
            if wish.target in given:
                raise PaperError("同じ資料に、二つのファイルを選んでいます。どちらか一つにしてください。")
            given.add(wish.target)
        if _agreed_to_show(desk, paper, wish, user):
            changed += _arrange_file(desk, paper, wish, user)
        else:
            told.append(f"「{paper}」：{ASKED}")
        desk.forget()
    if changed:
        desk.finish()
    return Arranged(changed, tuple(told))


def _file_clashes(desk: PaperDesk, files: dict[int, Wish], rows: dict[str, RowWish]) -> dict[int, str]:
    """The files that somebody else has put elsewhere since, and those chosen for a row that has another file by now."""
    clashes = {}
    listed = {row.key: row for row in desk.listed}
    for paper in desk.papers.filter(pk__in=files):
        wish, row = files[paper.pk], desk.row_of(paper)
        if wish.target in ("", row) or wish.shown is None:
            continue
        if row != wish.shown:
            now = f"「{listed[row].name}」に対応させました" if row in listed else "どの資料にも対応しないことにしました"
            words = " ".join(filter(None, (wish.label.strip(), wish.title.strip()))) if wish.target == NEW else ""
            typed = f"入力した「{words}」は加えていません。" if words else "選んだことは保存していません。"
            clashes[paper.pk] = f"「{paper}」は、ほかの人が先に{now}。{typed}"
        elif wish.target in listed:
            holder, shown = listed[wish.target].paper, rows.get(wish.target, RowWish()).shown_file
            if shown is not None and holder is not None and str(holder.pk) != shown:
                clashes[paper.pk] = (
                    f"「{listed[wish.target].name}」には、ほかの人が先に「{holder}」を対応させました。「{paper}」に"
                    "差し替えるときは、もう一度選んで保存してください。"
                )
    return clashes


def _arrange_row(desk: PaperDesk, key: str, wish: RowWish, user: User, told: list[str]) -> int:
    """How many things changed; `told` gets what did not."""
    listed = next((row for row in desk.listed if row.key == key), None)
    if listed is None:
        return 0
    changed = 0
    if wish.item is not None and wish.item not in (listed.item, wish.shown_item) and _is_item(desk, wish.item):
        if wish.shown_item in (None, listed.item):
            desk.file_under(key, wish.item, user)
            changed += 1
        else:
            titles = {item.key: f"「{item.title}」" for item in desk.items} | {"": "なし"}
            told.append(_clash(listed.name, "議題", titles.get(listed.item, "なし"), titles.get(wish.item, "なし")))
    if wish.audience is not None and wish.audience not in (listed.audience, wish.shown_audience):
        if wish.shown_audience not in (None, listed.audience):
            now, wanted = (f"「{access.name_of(value or 0)}」" for value in (listed.audience, wish.audience))
            told.append(_clash(listed.name, "閲覧範囲", now, wanted))
        elif _agreed_to_open(desk, listed, wish.audience, user):
            desk.restrict(listed, wish.audience)
            changed += 1
        else:
            told.append(f"「{listed.name}」の閲覧範囲：{ASKED}")
    desk.forget()
    return changed


def _clash(name: str, field: str, now: str, wanted: str) -> str:
    return (
        f"「{name}」の{field}は、ほかの人が先に{now}にしました。選んだ{wanted}は保存していません。"
        "変えるときは、もう一度選んで保存してください。"
    )


def _is_item(desk: PaperDesk, key: str) -> bool:
    return not key or any(item.key == key for item in desk.items)


def _agreed_to_open(desk: PaperDesk, listed: Listed, audience: int, user: User) -> bool:
    """Whether the paper of published minutes may get that audience now: a wider one may take a second person."""
    if not desk.is_published or not access.is_narrower(listed.audience or Audience.EVERYONE, audience):
        return True
    name = dict(access.choices()).get(audience, "")
    return agreed(
        user,
        f"paper {desk.owner.pk} {listed.key} audience {audience}",
        since=listed.audience,
        label=f"{desk.owner} {listed.name} の閲覧範囲を「{name}」にする",
        address=desk.get_absolute_url(),
    )


def _agreed_to_show(desk: PaperDesk, paper: Paper, wish: Wish, user: User) -> bool:
    """Whether readers of published minutes may get the file now."""
    if not desk.is_published or wish.target in ("", NOWHERE, REMOVE, desk.row_of(paper)):
        return True
    words = f"{wish.label} {wish.title}".strip() if wish.target == NEW else ""
    return agreed(
        user,
        f"paper {desk.owner.pk} file {paper.pk} {wish.target} {words}",
        since=desk.row_of(paper),
        label=f"{desk.owner} に資料のファイル「{paper}」を出す",
        address=desk.get_absolute_url(),
    )


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
    paper.source, paper.created_by = source, user
    paper.audience = audience  # type: ignore[assignment] # may be null here
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
