"""How well searches find what they should, beside BM25 over the same utterances and queries."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

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
            answers = iter(self.archive.ask(_queries(sets), "--limit", str(LIMIT)))
            table = Table(f"Relevance over {len(bm25.places):,} utterances", _COLUMNS)
            for one in sets:
                table.rows += _rows(one, list(islice(answers, len(one.asked))), bm25)
            self.say(str(table))
            self.say(self.archive.module("bench.relevance.known_items"))


def _queries(sets: Sequence[JudgedSet]) -> Iterator[dict[str, str]]:
    return ({"query": judged.query} for one in sets for judged in one.asked)


def _rows(one: JudgedSet, answers: Sequence[dict[str, Any]], bm25: Bm25) -> Iterator[tuple[str, ...]]:
    """This archive by its answers, for how many of which the words stand nowhere together; and BM25."""
    loosened = sum(answer["loosened"] for answer in answers)
    yield (*_row(one, "this archive", score_of(one.asked, map(_hits, answers))), str(loosened))
    yield (*_row(one, "BM25", score_of(one.asked, [bm25.search(judged.query, LIMIT) for judged in one.asked])), "")


def _hits(answer: dict[str, Any]) -> list[Place]:
    """Pages of papers have no place among the utterances, which the archive counts from 1."""
    return [(hit["meeting"], hit["utterance"] - 1) for hit in answer["hits"] if hit["utterance"] is not None]


def _row(one: JudgedSet, engine: str, score: Score) -> tuple[str, ...]:
    shares = (score.first, score.in_top, score.reciprocal, score.precision, score.poor_first)
    return (one.name, str(score.asked), engine, *(f"{share:.3f}" for share in shares), str(score.empty))
