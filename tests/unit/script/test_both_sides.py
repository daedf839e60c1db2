"""Operations do the same on the server and on the page: one file of cases, and random ones, through both."""

import json
import random
from dataclasses import dataclass
from dataclasses import field as default
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes.editing import Conflict, Draft, EditError, apply, changes_of, fields, read_operation
from minutes.editing.applying import Applied, Source
from minutes.editing.draft import TABLES
from minutes.editing.fields import LONGEST_TEXT, MOST_ROWS, NEW_ROWS
from minutes.editing.texts import joined, merged_text, parted, place_in
from minutes.parsing.model import HEAD
from tests.unit.editing import strategies
from tests.unit.script.node import node

Json = dict[str, Any]
CASES = json.loads((Path(__file__).parents[2] / "data/operation_cases.json").read_text(encoding="utf-8"))


@dataclass
class Case:
    """One case of the file: what it begins with, and what both sides must make of it."""

    name: str
    draft: Json
    operation: Json
    error: str | None
    stored: Json
    shown: Json
    source: Json | None

    @classmethod
    def of(cls, data: Json) -> "Case":
        draft = view_of(CASES["drafts"][data.get("draft", "meeting")])
        stored = changed(draft, data.get("after", {}))
        source = CASES["sources"][data["source"]] if "source" in data else None
        shown = changed(draft, data["shown"]) if "shown" in data else stored
        return cls(data["name"], draft, data["operation"], data.get("error"), stored, shown, source)


def view_of(data: Json) -> Json:
    """The whole draft as the page gets it."""
    empty = {"meeting_access": {"level": None, "reason": None}, "minutes_access": {"level": None, "reason": None}}
    head = {name: data.get(name, empty.get(name)) for name in HEAD}
    return {**head, **{table: data.get(table, []) for table in TABLES}, "warnings": data.get("warnings", [])}


def changed(draft: Json, parts: Json) -> Json:
    """The draft with the parts that a case tells: rows by id, warnings by place."""
    result = {**draft, **parts}
    for table in TABLES:
        rows = {row["id"]: row for row in draft[table]}
        result[table] = [
            rows[row] if isinstance(row, str) else without_null({**rows.get(row["id"], {}), **row}, table)
            for row in result[table]
        ]
    if "warnings" in parts:
        result["warnings"] = [draft["warnings"][place] for place in parts["warnings"]]
    return result


def without_null(row: Json, table: str) -> Json:
    """The row without the keys that a draft leaves out where they are null."""
    optional = {"utterances": ("line", "end_line", "page", "certainty"), "attachments": ("agenda",)}.get(table, ())
    return {name: value for name, value in row.items() if value is not None or name not in optional}


def on_server(draft: Json, operation: Json, source: Json | None = None) -> Applied:
    """The operation done as correction 1, as the server does it."""
    head, tables = {name: draft[name] for name in HEAD}, {table: draft[table] for table in TABLES}
    lines = Source(source["lines"], source["pages"]) if source else Source()
    return apply(Draft(head, tables, draft["warnings"], {}), read_operation(operation), 1, lines)


def on_page(questions: list[Json], script: str = "apply_operations.js") -> list[Json]:
    """What the page makes of the questions, all in one process."""
    done = node(script, given=json.dumps(questions))
    assert done.returncode == 0, done.stderr
    answers: list[Json] = json.loads(done.stdout)
    return answers


ALL_CASES = [Case.of(data) for data in CASES["cases"]]


@pytest.fixture(scope="module")
def shown() -> dict[str, Json]:
    """What the page shows of each case, by its name."""
    questions = [{"draft": case.draft, "operation": case.operation, "source": case.source} for case in ALL_CASES]
    return {case.name: answer["shown"] for case, answer in zip(ALL_CASES, on_page(questions), strict=True)}


def test_each_case_has_a_name_of_its_own() -> None:
    assert len({case.name for case in ALL_CASES}) == len(ALL_CASES)


