"""BM25 over the words of the dictionary, as any search engine offers it: Tantivy, its defaults, OR of the words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import tantivy

from bench.relevance.corpus import Meeting, words_of
from bench.relevance.sets import Place

PROCESSES = 2
_WRITER_BYTES = 200_000_000


class Bm25:
    """`holding` tells in how many utterances each word stands."""

    def __init__(self, folder: Path, meetings: Iterable[Meeting]) -> None:
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("words", tokenizer_name="whitespace")
        schema.add_unsigned_field("place", stored=True)
        self._schema = schema.build()
        self._index = tantivy.Index(self._schema, str(folder))
        self.places: list[Place] = []
        self.holding: Counter[str] = Counter()
        self._fill(list(meetings))

    def _fill(self, meetings: Sequence[Meeting]) -> None:
        writer = self._index.writer(_WRITER_BYTES, 1)
        with ProcessPoolExecutor(PROCESSES) as pool:
            for meeting, utterances in zip(meetings, pool.map(_words_of, meetings, chunksize=8), strict=True):
                for order, words in enumerate(utterances):
                    self.holding.update(set(words))
                    document = tantivy.Document()
                    document.add_text("words", " ".join(words))
                    document.add_unsigned("place", len(self.places))
                    writer.add_document(document)
                    self.places.append((meeting.source, order))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def search(self, query: str, limit: int) -> list[Place]:
        """The best utterances for the words of a query, of which one is enough."""
        terms = [
            (tantivy.Occur.Should, tantivy.Query.term_query(self._schema, "words", word)) for word in words_of(query)
        ]
        if not terms:
            return []
        searcher = self._index.searcher()
        found = searcher.search(tantivy.Query.boolean_query(terms), limit).hits
        return [self.places[searcher.doc(address)["place"][0]] for _, address in found]


def _words_of(meeting: Meeting) -> list[list[str]]:
    return [words_of(text) for text in meeting.texts]
