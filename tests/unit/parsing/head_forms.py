"""Heads of minutes put together by chance from the forms that offices use, each with the answer it stands for.

A world (an invented body of 霞浜市, its people, its agenda) is printed by one form a field. The forms are independent of one
another, so that a few dozen of them make thousands of heads.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

_BODIES = (
    "霞浜市環境審議会",
    "霞浜市図書館協議会",
    "霞浜市総合計画審議会",
    "霞浜市立病院運営委員会",
    "霞浜市地域福祉推進協議会",
)
_SURNAMES = (
    "青野 赤井 石森 上田 江口 大野 片山 木村 久保田 小林 佐々木 阿部 高梨 千葉 堤 中村 西 野口 長谷川 服部".split()
)
_GIVEN = "一郎 和子 健 幸子 正樹 美千代 実 春子 俊夫 ひろみ 誠 恵 太 夏美".split()
_POSTS = "環境課長 総務部長 図書館長 福祉課主査 政策企画課長補佐 市民生活係長 教育総務課主任".split()
_VENUES = "霞浜市役所3階 第1会議室|霞浜市文化会館 大ホール|中央公民館 研修室|市役所本庁舎5階 庁議室|霞浜市立図書館 2階会議室".split(
    "|"
)
_OFFICES = "環境部環境課|教育委員会生涯学習課|企画政策部政策企画課|健康福祉部 福祉課".split("|")
_TITLES = (
    "ごみの減量計画について|図書館の開館時間について|総合計画の進み具合について|来年度の予算の概要について|部会の設置について|条例の一部を改正する条例の制定について|駅前の整備の基本方針（案）について"
    "|公園の使用料の見直しについて|避難所の運営について|アンケートの結果について|指定管理者の選定について|景観計画の変更について"
).split("|")
_PAPERS = "委員名簿|計画の概要|実施状況一覧|意見の一覧表|今後の日程（案）|条例の新旧対照表|アンケート調査結果".split(
    "|"
)


@dataclass
class World:
    """What one document tells."""

    rng: random.Random
    body: str
    number: int
    day: date
    starts: tuple[int, int]
    ends: tuple[int, int]
    venue: str
    office: str
    members: list[tuple[str, str]]
    staff: list[tuple[str, str]]
    titles: list[str]
    papers: list[str]
    answer: dict[str, Any] = field(default_factory=dict)
    forms: list[str] = field(default_factory=list)

    @property
    def year(self) -> int:
        """The fiscal year."""
        return self.day.year - (self.day.month < 4)


Form = Callable[[World], list[str]]


def compose(seed: int) -> tuple[str, dict[str, Any], list[str]]:
    """A document, its answer and the names of its forms."""
    world = _world(random.Random(seed))
    lines = _pick(world, TITLE_FORMS)(world)
    label = _pick(world, LABEL_FORMS)
    head = [_pick(world, WHEN_FORMS), _pick(world, VENUE_FORMS)]
    if world.rng.random() < 0.5:
        head.append(_pick(world, ACCESS_FORMS))
    if world.rng.random() < 0.5:
        head.append(_pick(world, OFFICE_FORMS))
    if world.rng.random() < 0.4:
        head.append(_pick(world, AUDIENCE_FORMS))
    fields = [part for form in head for part in form(world)]
    if world.rng.random() < 0.1:
        lines.extend(_unlabelled(world))
        fields = [pair for pair in fields if pair[1] != world.venue and "日" not in pair[0] and "時" not in pair[0]]
    for number, (word, value) in enumerate(fields, start=1):
        lines.extend(label(number, word, value))
    lines.append("")
    parts = [_pick(world, ATTENDANCE_FORMS), _pick(world, AGENDA_FORMS)]
    if world.rng.random() < 0.6:
        parts.append(_pick(world, PAPER_FORMS))
    printed = [part(world) for part in parts]
    if world.rng.random() < 0.5:
        printed = [_counted(label, number, part) for number, part in enumerate(printed, start=len(fields) + 1)]
    for part_lines in printed:
        lines.extend([*part_lines, ""])
    lines.extend(_pick(world, RECORD_FORMS)(world))
    return "\n".join(lines), world.answer, world.forms


def _unlabelled(world: World) -> list[str]:
    """Date, times and place without labels below the title; the times also as 自 … 至 … on lines of their own."""
    if world.rng.random() < 0.5:
        return [
            f"　　　　{_day(world)}",
            "　　　　　　[会議時間]",
            f"　　　　　　　自 {_digital(world.starts)}",
            f"　　　　　　　至 {_digital(world.ends)}",
            f"場所　{world.venue}",
            "",
        ]
    return [f"{_day(world)}　{_clock(world.starts)}～{_clock(world.ends)}", world.venue, ""]


def _counted(label: Any, number: int, lines: list[str]) -> list[str]:
    """The list with the label that the fields above it have: ４　出席者; its own label where that is more than a word."""
    word = lines[0]
    if not all("一" <= sign <= "龥" or sign in "・及び" for sign in word) or len(word) > 10:
        return lines
    marks = {
        label_numbered: f"{_wide(number)}　{word}",
        label_numbered_above: f"{number}. {word}",
        label_bracketed_number: f"（{number}）{word}",
        label_dotted_number: f"{_wide(number)}．{word}",
        label_bracket: f"【{word}】",
        label_angled: f"＜{word}＞",
        label_circle: f"○{word}",
        label_above: f"■{word}",
        label_square_above: f"[{word}]",
        label_colon: f"{word}：",
    }
    return [marks.get(label, word), *lines[1:]]


def _pick(world: World, forms: list[Any]) -> Any:
    form = world.rng.choice(forms)
    world.forms.append(form.__name__)
    return form


def _world(rng: random.Random) -> World:
    day = date(2019, 5, 7) + timedelta(days=rng.randrange(1800))
    surnames = rng.sample(_SURNAMES, 9)
    given = [rng.choice(_GIVEN) for _ in surnames]
    people = list(zip(surnames, given, strict=True))
    world = World(
        rng,
        rng.choice(_BODIES),
        rng.randrange(1, 12),
        day,
        (rng.choice([9, 10, 13, 14, 18]), rng.choice([0, 30])),
        (rng.choice([11, 15, 16, 19]), rng.choice([5, 45])),
        rng.choice(_VENUES),
        rng.choice(_OFFICES),
        people[:6],
        list(zip(rng.sample(_POSTS, 3), surnames[6:], strict=True)),
        rng.sample(_TITLES, 4),
        rng.sample(_PAPERS, 3),
    )
    if world.ends <= world.starts:
        world.ends = (world.starts[0] + 2, world.ends[1])
    world.answer = {
        "body": world.body,
        "number": world.number,
        "fiscal_year": world.year,
        "held_on": day.isoformat(),
        "starts_at": "{:02}:{:02}".format(*world.starts),
        "ends_at": "{:02}:{:02}".format(*world.ends),
        "venue": world.venue,
        "office": None,
        "meeting_access": {"level": None, "reason": None},
        "attendees": [],
        "agenda": [],
        "attachments": [],
    }
    return world


def _wide(value: object) -> str:
    """Digits in full width."""
    return "".join(chr(ord(sign) + 0xFEE0) if sign.isdecimal() else sign for sign in str(value))


def _era(year: int) -> str:
    return f"令和{year - 2018}" if year > 2019 else "令和元"


def _day(world: World) -> str:
    weekday = "月火水木金土日"[world.day.weekday()]
    return f"{_era(world.day.year)}年{world.day.month}月{world.day.day}日（{weekday}）"


def _clock(time: tuple[int, int], minutes: bool = True) -> str:
    hour, minute = time
    half = "午前" if hour < 12 else "午後"
    shown = hour if hour <= 12 else hour - 12
    return f"{half}{shown}時{minute:02}分" if minute or minutes else f"{half}{shown}時"


def _digital(time: tuple[int, int]) -> str:
    return f"{time[0]}:{time[1]:02}"


# Titles


def title_in_one_line(world: World) -> list[str]:
    """令和5年度第2回霞浜市環境審議会会議録"""
    return [f"{_era(world.year)}年度第{world.number}回{world.body}会議録", ""]


def title_with_brackets(world: World) -> list[str]:
    """霞浜市環境審議会（令和5年度第2回）議事録"""
    return [f"{world.body}（{_era(world.year)}年度第{world.number}回）議事録", ""]


def title_over_record_word(world: World) -> list[str]:
    """令和5年度 第2回 霞浜市環境審議会 / 会　議　録"""
    return [f"　　　{_era(world.year)}年度　第{_wide(world.number)}回　{world.body}", "　　　　会　議　録", ""]


def title_as_field(world: World) -> list[str]:
    """会　議　録 / 会議の名称　令和5年度第2回霞浜市環境審議会"""
    return ["会　議　録", "", f"会議の名称　　{_era(world.year)}年度第{world.number}回{world.body}"]


def title_outline(world: World) -> list[str]:
    """第2回 霞浜市環境審議会 議事要旨"""
    return [f"第{world.number}回 {world.body} 議事要旨", ""]


def title_cut_in_two(world: World) -> list[str]:
    """第2回霞浜市地域包括支援センター / 運営協議会 / （要約版）"""
    stem, end = world.rng.choice(
        [
            ("霞浜市地域包括支援センター", "運営協議会"),
            ("霞浜市放課後児童クラブの", "あり方検討委員会"),
            ("霞浜市男女共同参画プラン", "推進懇話会"),
            ("霞浜市立図書館の整備に関する", "審議会"),
        ]
    )
    world.answer["body"] = stem + end
    remark = world.rng.choice(["（要約版）", "会議録", "議事要旨", "〔要点筆記〕", ""])
    year = world.rng.choice([f"{_era(world.year)}年度", f"{_era(world.year)}年度　", ""])
    first = f"{year}第{world.number}回{stem}"
    kept = world.rng.choice([[f"{end}{remark}"], [end, remark]]) if remark else [end]
    return [first, *kept, ""]


def title_quoted_over_sitting(world: World) -> list[str]:
    """「霞浜市環境審議会」 / 第3回会合 議事録"""
    opened, closed = world.rng.choice([("「", "」"), ("『", "』"), ("", "")])
    word = world.rng.choice(["議事録", "議事要旨", "会議録", ""])
    return [f"{opened}{world.body}{closed}", f"第{world.number}回会合　{word}".strip(), ""]


def title_with_month(world: World) -> list[str]:
    """令和5年  9月開催 霞浜市環境審議会"""
    world.answer["number"] = None
    month = world.rng.choice([f"{world.day.month}月開催", f"{world.day.month}月分", f"{world.day.month}月"])
    return [f"{_era(world.day.year)}年{world.rng.choice(['', '  '])}{month}　{world.body}会議録", ""]


TITLE_FORMS: list[Form] = [
    title_cut_in_two,
    title_quoted_over_sitting,
    title_with_month,
    title_in_one_line,
    title_with_brackets,
    title_over_record_word,
    title_as_field,
    title_outline,
]

# Labels


def label_colon(number: int, word: str, value: str) -> list[str]:
    """日時：…"""
    return [f"{word}：{value}"]


def label_space(number: int, word: str, value: str) -> list[str]:
    """日時　…"""
    return [f"{word}　　{value}"]


def label_numbered(number: int, word: str, value: str) -> list[str]:
    """１　日時　…"""
    return [f"{_wide(number)}　{word}　{value}"]


def label_bracket(number: int, word: str, value: str) -> list[str]:
    """【日時】…"""
    return [f"【{word}】{value}"]


def label_above(number: int, word: str, value: str) -> list[str]:
    """■日時 / …"""
    return [f"■{word}", f"　{value}"]


def label_numbered_above(number: int, word: str, value: str) -> list[str]:
    """1. 日時 / …"""
    return [f"{number}. {word}", f"   {value}"]


def label_spread(number: int, word: str, value: str) -> list[str]:
    """日　時　…, letters spread"""
    return [f"{'　'.join(word)}　　{value}"] if len(word) <= 4 else [f"{word}　　{value}"]


def label_cell(number: int, word: str, value: str) -> list[str]:
    """日時\t…"""
    return [f"{word}\t{value}"]


def label_angled(number: int, word: str, value: str) -> list[str]:
    """＜日時＞　…"""
    return [f"＜{word}＞　{value}"]


def label_circle(number: int, word: str, value: str) -> list[str]:
    """○日時　…"""
    return [f"○{word}　{value}"]


def label_bracketed_number(number: int, word: str, value: str) -> list[str]:
    """（1）日時：…"""
    return [f"（{number}）{word}：{value}"]


def label_dotted_number(number: int, word: str, value: str) -> list[str]:
    """１．日　時　：　…"""
    return [f"{_wide(number)}．{'　'.join(word) if len(word) == 2 else word}　：　{value}"]


def label_blank_between(number: int, word: str, value: str) -> list[str]:
    """日時 / / … / : a page of the web"""
    return [word, "", value, ""]


def label_square_above(number: int, word: str, value: str) -> list[str]:
    """[日時] / …"""
    return [f"[{word}]", f"    {value}"]


LABEL_FORMS: list[Any] = [
    label_angled,
    label_circle,
    label_bracketed_number,
    label_dotted_number,
    label_blank_between,
    label_square_above,
    label_colon,
    label_space,
    label_numbered,
    label_bracket,
    label_above,
    label_numbered_above,
    label_spread,
    label_cell,
]

# Fields: pairs of a label's word and its value.


def when_with_range(world: World) -> list[tuple[str, str]]:
    """日時 with both times"""
    words = world.rng.choice(["日時", "開催日時", "開催の日時", "会議の日時"])
    return [(words, f"{_day(world)}　{_clock(world.starts, False)}～{_clock(world.ends)}")]


def when_from_to(world: World) -> list[tuple[str, str]]:
    """午後2時から午後3時30分まで"""
    return [("開催日時", f"{_day(world)}{_clock(world.starts)}から{_clock(world.ends)}まで")]


def when_digital(world: World) -> list[tuple[str, str]]:
    """2023年6月13日（火）14:00～15:30"""
    day = world.day
    printed = f"{day.year}年{day.month}月{day.day}日（{'月火水木金土日'[day.weekday()]}曜日）"
    return [("日時", f"{printed} {_digital(world.starts)}～{_digital(world.ends)}")]


def when_in_two_fields(world: World) -> list[tuple[str, str]]:
    """開催日 …, 時間 …"""
    return [("開催日", _day(world)), ("開催時間", f"{_clock(world.starts)}～{_clock(world.ends)}")]


def when_opens_closes(world: World) -> list[tuple[str, str]]:
    """開催年月日 …, 開会 …, 閉会 …"""
    return [("開催年月日", _day(world)), ("開会時刻", _clock(world.starts)), ("閉会時刻", _clock(world.ends))]


def when_self_to(world: World) -> list[tuple[str, str]]:
    """自 午後2時 至 午後3時30分"""
    return [("会議日時", f"{_day(world)}　自 {_clock(world.starts)}　至 {_clock(world.ends)}")]


def when_opening_and_closing(world: World) -> list[tuple[str, str]]:
    """午後2時開会　午後3時30分閉会"""
    return [("開催日時", f"{_day(world)}　{_clock(world.starts)}開会　{_clock(world.ends)}閉会")]


def when_of_24_hours(world: World) -> list[tuple[str, str]]:
    """令和５年６月１３日（火曜日）１４時００分から１５時３０分まで"""
    day = world.day
    printed = f"{_era(day.year)}年{_wide(day.month)}月{_wide(day.day)}日（{'月火水木金土日'[day.weekday()]}曜日）"
    times = [f"{_wide(hour)}時{_wide(f'{minute:02}')}分" for hour, minute in (world.starts, world.ends)]
    return [("開催日時", printed + world.rng.choice(["", "　"]) + world.rng.choice(["から", "～", "－"]).join(times))]


def when_self_to_in_a_field(world: World) -> list[tuple[str, str]]:
    """開催日 …, 会議時間 自 13:30 至 15:16"""
    return [
        ("開催日", _day(world)),
        ("会議時間", f"自 {_digital(world.starts)}　至 {_digital(world.ends)}"),
    ]


WHEN_FORMS: list[Any] = [
    when_of_24_hours,
    when_self_to_in_a_field,
    when_with_range,
    when_from_to,
    when_digital,
    when_in_two_fields,
    when_opens_closes,
    when_self_to,
    when_opening_and_closing,
]


def venue_plain(world: World) -> list[tuple[str, str]]:
    """場所"""
    return [(world.rng.choice(["場所", "開催場所", "会場", "会議の場所", "開催会場名"]), world.venue)]


VENUE_FORMS: list[Any] = [venue_plain]


def access_open(world: World) -> list[tuple[str, str]]:
    """公開"""
    world.answer["meeting_access"] = {"level": "open", "reason": None}
    return [(world.rng.choice(["公開・非公開の別", "会議の公開", "公開の可否", "会議の公開又は非公開の区分"]), "公開")]


def access_closed(world: World) -> list[tuple[str, str]]:
    """非公開 with its reason in a field of its own"""
    reason = "個人の情報を扱うため"
    world.answer["meeting_access"] = {"level": "closed", "reason": reason}
    return [("公開・非公開の別", "非公開"), ("非公開の理由", reason)]


def access_boxes(world: World) -> list[tuple[str, str]]:
    """□公開　■一部非公開　□非公開"""
    world.answer["meeting_access"] = {"level": "partial", "reason": None}
    return [("会議の公開", "□公開　■一部非公開　□非公開")]


def access_with_audience(world: World) -> list[tuple[str, str]]:
    """公開（傍聴者2名）"""
    world.answer["meeting_access"] = {"level": "open", "reason": None}
    return [("公開区分", world.rng.choice(["公開（傍聴者2名）", "公開（傍聴人なし）", "公開"]))]


ACCESS_FORMS: list[Any] = [access_open, access_closed, access_boxes, access_with_audience]


def office_field(world: World) -> list[tuple[str, str]]:
    """事務局（担当課）"""
    world.answer["office"] = world.office
    return [(world.rng.choice(["担当課", "所管課", "事務局（担当課）", "担当部署", "所管部署名"]), world.office)]


OFFICE_FORMS: list[Any] = [office_field]


def audience_field(world: World) -> list[tuple[str, str]]:
    """傍聴者"""
    word = world.rng.choice(["傍聴者", "傍聴人数", "傍聴人の数", "傍聴者数"])
    return [(word, world.rng.choice(["なし", "3名", "０人"]))]


AUDIENCE_FORMS: list[Any] = [audience_field]

# Attendance


def _attendee(
    world: World, group: str, name: str, role: str | None = None, affiliation: str | None = None, proxy: bool = False
) -> None:
    world.answer["attendees"].append(
        {"group": group, "name": name, "role": role, "affiliation": affiliation, "proxy": proxy}
    )


_SEATS = ["会長", "副会長", None, None, None, None]


def seats_before_names(world: World) -> list[str]:
    """出席委員 / 会　長　青野一郎 / 委　員　…"""
    gap = world.rng.choice(["　", "  ", "   "])
    lines = [world.rng.choice(["出席委員", "【出席委員】", "出席委員（6名）"])]
    for (surname, given), seat in zip(world.members, _SEATS, strict=True):
        word = seat or "委員"
        printed = gap.join(word) if len(word) == 2 else word
        lines.append(f"　{printed}　{surname}　{given}")
        _attendee(world, "出席委員", surname + given, seat)
    return lines


def seats_behind_names(world: World) -> list[str]:
    """出席者　【委員】青野会長、赤井副会長、石森委員 / 【事務局】…"""
    names = [f"{surname}{seat or '委員'}" for (surname, _), seat in zip(world.members, _SEATS, strict=True)]
    for name, seat in zip(names, _SEATS, strict=True):
        _attendee(world, "委員", name, seat)
    staff = [f"{surname}{post}" for post, surname in world.staff]
    for name in staff:
        _attendee(world, "事務局", name)
    return ["出席者", f"【委員】{'、'.join(names)}", f"【事務局】{'、'.join(staff)}"]


def seats_in_brackets(world: World) -> list[str]:
    """出席者　委員：青野一郎（会長）、…"""
    names = [
        f"{surname}{given}" + (f"（{seat}）" if seat else "")
        for (surname, given), seat in zip(world.members, _SEATS, strict=True)
    ]
    for name, seat in zip(names, _SEATS, strict=True):
        _attendee(world, "委員", name, seat)
    staff = [f"{post} {surname}" for post, surname in world.staff]
    for name in staff:
        _attendee(world, "事務局", name)
    return ["出席者", f"・委　員：{'、'.join(names)}", f"・事務局：{'、'.join(staff)}"]


def numbered_seats_in_columns(world: World) -> list[str]:
    """1番委員  青 野 一 郎     2番委員  …"""
    label = world.rng.choice(["委員", "", "議員"])
    lines = ["出席委員"]
    cells = []
    for number, (surname, given) in enumerate(world.members, start=1):
        name = " ".join(surname + given) if world.rng.random() < 0.7 else f"{surname} {given}"
        cells.append(f"{number}番{label}  {name}")
        _attendee(world, "出席委員", surname + given)
    lines += [f"    {left}         {right}" for left, right in zip(cells[::2], cells[1::2], strict=True)]
    return lines


def numbered_with_honorific(world: World) -> list[str]:
    """1番　青野一郎君　2番　赤井和子君"""
    cells = []
    for number, (surname, given) in enumerate(world.members, start=1):
        cells.append(f"{number}番　{surname}{given}君")
        _attendee(world, "出席委員", f"{surname}{given}君")
    return ["出席委員（６名）", *("　" + "　　".join(cells[start : start + 3]) for start in (0, 3))]


def table_with_state(world: World) -> list[str]:
    """役職 氏名 出欠 / 会長 青野一郎 出席"""
    lines = [world.rng.choice(["出席者", "委員の出欠", "出席委員及び欠席委員"]), "役職 氏名 出欠"]
    group = lines[0]
    absent = world.rng.randrange(2, 6)
    for index, ((surname, given), seat) in enumerate(zip(world.members, _SEATS, strict=True)):
        lines.append(f"{seat or '委員'} {surname}{given} {'欠席' if index == absent else '出席'}")
        if index != absent:
            _attendee(world, group, surname + given, seat)
    return lines


def table_with_circles(world: World) -> list[str]:
    """区分\t氏名\t出欠 / 委員\t青野一郎\t○"""
    lines = ["委員の出欠", "役職\t氏名\t出欠"]
    absent = world.rng.randrange(2, 6)
    for index, ((surname, given), seat) in enumerate(zip(world.members, _SEATS, strict=True)):
        lines.append(f"{seat or '委員'}\t{surname}　{given}\t{'×' if index == absent else '○'}")
        if index != absent:
            _attendee(world, "委員の出欠", surname + given, seat)
    return lines


def names_in_columns(world: World) -> list[str]:
    """出席委員 / 青野一郎　赤井和子　石森健"""
    names = [surname + given for surname, given in world.members]
    for name in names:
        _attendee(world, "出席委員", name)
    absent = world.rng.choice([[], ["欠席委員　なし"], ["欠席委員", "　なし"], ["欠席者　江田三郎、大貫とも子"]])
    return ["出席委員（敬称略）", *("　" + "　　".join(names[start : start + 3]) for start in (0, 3)), *absent]


def names_with_absent(world: World) -> list[str]:
    """出席委員 5名 …、欠席委員 1名 …、説明員 …"""
    names = [f"{surname} {given}" for surname, given in world.members]
    for surname, given in world.members[:5]:
        _attendee(world, "出席委員", surname + given)
    for post, surname in world.staff:
        _attendee(world, "説明員", f"{post} {surname}")
    return [
        "出席委員（５名）",
        f"　{'、'.join(names[:5])}",
        "欠席委員（１名）",
        f"　{names[5]}",
        "説明員",
        *(f"　{post}　{surname}" for post, surname in world.staff),
    ]


def groups_with_counts(world: World) -> list[str]:
    """出席者 / 委員（6名） / 青野一郎、… / 事務局（3名） / …"""
    names = [surname + given for surname, given in world.members]
    for name in names:
        _attendee(world, "委員", name)
    for post, surname in world.staff:
        _attendee(world, "事務局", f"{surname}{post}")
    return [
        "出席者",
        "委員（6名）",
        f"　{'、'.join(names)}",
        "事務局（3名）",
        f"　{'、'.join(surname + post for post, surname in world.staff)}",
    ]


def label_with_remark(world: World) -> list[str]:
    """出席した者（傍聴人を除く。）の氏名（敬称略）"""
    names = [surname + given for surname, given in world.members]
    for name in names:
        _attendee(world, "委員", name)
    return ["出席した者（傍聴人を除く。）の氏名（敬称略）", f"　委員：{'、'.join(names)}"]


def spaced_names_in_two_columns(world: World) -> list[str]:
    """委員長　　青　野　一　郎　　　　副委員長　　赤　井　和　子 / 〃"""
    cells = []
    for index, ((surname, given), seat) in enumerate(zip(world.members, _SEATS, strict=True)):
        word = seat or ("委　員" if index < 4 else "　〃　")
        cells.append(f"{word}　　{'　'.join(surname + given)}")
        _attendee(world, "出席委員", surname + given, seat)
    return [
        "出席委員（６名）",
        *(f"　　{left}　　　　{right}" for left, right in zip(cells[::2], cells[1::2], strict=True)),
    ]


def signs_before_names(world: World) -> list[str]:
    """出席委員　◎青野一郎　　○赤井和子　　石森　健"""
    names = [surname + given for surname, given in world.members]
    for name in names:
        _attendee(world, "出席委員", name)
    return [f"出席委員　　◎{names[0]}　　○{names[1]}　　{'　　'.join(names[2:])}"]


def seats_alone_above_names(world: World) -> list[str]:
    """出席委員： / 会長 / 青野 一郎 霞浜大学教授 / 委員 / …"""
    lines = ["出席委員："]
    above = None
    for (surname, given), seat in zip(world.members, _SEATS, strict=True):
        group = seat or "委員"
        if group != above:
            lines.append(group)
        above = group
        lines.append(f"{surname} {given} 霞浜大学教授")
        _attendee(world, group, f"{surname} {given} 霞浜大学教授", seat)
    return lines


def numbered_groups(world: World) -> list[str]:
    """出席者（敬称略） / （1）構成員 / … / （2）霞浜県"""
    names = [surname + given for surname, given in world.members]
    for name, seat in zip(names, _SEATS, strict=True):
        _attendee(world, "構成員", f"{name}（{seat}）" if seat else name, seat)
    for post, surname in world.staff:
        _attendee(world, "霞浜県", f"{surname}{post}")
    shown = [f"{name}（{seat}）" if seat else name for name, seat in zip(names, _SEATS, strict=True)]
    return [
        "出席者（敬称略）",
        "（1）構成員",
        f"　{'、'.join(shown)}",
        "（2）霞浜県",
        f"　{'、'.join(surname + post for post, surname in world.staff)}",
    ]


def groups_on_one_line(world: World) -> list[str]:
    """出席者\t委員：…　事務局：…"""
    names = [surname + given for surname, given in world.members]
    for name in names:
        _attendee(world, "委員", name)
    for post, surname in world.staff:
        _attendee(world, "事務局", f"{surname}{post}")
    return [f"出席者\t委員：{'、'.join(names)}　事務局：{'、'.join(surname + post for post, surname in world.staff)}"]


def sections_in_brackets(world: World) -> list[str]:
    """《理事者》 / [環境部]青野局長、赤井次長 ほか"""
    group = world.rng.choice(["理事者", "説明員", "執行部", "出席説明員"])
    opened, closed = world.rng.choice([("[", "]"), ("【", "】"), ("〔", "〕"), ("［", "］"), ("＜", "＞")])
    names = [f"{surname}{given}" for surname, given in world.members]
    seats = ["委員長", "副委員長", None, None, None, None]
    shown = [f"{name}{seat or ''}" for name, seat in zip(names, seats, strict=True)]
    for name, seat in zip(shown, seats, strict=True):
        _attendee(world, "出席委員", name, seat)
    lines = ["《出席委員》", f"{'、'.join(shown[:4])}、", f"{'、'.join(shown[4:])}　各委員", f"《{group}》"]
    sections = world.rng.sample(["環境部", "港湾局", "健康福祉部", "総務課", "市民生活室"], 2)
    for section, (first, second) in zip(sections, (world.staff[:2], world.staff[1:]), strict=True):
        people = [f"{surname}{post}" for post, surname in (first, second)]
        for name in people:
            _attendee(world, group, name, None, section)
        lines.append(f"{opened}{section}{closed}{'、'.join(people)}{world.rng.choice(['', '　ほか'])}")
    return lines


def numbered_groups_with_order(world: World) -> list[str]:
    """出席者 / (1) 懇談会構成員（敬称略、五十音順） / … / (2) 霞浜県側"""
    members = world.rng.choice(["懇談会構成員", "検討会委員", "部会構成員", "委員"])
    side = world.rng.choice(["霞浜県側", "霞浜市側", "事務局", "教育委員会側"])
    remark = world.rng.choice(["（敬称略、五十音順）", "（敬称略）", "（５０音順、敬称略）", "(敬称略・順不同)", ""])
    names = [surname + given for surname, given in world.members]
    proxy = world.rng.randrange(6)
    shown = [f"{name}（代理出席　江田三郎）" if index == proxy else name for index, name in enumerate(names)]
    for index, name in enumerate(shown):
        _attendee(world, members, name, None, None, index == proxy)
    staff = [surname + post for post, surname in world.staff]
    for name in staff:
        _attendee(world, side, name)
    count = world.rng.choice([("(1) ", "(2) "), ("（１）", "（２）"), ("① ", "② "), ("１．", "２．")])
    cut = world.rng.choice([3, 4, 6])
    lines = ["出席者", f"　{count[0]}{members}{remark}", f"　　{'、'.join(shown[:cut])}"]
    if cut < 6:
        lines[-1] += "、"
        lines.append("、".join(shown[cut:]))
    return [*lines, f"　{count[1]}{side}", f"　　{'、'.join(staff)}"]


def present_and_absent_by_label(world: World) -> list[str]:
    """出席委員・欠席委員 / 出席委員：… / 欠席委員：…"""
    heading = world.rng.choice(
        ["出席委員・欠席委員", "出席委員及び欠席委員", "出席者・欠席者", "出席委員、欠席委員", "出席者並びに欠席者"]
    )
    kind = "委員" if "委員" in heading else "者"
    names = [surname + given for surname, given in world.members]
    for name in names[:5]:
        _attendee(world, f"出席{kind}", name)
    return [heading, f"出席{kind}：{'、'.join(names[:5])}", f"欠席{kind}：{names[5]}"]


def seats_come_apart(world: World) -> list[str]:
    """出席委員（議席順） / 1番 / 青野 / 一郎 / 2番 / 赤井和子: the columns of a page, line by line"""
    lines = [world.rng.choice(["出席委員（議席順）", "出席委員", "出席委員（6名）"])]
    label = world.rng.choice(["番", "番委員", "番"])
    for number, (surname, given) in enumerate(world.members, start=1):
        parts = [surname, given] if world.rng.random() < 0.7 else [surname + given]
        lines += [f"{number}{label}", *parts]
        _attendee(world, "出席委員", surname + given)
    return lines


ATTENDANCE_FORMS: list[Form] = [
    seats_come_apart,
    sections_in_brackets,
    numbered_groups_with_order,
    present_and_absent_by_label,
    spaced_names_in_two_columns,
    signs_before_names,
    seats_alone_above_names,
    numbered_groups,
    groups_on_one_line,
    seats_before_names,
    seats_behind_names,
    seats_in_brackets,
    numbered_seats_in_columns,
    numbered_with_honorific,
    table_with_state,
    table_with_circles,
    names_in_columns,
    names_with_absent,
    groups_with_counts,
    label_with_remark,
]

# Agenda


def _item(world: World, category: str | None, number: int | None, title: str) -> None:
    world.answer["agenda"].append({"category": category, "number": number, "title": title})


def _counter(world: World) -> Callable[[int], str]:
    styles: list[Callable[[int], str]] = [
        lambda number: f"（{number}）",
        lambda number: f"({number}) ",
        lambda number: f"{number}　",
        lambda number: f"{number}. ",
        lambda number: f"{_wide(number)}．",
        lambda number: "①②③④⑤"[number - 1] + " ",
        lambda number: "⑴⑵⑶⑷⑸"[number - 1] + "　",
        lambda number: f"{number}) ",
        lambda number: f"{'一二三四五'[number - 1]}　",
    ]
    return world.rng.choice(styles)


def items_under_label(world: World) -> list[str]:
    """議題 / （1）甲について / （2）その他"""
    label, category = world.rng.choice(
        [
            ("議題", "議題"),
            ("議　題", "議題"),
            ("【議題】", "議題"),
            ("案件名", "案件"),
            ("審議事項", "審議事項"),
            ("付議事件", None),
            ("会議に付すべき事件", None),
            ("本日の議題：", "議題"),
            ("議事", "議事"),
        ]
    )
    count = _counter(world)
    titles = [*world.titles[:3], "その他"]
    for number, title in enumerate(titles, start=1):
        _item(world, category, number, title)
    return [label, *(f"　{count(number)}{title}" for number, title in enumerate(titles, start=1))]


def programme(world: World) -> list[str]:
    """次第 / 1 開会 / 2 議題 / (1) … / 3 その他 / 4 閉会: what stands round the business is no item."""
    word = world.rng.choice(["議題", "議事", "審議事項", "報告事項", "協議事項", "案件"])
    for number, title in enumerate(world.titles[:2], start=1):
        _item(world, word, number, title)
    return [
        world.rng.choice(["次第", "会議次第", "次　第", "議事次第"]),
        "　１　開会",
        f"　２　{word}",
        *(f"　　（{number}）{title}" for number, title in enumerate(world.titles[:2], start=1)),
        "　３　その他",
        "　４　閉会",
    ]


def two_parents(world: World) -> list[str]:
    """議題 / 1 審議事項 / (1) … / 2 報告事項 / (1) …"""
    for number, title in enumerate(world.titles[:2], start=1):
        _item(world, "審議事項", number, title)
    for number, title in enumerate(world.titles[2:4], start=1):
        _item(world, "報告事項", number, title)
    return [
        world.rng.choice(["議題", "次第", "会議事項"]),
        "１　審議事項",
        *(f"　(1) {title}".replace("1", str(number)) for number, title in enumerate(world.titles[:2], start=1)),
        "２　報告事項",
        *(f"　({number}) {title}" for number, title in enumerate(world.titles[2:4], start=1)),
    ]


def issues(world: World) -> list[str]:
    """議案第5号　甲について"""
    first = world.rng.randrange(1, 40)
    label = world.rng.choice(["議案", "付議案件", "会議に付した議案", "議事日程"])
    order = world.rng.random() < 0.5
    lines = [label]
    for index, title in enumerate(world.titles[:3]):
        _item(world, "議案", first + index, title)
        lines.append(f"　第{first + index}号議案　{title}" if order else f"　議案第{first + index}号　{title}")
    return lines


def schedule(world: World) -> list[str]:
    """議事日程 / 日程第1 …"""
    for number, title in enumerate(world.titles[:3], start=1):
        _item(world, "日程", number, title)
    return ["議事日程", *(f"　日程第{number}　{title}" for number, title in enumerate(world.titles[:3], start=1))]


def bulleted_under_classes(world: World) -> list[str]:
    """⑴ 報告事項 / ○甲 / ○乙 / ⑵ 協議事項 / ○丙"""
    for title in world.titles[:2]:
        _item(world, "報告事項", None, title)
    _item(world, "協議事項", None, world.titles[2])
    return [
        "議題",
        "（1）報告事項",
        *(f"　○{title}" for title in world.titles[:2]),
        "（2）協議事項",
        f"　○{world.titles[2]}",
    ]


def class_with_numbers(world: World) -> list[str]:
    """議題1　甲について / 議題2　…"""
    word = world.rng.choice(["議題", "報告", "議案"])
    for number, title in enumerate(world.titles[:3], start=1):
        _item(world, word, number, title)
    return [
        world.rng.choice(["議題", "次第", "議事"]),
        *(f"　{word}{_wide(number)}　{title}" for number, title in enumerate(world.titles[:3], start=1)),
    ]


def broken_titles(world: World) -> list[str]:
    """(1) a title that the page's width broke"""
    lines = ["議題"]
    for number, (one, other) in enumerate(zip(world.titles[:2], world.titles[2:4], strict=True), start=1):
        title = f"{one.removesuffix('について')}及び{other}"
        _item(world, "議題", number, title)
        cut = len(title) - 7
        lines += [f"　（{number}）{title[:cut]}", f"　　　{title[cut:]}"]
    return lines


