"""manage.py export_minutes [FILE]: the archive, or a part of it, in its own format (docs/exchange.md)."""

import argparse
import gzip
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from minutes.models import Body, Meeting
from minutes.record import bodies, lines_of
from minutes.wording import reason_of
from trail import access_log
from trail.access_log import Event, Look


class Command(BaseCommand):
    help = "会議録を、このシステムの形式（.jsonl、.jsonl.gz）で書き出します。import_minutes で元に戻せます。"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, metavar="FILE", help="書き出すファイル（省略: 標準出力）")
        parser.add_argument("--body", help="この会議体の会議録だけ")
        parser.add_argument("--year", type=int, help="この年度（西暦）の会議録だけ")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path | None = options["path"]
        chosen = " ".join(f"--{name}={options[name]}" for name in ("body", "year") if options[name] is not None)
        detail = f"{path or '標準出力'} {chosen}".strip()
        access_log.write(lambda: Look(Event.EXPORT, kind="minutes.meeting", detail=detail))
        count, started = 0, time.monotonic()
        last_shown = started
        try:
            # One picture of the archive: what is published meanwhile belongs to the next export.
            with transaction.atomic(), _target(path) as target:
                _take_picture()
                found, of = self._chosen(options)
                for number, line in enumerate(lines_of(found, of)):
                    target.write(line)
                    count = number
                    if time.monotonic() - last_shown > 2:
                        last_shown = time.monotonic()
                        self.stderr.write(f"… {count:,} 件")
        except OSError as error:
            raise CommandError(f"書き出せません（{reason_of(error)}）: {path or '標準出力'}") from error
        self.stderr.write(f"書出し終了: 会議録 {count:,} 件（{time.monotonic() - started:.1f} 秒）")

    def _chosen(self, options: dict[str, Any]) -> tuple[Any, Any]:
        """The meetings, and the bodies that the catalogue names."""
        meetings, chosen = Meeting.objects.all(), Body.objects.all()
        if options["body"]:
            body = bodies.find(options["body"])
            if body is None:
                raise CommandError(f"会議体「{options['body']}」は登録されていません。")
            meetings = meetings.filter(body=body)
        if options["year"] is not None:
            meetings = meetings.filter(fiscal_year=options["year"])
        if options["body"] or options["year"] is not None:
            chosen = chosen.filter(pk__in=meetings.order_by().values("body"))
        return meetings, chosen


def _take_picture() -> None:
    if not connection.savepoint_ids:
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


@contextmanager
def _target(path: Path | None) -> Iterator[IO[bytes]]:
    """Where the lines go. A file appears under its name when it is whole; a .gz bears no date, so that equal exports
    are equal files."""
    if path is None:
        yield sys.stdout.buffer
        return
    begun = path.with_name(path.name + ".part")
    try:
        with begun.open("wb") as file:
            if path.suffix == ".gz":
                with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
                    yield packed  # type: ignore[misc]
            else:
                yield file
        begun.replace(path)
    finally:
        begun.unlink(missing_ok=True)
