"""The 会議録情報 of a record: the printed head of the minutes of the Diet -> attendees, agenda, opening time, and notes.

Blocks are parted by rules (―――); a heading says what a block is. What no rule here reads is kept as a note, as printed.
No Django.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from minutes.parsing import AgendaItem, Attendee, clock_in, event_line, flat, is_opening, squeeze, tidy, width
from minutes.wording import DateError, parse_date, parse_number

_RULE = re.compile(r"[-―─━—–ー…‥・．.◇◆○〇=＝_＿\s　]{3,}")
_ATTENDANCE = re.compile(r"○?出席(?:委員|者|議員|した.{0,12})?(?:は(?:左|次)の(?:とおり|通り))?[。:：]?")
_AGENDA = re.compile(r"○?本日の(?:会議|公聴会|調査会|審査会)に付した(?:案件|事件)|○?本日の案件")
_SEATS = frozenset(
    "委員長 会長 議長 副議長 主査 座長 委員 理事 幹事 会長代理 副会長 委員長代理 小委員長 小委員 分科員".split()
)
_PERSON_END = re.compile(r"(?<=[^\s　])(?:君|さん)(?=[\s　（(]|$)")
_SCHEDULED = re.compile(r"(?:日程)?第([〇一二三四五六七八九十百]+|[0-9０-９]+)[\s　]+")
_GAP = re.compile(r"[ \t　]+")


@dataclass(slots=True)
class Head:
    """What the head of a record says. `notes` are (1-based line of the text, words as printed)."""

    attendees: tuple[Attendee, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    starts_at: str | None = None
    notes: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    indent: int
    text: str


def is_rule(words: str) -> bool:
    """Whether a line is an ornament: ―――――, ……………, ――――◇―――――."""
    return len(squeeze(words)) >= 3 and _RULE.fullmatch(words) is not None


def read_head(lines: list[str], first: int, day: date, *, only_notes: bool = False) -> Head:
    """The head whose lines begin on line `first` of the record's text, of a meeting held on `day`."""
    head = Head()
    block: list[_Line] = []
    for number, line in enumerate([*lines, "―――"], start=first):
        words = line.strip()
        if not words:
            continue
        # The dotted rule parts members from others within one list.
        ends = is_rule(words) and not (set(squeeze(words)) <= set("…‥・．.") and block and _heads(block, _ATTENDANCE))
        opens = not only_notes and (_ATTENDANCE.fullmatch(_bare(words)) or _AGENDA.fullmatch(_bare(words)))
        if (ends or opens) and block:
            _read_block(block, head, day, only_notes)
            block = []
        if not ends:
            block.append(_Line(number, width(line[: len(line) - len(line.lstrip())]), words))
    head.notes.sort()
    return head


def _read_block(block: list[_Line], head: Head, day: date, only_notes: bool) -> None:
    if only_notes:
        _keep(block, head)
    elif _heads(block, _ATTENDANCE):
        head.attendees = (*head.attendees, *_attendees(block[0].text, block[1:], head))
    elif _heads(block, _AGENDA):
        head.agenda = (*head.agenda, *_agenda(block[1:], head))
    else:
        rest = [line for line in block if not _is_day(line.text, day)]
        opening = next((line for line in rest if event_line(line.text) and is_opening(line.text)), None)
        if opening is not None and head.starts_at is None:
            head.starts_at = clock_in(opening.text)
        _keep(rest, head)