def parts_by_letters(world: World) -> list[str]:
    """議題 / 1 甲 / ア … are children of the parent"""
    for title in world.titles[:3]:
        _item(world, "所管事務の調査", None, title)
    return [
        "案件",
        "１　所管事務の調査",
        *(f"　　{letter}　{title}" for letter, title in zip("アイウ", world.titles[:3], strict=True)),
    ]


def in_one_cell(world: World) -> list[str]:
    """議題\t1 甲について 2 乙について"""
    for number, title in enumerate(world.titles[:3], start=1):
        _item(world, "議題", number, title)
    return ["議題\t" + " ".join(f"{number} {title}" for number, title in enumerate(world.titles[:3], start=1))]


def parts_by_signs(world: World) -> list[str]:
    """案件 / ●港湾局 / 1.… / 2.… / ●基地局 / 1.…"""
    for number, title in enumerate(world.titles[:2], start=1):
        _item(world, "港湾局", number, title)
    _item(world, "基地局", 1, world.titles[2])
    first = (f"{number}.{title}" for number, title in enumerate(world.titles[:2], start=1))
    return [world.rng.choice(["案件", "《案件》"]), "●港湾局", *first, "●基地局", f"1.{world.titles[2]}"]


def roman_numbers(world: World) -> list[str]:
    """議題 / I. 甲について / II. 乙について"""
    count = world.rng.choice([("I.", "II.", "III."), ("Ⅰ　", "Ⅱ　", "Ⅲ　")])
    for number, title in enumerate(world.titles[:3], start=1):
        _item(world, "議題", number, title)
    return ["議題", *(f"　{printed} {title}" for printed, title in zip(count, world.titles, strict=False))]


