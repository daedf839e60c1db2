"""Marks on a text as printed, and the passage of it that shows a query's words best.

Escaped first, then marked: every piece of the text goes through escape, only <mark> is markup.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from search import language
from search.marks import Kind, Mark, Marker, best_passage, without_overlap
from search.words import Folded, fold

SNIPPET_LENGTH = 140
_SPACES = re.compile(r"\s+")
# What is found by another word than the one typed looks so.
_CLASSES = {
    Kind.TYPED: "",
    Kind.VARIANT: "",
    Kind.SYNONYM: format_html(' class="{}"', "mark--synonym"),
    Kind.INSIDE: format_html(' class="{}"', "mark--inside"),
}


@dataclass(frozen=True, slots=True)
class PrintedPassage:
    """[start, end) of a printed text, and the marks in it, in order and without overlap."""

    start: int
    end: int
    marks: tuple[Mark, ...] = ()


class Highlighter:
    """Finds the words of one query, a tree as parsed or as expanded, in any number of printed texts.

    `inside`: also where they stand within other words.
    """

    def __init__(self, tree: language.Node | None, inside: bool = False) -> None:
        self._marker = Marker(tree, inside=inside)

    def marks(self, text: str) -> list[Mark]:
        """All matches in `text`, in order and without overlap; the whole of it is tokenized."""
        folded = fold(text)
        return _printed(folded, self._marker.marks(folded.text))

    def passage(self, text: str, length: int = SNIPPET_LENGTH) -> PrintedPassage:
        """The part of `text`, of about `length` characters, that shows the words best; the beginning if none."""
        folded = fold(text)
        best = best_passage(self._marker, folded.text, length)
        start, end = folded.original_span(best.start, best.end)
        return PrintedPassage(
            start if best.start else 0,
            end if best.end < len(folded.text) else len(text),
            tuple(_printed(folded, best.marks)),
        )

    def snippet(self, text: str, length: int = SNIPPET_LENGTH) -> SafeString:
        """That part as HTML, marked."""
        best = self.passage(text, length)
        return marked(text, best.marks, best.start, best.end)


def marked(text: str, marks: Iterable[Mark], start: int = 0, end: int | None = None) -> SafeString:
    """[start, end) of `text` as safe HTML, the marks in <mark>, white space as single spaces, … where it was cut."""
    end = len(text) if end is None else end
    pieces = []
    at = start
    for mark in marks:
        pieces.append(
            (_on_one_line(text[at : mark.start]), _CLASSES[mark.kind], _on_one_line(text[mark.start : mark.end]))
        )
        at = mark.end
    return format_html(
        "{}{}{}{}",
        "…" if text[:start].strip() else "",
        format_html_join("", "{}<mark{}>{}</mark>", pieces),
        _on_one_line(text[at:end]).rstrip(),
        "…" if text[end:].strip() else "",
    )


def _on_one_line(text: str) -> str:
    return _SPACES.sub(" ", text)


def _printed(folded: Folded, marks: Iterable[Mark]) -> list[Mark]:
    found = (Mark(*folded.original_span(mark.start, mark.end), mark.term, mark.kind) for mark in marks)
    return without_overlap(found)
