"""How sure a reading is, 0 to 1: of each utterance and of the whole.

Each finding that speaks against a reading takes its share of what is left; the shares are set so that documents read
without a visible error stay at 0.9 and above. The numbers order the work; they are no probabilities.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import prod
from statistics import median

from minutes.parsing.marks.speakers import SpeakerMarks
from minutes.parsing.model import AgendaItem, Attendee, ParsedMinutes, Utterance, Warning
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import ends_sentence, flat, is_sentence, squeeze
from minutes.parsing.words.people import has_seat, is_person, is_role

# What each finding leaves of an utterance's certainty.
_UNKNOWN_SPEAKER = 0.55
# Minutes that name nobody list points, each of which is somebody's: so many, none longer than this.
_UNNAMED_POINT, _LEAST_POINTS, _LONGEST_POINT = 0.85, 3, 500
_ODD_NAME = 0.6
_HEARD_ONCE, _ODD_ONCE = 0.92, 0.85
_NO_SENTENCE_END, _CUT_OFF = 0.9, 0.95
_BEGINS_INSIDE = 0.8
_MARK_INSIDE = 0.55
_NAME_INSIDE = 0.75
_TOO_LONG = 0.8
_NOTE_LIKE_SPEECH = 0.7
_NOTE_LIKE_FIELD = 0.6
_NEAR_UNPARSED = 0.9

# What each leaves of the document's.
_NO_DATE, _NO_BODY, _NO_TITLE = 0.75, 0.75, 0.9
_ODD_TITLE = 0.7
_NOBODY_PRESENT = 0.92
_NO_AGENDA = 0.96
# A list whose entries all read as something else; one of them among many says little.
_ODD_LIST = 0.35
# A text that begins with what is said, above which nothing stands that could be a head.
_HEADLESS, _LEAST_HEAD = 0.93, 2
_NOTHING_SAID = 0.35
# Minutes that only tell what was done do so in several sentences, each a record of its own.
_ALL_TOLD, _LEAST_TOLD, _LONGEST_TOLD = 0.85, 2, 500
_NO_MARK = 0.8

# An utterance below this is one to look at; more than a few of them weigh on the whole.
_WEAK, _FEW, _MOST_FOR_WEAK = 0.8, 0.02, 0.5
_MOST_NAMES = 60
_MOST_ENTRIES = 500
_LONGEST_NAME = 24
_SENTENCE_INSIDE = re.compile(r"[をがはに].{0,20}(?:です|ます|した|する|ない)")
# 。会長　それでは: a seat behind a full stop, set off as marks are.
_INNER_MARK = re.compile(
    r"[。」）)\n]\s?[○◯〇●◎◆◇・]?(?P<name>[^\s。、:：「」（）()]{1,12})(?:[（(][^（）()]{1,12}[）)])?(?:[:：]|[ 　]{1,2}(?=[^\s])|(?=「))"
)
_FIELD = re.compile(
    r"[◇◆○●■□・【\[(]?\s*(?:公開|非公開|傍聴|資料|出席|欠席|場所|日時|会場|議題|次第|事務局|問合せ|連絡先|担当)[^\s、。]{0,6}(?:[:：】\s\d]|$)"
)
# Not 13:55 終了.
_LABELLED = re.compile(r"^\s?[◇◆○●■□・【]?\s?(?![0-9]{1,2}:)[^\s。、:]{2,12}\s?[】:]")


# Heads of a table's columns, which are nobody and no item; those of the record inside what is said.
_COLUMN_HEAD = re.compile(r"(?:職?氏名|役職名?|職名|所属|委員名|番号|件名|区分|備考|出欠|開会|閉会|(?:議決|審議)結果)")
_HEADS_INSIDE = re.compile(r"発\s*言\s*者(?:名)?\s*発\s*言\s*(?:の\s*)?(?:内\s*容|要\s*旨)")
# An entry is a post and a name of two words, seldom more.
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the reading of one document saw beside its result."""

    rows: Sequence[PrintedLine]
    marks: SpeakerMarks
    recognised: float | None = None
    # How many rows stand above the record.
    above: int = _LEAST_HEAD


