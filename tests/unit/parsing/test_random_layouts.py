"""Layouts composed at random: who said what is found in nearly all of them, whatever the mixture."""

from __future__ import annotations

from difflib import SequenceMatcher

import pytest

from minutes.parsing.model import ParsedMinutes
from minutes.parsing.rows.text import flat, squeeze
from tests.unit.parsing.random_layouts import COUNTED, MARKS, Document, random_document
from tests.unit.parsing.support import parse_text

SEEDS = range(600)


def alike(expected: list[str], found: list[str]) -> float:
    """F1 of two lists in order."""
    same = sum(block.size for block in SequenceMatcher(None, expected, found, autojunk=False).get_matching_blocks())
    return 2 * same / (len(expected) + len(found))


def speeches(document: Document) -> list[str]:
    return [
        flat(squeeze(f"{speaker}|{said}|{[document.agenda[index] for index in agenda]}"))
        for speaker, said, agenda in document.speeches
    ]


def found(parsed: ParsedMinutes) -> list[str]:
    return [
        flat(squeeze(f"{row.speaker}|{row.text}|{[parsed.agenda[index].title for index in row.agenda]}"))
        for row in parsed.utterances
    ]


@pytest.fixture(scope="module")
def read() -> list[tuple[Document, ParsedMinutes, float]]:
    """The documents of all seeds, their readings, and how alike the speeches are."""
    documents = [random_document(seed) for seed in SEEDS]
    readings = [parse_text(document.text) for document in documents]
    return [
        (document, parsed, alike(speeches(document), found(parsed)))
        for document, parsed in zip(documents, readings, strict=True)
    ]


@pytest.mark.slow
def test_speeches_speakers_and_items_are_found(read: list[tuple[Document, ParsedMinutes, float]]) -> None:
    assert sum(score for _, _, score in read) / len(read) > 0.995


@pytest.mark.parametrize("marks", sorted(MARKS) + sorted(COUNTED))
def test_every_way_of_marking_speakers_is_read(marks: str, read: list[tuple[Document, ParsedMinutes, float]]) -> None:
    scores = [score for document, _, score in read if document.choices["marks"] == marks]
    assert scores
    assert sum(scores) / len(scores) > 0.95


def test_the_head_and_the_agenda_are_found(read: list[tuple[Document, ParsedMinutes, float]]) -> None:
    wrong = [
        document.choices
        for document, parsed, _ in read
        if (parsed.held_on, parsed.body) != (document.held_on, document.body)
        or [item.title for item in parsed.agenda] != document.agenda
    ]
    assert wrong == []


def test_what_is_read_well_is_certain(read: list[tuple[Document, ParsedMinutes, float]]) -> None:
    assert all((parsed.certainty or 0) >= 0.9 for _, parsed, score in read if score == 1)
