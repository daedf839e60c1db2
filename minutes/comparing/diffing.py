"""What changed between two states of the same minutes. Stdlib, minutes.comparing.refs and the parsed-minutes object only.

`compare` says which rows changed; `hunks` what changed inside a text, in pieces that a person can read. The second is
the dearer one: callers ask for it only for what they show.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any, Generic, NamedTuple, TypeVar

from minutes.comparing.refs import Recut, keep_refs, recuts
from minutes.parsing import HEAD, AgendaItem, Attachment, Attendee, ParsedMinutes, Utterance

T = TypeVar("T")

ADDED, DROPPED, CHANGED, MOVED = "added", "dropped", "changed", "moved"
SPLIT, JOINED = "split", "joined"
SAME, DELETED, INSERTED, GAP = "same", "deleted", "inserted", "gap"
# Rows are the same row, otherwise written, from this likeness on.
ALIKE = 0.5
# Comparing every old row with every new one is not worth more pairs than this.
MOST_PAIRS = 2_500
# Between two changes, this many unchanged characters are shown as changed with them: fewer scraps to read.
SCRAP = 2
# Texts that share less than this are shown as one replaced by the other.
LEAST_SHARED = 0.3
# Above this many pairs of units, a stretch is replaced as a whole.
MOST_UNIT_PAIRS = 2_000_000
# Unchanged text shown on either side of a change.
CONTEXT = 40
_SENTENCE = re.compile(r"[^。\n]*[。\n]+|[^。\n]+")
_UNIT = re.compile(r"[\u3400-\u9fff\uf900-\ufaff々〆〇ヶ]+|[ァ-ヺー]+|[0-9０-９]+|[A-Za-zＡ-Ｚａ-ｚ]+|.", re.DOTALL)


class Hunk(NamedTuple):
    """A stretch of text: unchanged, deleted or inserted; or a gap, for unchanged text that is left out."""

    kind: str
    text: str


class HeadChange(NamedTuple):
    """A field of the meeting with its values, of the types of ParsedMinutes."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RowChange(Generic[T]):
    """A row that was added (no `before`), dropped (no `after`) or is written otherwise."""

    before: T | None
    after: T | None

    @property
    def what(self) -> str:
        return ADDED if self.before is None else DROPPED if self.after is None else CHANGED


@dataclass(frozen=True, slots=True)
class UtteranceChange:
    """An utterance whose words, speaker or kind changed, or that stands elsewhere.

    `old` and `new` are its 0-based places in either state, None where it stands in one alone. `place` sorts changes
    in the order of the new state; a dropped utterance follows the one it stood behind. `recut` are all the places of
    one that was cut into several, or of several that were made one; `old` and `new` are then the first of them.
    """

    what: str
    old: int | None
    new: int | None
    place: tuple[int, int, int]
    recut: Recut | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """Utterances that were moved, otherwise unchanged, from some agenda items to others.

    `before` are places in the old agenda, `after` in the new one; `utterances` are places in the new state.
    """

    before: tuple[int, ...]
    after: tuple[int, ...]
    utterances: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """All that changed. `words` says whether what was said, and by whom, reads otherwise as a whole: it does not
    where utterances were only cut or joined elsewhere, or filed under another item."""

    head: tuple[HeadChange, ...]
    attendees: tuple[RowChange[Attendee], ...]
    agenda: tuple[RowChange[AgendaItem], ...]
    attachments: tuple[RowChange[Attachment], ...]
    utterances: tuple[UtteranceChange, ...]
    filings: tuple[Filing, ...]
    words: bool


