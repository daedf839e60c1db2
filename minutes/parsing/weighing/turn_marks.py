"""The marks that the weights of turns find: where rows open alike on the best path, as much of them as the document repeats."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from minutes.parsing.explanation import Explained
from minutes.parsing.marks.marks import TOLD, WEIGHED, Mark, Marks, is_speaker
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, squeeze
from minutes.parsing.weighing.evidence_words import strongest_in_words
from minutes.parsing.weighing.openings import LONGEST, Opening, likeliest_openings, openings_of
from minutes.parsing.weighing.turn_evidence import turn_evidence
from minutes.parsing.weighing.turns import (
    ALONE,
    GOES_ON,
    HEAD,
    HEADING,
    MARK,
    NOTE,
    OTHER,
    POINT,
    SIGNED,
    learnt_weights,
)

# So many rows show a document's way.
_MOST_SEEN = 3000
_BEGIN = frozenset([MARK, ALONE])
_REST = frozenset([SIGNED, POINT, NOTE, HEADING, GOES_ON, HEAD, OTHER])
# So many rows on the path make a way of opening the document's own.
_OWN = 3
_LEAST_AGREEMENT, _AGREED = 0.5, 0.9
# ○青野一郎君（登壇）: what the speaker does is none of the name.
_ENTERS = re.compile(r"[(（〔［\[](?:登壇|自席(?:で|から)?(?:発言)?|着席のまま)[)）〕］\]]?$")
_CLOSES = {")": "(", "]": "[", "】": "【", ">": "<"}


@dataclass(frozen=True, slots=True)
class WeighedTurns:
    """The marks on the best path, by row key; by how much it outweighs the best one that begins speeches where the rules
    do (`gain`, in nats)."""

    marks: Marks
    gain: float
    path: list[str]
    evidence: list[list[str]]


def weighed_turns(rows: Sequence[PrintedLine], begun: Collection[int], possible: Marks) -> WeighedTurns | None:
    """The turns of a document; `begun` are the keys of the rows that begin speeches by rules. None where the rules know
    better or as well: the document itself explains its marks, or the path's beginnings say so."""
    if sum(possible[key].style in TOLD for key in begun if key in possible) >= _OWN:
        return None
    seen = rows[:_MOST_SEEN]
    evidence = turn_evidence(seen)
    weights = learnt_weights()
    path = weights.best_path(evidence)
    marks = _marks(rows, path)
    found = {row.key for row, turn in zip(seen, path, strict=True) if turn in _BEGIN}
    if _adds_little(marks, found, begun, {row.key for row in seen if row.key in begun}):
        return None
    by_rules = weights.best_path(evidence, [_BEGIN if row.key in begun else _REST for row in seen])
    gain = weights.weight_of(path, evidence) - weights.weight_of(by_rules, evidence)
    return WeighedTurns(marks, gain, path, evidence)


def _adds_little(marks: Marks, found: set[int], begun: Collection[int], seen: set[int]) -> bool:
    """Whether a path begins nothing that the rules do not, has few of the speeches that they begin, or nearly all of them;
    `found` are its beginnings, `seen` theirs among the same rows."""
    if all(key in begun for key in marks):
        return True
    agreement = 2 * len(found & seen) / (len(found) + len(seen)) if found or seen else 1.0
    return agreement >= _AGREED or (len(marks) < len(begun) and agreement < _LEAST_AGREEMENT)


def opened_names(rows: Sequence[PrintedLine]) -> Marks:
    """The marks of rows that begin speeches, each name as the rows repeat it."""
    openings = zip(rows, likeliest_openings(rows), strict=True)
    return {row.key: _mark(row, opening) for row, opening in openings if opening is not None}


