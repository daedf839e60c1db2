"""Structured files are known by their content, split into meetings, and refused with words that help."""

import gzip
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.exchange import adapters
from minutes.exchange.archive import ArchivePart
from minutes.parsing.model import ParsedMinutes, ParsedMinutesError
from tests.conftest import build_parsed as build
from tests.unit.exchange import diet

Build = Callable[..., ParsedMinutes]


def dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def part(**changes: Any) -> dict[str, Any]:
    """The archive part of build_parsed()'s minutes."""
    return {
        "key": "2024-03-25-1",
        "status": "published",
        "audience": 0,
        "last_ref": 9,
        "refs": [1, 2, 9, 4, 5, 6],
        "audiences": [0] * 6,
        "topics": [[{"topic": "電話", "state": "confirmed"}], []],
        "papers": [{"audience": 0, "agenda": 0, "pages": [{"number": 1, "text": "一覧"}]}],
        **changes,
    }


@pytest.mark.parametrize("name", ["会議録.txt", "会議録.html", "名称なし"])
@pytest.mark.parametrize(
    "data", ["会議録\n○委員長　始めます。", "[資料1]の説明\n○委員長　始めます。", "{", "", '["資料1"]', '{"名": 1}']
)
def test_documents_are_no_structured_files(name: str, data: str) -> None:
    assert adapters.read_structured(data.encode(), name) is None


@pytest.mark.parametrize("name", ["minutes.json", "minutes.JSONL", "whatever.txt"])
def test_the_content_says_what_a_file_is(name: str, build_parsed: Build) -> None:
    one, two = build_parsed(number=1).to_json(), build_parsed(number=2).to_json()
    for data in (
        dumped([one, two]),
        dumped(one) + b"\n\n" + dumped(two) + b"\r\n",
        b"\xef\xbb\xbf" + dumped([one, two]),
    ):
        found = adapters.read_structured(data, name)
        assert found is not None
        assert [minutes.number for minutes in found] == [1, 2]


def test_a_compressed_file_is_unpacked(build_parsed: Build) -> None:
    data = gzip.compress(dumped(build_parsed().to_json()))
    assert len(adapters.read_structured(data, "minutes.jsonl.gz") or []) == 1
    with pytest.raises(adapters.StructuredError, match="壊れているか"):
        adapters.read_structured(data[:-9], "minutes.jsonl.gz")


@pytest.mark.parametrize("page", ["<!DOCTYPE html><title>503</title>", "\ufeff<html>", '<?xml version="1.0"?><data/>'])
def test_a_page_saved_as_json_is_named(page: str) -> None:
    with pytest.raises(adapters.StructuredError, match="ウェブページ"):
        adapters.read_structured(page.encode(), "answer.json")


def test_what_is_no_json_at_all_is_said_with_its_line() -> None:
    with pytest.raises(adapters.StructuredError, match="2行目付近"):
        adapters.read_structured(b'{"title":\n "x"', "minutes.json")
    with pytest.raises(adapters.StructuredError, match="UTF-8"):
        adapters.read_structured('{"title": "会議"}'.encode("cp932"), "minutes.json")
    with pytest.raises(adapters.StructuredError, match="会議録の JSON ではありません"):
        adapters.read_structured(b'{"name": "x"}', "package.json")


def test_a_deeply_nested_file_costs_a_message() -> None:
    with pytest.raises(adapters.StructuredError):
        adapters.read_structured(b"[" * 200_000, "minutes.json")


def test_restricted_minutes_do_not_come_in_over_the_desk(build_parsed: Build) -> None:
    for changes in ({"audience": 2}, {"audiences": [0, 0, 1, 0, 0, 0]}, {"status": "withdrawn"}):
        data = dumped({**build_parsed().to_json(), "archive": part(**changes)})
        with pytest.raises(adapters.StructuredError, match="import_minutes"):
            adapters.read_structured(data, "minutes.json")
        assert adapters.read_one(data).archive is not None
    assert adapters.read_structured(dumped({**build_parsed().to_json(), "archive": part()}), "minutes.json")


@pytest.mark.parametrize(
    "changes",
    [
        {"key": "../x"},
        {"key": None},
        {"audience": 3},
        {"audience": True},
        {"status": "gone"},
        {"refs": [1, 2]},
        {"refs": [1, 1, 2, 3, 4, 5]},
        {"refs": [10, 1, 2, 3, 4, 5]},
        {"topics": [[{"topic": "電話", "state": "perhaps"}], []]},
        {"papers": []},
        {"papers": [{"agenda": 2, "pages": []}]},
        {"papers": [{"pages": [{"number": 1, "text": "a"}, {"number": 1, "text": "b"}]}]},
    ],
)
def test_an_archive_part_that_does_not_fit_is_refused(changes: dict[str, Any], build_parsed: Build) -> None:
    with pytest.raises(ParsedMinutesError, match="archive"):
        ArchivePart.from_json(part(**changes), build_parsed())


def test_an_archive_part_is_given_back_as_it_was(build_parsed: Build) -> None:
    told = {**part(), "edited": True, "reason": "誤字"}
    assert ArchivePart.from_json(told, build_parsed()).to_json() == told


def test_half_a_sign_is_replaced_and_a_whole_one_stays() -> None:
    data = rb'{"title": "a\ud83d b\ud83d\ude00", "utterances": []}'
    (minutes,) = adapters.read_structured(data, "minutes.json") or []
    assert minutes.title == "a\ufffd b\U0001f600"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
WHOLE = [diet.answer(diet.record()), diet.record(), {**build().to_json(), "archive": part()}, [build().to_json()] * 2]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value inside a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, row in inner for place in places(row, (*path, key)))]


@given(st.sampled_from(WHOLE), st.integers(min_value=0), VALUES)
def test_any_wrong_value_anywhere_is_read_or_refused_with_words(whole: Any, which: int, wrong: Any) -> None:
    ways = places(whole)[1:]
    *way, last = ways[which % len(ways)]
    changed = inner = json.loads(json.dumps(whole))
    for key in way:
        inner = inner[key]
    inner[last] = wrong
    read_or_refused(json.dumps(changed).encode())


@given(st.sampled_from(WHOLE), st.integers(min_value=0), st.integers(min_value=0), st.binary(max_size=6))
def test_any_damaged_file_is_read_or_refused_with_words(whole: Any, start: int, length: int, noise: bytes) -> None:
    data = dumped(whole)
    cut = start % len(data)
    read_or_refused(data[:cut] + noise + data[cut + length % 200 :])
    read_or_refused(data[:cut])


def read_or_refused(data: bytes) -> None:
    try:
        found = adapters.read_structured(data, "minutes.json")
    except adapters.StructuredError as error:
        assert error.message.endswith("。")
    else:
        for minutes in found or ():
            assert ParsedMinutes.from_json(minutes.to_json()) == minutes
