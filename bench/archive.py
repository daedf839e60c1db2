"""Measures the archive from outside, as its users meet it: commands as processes, pages over HTTP.

Every run builds a database of its own under var/bench and removes it. Prints Markdown tables.
"""

import gzip
import http.client
import json
import random
import resource
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.own_archive import ROOT, OwnArchive, machine
from bench.queries import Query

LONG_MEETING_UTTERANCES = 3000
ADDED_MEETING_UTTERANCES = 300
CLIENTS = 8
ROUNDS = 3
MB = 1024 * 1024
# One more copy of every meeting that was imported; the index is then rebuilt over all of them.
_COPY_MEETINGS = """
    WITH copied AS (
        INSERT INTO minutes_meeting (key, source_url, body_id, title, fiscal_year, number, office, held_on, starts_at,
            ends_at, adjourned_at, venue, meeting_access, meeting_access_reason, minutes_access,
            minutes_access_reason, status, audience, last_ref, dialogue_version, created_at, updated_at)
        SELECT key || '-copy{copy}', source_url, body_id, title, fiscal_year, number, office, held_on, starts_at,
            ends_at, adjourned_at, venue, meeting_access, meeting_access_reason, minutes_access,
            minutes_access_reason, status, audience, last_ref, dialogue_version, created_at, updated_at
        FROM minutes_meeting WHERE key NOT LIKE '%-copy%' ORDER BY id LIMIT {meetings} RETURNING id, key
    )
    INSERT INTO minutes_utterance (meeting_id, "order", ref, kind, speaker, speaker_role, speaker_category, inquiry,
        answers, text, audience)
    SELECT copied.id, said."order", said.ref, said.kind, said.speaker, said.speaker_role, said.speaker_category,
        said.inquiry, said.answers, said.text, said.audience
    FROM copied
    JOIN minutes_meeting original ON copied.key = original.key || '-copy{copy}'
    JOIN minutes_utterance said ON said.meeting_id = original.id
    ORDER BY copied.id, said."order"
"""
_SIZES = """
    SELECT (SELECT count(*) FROM search_searchentry), (SELECT sum(octet_length(text)) FROM minutes_utterance),
        pg_indexes_size('search_searchentry'), pg_relation_size('search_entry_index'), pg_table_size('search_searchentry')
"""
_ADD_MEETING = """
import time
from pathlib import Path
from minutes.record import import_item
from minutes.intake import items_of
from search.words import preload_dictionary
preload_dictionary()
for item in items_of(map(Path, {paths!r})):
    started = time.monotonic()
    assert import_item(item)[1] == "inserted"
    print(time.monotonic() - started)
"""


@dataclass
class Table:
    """One table of the report; rows are printed as they come."""

    title: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [f"\n### {self.title}\n", "| " + " | ".join(self.columns) + " |", "|" + "---|" * len(self.columns)]
        rows = ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in self.rows]
        return "\n".join(lines + rows)


