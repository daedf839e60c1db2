"""Operations one by one."""

from typing import Any

import pytest

from minutes.editing import Conflict, Draft, EditError, apply, label_of, read_operation
from minutes.editing.applying import Source
from minutes.editing.texts import hunks_between, joined, merged_text, place_in


def row(line: int, text: str, **more: Any) -> dict[str, Any]:
    return {"id": f"u{line}", "kind": "speech", "speaker": None, "text": text, "agenda": [], "line": line, **more}


def build(*rows: dict[str, Any], agenda: int = 0, **more: Any) -> Draft:
    items = [{"id": f"a{n}", "category": None, "number": n, "title": f"件名{n}"} for n in range(1, agenda + 1)]
    return Draft.of({"utterances": list(rows), "agenda": items, "attendees": [], "attachments": [], **more})


def done(draft: Draft, operation: dict[str, Any], source: Source | None = None) -> list[dict[str, Any]]:
    return apply(draft, read_operation(operation), 1, source or Source()).draft.tables["utterances"]


def test_split_gives_the_second_part_the_line_that_it_stands_on() -> None:
    lines = ["", "", "会長　本日の議題に", "ついて説明します。", "委員　質問が", "あります。"]
    text = "本日の議題について説明します。\n委員　質問があります。"
    draft = build(row(3, text, end_line=6, page=1))
    operation = {"op": "split", "id": "u3", "at": text.index("委員"), "before": text, "speaker": "委員"}
    first, second = done(draft, operation, Source(lines, [1, 1, 1, 1, 2, 2]))
    assert (first["text"], first["line"], first["end_line"]) == ("本日の議題について説明します。", 3, 4)
    assert (second["text"], second["line"], second["end_line"]) == ("委員　質問があります。", 5, 6)
    assert (second["page"], second["speaker"], second["id"]) == (2, "委員", "n1")


def test_split_within_a_line_leaves_both_parts_on_it() -> None:
    text = "説明します。質問があります。"
    draft = build(row(1, text, end_line=2))
    lines = ["会長　説明します。質問が", "あります。"]
    first, second = done(draft, {"op": "split", "id": "u1", "at": 6, "before": text}, Source(lines))
    assert (first["end_line"], second["line"], second["end_line"]) == (1, 1, 2)


def test_split_without_the_source_guesses_by_length() -> None:
    draft = build(row(11, "あ" * 50 + "。" + "い" * 49, end_line=20))
    first, second = done(draft, {"op": "split", "id": "u11", "at": 51, "before": "あ" * 50 + "。" + "い" * 49})
    assert (first["end_line"], second["line"], second["end_line"]) == (15, 16, 20)


@pytest.mark.parametrize("at", [0, 4, 99])
def test_split_at_an_edge_is_refused(at: int) -> None:
    with pytest.raises(EditError, match="本文の途中"):
        done(build(row(1, "あいうえ")), {"op": "split", "id": "u1", "at": at, "before": "あいうえ"})


def test_merge_keeps_items_lines_and_a_second_speaker_in_the_text() -> None:
    draft = build(
        row(1, "資料を御覧ください。", end_line=2, speaker="会長", agenda=[0]),
        row(3, "別紙のとおり", end_line=5, speaker="注", agenda=[1]),
        agenda=2,
    )
    [merged] = done(draft, {"op": "merge", "id": "u1", "with": "u3"})
    assert merged["text"] == "資料を御覧ください。\n注　別紙のとおり"
    assert (merged["line"], merged["end_line"], merged["agenda"]) == (1, 5, ["a1", "a2"])


def test_only_neighbours_are_merged() -> None:
    draft = build(row(1, "あ"), row(2, "い"), row(3, "う"))
    with pytest.raises(Conflict, match="すぐ次"):
        done(draft, {"op": "merge", "id": "u1", "with": "u3"})


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("質問が", "あります。", "質問があります。"),
        ("終わります。", "次に", "終わります。\n次に"),
        ("", "次に", "次に"),
    ],
)
def test_texts_are_joined_as_they_demand(first: str, second: str, whole: str) -> None:
    assert joined(first, second) == whole


def test_unparsed_text_becomes_an_utterance_at_its_place() -> None:
    warning = {"code": "unparsed-text", "message": "読み取れなかった部分があります：別紙\n参照", "line": 4}
    draft = build(row(1, "あ", end_line=3, agenda=[0], page=2), agenda=1, warnings=[{**warning, "text": "別紙\n参照"}])
    take = {"op": "take", "line": 4, "text": "別紙\n参照", "after": "u1", "kind": "note", "speaker": None}
    after = apply(draft, read_operation(take), 1).draft
    taken = after.tables["utterances"][1]
    assert (taken["kind"], taken["text"], taken["agenda"]) == ("note", "別紙\n参照", ["a1"])
    assert (taken["line"], taken["end_line"], taken["page"]) == (4, 5, 2)
    assert after.warnings == []
    with pytest.raises(Conflict, match="すでに確かめました"):
        apply(after, read_operation(take), 2)


def test_warning_without_a_text_goes_by_its_message() -> None:
    warning = {"code": "no-date", "message": "開催日を読み取れませんでした。"}
    draft = build(warnings=[warning, {**warning, "code": "other"}])
    dismiss = {"op": "dismiss", "code": "no-date", "line": None, "text": warning["message"]}
    assert [left["code"] for left in apply(draft, read_operation(dismiss), 1).draft.warnings] == ["other"]


