"""Labels inside a list of people: what opens a group (委員：, 【事務局】) or a section (財務課：) there, rule by rule."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass

from minutes.parsing.roster.standing import Standing
from minutes.parsing.rows.text import BULLETS, flat, squeeze, tidy
from minutes.parsing.words.people import group_of, is_person, seat_in_brackets, seat_of
from minutes.parsing.words.roster_words import POST_GROUPS

_BRACKETED_LABEL = re.compile(r"\s*(?P<open>[【\[<《〈(])\s*(?P<label>[^】\]>》〉()]{1,24})\s*[】\]>》〉)]\s*[::]?\s*")
_COLON_LABEL = re.compile(r"\s*(?P<label>[^::、。()]{1,20}(?:\([0-9 ]{1,4}[名人]\))?)\s*[::]\s*")
_SPACED_LABEL = re.compile(r"\s*(?P<label>\S(?:\S| (?=\S)){0,18}?)(?:\s+|(?=\())")
_ABSENT_ALONE = re.compile(r"[(【\[]?欠席[)】\]]?:?")
_ORDER_BEHIND = re.compile(
    r"\s*[(\[](?:[5五]十音順|50音順|敬称略|順不同|(?:議席|名簿|役職|アイウエオ)順|[、・,\s])+[)\]]\s*[:：]?\s*$"
)
_FIRST_WORD = re.compile(r"(?P<label>[^\s、:()0-9]{2,10})\s+(?=\S)")
_LIST_NUMBER = re.compile(r"\s*(?:[0-9]{1,2}[.．、\s]|[(\[][0-9]{1,2}[)\]]|[①-⒇])\s*")
# Offices that head the names of their people; a section (総務課) alone is an entry itself.
_ORGANISATION = re.compile(
    r"[^\s、。:;(]{1,16}(?:省|庁|役所|役場|[^\s、。:;(][都道府県市区町村]|事務局|審議委員|審議会委員|協議会委員|委員会委員|事業者|受託者|大学|研究所|公社|機構|協会|株式会社|有限会社)|株式会社[^\s、。:;(]{1,16}"
)
_SUBSECTION = re.compile(r"[^\s、。:;()]{1,14}(?:部|局|支所|本部|センター|課|室)")
# 事務局 （市民部長）甲野太郎: the post in brackets before the name
# コンサルタント：霞浜リサーチ・センター: a firm alone is an entry.
_FIRMS = re.compile("コンサル|受託|業者|支援")
_POST_FIRST = re.compile(r"\([^()]{1,30}\)[^\s()、。]{2}")
_SEATED_BRACKET = re.compile(r"(?P<label>[^\s()]{2,8})\s*\((?P<inner>[^()]{2,16})\)")
_ALONE_IN_BRACKETS = re.compile(r"\((?P<inner>[^()]{2,16})\)")
# 市民：, 関係行政機関：: among 学識経験者：
_CLASS_OF_MEMBERS = re.compile(
    r"[^\s、。()]{0,12}(?:者|市民|民|関係|機関|団体|代表|委員|員|公募|推薦|議会|分野|組合|企業|業界|住民|市民|町民|村民|区民)"
)
_SECTION_END = re.compile(r"(?:課|室|部|局|係|所|館|センター|学校|グループ|担当|事務局|支所|病院|課ほか)$")
_LATER_COLON = re.compile(r"(?<=[\s、。])(?P<label>[^\s:、。()]{2,12}):")
_INLINE_LABEL = re.compile(r"(?:^|(?<=\s))[(【\[](?P<label>[^()【】\[\]]{1,12})[)】\]](?=\s*[^\s(])")


@dataclass(frozen=True, slots=True)
class RosterLine:
    """A line of a list, its flat text, where its text begins behind bullets and numbers, and the flat start of the next line."""

    text: str
    plain: str
    start: int
    following: str
    # Where the number of the line ends, None where it has none.
    number: int | None = None

    @property
    def bare(self) -> str:
        """The text behind bullets and numbers."""
        return self.text[self.start :]


@dataclass(frozen=True, slots=True)
class Opening:
    """What a label opens: a group, a section, or a group and the section that stands with it; and the text behind the label."""

    label: str
    rest: str
    group: str | None = None
    section: str | None = None
    # Whether the label above was but a heading of such sections and needs nobody of its own.
    below_heading: bool = False


@dataclass(frozen=True, slots=True)
class LabelRule:
    """One way of setting labels in a list: `take` gives what a line opens, None where it is set in another way."""

    name: str
    example: str
    take: Callable[[RosterLine, Standing], Opening | None]


def opening_of(text: str, following: str, standing: Standing) -> tuple[LabelRule, Opening] | None:
    """What a line of a list opens and the rule that says so, None where it opens nothing."""
    line = _line_of(text, following, standing)
    rules = BEFORE_COLON + (WITH_COLON if _COLON_LABEL.match(line.plain, line.start) else WITHOUT_COLON)
    for rule in rules:
        if (opening := rule.take(line, standing)) is not None:
            return rule, opening
    return None


def is_section_alone(plain: str, standing: Standing) -> bool:
    """Whether a line is but the section or town of the people below it, in brackets: （若葉町）, 【財務部】."""
    match = _BRACKETED_LABEL.fullmatch(plain.strip())
    if match is None or standing.group is None or standing.absent:
        return False
    word = squeeze(match["label"])
    if match["open"] == "(":
        return _ORGANISATION.fullmatch(word) is not None or _SUBSECTION.fullmatch(word) is not None
    return not standing.generic and group_of(word) is None and _SUBSECTION.fullmatch(word) is not None


def heads_section(rest: str, following: str, standing: Standing) -> bool:
    """Whether what stands behind a group's label is the section that the people below are of: 市執行部 【財務部】."""
    section = _SUBSECTION.fullmatch(squeeze(flat(rest)).strip("【】[]<>○◯〇●・")) or _ALONE_IN_BRACKETS.fullmatch(
        flat(rest)
    )
    last = not following.strip() or _LIST_NUMBER.match(following) is not None
    return bool(rest.strip() and section) and not last and not (standing.group and _FIRMS.search(standing.group))