def issues_behind_their_class(world: World) -> list[str]:
    """議　案　第1号　甲 / 　　　　第2号　乙 / 報　告　第1号　丙"""
    for number, title in enumerate(world.titles[:2], start=1):
        _item(world, "議案", number, title)
    _item(world, "報告", 1, world.titles[2])
    return [
        f"議　案　第1号　{world.titles[0]}",
        f"　　　　第2号　{world.titles[1]}",
        f"報　告　第1号　{world.titles[2]}",
    ]


def classes_above_numbers(world: World) -> list[str]:
    """議題 / 【審議事項】 / (1) … / 【報告事項】 / (1) …"""
    for number, title in enumerate(world.titles[:2], start=1):
        _item(world, "審議事項", number, title)
    _item(world, "報告事項", 1, world.titles[2])
    return [
        "議題",
        "【審議事項】",
        *(f"（{number}）{title}" for number, title in enumerate(world.titles[:2], start=1)),
        "【報告事項】",
        f"（1）{world.titles[2]}",
    ]


def half_brackets_below_brackets(world: World) -> list[str]:
    """議事 / (1) 開会 / (2) 議題 / 1) 甲 / 2) 乙 / (3) 閉会"""
    word = world.rng.choice(["議題", "報告事項", "審議事項", "議事"])
    titles = [*world.titles[:2], world.rng.choice(["討議", "意見交換", "その他", world.titles[2]])]
    for number, title in enumerate(titles, start=1):
        _item(world, word, number, title)
    gap = world.rng.choice(["", " ", "　"])
    outer = world.rng.choice([("(1) ", "(2) ", "(3) "), ("（１）", "（２）", "（３）"), ("1. ", "2. ", "3. ")])
    return [
        world.rng.choice(["議事", "次第", "議事次第"]),
        f"　{outer[0]}開会",
        f"　{outer[1]}{word}",
        *(f"{world.rng.choice(['', ' '])}{number}){gap}{title}" for number, title in enumerate(titles, start=1)),
        f"　{outer[2]}閉会",
    ]


