"""Answers that hold as long as the index stays as it is: paging, sorting and the next person need not count again.

Kept in each process. A change of the index changes its state, and with it every key.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeAlias, TypeVar

from django.conf import settings
from django.db import connection

from search.budget import SearchBusy

Answer = TypeVar("Answer")
IndexState: TypeAlias = tuple[int, int | None]

# An answer takes some kilobytes.
MOST_ANSWERS = 500
_ANSWERS: OrderedDict[Hashable, Any] = OrderedDict()
# Held while an answer is computed.
_TURNS: dict[Hashable, Lock] = {}
_LOCK = Lock()


def index_state() -> IndexState:
    """What differs after any change of the index that has been committed."""
    with connection.cursor() as cursor:
        # In whatever order transactions end: each writes a number of its own.
        cursor.execute("SELECT count(*), bit_xor(revision) FROM search_indexedmeeting")
        meetings, revisions = cursor.fetchone()
    return meetings, revisions


def remember(state: IndexState, key: Hashable, compute: Callable[[], Answer]) -> Answer:
    """The answer to `key` in this `state` of the index, computed unless it is known.

    Who asks the same while it is computed waits for it: many people at once cost one search. Raises SearchBusy where
    that takes long.
    """
    whole = (key, state)
    with _LOCK:
        turn = _TURNS.setdefault(whole, Lock())
    if not turn.acquire(timeout=settings.SEARCH_SLOW_MS / 1000):
        # Whoever waits takes the place of others, too.
        raise SearchBusy
    try:
        with _LOCK:
            if whole in _ANSWERS:
                _ANSWERS.move_to_end(whole)
                known: Answer = _ANSWERS[whole]
                return known
        answer = compute()
        with _LOCK:
            _ANSWERS[whole] = answer
            while len(_ANSWERS) > MOST_ANSWERS:
                _ANSWERS.popitem(last=False)
        return answer
    finally:
        with _LOCK:
            if _TURNS.get(whole) is turn:
                del _TURNS[whole]
        turn.release()
