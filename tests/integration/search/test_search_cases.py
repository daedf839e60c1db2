"""Every line of tests/data/search_cases.tsv holds: what is found, what is not, and what is marked in it.

All texts stand in one meeting, so each search must tell its own text from all the others.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import transaction
from django.test import TestCase

from minutes.access import clearance
from minutes.intake.items import new_source
from minutes.models import Utterance
from minutes.parsing.model import ParsedMinutes
from minutes.record.importing import import_minutes
from search import engine
from search.language import Question
from search.models import Synonym, SynonymGroup
from search.page.highlight import Highlighter
from search.synonyms import understand

pytestmark = pytest.mark.django_db

CASES = Path(__file__).parents[2] / "data" / "search_cases.tsv"
_CODE = re.compile(r"\{U\+([0-9A-F]{4,6})\}")
_MARKED = re.compile("【([^【】]*)】")
_OFF = "除く："


@dataclass(frozen=True)
class Case:
    """One line: what is typed, the switches, and whether the text, with 【 】 around its marks, is a hit."""

    line: int
    query: str
    switches: tuple[str, ...]
    is_hit: bool
    marked: str
    speaker: str
    item: str

    @property
    def text(self) -> str:
        return _MARKED.sub(r"\1", self.marked)

    @property
    def place(self) -> tuple[str, str, str]:
        """What tells the utterance that holds the text from all others."""
        return self.text, self.speaker, self.item

    def __str__(self) -> str:
        switches = "".join(f"[{switch}]" for switch in self.switches)
        return f"{self.line} {self.query}{switches} {'○' if self.is_hit else '×'} {self.marked}"


def read_cases() -> list[Case]:
    return [_case(number, cells) for number, cells in _lines() if cells[0] != "同義語の登録"]


def read_synonyms() -> list[list[str]]:
    return [cells[1].split("＝") for _, cells in _lines() if cells[0] == "同義語の登録"]


def _lines() -> Iterator[tuple[int, list[str]]]:
    lines = CASES.read_text(encoding="utf-8").splitlines()
    is_head = True
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        if not is_head:
            yield number, _CODE.sub(lambda match: chr(int(match[1], 16)), line).split("\t")
        is_head = False


def _case(line: int, cells: list[str]) -> Case:
    query, switches, result, marked, *rest = cells
    fields = dict(field.split("＝") for field in "".join(rest).split("；") if field)
    assert result in "○×"
    assert not (result == "×" and "【" in marked)
    assert fields.keys() <= {"発言者", "議題"}
    return Case(
        line,
        query,
        tuple(switches.split("、")) if switches else (),
        result == "○",
        marked,
        fields.get("発言者", "委員"),
        fields.get("議題", "その他"),
    )


@pytest.fixture(scope="module")
def stored(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[tuple[str, str, str], int]]:
    """The texts of all cases as one meeting, imported once: (text, speaker, agenda item) -> key of the utterance."""
    with django_db_blocker.unblock(), transaction.atomic():
        cache.clear()
        for words in read_synonyms():
            group = SynonymGroup.objects.create()
            for word in words:
                Synonym.objects.create(group=group, text=word)
        # The vocabulary is written on commit.
        with TestCase.captureOnCommitCallbacks(execute=True):
            _import({case.place for case in read_cases()})
        rows = Utterance.objects.values_list("text", "speaker", "agenda_items__title", "pk")
        yield {(text, speaker, item): key for text, speaker, item, key in rows}
        transaction.set_rollback(True)
    cache.clear()


def _import(places: set[tuple[str, str, str]]) -> None:
    items = sorted({item for _, _, item in places})
    parsed = ParsedMinutes.from_json(
        {
            "title": "令和5年度 第2回みなと野市議会総務委員会",
            "body": "みなと野市議会総務委員会",
            "fiscal_year": 2023,
            "number": 2,
            "held_on": "2024-03-25",
            "agenda": [{"title": item} for item in items],
            "utterances": [
                {"kind": "speech", "speaker": speaker, "agenda": [items.index(item)], "text": text}
                for text, speaker, item in sorted(places)
            ],
            "attachments": [{"label": "資料3", "title": "窓口業務の見直し方針"}],
        }
    )
    import_minutes(parsed=parsed, source=new_source(CASES.read_bytes(), "例.txt", "text/plain"))


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: f"line-{case.line}")
def test_case(case: Case, stored: dict[tuple[str, str, str], int]) -> None:
    question = understand(
        Question(
            case.query,
            literal="文字どおり" in case.switches,
            variants="表記ゆれなし" not in case.switches,
            synonyms="同義語なし" not in case.switches,
            off=tuple(switch.removeprefix(_OFF) for switch in case.switches if switch.startswith(_OFF)),
            inside="語の一部も" in case.switches,
            limit=len(stored),
        )
    )
    if question.tree is None:
        assert not case.is_hit
        return
    found = engine.search(question, clearance=clearance(AnonymousUser()))
    hits = {hit.utterance for hit in found.hits}
    assert found.total == len(found.hits)
    assert (stored[case.place] in hits) == case.is_hit
    if case.is_hit:
        assert _with_marks(case.text, Highlighter(question.tree, question.inside)) == case.marked


def _with_marks(text: str, highlighter: Highlighter) -> str:
    parts, at = [], 0
    for mark in highlighter.marks(text):
        parts += [text[at : mark.start], "【", text[mark.start : mark.end], "】"]
        at = mark.end
    return "".join([*parts, text[at:]])


def test_there_are_cases_of_both_results() -> None:
    results = [case.is_hit for case in read_cases()]
    assert results.count(True) >= 150
    assert results.count(False) >= 80