def rated(parsed: ParsedMinutes, evidence: Evidence) -> ParsedMinutes:
    """The parsed minutes with the certainty of every utterance and of the whole."""
    utterances = tuple(_rated_utterances(parsed, evidence))
    whole = _document(replace(parsed, utterances=utterances), evidence)
    return replace(parsed, utterances=utterances, certainty=round(whole, 3))


def _rated_utterances(parsed: ParsedMinutes, evidence: Evidence) -> Iterable[Utterance]:
    known = _Speakers(parsed)
    lengths = [len(row.text) for row in parsed.utterances if row.kind == "speech"]
    longest = max(4000, 40 * int(median(lengths))) if len(lengths) >= 5 else 20_000
    doubted = sorted(warning.line for warning in parsed.warnings if warning.code == "doubted-mark" and warning.line)
    missed = _missed_marks(parsed.utterances, evidence)
    unread = [warning for warning in parsed.warnings if warning.code == "unparsed-text" and not warning.minor]
    left = {line for warning in unread for line in _lines_of(warning)}
    before: Utterance | None = None
    for utterance in parsed.utterances:
        shares = [
            *_of_kind(utterance, known),
            *_of_bounds(utterance, before, doubted, missed, left, is_last=utterance is parsed.utterances[-1]),
            _TOO_LONG if len(utterance.text) > longest else 1.0,
            _NAME_INSIDE if _HEADS_INSIDE.search(utterance.text) else 1.0,
            _NAME_INSIDE if not _is_short_record(utterance) and known.inside(utterance.text) else 1.0,
        ]
        certainty = 1.0
        for share in shares:
            certainty *= share
        yield replace(utterance, certainty=round(certainty, 3))
        before = utterance


def _is_short_record(utterance: Utterance) -> bool:
    """緑化推進課長　退室: a record names people, it is nobody's speech."""
    return utterance.kind in ("note", "decision") and len(utterance.text) <= 40


def _of_kind(utterance: Utterance, known: _Speakers) -> list[float]:
    if utterance.kind == "speech":
        return [known.share(utterance.speaker)]
    text = utterance.text
    return [
        _NOTE_LIKE_SPEECH if utterance.kind == "note" and (len(text) > 160 or text.count("。") > 2) else 1.0,
        _NOTE_LIKE_FIELD if utterance.kind == "note" and len(text) <= 60 and _looks_like_a_field(text) else 1.0,
    ]


def _of_bounds(
    utterance: Utterance,
    before: Utterance | None,
    doubted: list[int],
    missed: set[int],
    left: set[int],
    *,
    is_last: bool,
) -> list[float]:
    first, last = utterance.line or 0, utterance.end_line or 0
    shares = []
    if utterance.kind == "speech" and len(utterance.text) > 12 and not ends_sentence(utterance.text):
        shares.append(_CUT_OFF if is_last else _NO_SENTENCE_END)
    if before is not None and before.kind == "speech" and len(before.text) > 12 and not ends_sentence(before.text):
        shares.append(_BEGINS_INSIDE)
    if any(first <= line <= last for line in doubted) or any(first < line <= last for line in missed):
        shares.append(_MARK_INSIDE)
    if (first - 1) in left or (last + 1) in left:
        shares.append(_NEAR_UNPARSED)
    return shares


def _missed_marks(utterances: Sequence[Utterance], evidence: Evidence) -> set[int]:
    """The lines with a mark of the document at their start that no utterance begins on."""
    begun = {utterance.line for utterance in utterances}
    return {row.number for row in evidence.rows if row.number not in begun and evidence.marks.match(row) is not None}


def _lines_of(warning: Warning) -> Iterable[int]:
    first = warning.line or 0
    return range(first, first + (warning.text or "").count("\n") + 1)


