"""What goes between the processes: SourceText <-> JSON, and what the server says first. Stdlib only."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from minutes.documents import Place, Remark, SourceText

# Of the server of readers, once it can take tasks.
READY = b"ready"


def source_to_json(source: SourceText) -> dict[str, Any]:
    """A JSON object that source_from_json turns into an equal source text."""
    return {
        "lines": source.lines,
        "media_type": source.media_type,
        "encoding": source.encoding,
        "pages": source.pages,
        "remarks": [asdict(remark) for remark in source.remarks],
        "places": places_to_json(source.places),
        "page_count": source.page_count,
        "recognised": source.recognised,
        "name": source.name,
    }


def source_from_json(answer: dict[str, Any]) -> SourceText:
    """The source text of such an object."""
    return SourceText(
        tuple(answer["lines"]),
        answer["media_type"],
        answer["encoding"],
        tuple(answer["pages"]),
        tuple(Remark(**remark) for remark in answer["remarks"]),
        tuple(tuple(Place(*place) for place in line) for line in answer["places"]),
        answer["page_count"],
        answer["recognised"],
        answer["name"],
    )


def places_to_json(places: tuple[tuple[Place, ...], ...]) -> list[list[list[float]]]:
    """For each line its rectangles [page, left, top, right, bottom]."""
    return [[[place.page, place.left, place.top, place.right, place.bottom] for place in line] for line in places]