def test_every_operation_that_a_page_may_send_has_cases() -> None:
    sent = ("set", "insert", "delete", "move", "split", "merge", "take", "rename", "dismiss", "check", "many")
    for name in sent:
        told = [case for case in ALL_CASES if case.operation["op"] == name]
        assert any(case.error is None for case in told), f"{name} done"
        assert any(case.error is not None for case in told), f"{name} that cannot be done"


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: case.name)
def test_server_stores_what_the_case_tells(case: Case) -> None:
    if case.error is None:
        done = on_server(case.draft, case.operation, case.source)
        assert done.draft.view() == case.stored
        assert bool(done.touched) == (case.stored != case.draft)
        return
    with pytest.raises(EditError) as failure:
        on_server(case.draft, case.operation, case.source)
    assert isinstance(failure.value, Conflict) == (case.error == "conflict")


@pytest.mark.parametrize("case", ALL_CASES, ids=lambda case: case.name)
def test_page_shows_what_the_case_tells(case: Case, shown: dict[str, Json]) -> None:
    assert shown[case.name] == case.shown


def test_limits_are_the_same() -> None:
    said = [{"id": "u1", "text": "あ" * (LONGEST_TEXT - 1)}, {"id": "u2", "text": "い"}, {"id": "u3", "text": "う"}]
    draft = view_of({"utterances": [{"kind": "speech", "speaker": None, "agenda": [], **row} for row in said]})
    merge = {"op": "merge", "id": "u1", "with": "u2"}
    merged = on_server(draft, merge).draft.view()
    people = [{**NEW_ROWS["attendees"], "id": f"p{number}"} for number in range(MOST_ROWS)]
    full = view_of({"attendees": people})
    insert: Json = {"op": "insert", "table": "attendees", "after": None, "row": {}}
    last = on_server(view_of({"attendees": people[1:]}), insert).draft.view()
    for known, operation in ((merged, {**merge, "with": "u3"}), (full, insert)):
        with pytest.raises(EditError):
            on_server(known, operation)
    cases = [(draft, merge, merged), (merged, {**merge, "with": "u3"}, merged), (full, insert, full)]
    cases.append((view_of({"attendees": people[1:]}), insert, last))
    answers = on_page([{"draft": known, "operation": operation} for known, operation, _ in cases])
    assert [answer["shown"] for answer in answers] == [after for _, _, after in cases]


# A value for each kind of field, untidy where people may leave it so.
VALUES: dict[Any, Any] = {
    fields.line: " あ\n い　",
    fields.required_line: "\tあ\u2028",
    fields.text: "あ\r\nい\x00",
    fields.kind: "note",
    fields.items: ["a2", "a2"],
    fields.item: "a2",
    fields.flag: True,
    fields.number: 7,
    fields.year: 1990,
    fields.day: "",
    fields.clock: "23:59",
    fields.access: {"level": "closed", "reason": " 審議中 "},
}


def test_page_tidies_every_field_as_the_server_does() -> None:
    draft, row = Case.of(CASES["cases"][0]).draft, {table: CASES["drafts"]["meeting"][table][0] for table in TABLES}
    questions, stored = [], []
    for table, known in {"head": fields.HEAD_FIELDS, **fields.ROW_FIELDS}.items():
        for name, (_, check) in known.items():
            holder = draft if table == "head" else row[table]
            operation = {"op": "set", "table": table, "field": name, "before": holder.get(name), "after": VALUES[check]}
            operation |= {} if table == "head" else {"id": holder["id"]}
            questions.append({"draft": draft, "operation": operation})
            stored.append(on_server(draft, operation).draft.view())
    for question, after, answer in zip(questions, stored, on_page(questions), strict=True):
        assert answer["shown"] == after, question["operation"]