def offices_above_bullets(world: World) -> list[str]:
    """《案件》 / 港湾局 / ※甲について / ※乙について / 市民部 / ※丙について"""
    bullet = world.rng.choice(["※", "・", "○", "◆"])
    first, second = world.rng.sample(["港湾局", "市民部", "健康福祉部", "教育委員会", "総務課", "消防本部"], 2)
    for title in world.titles[:2]:
        _item(world, first, None, title)
    _item(world, second, None, world.titles[2])
    return [
        world.rng.choice(["《案件》", "案件名", "【案件】", "会議に付した事件"]),
        first,
        *(f"{bullet}{title}" for title in world.titles[:2]),
        second,
        f"{bullet}{world.titles[2]}",
    ]


def programme_of_the_body(world: World) -> list[str]:
    """総会次第 / ⑴ 開会 / ⑵ 甲について / … / ⑸ 閉会"""
    count = _counter(world)
    lines = [world.rng.choice(["総会次第", "定例会次第", "委員会の日程", "部会次第", "懇談会次第", "審議会議題"])]
    category = "審議会議題" if lines[0] == "審議会議題" else None
    lines.append(f"{count(1)}開会")
    for number, title in enumerate([*world.titles[:2], "その他"], start=2):
        _item(world, category, number, title)
        lines.append(f"{count(number)}{title}")
    return [*lines, f"{count(5)}閉会"]


