"""Minutes of the invented city 霞浜市 in layouts composed at random, with the answer of each.

A layout is one choice from each table below: how the head prints its fields, how the agenda is numbered, how headings
repeat it, how speakers are marked, how wide lines are. The same seed gives the same document.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

Speech = tuple[str, str]


@dataclass(slots=True)
class Document:
    """A printed document and what a reading of it ought to find."""

    choices: dict[str, str]
    lines: list[str] = field(default_factory=list)
    speeches: list[tuple[str | None, str, tuple[int, ...]]] = field(default_factory=list)
    agenda: list[str] = field(default_factory=list)
    held_on: str = "2023-03-01"
    body: str = "霞浜市みどりの審議会"

    @property
    def text(self) -> str:
        """The document as one text."""
        return "\n".join(self.lines)


def wide(text: str) -> str:
    """Digits and letters full-width."""
    return "".join(chr(ord(sign) + 0xFEE0) if sign.isascii() and sign.isalnum() else sign for sign in text)


# --- who speaks -------------------------------------------------------------------------------------------------------

CASTS: dict[str, list[str]] = {
    "roles": ["会長", "事務局", "委員", "副会長"],
    "surnames with seats": ["青野会長", "事務局", "赤井委員", "白川委員", "黒木副会長"],
    "lettered": ["会長", "事務局", "Ａ委員", "Ｂ委員", "Ｃ委員"],
    "letters behind": ["会長", "事務局", "委員A", "委員B", "委員C"],
    "numbered": ["委員長", "事務局", "委員1", "委員2", "委員11"],
    "posts": ["議長", "緑化推進課長", "公園係長", "赤井委員", "白川委員"],
    "sections": ["会長", "事務局（緑化推進課）", "赤井委員", "事務局（公園課）"],
    "names in brackets": [
        "会長（青野一郎君）",
        "緑化推進課長（黒木三郎君）",
        "委員（赤井花子君）",
        "委員（白川次郎君）",
    ],
    "seat numbers": ["議長", "３番（赤井花子君）", "５番（白川次郎君）", "１２番（黒木三郎君）", "事務局長"],
    "honorifics": ["青野会長", "赤井さん", "白川さん", "黒木さん"],
    "with given names": ["委員長（青野一郎）", "赤井花子委員", "白川次郎委員", "緑化推進課長（黒木三郎）"],
    "masked": ["会長", "事務局", "○○委員", "△△委員"],
    "roles behind": ["青野（会長）", "赤井（委員）", "白川（委員）", "山田（事務局）"],
    "how names are read": ["青野（あおの）会長", "赤井（あかい）委員", "白川（しらかわ）委員", "事務局"],
    "fields in brackets": ["青野会長（市長）", "赤井委員（学識経験者）", "白川委員（公募）", "黒木委員（医師）"],
}
# A name behind the post or seat, parted from it by a space.
PARTED = {
    "posts and names": ["会長　青野", "緑化推進課長　山田", "委員　赤井", "委員　白川"],
    "seat numbers and names": ["議長　青野一郎君", "３番　赤井花子君", "５番　白川次郎君", "事務局長　黒木三郎君"],
}
# Surnames alone, initials: borne out by the attendance list or by their repetition only.
BARE = {
    "surnames": ["青野", "赤井", "白川", "黒木"],
    "letters": ["Ａ", "Ｂ", "Ｃ", "Ｄ"],
    "initials": ["Ｋ．Ａ", "Ｔ．Ｓ", "Ｍ．Ｉ"],
}
MARKS: dict[str, Callable[[str, str], list[str]]] = {
    "circle and space": lambda name, said: [f"○{name}　{said}"],
    "circle and two spaces": lambda name, said: [f"◯{name}　　{said}"],
    "diamond": lambda name, said: [f"◆{name}　{said}"],
    "double circle": lambda name, said: [f"◎{name}：{said}"],
    "dash": lambda name, said: [f"―{name}　{said}"],
    "arrow": lambda name, said: [f"→{name}　{said}"],
    "square": lambda name, said: [f"■{name}　{said}"],
    "corner brackets": lambda name, said: [f"【{name}】{said}"],
    "corner brackets above": lambda name, said: [f"【{name}】", f"　{said}"],
    "round brackets": lambda name, said: [f"（{name}）{said}"],
    "square brackets": lambda name, said: [f"[{name}] {said}"],
    "wide square brackets": lambda name, said: [f"［{name}］　{said}"],
    "angle brackets": lambda name, said: [f"＜{name}＞{said}"],
    "double angle brackets": lambda name, said: [f"《{name}》　{said}"],
    "colon": lambda name, said: [f"{name}：{said}"],
    "half colon": lambda name, said: [f"{name}: {said}"],
    "space": lambda name, said: [f"{name}　{said}"],
    "two spaces": lambda name, said: [f"{name}　　{said}"],
    "closing bracket": lambda name, said: [f"{name}）{said}"],
    "slash": lambda name, said: [f"{name}／{said}"],
    "quotes": lambda name, said: [f"{name}「{said}」"],
    "name line": lambda name, said: [name, f"　{said}"],
    "circle line": lambda name, said: [f"○{name}", said],
    "table": lambda name, said: [f"{name}\t{said}"],
    "table with colon": lambda name, said: [f"{name}：\t{said}"],
    "markdown": lambda name, said: [f"**{name}**　{said}"],
    "corner brackets and colon": lambda name, said: [f"【{name}】：{said}"],
    "dots": lambda name, said: [f"{name}…{said}"],
    "two dots": lambda name, said: [f"{name}……{said}"],
    "dash behind": lambda name, said: [f"{name}－{said}"],
    "angle behind": lambda name, said: [f"{name}＞{said}"],
    "diamond line": lambda name, said: [f"◇{name}", f"　{said}"],
    "round brackets above": lambda name, said: [f"（{name}）", f"　{said}"],
    "spaced colon": lambda name, said: [f"{name} ： {said}"],
    "at the end": lambda name, said: [f"・{said}（{name}）"],
}
# Speeches that count up.
COUNTED: dict[str, Callable[[int, str, str], list[str]]] = {
    "numbered": lambda count, name, said: [f"{count}. {name}　{said}"],
    "numbered with colon": lambda count, name, said: [f"（{wide(str(count))}）{name}：{said}"],
}
FEW_PARTED = {"circle and space", "colon", "space", "diamond", "double circle", "half colon"}
FEW_BARE = {
    "colon",
    "half colon",
    "corner brackets",
    "round brackets",
    "circle and space",
    "angle brackets",
    "table",
    "double circle",
}

# --- what is said -----------------------------------------------------------------------------------------------------

# Lines that part speeches: printed, and the text of the record they are (none for an ornament).
BETWEEN = [
    ("（「異議なし」の声あり）", "「異議なし」の声あり"),
    ("　　〔賛成者挙手〕", "賛成者挙手"),
    ("異議なし", "異議なし"),
    ("挙手多数", "挙手多数"),
    ("【原案どおり可決】", "原案どおり可決"),
    ("◇採決の結果、全会一致で可決", "採決の結果、全会一致で可決"),
    ("原案のとおり承認", "原案のとおり承認"),
    ("（暫時休憩　午後２時１０分～午後２時２０分）", "暫時休憩　午後２時１０分～午後２時２０分"),
    ("午後２時１０分　休憩", "午後２時１０分　休憩"),
    ("午後２時２０分　再開", "午後２時２０分　再開"),
    ("※傍聴を許可した。", "傍聴を許可した。"),
    ("　　　　―――◇―――", ""),
    ("――――○――――", ""),
    ("（緑化推進課長　退室）", "緑化推進課長　退室"),
]
OPENINGS = [
    "ただいまから霞浜市みどりの審議会を開会します。本日はお忙しい中お集まりいただきありがとうございます。",
    "定刻になりましたので始めます。よろしくお願いいたします。",
]
SAID = [
    "はい。",
    "異議ありません。",
    "事務局から説明をお願いします。",
    "資料１をご覧ください。緑地の面積は５年間で３％減りました。主な原因は宅地化です。",
    "街路樹の本数は足りていますか。",
    "委員の皆様のご意見を踏まえて、計画の素案を見直しました。次回までに数字を整理します。",
    "苗木は市内の農家から買っています。費用は年間で１２０万円です。",
    "会長からご指摘のあった点ですが、来年度の予算で対応します。",
    "詳しくは https://www.kasumihama.example/midori をご覧ください。受付は１０：３０から、費用：無料です。",
    "「どこに植えますか。」と市民に聞かれ、「駅前です。」と答えました。",
    "委員と市民の比率は１：３です。",
    "よろしいでしょうか。ほかにご質問があればどうぞ。",
    "子どもが遊べる広場が近くにないという声をよく聞きます。整備の予定はありますか。",
    "今のところ予定はありませんが、公園課と相談のうえ、地域の要望を聞きながら検討してまいりたいと考えております。",
    "質問が２点あります。１点目は面積の数え方、２点目は管理の体制についてです。",
    "ありがとうございます。ただいまの説明について、ご意見やご質問はございませんか。",
    "反対です。水やりの手間を考えると、今の人数では続けられないと思います。",
    "それでは、本件は原案のとおり承認することでよろしいですか。",
    "昨年の夏は暑さで枯れた木が多く、植え替えに時間がかかりました。今年は日よけを設けています。",
    "もう少し具体的に教えてください。",
    "前回の会議でも申し上げましたが、手入れをする人の高齢化が進んでいます。若い人に加わってもらう仕組みが必要ではないでしょうか。",
]
ITEMS = [
    "緑の基本計画の改定について",
    "公園の利用実態調査の結果について",
    "街路樹の管理方針について",
    "花いっぱい運動の実施状況について",
    "保存樹木の指定について",
]

# --- the head ---------------------------------------------------------------------------------------------------------

FIELDS = [
    ("日時", "令和５年３月１日（水）午後１時３０分から３時まで"),
    ("場所", "霞浜市役所３階　第１会議室"),
]
HEADS: dict[str, Callable[[str, str], list[str]]] = {
    "colon": lambda label, value: [f"{label}：{value}"],
    "space": lambda label, value: [f"{label}　{value}"],
    "table": lambda label, value: [f"{label}\t{value}"],
    "corner brackets": lambda label, value: [f"【{label}】", value],
    "circle": lambda label, value: [f"○{label}　{value}"],
    "square": lambda label, value: [f"■ {label}", f"　{value}"],
    "letter-spaced": lambda label, value: [f"{'　'.join(label)}　　{value}"],
    "below": lambda label, value: [label, "", value, ""],
    "diamond": lambda label, value: [f"◇{label}", f"　{value}"],
}
NUMBERED_HEADS: dict[str, Callable[[int, str, str], list[str]]] = {
    "numbered": lambda number, label, value: [f"{wide(str(number))}　{label}　{value}"],
    "numbered above": lambda number, label, value: [f"{number}. {label}", f"　　{value}"],
    "bracketed": lambda number, label, value: [f"({number}) {label}：{value}"],
}
TITLES = [
    "令和４年度第２回霞浜市みどりの審議会会議録",
    "第２回霞浜市みどりの審議会　議事録",
    "令和４年度　第２回　霞浜市みどりの審議会　議事要旨",
]
KANJI = "一二三四五六七八九"
NUMBERINGS: dict[str, Callable[[int], str]] = {
    "1": lambda n: f"{n} ",
    "1.": lambda n: f"{n}. ",
    "１．": lambda n: f"{wide(str(n))}．",
    "１　": lambda n: f"{wide(str(n))}　",
    "(1)": lambda n: f"({n}) ",
    "（１）": lambda n: f"（{wide(str(n))}）",
    "①": lambda n: chr(0x2460 + n - 1),
    "ア": lambda n: "アイウエオ"[n - 1] + "　",
    "一": lambda n: f"{KANJI[n - 1]}　",
    "一、": lambda n: f"{KANJI[n - 1]}、",
    "Ⅰ": lambda n: f"{chr(0x2160 + n - 1)}　",
    "第1号議案": lambda n: f"第{wide(str(n))}号議案　",
    "議案第1号": lambda n: f"議案第{wide(str(n))}号　",
    "日程第1": lambda n: f"日程第{wide(str(n))}　",
    "議題1": lambda n: f"議題{wide(str(n))}　",
    "・": lambda _: "・",
}
# Numbers that say by themselves which item a heading opens.
TELLING = ("第1号議案", "議案第1号", "日程第1", "議題1")
LIST_LABELS = ["議題", "次第", "会議次第", "議事", "案件", "付議事件"]
HEADINGS: dict[str, Callable[[str, str], str]] = {
    "same": lambda number, title: f"{number}{title}",
    "square": lambda number, title: f"■{number}{title}",
    "corner brackets": lambda number, title: f"【{number}{title}】",
    "without について": lambda number, title: f"{number}{title.removesuffix('について')}",
    "angle": lambda number, title: f"＜{number}{title}＞",
    "quoted": lambda number, title: f"{number}「{title}」",
}
TALK_LABELS: dict[str, Callable[[int], list[str]]] = {
    "会議内容": lambda _: ["会議内容"],
    "議事要旨": lambda _: ["【議事要旨】"],
    "議事": lambda _: ["（議事の経過）"],
    "numbered": lambda n: [f"{wide(str(n))}　会議の内容"],
    "none": lambda _: [""],
}
GROUPS = [("委員", ["青野一郎", "赤井花子", "白川次郎", "黒木三郎"]), ("事務局", ["緑化推進課長", "公園係長"])]


def wrap(line: str, columns: int) -> list[str]:
    """A line broken at a width in full-width columns, as a page breaks it."""
    lines, current, size = [], "", 0
    for sign in line:
        step = 2 if unicodedata.east_asian_width(sign) in "FWA" else 1
        if size + step > 2 * columns and sign not in "、。」）":
            lines.append(current)
            current, size = "", 0
        current += sign
        size += step
    return [*lines, current]


def random_document(seed: int) -> Document:
    """The document of a seed."""
    chance = random.Random(seed)
    marks = chance.choice(sorted(MARKS) + sorted(COUNTED))
    casts = {**CASTS, **(BARE if marks in FEW_BARE else {}), **(PARTED if marks in FEW_PARTED else {})}
    cast_name = chance.choice(sorted(casts))
    head = chance.choice(sorted(HEADS) + sorted(NUMBERED_HEADS))
    numbering = chance.choice(sorted(NUMBERINGS))
    heading = chance.choice([*sorted(HEADINGS), "number only", "none"])
    if heading == "number only" and numbering not in TELLING:
        heading = "same"
    talk = chance.choice(sorted(TALK_LABELS))
    if heading == "none" and talk == "none" and marks in ("at the end",):
        talk = "会議内容"
    width = chance.choice([0, 0, 28, 40])
    if marks in ("table", "table with colon"):
        width = 0
    document = Document(
        {"marks": marks, "cast": cast_name, "head": head, "numbering": numbering, "heading": heading, "talk": talk, "width": str(width)}
    )  # fmt: skip
    _print(document, casts[cast_name], chance, width)
    return document


def _print(document: Document, cast: list[str], chance: random.Random, width: int) -> None:
    choices = document.choices
    titles = chance.sample(ITEMS, chance.randint(2, 4))
    document.agenda = titles
    lines = document.lines
    lines.append(chance.choice(TITLES))
    lines.append("")
    count = 0
    for label, value in FIELDS:
        count += 1
        lines.extend(_field(choices["head"], count, label, value))
    if chance.random() < 0.8 or choices["cast"] == "surnames":
        lines.extend(_field(choices["head"], count + 1, "出席者", ""))
        count += 1
        lines.extend(f"　{group}：{'、'.join(names)}" for group, names in GROUPS)
    number = NUMBERINGS[choices["numbering"]]
    lines.extend(_field(choices["head"], count + 1, chance.choice(LIST_LABELS), ""))
    count += 1
    indent = chance.choice(["", "　", "  "])
    lines.extend(f"{indent}{number(order)}{title}" for order, title in enumerate(titles, 1))
    lines.append("")
    lines.extend(TALK_LABELS[choices["talk"]](count + 1))
    gap = chance.random() < 0.4
    # Where nobody's own mark ends a text, a line between two texts may go on with the one above.
    interrupted = choices["marks"] not in ("at the end", "quotes") and chance.random() < 0.5

    def say(name: str, said: str, agenda: tuple[int, ...]) -> None:
        document.speeches.append((name, said, agenda))
        count = sum(speaker is not None for speaker, _, _ in document.speeches)
        style = choices["marks"]
        for line in COUNTED[style](count, name, said) if style in COUNTED else MARKS[style](name, said):
            lines.extend(wrap(line, width) if width else [line])
        if gap:
            lines.append("")

    say(cast[0], chance.choice(OPENINGS), ())
    for order, title in enumerate(titles, 1):
        opened: tuple[int, ...] = ()
        if choices["heading"] == "number only":
            lines.append(number(order).strip())
            opened = (order - 1,)
        elif choices["heading"] != "none":
            lines.append(HEADINGS[choices["heading"]](number(order), title))
            opened = (order - 1,)
        before = ""
        for _ in range(chance.randint(3, 7)):
            name = chance.choice([speaker for speaker in cast if speaker != before])
            say(name, chance.choice(SAID), opened)
            before = name
            if interrupted and chance.random() < 0.2:
                printed, text = chance.choice(BETWEEN)
                lines.append(printed)
                if text:
                    document.speeches.append((None, text, opened))
    say(cast[0], "以上で終わります。ありがとうございました。", document.speeches[-1][2])


def _field(style: str, number: int, label: str, value: str) -> list[str]:
    printed = NUMBERED_HEADS[style](number, label, value) if style in NUMBERED_HEADS else HEADS[style](label, value)
    return printed if value else [line.rstrip() for line in printed if line.strip()]
