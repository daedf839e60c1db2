"""Slots that hold across processes and machines: advisory locks of Postgres, of the session that does the work.

A session that ends, however it does, gives its slots back. One whose client has died keeps them for as long as Postgres
works on its statement: that is what the slots count.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from django.db import connection

# The first half of all keys; the second tells pool and slot.
_OURS = 0x6B61_6967


@dataclass(frozen=True)
class Pool:
    """So many slots under one name. Two names may share a number by chance: then they share a slot, too."""

    name: str
    size: int

    def numbers(self) -> list[int]:
        """What stands for the slots, as integers of 31 bits."""
        return [crc32(f"{self.name}/{place}".encode(errors="replace")) >> 1 for place in range(self.size)]


def take(pools: Sequence[Pool]) -> list[int] | None:
    """The keys of one slot of each pool, held from now on; None, and nothing held, where one of them has no slot left.

    Nobody waits. One statement.
    """
    if not all(pool.size for pool in pools):
        return None
    # CASE tries one after the other and stops at the first that it gets. A pool is tried where all before it gave one:
    # nobody holds, even for a moment, what others could have had.
    sql = ""
    parameters: list[int] = []
    for place, pool in enumerate(pools):
        numbers = pool.numbers()
        tries = f"CASE {'WHEN pg_try_advisory_lock(%s, %s) THEN %s ' * len(numbers)}END"
        if place:
            sql = f"SELECT before.*, CASE WHEN slot{place - 1} IS NOT NULL THEN {tries} END AS slot{place} FROM ({sql} OFFSET 0) AS before"
        else:
            sql = f"SELECT {tries} AS slot0"
        parameters = [value for number in numbers for value in (_OURS, number, number)] + parameters
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        found = cursor.fetchone()
    keys = [key for key in found if key is not None]
    if len(keys) < len(pools):
        give_back(keys)
        return None
    return keys


def give_back(keys: Sequence[int]) -> None:
    """Lets go of slots that take() gave to this session."""
    if not keys:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, key) FROM unnest(%s::int[]) AS key", [_OURS, list(keys)])
