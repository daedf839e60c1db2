"""Transcripts with lines lost, doubled, cut and out of order: whatever is left is read, and no word of it is lost."""

from __future__ import annotations

import itertools
import json

from hypothesis import given, settings
from hypothesis import strategies as st

from minutes.documents import SourceText
from minutes.parsing import ParsedMinutes, parse
from minutes.transcripts import read_transcript
from tests.unit.transcripts.test_transcripts import SCRIPT, SUBRIP, TABLE, TEAMS

# Words of rare kanji, no two alike, stand in place of what was said.
RARE = [f"{chr(0x9F50 + index % 80)}{chr(0x9ED0 + index // 80)}" for index in range(400)]
NAMES = ("大野一郎", "小川花子", "話者1", "")


def captions(seed: list[int]) -> list[str]:
    lines = ["WEBVTT", ""]
    for place, number in enumerate(seed):
        name = NAMES[number % 4]
        lines += [f"{place + 1}", f"00:{place:02}:03.000 --> 00:{place:02}:09.000"]
        lines += [f"<v {name}>{RARE[place]}ですね。</v>" if number % 2 else f"{name}：{RARE[place]}です。", ""]
    return lines


def table(seed: list[int]) -> list[str]:
    rows = [f"0:{place:02}:03,{NAMES[number % 4]},{RARE[place]}についてです。" for place, number in enumerate(seed)]
    return ["時間,話者,発言", *rows]


def script(seed: list[int]) -> list[str]:
    lines = ["会議の録音"]
    for place, number in enumerate(seed):
        lines += [f"{NAMES[number % 3]}   {place}:03", f"{RARE[place]}についてです。"]
    return lines


documents = st.builds(
    lambda make, seed: make(seed),
    st.sampled_from([captions, table, script]),
    st.lists(st.integers(0, 11), min_size=2, max_size=40),
)


def damaged(lines: list[str], hits: list[tuple[int, int]]) -> list[str]:
    """The lines after each hit: one dropped, doubled, joined to the next, cut, or put elsewhere."""
    for where, how in hits:
        if not lines:
            break
        at = where % len(lines)
        line = lines[at]
        if how == 0:
            lines = lines[:at] + lines[at + 1 :]
        elif how == 1:
            lines = lines[: at + 1] + lines[at:]
        elif how == 2 and at + 1 < len(lines):
            lines = [*lines[:at], line + lines[at + 1], *lines[at + 2 :]]
        elif how == 3:
            lines = [*lines[:at], line[: len(line) // 2], line[len(line) // 2 :], *lines[at + 1 :]]
        elif how == 4:
            lines = [*lines[:at], "", *lines[at:]]
        else:
            lines = [*lines[:at], *lines[at + 1 :], line]
    return lines


def held(parsed: ParsedMinutes) -> str:
    texts = [row.text for row in parsed.utterances] + [row.speaker or "" for row in parsed.utterances]
    texts += [warning.text or "" for warning in parsed.warnings]
    texts += [item.title for item in parsed.agenda] + [row.name for row in parsed.attendees]
    return "".join("".join(texts).split())


@settings(max_examples=300)
@given(documents, st.lists(st.tuples(st.integers(0, 500), st.integers(0, 5)), max_size=6))
def test_no_word_is_lost_whatever_is_damaged(lines: list[str], hits: list[tuple[int, int]]) -> None:
    source = SourceText(tuple(damaged(lines, hits)))
    if read_transcript(source) is None:
        return  # then the rules of minutes read it
    parsed = parse(source)
    assert ParsedMinutes.from_json(json.loads(json.dumps(parsed.to_json()))) == parsed
    whole = held(parsed)
    printed = "".join(source.lines)
    assert [word for word in RARE if word in printed and word not in whole] == []
    assert all(row.at is None or row.at >= 0 for row in parsed.utterances)
    lines_of = [(row.line or 0, row.end_line or 0) for row in parsed.utterances]
    assert all(first <= last for first, last in lines_of)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(lines_of))


@settings(max_examples=200)
@given(
    st.sampled_from([TEAMS, SUBRIP, TABLE, SCRIPT]),
    st.lists(st.tuples(st.integers(0, 500), st.integers(0, 5)), max_size=2),
)
def test_a_transcript_that_lost_a_line_or_two_is_one_still(text: str, hits: list[tuple[int, int]]) -> None:
    lines = damaged(text.split("\n"), [(where, how) for where, how in hits if how in (0, 1, 4)])
    parsed = parse(SourceText(tuple(lines)))
    assert "transcript" in [warning.code for warning in parsed.warnings]
    assert {row.speaker for row in parsed.utterances} <= {"大野一郎", "小川花子", None}


@given(
    st.lists(
        st.sampled_from(
            ["0:03", "-->", "00:00:03.000 --> ", "<v ", ">", "：", ",", "\t", '"', "話者1", "\n", "。", "１", "[", "]"]
        ),
        max_size=60,
    )
)
def test_any_text_is_read_or_left(pieces: list[str]) -> None:
    parsed = parse(SourceText(tuple("".join(pieces).split("\n"))))
    assert ParsedMinutes.from_json(parsed.to_json()) == parsed
