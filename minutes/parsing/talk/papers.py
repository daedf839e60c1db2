"""Rules: what stands behind the record. Lists of papers, signatures, whom to ask."""

from __future__ import annotations

import re

from minutes.parsing.attachments import begins_attachments
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import is_sentence, squeeze
from minutes.parsing.talk.reader import RecordReader, Rule
from minutes.parsing.words.labels import find_label

# So many rows from the end stands what pages print below the minutes; none of it is longer.
_ROWS_OF_FOOT, _LONGEST_FOOT = 20, 60
# Who signs or wrote the minutes stands below them.
_WRITER = r"(?:(?:会議録|議事録|本?記録)?(?:作成|調製|記録|調整|筆記|速記|報告)(?:者|担当者?|人|員)?|記録|書記)"
_SIGNATURES = re.compile(
    rf"[※○◯〇●◎■◆(]?(?:(?:会議録|議事録)?署名(?:人|委員|者|議員)?(?:[:(].*|[^。、]{{0,20}})|{_WRITER}(?:[:(/].*|[^。、:]{{0,20}}[印㊞]\)?|$)|[^。、:]{{2,24}}[印㊞])"
)
# 以上会議の顛末を記載し、相違なきことを証するため署名する。
_ATTESTED = re.compile(
    r"(?=.*(?:署名(?:捺印|押印)?(?:する|した|します|いたします)|証する|証します|相違な[いし]))(?:以上|上記|この|本|ここに|右|前記|会議)?.{0,60}(?:会議|議事|記載|顛末|次第|内容|経過).{0,80}"
)
_LONGEST_ATTESTED = 140
# The fields that a form prints below the record.
_NEXT = (
    r"[0-9]{1,2}[.、]?\s*次\s*回(?:\s*(?:開催|会議))?(?:\s*(?:日程|予定|日時?))?(?=\W{0,20}(?:令和|平成|昭和|[0-9]))"
)
_BELOW = "|".join(
    r"\s*".join(word)
    for word in "備考 担当課・係 担当課 担当係 担当部署 担当部 担当者 担当室 担当 照会先 所管課 作成日 作成年月日 内線 電話 TEL ファクス FAX E-mail".split()
)
_FIELDS_BELOW = re.compile(
    rf"[■◆●○◎・(【\[]?\s?(?:{_BELOW}|{_NEXT})(?:[)】\]].*|\s?[:/].*|\s.*|[(\[][^()]*[)\]].*|(?<=次回)[0-9令平].*|$)",
    re.IGNORECASE,
)
_FOOT_LABELS = frozenset(
    "問い合わせ先 問合せ先 問合先 お問い合わせ先 お問い合わせ お問合せ先 連絡先 この記事に関するお問い合わせ先 "
    "このページに関するお問い合わせ 関連ファイル 関連文書 関連記事 関連資料 関連情報 関連リンク 添付ファイル".split()
)
# What pages print below their text: the program that shows files, questions about the page, a counter of visits.
_FOOT = re.compile(
    r"[\s【\[<■◆●○・]*(?:(?:Adobe|Get\s?Adobe|Acrobat)|PDF(?:形式の)?ファイルを(?:ご覧|開く|見る)|この(?:ページ|記事|情報)(?:に|の|は)|.{0,20}ページの(?:先頭|トップ)|発言が指定されていません|より(?:良|よ)いウェブサイト"
    r"|.{0,12}(?:年.{1,3}月.{1,3}日)\s?(?:掲載|更新|公開)|あなたは.{0,12}人目|お?問い?合わ?せ|(?:皆様の)?ご意見をお聞かせ|ご意見は.{1,30}まで)"
)
_PAPER_SIGNS = re.compile("[資配提添書]")
# Where in a row the label of a list of papers stands.
_DEEPEST_LABEL = 40


