"""Everywhere that words stand in the archive: rows, files and the trail."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import BigIntegerField, BooleanField, F, Func, Model, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.crypto import salted_hmac

from minutes.erasure.fields import HELD, TRAIL, Held, How, model_of
from minutes.erasure.files import Look, look_into
from minutes.erasure.printing import LONGEST, SHORTEST, folded, is_blocked, pattern_of
from minutes.erasure.texts import leaves
from minutes.models import Meeting, SourceDocument

SURROUNDINGS = 30
SOURCE = SourceDocument._meta.label_lower
NO_WORDS = f"消す語句を{SHORTEST}文字以上で入力してください。"
TOO_LONG = f"消す語句は1行に{LONGEST}文字までです。"


class ErasureError(Exception):
    """What cannot be erased as it was asked; the message is Japanese, says what to do, and never holds the words."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be erased: words, one or several, in one meeting or (None) in the whole archive."""

    words: tuple[str, ...] = field(repr=False)
    meeting: Meeting | None = None

    @classmethod
    def of(cls, text: str, meeting: Meeting | None) -> "Wanted":
        """From what was typed, a line for each. Raises ErasureError."""
        words = tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
        if not words or any(len(folded(one)) < SHORTEST or is_blocked(one) for one in words):
            raise ErasureError(NO_WORDS)
        if any(len(one) > LONGEST for one in words):
            raise ErasureError(TOO_LONG)
        return cls(words, meeting)

    @property
    def digest(self) -> str:
        """Names what is wanted to whoever knows it, and tells it to nobody else."""
        told = "\n".join([str(self.meeting.pk if self.meeting else 0), *sorted(map(folded, self.words))])
        return salted_hmac("minutes.erasure", told, algorithm="sha256").hexdigest()


@dataclass(frozen=True, slots=True)
class Extract:
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Place:
    """A column of a row in which the words stand, `count` times; the first of them with what stands around it."""

    kind: str
    key: int
    column: str
    count: int
    extract: Extract = field(repr=False)
    meeting: int | None
    how: How

    @property
    def name(self) -> str:
        """How a form names it."""
        return f"{self.kind}:{self.key}:{self.column}"

    @property
    def model(self) -> type[Model]:
        found = model_of(self.kind)
        assert found is not None
        return found

    @property
    def column_label(self) -> str:
        return str(getattr(self.model._meta.get_field(self.column), "verbose_name", ""))

    @property
    def is_deleted(self) -> bool:
        return self.how == How.DELETE


@dataclass(frozen=True, slots=True)
class File:
    """A stored file that holds the words, or that may: `holds` is None where a person has to judge."""

    key: int
    filename: str = field(repr=False)
    size: int
    holds: bool

    @property
    def name(self) -> str:
        return f"{SOURCE}:{self.key}"


@dataclass(frozen=True)
class Found:
    """Everywhere that the words stand. `forms` are the ways in which they are printed there; `trail` counts its rows."""

    places: tuple[Place, ...]
    files: tuple[File, ...]
    trail: int
    forms: frozenset[str] = field(repr=False)

    @property
    def count(self) -> int:
        return len(self.places) + sum(file.holds for file in self.files)

    @cached_property
    def digest(self) -> str:
        """Names what was found: another one tells that something has changed since."""
        told = [f"{place.name}:{place.count}" for place in self.places]
        told += [f"{file.name}:{file.holds}" for file in self.files]
        return salted_hmac("minutes.erasure.found", "\n".join(sorted(told)), algorithm="sha256").hexdigest()


def find(wanted: Wanted) -> Found:
    """Looks through all that is stored. In a transaction nothing that was found changes meanwhile but by others."""
    expression = pattern_of(wanted.words)
    pattern = re.compile(expression)
    places: list[Place] = []
    forms: set[str] = set()
    for label, held in HELD.items():
        for place, printed in _places(label, held, expression, pattern, wanted.meeting):
            places.append(place)
            forms |= printed
    in_trail, of_trail = _of_trail(expression, pattern)
    return Found(tuple(places), tuple(_files(pattern, wanted.meeting)), in_trail, frozenset(forms | of_trail))


def holding(names: Sequence[str], expression: str) -> Q:
    """The condition that words stand in one of these columns, of whatever type."""
    found = Q()
    for name in names:
        found |= Q(_Printed(Cast(F(name), TextField()), Value(expression)))
    return found


class _Printed(Func):
    arg_joiner = " ~ "
    template = "(%(expressions)s)"
    output_field = BooleanField()


def _places(
    label: str, held: Held, expression: str, pattern: "re.Pattern[str]", meeting: Meeting | None
) -> Iterator[tuple[Place, set[str]]]:
    model = model_of(label)
    rows = None if model is None else rows_within(model, held, meeting)
    if rows is None:
        return
    of = Coalesce(*map(F, held.of), Value(None), Value(None), output_field=BigIntegerField())
    rows = rows.order_by("pk").filter(holding(held.fields, expression)).annotate(found_in=of)
    for key, within, *values in rows.values_list("pk", "found_in", *held.fields).iterator(chunk_size=100):
        for name, value in zip(held.fields, values, strict=True):
            hits = [(text, hit) for text in leaves(value) for hit in pattern.finditer(text)]
            if hits:
                place = Place(label, key, name, len(hits), _extract(*hits[0]), within, held.how)
                yield place, {hit.group() for _, hit in hits}


def rows_within(model: type[Model], held: Held, meeting: Meeting | None) -> QuerySet[Any] | None:
    """The rows that are looked through: all, those of a meeting, or None where none are its."""
    rows = model._base_manager.all()
    if meeting is None or held.everywhere:
        return rows
    ways = Q()
    for way in (*held.of, *held.within):
        ways |= Q(**{way: meeting.pk})
    return rows.filter(pk__in=model._base_manager.filter(ways).order_by().values("pk")) if ways else None


def _extract(text: str, hit: "re.Match[str]") -> Extract:
    start, end = hit.span()
    return Extract(text[max(0, start - SURROUNDINGS) : start], hit.group(), text[end : end + SURROUNDINGS])


def _of_trail(expression: str, pattern: "re.Pattern[str]") -> tuple[int, set[str]]:
    count, forms = 0, set[str]()
    for label, fields in TRAIL.items():
        model = model_of(label)
        if model is None:
            continue
        rows = model._base_manager.order_by("pk").filter(holding(fields, expression))
        for values in rows.values_list(*fields).iterator(chunk_size=100):
            printed = {hit.group() for value in values for text in leaves(value) for hit in pattern.finditer(text)}
            forms |= printed
            count += bool(printed)
    return count, forms


def _files(pattern: "re.Pattern[str]", meeting: Meeting | None) -> Iterator[File]:
    rows = rows_within(SourceDocument, HELD[SOURCE], meeting)
    assert rows is not None
    stored = rows.exclude(size=0).order_by("pk").values_list("pk", "filename", "size", "text", "content")
    for key, filename, size, text, content in stored.iterator(chunk_size=10):
        look = look_into(bytes(content), text, pattern)
        if look != Look.CLEAN:
            yield File(key, filename, size, look == Look.HOLDS)