def _looks_like_a_field(text: str) -> bool:
    if "説明" in text:
        return False
    return _FIELD.match(text) is not None or (_LABELLED.match(flat(text)) is not None and not is_sentence(text))


class _Speakers:
    """The speakers of one document: how often each is heard, and what bears the name out."""

    def __init__(self, parsed: ParsedMinutes) -> None:
        self._heard = Counter(row.speaker for row in parsed.utterances if row.kind == "speech")
        self._once = sum(count == 1 for count in self._heard.values())
        self._present = "\n".join(squeeze(attendee.name) for attendee in parsed.attendees)
        listed = {squeeze(attendee.name) for attendee in parsed.attendees if is_person(attendee.name)}
        names = {name for name in {*self._heard, *listed} if name and 1 < len(name) <= _LONGEST_NAME}
        heard = sorted(names, key=lambda name: (-len(name), name))[:_MOST_NAMES]
        # 。会長それでは: the sign behind a mark lost. What goes on as a sentence about that person is none.
        self._glued = re.compile(
            rf"(?:^|[。？！\n」）)])\s?(?:{'|'.join(map(re.escape, heard))})(?:（[^（）]{{1,12}}）)?(?![はがのをにへとでもかや、。，．・等らよ各さ案側職会長部課室員代]|お願い|から|より|まで|及び|として|説明|提案|[ 　]?[:：])"
            if heard
            else "(?!)"
        )
        self._groups = {squeeze(attendee.group or "") for attendee in parsed.attendees}
        points = [len(row.text) for row in parsed.utterances if row.kind == "speech" and row.speaker is None]
        unnamed = len(points) == self._heard.total() >= _LEAST_POINTS and max(points) <= _LONGEST_POINT
        self._shares: dict[str | None, float] = {None: _UNNAMED_POINT if unnamed else _UNKNOWN_SPEAKER}

    def share(self, speaker: str | None) -> float:
        """What a speech's certainty keeps for its speaker."""
        found = self._shares.get(speaker)
        if found is None:
            found = self._shares[speaker] = self._measure(speaker or "")
        return found

    def inside(self, text: str) -> bool:
        """Whether a speaker of the document stands inside a text as marks do."""
        if self._glued.search(text):
            return True
        return any(
            (match["name"] in self._heard or (is_role(match["name"]) and len(match["name"]) <= 6))
            for match in _INNER_MARK.finditer(text)
        )

    def _measure(self, speaker: str) -> float:
        if len(speaker) > _LONGEST_NAME + 10 or "。" in speaker or _SENTENCE_INSIDE.search(speaker):
            return _ODD_NAME
        if is_role(speaker) or has_seat(speaker) or speaker in self._groups or speaker in self._present:
            return 1.0
        if self._heard[speaker] > 1:
            return 1.0 if is_person(speaker) or self._heard[speaker] > 2 else 0.96
        if not is_person(speaker):
            return _ODD_ONCE
        # Where hardly anybody speaks twice, that somebody is heard once says nothing.
        return _HEARD_ONCE if 2 * self._once < self._heard.total() else 0.98


def share_of_head(parsed: ParsedMinutes) -> float:
    """What the head and the lists leave of a document's certainty."""
    return prod((*_of_head(parsed), *_of_lists(parsed)))


def _document(parsed: ParsedMinutes, evidence: Evidence) -> float:
    certainty = _of_talk(parsed, evidence) * _of_what_is_left(parsed, evidence)
    certainty *= max(share_of_head(parsed), _HEADLESS if _begins_with_talk(evidence) else 0.0)
    if evidence.recognised is not None:
        certainty *= 0.5 + 0.45 * evidence.recognised
    return certainty


def _begins_with_talk(evidence: Evidence) -> bool:
    return evidence.above < _LEAST_HEAD and any(evidence.marks.match(row) for row in evidence.rows[:1])