@dataclass
class Steps:
    """Random steps, and what the server made of each."""

    questions: list[Json] = default(default_factory=list)
    stored: list[Json] = default(default_factory=list)

    def add(self, draft: Draft, operation: Json, source: Source) -> Draft:
        """One operation on a draft; gives the next draft."""
        question: Json = {
            "draft": draft.view(),
            "operation": operation,
            "source": {"lines": source.lines, "pages": source.pages},
        }
        after = draft
        try:
            done = apply(draft, read_operation(operation), 1, source)
        except Conflict:
            if operation["op"] == "set":
                return draft  # the page shows what was typed until the server has answered
        else:
            after = done.draft
            question["changes"] = changes_of(done.draft, done.touched)
        self.questions.append(question)
        self.stored.append(after.view())
        return after


def random_steps() -> Steps:
    """Steps on random drafts: operations that fit them, and such as were made on an earlier state."""
    steps = Steps()

    @settings(max_examples=150, deadline=None, database=None)
    @given(strategies.parsed(), strategies.source(), st.data())
    def collect(parsed: Any, source: Source, data: st.DataObject) -> None:
        draft = Draft.of(json.loads(json.dumps(strategies.named(parsed))))
        states = [draft]
        for _ in range(data.draw(st.integers(1, 5))):
            known = data.draw(st.sampled_from(states))
            draft = steps.add(draft, data.draw(strategies.operation(known)), source)
            states.append(draft)

    collect()
    return steps


@pytest.mark.slow
@pytest.mark.slow
def test_random_steps_are_shown_as_they_are_stored() -> None:
    steps = random_steps()
    assert len(steps.questions) > 200
    for question, stored, answer in zip(steps.questions, steps.stored, on_page(steps.questions), strict=True):
        assert without_rest(stored) == answer["shown"], question["operation"]
        if "changes" in question:
            assert without_rest(stored) == answer["told"], question["changes"]


def without_rest(view: Json) -> Json:
    """The parts of a draft that operations change."""
    return {name: view[name] for name in (*HEAD, *TABLES, "warnings")}


def random_texts() -> list[Json]:
    """Short texts of a few signs, of which changes often meet."""
    texts: list[Json] = []
    text = st.text(alphabet="あい。、\n 　A𠮷」\x85", max_size=14)

    @settings(max_examples=400, deadline=None, database=None)
    @given(text, text, text, st.integers(0, 15))
    def collect(before: str, first: str, second: str, at: int) -> None:
        texts.append({"before": before, "first": first, "second": second, "at": at})

    collect()
    return texts


def long_texts() -> list[Json]:
    """Texts that are compared line by line first; some lines stand in them often."""
    chance = random.Random(9)
    texts = []
    for _ in range(12):
        lines = [
            chance.choice(["異議なし。", "はい。", f"{number}番目の行に、話されたことが書いてあります。"])
            for number in range(300)
        ]
        texts.append(
            {
                "before": "\n".join(lines),
                "first": "\n".join(with_changes(lines, chance)),
                "second": "\n".join(with_changes(lines, chance)),
                "at": chance.randrange(4000),
            }
        )
    return texts


def with_changes(lines: list[str], chance: random.Random) -> list[str]:
    """The lines with changes far from each other."""
    result = list(lines)
    for _ in range(chance.randrange(1, 6)):
        place = chance.randrange(len(result))
        change = chance.randrange(3)
        if change == 0:
            result[place] += "（訂正）"
        elif change == 1:
            result.insert(place, "加えた行。")
        else:
            del result[place]
    return ["始", *result, "終"]


@pytest.mark.slow
def test_texts_are_compared_parted_and_joined_alike() -> None:
    texts = random_texts() + long_texts()
    assert any(merged_text(one["before"], one["first"], one["second"]) for one in texts[-12:])
    for one, answer in zip(texts, on_page(texts, "change_texts.js"), strict=True):
        before, first, second, at = one["before"], one["first"], one["second"], one["at"]
        assert answer == {
            "merged": merged_text(before, first, second),
            "place": place_in(before, first, at),
            "joined": joined(before, first),
            "parted": [*parted(before, at)],
        }, one