def first_item_beside_the_label(world: World) -> list[str]:
    """議題　（1）甲について / 　　　（2）乙について"""
    label, category = world.rng.choice(
        [("議題", "議題"), ("議　題", "議題"), ("案件", "案件"), ("審議事項", "審議事項")]
    )
    gap = world.rng.choice(["：", "　", "　　"])
    for number, title in enumerate(world.titles[:3], start=1):
        _item(world, category, number, title)
    printed = [f"（{number}）{title}" for number, title in enumerate(world.titles[:3], start=1)]
    return [f"{label}{gap}{printed[0]}", *(f"　　　　{line}" for line in printed[1:])]


AGENDA_FORMS: list[Form] = [
    first_item_beside_the_label,
    half_brackets_below_brackets,
    offices_above_bullets,
    programme_of_the_body,
    parts_by_signs,
    roman_numbers,
    issues_behind_their_class,
    classes_above_numbers,
    items_under_label,
    items_under_label,
    items_under_label,
    programme,
    two_parents,
    issues,
    schedule,
    bulleted_under_classes,
    class_with_numbers,
    broken_titles,
    parts_by_letters,
    in_one_cell,
]

# Papers


def _paper(world: World, label: str | None, title: str | None) -> None:
    world.answer["attachments"].append({"label": label, "title": title})