def _of_talk(parsed: ParsedMinutes, evidence: Evidence) -> float:
    """The mean certainty of the talk by its length; the weakest passages count most."""
    weights = [(len(row.text) + 40, row.certainty or 0.0) for row in parsed.utterances]
    if not weights:
        return _NOTHING_SAID
    total = sum(weight for weight, _ in weights)
    mean = sum(weight * certainty for weight, certainty in weights) / total
    count = sum(certainty for _, certainty in weights) / len(weights)
    weak = sum(certainty < _WEAK for _, certainty in weights) / len(weights)
    talk = min(mean, count) * (1 - min(_MOST_FOR_WEAK, 1.5 * max(0.0, weak - _FEW)))
    spoken = [row for row in parsed.utterances if row.kind != "note"]
    if not spoken:
        return talk * (_ALL_TOLD if _is_told(parsed.utterances) else _NOTHING_SAID)
    if not any(row.speaker for row in spoken):
        return talk * _NO_MARK
    return talk


def _is_told(notes: Sequence[Utterance]) -> bool:
    """Whether records tell in sentences what was done, one after the other."""
    told = sum(ends_sentence(note.text) and 12 < len(note.text) <= _LONGEST_TOLD for note in notes)
    return told >= _LEAST_TOLD and 3 * told >= 2 * len(notes)


def _of_head(parsed: ParsedMinutes) -> list[float]:
    shares = []
    if parsed.held_on is None:
        shares.append(_NO_DATE)
    if not parsed.body:
        shares.append(_NO_BODY)
    elif _odd(parsed.body, 40):
        shares.append(_ODD_TITLE)
    if not parsed.title:
        shares.append(_NO_TITLE)
    elif _odd(parsed.title, 90):
        shares.append(_ODD_TITLE)
    if parsed.venue and _odd(parsed.venue, 80):
        shares.append(_ODD_TITLE)
    return shares


def _odd(text: str, longest: int) -> bool:
    return len(text) > longest or "。" in text or "は、" in text or text[-1] in "、をがは"


def _of_lists(parsed: ParsedMinutes) -> list[float]:
    items, attendees = parsed.agenda[:_MOST_ENTRIES], parsed.attendees[:_MOST_ENTRIES]
    return [
        _of_list([_odd_item(item, parsed) for item in items]) if items else _NO_AGENDA,
        _of_list([_odd_attendee(attendee) for attendee in attendees]) if attendees else _NOBODY_PRESENT,
    ]


def _of_list(odd: list[bool]) -> float:
    return 1 - (1 - _ODD_LIST) * sum(odd) / len(odd)


def _odd_item(item: AgendaItem, parsed: ParsedMinutes) -> bool:
    title = item.title
    return (
        len(title) > 200
        or title.count("。") > 1
        or len(title) < 2
        or _COLUMN_HEAD.fullmatch(squeeze(title)) is not None
        or title in {row.name for row in parsed.attendees}
    )


def _odd_attendee(attendee: Attendee) -> bool:
    name = attendee.name
    words = re.sub(r"[(（][^()（）]*[)）]", "", name).split()
    return (
        len(name) > 50
        or len(squeeze(name)) == 1
        # Several people that were not parted.
        or len(words) > _MOST_WORDS
        or _COLUMN_HEAD.fullmatch(squeeze(name)) is not None
        or "。" in name
        or squeeze(name).isdecimal()
        or (
            re.search(r"について|に関する|議題|[挨拶会]$|[ⅠⅡⅢⅣⅤ]|予定|審議|日程|午[前後]", name) is not None
            and not is_person(name)
        )
    )


def _of_what_is_left(parsed: ParsedMinutes, evidence: Evidence) -> float:
    """What unparsed text leaves: little of it is usual in a head, much of it means that the layout was not understood."""
    left = sum(len(squeeze(warning.text or "")) for warning in parsed.warnings if warning.code == "unparsed-text")
    total = sum(len(row.text) for row in evidence.rows) or 1
    doubts = sum(warning.code == "doubted-mark" for warning in parsed.warnings)
    share = max(0.0, left - 200) / total
    return max(0.2, 1 - 1.2 * share) * 0.96 ** min(doubts, 8)