def is_section_above(plain: str, following: str) -> bool:
    """○企画部 / （行政課）甲野部長: a section above the names of its sections."""
    return following[:1] == "(" and _SUBSECTION.fullmatch(plain.strip(" " + BULLETS)) is not None


def unbracketed(text: str) -> str:
    """A label without the brackets and the colon round it."""
    return text.strip().strip("【】[]［］〔〕<>＜＞《》〈〉()（）:： 　")


def at_group_labels(text: str) -> list[str]:
    """One line with several groups cut before each: （部会長）甲野　（委員）乙野、丙野."""
    plain = flat(text)
    labelled = plain.lstrip().startswith("【")
    cuts = [
        match.start()
        for match in _INLINE_LABEL.finditer(plain)
        if group_of(match["label"]) or (labelled and plain[match.start()] == "【")
    ]
    if (first := _COLON_LABEL.match(plain)) and group_of(first["label"]):
        # 委員：甲野、乙野　事務局：丙野
        cuts += [match.start("label") for match in _LATER_COLON.finditer(plain) if group_of(match["label"])]
    if not cuts:
        return [text]
    bounds = sorted({0, *cuts, len(text)})
    return [text[left:right] for left, right in itertools.pairwise(bounds) if text[left:right].strip()]


def _line_of(text: str, following: str, standing: Standing) -> RosterLine:
    start = len(text) - len(text.lstrip(BULLETS + " 　"))
    plain = flat(text)
    number = _LIST_NUMBER.match(plain, start)
    if number and group_of(re.split(r"[\s:(]", plain[number.end() :].lstrip())[0]):
        standing.counts_groups = standing.generic
        return RosterLine(text, plain, number.end(), following)
    return RosterLine(text, plain, start, following, number.end() if number else None)