class Bench:
    """One run: `folder` holds its database, which stays where it is `kept`; `say` prints."""

    def __init__(self, folder: Path, say: Callable[[str], None], *, kept: bool = False) -> None:
        self.folder = folder
        self.say = say
        self.port = free_port()
        self.archive = OwnArchive(folder, {"PORT": str(self.port)}, kept=kept)

    def run(self, paths: list[Path], queries: Sequence[Query], sizes: Sequence[int]) -> None:
        """Imports `paths`, then measures commands and pages; removes everything at the end.

        For each of `sizes` (utterances) meetings are copied until there are so many, and the index is built anew.
        """
        with self.archive.running():
            self.say(machine())
            self.say(str(self._imports(paths)))
            growth = Table("Growth", ("utterances", "build", "index / text", "newest", "relevance", "literal"))
            for size in sizes or [0]:
                self._grow(size)
                build = self._build()
                tables = self._engine(queries)
                for table in tables:
                    self.say(str(table))
                growth.rows.append(self._growth_row(build, tables[0]))
            self.say(str(growth))
            self.say(str(self._adding()))
            self.say(str(self._pages(self._long_meeting(), queries)))

    def ask_all(self, queries: Sequence[Query]) -> None:
        """Measures the engine alone."""
        with self.archive.running():
            self.say(machine())
            for table in self._engine(queries):
                self.say(str(table))

    def _imports(self, paths: list[Path]) -> Table:
        table = Table("Import, index included", ("what", "utterances", "seconds", "utterances/s", "peak memory"))
        for what in ("first import", "the same again"):
            started = time.monotonic()
            said = self.archive.command("import_minutes", *map(str, paths))
            seconds = time.monotonic() - started
            count = int(said.rsplit("発言 ", 1)[1].split(" ")[0].replace(",", ""))
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
            row = (what, f"{count:,}", f"{seconds:.1f}", f"{count / seconds:,.0f}", f"{peak} MB")
            table.rows.append(row)
        return table

    def _grow(self, size: int) -> None:
        """Copies meetings until there are about `size` utterances."""
        meetings, now = self.archive.sql(
            "SELECT count(*), (SELECT count(*) FROM minutes_utterance) FROM minutes_meeting"
        )
        each = now / max(1, meetings)
        copies = self.archive.sql("SELECT count(DISTINCT substring(key from '-copy.*')) FROM minutes_meeting")[0]
        originals = self.archive.sql("SELECT count(*) FROM minutes_meeting WHERE key NOT LIKE '%-copy%'")[0]
        while size - now > each:
            copies += 1
            meetings = min(originals, round((size - now) / each))
            self.archive.sql(_COPY_MEETINGS.format(copy=copies, meetings=meetings))
            (now,) = self.archive.sql("SELECT count(*) FROM minutes_utterance")

    def _build(self) -> float:
        """Builds the index anew with two processes; utterances a second."""
        started = time.monotonic()
        self.archive.command("rebuild_index", "--all", "--processes", "2")
        seconds = time.monotonic() - started
        self.archive.sql("VACUUM ANALYZE")
        return self.archive.sql("SELECT count(*) FROM search_searchentry")[0] / seconds

    def _growth_row(self, build: float, table: Table) -> tuple[str, ...]:
        entries, text, indexes, gin, rows = self.archive.sql(_SIZES)
        sizes = f"{indexes / text:.2f} ({indexes // MB:,} of {text // MB:,} MB; words and bigrams {gin // MB:,} MB, table {rows // MB:,} MB)"
        times = [f"{median} / {p95}" for _, _, median, p95, _ in table.rows]
        return (f"{entries:,}", f"{build:,.0f}/s", sizes, *times)

    def _adding(self) -> Table:
        """How long a meeting takes to come into the full archive."""
        paths = [self._invented_meeting(f"added-{number}", ADDED_MEETING_UTTERANCES) for number in range(4)]
        said = self.archive.command("shell", "-v0", "-c", _ADD_MEETING.format(paths=[str(path) for path in paths]))
        times = sorted(float(line) for line in said.split())
        table = Table(f"Adding a meeting of {ADDED_MEETING_UTTERANCES} utterances", ("median", "slowest"))
        table.rows.append((_ms(statistics.median(times)), _ms(times[-1])))
        return table

    def _invented_meeting(self, source_id: str, utterances: int) -> Path:
        speech = (
            "本件につきましては、前回の会議でいただいたご意見を踏まえ、関係する課と調整したうえで見直しを行いました。"
        )
        rows = [
            {"kind": "speech", "speaker": f"委員{n % 20}", "agenda": [n * 10 // utterances]}
            | {"text": f"{n}番目の発言です。" + speech * 7}
            for n in range(utterances)
        ]
        agenda = [{"category": "議案", "number": n + 1, "title": f"第{n + 1}の案件について"} for n in range(10)]
        data: dict[str, Any] = {"title": "長い会議", "body": f"測定用会議 {source_id}", "held_on": "2020-04-01"}
        data |= {"agenda": agenda, "utterances": rows, "source_id": f"bench-{source_id}"}
        file = self.folder / f"{source_id}.jsonl.gz"
        file.write_bytes(gzip.compress(json.dumps(data).encode()))
        return file

    def _long_meeting(self) -> str:
        """Imports a meeting of thousands of utterances; returns its address."""
        self.archive.command("import_minutes", str(self._invented_meeting("long", LONG_MEETING_UTTERANCES)))
        code = (
            "from minutes.models import Meeting as M; print(M.objects.get(source_id='bench-long').get_absolute_url())"
        )
        return self.archive.command("shell", "-v0", "-c", code).strip()

    def _engine(self, queries: Sequence[Query]) -> list[Table]:
        """Times of the engine: hits, total and all facets; a first round warms up and is not counted."""
        words = [query for query in queries if not query.literal]
        literal = [query for query in queries if query.literal]
        table = Table("Engine: hits, total and facets", ("sort", "queries", "median", "p95", "slowest"))
        kinds: dict[str, list[str]] = {}
        for sort, asked in (("newest", words), ("relevance", words), ("literal", literal)):
            answers = self._ask(asked, "newest" if sort == "literal" else sort)
            slowest = max(answers, key=lambda answer: answer["ms"])
            times = [answer["ms"] / 1000 for answer in answers]
            named = f"{slowest['query']} ({slowest['total']:,} hits, {slowest['ms']:,.0f} ms)"
            table.rows.append((sort, str(len(asked)), *_summary(times), named))
            for kind in dict.fromkeys(query.kind for query in asked):
                of_kind = {query.text for query in asked if query.kind == kind}
                mine = [answer["ms"] / 1000 for answer in answers if answer["query"] in of_kind]
                kinds.setdefault(kind, []).append(" / ".join(_summary(mine)))
        by_kind = Table("The same by kind of query, median / p95", ("kind", "newest", "relevance"))
        by_kind.rows = [(kind, times[0], times[1] if len(times) > 1 else "") for kind, times in kinds.items()]
        return [table, by_kind]

    def _ask(self, queries: Sequence[Query], sort: str) -> list[dict[str, Any]]:
        asked = [{"query": query.text, "options": {"literal": query.literal}} for query in queries]
        return self.archive.ask(asked * ROUNDS, "--sort", sort)[len(queries) :]

    def _pages(self, long_meeting: str, queries: Sequence[Query]) -> Table:
        """The server starts twice: what one start remembers of searches must not help the other."""
        table = Table("Pages through the web server", ("page", "median", "p95", "size"))
        # The first run would import the sample: accounts are its mark.
        code = "from config.startup import create_accounts; create_accounts()"
        self.archive.command("shell", "-v0", "-c", code)
        search = [
            f"/search/?{urllib.parse.urlencode({'q': query.text} | ({'literal': 1} if query.literal else {}))}"
            for query in queries
        ]
        with self._server() as (_, seconds):
            table.rows.append(("start until the first page", _ms(seconds), "", ""))
            # The first of each warms up.
            home = self._get_all(["/"] * 20)[1:]
            meeting = self._get_all([long_meeting] * 10)[1:]
            # Enough searches of another kind that the workers have run all of the code.
            self._get_all([f"{address}&sort=relevance" for address in search[: 2 * CLIENTS]])
            first, again = self._get_all(search), self._get_all(search)
        for name, answers in (
            ("home", home),
            (f"meeting of {LONG_MEETING_UTTERANCES:,} utterances, one of its pages", meeting),
            ("search, asked for the first time", first),
            ("search, asked again", again),
        ):
            size = max(size for _, size in answers)
            table.rows.append((name, *_summary([seconds for seconds, _ in answers]), f"{size / 1024:,.0f} KB"))
        with self._server() as (server, _):
            table.rows.append(self._many_clients(search))
            table.rows += [(f"memory of {name}", size, "", "") for name, size in _memory(server.pid).items()]
        return table

    @contextmanager
    def _server(self) -> Iterator[tuple["subprocess.Popen[bytes]", float]]:
        """The archive as it is served, and the seconds until its first page."""
        log = self.folder / "serve.log"
        started = time.monotonic()
        with log.open("w") as output:
            server = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=ROOT,
                env=self.archive.environment,
                stdout=output,
                stderr=output,
            )
        try:
            self._wait_until_served(server, log)
            yield server, time.monotonic() - started
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)

    def _many_clients(self, addresses: Sequence[str]) -> tuple[str, ...]:
        """All addresses for each of the clients, in an order of its own."""
        orders = [random.Random(number).sample(addresses, len(addresses)) for number in range(CLIENTS)]  # noqa: S311
        with ThreadPoolExecutor(CLIENTS) as clients:
            begun = time.monotonic()
            answers = [answer for each in clients.map(self._get_all, orders) for answer in each]
            rate = len(answers) / (time.monotonic() - begun)
        return (
            f"search, {CLIENTS} clients, each query by each: {rate:.0f} pages/s",
            *_summary([seconds for seconds, _ in answers]),
            "",
        )

    def _wait_until_served(self, server: "subprocess.Popen[bytes]", log: Path) -> None:
        deadline = time.monotonic() + 120
        while "準備ができました" not in log.read_text():
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the archive did not start: {log.read_text()[-500:]}")
            time.sleep(0.02)
        self._get_all(["/"])

    def _get_all(self, addresses: Iterable[str]) -> list[tuple[float, int]]:
        """Over one connection: seconds to the whole page, and its bytes. Raises where an answer is no page."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        answers = []
        for address in addresses:
            started = time.monotonic()
            client.request("GET", address)
            answer = client.getresponse()
            size = len(answer.read())
            if answer.status != http.client.OK:
                raise RuntimeError(f"{address}: {answer.status}")
            answers.append((time.monotonic() - started, size))
        client.close()
        return answers


def _memory(server: int) -> dict[str, str]:
    """Of the server's first process and its workers: what is resident, and how much of it is theirs alone."""
    found = {}
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    # The keeper of the reading process is no worker of the server.
    children = [child for child in children if b"keeper.py" not in Path(f"/proc/{child}/cmdline").read_bytes()]
    for name, pid in [("the first process", str(server)), *((f"worker {n}", pid) for n, pid in enumerate(children, 1))]:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
        kb = {line.split(":")[0]: int(line.split()[1]) for line in lines}
        alone = kb["Private_Clean"] + kb["Private_Dirty"]
        found[name] = f"{kb['Rss'] // 1024} MB, {alone // 1024} MB of it its own"
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:,.1f} ms"


def _summary(times: list[float]) -> tuple[str, str]:
    ordered = sorted(times)
    return _ms(statistics.median(ordered)), _ms(ordered[min(len(ordered) - 1, round(len(ordered) * 0.95))])
