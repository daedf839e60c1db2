"""What the process can do with a file: each task takes its bytes and gives the bytes of the answer. No Django."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from minutes import parsing
from minutes.documents import Limits, read_document
from minutes.documents.drawing import draw_pdf_page, pdf_page_shapes
from minutes.parsing import Lesson
from minutes.sandbox.wire import source_from_json, source_to_json


def read(data: bytes, limits: Limits, asked: Mapping[str, Any]) -> bytes:
    """The source text of a file called asked["filename"]."""
    return _json(source_to_json(read_document(data, asked["filename"], limits)))


def parse(data: bytes, limits: Limits, asked: Mapping[str, Any]) -> bytes:
    """The source text, and the parsed minutes that asked["lessons"] lead to."""
    source = read_document(data, asked["filename"], limits)
    lessons = [Lesson(**lesson) for lesson in asked["lessons"]]
    return _json({"source": source_to_json(source), "parsed": parsing.parse(source, lessons).to_json()})


def explain(data: bytes, limits: Limits, asked: Mapping[str, Any]) -> bytes:
    """Why each line of a source text, given as JSON, is read as it is, by asked["lessons"] too."""
    lessons = [Lesson(**lesson) for lesson in asked["lessons"]]
    found = parsing.explain(source_from_json(json.loads(data)), lessons)
    return json.dumps([[row.line, row.text, row.reason] for row in found]).encode()


def parse_text(data: bytes, limits: Limits, asked: Mapping[str, Any]) -> bytes:
    """The parsed minutes of a source text, given as JSON, that asked["lessons"] lead to."""
    lessons = [Lesson(**lesson) for lesson in asked["lessons"]]
    return _json(parsing.parse(source_from_json(json.loads(data)), lessons).to_json())


def draw(data: bytes, limits: Limits, asked: Mapping[str, Any]) -> bytes:
    """A picture of page asked["page"], asked["width"] dots wide."""
    return draw_pdf_page(data, asked["page"], asked["width"])


def shapes(data: bytes, limits: Limits, asked: Mapping[str, Any]) -> bytes:
    """Width by height of every page, as JSON."""
    return json.dumps(pdf_page_shapes(data)).encode()


TASKS: dict[str, Callable[[bytes, Limits, Mapping[str, Any]], bytes]] = {
    "read": read,
    "parse": parse,
    "parse-text": parse_text,
    "explain": explain,
    "draw": draw,
    "shapes": shapes,
}


def _json(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", "replace")
