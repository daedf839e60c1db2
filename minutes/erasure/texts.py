"""Words within a stored value, a text or JSON: where they stand, and ■■■ in their place. No Django."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from minutes.withholding import MASK

# Keys of our own JSON, and those whose values are names of our own; everything else was printed or typed by somebody.
_OWN_KEY = re.compile(r"[a-z0-9_]+")
_OWN_VALUE = re.compile(r"[a-z0-9_:.-]+")
_NAMES = {"kind", "id", "op", "table", "field", "code", "level", "format", "row", "state", "rule"}
Change = Callable[[str], str]


def leaves(value: Any) -> Iterator[str]:
    """All texts in a value, keys of JSON among them, in which words are looked for."""
    match value:
        case str():
            yield value
        case list() | tuple():
            for one in value:
                yield from leaves(one)
        case dict():
            for key, one in value.items():
                if not _OWN_KEY.fullmatch(key):
                    yield key
                if not _is_own(key, one):
                    yield from leaves(one)


def changed(value: Any, change: Change) -> Any:
    """The value with every such text changed. Keys that become alike are told apart by numbers."""
    match value:
        case str():
            return change(value)
        case list():
            return [changed(one, change) for one in value]
        case dict():
            found: dict[str, Any] = {}
            for key, one in value.items():
                name = key if _OWN_KEY.fullmatch(key) else _unused(change(key), key, found)
                found[name] = one if _is_own(key, one) else changed(one, change)
            return found
    return value


def blocking(pattern: "re.Pattern[str]") -> Change:
    """What puts ■■■ in the place of words."""
    return lambda text: pattern.sub(MASK, text)


def blocking_in_lines(pattern: "re.Pattern[str]") -> Change:
    """The same in a text whose lines are counted: it keeps as many."""
    return lambda text: pattern.sub(lambda found: MASK + "\n" * found.group().count("\n"), text)


def moved(place: int, spans: list[tuple[int, int]], *, is_end: bool) -> int:
    """Where a place in a text is after ■■■ was put in place of the spans; one within them is at the edge of ■■■."""
    shift = 0
    for start, end in spans:
        if place >= end:
            shift += len(MASK) - (end - start)
        elif place > start:
            return start + shift + (len(MASK) if is_end else 0)
    return place + shift


def _is_own(key: str, value: Any) -> bool:
    return key in _NAMES and isinstance(value, str) and bool(_OWN_VALUE.fullmatch(value))


def _unused(name: str, before: str, taken: dict[str, Any]) -> str:
    if name == before:
        return name
    number, found = 2, name
    while found in taken:
        number, found = number + 1, f"{name}（{number}）"
    return found
