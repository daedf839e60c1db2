"""What the reader tells of a document stands among the warnings of its parse."""

from __future__ import annotations

from minutes.documents.model import Remark, SourceText
from minutes.parsing import parse


def test_remarks_of_the_reader_become_warnings() -> None:
    remarks = (
        Remark("running-text", "欄外の文字は本文に入れていません：霞浜市"),
        Remark("recognised-text", "54％です。", 2),
    )
    found = parse(SourceText(("会議録", "○会長　開会します。"), remarks=remarks)).warnings
    assert [(warning.code, warning.line) for warning in found] == [
        ("no-date", None),
        ("running-text", None),
        ("recognised-text", 2),
    ]
    assert found[1].message.endswith("霞浜市")
