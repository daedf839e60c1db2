"""Measures the archive from outside, as its users meet it: commands as processes, pages over HTTP.

Every run builds a database of its own under var/bench and removes it. Prints Markdown tables.
"""

import gzip
import json
import os
import platform
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONG_MEETING_UTTERANCES = 3000
CLIENTS = 8
ROUNDS = 3
# Words of every kind a user types; the file of a query mix may replace them (--queries).
QUERIES = (
    "防災", "図書館", "電子申請", "待機児童", "予算", "委員長", "区民", "学校", "介護保険", "公共施設",
    "防災 訓練", "図書館 開館時間", "学校 耐震", "予算 補正", "保育園 待機児童", "高齢者 福祉 施設",
    "「補正予算」", "「個人情報の保護」", '"地域防災計画"', "「学校選択制」",
    "防災 OR 災害", "図書館 | 児童館", "介護 OR 福祉 OR 医療", "(防災 OR 災害) 訓練", "(学校 | 保育園) 給食",
    "防災 -訓練", "予算 NOT 補正", "学校 -小学校 -中学校", "システム", "コンピュータ", "ＩＴ", "ﾊﾟｿｺﾝ",
    "情報公開条例", "地球温暖化対策", "自転車駐車場", "商店街振興", "住民基本台帳", "平和 都市 宣言",
    "清掃工場", "羽田空港",
)  # fmt: skip