def compare(
    before: ParsedMinutes, after: ParsedMinutes, refs_before: Sequence[int] = (), refs_after: Sequence[int] = ()
) -> Difference:
    """What changed from `before` to `after`.

    The refs are the utterances' permanent numbers in either state: equal ones are the same utterance. Where they are
    not given for both, utterances are matched by their likeness.
    """
    items = _pairs(before.agenda, after.agenda, _AGENDA_KEYS, lambda row: row.title)
    pairs = _utterance_pairs(before.utterances, after.utterances, refs_before, refs_after)
    return Difference(
        head=tuple(_head_changes(before, after)),
        attendees=_row_changes(before.attendees, after.attendees, _ATTENDEE_KEYS, lambda row: row.name, _attendee),
        agenda=tuple(_changed(items, before.agenda, after.agenda, _agenda_item)),
        attachments=_row_changes(
            before.attachments, after.attachments, _ATTACHMENT_KEYS, lambda row: row.title or "", _attachment
        ),
        utterances=tuple(_utterance_changes(before.utterances, after.utterances, pairs)),
        filings=tuple(_filings(before, after, pairs, items)),
        words=_running_text(before.utterances) != _running_text(after.utterances),
    )


def hunks(before: str, after: str) -> list[Hunk]:
    """The text `after` with what was deleted from and inserted into `before`, in order.

    Sentences are compared first, then the units inside those that differ: runs of kanji, katakana, letters or
    digits, and single signs. So a change of one character shows the word that it stands in.
    """
    found: list[Hunk] = []
    old, new = _SENTENCE.findall(before), _SENTENCE.findall(after)
    for tag, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Hunk(SAME, "".join(old[old_start:old_end])))
        else:
            found += _unit_hunks("".join(old[old_start:old_end]), "".join(new[new_start:new_end]))
    return _joined(found)


def in_context(found: Sequence[Hunk], around: int = CONTEXT) -> list[Hunk]:
    """The hunks with long unchanged stretches cut down to `around` characters beside each change.

    Of a text without changes its beginning is left.
    """
    if len(found) == 1 and found[0].kind == SAME and len(found[0].text) > 2 * around:
        return [Hunk(SAME, found[0].text[: 2 * around]), Hunk(GAP, "")]
    result: list[Hunk] = []
    for index, hunk in enumerate(found):
        ahead = around if index else 0
        behind = around if index + 1 < len(found) else 0
        if not ahead and not behind:
            return list(found)
        if hunk.kind != SAME or len(hunk.text) <= ahead + behind + SCRAP:
            result.append(hunk)
            continue
        pieces = (
            Hunk(SAME, hunk.text[:ahead]),
            Hunk(GAP, ""),
            Hunk(SAME, hunk.text[len(hunk.text) - behind :] if behind else ""),
        )
        result += [piece for piece in pieces if piece.kind == GAP or piece.text]
    return result


# The text of an utterance


def _unit_hunks(before: str, after: str) -> Iterator[Hunk]:
    old, new = _UNIT.findall(before), _UNIT.findall(after)
    if len(old) * len(new) > MOST_UNIT_PAIRS:
        yield from _replaced(before, after)
        return
    codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    same = sum(len("".join(old[start:end])) for tag, start, end, _, _ in codes if tag == "equal")
    if same < LEAST_SHARED * max(len(before), len(after)):
        yield from _replaced(before, after)
        return
    for tag, old_start, old_end, new_start, new_end in codes:
        gone, come = "".join(old[old_start:old_end]), "".join(new[new_start:new_end])
        if tag == "equal":
            yield Hunk(SAME, gone)
        else:
            yield from _replaced(gone, come)


def _replaced(gone: str, come: str) -> Iterator[Hunk]:
    yield Hunk(DELETED, gone)
    yield Hunk(INSERTED, come)


def _joined(found: Iterable[Hunk]) -> list[Hunk]:
    """Changes next to each other, and those with only a scrap between them, as one deletion and one insertion."""
    runs = [
        (same, list(group)) for same, group in groupby((h for h in found if h.text), lambda hunk: hunk.kind == SAME)
    ]
    result: list[Hunk] = []
    gone = come = ""
    for place, (same, group) in enumerate(runs):
        text = "".join(hunk.text for hunk in group)
        if not same:
            gone += "".join(hunk.text for hunk in group if hunk.kind == DELETED)
            come += "".join(hunk.text for hunk in group if hunk.kind == INSERTED)
        elif 0 < place < len(runs) - 1 and len(text) <= SCRAP and "\n" not in text:
            gone, come = gone + text, come + text
        else:
            result += [hunk for hunk in _replaced(gone, come) if hunk.text]
            gone = come = ""
            result.append(Hunk(SAME, text))
    return result + [hunk for hunk in _replaced(gone, come) if hunk.text]


