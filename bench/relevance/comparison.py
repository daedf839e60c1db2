"""How well searches find what they should, beside BM25 over the same utterances and queries."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench.archive import Table
from bench.own_archive import OwnArchive, machine
from bench.relevance.bm25 import Bm25
from bench.relevance.corpus import meetings_of
from bench.relevance.sets import JudgedSet, Place, Score, read_sets, score_of
from bench.relevance.topics import topic_sets

SETS = Path(__file__).parent
LIMIT = 20
_COLUMNS = ("set", "queries", "engine", "first", "in the first ten", "MRR", "P@10", "poor first", "empty", "loosened")


class RelevanceBench:
    """One run over an archive; `say` prints. `sets` is the folder of the judged queries."""

    def __init__(self, archive: OwnArchive, say: Callable[[str], None], sets: Path = SETS) -> None:
        self.archive = archive
        self.say = say
        self.sets = sets

    def run(self, paths: Sequence[Path]) -> None:
        """Imports `paths` (a kept archive holds them already) and asks both engines."""
        with self.archive.running(), tempfile.TemporaryDirectory() as folder:
            self.say(machine())
            if not self.archive.kept:
                self.archive.command("import_minutes", *map(str, paths))
            meetings = list(meetings_of(paths))
            bm25 = Bm25(Path(folder), meetings)
            sets = [*read_sets(self.sets, frozenset(bm25.places)), *topic_sets(meetings, bm25.holding)]
            table = Table(f"Relevance over {len(bm25.places):,} utterances", _COLUMNS)
            for asked in sets:
                table.rows += self._rows(asked, bm25)
            self.say(str(table))
            self.say(self.archive.module("bench.relevance.known_items"))

    def _rows(self, asked: JudgedSet, bm25: Bm25) -> Iterator[tuple[str, ...]]:
        answers, loosened = self._ask([judged.query for judged in asked.asked])
        yield (*_row(asked, "this archive", score_of(asked.asked, answers)), str(loosened))
        others = [bm25.search(judged.query, LIMIT) for judged in asked.asked]
        yield (*_row(asked, "BM25", score_of(asked.asked, others)), "")

    def _ask(self, queries: Sequence[str]) -> tuple[list[list[Place]], int]:
        """The hits of each query as the page shows them, and for how many of them its words stand nowhere together."""
        answers = self.archive.ask([{"query": query} for query in queries], "--limit", str(LIMIT))
        # Pages of papers have no place among the utterances, which the archive counts from 1.
        found = [
            [(hit["meeting"], hit["utterance"] - 1) for hit in answer["hits"] if hit["utterance"] is not None]
            for answer in answers
        ]
        return found, sum(answer["loosened"] for answer in answers)


def _row(asked: JudgedSet, engine: str, score: Score) -> tuple[str, ...]:
    shares = (score.first, score.in_top, score.reciprocal, score.precision, score.poor_first)
    return (asked.name, str(score.asked), engine, *(f"{share:.3f}" for share in shares), str(score.empty))
