"""What audiences and passages cost the search: two archives of the same minutes, one with both, asked in turns."""

import statistics
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from bench.archive import Table
from bench.own_archive import OwnArchive, machine
from bench.queries import Query

ROUNDS = 5
# Of a hundred utterances one has a passage, and another is for a circle alone.
_RESTRICT = """
from django.db import connection
from minutes.models import Circle, Meeting, Passage, Utterance
from search.index import repair
circle = Circle.objects.create(name="計測")
rows = list(Utterance.objects.filter(text__regex=".{40}").order_by("pk").values_list("pk", "meeting_id", "ref", "text"))
marked, closed = rows[::100], rows[50::100]
Passage.objects.bulk_create(
    Passage(meeting_id=meeting, part="utterance", row=ref, field="text", start=10, end=20, quote=text[10:20],
            audience=circle.pk if place % 2 else 2)
    for place, (_, meeting, ref, text) in enumerate(marked)
)
Utterance.objects.filter(pk__in=[row[0] for row in closed]).update(audience=circle.pk)
list(repair(sorted({row[1] for row in [*marked, *closed]})))
with connection.cursor() as cursor:
    cursor.execute("VACUUM ANALYZE")
print(len(marked), len(closed))
"""


class WithheldBench:
    """One run: `folder` holds both archives and is removed at the end."""

    def __init__(self, folder: Path, say: Callable[[str], None]) -> None:
        self.say = say
        self.plain, self.restricted = OwnArchive(folder / "plain"), OwnArchive(folder / "restricted")

    def run(self, paths: Sequence[Path], queries: Sequence[Query]) -> None:
        with ExitStack() as running:
            for archive in (self.plain, self.restricted):
                running.enter_context(archive.running())
                archive.command("import_minutes", *map(str, paths))
            self.plain.command(
                "shell", "-v0", "-c", "from django.db import connection as c; c.cursor().execute('VACUUM ANALYZE')"
            )
            marked, closed = self.restricted.command("shell", "-v0", "-c", _RESTRICT).split()
            self.say(machine())
            table = Table(
                f"Search with {marked} passages and {closed} utterances for a circle against without",
                ("sort", "without, median / p95 ms", "with, median / p95 ms", "ratio of medians"),
            )
            for sort in ("newest", "relevance"):
                table.rows.append(self._compared(queries, sort))
            self.say(str(table))

    def _compared(self, queries: Sequence[Query], sort: str) -> tuple[str, ...]:
        times: dict[str, list[float]] = {"without": [], "with": []}
        for number in range(ROUNDS):
            archives = [("without", self.plain), ("with", self.restricted)]
            for name, archive in archives[:: 1 if number % 2 else -1]:
                asked = [{"query": query.text} for query in queries]
                # What is asked first warms the caches.
                answers = archive.ask([*asked, *asked], "--sort", sort)[len(asked) :]
                times[name] += [answer["ms"] for answer in answers]
        medians = {name: statistics.median(found) for name, found in times.items()}
        told = [f"{medians[name]:.1f} / {_p95(found):.1f}" for name, found in times.items()]
        return (sort, *told, f"{medians['with'] / medians['without']:.2f}")


def _p95(found: Sequence[float]) -> float:
    return sorted(found)[int(len(found) * 0.95)]
