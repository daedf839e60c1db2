"""Meetings for the search tests, each word of them known."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache

from minutes.models import AgendaItem, Body, Meeting, Topic, TopicLink, Utterance
from minutes.signals import meeting_changed
from minutes.wording.names import name_key

Say = Callable[..., Meeting]


@pytest.fixture(autouse=True)
def no_remembered_statistics() -> None:
    cache.clear()


@pytest.fixture
def say(db: None) -> Say:
    """Stores and indexes a meeting: say("text", ("speaker", "text"), body=…, held_on=…, topic=…) -> Meeting.

    An utterance may also be a dict of Utterance's fields.
    """

    def store(
        *utterances: str | tuple[str, str] | dict[str, Any],
        body: str = "総務委員会",
        held_on: date | None = date(2024, 3, 25),
        fiscal_year: int = 2023,
        topics: Sequence[str] = (),
        **fields: Any,
    ) -> Meeting:
        its_body, _ = Body.objects.get_or_create(name_key=name_key(body), defaults={"name": body})
        number = Meeting.objects.count() + 1
        meeting = Meeting.objects.create(
            key=f"m-{number}",
            body=its_body,
            title=f"{body} 第{number}回",
            held_on=held_on,
            fiscal_year=fiscal_year,
            **fields,
        )
        item = AgendaItem.objects.create(meeting=meeting, order=1, category="議案", number=1, title="防災計画について")
        for name in topics:
            topic, _ = Topic.objects.get_or_create(name=name)
            TopicLink.objects.create(agenda_item=item, topic=topic)
        for order, said in enumerate(utterances, start=1):
            row: dict[str, Any] = {"kind": "speech", "speaker": "委員"}
            if isinstance(said, dict):
                row |= said
            elif isinstance(said, tuple):
                row |= {"speaker": said[0], "text": said[1]}
            else:
                row["text"] = said
            utterance = Utterance.objects.create(meeting=meeting, order=order, ref=order, **row)
            utterance.agenda_items.add(item)
        meeting_changed.send(sender=Meeting, meeting=meeting)
        return meeting

    return store
