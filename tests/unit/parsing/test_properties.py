"""Laws of the parser: any text gives a result, the same each time, in time in step with its length, and loses nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from minutes.parsing.model import ParsedMinutes
from minutes.parsing.rows.text import fold
from tests.processor_time import at_most
from tests.unit.parsing.support import parse_text

pytestmark = pytest.mark.slow

DATA = Path(__file__).parents[2] / "data" / "parsing"
DOCUMENTS = {path.stem: path.read_text(encoding="utf-8").split("\n") for path in sorted(DATA.glob("*.txt"))}

FRAGMENTS = (
    "会 議 録|日時|日　時：令和5年3月1日（水）午後1時～2時30分|場所　第1会議室|出席者|欠席者|委員|事務局|会長|議題|次第|議案（1）甲について|(2) 乙について|第３号議案"
    "|その他|1 開会|２　閉会|配付資料|資料1 丙|・資料２－１：丁|○委員長（甲野君）　始めます。|【会長】|（委員1）|部員：はい。|委員　どうですか。|本部長他に何か|会長「終わります。」"
    "|〔事務局：「甲」を説明〕|要旨：甲である。|（質疑）|（質疑なし）|―案のとおり承認―|一閉会—|午後3時 閉会|〔13:55 終了〕|（|）|【|】|〔|：|　| |\t||\n|・|○|-|- 3 -|---|<p>|</p>|"
    '<input type="checkbox" checked="">|□公開 ■非公開|非公開の場合は、その理由|| 日時 | 甲 |||---|---|。|、|1|１|(|令和|第|回|号|年度|山田太郎|あいさつ（課長）|※|別紙のとおり'
).split("|")  # fmt: skip

messy_texts = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=8)), max_size=40).flatmap(
    lambda parts: st.lists(st.sampled_from(["", "\n", " ", "\n\n"]), min_size=len(parts), max_size=len(parts)).map(
        lambda gaps: "".join(part + gap for part, gap in zip(parts, gaps, strict=True))
    )
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), messy_texts))
def test_any_text_gives_a_result_that_the_exchange_format_accepts(text: str) -> None:
    parsed = parse_text(text)
    assert ParsedMinutes.from_json(json.loads(json.dumps(parsed.to_json()))) == parsed


@settings(max_examples=100, deadline=None)
@given(messy_texts)
def test_the_same_text_gives_the_same_result(text: str) -> None:
    assert parse_text(text) == parse_text(text)


# Words that stand nowhere in the documents: as a Latin word, as kanji that could be a name or a title, as a sentence.
STRANGERS = ("ZQX", "甕龕鼇", "甕龕鼇です。")


@settings(max_examples=400, deadline=None)
@given(
    name=st.sampled_from(sorted(DOCUMENTS)),
    line=st.integers(0, 60),
    share=st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]),
    form=st.sampled_from(["{}", "　{}", "\n{}\n", "（{}）", "{}：", "・{}"]),
    stranger=st.sampled_from(STRANGERS),
)
def test_a_word_put_anywhere_into_a_document_stands_in_the_result(
    name: str, line: int, share: float, form: str, stranger: str
) -> None:
    lines = DOCUMENTS[name]
    target = lines[line % len(lines)]
    cut = round(len(target) * share)
    changed = [*lines]
    changed[line % len(lines)] = target[:cut] + form.format(stranger) + target[cut:]
    result = json.dumps(parse_text("\n".join(changed)).to_json(), ensure_ascii=False)
    assert fold(stranger) in fold(result)


# Titles made of the very words that structure is made of: a rule that knows the word may take it for a mark.
KNOWN_WORDS = (
    "質問 説明 報告 協議 審議 質疑 討議 審査 意見交換 請願 陳情 同意 承認 認定 決議 情報提供 開会 閉会 休憩 出席 欠席 資料 別紙 会議録 委員 事務局 会長 傍聴 公開 "
    "会場 日程 概要 あいさつ 主な意見 終了 場所 担当"
).split()
TITLE_ENDS = ("について", "の件", "に関すること", "等について", "の状況")


@settings(max_examples=400, deadline=None)
@given(
    name=st.sampled_from(sorted(DOCUMENTS)),
    line=st.integers(0, 60),
    form=st.sampled_from(["{}", "(1) {}", "・{}", "　{}", "{}\n"]),
    title=st.builds(str.__add__, st.sampled_from(KNOWN_WORDS), st.sampled_from(TITLE_ENDS)),
)
def test_a_title_of_known_words_stands_in_the_result(name: str, line: int, form: str, title: str) -> None:
    lines = DOCUMENTS[name]
    place = line % len(lines)
    assume(fold(title) not in fold("\n".join(lines)))
    text = "\n".join([*lines[:place], form.format(title), *lines[place:]])
    assert fold(title) in fold(json.dumps(parse_text(text).to_json(), ensure_ascii=False))


@settings(max_examples=200, deadline=None)
@given(messy_texts, st.sampled_from(STRANGERS))
def test_a_word_at_the_end_of_any_text_stands_in_the_result(text: str, stranger: str) -> None:
    result = json.dumps(parse_text(f"{text}\n{stranger}").to_json(), ensure_ascii=False)
    assert fold(stranger) in fold(result)


def test_unparsed_lines_that_follow_each_other_are_one_warning() -> None:
    parsed = parse_text("甕\n龕\n\n鼇")
    assert [(warning.code, warning.line) for warning in parsed.warnings if warning.code == "unparsed-text"] == [
        ("unparsed-text", 1)
    ]
    assert "甕\n龕\n鼇" in parsed.warnings[-1].message


SIZE = 100_000
HOSTILE = {
    "one line": "あ" * SIZE,
    "short lines": "あい\n" * (SIZE // 3),
    "brackets": "（" * SIZE,
    "bracket lines": "【】\n（\n" * (SIZE // 5),
    "digits": "1" * SIZE,
    "marks": "本部長" * (SIZE // 3),
    "mark lines": "本部長\n" * (SIZE // 4),
    "marks and words": "本部長 あ\n" * (SIZE // 6),
    "numbered lines": "\n".join(f"{index % 30 + 1} あ{index}" for index in range(SIZE // 8)),
    "agenda and headings": "議題\n"
    + "\n".join(f"({index % 90 + 1})あ{index}" for index in range(SIZE // 8))
    + "\n会長　はい。",
    "names": "出席者 " + "山田、" * (SIZE // 3),
    "spaces": "会" + "　" * SIZE + "長",
    "tags": "<p" * (SIZE // 2),
    "title": "会議名 " + "第1回あ（）" * (SIZE // 7),
    "papers": "配付資料\n資料1 あ\n" + "い\n" * (SIZE // 2),
    "open brackets": "会長　です。\n" + "（あ\n" * (SIZE // 3),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_in_linear_time(name: str) -> None:
    """A tenth of the largest document allowed, far within the time that is allowed for the whole."""
    with at_most(15):
        parse_text(HOSTILE[name])