def explain_turns(rows: Sequence[PrintedLine], turns: WeighedTurns) -> tuple[Explained, ...]:
    """Why speeches begin where the weights say: what speaks for it on each such row."""
    weights = learnt_weights()
    told = [Explained(0, "", f"発言者の表示の規則よりも、行の形と繰り返しの重みをとりました（差 {turns.gain:.1f}）")]
    for row, names, turn in zip(rows, turns.evidence, turns.path, strict=False):
        if turn in _BEGIN:
            strongest = strongest_in_words(weights, names, turn)
            told.append(Explained(row.number, row.text, f"発言の始まり（{strongest}）"))
    return tuple(told)


def _marks(rows: Sequence[PrintedLine], path: Sequence[str]) -> Marks:
    marked = [
        row
        for row, turn in zip(rows, path, strict=False)
        if turn == MARK or (turn == ALONE and len(row.text) > LONGEST)
    ]
    openings = {row.key: opening for row, opening in zip(marked, likeliest_openings(marked), strict=True)}
    marks = {row.key: _mark(row, opening) for row in marked if (opening := openings[row.key]) is not None}
    marks |= {
        row.key: Mark(WEIGHED, name, "")
        for row, turn in zip(rows, path, strict=False)
        if turn == ALONE and row.key not in openings and (name := name_in(row.text))
    }
    return {**_alike(rows, openings.values()), **marks}


def _alike(rows: Sequence[PrintedLine], openings: Collection[Opening | None]) -> Marks:
    """Rows elsewhere that open in a way of the path's, with a name that opens others on it."""
    ways = Counter(opening.way for opening in openings if opening is not None)
    known = {(opening.way, opening.name) for opening in openings if opening is not None and ways[opening.way] >= _OWN}
    return {
        row.key: _mark(row, opening)
        for row in rows
        for opening in openings_of(row)
        if (opening.way, opening.name) in known
    }


def _mark(row: PrintedLine, opening: Opening) -> Mark:
    speech = row.text[opening.start :].replace("\t", " ").strip()
    return Mark(WEIGHED, name_in(opening.printed) or opening.name, speech, speech[:1] in ("「", "『"))


def name_in(text: str) -> str:
    """A name without the signs that set it off; those that stand for a name (○○), and its own brackets, stay."""
    words = text.split()
    name = _ENTERS.sub("", "".join(words) if max(map(len, words), default=0) == 1 else " ".join(words))
    start, end = 0, len(name)
    while start < end and _is_sign(name[start]) and not name.startswith(name[start] * 2, start):
        start += 1
    while end > start and _is_sign(name[end - 1]) and not name.endswith(name[end - 1] * 2, start, end):
        inner = flat(name[start : end - 1])
        if flat(name[end - 1]) in _CLOSES and inner.count(_CLOSES[flat(name[end - 1])]) > inner.count(
            flat(name[end - 1])
        ):
            break
        end -= 1
    return name[start:end]


def _is_sign(sign: str) -> bool:
    return sign in "〇 " or not sign.isalnum()


def with_weighed(possible: Marks, weighed: Marks) -> Marks:
    """The possible marks of a document with those on the best path: accepted where they stand, under the name that the
    rules read there unless the document repeats more of it."""
    whole: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, mark in weighed.items():
        if key in possible:
            whole[possible[key].name][mark.name] += 1
    found = dict(possible)
    for key, mark in weighed.items():
        own = possible.get(key)
        if own is None:
            found[key] = mark
        elif own.style not in TOLD:
            better = _is_cut(own.name, whole[own.name]) or _is_better(mark.name, own.name)
            found[key] = mark if better else replace(own, style=WEIGHED)
    return found


def _is_cut(name: str, printed: Counter[str]) -> bool:
    """Whether the document prints one name wherever the rules read the first part of it."""
    return (
        len(printed) == 1
        and printed.total() >= _OWN
        and all(whole.startswith(name) and squeeze(whole) != squeeze(name) for whole in printed)
    )


def _is_better(name: str, own: str) -> bool:
    """Whether a name reads better than the rules' for the same row: theirs has a sign left at its end, or reads as nobody's and
    is a part of this one."""
    if squeeze(name_in(own)) != squeeze(own):
        return True
    return not is_speaker(own) and len(squeeze(name)) > len(squeeze(own))
