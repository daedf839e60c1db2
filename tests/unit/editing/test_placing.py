"""Corrections placed on a new reading: whatever was corrected and however the document is read now, nothing is lost.

The source of the random cases has a sign of its own on every line, so that each can be looked for afterwards.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes.documents.model import SourceText
from minutes.editing import Draft, apply, read_operation, with_ids
from minutes.editing.applying import Source
from minutes.editing.operations import Operation
from minutes.editing.placing import Placed, place, written_by
from minutes.parsing import parse
from minutes.parsing.lessons import Lesson
from minutes.parsing.model import ParsedMinutes
from tests.unit.editing import strategies

FIRST = 0x4E00
MARK = "Ｎｏ.３ "


# Random drafts are slow to make where other work is going on.
LAW = settings(max_examples=60, deadline=None)


@dataclass
class Corrections:
    """A draft under correction, and what placing is told of it."""

    draft: Draft
    done: list[tuple[int, Operation]] = field(default_factory=list)
    renames: list[tuple[str, str]] = field(default_factory=list)
    source: Source = field(default_factory=lambda: Source(TEXT.split("\n")))

    def do(self, operation: dict[str, Any]) -> None:
        number = len(self.done) + 1
        applied = apply(self.draft, read_operation(operation), number, self.source)
        self.draft = applied.draft
        self.done.append((number, applied.operation))
        if operation["op"] == "rename":
            self.renames.append((operation["from"], operation["to"]))

    def row(self, row_id: str) -> dict[str, Any]:
        return next(row for row in self.draft.tables["utterances"] if row["id"] == row_id)

    def write(self, row_id: str, name: str, after: Any) -> None:
        self.do(
            {
                "op": "set",
                "table": "utterances",
                "id": row_id,
                "field": name,
                "before": self.row(row_id).get(name),
                "after": after,
            }
        )

    def on(self, base: Draft, reading: Draft) -> Placed:
        return place(base, self.draft, reading, written=written_by(self.done), renames=self.renames)


def said(draft: Draft) -> list[tuple[Any, ...]]:
    return [(row["kind"], row.get("speaker"), row["text"], row["agenda"]) for row in draft.tables["utterances"]]


def signs(draft: Draft) -> Counter[str]:
    """How often the sign of each source line stands in the record or in a warning."""
    texts = [row["text"] for row in draft.tables["utterances"]] + [told["text"] for told in draft.warnings]
    return Counter(sign for text in texts for sign in text if FIRST <= ord(sign) < FIRST + 100)


def check_sound(placed: Placed) -> None:
    ParsedMinutes.from_json(placed.draft.to_json())
    for draft in (placed.draft, placed.base):
        for rows in draft.tables.values():
            assert len({row["id"] for row in rows}) == len(rows)
        assert not any("~" in row["id"] for row in draft.tables["utterances"])


# Random readings of one source, random corrections


def line_text(number: int) -> str:
    return f"{chr(FIRST + number)}行目の話です。"


@st.composite
def reading(draw: st.DrawFn, lines: int) -> Draft:
    """One way to read a source of so many lines: which lines go together, which are left over."""
    utterances, warnings, line = [], [], 1
    while line <= lines:
        last = min(lines, line + draw(st.integers(0, 3)))
        texts = [line_text(number) for number in range(line, last + 1)]
        if draw(st.integers(0, 5)) == 0:
            warnings.append({"code": "unparsed-text", "message": "", "line": line, "text": "\n".join(texts)})
        else:
            speaker = draw(st.none() | strategies.NAME)
            agenda: list[int] = draw(st.sampled_from([[], [0], [1]]))
            row = {"kind": "speech", "speaker": speaker, "text": "\n".join(texts), "agenda": agenda}
            utterances.append({**row, "line": line, "end_line": last, "certainty": 0.5})
        line = last + 1
    items = [{"category": None, "number": n, "title": title} for n, title in enumerate(["窓口", "電話"], start=1)]
    found = ParsedMinutes.from_json({"agenda": items, "utterances": utterances, "warnings": warnings})
    return Draft.of(json.loads(json.dumps(with_ids(found).to_json())))


@st.composite
def corrected(draw: st.DrawFn, base: Draft, most: int = 6) -> Corrections:
    """Corrections with words that stand nowhere else."""
    result = Corrections(base, source=Source([line_text(number) for number in range(1, 40)]))
    for number in range(draw(st.integers(0, most))):
        operation = draw(strategies.operation(result.draft, deep=False))
        if operation["op"] == "set" and operation.get("field") == "text":
            text, at = operation["before"], draw(st.integers(0, len(operation["before"])))
            operation["after"] = f"{text[:at]}訂{number}正{text[at:]}"
        if operation["op"] == "set" and operation.get("field") == "speaker":
            operation["after"] = f"発言者{number}"
        result.do(operation)
    return result


@LAW
@given(st.data())
def test_reading_that_says_the_same_leaves_the_draft_as_it_is(data: st.DataObject) -> None:
    base = data.draw(reading(data.draw(st.integers(1, 12))))
    corrections = data.draw(corrected(base))
    placed = corrections.on(base, base)
    check_sound(placed)
    assert said(placed.draft) == said(corrections.draft)
    assert [row["id"] for row in placed.draft.tables["utterances"]] == [
        row["id"] for row in corrections.draft.tables["utterances"]
    ]
    assert placed.draft.head == corrections.draft.head
    for table in ("agenda", "attendees", "attachments"):
        assert placed.draft.tables[table] == corrections.draft.tables[table]
    assert sorted(map(str, placed.draft.warnings)) == sorted(map(str, corrections.draft.warnings))
    assert placed.unplaced == ()
    assert placed.base == base


@LAW
@given(st.data())
def test_where_nothing_was_corrected_the_new_reading_stands(data: st.DataObject) -> None:
    lines = data.draw(st.integers(1, 12))
    base, new = data.draw(reading(lines)), data.draw(reading(lines))
    placed = Corrections(base).on(base, new)
    check_sound(placed)
    assert said(placed.draft) == said(new)
    assert sorted(map(str, placed.draft.warnings)) == sorted(map(str, new.warnings))
    assert placed.unplaced == ()


@LAW
@given(st.data())
def test_no_correction_and_no_line_of_the_source_is_lost(data: st.DataObject) -> None:
    lines = data.draw(st.integers(1, 12))
    base, new = data.draw(reading(lines)), data.draw(reading(lines))
    corrections = data.draw(corrected(base))
    placed = corrections.on(base, new)
    check_sound(placed)
    before, after = corrections.draft, placed.draft
    told = "".join(unplaced.text for unplaced in placed.unplaced)
    everything = "".join(str(row) for row in after.tables["utterances"]) + told
    for row in before.tables["utterances"]:
        for number in range(6):
            if f"訂{number}正" in row["text"]:
                assert f"訂{number}正" in everything
            if row.get("speaker") == f"発言者{number}":
                assert f"発言者{number}" in everything
    for name in after.head:
        if before.head[name] != base.head[name]:
            assert after.head[name] == before.head[name]
    then, now = signs(before), signs(after)
    for number in range(1, lines + 1):
        sign = chr(FIRST + number)
        if then[sign]:
            assert now[sign] or sign in told
        if now[sign] != then[sign]:
            # Twice, or back again, is what was deleted, moved or dismissed, and it is told or read otherwise now.
            assert sign in told or then[sign] == 0


@LAW
@given(st.data())
def test_lines_that_no_correction_touched_are_read_anew(data: st.DataObject) -> None:
    lines = data.draw(st.integers(2, 12))
    base, new = data.draw(reading(lines)), data.draw(reading(lines))
    corrections = Corrections(base)
    if not base.tables["utterances"]:
        return
    row = data.draw(st.sampled_from(base.tables["utterances"]))
    corrections.write(row["id"], "speaker", "議長")
    placed = corrections.on(base, new)
    apart = [one for one in new.tables["utterances"] if one["end_line"] < row["line"] or one["line"] > row["end_line"]]
    assert [one for one in said(placed.draft) if one in said(new)] == [
        one for one in said(new) if one in said(placed.draft)
    ]
    for one in apart:
        assert (one["kind"], one.get("speaker"), one["text"], one["agenda"]) in said(placed.draft)


# One real lesson, corrections of every kind

TEXT = """霞浜市情報化推進委員会 会議録
日時 令和6年5月10日（金） 午後2時～3時
場所 第一会議室
議題
1 窓口について
2 電話について