# Rows


def _attendee(row: Attendee) -> Hashable:
    return (row.group or "", row.name, row.role or "", row.affiliation or "", row.proxy)


def _agenda_item(row: AgendaItem) -> Hashable:
    return (row.category or "", row.number, row.title)


def _attachment(row: Attachment) -> Hashable:
    return (row.label or "", row.title or "")


def _known(value: Any) -> Hashable:
    """The value as a key; None, which matches nothing, where it is empty."""
    return value or None


# Rows are paired by the first key that both share, then by the next.
_ATTENDEE_KEYS: tuple[Callable[[Attendee], Hashable], ...] = (_attendee, lambda row: row.name)
_AGENDA_KEYS: tuple[Callable[[AgendaItem], Hashable], ...] = (_agenda_item, lambda row: _known(row.title))
_ATTACHMENT_KEYS: tuple[Callable[[Attachment], Hashable], ...] = (
    _attachment,
    lambda row: _known(row.label),
    lambda row: _known(row.title),
)


def _row_changes(
    before: Sequence[T],
    after: Sequence[T],
    keys: Sequence[Callable[[T], Hashable]],
    text: Callable[[T], str],
    content: Callable[[T], Hashable],
) -> tuple[RowChange[T], ...]:
    return tuple(_changed(_pairs(before, after, keys, text), before, after, content))


def _changed(
    pairs: dict[int, int], before: Sequence[T], after: Sequence[T], content: Callable[[T], Hashable]
) -> Iterator[RowChange[T]]:
    """What was written otherwise or added, in the order of the new rows, then what was dropped."""
    old_of = {new: old for old, new in pairs.items()}
    for new, row in enumerate(after):
        old = before[old_of[new]] if new in old_of else None
        if old is None or content(old) != content(row):
            yield RowChange(old, row)
    yield from (RowChange(row, None) for old, row in enumerate(before) if old not in pairs)


