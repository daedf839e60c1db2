"""Measures the reading of documents as uploads meet it: each file in a process of its own, parsed there too."""

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from bench.archive import Table
from fixtures.generate import documents
from minutes.documents import read_document

ROOT = Path(__file__).resolve().parent.parent
_SIGNS_A_PAGE = 1200
# Reads files of one kind three times: apart, as the site does, one after another and as many at once as there are cores; here. Prints one JSON object.
_READ = """
import json, os, resource, statistics, sys, time
from pathlib import Path
from concurrent.futures import ThreadPoolExecutor
from minutes import sandbox
from minutes.documents import DocumentError, read_document
from minutes.sandbox import isolation, parse_apart

# Bubblewrap's processes do not tell the memory of those in them.
isolation.ways = lambda: [isolation.SAME_USER]
paths = [Path(name) for name in json.load(sys.stdin)]
pages, apart, refused = 0, [], 0
for path in paths:
    began = time.monotonic()
    try:
        source, _ = parse_apart(path.read_bytes(), path.name)
        pages += source.page_count or -(-len(source.text) // {page})
    except DocumentError:
        refused += 1
    apart.append(time.monotonic() - began)

def read(path):
    try:
        parse_apart(path.read_bytes(), path.name)
    except DocumentError:
        pass

began = time.monotonic()
with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as threads:
    list(threads.map(read, paths))
together = time.monotonic() - began
# What the processes took is known once their server has ended.
sandbox.end()
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
began = time.monotonic()
for path in paths:
    try:
        read_document(path.read_bytes(), path.name)
    except DocumentError:
        pass
print(json.dumps({
    "files": len(paths), "pages": pages, "refused": refused, "apart": sum(apart), "median": statistics.median(apart),
    "slowest": max(apart), "here": time.monotonic() - began, "peak": peak,
    "together": together,
}))
"""


def reading_report(paths: Iterable[Path]) -> Table:
    """A table with a row for each kind of file (by its suffix) among these files and in these folders.

    Where a file does not tell its pages, 1,200 signs count as one. The memory is the most that one process was
    resident with.
    """
    kinds: dict[str, list[Path]] = {}
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and file.suffix:
                kinds.setdefault(file.suffix.lower(), []).append(file.resolve())
    columns = ("kind", "files", "pages", "pages/s", "pages/s without the parser and the process",
               "a file, median", "files/s on all cores", "slowest", "peak memory", "refused")  # fmt: skip
    table = Table("Reading, each file in a process of its own", columns)
    for kind, files in sorted(kinds.items()):
        table.rows.append((kind, *_measured(files)))
    return table


def sample_files(folder: Path) -> list[Path]:
    """The sample archive's minutes as Word and PDF files, tables and all, by the writers of fixtures/document_files.py."""
    # Development libraries: other benchmarks do without.
    from fixtures.document_files import to_docx, to_pdf

    made = []
    for number, document in enumerate(documents()):
        text = read_document(document.data(), document.path).text
        for suffix, data in ((".docx", to_docx(text)), (".pdf", to_pdf(text))):
            made.append(folder / f"{number}{suffix}")
            made[-1].write_bytes(data)
    return made


def _measured(files: list[Path]) -> tuple[str, ...]:
    done = subprocess.run(
        [sys.executable, "-c", _READ.replace("{page}", str(_SIGNS_A_PAGE))], input=json.dumps([str(file) for file in files]), cwd=ROOT,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    found = json.loads(done.stdout)
    return (
        str(found["files"]),
        str(found["pages"]),
        f"{found['pages'] / found['apart']:.1f}",
        f"{found['pages'] / found['here']:.1f}",
        f"{found['median'] * 1000:,.0f} ms",
        f"{found['files'] / found['together']:.1f}",
        f"{found['slowest'] * 1000:,.0f} ms",
        f"{found['peak']} MB",
        str(found["refused"]),
    )