会議内容
1 窓口について
会長：ただいまから会議を開きます。
資料を御覧ください。
会長：次に進みます。
Ｎｏ.３ 質問があります。窓口は何時までですか。
Ｎｏ.５ 私も同じ質問です。
事務局：午後5時までです。
2 電話について
Ｎｏ.３ 電話の更新はいつですか。
事務局：来年度です。
会長：以上で終わります。
"""
SPEECH = "次に進みます。\nＮｏ.３ 質問があります。窓口は何時までですか。\nＮｏ.５ 私も同じ質問です。"


def read(*lessons: Lesson) -> Draft:
    return Draft.of(with_ids(parse(SourceText(tuple(TEXT.split("\n"))), lessons)).to_json())


@pytest.fixture(scope="module")
def base() -> Draft:
    return read()


@pytest.fixture(scope="module")
def taught() -> Draft:
    return read(Lesson("speaker", "Ｎｏ.３", "Ｎｏ.３ 質問があります。窓口は何時までですか。"))


def spoken(draft: Draft) -> list[tuple[str | None, str]]:
    return [(row.get("speaker"), row["text"]) for row in draft.tables["utterances"]]


READ_ANEW = [
    ("会長", "ただいまから会議を開きます。\n資料を御覧ください。"),
    ("会長", "次に進みます。"),
    ("Ｎｏ.３", "質問があります。窓口は何時までですか。"),
    ("Ｎｏ.５", "私も同じ質問です。"),
    ("事務局", "午後5時までです。"),
    ("Ｎｏ.３", "電話の更新はいつですか。"),
    ("事務局", "来年度です。"),
    ("会長", "以上で終わります。"),
]


def test_lesson_parts_what_stood_together(base: Draft, taught: Draft) -> None:
    corrections = Corrections(base)
    assert spoken(corrections.on(base, taught).draft) == READ_ANEW


def test_corrected_words_follow_into_the_utterance_that_has_them_now(base: Draft, taught: Draft) -> None:
    corrections = Corrections(base)
    corrections.write("u12", "text", SPEECH.replace("窓口は何時", "窓口は、何時").replace("同じ質問", "同じ質疑"))
    placed = corrections.on(base, taught)
    assert spoken(placed.draft)[1:4] == [
        ("会長", "次に進みます。"),
        ("Ｎｏ.３", "質問があります。窓口は、何時までですか。"),
        ("Ｎｏ.５", "私も同じ質疑です。"),
    ]
    assert placed.unplaced == ()


def test_correction_of_what_is_a_mark_now_is_told(base: Draft, taught: Draft) -> None:
    corrections = Corrections(base)
    corrections.write("u12", "text", SPEECH.replace("Ｎｏ.３", "Ｎｏ.３３"))
    placed = corrections.on(base, taught)
    assert spoken(placed.draft) == READ_ANEW
    [unplaced] = placed.unplaced
    assert (unplaced.id, unplaced.field) == ("u12", "text")
    assert "Ｎｏ.３３" in unplaced.text


def test_speaker_and_kind_stay_with_the_utterance_that_begins_there(base: Draft, taught: Draft) -> None:
    corrections = Corrections(base)
    corrections.write("u12", "speaker", "議長")
    corrections.write("u12", "kind", "explanation")
    placed = corrections.on(base, taught)
    row = placed.draft.tables["utterances"][1]
    assert (row["id"], row["speaker"], row["kind"], row["text"]) == ("u12", "議長", "explanation", "次に進みます。")
    assert placed.draft.tables["utterances"][2]["speaker"] == "Ｎｏ.３"


def test_utterance_that_was_looked_at_stays_certain_where_it_is_read_the_same(base: Draft, taught: Draft) -> None:
    def unsure(draft: Draft) -> Draft:
        rows = [{**row, "certainty": 0.5} for row in draft.tables["utterances"]]
        return Draft(draft.head, {**draft.tables, "utterances": rows}, draft.warnings, draft.rest)

    corrections = Corrections(unsure(base))
    for row in (corrections.draft.tables["utterances"][1], corrections.draft.tables["utterances"][-1]):
        corrections.do({"op": "check", "id": row["id"]})
    rows = corrections.on(unsure(base), unsure(taught)).draft.tables["utterances"]
    assert [row["text"] for row in rows if row["certainty"] == 1.0] == ["以上で終わります。"]


def test_agenda_items_chosen_for_the_whole_hold_for_its_parts(base: Draft, taught: Draft) -> None:
    corrections = Corrections(base)
    corrections.write("u12", "agenda", ["a2"])
    placed = corrections.on(base, taught)
    assert [row["agenda"] for row in placed.draft.tables["utterances"]][:5] == [["a1"], ["a2"], ["a2"], ["a2"], ["a1"]]


def test_parts_split_by_hand_meet_the_parts_read_now(base: Draft, taught: Draft) -> None:
    corrections = Corrections(base)
    at = SPEECH.index("Ｎｏ.３")
    corrections.do({"op": "split", "id": "u12", "at": at, "before": SPEECH, "speaker": "三番委員"})
    corrections.write("n1", "text", SPEECH[at:].replace("私も", "わたしも"))
    placed = corrections.on(base, taught)
    assert spoken(placed.draft)[1:4] == [
        ("会長", "次に進みます。"),
        ("三番委員", "質問があります。窓口は何時までですか。"),
        ("Ｎｏ.５", "わたしも同じ質問です。"),
    ]
    assert [row["id"] for row in placed.draft.tables["utterances"]][1:3] == ["u12", "n1"]


def test_split_elsewhere_stands_against_the_new_reading(base: Draft, taught: Draft) -> None:
    corrections = Corrections(base)
    corrections.do({"op": "split", "id": "u12", "at": SPEECH.index("窓口"), "before": SPEECH, "speaker": "委員"})
    placed = corrections.on(base, taught)
    assert spoken(placed.draft)[1:3] == [
        ("会長", SPEECH[: SPEECH.index("窓口")]),
        ("委員", SPEECH[SPEECH.index("窓口") :]),
    ]
    assert spoken(placed.draft)[3:] == READ_ANEW[4:]


def test_merged_utterances_stay_merged(base: Draft, taught: Draft) -> None:
    corrections = Corrections(base)
    corrections.do({"op": "merge", "id": "u10", "with": "u12"})
    placed = corrections.on(base, taught)
    assert said(placed.draft)[0] == said(corrections.draft)[0]
    assert spoken(placed.draft)[1:] == READ_ANEW[4:]


def test_deleted_utterance_stays_deleted_in_whatever_parts_it_is_read(base: Draft, taught: Draft) -> None:
    corrections = Corrections(base)
    corrections.do({"op": "delete", "table": "utterances", "id": "u12"})
    corrections.do({"op": "delete", "table": "utterances", "id": "u19"})
    placed = corrections.on(base, taught)
    assert spoken(placed.draft) == [READ_ANEW[0], *READ_ANEW[4:7]]
    assert placed.unplaced == ()


def test_written_utterance_stands_behind_the_parts_of_the_one_above(base: Draft, taught: Draft) -> None:
    corrections = Corrections(base)
    corrections.do({"op": "insert", "table": "utterances", "after": "u12", "row": {"kind": "note", "text": "（休憩）"}})
    placed = corrections.on(base, taught)
    assert spoken(placed.draft)[4] == (None, "（休憩）")


def test_moved_utterance_stays_where_it_was_moved(base: Draft, taught: Draft) -> None:
    corrections = Corrections(base)
    corrections.do({"op": "move", "table": "utterances", "id": "u19", "after": "u12"})
    placed = corrections.on(base, taught)
    assert spoken(placed.draft) == [*READ_ANEW[:4], READ_ANEW[7], *READ_ANEW[4:7]]


def test_renamed_speaker_is_renamed_in_what_is_read_anew(base: Draft) -> None:
    corrections = Corrections(base)
    corrections.do({"op": "rename", "from": "会長", "to": "議長"})
    corrections.write("u19", "speaker", "会長")
    lesson = Lesson("not-speaker", "事務局", "事務局：来年度です。")
    placed = corrections.on(base, read(lesson))
    assert [speaker for speaker, _ in spoken(placed.draft)].count("議長") >= 2
    assert spoken(placed.draft)[-1] == ("会長", "以上で終わります。")


def test_head_and_lists_keep_what_a_person_wrote(base: Draft, taught: Draft) -> None:
    corrections = Corrections(base)
    venue = {"op": "set", "table": "head", "field": "venue", "before": "第一会議室", "after": "大会議室"}
    corrections.do(venue)
    title = {
        "op": "set",
        "table": "agenda",
        "id": "a1",
        "field": "title",
        "before": "窓口について",
        "after": "窓口の時間",
    }
    corrections.do(title)
    corrections.do({"op": "insert", "table": "agenda", "after": "a1", "row": {"title": "その他"}})
    corrections.do({"op": "insert", "table": "attendees", "after": None, "row": {"name": "会長"}})
    corrections.do({"op": "delete", "table": "agenda", "id": "a2"})
    placed = corrections.on(base, taught)
    assert placed.draft.head["venue"] == "大会議室"
    assert placed.draft.head["held_on"] == "2024-05-10"
    assert [row["title"] for row in placed.draft.tables["agenda"]] == ["窓口の時間", "その他"]
    assert [row["name"] for row in placed.draft.tables["attendees"]] == ["会長"]
    assert {item for row in placed.draft.tables["utterances"] for item in row["agenda"]} == {"a1"}


def test_item_that_a_person_added_is_not_added_again_when_it_is_read() -> None:
    before = Draft.of({"agenda": [{"category": None, "number": 1, "title": "窓口"}]})
    row = {"kind": "speech", "speaker": None, "text": "あ", "agenda": [1], "line": 1}
    items = [{"category": None, "number": n, "title": title} for n, title in ((1, "窓口"), (2, "電話"))]
    new = Draft.of({"agenda": items, "utterances": [row]})
    corrections = Corrections(before)
    corrections.do({"op": "insert", "table": "agenda", "after": "a1", "row": {"title": "電 話"}})
    placed = corrections.on(before, new)
    assert [item["id"] for item in placed.draft.tables["agenda"]] == ["a1", "n1"]
    assert placed.draft.tables["utterances"][0]["agenda"] == ["n1"]


def test_paper_with_a_file_stays_though_it_is_not_read_any_more() -> None:
    before = Draft.of({"attachments": [{"label": "資料1", "title": None}, {"label": "資料2", "title": None}]})
    placed = place(before, before, Draft.of({}), pinned=["r2"])
    assert [row["label"] for row in placed.draft.tables["attachments"]] == ["資料2"]


def test_dismissed_warning_stays_away_and_taken_text_is_not_told_again() -> None:
    told = [
        {"code": "unparsed-text", "message": "", "line": line, "text": text} for line, text in ((3, "別紙"), (5, "注"))
    ]
    rows = [{"kind": "speech", "speaker": "会長", "text": "あ", "agenda": [], "line": 1}]
    before = Draft.of({"utterances": rows, "warnings": told})
    corrections = Corrections(before)
    corrections.do({"op": "dismiss", "code": "unparsed-text", "line": 5, "text": "注"})
    corrections.do({"op": "take", "line": 3, "text": "別紙", "after": "u1", "kind": "note", "speaker": None})
    placed = corrections.on(before, before)
    assert placed.draft.warnings == []
    assert [row["text"] for row in placed.draft.tables["utterances"]] == ["あ", "別紙"]
    read_now = {**rows[0], "line": 3, "text": "別紙", "speaker": "委員"}
    placed = corrections.on(before, Draft.of({"utterances": [*rows, read_now], "warnings": told[1:]}))
    assert spoken(placed.draft) == [("会長", "あ"), ("委員", "別紙")]
