"""What holds for every draft and every operation."""

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes.editing import Draft, EditError, apply, label_of, read_operation, stored_operation, texts, with_ids
from minutes.editing.operations import Operation
from minutes.parsing.model import ParsedMinutes
from tests.unit.editing import strategies

pytestmark = pytest.mark.slow

# Random drafts are slow to make where other work is going on.
LAW = settings(max_examples=60, deadline=None)


def draft_of(parsed: ParsedMinutes) -> Draft:
    return Draft.of(json.loads(json.dumps(with_ids(parsed).to_json())))


def by_way_of_storage(operation: Operation) -> Operation:
    stored: dict[str, Any] = json.loads(json.dumps(operation.to_json()))
    return stored_operation(stored)


def signs(draft: Draft) -> str:
    """What the utterances and the warnings say, in order, without white space."""
    said = [row["text"] for row in draft.tables["utterances"]]
    left = [warning["text"] for warning in draft.warnings]
    return "".join("".join([*said, *left]).split())


@LAW
@given(strategies.parsed())
def test_draft_gives_the_stored_object_back(parsed: ParsedMinutes) -> None:
    stored = with_ids(parsed).to_json()
    assert Draft.of(stored).to_json() == stored


@LAW
@given(strategies.parsed())
def test_ids_are_given_once_and_kept(parsed: ParsedMinutes) -> None:
    named = with_ids(parsed)
    assert with_ids(named) == named
    for rows in (named.utterances, named.agenda, named.attendees, named.attachments):
        assert len({row.id for row in rows}) == len(rows)


@LAW
@given(strategies.parsed(), st.data())
def test_every_step_keeps_the_draft_valid_and_is_undone_and_done_again(
    parsed: ParsedMinutes, data: st.DataObject
) -> None:
    draft = draft_of(parsed)
    back: list[Operation] = []
    states = [draft]
    for number in range(1, data.draw(st.integers(1, 6)) + 1):
        operation = read_operation(data.draw(strategies.operation(draft)))
        before = json.dumps(draft.view())
        assert label_of(draft, operation)
        done = apply(draft, operation, number)
        assert json.dumps(draft.view()) == before, "the draft before was changed"
        assert bool(done.touched) == (done.draft != draft)
        undone = apply(done.draft, by_way_of_storage(done.inverse), 1000)
        assert undone.draft == draft
        assert apply(draft, by_way_of_storage(undone.inverse), 1001).draft == done.draft
        assert set(undone.touched) == set(done.touched)
        draft = done.draft
        ParsedMinutes.from_json(draft.to_json())
        assert Draft.of(draft.to_json()) == draft
        back.append(by_way_of_storage(done.inverse))
        states.append(draft)
    for number, inverse in enumerate(reversed(back), start=2000):
        assert draft == states.pop()
        draft = apply(draft, inverse, number).draft
    assert draft == states.pop()


@LAW
@given(strategies.parsed(), st.data())
def test_touched_names_exactly_the_rows_that_differ(parsed: ParsedMinutes, data: st.DataObject) -> None:
    draft = draft_of(parsed)
    done = apply(draft, read_operation(data.draw(strategies.operation(draft))), 1)
    for table, rows in draft.tables.items():
        before, after = ({row["id"]: row for row in some} for some in (rows, done.draft.tables[table]))
        differing = {name for name in before | after if before.get(name) != after.get(name)}
        touched = {name for of, name in done.touched if of == table and name is not None}
        assert differing <= touched
        if [*before] != [*after]:
            assert (table, None) in done.touched


@LAW
@given(strategies.parsed(), st.data())
def test_splitting_merging_and_taking_lose_no_sign(parsed: ParsedMinutes, data: st.DataObject) -> None:
    draft = draft_of(parsed)
    for number in range(1, 5):
        operation = data.draw(strategies.operation(draft, deep=False))
        done = apply(draft, read_operation(operation), number).draft
        if operation["op"] == "split":
            assert signs(done) == signs(draft)
        elif operation["op"] == "take":
            assert sorted(signs(done)) == sorted(signs(draft))
        elif operation["op"] == "merge":
            rows = {row["id"]: row for row in draft.tables["utterances"]}
            kept, other = rows[operation["id"]], rows[operation["with"]]
            merged = next(row for row in done.tables["utterances"] if row["id"] == operation["id"])
            assert merged["text"].startswith(kept["text"])
            assert merged["text"].endswith(other["text"])
            assert (kept["speaker"] or merged["speaker"]) == merged["speaker"]
            assert other["speaker"] is None or other["speaker"] in (merged["speaker"] or "") + merged["text"]
        draft = done


@LAW
@given(strategies.parsed(), st.data())
def test_corrected_utterances_are_certain(parsed: ParsedMinutes, data: st.DataObject) -> None:
    draft = draft_of(parsed)
    operation = data.draw(strategies.operation(draft, deep=False))
    done = apply(draft, read_operation(operation), 1)
    if operation["op"] in ("set", "split", "merge", "take", "insert", "rename"):
        before = {row["id"]: row for row in draft.tables["utterances"]}
        for row in done.draft.tables["utterances"]:
            if before.get(row["id"]) != row:
                assert row["certainty"] == 1.0


@LAW
@given(strategies.parsed(), st.data())
def test_lines_stay_in_order_and_within_the_utterance(parsed: ParsedMinutes, data: st.DataObject) -> None:
    draft = draft_of(parsed)
    operation = data.draw(strategies.operation(draft, deep=False))
    if operation["op"] not in ("split", "merge"):
        return
    last = max((row["end_line"] for row in draft.tables["utterances"]), default=0)
    rows = apply(draft, read_operation(operation), 1).draft.tables["utterances"]
    assert all(row["line"] <= row["end_line"] for row in rows)
    assert [row["line"] for row in rows] == sorted(row["line"] for row in rows)
    assert max(row["end_line"] for row in rows) == last


@LAW
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=9), st.lists, max_leaves=4), st.data())
def test_whatever_is_sent_as_an_operation_is_read_or_refused(value: Any, data: st.DataObject) -> None:

    names = ("op", "table", "id", "field", "before", "after", "row", "at", "with", "line", "text", "from", "to", "ops")
    known = st.sampled_from(["set", "insert", "split", "take", "many", "utterances", "head", "title", "u5", "kind"])
    sent = {name: data.draw(known | st.just(value)) for name in names}
    try:
        read_operation(sent)
        read_operation(value)
    except EditError as error:
        assert error.message


@LAW
@given(st.text("あい。\n", max_size=40), st.text("あい。\n", max_size=40), st.integers(0, 60))
def test_pieces_that_differ_put_in_give_the_other_text(before: str, after: str, most: int) -> None:
    whole = texts._MOST_COMPARED
    try:
        texts._MOST_COMPARED = most
        hunks = texts.hunks_between(before, after)
    finally:
        texts._MOST_COMPARED = whole
    assert texts.applied(before, hunks) == after
    assert all(one.end < two.start for one, two in pairwise(hunks))