_PAPER_LABELS = [
    "配布資料",
    "配付資料",
    "会議資料",
    "提出資料等",
    "配布資料一覧",
    "資　料",
    "当日配布した資料",
    "資料名",
]


def papers_a_line(world: World) -> list[str]:
    """配布資料 / 資料1　…"""
    gap = world.rng.choice(["　", "：", " "])
    bullet = world.rng.choice(["", "・", "　"])
    for number, title in enumerate(world.papers, start=1):
        _paper(world, f"資料{number}", title)
    label = world.rng.choice(_PAPER_LABELS)
    return [label, *(f"{bullet}資料{number}{gap}{title}" for number, title in enumerate(world.papers, start=1))]


def papers_with_files(world: World) -> list[str]:
    """資料1-1 … (PDF：40KB)"""
    _paper(world, None, "次第")
    for number, title in enumerate(world.papers, start=1):
        _paper(world, f"資料1-{number}", title)
    return [
        "会議資料",
        "次第（PDF：40KB）",
        *(f"資料1-{number} {title}（PDF：{number}20KB）" for number, title in enumerate(world.papers, start=1)),
    ]


def papers_bulleted(world: World) -> list[str]:
    """・次第 / ・委員名簿"""
    for title in world.papers:
        _paper(world, None, title)
    return ["【配布資料】", *(f"・{title}" for title in world.papers)]


