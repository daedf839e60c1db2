"""The steps from a fresh machine to a running archive; each either works or raises StartError."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.db import DatabaseError, NotSupportedError, OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from config.accounts import passwords
from config.embedded_postgres import EmbeddedPostgresError
from minutes import access
from minutes.intake import items_of
from minutes.models import Meeting
from minutes.record import (
    import_items,
    load_catalogue,
    meetings_without_dialogue,
    record_missing_changes,
    record_missing_dialogue,
    versions_without_changes,
)
from minutes.wording import reason_of
from search import index
from search.synonyms import add_standard, import_office, read_office

OLDEST_POSTGRES = 15
FIXTURES = settings.BASE_DIR / "fixtures"
# One account a role, for the first look round; user name, group, whether it opens the administration pages. There
# editors find what their role allows, the synonyms above all.
ACCOUNTS = (
    ("reader", access.READER, False),
    ("editor", access.EDITOR, True),
    ("admin", access.ADMINISTRATOR, True),
)
Say = Callable[[str], None]


class StartError(Exception):
    """The archive cannot start; the message is one Japanese line that says what to do."""


def check_port(address: str, port: int) -> None:
    """Raises StartError where `port` of `address` cannot be listened on."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((address, port))
            probe.listen(1)
    except (OSError, OverflowError) as error:
        raise StartError(
            f"ポート {port} を使えません（ほかのプログラムが使用中か、権限がありません）。"
            f"別の番号を指定してください。例: PORT={port + 1 if port < 65000 else 8000} make run"
        ) from error


def connect() -> None:
    """Connects to the database, starting the embedded one where none is configured. Raises StartError."""
    try:
        connection.ensure_connection()
        version = connection.cursor().connection.info.server_version // 10000
    except EmbeddedPostgresError as error:
        raise StartError(str(error)) from error
    except NotSupportedError as error:
        raise StartError(_too_old()) from error
    except (OperationalError, DatabaseError) as error:
        reason = " ".join(str(error).split())[:200]
        raise StartError(
            f"データベースに接続できません。DATABASE_URL と、データベースが動いているかを確認してください。（{reason}）"
        ) from error
    if version < OLDEST_POSTGRES:
        raise StartError(_too_old(version))


def _too_old(version: int | None = None) -> str:
    found = f"（現在は {version}）" if version else ""
    return f"Postgres の版が古すぎます{found}。Postgres {OLDEST_POSTGRES} 以上を使ってください。"


def migrate(say: Say) -> None:
    """Applies the migrations that are missing. Raises StartError."""
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if missing:
            say(f"データベースを準備しています（{len(missing)} 件の変更）…")
            call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise StartError(f"データベースを準備できません。（{' '.join(str(error).split())[:200]}）") from error


def complete_changes(say: Say) -> None:
    """Records what versions changed that an earlier release stored: pages only read it. Raises StartError."""
    missing = versions_without_changes().count()
    if not missing:
        return
    say(f"訂正の変更箇所を記録しています（{missing:,} 件）…")
    try:
        for _ in record_missing_changes():
            pass
    except DatabaseError as error:
        raise StartError(f"訂正の変更箇所を記録できません。（{' '.join(str(error).split())[:200]}）") from error


def complete_dialogue(say: Say) -> None:
    """Works out who speaks in which part of minutes that an earlier release stored. Raises StartError."""
    missing = meetings_without_dialogue().count()
    if not missing:
        return
    say(f"発言者の区分と質疑を記録しています（会議 {missing:,} 件）…")
    try:
        for _ in record_missing_dialogue():
            pass
    except DatabaseError as error:
        raise StartError(f"発言者の区分と質疑を記録できません。（{' '.join(str(error).split())[:200]}）") from error


def complete_synonyms(say: Say) -> None:
    """Puts in the synonyms that come along, those that were never put in before. Raises StartError."""
    try:
        added = add_standard()
    except DatabaseError as error:
        raise StartError(f"標準の同義語を登録できません。（{' '.join(str(error).split())[:200]}）") from error
    if added:
        say(f"標準の同義語を登録しました（{added:,} グループ）。")


def collect_static(say: Say) -> None:
    """Copies and compresses the static files, unless that was done since they last changed. Raises StartError."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    try:
        done_at = manifest.stat().st_mtime if manifest.exists() else 0.0
        sources = (Path(storage.path(path)) for finder in finders.get_finders() for path, storage in finder.list([]))
        if any(max(source.stat().st_mtime, source.stat().st_ctime) > done_at for source in sources):
            say("画面の部品を準備しています…")
            call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    except OSError as error:
        raise StartError(
            f"{settings.STATIC_ROOT} に書き込めません（{reason_of(error)}）。権限と空き容量を確認してください。"
        ) from error


def complete_index(say: Say) -> "subprocess.Popen[bytes] | None":
    """Starts a process that writes what the index lacks, as after an upgrade; None where it lacks nothing.

    The archive serves meanwhile. The process ends when this one does; what it has done by then is kept.
    """
    indexed, published = index.indexed_meetings()
    if indexed == published:
        return None
    say(
        f"検索の索引を作成しています（会議 {indexed:,}/{published:,} 件）。"
        "終わるまでの間も閲覧できますが、検索ではまだ見つからない会議録があります。"
    )
    # Ctrl-C is for the server, which then ends it.
    return subprocess.Popen(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "rebuild_index", "--background"],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )


def start_worker() -> "subprocess.Popen[bytes]":
    """Starts the keeper of the process that reads what comes in (config/keeper.py); SIGTERM ends both.

    They end by themselves when this process ends, however it does.
    """
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    keeper = [sys.executable, "-I", str(settings.BASE_DIR / "config" / "keeper.py"), str(os.getpid())]
    return subprocess.Popen(
        [*keeper, *manage, "worker", "--with-parent"], stdin=subprocess.DEVNULL, start_new_session=True
    )


def has_meetings() -> bool:
    """Whether anything has been imported: the sample goes into an empty archive only."""
    return Meeting.objects.exists()


def has_accounts() -> bool:
    """Whether somebody can sign in: the account of the watched folder cannot."""
    return User.objects.filter(is_active=True).exists()


@transaction.atomic
def import_sample(say: Say) -> None:
    """Imports the sample archive of an invented city, whole or not at all. Raises StartError where a document fails."""
    say("見本の会議録（架空の市）を取り込んでいます…")
    load_catalogue(FIXTURES / "archive.json")
    import_office(read_office((FIXTURES / "synonyms.csv").read_text("utf-8")))
    reports = list(import_items(items_of([FIXTURES / "minutes"]), processes=1, apart=False))
    failed = [f"{name}: {problem}" for name, outcome, _, problem in reports if outcome == "failed"]
    if failed:
        raise StartError(f"見本の会議録を取り込めません。（{failed[0]}）")
    utterances = sum(said for _, _, said, _ in reports)
    say(f"見本の会議録を取り込みました（会議 {len(reports)} 件、発言 {utterances:,} 件）。")


@transaction.atomic
def create_accounts() -> list[tuple[str, str, str]]:
    """Creates an account for each role; returns user name, role and the random password, shown this once and changed by
    its owner at the first sign-in."""
    created = []
    for username, role, opens_administration in ACCOUNTS:
        password = passwords.generated()
        user = User.objects.create_user(
            username,
            is_staff=opens_administration,
            is_superuser=role == access.ADMINISTRATOR,
        )
        passwords.give(user, password)
        user.groups.add(Group.objects.get(name=role))
        created.append((username, role, password))
    return created
