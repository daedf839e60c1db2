"""A spelling that only hidden minutes hold is no spelling that others are told of."""

from typing import Any

import pytest

from minutes.models import Audience
from search.language import FormKind, Question
from search.synonyms import understand

pytestmark = pytest.mark.django_db


def spellings(text: str, clearance: int) -> set[str]:
    understood = understand(Question(text), clearance=clearance)
    (wanted,) = [understood.tree]
    return {form.text for form in wanted.forms if form.kind is FormKind.VARIANT}  # type: ignore[union-attr]


def test_a_spelling_is_told_to_those_who_may_read_it(say: Any, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        say("打合せをした")
        say({"text": "打ち合わせをした", "audience": Audience.EDITORS})
    assert "打ち合わせ" not in spellings("打合せ", Audience.STAFF)
    assert "打ち合わせ" in spellings("打合せ", Audience.EDITORS)
    with django_capture_on_commit_callbacks(execute=True):
        say("打ち合わせの日")
    assert "打ち合わせ" in spellings("打合せ", Audience.EVERYONE)