def papers_in_a_row(world: World) -> list[str]:
    """配布資料：資料1 …、資料2 …"""
    for number, title in enumerate(world.papers, start=1):
        _paper(world, f"資料{number}", title)
    return ["配布資料：" + "、".join(f"資料{number} {title}" for number, title in enumerate(world.papers, start=1))]


PAPER_FORMS: list[Form] = [papers_a_line, papers_with_files, papers_bulleted, papers_in_a_row]

# Records: enough of the talk to tell where the head ends.


def record_circles(world: World) -> list[str]:
    """○会長　…"""
    return [
        "○会長　定刻になりましたので、会議を始めます。",
        "○事務局　資料に沿って説明いたします。",
        "○青野委員　費用はどのくらいになりますか。",
        "○事務局　今年度と同じくらいを見込んでおります。",
        "○会長　ほかになければ、これで終わります。",
    ]


def record_headed(world: World) -> list[str]:
    """会議の経過 / 会長：…"""
    return [
        world.rng.choice(["会議の経過", "議事の内容", "発言の内容", "審議の内容及び結果", "会議内容"]),
        "会長：定刻になりましたので、会議を始めます。",
        "事務局：資料に沿って説明いたします。",
        "委員：費用はどのくらいになりますか。",
        "事務局：今年度と同じくらいを見込んでおります。",
        "会長：ほかになければ、これで終わります。",
    ]


