"""Random drafts, and random operations that fit a draft."""

from typing import Any

from hypothesis import strategies as st

from minutes.editing import Draft, with_ids
from minutes.editing.applying import Source
from minutes.parsing.model import KINDS, ParsedMinutes

TEXT = st.text(alphabet="あいう会長。、\n 　A1", min_size=1, max_size=24).filter(lambda text: bool(text.strip()))
NAME = st.sampled_from(["会長", "委員", "事務局", "Ｎｏ.３"])


@st.composite
def parsed(draw: st.DrawFn) -> ParsedMinutes:
    """Minutes with up to eight utterances, one below the other in the source."""
    agenda = draw(st.lists(TEXT, max_size=3))
    papers = draw(st.lists(st.tuples(TEXT, st.booleans()), max_size=2))
    utterances, line = [], 5
    for _ in range(draw(st.integers(0, 8))):
        length = draw(st.integers(0, 3))
        utterances.append(
            {
                "kind": draw(st.sampled_from(KINDS)),
                "speaker": draw(st.none() | NAME),
                "text": draw(TEXT),
                "agenda": draw(st.lists(st.integers(0, len(agenda) - 1), unique=True)) if agenda else [],
                "line": line,
                "end_line": line + length,
                "certainty": draw(st.none() | st.sampled_from([0.25, 0.5])),
            }
        )
        line += length + draw(st.integers(0, 2))
    return ParsedMinutes.from_json(
        {
            "title": draw(st.none() | TEXT),
            "agenda": [{"category": None, "number": index, "title": title} for index, title in enumerate(agenda)],
            "attendees": [{"group": None, "name": name} for name in draw(st.lists(NAME, max_size=2))],
            "utterances": utterances,
            "attachments": [
                {"label": label, "title": None, "agenda": 0 if agenda and linked else None} for label, linked in papers
            ],
            "warnings": [
                {"code": "unparsed-text", "message": text, "line": 2 + index, "text": text}
                for index, text in enumerate(draw(st.lists(TEXT, max_size=2)))
            ],
        }
    )


def named(parsed: ParsedMinutes) -> dict[str, Any]:
    """The JSON of the minutes with an id in each row, as a draft is stored."""
    return with_ids(parsed).to_json()


