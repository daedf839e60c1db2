"""Each rule that reads a line of an agenda list takes its own example."""

from __future__ import annotations

import itertools

import pytest

from minutes.documents.model import SourceText
from minutes.parsing.agenda.list_lines import list_lines
from minutes.parsing.agenda.list_reader import ListReader
from minutes.parsing.agenda.list_rules import RULES, ListRule, read_line
from minutes.parsing.rows.lines import read_rows
from minutes.parsing.rows.text import flat
from minutes.parsing.words.list_furniture import FURNITURE, Furniture, furniture_of
from minutes.parsing.words.numbering import read_numbered


@pytest.mark.parametrize("kind", FURNITURE, ids=lambda kind: kind.name)
def test_furniture_is_known_by_its_example(kind: Furniture) -> None:
    numbered = read_numbered(flat(kind.example))
    assert furniture_of(kind.example, kind.example, numbered=False) == kind
    assert numbered is None or not kind.bare


@pytest.mark.parametrize("title", ["甲の一部改正について", "日程の変更について", "会議録の作成について", "その他"])
def test_titles_are_no_furniture(title: str) -> None:
    assert furniture_of(title, title, numbered=False) is None


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.example], ids=lambda rule: rule.name)
def test_a_rule_takes_its_example(rule: ListRule) -> None:
    printed = [text.strip() for text in rule.example.split("/")]
    target = next((index for index, text in enumerate(printed) if text[0] == "«"), len(printed) - 1)
    rows = read_rows(SourceText(tuple(text.strip("«»") for text in printed)))
    lines = list_lines([(row, row.text) for row in rows])
    reader = ListReader(lines, None, None)
    taken = [read_line(reader, line, below).name for line, below in itertools.zip_longest(lines, lines[1:])]
    assert taken[target] == rule.name
