"""Transcripts in Word and Excel files, as their programs write them."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest

from minutes.documents import read_document
from minutes.parsing import ParsedMinutes, parse
from tests.unit.documents.test_papers import xlsx

SPEECHES = [
    ("大野一郎", 3.0, "それでは、開会します。"),
    ("小川花子", 13.0, "事務局から説明します。\n資料をご覧ください。"),
    ("大野一郎", 3619.0, "ご質問はありますか。"),
]
TIMES = ("0:03", "0:13", "1:00:19")


def read(document: docx.document.Document) -> ParsedMinutes:
    file = BytesIO()
    document.save(file)
    return parse(read_document(file.getvalue(), "文字起こし.docx"))


def said(parsed: ParsedMinutes) -> list[tuple[str | None, float | None, str]]:
    return [(row.speaker, row.at, row.text) for row in parsed.utterances]


def test_teams_with_the_name_and_the_time_above_a_line_break() -> None:
    document = docx.Document()
    document.add_heading("図書館協議会-20240401_100000-会議の録音", 1)
    document.add_paragraph("2024年4月1日, 1:00AM")
    for (name, _, text), time in zip(SPEECHES, TIMES, strict=True):
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}   {time}").bold = True
        for line in text.split("\n"):
            paragraph.add_run().add_break()
            paragraph.add_run(line)
    parsed = read(document)
    assert said(parsed) == SPEECHES
    # The time above is that of Greenwich, the name tells ours.
    assert (parsed.title, parsed.held_on, parsed.starts_at) == ("図書館協議会", "2024-04-01", None)


def test_a_table_of_time_speaker_and_words() -> None:
    document = docx.Document()
    document.add_paragraph("図書館協議会")
    table = document.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, ("経過", "誰", "記録"), strict=True):
        cell.text = text
    for (name, _, text), time in zip(SPEECHES, TIMES, strict=True):
        cells = table.add_row().cells
        for cell, value in zip(cells, (time, name, text), strict=True):
            cell.text = value
    parsed = read(document)
    assert said(parsed) == SPEECHES
    assert (parsed.title, parsed.body) == ("図書館協議会", "図書館協議会")
    assert [warning.text for warning in parsed.warnings if warning.code == "unparsed-text"] == []


def test_stamps_in_brackets_and_numbered_voices() -> None:
    document = docx.Document()
    for (name, _, text), time in zip(SPEECHES, TIMES, strict=True):
        document.add_paragraph(f"[{time}] {'話者1' if name == '大野一郎' else '話者2'}")
        for line in text.split("\n"):
            document.add_paragraph(line)
    voices = {"大野一郎": "話者1", "小川花子": "話者2"}
    assert said(read(document)) == [(voices[name], at, text) for name, at, text in SPEECHES]


@pytest.mark.parametrize(
    ("style", "values"),
    [
        ('<xf numFmtId="21"/>', (3 / 86400, 13 / 86400, 3619 / 86400)),
        ('<xf numFmtId="45"/>', (3 / 86400, 13 / 86400, 3619 / 86400)),
        # 0:03, typed for three seconds, is three minutes to a spreadsheet, and 60:19 two and a half days.
        ('<xf numFmtId="20"/><xf numFmtId="46"/>', (3 / 1440, 13 / 1440, 3619 / 1440)),
    ],
)
def test_a_sheet_whose_times_are_times(style: str, values: tuple[float, ...]) -> None:
    rows = '<row><c t="str"><v>時間</v></c><c t="str"><v>話者</v></c><c t="str"><v>発言</v></c></row>'
    for (name, _, text), value in zip(SPEECHES, values, strict=True):
        own = 1 if value >= 1 and "46" in style else 0
        rows += f'<row><c s="{own}"><v>{value}</v></c><c t="str"><v>{name}</v></c><c t="str"><v>{text}</v></c></row>'
    parsed = parse(read_document(xlsx(rows, styles=f"<cellXfs>{style}</cellXfs>"), "文字起こし.xlsx"))
    assert [(name, at) for name, at, _ in said(parsed)] == [(name, at) for name, at, _ in SPEECHES]
    assert [row.page for row in parsed.utterances] == [1, 1, 1]
