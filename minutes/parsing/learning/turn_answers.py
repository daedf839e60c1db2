"""What each row of a document does in its talk, worked out from its answer: the parsed minutes as somebody wrote them by hand.

Every utterance of the answer is looked for in the document, behind the one before; a speaker printed right before it
makes the row it begins on the row of a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from minutes.parsing.learning.chains import Place, find_all, heaviest_chain
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import fold
from minutes.parsing.weighing.turns import ALONE, GOES_ON, HEAD, HEADING, MARK, NOTE, OTHER, POINT, SIGNED

# An utterance is looked for by so many signs at its start; with its speaker right before it, it is found for sure.
_PROBES = (24, 12, 6, 3)
_SURE = 40
_MOST_PLACES = 300
# So many signs may stand between a mark and what is said.
_BETWEEN = 6
_SIGNS = re.compile(r"[^\w]+")


def turns_by_answer(rows: Sequence[PrintedLine], answer: dict[str, Any]) -> list[str]:
    """What each row does, by the answer in the form of docs/parsed-minutes.md."""
    texts = [fold(row.text) for row in rows]
    starts = [0, *accumulate(map(len, texts))]
    whole = "".join(texts)
    row_of = [index for index, text in enumerate(texts) for _ in text]
    said = answer["utterances"]
    chain = heaviest_chain(list(_places(whole, said)))
    turns = [OTHER] * len(rows)
    if not chain:
        return [HEAD] * len(rows)
    titles = {fold(item["title"]) for item in answer["agenda"] if len(item["title"]) > 1}
    for place in chain:
        end = min(place.start + len(fold(said[place.row]["text"])), len(whole)) - 1
        for index in range(row_of[place.start], row_of[end] + 1):
            if turns[index] == OTHER:
                turns[index] = GOES_ON
    for place in chain:
        _mark_beginning(turns, place, said[place.row], texts, starts, row_of)
    first = next((index for index, turn in enumerate(turns) if turn != OTHER), len(rows))
    turns[:first] = [HEAD] * first
    for index in range(first, len(rows)):
        bare = _SIGNS.sub("", texts[index])
        if turns[index] == OTHER and any(
            title in texts[index] or (len(bare) > 5 and bare in title) for title in titles
        ):
            turns[index] = HEADING
    return turns


def _mark_beginning(
    turns: list[str],
    place: Place,
    utterance: dict[str, Any],
    texts: Sequence[str],
    starts: Sequence[int],
    row_of: Sequence[int],
) -> None:
    index = row_of[place.start]
    before = texts[index][: place.start - starts[index]]
    if utterance["kind"] != "speech":
        if len(_SIGNS.sub("", before)) <= _BETWEEN:
            turns[index] = NOTE
        return
    speaker = fold(utterance["speaker"] or "")
    if before and speaker and _names(before, speaker):
        turns[index] = MARK
    elif not _SIGNS.sub("", before):
        if speaker and index and _names(texts[index - 1], speaker) and turns[index - 1] in (OTHER, GOES_ON):
            turns[index - 1] = ALONE
            turns[index] = GOES_ON
        elif speaker and (signed := _signed(place, utterance, speaker, texts, starts, row_of)) is not None:
            turns[index] = SIGNED if signed == index else POINT
            if signed != index:
                turns[signed] = SIGNED
        else:
            turns[index] = POINT
    elif len(before) <= _BETWEEN:
        turns[index] = POINT


def _names(text: str, speaker: str) -> bool:
    """Whether a text is a speaker's mark, signs round it: ○議長（青野一郎君）."""
    bare, name = _SIGNS.sub("", text), _SIGNS.sub("", speaker)
    return bool(name) and len(bare) <= len(name) + _BETWEEN and (name in bare or (len(bare) > 1 and bare in name))


def _signed(
    place: Place,
    utterance: dict[str, Any],
    speaker: str,
    texts: Sequence[str],
    starts: Sequence[int],
    row_of: Sequence[int],
) -> int | None:
    """The row on which the speaker stands behind what is said: …を望む。（青野委員）"""
    end = place.start + len(fold(utterance["text"]))
    if end >= len(row_of):
        return None
    index = row_of[end]
    behind = texts[index][end - starts[index] :]
    return index if _names(behind, speaker) else None


def _places(whole: str, said: Sequence[dict[str, Any]]) -> Iterator[Place]:
    for index, utterance in enumerate(said):
        text = fold(utterance["text"])
        speaker = _SIGNS.sub("", fold(utterance["speaker"] or ""))
        for size in _PROBES:
            probe = text[:size]
            found = list(find_all(whole, probe, _MOST_PLACES)) if probe else []
            if found:
                for start in found:
                    marked = bool(speaker) and speaker[-4:] in whole[max(0, start - len(speaker) - _BETWEEN) : start]
                    weight = min(len(text), size) + (_SURE if marked else 0)
                    yield Place(index, start, start + max(1, min(len(text), size)), weight)
                break