def _pairs(
    before: Sequence[T], after: Sequence[T], keys: Sequence[Callable[[T], Hashable]], text: Callable[[T], str]
) -> dict[int, int]:
    """Which old row (by place) is which new one."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for key in keys:
        left: defaultdict[Hashable, deque[int]] = defaultdict(deque)
        for old, row in enumerate(before):
            if old not in pairs and key(row) is not None:
                left[key(row)].append(old)
        for new, row in enumerate(after):
            if new not in taken and left[key(row)]:
                pairs[left[key(row)].popleft()] = new
                taken.add(new)
    rest = [new for new in range(len(after)) if new not in taken]
    if len(rest) * (len(before) - len(pairs)) <= MOST_PAIRS:
        _pair_alike(pairs, before, after, rest, text)
    return pairs


def _pair_alike(
    pairs: dict[int, int], before: Sequence[T], after: Sequence[T], rest: Sequence[int], text: Callable[[T], str]
) -> None:
    for new in rest:
        candidates = {
            old: _similarity(text(row), text(after[new])) for old, row in enumerate(before) if old not in pairs
        }
        best = max(candidates, key=lambda old: candidates[old], default=None)
        if best is not None and candidates[best] >= ALIKE:
            pairs[best] = new


def _similarity(first: str, second: str) -> float:
    return SequenceMatcher(None, first[:200], second[:200], autojunk=False).ratio()


def _head_changes(before: ParsedMinutes, after: ParsedMinutes) -> Iterator[HeadChange]:
    for field in HEAD:
        old, new = getattr(before, field), getattr(after, field)
        if (old or None) != (new or None):
            yield HeadChange(field, old, new)


# Utterances


def _running_text(utterances: Sequence[Utterance]) -> str:
    """All that was said, with each change of the speaker, without white space."""
    parts = []
    for speaker, group in groupby(utterances, key=lambda row: row.speaker or ""):
        parts.append(speaker + "".join(row.text for row in group))
    return "".join("".join(parts).split())


def _utterance_pairs(
    before: Sequence[Utterance], after: Sequence[Utterance], refs_before: Sequence[int], refs_after: Sequence[int]
) -> dict[int, int]:
    if len(refs_before) != len(before) or len(refs_after) != len(after):
        refs_before = range(1, len(before) + 1)
        old = [(ref, row.speaker or "", row.text) for ref, row in zip(refs_before, before, strict=True)]
        refs_after, _ = keep_refs(old, [(row.speaker or "", row.text) for row in after], len(before))
    place = {ref: new for new, ref in enumerate(refs_after)}
    return {old: place[ref] for old, ref in enumerate(refs_before) if ref in place}


def _utterance_changes(
    before: Sequence[Utterance], after: Sequence[Utterance], pairs: dict[int, int]
) -> list[UtteranceChange]:
    stayed = _longest_rising(list(pairs.items()))
    changes = [_recut_change(recut) for recut in _recuts(before, after, pairs)]
    cut = {place for change in changes if change.recut for place in change.recut.old}
    come = {place for change in changes if change.recut for place in change.recut.new}
    for old, new in pairs.items():
        if old in cut:
            continue
        one, other = before[old], after[new]
        if (one.kind, one.speaker or "", one.text) != (other.kind, other.speaker or "", other.text):
            changes.append(UtteranceChange(CHANGED, old, new, (new, 0, 0)))
        elif old not in stayed:
            changes.append(UtteranceChange(MOVED, old, new, (new, 0, 0)))
    known = set(pairs.values()) | come
    changes += [UtteranceChange(ADDED, None, new, (new, 0, 0)) for new in range(len(after)) if new not in known]
    behind = -1
    for old in range(len(before)):
        if old in stayed:
            behind = pairs[old]
        elif old not in pairs and old not in cut:
            changes.append(UtteranceChange(DROPPED, old, None, (behind, 1, old)))
    return sorted(changes, key=lambda change: change.place)


def _recuts(before: Sequence[Utterance], after: Sequence[Utterance], pairs: dict[int, int]) -> list[Recut]:
    return recuts(
        [(row.speaker or "", row.text) for row in before], [(row.speaker or "", row.text) for row in after], pairs
    )


def _recut_change(recut: Recut) -> UtteranceChange:
    what = SPLIT if len(recut.old) == 1 else JOINED
    return UtteranceChange(what, recut.old[0], recut.new[0], (recut.new[0], 0, 0), recut)


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> set[int]:
    """The old places of the most utterances that stand in the same order in both states; `pairs` by old place."""
    ends: list[int] = []  # the smallest new place that ends a rising row of each length
    last: list[int] = []  # the index of the pair that it belongs to
    previous: list[int] = []
    for index, (_, new) in enumerate(pairs):
        length = bisect_left(ends, new)
        previous.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(new)
            last.append(index)
        else:
            ends[length], last[length] = new, index
    stayed = set()
    index = last[-1] if last else -1
    while index >= 0:
        stayed.add(pairs[index][0])
        index = previous[index]
    return stayed


def _filings(
    before: ParsedMinutes, after: ParsedMinutes, pairs: dict[int, int], items: dict[int, int]
) -> Iterator[Filing]:
    """One filing for each pair of agenda items that utterances went from and to."""
    groups: defaultdict[tuple[tuple[int, ...], tuple[int, ...]], list[int]] = defaultdict(list)
    for old, new in pairs.items():
        was, now = before.utterances[old].agenda, after.utterances[new].agenda
        if {items.get(item) for item in was} != set(now):
            groups[tuple(sorted(set(was))), tuple(sorted(set(now)))].append(new)
    for (was, now), utterances in groups.items():
        yield Filing(was, now, tuple(sorted(utterances)))
