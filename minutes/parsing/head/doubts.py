"""What of the head may be wrong: facts that came from a weak place, or that another place of the document contradicts.

A fact is right or doubted: an editor sees by these warnings which of title, body, number and date to compare with the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from minutes.parsing.head.titles import body_from_speech, number_of, spoken_numbers
from minutes.parsing.model import Utterance
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, fold, squeeze

CODE = "doubted-head"
# Who opens a meeting says in so many speeches which one it is.
_OPENING_SPEECHES = 3
# Ends of the names of bodies
_BODY = re.compile(
    r"(?:会|会議|部会|本部|協議体|議会|チーム|グループ|[Pp][Tt]|WG|パネル|タスクフォース|ミーティング|フォーラム|サロン|集い|機構|連合|委員)"
    r"(?:[(「『][^()「」『』]{1,24}[)」』])?$"
)
# Signs that names of bodies do not hold
_STRANGE = re.compile(r"[|>＞»/\[\]{}<]|君$|[0-9]番|[12][0-9]{3}|_|:")
_LONGEST_BODY = 45
# Which meeting it was, and not of what
_MEETING_ALONE = re.compile(r"(?:総会|定例会議?|臨時会議?|会議|部会|分科会|幹事会|理事会|本会議?)")
# 定例会付託決算特別委員会: another line's words run into the name
_SITTING_WITHIN = re.compile(r"(?:定例会|臨時会)(?!$|議|[(（「]|[0-9]{1,2}月|第?[0-9])")
# 第3回定例会 総務委員会: the number may be that of the assembly's sitting
_OF_SITTING = re.compile(r"回\S{0,8}(?:定例会|臨時会).*委員会")


@dataclass(frozen=True, slots=True)
class HeadFacts:
    """Title, body, number and date as read; the lines of the head that may be titles too, and where a fact came from that is
    no place of its own (`weak`: the field, what to say, the row)."""

    title: str | None
    body: str | None
    number: int | None
    held_on: str | None
    others: Sequence[tuple[PrintedLine, str]]
    weak: Sequence[tuple[str, str, PrintedLine | None]]


@dataclass(frozen=True, slots=True)
class Doubt:
    """A fact to be compared with the page: what to say of it, the line."""

    message: str
    line: int | None


def doubts_of(facts: HeadFacts, utterances: Sequence[Utterance]) -> list[Doubt]:
    """What an editor should compare, one doubt a fact at most."""
    speeches = [row for row in utterances if row.kind == "speech"][:_OPENING_SPEECHES]
    found: list[Doubt] = []
    for rule in _RULES:
        found.extend(rule(facts, speeches))
    return found


def _title_contradicted(facts: HeadFacts, _speeches: Sequence[Utterance]) -> Iterator[Doubt]:
    for row, text in facts.others:
        number = number_of(text)
        if number is not None and facts.number is not None and number != facts.number:
            yield Doubt(f"会議名らしい行がほかにもあり、回数が違います（{squeeze(text)[:40]}）。", row.number)
            return


def _body_strange(facts: HeadFacts, _speeches: Sequence[Utterance]) -> Iterator[Doubt]:
    body = facts.body
    if body is None or facts.title is None:
        return
    plain = flat(body)
    within = _SITTING_WITHIN.search(plain) is not None
    if (
        within
        or _MEETING_ALONE.fullmatch(plain) is not None
        or not _BODY.search(plain)
        or _STRANGE.search(plain)
        or len(body) > _LONGEST_BODY
    ):
        yield Doubt(f"会議体の名（{body[:40]}）は、会議体らしくありません。会議名と合わせて確かめてください。", None)


def _number_contradicted(facts: HeadFacts, speeches: Sequence[Utterance]) -> Iterator[Doubt]:
    if facts.number is None or facts.body is None:
        return
    for utterance in speeches:
        spoken = body_from_speech(utterance.text)
        if spoken is None or spoken[1] is None or spoken[1] == facts.number:
            continue
        name = fold(spoken[0])
        if (
            name
            and (name in fold(facts.body) or fold(facts.body) in name)
            and facts.number not in spoken_numbers(utterance.text)
        ):
            yield Doubt(f"回数が、会議名では第{facts.number}回、最初の発言では第{spoken[1]}回です。", utterance.line)
            return


def _number_of_sitting(facts: HeadFacts, _speeches: Sequence[Utterance]) -> Iterator[Doubt]:
    if facts.number is not None and facts.title is not None and _OF_SITTING.search(flat(facts.title)):
        yield Doubt(f"第{facts.number}回は、委員会ではなく議会の回数かもしれません。", None)


def _weak_places(facts: HeadFacts, _speeches: Sequence[Utterance]) -> Iterator[Doubt]:
    for _, message, row in facts.weak:
        yield Doubt(message, row.number if row is not None else None)


_RULES: tuple[Callable[[HeadFacts, Sequence[Utterance]], Iterator[Doubt]], ...] = (
    _title_contradicted,
    _body_strange,
    _number_contradicted,
    _number_of_sitting,
    _weak_places,
)
