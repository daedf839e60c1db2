"""Marks of ways that no rule knows: found by their shape and by how often they come back, on the best path through the rows."""

from __future__ import annotations

import json

import pytest

from minutes.documents.model import SourceText
from minutes.parsing import parser
from minutes.parsing.learning.learning import TURNS as COURSE
from minutes.parsing.learning.learning import digest_of_examples, read_examples
from minutes.parsing.learning.remaking import remade
from minutes.parsing.learning.turn_answers import turns_by_answer
from minutes.parsing.marks.marks import ASKED, Mark
from minutes.parsing.parser import explain, parse, rows_of
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.weighing.openings import likeliest_openings
from minutes.parsing.weighing.turn_evidence import own_evidence, turn_evidence
from minutes.parsing.weighing.turn_marks import name_in, with_weighed
from minutes.parsing.weighing.turns import ALONE, GOES_ON, HEAD, MARK, SIGNED, WEIGHTS, learnt_weights
from tests.unit.parsing.support import parse_text

HEAD_ROWS = "第2回霞浜市みどりの審議会　会議録\n日時　令和5年3月1日（水）午後1時\n場所　第1会議室\n出席者　青野会長、赤井委員、白川委員\n議題\n（１）緑の基本計画について\n議事\n"
SAID = [
    ("青野", "ただいまから第2回審議会を開会します。議題について事務局から説明をお願いします。"),
    ("灰谷", "資料に沿って説明します。今回の変更は二点あります。"),
    ("赤井", "一点目の区域はどこまで広がるのでしょうか。"),
    ("灰谷", "駅前通りの沿道までを考えています。"),
    ("白川", "費用の見込みを教えてください。"),
    ("灰谷", "およそ三千万円を見込んでいます。"),
    ("赤井", "承知しました。賛成です。"),
    ("青野", "ほかになければ、これで閉会します。"),
]
WAYS = [
    "★{name}＝{text}",
    "§{name}→{text}",
    "▷ {name} ＞＞ {text}",
    "＊{name}～{text}",
    "☆{name}☆\n{text}",
    "＃{name}｜{text}",
    "》{name}《{text}",
]


def rows(text: str) -> list[PrintedLine]:
    return rows_of(SourceText(tuple(text.split("\n"))))


def document(way: str) -> str:
    return HEAD_ROWS + "\n".join(way.format(name=name, text=text) for name, text in SAID)


@pytest.mark.parametrize("way", WAYS)
def test_marks_of_a_way_that_no_rule_knows_are_read(way: str) -> None:
    parsed = parse_text(document(way))
    assert [(row.speaker, row.text) for row in parsed.utterances] == SAID
    assert [attendee.name for attendee in parsed.attendees] == ["青野会長", "赤井委員", "白川委員"]


def test_why_speeches_begin_there_is_told() -> None:
    told = explain(SourceText(tuple(document(WAYS[0]).split("\n"))))
    assert any("行の形と繰り返しの重み" in entry.reason for entry in told)
    assert sum(entry.reason.startswith("発言の始まり") for entry in told) == len(SAID)


def test_a_sure_reading_is_not_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "weighed_turns", lambda *_: pytest.fail("weighed"))
    assert parse(SourceText(tuple(document("{name}委員：{text}").split("\n")))).certainty == pytest.approx(
        1.0, abs=0.05
    )


def test_a_name_is_as_long_as_the_document_repeats_it() -> None:
    named = [
        ("議長 大野 登", SAID[0][1]),
        ("副市長 堀 光一", SAID[1][1]),
        ("議長 大野 登", "質疑を行います。質疑はありませんか。"),
    ]
    talk = [
        *named,
        ("議長 大野 登", "質疑なしと認め、以上で質疑を終わります。"),
        ("議長 大野 登", "異議なしと認め、承認することに決定しました。"),
    ]
    parsed = parse_text(HEAD_ROWS + "\n".join(f"○{name} {text}" for name, text in talk))
    assert [row.speaker for row in parsed.utterances] == [name for name, _ in talk]


