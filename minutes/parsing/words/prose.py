"""Minutes that tell what was done, without marks: 事務局から資料1について説明があった。その後、次のような意見があった。

Each function knows one kind of sentence by its words; whether it may count, the record's state decides (talk).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import BULLETS, flat, squeeze, width
from minutes.parsing.words.numbering import read_numbered
from minutes.parsing.words.people import GROUPS

_QUOTED = r"(?:[^。「」]|「[^「」]{0,80}」)"
_DONE = r"(?:が?(?:あった|された|なされた|行われた)|を?(?:した|行った|受けた)|(?:が(?:あり|され|なされ|行われ)|を?(?:し|行い))ました|の後)?"
_EXPLAINED = re.compile(
    rf"(?:{_QUOTED}{{1,24}}?(?:から|より|が)、?\s?{_QUOTED}{{0,160}}?|資料\s?[0-9-]{{0,6}}(?:にて|により|に基づき|に沿って)、?|[^。、「」\s]{{0,12}}?(?:課長|係長|室長|部長|事務局|担当)の?)"
    rf"説明{_DONE}(?:\s?\([^()]{{1,16}}\))?"
)
# 別添資料1のとおり事務局から報告。: of a paper
_REPORTED = re.compile(
    rf"(?=.*(?:資料|別添|別紙|議案書|報告書|スライド)){_QUOTED}{{1,80}}?(?:から|より|が)、?\s?{_QUOTED}{{0,160}}?(?:報告|提案){_DONE}"
)
_TALK = r"(?:意見|質疑|質問|発言|議論|コメント|指摘|応答|要望|やりとり)"
_FOLLOWS = re.compile(
    rf"(?:{_TALK}[^。]{{0,30}}(?:以下|次|下記)(?:の|に)|(?:以下|次|下記)の(?:とおり|通り|ような?)[^。]{{0,20}}{_TALK}|(?:以下|次|下記)の{_TALK})"
    r"[^。]{0,24}(?:[。:]|$)\s*(?:\([^()]{1,60}\))?$"
)
_LISTED = re.compile(r"(?:次|以下|下記)の")
_POLITELY_TOLD = re.compile(
    r"(?:(?:され|なされ|行われ|行い|なり|あり|受け|付し|付議し|諮り)|(?:承認|選任|選出|決定|議決|報告|説明|開催|実施|確認|了承|指名|改正|設置|紹介|提案|審議|協議|採択|可決|答申|委嘱|任命|意見交換)(?:を(?:し|行い)|し|いたし)|ことと(?:し|なり))ました。?$"
)
# What somebody speaking to others says.
_SPOKEN = re.compile(
    r"ござい|いただ|お願い|思います|思って|私[はがもの、]|皆[様さ]|申し上げ|申します|[ねよ]。|でしょう|ください|ありがとう|よろしい|はい、|ただいま|ただ今"
)
# 委員の主な意見, <地方自治体発言>
_GROUPS_TALK = re.compile(
    rf"(?P<group>[^\s、。各]{{2,12}}?)(?:から|より)?の?(?:主な|おもな)?{_TALK}(?:[・、]{_TALK})*等?"
)
_TITLE = re.compile(
    r"(?P<title>(?:(?!から|より|。).){4,80}?(?:について|の件)(?:\([^()]{1,12}\)|[」』])?)\s?"
    r"(?P<rest>(?!で|し|以|説明|報告[がをし]|協議[がをし]|審議[がをし]|検討[がをし]|意見|質疑|確認|了承|承認|[、はのもてがを。」』(]).{6,})"
)
_TOLD_ITEM = re.compile(r"(?:た|こととする|こととなった)。(?:[(（][^()（）]{1,40}[)）])?$")
_LEAST_GLUED = 2
_LONGEST_ITEM = 2000
_CONTINUES = ("なお、", "なお，", "なお,", "ただし、", "ただし，")


def explains(text: str) -> bool:
    """Whether a text's first sentence records that somebody explained a paper: 事務局から資料1により説明。"""
    first, _stop, _ = flat(text).partition("。")
    if not 4 <= len(first) <= 260:
        return False
    return _EXPLAINED.fullmatch(first.strip()) is not None or _REPORTED.fullmatch(first.strip()) is not None


def only_explains(text: str) -> bool:
    """Whether that is all a text says."""
    return explains(text) and flat(text).strip().rstrip("。").count("。") == 0


def announces_talk(text: str) -> bool:
    """Whether a text's last sentence says that opinions or questions follow: なお、主な意見等は以下のとおり。"""
    plain = flat(text).strip()
    start = plain.rstrip("。").rfind("。") + 1
    return len(plain) - start <= 120 and _FOLLOWS.search(plain, start) is not None


def announces_list(text: str) -> bool:
    """Whether a record's last sentence says that points follow, or those follow already: 次の点について説明を行いました。"""
    sentence = text[: text.rfind("。") + 1]
    return _LISTED.search(flat(sentence[sentence.rstrip("。").rfind("。") + 1 :])) is not None


def tells_politely(text: str) -> bool:
    """Whether a text of -ました sentences tells what was done rather than speaking to somebody."""
    return _POLITELY_TOLD.search(text) is not None and _SPOKEN.search(text) is None


def goes_on(text: str) -> bool:
    """Whether a paragraph goes on with the record above it: なお、…"""
    return text.startswith(_CONTINUES)


def group_of_talk(text: str) -> str | None:
    """Whose opinions a heading announces (委員の主な意見 -> 委員), None where of nobody in particular."""
    bare = squeeze(flat(text)).strip("【】[]()<>《》〈〉" + BULLETS + ":")
    match = _GROUPS_TALK.fullmatch(bare)
    return match["group"] if match is not None and match["group"] in GROUPS else None


def is_told(text: str) -> bool:
    """Whether a paragraph ends as a record of what was done does."""
    return _TOLD_ITEM.search(text) is not None


def is_told_item(text: str) -> bool:
    """Whether a numbered line is no title but tells what was done on an item: (2)主査から…説明があり、公開することとされた。"""
    return is_told(text) and read_numbered(flat(text)) is not None


def parted_titles(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows, an item's title apart from what was done on it: (1)甲について乙が選任されました。 -> (1)甲について / 乙が…"""
    if sum(_glued(row) is not None and _TOLD_ITEM.search(row.text) is not None for row in rows) < _LEAST_GLUED:
        return rows
    return [part for row in rows for part in _parts(row)]


def _parts(row: PrintedLine) -> Iterator[PrintedLine]:
    cut = _glued(row)
    if cut is None:
        yield row
        return
    title, rest = row.text[:cut].rstrip(), row.text[cut:].lstrip()
    for text in (title, rest):
        yield row.reworded(text, width=width(text))


def _glued(row: PrintedLine) -> int | None:
    """Where in a numbered row that goes on as a sentence its title ends."""
    numbered = read_numbered(row.flat) if "ついて" in row.text or "の件" in row.text else None
    if numbered is None or len(row.cells) > 1 or len(row.text) > _LONGEST_ITEM:
        return None
    match = _TITLE.match(row.flat, numbered.start)
    return None if match is None else match.start("rest")
