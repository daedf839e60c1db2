"""Entries follow their meetings: written, replaced, relabelled and removed in the same transaction."""

from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes.access import VISITOR
from minutes.models import AgendaItem, Audience, Body, Meeting, Topic, TopicLink, Utterance
from minutes.signals import meeting_changed
from search import engine
from search.index.writing import recency, relabel
from search.language import Question, parse
from search.models import IndexedMeeting, SearchEntry
from search.words import analyzer_version
from search.words.vector import LAST_POSITION

pytestmark = pytest.mark.django_db


def total(query: str) -> int:
    return engine.search(Question(tree=parse(query).tree), clearance=VISITOR).total


def index(meeting: Meeting) -> None:
    meeting_changed.send(sender=Meeting, meeting=meeting)


def test_an_entry_holds_what_hits_are_filtered_and_sorted_by(say: Any) -> None:
    meeting = say(
        {"text": "ＤＸの推進", "speaker": "部員", "kind": "summary", "audience": Audience.STAFF},
        audience=Audience.EDITORS,
        topics=["情報化"],
    )
    entry = SearchEntry.objects.get()
    assert entry.utterance == meeting.utterances.get()
    assert (entry.meeting, entry.order, entry.items) == (meeting, 1, [AgendaItem.objects.get().pk])
    assert (entry.recency, entry.access) == (recency(date(2024, 3, 25), meeting.pk, 1), Audience.EDITORS)
    assert entry.folded == "dxの推進"
    profile = entry.profile
    assert (profile.body, profile.fiscal_year) == (meeting.body, 2023)
    assert (profile.speaker, profile.kind, profile.topics) == ("部員", "summary", [Topic.objects.get().pk])
    indexed = IndexedMeeting.objects.get()
    assert (indexed.meeting, indexed.entries, indexed.analyzer) == (meeting, 1, analyzer_version())
    assert indexed.names == "総務委員会\n総務委員会 第1回"


def test_an_imported_meeting_is_found_at_once(store: Any) -> None:
    store()
    assert total("電話システム") == 1


def test_a_withdrawn_meeting_is_gone_and_comes_back(say: Any) -> None:
    meeting = say("防災です")
    meeting.status = Meeting.Status.WITHDRAWN
    index(meeting)
    assert total("防災") == SearchEntry.objects.count() == 0
    meeting.status = Meeting.Status.PUBLISHED
    index(meeting)
    assert total("防災") == 1


def test_a_corrected_meeting_is_found_by_its_new_words_alone(say: Any) -> None:
    meeting = say("防災です", "給食です")
    meeting.utterances.all().delete()
    Utterance.objects.create(meeting=meeting, order=1, ref=3, kind="speech", text="訓練です")
    index(meeting)
    assert (total("防災"), total("給食"), total("訓練")) == (0, 0, 1)


def test_entries_are_part_of_the_transaction_that_writes_the_meeting(say: Any) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        say("防災です")
        raise RuntimeError
    assert total("防災") == 0


def test_topics_come_with_those_above_them_and_without_refused_ones(say: Any) -> None:
    meeting = say("防災です")
    above = Topic.objects.create(name="安全")
    below = Topic.objects.create(name="防災", parent=above)
    refused = Topic.objects.create(name="給食")
    item = AgendaItem.objects.get()
    TopicLink.objects.create(agenda_item=item, topic=below)
    TopicLink.objects.create(agenda_item=item, topic=refused, state=TopicLink.State.REFUSED)
    index(meeting)
    assert SearchEntry.objects.get().profile.topics == [above.pk, below.pk]
    above.parent = below
    above.save()
    index(meeting)
    assert SearchEntry.objects.get().profile.topics == [above.pk, below.pk]


def test_relabelling_copies_names_and_topics_without_reading_the_text_again(
    say: Any, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    meeting = say("防災です", topics=["防災"])
    other = say("防災です")
    merged = Body.objects.create(name="新しい委員会", name_key="新しい委員会")
    Meeting.objects.update(body=merged, held_on=date(2020, 4, 1), fiscal_year=2020)
    TopicLink.objects.update(state=TopicLink.State.REFUSED)
    monkeypatch.setattr("search.index.writing.prepare", None)
    # Savepoint, keys, meetings, new profiles, entries, names, release; the names of what the meetings hold are read
    # (meetings, items, papers), compared and written.
    with django_assert_num_queries(18):
        relabel(Meeting.objects.filter(pk=meeting.pk))
    entry = SearchEntry.objects.get(meeting=meeting)
    assert entry.recency == recency(date(2020, 4, 1), meeting.pk, 1)
    profile = entry.profile
    assert (profile.body, profile.fiscal_year, profile.topics) == (merged, 2020, [])
    assert IndexedMeeting.objects.get(meeting=meeting).names.startswith("新しい委員会\n")
    assert SearchEntry.objects.get(meeting=other).profile.body != merged


def test_indexing_takes_as_many_statements_for_many_utterances_as_for_one(
    say: Any, django_assert_num_queries: Any
) -> None:
    one, many = say("防災です"), say(*(f"防災です {number}" for number in range(50)))
    with CaptureQueriesContext(connection) as statements:
        index(one)
    with django_assert_num_queries(len(statements)):
        index(many)
    assert SearchEntry.objects.count() == 51


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        "",
        "、。\n",
        "防災" * 60_000,
        "防災訓練を実施します。" * 9_000,
        " ".join(f"name{number:07d}" for number in range(120_000)),
        " ".join(f"{number}".rjust(6, "a") + "b" * 190 for number in range(5_000)),
        "あ" * 30_000,
        "x" * 60_000,
        "①㈱" * 5_000,
        "it's \\ ' : , * 1:2A 'x':1",
    ],
    ids=[
        "empty",
        "signs",
        "one word",
        "sentences",
        "all different",
        "long and different",
        "kana",
        "latin",
        "ligatures",
        "quotes",
    ],
)
def test_any_length_of_text_is_stored(say: Any, text: str) -> None:
    say(text, "防災です")
    assert SearchEntry.objects.count() == 2
    assert total("防災") in (1, 2)


def test_words_after_the_last_position_are_found_and_phrases_there_are_not(say: Any) -> None:
    say("その説明です。" * (LAST_POSITION // 4 + 1) + "防災訓練計画")
    assert (total("防災"), total("防災訓練"), total("防災訓練計画")) == (1, 1, 0)


@pytest.mark.slow
@settings(max_examples=40)
@given(text=st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=200))
def test_any_text_is_indexed(say: Any, text: str) -> None:
    meeting = say(text)
    assert SearchEntry.objects.filter(meeting=meeting).count() == 1