def _group(label: str, rest: str, section: str | None = None) -> Opening:
    return Opening(label, rest, group_of(label) or tidy(label), section)


def _counted(line: RosterLine, standing: Standing) -> Opening | None:
    if line.number is None or not standing.counts_groups:
        return None
    rest = line.plain[line.number :]
    if not re.search("[、,:]", rest) and 2 <= len(squeeze(rest)) <= 20 and line.following.strip():
        return _group(line.text[line.number :], "")
    first = _FIRST_WORD.match(line.plain, line.number)
    return None if first is None else _group(line.text[slice(*first.span("label"))], line.text[first.end() :])


def _with_remark(line: RosterLine, standing: Standing) -> Opening | None:
    remark = _ORDER_BEHIND.search(line.plain)
    if remark and remark.start() > line.start and standing.is_group(line.text[line.start : remark.start()]):
        return _group(line.text[line.start : remark.start()], "")
    return None


def _section_here(line: RosterLine, standing: Standing) -> Opening | None:
    match = _BRACKETED_LABEL.match(line.plain, line.start)
    if match is None or match["open"] == "(" or standing.generic or standing.group is None:
        return None
    named = line.plain[match.end() :].strip() != "" and group_of(match["label"]) is None
    if not named or _SUBSECTION.fullmatch(match["label"].strip()) is None:
        return None
    label = line.text[slice(*match.span("label"))]
    return Opening(label, line.text[match.end() :], section=tidy(label))


def _bracketed(line: RosterLine, standing: Standing) -> Opening | None:
    match = _BRACKETED_LABEL.match(line.plain, line.start)
    if match is None or not _is_bracket_label(match, line.plain, standing):
        return None
    standing.bracket = match["open"]
    return _group(line.text[slice(*match.span("label"))], line.text[match.end() :])


def _is_bracket_label(match: re.Match[str], plain: str, standing: Standing) -> bool:
    """【委員】; （委員）; （青葉市） where the list's labels stand alone in round brackets; no seat behind a name."""
    rest = plain[match.end() :]
    if seat_in_brackets(match[0]) == squeeze(plain):
        return False
    if match["open"] == "(" and seat_of(match["label"]) and re.search("[、,]", rest):
        # （会長）甲野花子、乙野次郎: the seat of the first of them
        return False
    if match["open"] != "(" or group_of(match["label"]) is not None:
        return True
    if standing.bracket == "(" and is_person(re.split(r"[\s、,]", rest)[0]):
        # （センター）青野所長 behind （委員）
        return True
    return standing.bracket == "(" and not rest.strip() and _ORGANISATION.fullmatch(match["label"]) is not None


def _colon_parts(line: RosterLine) -> tuple[str, str]:
    match = _COLON_LABEL.match(line.plain, line.start)
    return ("", "") if match is None else (line.text[slice(*match.span("label"))], line.text[match.end() :])


def _group_and_section(line: RosterLine, standing: Standing) -> Opening | None:
    label, rest = _colon_parts(line)
    words = label.split()
    if len(words) == 2 and standing.is_group(words[0]) and _SECTION_END.search(words[1]):
        return Opening(label, rest, group_of(words[0]) or words[0], words[1])
    return None


def _with_colon(line: RosterLine, standing: Standing) -> Opening | None:
    label, rest = _colon_parts(line)
    members = standing.colons and not standing.absent and _CLASS_OF_MEMBERS.fullmatch(squeeze(label))
    if not standing.is_group(label) and not members:
        return None
    standing.colons = True
    return _group(label, rest)


def _above_names(line: RosterLine, _standing: Standing) -> Opening | None:
    label, rest = _colon_parts(line)
    names = re.split("[、,]", line.following)
    named = len(names) > 1 and is_person(names[0].strip()) and is_person(names[1].strip() or names[0].strip())
    return _group(label, "") if named and not rest.strip() else None


