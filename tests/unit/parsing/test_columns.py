"""Pages of two columns whose text came with left and right in one line; an invented town."""

from __future__ import annotations

import itertools

from minutes.parsing.rows.columns import in_reading_order
from tests.unit.parsing.random_layouts import wrap
from tests.unit.parsing.support import parse_text

_SAID = [
    "○議長（青野一郎君） これから本日の会議を開きます。本日の議事日程はお手元に配りましたとおりです。",
    "◎日程第１ 会期の決定",
    "○議長（青野一郎君） 会期の決定を議題とします。お諮りします。会期は本日から三日間としたいと思いますが、御異議ありませんか。",
    "（「異議なし」の声）",
    "○議長（青野一郎君） 異議なしと認めます。したがって会期は三日間と決まりました。",
    "◎日程第２ 一般質問",
    "○議長（青野一郎君） 一般質問を行います。質問は一問一答で行いますので、質問も答弁も簡潔にお願いいたします。赤井和子君。",
    "○３番（赤井和子君） 港の倉庫の屋根が昨年の嵐で傷んだまま直されていません。いつ直すのか、また費用はどれほどかかる見込みか伺います。",
    "○町長（石森 健君） お答えいたします。倉庫の屋根につきましては夏までに工事を終える予定で、費用は補正予算に計上しております。",
    "○議長（青野一郎君） 以上で本日の日程は全て終わりました。本日はこれで散会します。",
]
_COLUMN = 20


def _page() -> list[str]:
    """The talk set in two columns of 20 full-width signs, each pair of lines printed as one."""
    lines = [line for said in _SAID for line in wrap(said, _COLUMN)]
    half = (len(lines) + 1) // 2
    pairs = itertools.zip_longest(lines[:half], lines[half:], fillvalue="")
    return [f"{left} {right}".rstrip() for left, right in pairs]


def test_the_left_column_is_read_first() -> None:
    read = [text for _, _, text in in_reading_order(_page())]
    assert "".join(read).replace(" ", "") == "".join(_SAID).replace(" ", "")


def test_speeches_of_two_columns_stand_under_their_speakers() -> None:
    head = [
        "令和5年第2回霞浜町議会定例会会議録",
        "令和5年6月13日",
        "○議事日程",
        "日程第１ 会期の決定",
        "日程第２ 一般質問",
        "",
    ]
    parsed = parse_text("\n".join([*head, *_page()]))
    said = [(row.speaker, row.text.replace(" ", "")) for row in parsed.utterances if row.kind == "speech"]
    printed = [line.partition("） ") for line in _SAID if line.startswith("○")]
    assert said == [(f"{mark[1:]}）".replace(" ", ""), text.replace(" ", "")) for mark, _, text in printed]
    assert all((row.end_line or 0) >= (row.line or 0) for row in parsed.utterances)


def test_a_page_of_one_column_stays_as_it_is() -> None:
    lines = [line for said in _SAID for line in wrap(said, 40)]
    assert [text for _, _, text in in_reading_order(lines)] == lines
    roster = ["町 長 佐々木 基 一 副 町 長 青 野 信 二", "会 計 管 理 者 赤 井 和 子 総 務 課 長 石 森 正"] * 6
    assert [text for _, _, text in in_reading_order(roster)] == roster