def test_openings_are_as_much_of_a_row_as_comes_back() -> None:
    found = likeliest_openings(
        rows("議長　青野　始めます。\n市　木　見直すのか。\n議長　青野　次です。\n市　木　はい、そうです。")
    )
    assert [opening and opening.printed for opening in found] == ["議長　青野", "市　木", "議長　青野", "市　木"]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("※議長（青野一郎君）＞", "議長（青野一郎君）"),
        ("〇〇委員", "〇〇委員"),
        ("─桧原委員長─", "桧原委員長"),
        ("委　員　長", "委員長"),
        ("議長 大野 登", "議長 大野 登"),
        ("青野一郎君（登壇）", "青野一郎君"),
    ],
)
def test_signs_around_a_name_are_none_of_it(printed: str, name: str) -> None:
    assert name_in(printed) == name


def test_marks_that_the_document_itself_explains_stay() -> None:
    own = {1: Mark(ASKED, "赤井委員", "どうか。"), 2: Mark("colon", "※会長", "はい。")}
    found = with_weighed(own, {1: Mark("weighed", "問１", "どうか。"), 2: Mark("weighed", "会長", "はい。")})
    assert [found[1].name, found[2].name] == ["赤井委員", "会長"]


ANSWER = {
    "agenda": [{"title": "緑の基本計画について"}],
    "utterances": [{"kind": "speech", "speaker": name, "text": text} for name, text in SAID],
}


def test_what_each_row_does_follows_from_an_answer() -> None:
    found = turns_by_answer(rows(document("{name}：{text}")), ANSWER)
    assert [label for label in found if label != HEAD] == [MARK] * len(SAID)
    assert [label for label in turns_by_answer(rows(document("○{name}\n{text}")), ANSWER) if label != HEAD] == [
        ALONE,
        GOES_ON,
    ] * len(SAID)
    assert turns_by_answer(rows(document("{text}（{name}）")), ANSWER)[-len(SAID) :] == [SIGNED] * len(SAID)


def test_a_document_printed_anew_keeps_its_words_and_its_answer() -> None:
    printed = rows(document("{name}委員：{text}"))
    answer = ANSWER | {"utterances": [row | {"speaker": f"{row['speaker']}委員"} for row in ANSWER["utterances"]]}
    for seed in range(20):
        anew = remade(printed, turns_by_answer(printed, answer), answer, seed)
        assert anew is not None
        source, names = anew
        labels = turns_by_answer(rows_of(source), names)
        assert sum(label in (MARK, ALONE) for label in labels) == len(SAID), source.lines
        assert all(text in "\n".join(source.lines) for _, text in SAID)


def test_the_weights_that_come_along_were_learnt_from_the_examples_that_come_along() -> None:
    assert json.loads(WEIGHTS.read_text(encoding="utf-8"))["learnt_from"] == digest_of_examples(COURSE)


def test_weights_and_examples_quote_no_document() -> None:
    seen = {name for example in read_examples(COURSE) for names in example.evidence for name in names}
    assert {sign for name in seen | set(learnt_weights().evidence) for sign in name if "一" <= sign <= "龥"} <= {"漢"}


def test_evidence_knows_nothing_of_the_rules() -> None:
    printed = rows(document(WAYS[1]))
    names = {name for evidence in turn_evidence(printed) for name in evidence}
    assert not any(name.lstrip("+-1").startswith(("rules", "mark", "label", "possible")) for name in names)
    assert len(own_evidence(printed)) == len(printed)


def test_guessed_marks_are_told_and_never_among_the_surest() -> None:
    parsed = parse_text(document(WAYS[1]))
    assert [warning.line for warning in parsed.warnings if warning.code == "guessed-marks"] == [8]
    assert (parsed.certainty or 0) <= 0.9


def test_a_long_text_without_marks_is_no_single_block() -> None:
    sentences = [
        f"第{number}の区域の緑について、どのように守るのかを長い時間をかけて話し合っていただきたいのです。"
        for number in range(1, 40)
    ]
    parsed = parse_text(HEAD_ROWS + "\n".join(sentences))
    said = [row for row in parsed.utterances if row.kind == "speech"]
    assert len(said) >= 4
    assert "".join(row.text.replace("\n", "") for row in said) == "".join(sentences)
    lines = [row.line or 0 for row in said]
    assert lines == sorted(set(lines))
    assert sum(warning.code == "unknown-speaker" for warning in parsed.warnings) == len(said)