def _section_with_colon(line: RosterLine, _standing: Standing) -> Opening | None:
    label, rest = _colon_parts(line)
    if _SECTION_END.search(squeeze(label)) is None:
        return None
    return Opening(label, rest, section=tidy(label), below_heading=True)


def _absent_alone(line: RosterLine, _standing: Standing) -> Opening | None:
    return _group("欠席者", "") if _ABSENT_ALONE.fullmatch(squeeze(line.plain[line.start :])) else None


def _alone(line: RosterLine, standing: Standing) -> Opening | None:
    if standing.is_group(line.bare) or (group_of(line.bare) and (standing.generic or _is_seat_above(line, standing))):
        return _group(line.bare, "")
    return None


def _is_seat_above(line: RosterLine, standing: Standing) -> bool:
    """Whether a seat alone on its line heads the names below it: 会長 / 青野 和子 / 委員 / 赤井 実."""
    following = squeeze(line.following)
    return bool(following) and group_of(following) is None and not standing.absent


def _members_from(line: RosterLine, standing: Standing) -> Opening | None:
    match = _SEATED_BRACKET.fullmatch(line.plain[line.start :].strip())
    if match and standing.is_group(match["label"]) and _ORGANISATION.fullmatch(match["inner"]):
        return _group(match["label"], f"({match['inner']})")
    return None


def _office_above(line: RosterLine, standing: Standing) -> Opening | None:
    following = line.following
    listed = "、" in following or following[:1] in BULLETS or group_of(following) is not None
    if not listed or following[:1] == "" or standing.heading == "事務局":
        return None
    return _group(line.bare, "") if _ORGANISATION.fullmatch(squeeze(line.plain[line.start :])) else None


def _before_space(line: RosterLine, standing: Standing) -> Opening | None:
    match = _SPACED_LABEL.match(line.plain, line.start)
    if match is None or match.end() >= len(line.plain):
        return None
    if line.plain[match.end()] == "(" and _POST_FIRST.match(line.plain, match.end()) is None:
        return None
    label, rest = line.text[slice(*match.span("label"))], line.text[match.end() :]
    return _group(label, rest) if standing.is_group(label) and not _is_post_here(label, flat(rest), standing) else None


def _is_post_here(label: str, rest: str, standing: Standing) -> bool:
    """書記　甲野太郎 under 事務局, ・公募委員　乙野花子 under 【委員】: a post before one name, not a group."""
    word = squeeze(label)
    if standing.group is None or (standing.generic and standing.group == standing.heading):
        return False
    one = "、" not in rest and "," not in rest
    if standing.bracket and one and standing.generic and seat_of(word) and seat_of(standing.group) is None:
        # 教育長　青野貞子 under （構成員）, where the groups' labels stand in brackets
        return standing.group != standing.heading
    return one and (word in POST_GROUPS or (word.endswith("委員") and standing.group == "委員" and word != "委員"))


BEFORE_COLON = (
    LabelRule("counted group", "(2) 霞浜省 below (1) 構成員", _counted),
    LabelRule("group with the order of its names", "懇談会構成員（敬称略、五十音順）", _with_remark),
    LabelRule("section before its names", "[港湾局]甲野局長、乙野次長 under 理事者", _section_here),
    LabelRule("group in brackets", "【委員】 / （委員）甲野、乙野", _bracketed),
)
WITH_COLON = (
    LabelRule("group and section", "事務局　緑化課：課長、主査", _group_and_section),
    LabelRule("group with a colon", "委員：甲野、乙野", _with_colon),
    LabelRule("label above names", "緑地省： / 青野課長、赤井室長", _above_names),
    LabelRule("section with a colon", "緑化課：課長、主査", _section_with_colon),
)
WITHOUT_COLON = (
    LabelRule("absent", "【欠席】", _absent_alone),
    LabelRule("group alone", "事務局", _alone),
    LabelRule("members from a place", "委員（若葉町）", _members_from),
    LabelRule("office above its people", "青葉市役所 / 甲野部長、乙野課長", _office_above),
    LabelRule("group before a gap", "委員　甲野花子", _before_space),
)