@dataclass
class Table:
    """One table of the report; rows are printed as they come."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"\n### {self.title}\n", "| " + " | ".join(self.columns) + " |", "|" + "---|" * len(self.columns)]
        return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in self.rows])


class Bench:
    """One run: `folder` holds its database, `say` prints."""

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        self.folder = folder
        self.say = say
        self.port = _free_port()
        kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "PRODUCTION")}
        self.environment = {**kept, "VAR_DIR": str(folder), "PORT": str(self.port)}

    def run(self, paths: list[Path], queries: Iterable[str]) -> None:
        """Imports `paths`, then measures commands and pages; removes everything at the end."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        keeper = self._keep_database_running()
        try:
            self.say(f"{platform.platform()}, {os.cpu_count()} CPUs, Python {platform.python_version()}")
            self._command("migrate", "-v0")
            self.say(str(self._imports(paths)))
            long_meeting = self._long_meeting()
            self.say(str(self._engine(list(queries))))
            self.say(str(self._pages(long_meeting, list(queries))))
        finally:
            keeper.kill()
            self._command("shell", "-v0", "-c", "from django.db import connection; connection.ensure_connection()")
            shutil.rmtree(self.folder, ignore_errors=True)

    def _command(self, *arguments: str) -> str:
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)[:200]}: {done.stderr.strip()[-500:]}")
        return done.stdout

    def _keep_database_running(self) -> "subprocess.Popen[bytes]":
        """Without a user the embedded server would stop between the commands, with cold caches."""
        code = "import time; from django.db import connection; connection.ensure_connection(); time.sleep(86400)"
        command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment)

    def _imports(self, paths: list[Path]) -> Table:
        table = Table("Import", ("what", "utterances", "seconds", "utterances/s", "peak memory"))
        for what in ("first import", "the same again"):
            started = time.monotonic()
            said = self._command("import_minutes", *map(str, paths))
            seconds = time.monotonic() - started
            count = int(said.rsplit("発言 ", 1)[1].split(" ")[0].replace(",", ""))
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
            row = (what, f"{count:,}", f"{seconds:.1f}", f"{count / seconds:,.0f}", f"{peak} MB")
            table.rows.append(row)
        size_sql = (
            "from django.db import connection as c; k = c.cursor(); "
            "k.execute(\"select pg_size_pretty(pg_total_relation_size('minutes_utterance')), "
            "pg_size_pretty(pg_total_relation_size('search_searchentry')), "
            "pg_size_pretty((select sum(octet_length(text)) from minutes_utterance))\"); print(*k.fetchone(), sep='|')"
        )
        utterances, entries, text = self._command("shell", "-v0", "-c", size_sql).strip().split("|")
        table.title += f" (text {text}, table of utterances {utterances}, index with its table {entries})"
        return table

    def _long_meeting(self) -> str:
        """Imports a meeting of thousands of utterances; returns its address."""
        speech = (
            "本件につきましては、前回の会議でいただいたご意見を踏まえ、関係する課と調整したうえで見直しを行いました。"
        )
        rows = [
            {"kind": "speech", "speaker": f"委員{n % 20}", "agenda": [n * 10 // LONG_MEETING_UTTERANCES]}
            | {"text": f"{n}番目の発言です。" + speech * 7}
            for n in range(LONG_MEETING_UTTERANCES)
        ]
        agenda = [{"category": "議案", "number": n + 1, "title": f"第{n + 1}の案件について"} for n in range(10)]
        data = {
            "title": "長い会議",
            "body": "測定用会議",
            "held_on": "2020-04-01",
            "agenda": agenda,
            "utterances": rows,
        }
        file = self.folder / "long.jsonl.gz"
        file.write_bytes(gzip.compress(json.dumps(data | {"source_id": "bench-long"}).encode()))
        self._command("import_minutes", str(file))
        code = (
            "from minutes.models import Meeting as M; print(M.objects.get(source_id='bench-long').get_absolute_url())"
        )
        return self._command("shell", "-v0", "-c", code).strip()

    def _engine(self, queries: list[str]) -> Table:
        file = self.folder / "queries.jsonl"
        lines = [json.dumps({"id": n, "query": query}) for n, query in enumerate(queries * ROUNDS)]
        file.write_text("\n".join(lines))
        table = Table(f"Engine: hits, total and facets, {len(queries)} queries", ("sort", "median", "p95", "slowest"))
        for sort in ("newest", "relevance"):
            said = self._command("search_minutes", "--queries", str(file), "--sort", sort, "--json")
            answers = [json.loads(line) for line in said.splitlines()][len(queries) :]
            slowest = max(answers, key=lambda answer: answer["ms"])
            times = [answer["ms"] / 1000 for answer in answers]
            table.rows.append((sort, *_summary(times), f"{slowest['query']} ({slowest['total']:,} hits)"))
        return table

    def _pages(self, long_meeting: str, queries: list[str]) -> Table:
        table = Table("Pages through the web server", ("page", "median", "p95", "size"))
        log = self.folder / "serve.log"
        # The first run would import the sample: accounts are its mark.
        code = "from config.startup import create_accounts; create_accounts()"
        self._command("shell", "-v0", "-c", code)
        started = time.monotonic()
        with log.open("w") as output:
            server = subprocess.Popen(
                [sys.executable, "manage.py", "serve"], cwd=ROOT, env=self.environment, stdout=output, stderr=output
            )
        try:
            self._wait_until_served(server, log)
            table.rows.append(("start until the first page", _ms(time.monotonic() - started), "", ""))
            search = [f"/search/?q={urllib.parse.quote(query)}" for query in queries]
            pages = {"home": ["/"] * 20, "meeting of 3,000 utterances": [long_meeting] * 10, "search": search * 2}
            for name, addresses in pages.items():
                answers = [self._get(address) for address in addresses]
                times = [seconds for seconds, _ in answers[1:]]
                size = max(size for _, size in answers)
                table.rows.append((name, *_summary(times), f"{size / 1024:,.0f} KB"))
            with ThreadPoolExecutor(CLIENTS) as clients:
                begun = time.monotonic()
                answers = list(clients.map(self._get, search * 5))
                rate = len(answers) / (time.monotonic() - begun)
            times = [seconds for seconds, _ in answers]
            table.rows.append((f"search, {CLIENTS} clients: {rate:.0f} pages/s", *_summary(times), ""))
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)
        return table

    def _wait_until_served(self, server: "subprocess.Popen[bytes]", log: Path) -> None:
        deadline = time.monotonic() + 120
        while "準備ができました" not in log.read_text():
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the archive did not start: {log.read_text()[-500:]}")
            time.sleep(0.02)
        self._get("/")

    def _get(self, address: str) -> tuple[float, int]:
        """Seconds to the whole page, and its bytes uncompressed. Raises where the answer is no page."""
        started = time.monotonic()
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{address}", timeout=60) as answer:
            size = len(answer.read())
        return time.monotonic() - started, size


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.1f} ms"


def _summary(times: list[float]) -> tuple[str, str]:
    ordered = sorted(times)
    return _ms(statistics.median(ordered)), _ms(ordered[min(len(ordered) - 1, round(len(ordered) * 0.95))])
