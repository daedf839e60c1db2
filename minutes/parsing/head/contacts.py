"""The office that a page names below the minutes as the one to ask: お問い合わせ / 総務部 総務課 電話：…"""

from __future__ import annotations

import re

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, tidy_title
from minutes.parsing.words.labels import find_label

# So far up from the end it stands.
_DEEPEST = 40
_FOOT, _LONGEST_NAME = 6, 40
_LABEL = re.compile(
    r"\s*[0-9]{0,2}[.．、]?\s?[【\[<(■◆●○・#\s]{0,4}(?:(?:この(?:ページ|記事|情報|内容)(?:の内容)?|本(?:件|会議|議事録|会議録))に(?:関する|ついての))?(?:お|ご)?(?:問い?合わ?せ先?|連絡先|照会先)(?:の?部署|担当)?\s?[】\]>)]?\s?[:：]?(?P<rest>(?:\s.*|(?<=[】\]>):：]).*)?)"
)
_BEHIND = re.compile(
    r"\s*[\s(（]?(?:Tel|TEL|tel|電\s?話|℡|☎|〒|内線|FAX|Fax|ファク|住所|所在地|メール|E-?mail|直通|代表|[0-9]{2,4}-[0-9]).*"
)
_GAP = re.compile(r"(?<=[^\s])\s+(?=\S{0,20}(?:問い?合|連絡先|照会先))")
_OFFICE = re.compile(
    r"[^。、:：@]{1,40}(?:課|室|局|係|部|センター|館|担当|事務局|支所|グループ)(?:\s?[^\s。、]{1,10}(?:係|担当|班))?(?:[(（][^()（）、。]{1,16}[)）])?"
)


def part_contact(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The rows, a contact printed behind the end of the minutes on one line in a row of its own: -以上-　照会先 総務課 内線211."""
    foot = max(0, len(rows) - _FOOT)
    return [*rows[:foot], *(part for row in rows[foot:] for part in _parted(row))]


def _parted(row: PrintedLine) -> list[PrintedLine]:
    for gap in _GAP.finditer(row.flat) if len(row.cells) == 1 else ():
        label = _LABEL.fullmatch(row.flat, gap.end())
        if label is not None and _office(row.text[label.start("rest") :].strip()):
            return [row.reworded(row.text[: gap.start()]), row.reworded(row.text[gap.end() :])]
    return [row]


def contact_office(rows: list[PrintedLine]) -> tuple[PrintedLine, str] | None:
    """The office and the row that names it, None where no page's foot names one."""
    first = max(0, len(rows) - _DEEPEST)
    for index in range(len(rows) - 1, first - 1, -1):
        row = rows[index]
        field = find_label(rows, index)
        if (
            field is not None
            and field.field == "office"
            and len(field.values) == 1
            and (named := _office(field.values[0]))
        ):
            # 備考 … / 担当課・係：福祉課 社会福祉係（内線152）
            return row, named
        if _stands_above_telephone(rows, index) and (named := _office(row.text)):
            return row, named
        label = _LABEL.fullmatch(row.flat) if len(row.text) <= 120 and len(row.cells) <= 2 else None
        if label is None:
            continue
        named = row.text[label.start("rest") :].strip()
        if named:
            office = _office(named)
            if office:
                return row, office
        elif index + 1 < len(rows) and (office := _office(rows[index + 1].text)):
            return rows[index + 1], office
    return None


def _stands_above_telephone(rows: list[PrintedLine], index: int) -> bool:
    """総務部　契約検査課 / TEL 0000-11-2222: the last lines of a page, without any label."""
    row, after = rows[index], rows[index + 1] if index + 1 < len(rows) else None
    if after is None or len(rows) - index > _FOOT or len(row.text) > _LONGEST_NAME or len(row.cells) > 1:
        return False
    return _BEHIND.fullmatch(after.flat) is not None and len(after.text) <= _LONGEST_NAME


def _office(text: str) -> str:
    kept = text[: len(text) - len(behind[0])] if (behind := _BEHIND.search(flat(text))) is not None else text
    kept = tidy_title(kept.replace("\t", " ")).strip(" 　:：")
    return kept if _OFFICE.fullmatch(flat(kept)) is not None else ""