def test_deleted_agenda_item_goes_from_utterances_and_papers() -> None:
    draft = build(
        row(1, "あ", agenda=[0, 1]), agenda=2, attachments=[{"label": "資料1", "title": None, "agenda": 0, "id": "r1"}]
    )
    deleted = apply(draft, read_operation({"op": "delete", "table": "agenda", "id": "a1"}), 1)
    assert deleted.draft.tables["utterances"][0]["agenda"] == ["a2"]
    assert "agenda" not in deleted.draft.tables["attachments"][0]
    assert deleted.draft.to_json()["utterances"][0]["agenda"] == [0]
    assert apply(deleted.draft, deleted.inverse, 2).draft == draft


def test_item_that_is_gone_cannot_be_chosen() -> None:
    choose = {"op": "set", "table": "utterances", "id": "u1", "field": "agenda", "before": [], "after": ["a9"]}
    with pytest.raises(Conflict, match="議題"):
        done(build(row(1, "あ")), choose)


def test_rename_reaches_every_utterance_and_no_other_speaker() -> None:
    draft = build(row(1, "あ", speaker="部員"), row(2, "い", speaker="部員A"), row(3, "う", speaker="部員"))
    renamed = done(draft, {"op": "rename", "from": "部員", "to": "委員"})
    assert [found["speaker"] for found in renamed] == ["委員", "部員A", "委員"]


def test_line_breaks_and_signs_that_cannot_be_stored_are_tidied() -> None:
    change: dict[str, Any] = {"op": "set", "table": "utterances", "id": "u1"}
    change |= {"field": "text", "before": "あ", "after": "い\r\nう\x00"}
    assert done(build(row(1, "あ")), change)[0]["text"] == "い\nう"
    change |= {"field": "speaker", "before": None, "after": " 会\n長 "}
    assert done(build(row(1, "あ")), change)[0]["speaker"] == "会 長"


def test_empty_text_of_a_nullable_field_is_null() -> None:
    change = {"op": "set", "table": "utterances", "id": "u1", "field": "speaker", "before": "会長", "after": ""}
    assert done(build(row(1, "あ", speaker="会長")), change)[0]["speaker"] is None


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        ("いあうえお", "あうえおか", "いあうえおか"),
        ("あえお", "あうえ", "あえ"),
        ("あうえ、お", "あうえ。お", None),
        ("あお", "あうえ、お", None),
        ("あうえ、お", "あうえ、お", "あうえ、お"),
    ],
)
def test_two_changes_of_one_text_meet_where_they_do_not_touch(first: str, second: str, both: str | None) -> None:
    assert merged_text("あうえお", first, second) == both
    assert merged_text("あうえお", second, first) == both


def test_far_corrections_of_a_long_text_are_two() -> None:
    before = "\n".join(f"{number}番目の行には、この会議で話されたことが書いてあります。" for number in range(3000))
    first, second = before.replace("5番目の行", "5番目の列", 1), before.replace("2990番目の行", "2990番目の列")
    assert len(hunks_between(before, second.replace("5番目の行", "5番目の列", 1))) == 2
    assert merged_text(before, first, second) == second.replace("5番目の行", "5番目の列", 1)


@pytest.mark.parametrize(("after", "place"), [("Xabcdef", 4), ("abcdefX", 3), ("abXdef", None), ("abc", None)])
def test_place_is_found_again_unless_the_text_around_it_changed(after: str, place: int | None) -> None:
    assert place_in("abcdef", after, 3) == place


@pytest.mark.parametrize(
    ("operation", "label"),
    [
        (
            {"op": "set", "table": "utterances", "id": "u2", "field": "kind", "before": "speech", "after": "note"},
            "発言2の種類を「記録」に変更",
        ),
        ({"op": "set", "table": "head", "field": "venue", "before": None, "after": ""}, "場所を空に変更"),
        ({"op": "delete", "table": "agenda", "id": "a1"}, "議題1を削除"),
        ({"op": "merge", "id": "u1", "with": "u2"}, "発言1に次の発言を結合"),
        ({"op": "rename", "from": "部員", "to": "委員"}, "発言者「部員」をすべて「委員」に変更"),
    ],
)
def test_corrections_have_names_in_office_words(operation: dict[str, Any], label: str) -> None:
    draft = build(row(1, "あ"), row(2, "い"), agenda=1)
    assert label_of(draft, read_operation(operation)) == label


def test_utterance_that_was_looked_at_is_certain_and_nothing_else_changes() -> None:
    draft = build(row(1, "あ", certainty=0.4), row(2, "い"))
    checked = apply(draft, read_operation({"op": "check", "id": "u1"}), 1)
    assert checked.draft.tables["utterances"] == [
        {**draft.tables["utterances"][0], "certainty": 1.0},
        draft.tables["utterances"][1],
    ]
    assert checked.touched == (("utterances", "u1"),)
    back = apply(checked.draft, checked.inverse, 2)
    assert back.draft == draft
    assert apply(back.draft, back.inverse, 3).draft == checked.draft


def test_utterance_looked_at_twice_is_looked_at_once() -> None:
    draft = build(row(1, "あ", certainty=1.0))
    assert apply(draft, read_operation({"op": "check", "id": "u1"}), 1).touched == ()
