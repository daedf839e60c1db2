"""Who does something now: in a request, a command or a job. Each statement that writes carries it to the database."""

import json
import os
import pwd
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from pathlib import Path

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Occasion:
    """Who, from where, in which request, by what; see trail.models.Person.

    `kept` names where the rows that are written now say what they say (kept_in), `meeting` whose rows they are.
    """

    person: int | None = None
    name: str = ""
    address: str = ""
    request: str = ""
    what: str = ""
    kept: str = ""
    meeting: int | None = None

    def as_json(self) -> str:
        """What the triggers read (trail.triggers)."""
        told = {name: getattr(self, name) for name in self.__slots__}
        texts = {name: _storable(value) for name, value in told.items() if isinstance(value, str) and value}
        return json.dumps({name: value for name, value in told.items() if isinstance(value, int)} | texts)


# A request tells who it is when it is asked: who that is may change while it is answered.
_now: ContextVar[Callable[[], Occasion] | None] = ContextVar("occasion", default=None)
_kept: ContextVar[tuple[str, int | None]] = ContextVar("kept", default=("", None))


def now() -> Occasion:
    """The occasion of what runs here; without any it is the command that this process was started as."""
    told = _now.get()
    found = told() if told else of_process()
    where, meeting = _kept.get()
    return replace(found, kept=where, meeting=meeting) if where else found


@contextmanager
def during(told: Callable[[], Occasion]) -> Iterator[None]:
    """What is written within is written on this occasion, which is asked each time."""
    token = _now.set(told)
    try:
        yield
    finally:
        _now.reset(token)


@contextmanager
def kept_in(kind: str, key: object, meeting: int | None = None) -> Iterator[None]:
    """The rows of minutes (trail.recorded) that come or go within say what stands in that version, document or list.

    So the trail counts them instead of copying their text.
    """
    token = _kept.set((f"{kind} {key}", meeting))
    try:
        yield
    finally:
        _kept.reset(token)


def of_process() -> Occasion:
    """The command that this process runs, and the system's user that runs it."""
    words = [Path(sys.argv[0]).name, *sys.argv[1:2]] if sys.argv else []
    return Occasion(name=system_user(), what=" ".join(words))


def system_user() -> str:
    """The name of the system's user that runs this process, or its number."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def _storable(text: str) -> str:
    """A text that Postgres can store, not longer than what somebody reads."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()[:_LONGEST]
