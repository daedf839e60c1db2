"""An archive of the benchmark's own, met from outside: its commands as processes, its database apart from all others."""

import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DATABASE_CACHE_MB = 2048
_KEEP_RUNNING = "import time; from django.db import connection; connection.ensure_connection(); time.sleep(86400)"


class OwnArchive:
    """`folder` holds it. One that is `kept` is there already, and stays as it is."""

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None, *, kept: bool = False) -> None:
        self.folder = folder
        self.kept = kept
        inherited = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "PRODUCTION")}
        own = {"VAR_DIR": str(folder), "DATABASE_CACHE_MB": str(DATABASE_CACHE_MB)}
        self.environment = {**inherited, **own, **(settings or {})}

    @contextmanager
    def running(self) -> Iterator[None]:
        """The archive with its database running, made empty before and removed afterwards unless it is kept."""
        if not self.kept:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
        keeper = self._keep_database_running()
        try:
            if not self.kept:
                self.command("migrate", "-v0")
            yield
        finally:
            keeper.kill()
            keeper.wait()
            if not self.kept:
                # The last to leave the database stops it.
                self.command("shell", "-v0", "-c", "from django.db import connection; connection.ensure_connection()")
                shutil.rmtree(self.folder, ignore_errors=True)

    def command(self, *arguments: str, sent: str | None = None) -> str:
        """What a command of manage.py says. Raises RuntimeError with what went wrong."""
        return self._output(["manage.py", *arguments], sent)

    def module(self, name: str) -> str:
        """What a module says that is run in the archive."""
        return self._output(["-m", name], None)

    def sql(self, sql: str) -> list[int]:
        """Runs one statement; the row that it answers with, if it does."""
        code = (
            f"from django.db import connection as c; k = c.cursor(); k.execute({sql!r});"
            " print(*(k.fetchone() if k.description else ()))"
        )
        return [int(word) for word in self.command("shell", "-v0", "-c", code).split()]

    def ask(self, queries: Iterable[Mapping[str, Any]], *options: str) -> list[dict[str, Any]]:
        """The answers of search_minutes to queries ({"query", "options"}), in their order."""
        lines = "\n".join(json.dumps({"id": number, **query}) for number, query in enumerate(queries))
        said = self.command("search_minutes", "--queries", "-", *options, "--json", sent=lines)
        return [json.loads(line) for line in said.splitlines()]

    def _output(self, command: list[str], sent: str | None) -> str:
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=self.environment, input=sent, capture_output=True, text=True, check=False
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)[:200]}: {done.stderr.strip()[-500:]}")
        return done.stdout

    def _keep_database_running(self) -> "subprocess.Popen[bytes]":
        """Without a user the embedded server would stop between the commands, with cold caches."""
        command = [sys.executable, "manage.py", "shell", "-v0", "-c", _KEEP_RUNNING]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment)


def machine() -> str:
    return f"{platform.platform()}, {os.cpu_count()} CPUs, Python {platform.python_version()}"
