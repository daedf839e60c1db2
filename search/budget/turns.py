"""A turn: what one request that searches may take.

Most searches take milliseconds. Each begins under a short limit of time; few may run at once, fewer of one person. A
statement that reaches that limit is begun anew as a slow one: of these still fewer may run at once, with the whole time
that a search has. So who asks for slow ones, from however many addresses, leaves room for all others.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from search.budget.slots import Pool, give_back, take

_Answer = TypeVar("_Answer")
_P = ParamSpec("_P")
_Request = TypeVar("_Request", bound=HttpRequest)

BUSY = "検索が混み合っています。ほかの検索が終わるまで少し待ってから、もう一度検索してください。"
TOO_SLOW = (
    "時間のかかる検索が混み合っています。言葉を増やすか、年度や会議体で絞り込むか、"
    "少し待ってから、もう一度検索してください。"
)
# What whoever was refused waits at least, in seconds.
RETRY_AFTER = 5
# Statements known to be slow, which are not begun as quick ones again; in each process.
_MOST_KNOWN = 500
_SLOW: OrderedDict[int, None] = OrderedDict()
_LOCK = Lock()


class SearchTimeout(Exception):
    """The search took longer than it may; the message is Japanese and says what to do."""


class SearchBusy(SearchTimeout):
    """Too many searches run at once; the message is Japanese and says what to do."""

    def __init__(self, message: str = BUSY) -> None:
        super().__init__(message)


@dataclass
class Turn:
    """One request's share: who asks, the slots that it holds, and the time that its statements have taken."""

    asker: str
    slots: dict[str, list[int]] = field(default_factory=dict)
    spent_ms: float = 0.0

    @property
    def is_slow(self) -> bool:
        """Whether it holds one of the slots of slow searches."""
        return "slow" in self.slots

    def run(self, statement: Hashable, execute: Callable[[int], _Answer]) -> _Answer:
        """What execute(milliseconds) gives, which raises SearchTimeout where that is not enough.

        Raises SearchTimeout where the request's time is over, SearchBusy where it would be slow and too many are.
        """
        if not self.is_slow:
            if not _is_known(statement):
                try:
                    return self._timed(execute, min(settings.SEARCH_SLOW_MS, self._left()))
                except SearchTimeout:
                    if not self._left():
                        raise
                    _know(statement)
            self._become_slow()
        before = self.spent_ms
        answer = self._timed(execute, self._left())
        if self.spent_ms - before < settings.SEARCH_SLOW_MS:
            # The machine was busy with other things when it was slow.
            _forget(statement)
        return answer

    def _left(self) -> int:
        return max(int(settings.SEARCH_TIMEOUT_MS - self.spent_ms), 0)

    def _timed(self, execute: Callable[[int], _Answer], milliseconds: int) -> _Answer:
        began = time.perf_counter()
        try:
            # To Postgres 0 is no limit at all.
            return execute(max(milliseconds, 1))
        finally:
            self.spent_ms += (time.perf_counter() - began) * 1000

    def _become_slow(self) -> None:
        """Moves on to the slow ones, and leaves room among the others."""
        slow = take([Pool(f"slow/{self.asker}", 1), Pool("slow", settings.SLOW_SEARCHES_AT_ONCE)])
        if slow is None:
            raise SearchBusy(TOO_SLOW)
        self.slots["slow"] = slow
        give_back(self.slots.pop("all", []))

    def end(self) -> None:
        """Gives back what it holds."""
        try:
            give_back([key for keys in self.slots.values() for key in keys])
        except DatabaseError:
            # A connection that broke has given back everything.
            return


_current: ContextVar[Turn | None] = ContextVar("turn", default=None)


def current_turn() -> Turn | None:
    """The turn of the request that is being answered; None in commands, which nobody limits."""
    return _current.get()


@contextmanager
def turn_of(asker: str, kind: str, each: int, most: int) -> Iterator[Turn]:
    """A turn for whoever `asker` names, of whom `each` may have one at once, and `most` in all. Raises SearchBusy."""
    mine, of_all = Pool(f"{kind}/{asker}", each), Pool(kind, most)
    keys = take([mine, of_all])
    if keys is None:
        raise SearchBusy
    turn = Turn(asker, {"each": keys[:1], "all": keys[1:]})
    token = _current.set(turn)
    try:
        yield turn
    finally:
        _current.reset(token)
        turn.end()


def limited(
    refused: Callable[[HttpRequest, SearchBusy], HttpResponseBase], kind: str = "search"
) -> Callable[
    [Callable[Concatenate[_Request, _P], HttpResponseBase]], Callable[Concatenate[_Request, _P], HttpResponseBase]
]:
    """Marks a view that searches: it gets a turn, or refused(request, error) answers. Each `kind` has turns of its own.

    Who asks is what config.middleware has put into request.asker; without it, nobody is told from others.
    """

    def mark(
        view: Callable[Concatenate[_Request, _P], HttpResponseBase],
    ) -> Callable[Concatenate[_Request, _P], HttpResponseBase]:
        @wraps(view)
        def limited_view(request: _Request, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponseBase:
            if not settings.SEARCHES_AT_ONCE:
                return view(request, *args, **kwargs)
            asker: str = getattr(request, "asker", "")
            try:
                with turn_of(asker, kind, settings.SEARCHES_AT_ONCE_EACH, settings.SEARCHES_AT_ONCE):
                    return view(request, *args, **kwargs)
            except SearchBusy as error:
                return refused(request, error)

        limited_view.takes_turns = True  # type: ignore[attr-defined]  # what the tests walk by
        return limited_view

    return mark


def _is_known(statement: Hashable) -> bool:
    with _LOCK:
        return hash(statement) in _SLOW


def _forget(statement: Hashable) -> None:
    with _LOCK:
        _SLOW.pop(hash(statement), None)


def _know(statement: Hashable) -> None:
    with _LOCK:
        _SLOW[hash(statement)] = None
        while len(_SLOW) > _MOST_KNOWN:
            _SLOW.popitem(last=False)
