"""A spelling that only hidden minutes hold is no spelling that others are told of."""

from functools import partial
from typing import Any

import pytest

from minutes.access import Clearance
from minutes.models import Audience
from search import engine
from search.language import FormKind, Question
from search.synonyms import near_words, understand

pytestmark = pytest.mark.django_db


def spellings(text: str, audience: Audience) -> set[str]:
    understood = understand(Question(text), clearance=Clearance.of(audience))
    (wanted,) = [understood.tree]
    return {form.text for form in wanted.forms if form.kind is FormKind.VARIANT}  # type: ignore[union-attr]


def near(text: str, audience: Audience) -> list[str]:
    reader = Clearance.of(audience)
    return [word.text for word in near_words(text, reader, partial(engine.frequencies, clearance=reader))]


def test_a_spelling_is_told_to_those_who_may_read_it(say: Any, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        say("打合せをした")
        say({"text": "打ち合わせをした", "audience": Audience.EDITORS})
    assert "打ち合わせ" not in spellings("打合せ", Audience.STAFF)
    assert "打ち合わせ" in spellings("打合せ", Audience.EDITORS)
    with django_capture_on_commit_callbacks(execute=True):
        say("打ち合わせの日")
    assert "打ち合わせ" in spellings("打合せ", Audience.EVERYONE)


def test_words_written_nearly_so_are_proposed_only_to_those_who_may_read_them(
    say: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        say({"text": "防災訓練の件", "audience": Audience.EDITORS})
    for wrong, right in (("kunren", "訓練"), ("bousaikunren", "防災訓練"), ("防災訓錬", "防災訓練")):
        assert near(wrong, Audience.STAFF) == []
        assert right in near(wrong, Audience.EDITORS)
