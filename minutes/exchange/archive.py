"""The "archive" part of an exported line: addresses, audiences, topics, pages of papers. Stdlib and the parsed object only.

It stands beside the parsed-minutes object of one meeting and holds what only an archive knows of it. Its lists run in
step with those of the object (docs/exchange.md).
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

from minutes.parsing import ParsedMinutes, ParsedMinutesError

STATUSES = ("draft", "in_review", "published", "withdrawn")
LINK_STATES = ("suggested", "confirmed", "refused")
AUDIENCES = (0, 1, 2)
# What passages may be of. The rows of utterances are named by their numbers, all others by their places.
PARTS = ("utterance", "item", "attendee", "paper", "page")
# Who may read: one of AUDIENCES, or the name of a circle of people.
Named = int | str
_KEY = re.compile(r"[-a-zA-Z0-9_]{1,200}")
_LARGEST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Filed:
    """An agenda item's topic, by name, and whether a person confirmed or refused it."""

    topic: str
    state: str


@dataclass(frozen=True, slots=True)
class PaperPart:
    """A paper's audience, the index of its agenda item, the text of its pages as (number, text), and of pages that not
    everybody of the paper may read the audience, by number."""

    audience: Named = 0
    agenda: int | None = None
    pages: tuple[tuple[int, str], ...] = ()
    page_audiences: tuple[tuple[int, Named], ...] = ()


@dataclass(frozen=True, slots=True)
class PassagePart:
    """A passage withheld. `row` is the permanent number of an utterance, else the place of the row in its table; of a
    page of a paper the place of the paper, with the page's number."""

    part: str
    row: int
    page: int | None
    field: str
    start: int
    end: int
    quote: str
    audience: Named
    ground: str = ""
    note: str = ""
    placed: bool = True


@dataclass(frozen=True, slots=True)
class ArchivePart:
    """What an archive knows of one meeting beside its minutes.

    `refs` and `audiences` run with the utterances, `topics` and `item_audiences` with the agenda, `papers` with the
    attachments.
    """

    key: str
    status: str
    audience: Named
    last_ref: int
    refs: tuple[int, ...]
    audiences: tuple[Named, ...]
    topics: tuple[tuple[Filed, ...], ...]
    papers: tuple[PaperPart, ...]
    edited: bool = False
    reason: str = ""
    item_audiences: tuple[Named, ...] = ()
    passages: tuple[PassagePart, ...] = ()

    @property
    def restricted(self) -> bool:
        """Whether anything of the meeting is not for every reader."""
        papers = [one for paper in self.papers for one in (paper.audience, *paper.page_audiences)]
        some = any([self.audience, *self.audiences, *self.item_audiences, *papers, *self.passages])
        return self.status != "published" or some

    def to_json(self) -> dict[str, Any]:
        """The object of docs/exchange.md, ready for json.dumps."""
        return {
            "key": self.key,
            "status": self.status,
            "audience": self.audience,
            "edited": self.edited,
            "reason": self.reason,
            "last_ref": self.last_ref,
            "refs": list(self.refs),
            "audiences": list(self.audiences),
            "topics": [[{"topic": filed.topic, "state": filed.state} for filed in row] for row in self.topics],
            "papers": [
                {
                    "audience": paper.audience,
                    "agenda": paper.agenda,
                    "pages": [_page_json(number, text, dict(paper.page_audiences)) for number, text in paper.pages],
                }
                for paper in self.papers
            ],
            **({"item_audiences": list(self.item_audiences)} if any(self.item_audiences) else {}),
            **({"passages": [asdict(passage) for passage in self.passages]} if self.passages else {}),
        }

    @classmethod
    def from_json(cls, data: Any, parsed: ParsedMinutes) -> ArchivePart:
        """The part that belongs to `parsed`. Raises ParsedMinutesError where it does not fit it."""
        if not isinstance(data, dict):
            raise ParsedMinutesError("archive: an object expected")
        refs = _numbers(data, "refs", len(parsed.utterances))
        last_ref = _number(data.get("last_ref", max(refs, default=0)), "last_ref")
        if len(set(refs)) != len(refs) or not all(0 < ref <= last_ref for ref in refs):
            raise ParsedMinutesError("archive.refs: different numbers from 1 to last_ref expected")
        return cls(
            key=_key(data.get("key")),
            status=_one_of(data.get("status", "published"), STATUSES, "status"),
            audience=_audience(data.get("audience", 0), "audience"),
            last_ref=last_ref,
            refs=refs,
            audiences=tuple(
                _audience(value, "audiences") for value in _list(data, "audiences", len(parsed.utterances))
            ),
            topics=tuple(_topics(row) for row in _list(data, "topics", len(parsed.agenda))),
            papers=tuple(_paper(row, len(parsed.agenda)) for row in _list(data, "papers", len(parsed.attachments))),
            edited=bool(data.get("edited")),
            reason=_text(data.get("reason", ""), "reason"),
            item_audiences=tuple(
                _audience(value, "item_audiences")
                for value in (_list(data, "item_audiences", len(parsed.agenda)) if "item_audiences" in data else ())
            ),
            passages=tuple(_passage(row, parsed) for row in _rows(data.get("passages", []), "passages")),
        )


