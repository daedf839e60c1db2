"""Markdown reads as what it shows; texts that hold one of its signs by chance stay as printed."""

from __future__ import annotations

import pytest

from minutes.documents import read_document
from minutes.parsing import parse


def lines(text: str, name: str = "会議録.md") -> list[str]:
    return [line for line in read_document(text.encode(), name).lines if line.strip()]


HEAD = "# 第3回霞浜市図書館協議会 会議録\n\n**日時** 令和6年4月1日\n\n"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("## 議題 ##", "議題"),
        ("議題\n----", "議題"),
        ("**会長** 開会します。", "会長 開会します。"),
        ("__会長__：*開会*します。", "会長：開会します。"),
        ("[資料1](/files/1.pdf)を見る", "資料1を見る"),
        ("[![](icon.png)資料1](/files/1.pdf \"PDF\")", "資料1"),
        ("[資料1][1]", "資料1"),
        ("* 意見が出た", "・意見が出た"),
        ("- 意見が出た", "- 意見が出た"),
        ("  * ○ 意見が出た", "○ 意見が出た"),
        ("1. 開館時間について  ", "1. 開館時間について"),
        ("> 読み上げた文", "読み上げた文"),
        ("5 \\* 3、\\[別紙\\]、file\\_name", "5 * 3、[別紙]、file_name"),
        ("3 * 5 * 7と<b>太字</b>&amp;", "3 * 5 * 7と太字&"),
        ("`資料` <https://example.jp/a>", "資料 https://example.jp/a"),
    ],
)  # fmt: skip
def test_blocks_and_words(written: str, shown: str) -> None:
    assert lines(HEAD + written + "\n")[2:] == [shown]


def test_rules_fences_and_addresses_of_links_show_nothing() -> None:
    assert lines(f"{HEAD}---\n\n* * *\n\n[1]: https://example.jp/\n\n```\n# そのまま\n```\n")[2:] == ["# そのまま"]


@pytest.mark.parametrize("table", ["| 会長 | 開会します。 |\n| --- | :---: |\n| 委員 | a\\|b<br>続き |\n", "会長 | 開会します。\n--- | ---\n委員 | a\\|b<br>続き\n"])  # fmt: skip
def test_tables_are_cells(table: str) -> None:
    assert lines(table) == ["会長\t開会します。", "委員\ta|b", "\t続き"]


def test_struck_words_are_left_out_and_told() -> None:
    source = read_document(f"{HEAD}会長：~~五名~~六名です。\n".encode(), "会議録.md")
    assert "会長：六名です。" in source.lines
    assert [(remark.code, "五名" in remark.message) for remark in source.remarks] == [("struck-text", True)]


@pytest.mark.parametrize(
    "text",
    [
        "会長　資料[1](別紙)を見てください。\n* 続きます。\n",
        "# 1 議題\n会長：開会します。\n",
        "会長：5*3*2です。\n注 _1 と _2 を参照\n",
        "○会長　開会します。\n--------\n委員　はい。\n",
        "第1回 | 第2回\n会長：開会します。\n",
    ],
)
def test_other_texts_stay_as_printed(text: str) -> None:
    assert lines(text, "会議録.txt") == text.splitlines()


def test_pages_stay_with_their_lines() -> None:
    source = read_document(f"{HEAD}| a | b |\n|---|---|\n| c | d<br>e |\n\f会長：開会します。\n".encode(), "会議録.md")
    assert len(source.pages) == len(source.lines)
    assert source.pages[source.lines.index("会長：開会します。")] == 2


MINUTES = """[本文へ](#main) | [English](/en)

# 第3回霞浜市図書館協議会 会議録

[ホーム](/) > [審議会等](/shingikai/) > 図書館協議会

| 項目 | 内容 |
| --- | --- |
| **日時** | 令和6年4月1日（月） 10時00分～11時30分 |
| **場所** | 中央図書館 |
| **出席者** | 大野会長、小川委員 |
| **議題** | (1) 開館時間について |

## (1) 開館時間について

**大野会長**　説明をお願いします。

**事務局**　資料1を御覧ください。午後7時を午後8時とします。

**小川委員**　*賛成*です。

**大野会長**　ほかにありますか。
"""


def test_minutes_in_markdown_read_as_those_in_text() -> None:
    parsed = parse(read_document(MINUTES.encode(), "会議録.md"))
    assert (parsed.title, parsed.held_on, parsed.venue) == (
        "第3回霞浜市図書館協議会 会議録",
        "2024-04-01",
        "中央図書館",
    )
    assert (parsed.starts_at, parsed.ends_at) == ("10:00", "11:30")
    assert [row.name for row in parsed.attendees] == ["大野会長", "小川委員"]
    assert [(row.speaker, row.text, row.agenda) for row in parsed.utterances] == [
        ("大野会長", "説明をお願いします。", (0,)),
        ("事務局", "資料1を御覧ください。午後7時を午後8時とします。", (0,)),
        ("小川委員", "賛成です。", (0,)),
        ("大野会長", "ほかにありますか。", (0,)),
    ]