@st.composite
def source(draw: st.DrawFn) -> Source:
    """Lines of a source, which may or may not hold what was read, and their pages."""
    lines = draw(st.lists(st.text(alphabet="あいう会長。、 　A1", max_size=12), max_size=40))
    pages = [1 + index // 7 for index in range(len(lines))] if draw(st.booleans()) else []
    return Source(lines, pages)


@st.composite
def operation(draw: st.DrawFn, draft: Draft, deep: bool = True) -> dict[str, Any]:
    """The JSON of an operation that can be done on the draft."""
    makers: list[Any] = [_head, _insert]
    said = draft.tables["utterances"]
    tables = [table for table, rows in draft.tables.items() if rows]
    if tables:
        makers += [_delete, _move]
    if said:
        makers += [_check, _set, _set, _rename_or_set, _split_or_set]
    if len(said) > 1:
        makers.append(_merge)
    if draft.warnings:
        makers += [_take, _dismiss]
    if deep:
        makers.append(_many)
    found: dict[str, Any] = draw(st.sampled_from(makers))(draw, draft)
    return found


def _head(draw: st.DrawFn, draft: Draft) -> dict[str, Any]:
    field, value = draw(
        st.sampled_from(
            [
                ("title", "会議"),
                ("number", 7),
                ("held_on", "2024-03-01"),
                ("venue", None),
                ("meeting_access", {"level": "open", "reason": None}),
            ]
        )
    )
    return {"op": "set", "table": "head", "field": field, "before": draft.head[field], "after": value}


def _after(draw: st.DrawFn, draft: Draft, table: str) -> str | None:
    names: list[str | None] = [None, *(row["id"] for row in draft.tables[table])]
    return draw(st.sampled_from(names))


def _insert(draw: st.DrawFn, draft: Draft) -> dict[str, Any]:
    table = draw(st.sampled_from(["utterances", "agenda", "attendees", "attachments"]))
    row: dict[str, Any] = {"text": "加えた"} if table == "utterances" else {}
    return {"op": "insert", "table": table, "after": _after(draw, draft, table), "row": row}


def _row(draw: st.DrawFn, draft: Draft) -> tuple[str, dict[str, Any]]:
    table = draw(st.sampled_from([table for table, rows in draft.tables.items() if rows]))
    return table, draw(st.sampled_from(draft.tables[table]))


def _delete(draw: st.DrawFn, draft: Draft) -> dict[str, Any]:
    table, row = _row(draw, draft)
    return {"op": "delete", "table": table, "id": row["id"]}


def _move(draw: st.DrawFn, draft: Draft) -> dict[str, Any]:
    table, row = _row(draw, draft)
    others = [other["id"] for other in draft.tables[table] if other is not row]
    return {"op": "move", "table": table, "id": row["id"], "after": draw(st.sampled_from([None, *others]))}


def _said(draw: st.DrawFn, draft: Draft) -> dict[str, Any]:
    row: dict[str, Any] = draw(st.sampled_from(draft.tables["utterances"]))
    return row


def _set(draw: st.DrawFn, draft: Draft) -> dict[str, Any]:
    row = _said(draw, draft)
    items = [item["id"] for item in draft.tables["agenda"]]
    field = draw(st.sampled_from(["kind", "speaker", "text", "agenda"]))
    values: dict[str, Any] = {
        "kind": st.sampled_from(KINDS),
        "speaker": st.none() | NAME,
        "text": TEXT,
        "agenda": st.lists(st.sampled_from(items), unique=True) if items else st.just([]),
    }
    after = draw(values[field])
    return {
        "op": "set",
        "table": "utterances",
        "id": row["id"],
        "field": field,
        "before": row.get(field),
        "after": after,
    }


def _rename_or_set(draw: st.DrawFn, draft: Draft) -> dict[str, Any]:
    speaker = _said(draw, draft).get("speaker")
    return {"op": "rename", "from": speaker, "to": draw(NAME)} if speaker else _set(draw, draft)


def _split_or_set(draw: st.DrawFn, draft: Draft) -> dict[str, Any]:
    row = _said(draw, draft)
    text = row["text"]
    places = [at for at in range(1, len(text)) if text[:at].strip() and text[at:].strip()]
    if not places:
        return _set(draw, draft)
    result = {"op": "split", "id": row["id"], "at": draw(st.sampled_from(places)), "before": text}
    return result | ({"speaker": draw(st.none() | NAME)} if draw(st.booleans()) else {})


def _merge(draw: st.DrawFn, draft: Draft) -> dict[str, Any]:
    place = draw(st.integers(0, len(draft.tables["utterances"]) - 2))
    kept, other = draft.tables["utterances"][place : place + 2]
    return {"op": "merge", "id": kept["id"], "with": other["id"]}


def _take(draw: st.DrawFn, draft: Draft) -> dict[str, Any]:
    warning = draw(st.sampled_from(draft.warnings))
    after = _after(draw, draft, "utterances")
    return {
        "op": "take",
        "line": warning["line"],
        "text": warning["text"],
        "after": after,
        "kind": "speech",
        "speaker": draw(st.none() | NAME),
    }


def _dismiss(draw: st.DrawFn, draft: Draft) -> dict[str, Any]:
    warning = draw(st.sampled_from(draft.warnings))
    return {"op": "dismiss", "code": warning["code"], "line": warning["line"], "text": warning["text"]}


def _check(draw: st.DrawFn, draft: Draft) -> dict[str, Any]:
    return {"op": "check", "id": _said(draw, draft)["id"]}


def _many(draw: st.DrawFn, draft: Draft) -> dict[str, Any]:
    return {"op": "many", "ops": [draw(operation(draft, deep=False))], "label": "まとめて"}
