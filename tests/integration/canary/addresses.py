"""Every address of the site with everything that can stand in it, as tests/data/canary.txt says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import chain
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.urls import URLPattern, URLResolver, get_resolver

from minutes.models import (
    Attachment,
    Body,
    Meeting,
    MeetingVersion,
    Paper,
    Passage,
    Rereading,
    Topic,
    Upload,
    Utterance,
)
from tests.integration.canary.archive import Archive

TABLE = Path(__file__).parents[2] / "data" / "canary.txt"
READ, DESK, ADMIN = "read", "desk", "admin"
Values = Mapping[str, str]
# Utterances and meetings that nobody ever stored.
NO_REF, NO_KEY, NO_ROW = "999", "no-such-meeting", "99999999"
# Of each table of the administration pages so many rows stand for all.
_ROWS_PICKED = 2


@dataclass(frozen=True)
class Entry:
    """One line of the table."""

    name: str
    area: str
    objects: str
    queries: tuple[str, ...]


@dataclass(frozen=True)
class Address:
    """One address to ask for: which of its objects stands in it (counted from 0), and which query (0 none)."""

    name: str
    area: str
    path: str
    objects: str
    place: int
    query: int

    @property
    def is_picked(self) -> bool:
        """Whether it is among those that stand for all: each object without a query, each query with an object or two."""
        if self.objects == "row" and self.place > _ROWS_PICKED:
            return False
        return self.query == 0 or self.place in (0, self.query)


def table() -> list[Entry]:
    lines = [line.split() for line in TABLE.read_text().splitlines() if line and not line.startswith("#")]
    return [Entry(name, area, objects, tuple(queries)) for name, area, objects, *queries in lines]


def patterns() -> dict[str, str]:
    """The routes of the resolver by their names; those without a name are called by their route."""
    return dict(_walk(get_resolver().url_patterns, "/", ""))


def entry_of(name: str, among: Iterable[Entry]) -> Entry | None:
    """The line for an address: its own, else one that stands for several."""
    fitting = [entry for entry in among if name == entry.name or fnmatchcase(name, entry.name)]
    return min(fitting, key=lambda entry: entry.name != name, default=None)


def _walk(several: list[Any], before: str, space: str) -> Iterator[tuple[str, str]]:
    for one in several:
        route = before + _route(one)
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, route, f"{one.namespace}:" if one.namespace else space)
        else:
            assert isinstance(one, URLPattern)
            yield space + (one.name or route), route


def _route(pattern: URLPattern | URLResolver) -> str:
    """The pattern as path() writes it; a regular expression's groups become parameters."""
    return re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", str(pattern.pattern)).strip("^$")


class Addresses:
    """All addresses of an archive."""

    def __init__(self, archive: Archive) -> None:
        hidden = next(key for key, needs in archive.meetings.items() if needs)
        hidden_meeting = Meeting.objects.get(pk=hidden)
        self._words = {
            "body": str(Meeting.objects.get(pk=next(iter(archive.meetings))).body_id),
            "hidden_body": str(next(key for key, needs in archive.bodies.items() if needs)),
            "hidden_meeting": hidden_meeting.key,
            "paper": str(Attachment.objects.filter(meeting=hidden).values_list("pk", flat=True).first()),
            "upload": str(Upload.objects.filter(state=Upload.State.DRAFT).values_list("pk", flat=True)[0]),
            "rereading": str(Rereading.objects.values_list("pk", flat=True)[0]),
        }
        self._objects: dict[str, list[Values]] = {
            "-": [{}],
            "year": [{"year": "2023"}, {"year": "2022"}],
            "body": _pks(Body),
            "topic": _pks(Topic),
            "meeting": [
                {"key": key} for key in (*Meeting.objects.order_by("pk").values_list("key", flat=True), NO_KEY)
            ],
            "utterance": [
                {"key": key, "ref": str(ref)}
                for key, ref in Utterance.objects.order_by("meeting", "ref").values_list("meeting__key", "ref")
            ],
            "paper": [
                {"key": key, "pk": str(pk)}
                for key, pk in Attachment.objects.order_by("pk").values_list("meeting__key", "pk")
            ],
            # A PDF is made of the Word file, and takes seconds.
            "edition": [
                {"key": key, "kind": kind}
                for key in Meeting.objects.order_by("pk").values_list("key", flat=True)
                for kind in ("docx", "html")
            ],
            "version": [
                {"key": key, "number": str(number)}
                for key, number in MeetingVersion.objects.order_by("pk").values_list("meeting__key", "number")
            ],
            "passage": [
                {"key": key, "pk": str(pk)}
                for key, pk in Passage.objects.exclude(meeting=None).values_list("meeting__key", "pk")
            ],
            "upload": _pks(Upload),
            "page": [{**row, "page": "1"} for row in _pks(Upload)],
            "loose": _pks(Paper),
            "rereading": _pks(Rereading),
            "user": [{"id": str(pk)} for pk in User.objects.values_list("pk", flat=True)],
            "app": [{"app_label": label} for label in ("minutes", "search", "auth")],
            "any": [{"object_id": "1", "url": "no-such-page"}],
            "on_site": [
                {"content_type_id": str(ContentType.objects.get_for_model(model).pk), "object_id": str(pk)}
                for model in (Meeting, Utterance, Body, Topic)
                for pk in model._default_manager.order_by("pk").values_list("pk", flat=True)
            ],
        }
        # Numbers of utterances that corrections dropped stand in no row any more.
        refs = {(value["key"], value["ref"]) for value in self._objects["utterance"]}
        dropped = [(key, str(last)) for key, last in Meeting.objects.values_list("key", "last_ref")]
        dropped += [(key, str(last - 1)) for key, last in Meeting.objects.values_list("key", "last_ref")]
        self._objects["utterance"] += [
            {"key": key, "ref": ref} for key, ref in sorted({*dropped} - refs) if int(ref) > 0
        ]
        self._objects["utterance"].append({"key": self._words["hidden_meeting"], "ref": NO_REF})

    def all(self) -> Iterator[Address]:
        entries = table()
        for name, route in patterns().items():
            entry = entry_of(name, entries)
            if entry is not None:
                for place, values in enumerate(self._values_of(name, entry.objects)):
                    bare = re.sub(r"<(?:\w+:)?(\w+)>", lambda found, values=values: values[found[1]], route)  # type: ignore[misc]
                    for number, query in enumerate(("", *entry.queries)):
                        yield Address(
                            name, entry.area, bare + query.format_map(self._words), entry.objects, place, number
                        )

    def _values_of(self, name: str, objects: str) -> list[Values]:
        if objects != "row":
            return self._objects[objects]
        rows = next(
            model._default_manager
            for model in apps.get_models()
            if name.startswith(f"admin:{model._meta.app_label}_{model._meta.model_name}_")
        )
        pks = rows.order_by("pk").values_list("pk", flat=True)
        return [{"object_id": str(pk)} for pk in chain(pks, [NO_ROW])]


def _pks(model: Any) -> list[Values]:
    return [{"pk": str(pk)} for pk in model._default_manager.order_by("pk").values_list("pk", flat=True)]
