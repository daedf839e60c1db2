"""Why each line was read as it was."""

from __future__ import annotations

import pytest

from minutes.documents.model import SourceText
from minutes.parsing import explain, parser
from minutes.parsing.explanation import FIELD_NAMES
from minutes.parsing.lessons import Lesson
from minutes.parsing.talk import RULES, Rule
from minutes.parsing.weighing.zone_layout import WeighedPath
from minutes.parsing.words.labels import LABELS
from tests.unit.parsing.test_zones import ASSEMBLY

TEXT = """令和5年度第1回霞浜市みどりの審議会会議録
日時　令和5年6月1日　午後2時
出席者　青野会長、赤井委員
議題
1 公園の使用料について
会議内容
1 公園の使用料について
青野会長　それでは始めます。使用料についてお願いします。
赤井委員　使用料は高くありませんか。
費用　無料です。
青野会長　ありがとうございました。
（質疑なし）"""


def reasons(text: str) -> dict[int, str]:
    """The reason of each line."""
    return {row.line: row.reason for row in explain(SourceText(tuple(text.split("\n"))))}


def test_every_line_has_its_reason() -> None:
    told = reasons(TEXT)
    assert sorted(told) == list(range(1, 13))
    assert told[2] == "日時（見出し「日時」の欄）"
    assert told[3] == "出席者（見出し「出席者」の欄）"
    assert told[7] == "議題の見出し"
    assert told[8] == told[9] == "発言者の表示"
    assert told[12] == "括弧の中の記録"


def test_what_looks_like_a_mark_and_is_none_says_why() -> None:
    assert "「費用」は" in reasons(TEXT)[10] and "発言者の表示としません" in reasons(TEXT)[10]


def test_the_first_line_of_the_record_says_why_the_head_ends_there() -> None:
    told = explain(SourceText(("日時　令和5年6月1日", "場所　霞浜市役所", "（午後2時開会）", "計画を説明した。")))
    assert (told[0].line, told[0].reason) == (3, "開会を記す行から本文")


def test_a_word_that_is_no_label_where_it_stands_says_why() -> None:
    assert reasons("日時　令和5年6月1日\n出席者\n委員\t青野一郎\n会議内容\n話し合った。")[3].endswith(
        "「委員」などは区分"
    )


def test_a_head_parted_by_weights_says_what_spoke_for_each_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WeighedPath, "overrules", lambda *_: True)
    monkeypatch.setattr(parser, "SURE", 2.0)
    told = explain(SourceText(tuple(ASSEMBLY.split("\n"))))
    assert "行の並びの重み" in told[0].reason
    assert any(row.reason.startswith("ここから出席者（") for row in told)


def test_every_field_has_a_name_and_every_rule_one_of_its_own() -> None:
    assert {*LABELS.values()} - {"record"} <= FIELD_NAMES.keys()
    assert len({rule.name for rule in RULES}) == len(RULES)


HEAD = """令和5年度第1回霞浜市みどりの審議会会議録
日時　令和5年6月1日　午後2時
出席者　青野会長、赤井委員
議題
1 公園の使用料について
会議内容
"""


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: type(rule).__name__)
def test_a_rule_takes_a_line_of_its_example(rule: Rule) -> None:
    lines = (HEAD + rule.example).split("\n")
    lessons = [Lesson("speaker", "赤井", lines[-1])] if rule.name == "教えられた発言者の表示" else []
    told = explain(SourceText(tuple(lines)), lessons)
    assert rule.name in {row.reason.partition("。「")[0] for row in told[HEAD.count("\n") :]}


def test_a_transcript_has_nothing_to_explain() -> None:
    assert explain(SourceText(("WEBVTT", "", "00:00:01.000 --> 00:00:04.000", "<v 青野>始めます。</v>"))) == []
