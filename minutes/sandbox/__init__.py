"""Work on strangers' files in a process of its own: what breaks a reader breaks nothing else. No Django.

The process (child.py) does one task of tasks.py and ends. A server that has everything loaded (server.py) forks it, kept
apart from the site as far as the system allows (isolation.py). Every function raises DocumentError: those of the task;
`too-slow` and `too-large` where a limit is passed; `reader-crashed` where a library fell over this file;
`reader-failed` for a bug of ours, which is logged. `end` gives up all that is read in a process that is about to end;
`hide` names folders of the site that readers have no business with.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace

from minutes.documents import Limits, SourceText
from minutes.parsing import Explained, Lesson, ParsedMinutes
from minutes.sandbox.connection import hide
from minutes.sandbox.process import end, run
from minutes.sandbox.wire import places_to_json, source_from_json, source_to_json

# Somebody waits for a picture.
_DRAW_SECONDS = 15
_DRAW_PATIENCE = 4

__all__ = [
    "draw_page",
    "end",
    "explain_text_apart",
    "hide",
    "page_shapes",
    "parse_apart",
    "parse_text_apart",
    "places_to_json",
    "read_apart",
]


def read_apart(data: bytes, filename: str, limits: Limits | None = None) -> SourceText:
    """What read_document gives for these bytes."""
    return source_from_json(json.loads(run("read", data, limits or Limits(), filename=filename)))


def parse_apart(
    data: bytes, filename: str, limits: Limits | None = None, lessons: Sequence[Lesson] = ()
) -> tuple[SourceText, ParsedMinutes]:
    """What read_document gives for these bytes, and what the parser gives for that.

    The parser too runs apart, and within the same time: a document on which a rule runs wild costs only itself.
    """
    taught = [asdict(lesson) for lesson in lessons]
    answer = json.loads(run("parse", data, limits or Limits(), filename=filename, lessons=taught))
    return source_from_json(answer["source"]), ParsedMinutes.from_json(answer["parsed"])


def parse_text_apart(source: SourceText, limits: Limits | None = None, lessons: Sequence[Lesson] = ()) -> ParsedMinutes:
    """What the parser gives for a text that was read before."""
    taught = [asdict(lesson) for lesson in lessons]
    data = json.dumps(source_to_json(source)).encode()
    return ParsedMinutes.from_json(json.loads(run("parse-text", data, limits or Limits(), lessons=taught)))


def explain_text_apart(
    source: SourceText, limits: Limits | None = None, lessons: Sequence[Lesson] = ()
) -> list[Explained]:
    """Why each line of a text that was read before is read as it is."""
    taught = [asdict(lesson) for lesson in lessons]
    data = json.dumps(source_to_json(source)).encode()
    return [Explained(*row) for row in json.loads(run("explain", data, limits or Limits(), lessons=taught))]


def draw_page(data: bytes, page: int, width: int, limits: Limits | None = None) -> bytes:
    """A page of a PDF file, counted from 1, as a PNG picture `width` dots wide.

    It has less time than reading. Raises also `encrypted`, `damaged`, `no-page`.
    """
    return run("draw", data, _for_drawing(limits), page=page, width=width)


def page_shapes(data: bytes, limits: Limits | None = None) -> list[float]:
    """Width by height of every page of a PDF file. Raises also `encrypted`, `damaged`."""
    shapes: list[float] = json.loads(run("shapes", data, _for_drawing(limits)))
    return shapes


def _for_drawing(limits: Limits | None) -> Limits:
    limits = limits or Limits()
    return replace(limits, seconds=min(limits.seconds, _DRAW_SECONDS), ocr=False, patience=_DRAW_PATIENCE)
