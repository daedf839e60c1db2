"""The rules that part a head: each decides of its own example, and says so."""

import pytest

from minutes.documents.model import SourceText
from minutes.parsing.head.label_rules import LABEL_RULES, LabelRule
from minutes.parsing.head.layout import Layout
from minutes.parsing.head.record_rules import RECORD_RULES, RecordRule
from minutes.parsing.head.section_rules import SECTION_RULES, SectionRule
from minutes.parsing.head.sections import lay_out
from minutes.parsing.lesson_matches import LessonMatches
from minutes.parsing.marks.speakers import SpeakerMarks
from minutes.parsing.marks.ways import read_marks
from minutes.parsing.parser import rows_of

RULES: list[LabelRule | RecordRule | SectionRule] = [*LABEL_RULES, *RECORD_RULES, *SECTION_RULES]


def laid_out(text: str) -> Layout:
    rows = rows_of(SourceText(tuple(text.split("\n"))))
    return lay_out(rows, SpeakerMarks(rows, read_marks(rows)), LessonMatches((), rows))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_decides_of_its_example(rule: LabelRule | RecordRule | SectionRule) -> None:
    assert rule.name in [decision.rule for decision in laid_out(rule.example).decisions]


def test_no_two_rules_have_one_name() -> None:
    names = [rule.name for rule in RULES]
    assert len(names) == len(set(names))
