"""The zones of a document's rows: the best path by weights, what they are learnt from, and documents that only they read."""

from __future__ import annotations

import json

import pytest

from minutes.documents.model import SourceText
from minutes.parsing import parser
from minutes.parsing.learning.learning import ZONES as COURSE
from minutes.parsing.learning.learning import digest_of_examples, read_examples
from minutes.parsing.learning.zone_answers import zones_by_answer
from minutes.parsing.lesson_matches import LessonMatches
from minutes.parsing.marks.marks import Marks
from minutes.parsing.marks.ways import read_marks
from minutes.parsing.parser import parse, rows_of
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import squeeze
from minutes.parsing.weighing.weights import Weights
from minutes.parsing.weighing.zone_layout import WeighedPath, seen_zones, weighed_path
from minutes.parsing.weighing.zones import FIELDS, ITEMS, NO_STEPS, PEOPLE, RECORD, WEIGHTS, ZONES, learnt_weights

# An assembly's record whose opening stands above the lists, with a roster that no mark or label of a form sets off.
ASSEMBLY = """開催日：令和 5年 3月 2日
会議名：令和 5年第1回定例会（第1号 3月2日）

○議事日程

議事日程（第１号）　令和５年３月２日
　　　　　　　　　　　　　　　　午前10時開議
第１　会議録署名議員の指名
第２　会期の決定
第３　議案第１号　霞浜市公園条例の一部を改正する条例
第４　議案第２号　霞浜市手数料条例の一部を改正する条例
─────────────────────────────────
本日の会議に付した事件
　第１から第４まで
─────────────────────────────────
出席議員（８名）
　　　１番　　青　野　一　郎　議員
　　　２番　　赤　井　花　子　議員
　　　３番　　白　川　次　郎　議員
　　　４番　　黒　木　三　郎　議員
　　　５番　　緑　川　四　郎　議員
　　　６番　　桃　井　さくら　議員
　　　７番　　紫　田　五　郎　議員
　　　８番　　藍　原　六　郎　議員
─────────────────────────────────
地方自治法第121条による出席者
　　　市長　　　　　　　　　灰　谷　七　郎
　　　副市長　　　　　　　　茶　木　八　郎
　　　総務部長　　　　　　　銀　山　九　郎
　　　緑化推進課長　　　　　金　子　十　郎
─────────────────────────────────
出席事務局職員
　　　事務局長　　　　　　　橙　田　一　実
　　　議事課長　　　　　　　栗　林　二　美
─────────────────────────────────
　　午前10時０分　開会
○議長（青野一郎議員）　ただいまから、令和５年第１回霞浜市議会定例会を開会いたします。
これより本日の会議を開きます。
○議長（青野一郎議員）　日程第１、会議録署名議員の指名を行います。
○議長（青野一郎議員）　日程第２、会期の決定を議題といたします。
○市長（灰谷七郎）　公園の使用料を改めるものでございます。
○議長（青野一郎議員）　御異議なしと認めます。
"""


def _weights() -> Weights:
    return Weights(
        ZONES,
        barred=NO_STEPS,
        steps={(FIELDS, FIELDS): 1.0, (PEOPLE, PEOPLE): 1.0, (FIELDS, PEOPLE): -1.0, (PEOPLE, RECORD): 0.5},
        evidence={"name": {PEOPLE: 2.0}, "label": {FIELDS: 2.0}, "mark": {RECORD: 3.0}},
    )


def test_the_best_path_is_that_of_all_rows_at_once() -> None:
    evidence = [["label"], ["label"], ["name"], [], ["name"], ["mark"]]
    assert _weights().best_path(evidence) == [FIELDS, FIELDS, PEOPLE, PEOPLE, PEOPLE, RECORD]


def test_the_record_never_ends() -> None:
    assert _weights().best_path([["label"], ["mark"], ["mark"], ["name"]]) == [FIELDS, RECORD, RECORD, RECORD]
    assert _weights().weight_of([RECORD, FIELDS], [[], []]) == float("-inf")


def test_no_other_path_weighs_more() -> None:
    evidence = [["label"], ["name"], ["mark"], []]
    weights = _weights()
    best = weights.weight_of(weights.best_path(evidence), evidence)
    paths: list[list[str]] = [[]]
    for _ in evidence:
        paths = [[*path, zone] for path in paths for zone in ZONES]
    assert best == pytest.approx(max(weights.weight_of(path, evidence) for path in paths))


def test_no_rows_have_no_path() -> None:
    assert _weights().best_path([]) == []


