"""The watched folder: what is put there comes to the desk once, and nothing is lost, whatever happens when."""

import os
import socket
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.startup import has_accounts
from minutes.models import SourceDocument, Upload, UploadBatch, WatchedFile
from minutes.uploads import lifecycle, watched_folder
from minutes.uploads.watched_folder import DONE, LOOK, TAKEN, FolderError, WatchedFolder
from minutes.worker import process

pytestmark = pytest.mark.django_db
TEXT = "会議録\n\n日時\t令和6年3月25日\n\n○会長　ただいまから会議を開きます。\n○委員　はい。\n"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "取込み"
    path.mkdir()
    return path


@pytest.fixture
def watched(folder: Path, clock: Clock) -> WatchedFolder:
    return WatchedFolder(folder, clock)


@pytest.fixture
def passes(watched: WatchedFolder, clock: Clock, read_waiting: Callable[[], None]) -> Callable[[], None]:
    """passes(): time in which all that is there rests, is taken, read and moved."""

    def look() -> None:
        for _ in range(2):
            watched.look()
            clock.now += 100
        watched.look()
        read_waiting()
        watched.look()

    return look


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def told(folder: Path, name: str) -> str:
    return (folder / LOOK / f"{name}.txt").read_text("utf-8-sig")


def test_a_file_becomes_a_draft_of_the_folder_s_account(folder: Path, passes: Callable[[], None]) -> None:
    (folder / "会議録.txt").write_text(TEXT)
    passes()
    upload = Upload.objects.get()
    assert (upload.state, upload.source.filename, upload.created_by and upload.created_by.username) == (
        "draft",
        "会議録.txt",
        "取込みフォルダー",
    )
    assert upload.created_by is not None and not upload.created_by.is_active
    assert not has_accounts()
    assert (names(folder), names(folder / DONE), names(folder / TAKEN)) == ([TAKEN, DONE], ["会議録.txt"], [])
    assert (folder / DONE / "会議録.txt").read_text() == TEXT
    passes()
    assert Upload.objects.count() == 1


def test_a_file_waits_until_its_size_rests(folder: Path, watched: WatchedFolder, clock: Clock) -> None:
    path = folder / "会議録.txt"
    for piece in range(1, 4):
        path.write_text(TEXT[: piece * 20])
        watched.look()
        clock.now += watched_folder.REST_SECONDS
        assert not Upload.objects.exists()
    path.write_text(TEXT)
    watched.look()
    clock.now += watched_folder.REST_SECONDS - 1
    watched.look()
    assert not Upload.objects.exists()
    clock.now += 1
    watched.look()
    assert bytes(SourceDocument.objects.defer(None).get().content) == TEXT.encode()


def test_an_empty_file_waits_longer_and_is_told(folder: Path, watched: WatchedFolder, clock: Clock) -> None:
    (folder / "空.txt").touch()
    watched.look()
    clock.now += watched_folder.REST_SECONDS
    watched.look()
    assert names(folder) == ["空.txt"]
    clock.now += watched_folder.EMPTY_SECONDS
    watched.look()
    assert "ファイルが空です" in told(folder, "空.txt")