def _key(value: Any) -> str:
    key = _text(value, "key")
    if not _KEY.fullmatch(key):
        raise ParsedMinutesError(f"archive.key: {key[:40]!r} is no key of a meeting")
    return key


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise ParsedMinutesError(f"archive.{name}: text expected")
    return value.replace("\x00", "")


def _number(value: Any, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _LARGEST:
        raise ParsedMinutesError(f"archive.{name}: a number from 0 expected")
    return value


def _one_of(value: Any, allowed: tuple[Any, ...], name: str) -> Any:
    if value not in allowed or isinstance(value, bool):
        raise ParsedMinutesError(f"archive.{name}: {value!r} is not one of {', '.join(map(str, allowed))}")
    return value


def _list(data: dict[str, Any], name: str, length: int) -> list[Any]:
    rows = data.get(name)
    if not isinstance(rows, list) or len(rows) != length:
        raise ParsedMinutesError(f"archive.{name}: a list of {length} expected")
    return rows


def _numbers(data: dict[str, Any], name: str, length: int) -> tuple[int, ...]:
    return tuple(_number(value, name) for value in _list(data, name, length))


def _topics(row: Any) -> tuple[Filed, ...]:
    if not isinstance(row, list) or not all(isinstance(entry, dict) for entry in row):
        raise ParsedMinutesError("archive.topics: lists of objects expected")
    return tuple(
        Filed(_text(entry.get("topic"), "topics.topic"), _one_of(entry.get("state"), LINK_STATES, "topics.state"))
        for entry in row
    )


def _paper(row: Any, items: int) -> PaperPart:
    if not isinstance(row, dict) or not isinstance(row.get("pages", []), list):
        raise ParsedMinutesError("archive.papers: objects with a list of pages expected")
    pages = row.get("pages", [])
    if not all(isinstance(page, dict) for page in pages):
        raise ParsedMinutesError("archive.papers.pages: objects expected")
    texts = [
        (_number(page.get("number"), "papers.pages.number"), _text(page.get("text"), "papers.pages.text"))
        for page in pages
    ]
    if len({number for number, _ in texts}) != len(texts):
        raise ParsedMinutesError("archive.papers.pages: a page number stands there twice")
    agenda = row.get("agenda")
    if agenda is not None and _number(agenda, "papers.agenda") >= items:
        raise ParsedMinutesError("archive.papers.agenda: no such agenda item")
    closed = [
        (number, _audience(page["audience"], "papers.pages.audience"))
        for page, (number, _) in zip(pages, texts, strict=True)
        if page.get("audience")
    ]
    return PaperPart(_audience(row.get("audience", 0), "papers.audience"), agenda, tuple(texts), tuple(closed))


def _page_json(number: int, text: str, audiences: dict[int, Named]) -> dict[str, Any]:
    page: dict[str, Any] = {"number": number, "text": text}
    return {**page, "audience": audiences[number]} if number in audiences else page


def _audience(value: Any, name: str) -> Named:
    if isinstance(value, str) and value.strip():
        return _text(value, name)
    return int(_one_of(value, AUDIENCES, name))


def _rows(value: Any, name: str) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise ParsedMinutesError(f"archive.{name}: a list of objects expected")
    return value


def _passage(row: dict[str, Any], parsed: ParsedMinutes) -> PassagePart:
    part = _one_of(row.get("part"), PARTS, "passages.part")
    number = _number(row.get("row"), "passages.row")
    sizes = {
        "item": parsed.agenda,
        "attendee": parsed.attendees,
        "paper": parsed.attachments,
        "page": parsed.attachments,
    }
    if part in sizes and number >= len(sizes[part]):
        raise ParsedMinutesError(f"archive.passages.row: no such {part}")
    start, end = (_number(row.get(name), f"passages.{name}") for name in ("start", "end"))
    if end <= start:
        raise ParsedMinutesError("archive.passages.end: behind the start expected")
    return PassagePart(
        part=part,
        row=number,
        page=_number(row.get("page"), "passages.page") if part == "page" else None,
        field=_text(row.get("field"), "passages.field"),
        start=start,
        end=end,
        quote=_text(row.get("quote"), "passages.quote"),
        audience=_audience(row.get("audience", 2), "passages.audience"),
        ground=_text(row.get("ground", ""), "passages.ground"),
        note=_text(row.get("note", ""), "passages.note"),
        placed=bool(row.get("placed", True)),
    )