def record_in_round_brackets(world: World) -> list[str]:
    """(会長) / …"""
    return [
        "(会長)",
        "定刻になりましたので、会議を始めます。",
        "(事務局)",
        "資料に沿って説明いたします。",
        "(会長)",
        "ほかになければ、これで終わります。",
    ]


def record_in_brackets(world: World) -> list[str]:
    """【会長】 / …"""
    return [
        "【会長】",
        "定刻になりましたので、会議を始めます。",
        "【事務局】",
        "資料に沿って説明いたします。",
        "【会長】",
        "ほかになければ、これで終わります。",
    ]


def record_with_headings(world: World) -> list[str]:
    """A heading for each item of the agenda, worded as the list words it or otherwise, and what is said under it."""
    items = world.answer["agenda"]
    several = len({item["number"] for item in items}) < len(items)
    word = _pick(world, HEADING_FORMS)
    lines = ["○会長　定刻になりましたので、会議を始めます。"]
    world.answer["opened"] = [[]]
    for index, item in enumerate(items):
        lines.append(word(item, several))
        lines += ["○事務局　資料に沿って説明いたします。", "○青野委員　費用はどのくらいになりますか。"]
        world.answer["opened"] += [[index], [index]]
    return lines


def _classed(item: dict[str, Any]) -> str:
    return item["category"] if item["category"] in _PRINTED_CLASSES else ""


_PRINTED_CLASSES = ("議題", "報告", "議案", "審議事項", "報告事項", "協議事項", "案件")


def heading_as_listed(item: dict[str, Any], several: bool) -> str:
    """（1）甲について; the class before it where numbers come twice"""
    if item["number"] is None:
        return f"○{item['title']}".lstrip("○")
    if item["category"] == "議案":
        return f"議案第{item['number']}号　{item['title']}"
    return f"{_classed(item) if several else ''}（{item['number']}）{item['title']}"


def heading_shortened(item: dict[str, Any], several: bool) -> str:
    """（1）甲: について left out"""
    return heading_as_listed({**item, "title": item["title"].removesuffix("について")}, several)


def heading_in_brackets(item: dict[str, Any], several: bool) -> str:
    """【（1）甲について】"""
    return f"【{heading_as_listed(item, several)}】"


def heading_with_sign(item: dict[str, Any], several: bool) -> str:
    """■（1）甲について"""
    return f"■{heading_as_listed(item, several)}"


def heading_quoted(item: dict[str, Any], several: bool) -> str:
    """（1）「甲について」"""
    return heading_as_listed({**item, "title": f"「{item['title']}」"}, several)


def heading_by_class_and_number(item: dict[str, Any], several: bool) -> str:
    """議題１ alone, where the list prints the class"""
    if not _classed(item) or item["number"] is None:
        return heading_as_listed(item, several)
    if item["category"] == "議案":
        return f"議案第{_wide(item['number'])}号"
    return f"{item['category']}（{item['number']}）"


HEADING_FORMS: list[Any] = [
    heading_as_listed,
    heading_shortened,
    heading_in_brackets,
    heading_with_sign,
    heading_quoted,
    heading_by_class_and_number,
]

RECORD_FORMS: list[Form] = [
    record_in_round_brackets,
    record_circles,
    record_headed,
    record_in_brackets,
    record_with_headings,
    record_with_headings,
    record_with_headings,
]


def comparable(value: Any) -> Any:
    """A part of an answer, folded."""
    if isinstance(value, str):
        return "".join(unicodedata.normalize("NFKC", value).split())
    if isinstance(value, dict):
        return {key: comparable(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [comparable(part) for part in value]
    return value
