"""Captions that roll: each repeats the last lines of the one before, or all that was said so far. What is said once is kept once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from minutes.transcripts.model import Words

# From so many of the captions on, repeating is the way of the file.
_ROLLS = 0.3
# What is repeated by chance, or because it is said twice, is shorter.
_CHANCE, _LONG, _WITHIN_LINE = 3, 8, 10
_NEAR = 1.0


@dataclass(slots=True)
class Caption:
    """One caption as shown: `begins` and `ends` in seconds, its lines. `item` and `is_event` as in Cue."""

    begins: float | None
    ends: float | None
    said: list[Words] = field(default_factory=list)
    item: str | None = None
    is_event: bool = False


def unrolled(captions: Sequence[Caption]) -> list[Caption]:
    """The captions without what the one before showed already. One that shows nothing new has no lines left."""
    kinds = [_repeats(before, caption) for before, caption in pairwise(captions)]
    rolls = bool(kinds) and sum(kind > 0 for kind in kinds) / len(kinds) >= _ROLLS
    result = list(captions[:1])
    for before, caption in pairwise(captions):
        result.append(replace(caption, said=_new_words(before, caption, rolls)))
    return result


def _repeats(before: Caption, caption: Caption) -> int:
    """How many signs a caption repeats before it goes on."""
    count = _common_lines(before, caption)
    if 0 < count < len(caption.said):
        return sum(len(words.text) for words in caption.said[:count])
    shown, now = _text(before), _text(caption)
    if len(shown) > _CHANCE and now.startswith(shown) and len(now) > len(shown):
        return len(shown)
    return next(_overlaps(shown, now, _CHANCE), 0)


def _new_words(before: Caption, caption: Caption, rolls: bool) -> list[Words]:
    near = before.ends is None or caption.begins is None or abs(caption.begins - before.ends) <= _NEAR
    near = near or (before.begins is not None and before.begins <= (caption.begins or 0) <= (before.ends or 0))
    count = _common_lines(before, caption)
    repeated = sum(len(words.text) for words in caption.said[:count])
    same_time = (before.begins, before.ends) == (caption.begins, caption.ends)
    if count and (rolls or (near and repeated >= _LONG and count < len(caption.said)) or same_time):
        return caption.said[count:]
    if not before.said or not caption.said or not _may_be_one(before.said[-1], caption.said[0]):
        return caption.said
    shown, now = _text(before), _text(caption)
    if shown and near and len(now) > len(shown) and now.startswith(shown) and (rolls or len(shown) >= _LONG):
        return _behind(caption.said, len(shown))
    overlap = next(_overlaps(shown, now, _CHANCE if rolls else _WITHIN_LINE), 0) if near else 0
    return _behind(caption.said, overlap)


def _overlaps(shown: str, now: str, least: int) -> Iterator[int]:
    """How many signs at the end of the one stand at the beginning of the other, the most first."""
    return (length for length in range(min(len(shown), len(now) - 1), least - 1, -1) if shown.endswith(now[:length]))


def _common_lines(before: Caption, caption: Caption) -> int:
    """How many lines at the end of the one stand at the beginning of the other."""
    for count in range(min(len(before.said), len(caption.said)), 0, -1):
        ends, begins = before.said[-count:], caption.said[:count]
        if all(_same(one, other) for one, other in zip(ends, begins, strict=True)):
            return count
    return 0


def _same(one: Words, other: Words) -> bool:
    return _bare(one.text) == _bare(other.text) and _may_be_one(one, other)


def _may_be_one(one: Words, other: Words) -> bool:
    return one.speaker == other.speaker or None in (one.speaker, other.speaker)


def _behind(said: Sequence[Words], length: int) -> list[Words]:
    """The words behind so many signs."""
    rest = []
    for words in said:
        text = words.text
        while text and length:
            length -= not text[0].isspace()
            text = text[1:]
        if text.strip():
            rest.append(Words(text.strip(), words.line, words.speaker))
    return rest


def _text(caption: Caption) -> str:
    return "".join(_bare(words.text) for words in caption.said)


def _bare(text: str) -> str:
    return "".join(text.split())