def test_what_changes_while_it_is_read_is_not_taken(
    folder: Path, passes: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "会議録.txt"
    path.write_text(TEXT[:20])
    kept = lifecycle.keep

    def keep(*args: Any, **named: Any) -> Upload:
        (folder / TAKEN / "会議録.txt").write_text(TEXT)
        return kept(*args, **named)

    with monkeypatch.context() as patch:
        patch.setattr(lifecycle, "keep", keep)
        with pytest.raises(FolderError, match="まだ書き込み中"):
            passes()
    assert not Upload.objects.exists()
    passes()
    assert bytes(SourceDocument.objects.defer(None).get().content) == TEXT.encode()
    assert names(folder / DONE) == ["会議録.txt"]


def test_what_cannot_be_read_needs_an_eye(folder: Path, passes: Callable[[], None]) -> None:
    (folder / "写真.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    passes()
    assert names(folder / LOOK) == ["写真.png", "写真.png.txt"]
    assert "画像は会議録として読み取れません" in told(folder, "写真.png")
    assert Upload.objects.get().state == Upload.State.UNREADABLE


def test_what_was_taken_in_before_needs_an_eye_and_is_not_taken_twice(folder: Path, passes: Callable[[], None]) -> None:
    (folder / "会議録.txt").write_text(TEXT)
    passes()
    (folder / "写し.txt").write_text(TEXT)
    (folder / "会議録.txt").write_text(TEXT)
    passes()
    assert Upload.objects.count() == 1
    assert names(folder / LOOK) == ["会議録.txt", "会議録.txt.txt", "写し.txt", "写し.txt.txt"]
    assert "すでに取り込まれています（会議録.txt）" in told(folder, "写し.txt")


def test_the_desk_shows_what_needs_an_eye_and_why(
    folder: Path, passes: Callable[[], None], client: Client, editor: User, settings: LazySettings
) -> None:
    settings.WATCH_FOLDER = folder
    client.force_login(editor)
    desk = reverse("minutes:uploads")
    assert "取込みフォルダーの「要確認」" not in client.get(desk).content.decode()
    (folder / "会議録.txt").write_text(TEXT)
    (folder / "写真.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    passes()
    (folder / "写し.txt").write_text(TEXT)
    passes()
    shown = client.get(desk).content.decode()
    assert "「要確認」に移したファイル：2件" in shown
    assert "画像は会議録として読み取れません" in shown and "すでに取り込まれています（会議録.txt）" in shown
    WatchedFile.objects.update(taken_at=timezone.now() - timedelta(days=15))
    assert "取込みフォルダーの「要確認」" not in client.get(desk).content.decode()


def test_of_two_same_files_one_is_taken(folder: Path, passes: Callable[[], None]) -> None:
    for name in "ab":
        (folder / f"{name}.txt").write_text(TEXT)
    passes()
    assert Upload.objects.count() == 1
    assert (names(folder / DONE), names(folder / LOOK)) == (["a.txt"], ["b.txt", "b.txt.txt"])


def test_names_that_collide_overwrite_nothing(folder: Path, passes: Callable[[], None]) -> None:
    for number in range(3):
        (folder / "会議録.txt").write_text(f"{TEXT}{number}")
        passes()
    assert names(folder / DONE) == ["会議録 (2).txt", "会議録 (3).txt", "会議録.txt"]
    assert {path.read_text() for path in (folder / DONE).iterdir()} == {f"{TEXT}{number}" for number in range(3)}


def test_packed_files_come_in_as_a_batch_and_what_is_wrong_is_told(folder: Path, passes: Callable[[], None]) -> None:
    with zipfile.ZipFile(folder / "3月分.zip", "w") as packed:
        packed.writestr("a.txt", TEXT)
        packed.writestr("b.txt", TEXT + "○委員　いいえ。\n")
        packed.writestr("c.zip", b"x")
    passes()
    batch = UploadBatch.objects.get()
    assert (batch.name, batch.uploads.count()) == ("3月分.zip", 2)
    text = told(folder, "3月分.zip")
    assert "c.zip：.zip の中の .zip は展開しません" in text
    assert "ほかの2件は取り込みました" in text


def test_links_are_not_followed(folder: Path, passes: Callable[[], None], tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("秘密")
    (folder / "リンク.txt").symlink_to(tmp_path / "secret")
    (folder / "切れた.txt").symlink_to(tmp_path / "nothing")
    passes()
    assert not Upload.objects.exists()
    assert (folder / LOOK / "リンク.txt").is_symlink() and (folder / LOOK / "切れた.txt").is_symlink()
    assert "リンクは取り込みません" in told(folder, "リンク.txt")


def test_folders_and_what_is_no_document_are_left_alone(folder: Path, passes: Callable[[], None]) -> None:
    (folder / "令和6年度").mkdir()
    (folder / "令和6年度" / "a.txt").write_text(TEXT)
    for name in ("Thumbs.db", "~$会議録.docx", ".隠し.txt", "会議録.docx.part"):
        (folder / name).write_text("x")
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(folder / "socket.txt"))
        before = names(folder)
        passes()
        assert names(folder) == before
    assert not Upload.objects.exists()


def test_a_file_that_is_too_large_is_not_loaded(
    folder: Path, passes: Callable[[], None], settings: LazySettings
) -> None:
    settings.UPLOAD_MAX_BYTES = 1024
    with (folder / "大.txt").open("wb") as file:
        file.truncate(10 * 1024**4)
    passes()
    assert not Upload.objects.exists()
    assert "大きすぎます" in told(folder, "大.txt")
    assert (folder / LOOK / "大.txt").stat().st_size == 10 * 1024**4


def test_names_that_no_database_keeps_are_mended(folder: Path, passes: Callable[[], None]) -> None:
    (folder / os.fsdecode("会議録.txt".encode("cp932"))).write_text(TEXT)
    (folder / "改\n行.txt").write_text(TEXT + "1")
    (folder / ("長" * 80 + ".txt")).write_text(TEXT + "2")
    passes()
    assert [name.replace("長", "") for name in names(folder / DONE)] == ["会議録.txt", "改_行.txt", ".txt"]
    assert Upload.objects.filter(state="draft").count() == 3


@pytest.mark.parametrize("when", ["moved", "kept", "settled"])
def test_a_worker_that_ends_in_the_middle_loses_nothing_and_takes_nothing_twice(
    folder: Path,
    passes: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
    when: str,
) -> None:
    """It ends after the file was moved but not kept; after it was kept; after it was moved away but that not said."""

    class Ended(BaseException):
        pass

    def end(*_: Any, **__: Any) -> None:
        raise Ended

    (folder / "会議録.txt").write_text(TEXT)
    with monkeypatch.context() as patch:
        if when == "moved":
            patch.setattr(watched_folder, "_keep", end)
        elif when == "kept":
            patch.setattr(WatchedFolder, "_settle", end)
        else:
            save = WatchedFile.save
            patch.setattr(WatchedFile, "save", lambda row, **named: save(row, **named) if row.pk is None else end())
        with pytest.raises(Ended):
            passes()
    assert (folder / (DONE if when == "settled" else TAKEN) / "会議録.txt").exists()
    passes()
    assert (names(folder / DONE), names(folder / TAKEN), names(folder / LOOK)) == (["会議録.txt"], [], [])
    assert Upload.objects.get().state == "draft"
    assert WatchedFile.objects.get().outcome == "done"


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_take_each_file_once(folder: Path, read_waiting: Callable[[], None]) -> None:
    for number in range(6):
        (folder / f"{number}.txt").write_text(f"{TEXT}{number}")
    clock, failed = Clock(), []
    workers = [WatchedFolder(folder, clock) for _ in range(2)]
    for worker in workers:
        worker.look()
    clock.now += 100

    def work(worker: WatchedFolder) -> None:
        try:
            for _ in range(8):
                worker.look()
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=work, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert sorted(Upload.objects.values_list("source__filename", flat=True)) == [f"{number}.txt" for number in range(6)]
    read_waiting()
    workers[0].look()
    assert names(folder / DONE) == [f"{number}.txt" for number in range(6)]


def test_a_folder_that_cannot_be_used_is_told_and_nothing_is_taken(
    folder: Path, watched: WatchedFolder, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "会議録.txt").write_text(TEXT)
    watched.look()
    clock.now += 100
    with monkeypatch.context() as patch:
        patch.setattr(os, "access", lambda *_: False)
        with pytest.raises(FolderError, match="書き込めません"):
            watched.look()
    assert (names(folder), Upload.objects.count()) == (["会議録.txt"], 0)
    with pytest.raises(FolderError, match=r"開けません（.*）。WATCH_FOLDER"):
        WatchedFolder(folder / "ない").look()
    assert "開けません" in process._look_into(WatchedFolder(folder / "ない"))


def test_a_file_that_cannot_be_moved_keeps_no_other_one_waiting(
    folder: Path, passes: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "ab":
        (folder / f"{name}.txt").write_text(TEXT + name)
    move = watched_folder._move

    def refuse(path: Path, *where: Any) -> Path:
        if path.name == "a.txt":
            raise PermissionError(13, "no")
        return move(path, *where)

    monkeypatch.setattr(watched_folder, "_move", refuse)
    for _ in range(2):
        with pytest.raises(FolderError, match=r"a\.txt"):
            passes()
            passes()
    assert (folder / "a.txt").exists()
    assert list(Upload.objects.values_list("source__filename", flat=True)) == ["b.txt"]


def test_the_command_tells_how_the_folder_stands(
    folder: Path, passes: Callable[[], None], settings: LazySettings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.WATCH_FOLDER = None
    call_command("check_folder")
    assert "設定されていません" in capsys.readouterr().out
    settings.WATCH_FOLDER = folder
    (folder / "会議録.txt").write_text(TEXT)
    passes()
    (folder / "次.txt").write_text(TEXT)
    (folder / "令和6年度").mkdir()
    call_command("check_folder")
    shown = capsys.readouterr().out
    assert "取込みを待つファイル: 1 件" in shown and "済: 1 件" in shown and "令和6年度" in shown
    settings.WATCH_FOLDER = folder / "ない"
    with pytest.raises(SystemExit) as ended:
        call_command("check_folder")
    assert ended.value.code == 1
    assert "開けません" in capsys.readouterr().err