class PageFoot(Rule):
    """What is printed below the minutes: who signs, whom to ask, files, links. It is left, to be seen."""

    name = "本文の後の欄（署名、問合せ先など）"
    example = "青野会長　それでは終わります。\n問合せ先　緑地課"

    def take(self, reader: RecordReader, index: int, row: PrintedLine) -> int:
        below = len(reader.rows) - index
        if below > _ROWS_OF_FOOT or not reader.is_complete:
            return 0
        short = len(row.text) <= _LONGEST_FOOT
        if not (
            _attests(reader, index, row)
            or (short and (_opens_signatures(reader, index, row) or _opens_foot(reader, index, row)))
        ):
            return 0
        reader.close()
        return below


def _opens_signatures(reader: RecordReader, index: int, row: PrintedLine) -> bool:
    return _SIGNATURES.fullmatch(squeeze(row.flat)) is not None and not any(
        is_sentence(later.text) for later in reader.rows[index:]
    )


def _attests(reader: RecordReader, index: int, row: PrintedLine) -> bool:
    """Whether a row attests the minutes, and nobody speaks below it."""
    if len(row.text) > _LONGEST_ATTESTED or reader.marks.match(row) is not None:
        return False
    if _ATTESTED.match(squeeze(row.flat)) is None and not _opens_fields(reader, index, row):
        return False
    return not any(
        is_sentence(mark.speech)
        for later in reader.rows[index + 1 :]
        if (mark := reader.marks.match(later)) is not None
    )


def _opens_fields(reader: RecordReader, index: int, row: PrintedLine) -> bool:
    """Whether a row and all below it are fields that forms print below the record."""
    if not _is_field(row):
        return False
    return all(_is_field(later) or not is_sentence(later.text) for later in reader.rows[index:])


def _is_field(row: PrintedLine) -> bool:
    return _FIELDS_BELOW.match(row.flat) is not None


def _opens_foot(reader: RecordReader, index: int, row: PrintedLine) -> bool:
    label = find_label(reader.rows, index)
    own = label.word if label is not None else squeeze(row.flat).strip("■◆●○◎・#【】[]<>:")
    if own not in _FOOT_LABELS and _FOOT.match(row.flat) is None:
        return False
    return all(reader.marks.match(later) is None for later in reader.rows[index:])


class Papers(Rule):
    """The list of papers behind the record, and what follows it."""

    name = "資料の一覧"
    example = "青野会長　それでは終わります。\n配付資料\n資料1　公園の使用料"

    def take(self, reader: RecordReader, index: int, row: PrintedLine) -> int:
        state = reader.state
        label = find_label(reader.rows, index) if _PAPER_SIGNS.search(row.flat, 0, _DEEPEST_LABEL) else None
        if label is not None and label.field == "attachments":
            value = " ".join(label.values)
            after = reader.after(index)
            listed = begins_attachments(value) or (
                not value and after is not None and (begins_attachments(after.text) or state.closed)
            )
            # 〔配布資料〕次第、委員名簿 below the last speech
            listed = listed or (label.marked and bool(value) and _is_last(reader, index))
            if state.papers or state.closed or listed:
                reader.close()
                state.papers = True
                reader.ledger.take(row)
                if value:
                    _read_paper(reader, row, value)
                return label.rows
        if state.papers:
            if reader.marks.match(row) and is_sentence(row.text) and not begins_attachments(row.text):
                state.papers = False
                return 0
            _read_paper(reader, row, row.text.replace("\t", " "))
            return 1
        if state.closed and begins_attachments(row.text):
            reader.close()
            state.papers = True
            _read_paper(reader, row, row.text.replace("\t", " "))
            return 1
        return 0


def _is_last(reader: RecordReader, index: int) -> bool:
    """Whether a row stands below all that is said, and nothing on it or below it is."""
    below = reader.rows[index:]
    return len(below) <= _ROWS_OF_FOOT and not any(is_sentence(row.text) or reader.marks.match(row) for row in below)


def _read_paper(reader: RecordReader, row: PrintedLine, text: str) -> None:
    reader.ledger.take(row)
    before = len(reader.papers.left)
    reader.papers.read(row, text)
    for left_row, left in reader.papers.left[before:]:
        reader.ledger.leave(left_row, left)