def test_the_weights_that_come_along_were_learnt_from_the_examples_that_come_along() -> None:
    assert json.loads(WEIGHTS.read_text(encoding="utf-8"))["learnt_from"] == digest_of_examples(COURSE)


def test_weights_and_examples_quote_no_document() -> None:
    kanji = {sign for names in learnt_weights().evidence for sign in names if "一" <= sign <= "龥"}
    seen = {sign for example in read_examples(COURSE) for names in example.evidence for name in names for sign in name}
    assert kanji | {sign for sign in seen if "一" <= sign <= "龥"} <= {"漢"}


def test_evidence_tells_shapes_and_words_of_labels_but_no_names() -> None:
    rows = rows_of(SourceText(tuple(ASSEMBLY.split("\n"))))
    evidence, by_rules = seen_zones(rows, read_marks(rows), LessonMatches((), rows))
    assert len(evidence) == len(by_rules) == len(rows)
    first = next(index for index, row in enumerate(rows) if "青" in row.text)
    assert {"name", "seat", "post at end"} <= set(evidence[first])
    assert not any("青" in name or "野" in name for names in evidence for name in names)


def test_the_lists_of_an_assembly_are_told_from_its_talk() -> None:
    rows = rows_of(SourceText(tuple(ASSEMBLY.split("\n"))))
    path = weighed_path(rows, read_marks(rows), LessonMatches((), rows))
    zones = {squeeze(row.text): zone for row, zone in zip(rows, path.zones, strict=True)}
    assert zones["８番藍原六郎議員"] == zones["議事課長栗林二美"] == PEOPLE
    assert zones["第３議案第１号霞浜市公園条例の一部を改正する条例"] == ITEMS
    assert path.zones[-6:] == [RECORD] * 6


def test_weights_overrule_readings_in_doubt_alone_and_clearly_alone() -> None:
    assert WeighedPath([], 20.0, 30, []).overrules(0.5)
    assert not WeighedPath([], 20.0, 30, []).overrules(0.99)
    assert not WeighedPath([], 2.0, 30, []).overrules(0.5)
    assert not WeighedPath([], 20.0, 2, []).overrules(0.5)


def test_minutes_are_read_by_the_zones_that_overrule(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything above the talk is taken for fields, whatever the rules found."""

    def fields_alone(rows: list[PrintedLine], _possible: Marks, _taught: LessonMatches) -> WeighedPath:
        start = next(index for index, row in enumerate(rows) if row.text.startswith("○議長"))
        return WeighedPath([FIELDS] * start + [RECORD] * (len(rows) - start), 99.0, 99, [])

    parsed = parse(SourceText(tuple(ASSEMBLY.split("\n"))))
    assert {"青野一郎議員", "藍原六郎議員", "市長 灰谷七郎", "議事課長 栗林二美"} <= {
        row.name for row in parsed.attendees
    }
    monkeypatch.setattr(parser, "weighed_path", fields_alone)
    monkeypatch.setattr(WeighedPath, "overrules", lambda *_: True)
    monkeypatch.setattr(parser, "SURE", 2.0)
    monkeypatch.setattr(parser, "_LOSS", 1.0)
    assert [row.kind for row in parse(SourceText(tuple(ASSEMBLY.split("\n")))).utterances] == ["speech"] * 5


def test_zones_by_answer_follow_what_is_said_and_who_was_there() -> None:
    text = (
        "霞浜市みどりの審議会会議録\n日時　令和5年3月1日\n出席者\n青野会長\n赤井委員\n議題\n1 公園の使用料について\n"
        "1 公園の使用料について\n青野会長　それでは始めます。公園の使用料についてお願いします。\n赤井委員　使用料は高くありませんか。"
    )
    answer = {
        "attendees": [{"name": "青野会長"}, {"name": "赤井委員"}],
        "agenda": [{"title": "公園の使用料について"}],
        "attachments": [],
        "utterances": [
            {"speaker": "青野会長", "text": "それでは始めます。公園の使用料についてお願いします。"},
            {"speaker": "赤井委員", "text": "使用料は高くありませんか。"},
        ],
    }
    rows = rows_of(SourceText(tuple(text.split("\n"))))
    assert zones_by_answer(rows, answer) == [
        FIELDS,
        FIELDS,
        PEOPLE,
        PEOPLE,
        PEOPLE,
        ITEMS,
        ITEMS,
        RECORD,
        RECORD,
        RECORD,
    ]