def _keep(block: list[_Line], head: Head) -> None:
    """A block that is kept as printed, its common indentation taken off."""
    if not block:
        return
    left = min(line.indent for line in block)
    text = "\n".join("　" * ((line.indent - left) // 2) + line.text for line in block)
    head.notes.append((block[0].number, text))


def _heads(block: list[_Line], heading: re.Pattern[str]) -> bool:
    return heading.fullmatch(_bare(block[0].text)) is not None


def _bare(words: str) -> str:
    return squeeze(words)


def _is_day(words: str, day: date) -> bool:
    """Whether a line is the meeting's date and nothing else: 令和六年十月四日（金曜日）."""
    try:
        found = parse_date(words)
    except DateError:
        return False
    return found == day and len(squeeze(words)) <= 20 and not event_line(words)


def _agenda(lines: list[_Line], head: Head) -> list[AgendaItem]:
    """The items: each begins with ○ where any does, else with its line; a bracketed line belongs to the one before."""
    marked = any(line.text.startswith("○") for line in lines)
    titles: list[str] = []
    for line in lines:
        if event_line(line.text):
            if is_opening(line.text) and head.starts_at is None:
                head.starts_at = clock_in(line.text)
            head.notes.append((line.number, line.text))
        elif line.text[0] in "〔［":
            head.notes.append((line.number, line.text))
        elif titles and (not line.text.startswith("○") if marked else line.text[0] in "（(、"):
            titles[-1] += line.text
        else:
            titles.append(line.text.removeprefix("○"))
    return [_item(tidy(title)) for title in titles if title.strip()]


def _item(title: str) -> AgendaItem:
    scheduled = _SCHEDULED.match(title)
    if scheduled is None or scheduled.end() == len(title):
        return AgendaItem(None, None, title)
    return AgendaItem("日程", parse_number(scheduled[1]), title[scheduled.end() :])


def _attendees(heading: str, lines: list[_Line], head: Head) -> list[Attendee]:
    """The people of a list. Names end with 君; a line without one heads those that stand further in, or goes on below."""
    found: list[Attendee] = []
    group: str = _bare(heading).strip("○。:：")
    if "は" in group:
        group = "出席者"
    heading_of: _Line | None = None
    pending: list[_Line] = []
    for line in lines:
        if is_rule(line.text):
            heading_of, group = None, "出席者"
            continue
        if pending and line.indent > pending[-1].indent and not pending[-1].text.endswith("）"):
            # 理　事 above what stands further in: its heading. Lines above it lead to nobody.
            heading_of = pending.pop()
            _keep(pending, head)
            pending = []
        elif heading_of is not None and line.indent < heading_of.indent:
            heading_of = None
        people = _people(line.text)
        if not people:
            pending.append(line)
            continue
        posts = [entry.text for entry in pending]
        pending = []
        for post, name in people:
            found.append(_attendee(group, _title(heading_of), _joined([*posts, post] if post else posts), name))
            posts = []
    _keep(pending, head)
    return found


def _title(heading: _Line | None) -> str | None:
    return squeeze(heading.text) if heading else None


def _attendee(group: str, heading: str | None, post: str, name: str) -> Attendee:
    if squeeze(post) in _SEATS:
        return Attendee(group if heading in _SEATS else heading or group, name, squeeze(post), None)
    if heading in _SEATS:
        return Attendee(group, name, heading, post or None)
    return Attendee(heading or group, name, None, post or None)


def _people(text: str) -> list[tuple[str, str]]:
    """The (post, name) pairs of a line, empty where it names nobody: 理事　甲野　太郎君　理事　乙野次郎君."""
    found: list[tuple[str, str]] = []
    start = 0
    for end in _PERSON_END.finditer(text):
        post, name = _post_and_name(text[start : end.start()])
        found.append((post, name + end[0]))
        start = end.end()
    if found and text[start:].strip():
        # Words behind the last name, （代理） mostly, stay with it.
        found[-1] = (found[-1][0], found[-1][1] + text[start:].strip())
    return found


def _post_and_name(part: str) -> tuple[str, str]:
    words = _GAP.split(part.strip())
    # Names fill five columns: one of five signs or more stands closed, shorter ones as family and given name.
    apart = len(words) > 1 and len(words[-1]) < 5 and len(words[-1]) + len(words[-2]) <= 5
    size = 2 if apart else 1
    return "　".join(words[:-size]), "".join(words[-size:])


def _joined(posts: list[str]) -> str:
    """Posts that stand on lines of their own as one: 国務大臣 / （金融担当） is 国務大臣（金融担当）."""
    result = ""
    for post in posts:
        glued = not result or flat(post).startswith("(") or len(post) <= 2
        result += post if glued else f"・{post}"
    return result
