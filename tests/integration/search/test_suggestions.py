"""What a search box suggests: from published minutes alone, as far as the person may read them."""

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from minutes.models import AgendaItem, Audience, Body, Meeting, Topic, TopicLink
from minutes.signals import meeting_changed, meetings_relabelled
from search import language
from search.models import Suggestion, SuggestionSource
from search.suggestions import suggesting
from search.suggestions.suggesting import BoxFilters

pytestmark = pytest.mark.django_db
VISITOR = AnonymousUser()


def texts(typed: str, user: Any = VISITOR, **scope: Any) -> list[str]:
    return [f"{found.label} {found.text}" for found in suggesting.suggest(typed, user, BoxFilters(**scope))]


def titled(meeting: Meeting, *titles: str) -> Meeting:
    """Gives a meeting other agenda items than the fixture's."""
    meeting.agenda_items.all().delete()
    for order, title in enumerate(titles, start=1):
        AgendaItem.objects.create(meeting=meeting, order=order, title=title)
    meeting_changed.send(sender=Meeting, meeting=meeting)
    return meeting


def test_titles_topics_bodies_and_speakers_are_suggested_with_what_they_are(say: Any) -> None:
    say(("防災課長", "はい"), body="防災会議", topics=["防災"])
    assert texts("防災") == ["議題 防災計画について", "分類 防災", "会議体 防災会議", "発言者 防災課長"]


def test_each_suggestion_leads_to_the_sensible_place(say: Any) -> None:
    meeting = say(("防災課長", "はい"), body="防災会議", topics=["防災"])
    agenda, topic, body, speaker = suggesting.suggest("防災", VISITOR)
    assert agenda.fill == "議題:「防災計画について」"
    assert speaker.fill == "発言者:「防災課長」"
    assert (body.url, body.fill) == (meeting.body.get_absolute_url(), "")
    assert (topic.url, topic.fill) == (Topic.objects.get().get_absolute_url(), "")


@pytest.mark.parametrize(
    "title",
    ["「みなと」の改定", "『みなと』「計画」", '「みなと"プラン」の改定', '『みなと』「計画"案"」', "みなと｣』案"],
)
def test_any_title_is_searched_for_as_one_phrase(say: Any, title: str) -> None:
    titled(say("はい"), title)
    (found,) = suggesting.suggest("みなと", VISITOR)
    tree = language.parse(found.fill).tree
    assert isinstance(tree, language.Field)
    assert (tree.name, tree.literal) == (language.FieldName.AGENDA, True)
    assert tree.text.replace(" ", "") == title.replace('"', "") or tree.text == title


def test_what_begins_so_comes_before_what_holds_it(say: Any) -> None:
    titled(say("はい"), "地域防災計画", "防災訓練")
    assert texts("防災") == ["議題 防災訓練", "議題 地域防災計画"]


def test_titles_of_more_meetings_come_first(say: Any) -> None:
    titled(say("はい"), "防災備蓄の更新", "防災訓練")
    titled(say("はい"), "防災訓練")
    assert texts("防災") == ["議題 防災訓練", "議題 防災備蓄の更新"]


@pytest.mark.parametrize("typed", ["bousai", "bōsai", "ＢＯＵＳＡＩ", "bous", "bosai kunre", "kunren bousai"])
def test_latin_letters_find_kanji_by_its_reading(say: Any, typed: str) -> None:
    titled(say("はい"), "防災訓練", "道路整備")
    assert texts(typed) == ["議題 防災訓練"]


@pytest.mark.parametrize("typed", ["it", "dx", "b", "nnn"])
def test_abbreviations_are_not_read(say: Any, typed: str) -> None:
    titled(say("はい"), "一般会計", "防災訓練")
    assert texts(typed) == []


def test_kana_finds_kanji_by_its_reading(say: Any) -> None:
    titled(say("はい"), "防災訓練", "地域防災計画")
    assert texts("ぼうさい") == ["議題 防災訓練", "議題 地域防災計画"]
    assert texts("ボウサイ") == texts("ぼうさい")
    assert texts("さい") == []


def test_a_single_kana_finds_what_begins_so(say: Any) -> None:
    titled(say("はい"), "手続の見直し", "市民しおり")
    assert texts("し") == ["議題 市民しおり"]


def test_width_case_and_old_kanji_do_not_matter(say: Any) -> None:
    titled(say(("髙橋委員", "はい")), "ＤＸの推進")
    assert texts("dx") == ["議題 ＤＸの推進"]
    assert texts("高橋") == ["発言者 髙橋委員"]


def test_several_words_must_all_stand_in_the_text(say: Any) -> None:
    titled(say("はい"), "防災備蓄の更新", "防災訓練")
    assert texts("更新　防災") == ["議題 防災備蓄の更新"]


def test_a_field_asks_for_one_kind(say: Any) -> None:
    say(("防災課長", "はい"), body="防災会議", topics=["防災"])
    assert texts("発言者：防") == ["発言者 防災課長"]
    assert texts("議題:防") == ["議題 防災計画について"]


@pytest.mark.parametrize(
    "typed", ["(仮称)みなと", "（仮称）みなと", "（仮称", "みなと館（", "設計・施工", "設計、施工", "議題:（仮称）み"]
)
def test_brackets_and_signs_of_a_list_are_no_operators(say: Any, typed: str) -> None:
    titled(say("はい"), "（仮称）みなと館（本館）の設計・施工", "防災訓練")
    assert texts(typed) == ["議題 （仮称）みなと館（本館）の設計・施工"]


@pytest.mark.parametrize(
    "typed", ["", "　", "防災 OR 訓練", "防災 or 訓練", "防災 -訓練", "防災「", "(防災 訓練) 計画", "議題:"]
)
def test_nothing_and_combined_words_suggest_nothing(say: Any, typed: str) -> None:
    say("はい")
    assert texts(typed) == []


def test_texts_that_fold_alike_are_suggested_once_and_same_titles_too(say: Any) -> None:
    titled(say("はい"), "ＤＸの推進")
    titled(say("はい"), "DXの推進", "DXの推進")
    assert texts("dx") == ["議題 ＤＸの推進"]
    assert SuggestionSource.objects.filter(suggestion__folded="dxの推進").count() == 2


# Who may see what


def test_what_only_staff_or_editors_may_read_leaves_no_trace(say: Any, reader: User, editor: User) -> None:
    say(("防災課長", "はい"), body="防災会議", topics=["防災"], audience=Audience.STAFF)
    titled(say("はい", audience=Audience.EDITORS), "防災の秘密")
    assert texts("防災") == []
    assert texts("防災", reader) == ["議題 防災計画について", "分類 防災", "会議体 防災会議", "発言者 防災課長"]
    assert "議題 防災の秘密" in texts("防災", editor)


def test_hidden_meetings_do_not_change_the_order(say: Any) -> None:
    titled(say("はい"), "防災訓練", "防災備蓄")
    before = texts("防災")
    for _ in range(3):
        titled(say("はい", audience=Audience.EDITORS), before[-1].split()[1])
    assert texts("防災") == before


def test_a_speaker_of_hidden_utterances_alone_is_hidden(say: Any, reader: User) -> None:
    say(
        {"speaker": "防災係長", "text": "はい", "audience": Audience.STAFF},
        {"speaker": "防災課長", "text": "はい", "audience": Audience.STAFF},
        {"speaker": "防災課長", "text": "はい"},
    )
    assert "発言者 防災係長" not in texts("発言者:防災")
    assert texts("発言者:防災") == ["発言者 防災課長"]
    assert texts("発言者:防災", reader) == ["発言者 防災課長", "発言者 防災係長"]


@pytest.mark.parametrize("status", [Meeting.Status.WITHDRAWN, Meeting.Status.DRAFT])
def test_a_meeting_that_is_no_longer_published_takes_its_suggestions_with_it(say: Any, status: str) -> None:
    meeting = say("はい", body="防災会議", topics=["防災"])
    meeting.status = status
    meeting.save()
    meeting_changed.send(sender=Meeting, meeting=meeting)
    assert texts("防災") == []
    assert not Suggestion.objects.exists()


def test_what_stands_in_another_meeting_too_stays(say: Any) -> None:
    say("はい", body="防災会議")
    meeting = say("はい", body="災害会議")
    meeting.delete()
    assert texts("防災") == ["議題 防災計画について", "会議体 防災会議"]
    assert texts("災害") == []
    assert not Suggestion.objects.filter(sources=None).exists()


def test_a_renamed_body_and_a_refused_topic_are_suggested_as_they_are_now(say: Any) -> None:
    meeting = say("はい", body="防災会議", topics=["防災"])
    Body.objects.update(name="危機管理会議")
    TopicLink.objects.update(state=TopicLink.State.REFUSED)
    meetings_relabelled.send(sender=Body, meetings=Meeting.objects.all())
    assert texts("防災") == ["議題 防災計画について"]
    assert texts("危機") == ["会議体 危機管理会議"]
    assert meeting.agenda_items.exists()


def test_topics_above_are_suggested_too(say: Any) -> None:
    say("はい", topics=["防災"])
    Topic.objects.filter(name="防災").update(parent=Topic.objects.create(name="安全安心"))
    meetings_relabelled.send(sender=Topic, meetings=Meeting.objects.all())
    assert texts("安全") == ["分類 安全安心"]


def test_the_same_meeting_again_changes_no_row(say: Any) -> None:
    meeting = say("はい", topics=["防災"])
    before = list(SuggestionSource.objects.order_by("pk").values_list("pk", "suggestion_id"))
    meeting_changed.send(sender=Meeting, meeting=meeting)
    assert list(SuggestionSource.objects.order_by("pk").values_list("pk", "suggestion_id")) == before


@pytest.mark.django_db(transaction=True)
def test_rebuilding_the_index_brings_suggestions_back(say: Any) -> None:
    say("はい")
    Suggestion.objects.all().delete()
    call_command("rebuild_index", "--all", "--processes", "1")
    assert texts("防災") == ["議題 防災計画について"]


def test_a_title_too_long_for_a_list_is_stored_without_a_suggestion(say: Any) -> None:
    titled(say("はい"), "防災" * 2_000)
    assert texts("防災") == []


# A box narrowed to a body, a topic or years


def test_a_narrowed_box_suggests_only_what_stands_there(say: Any) -> None:
    here = titled(say("はい", body="総務委員会", fiscal_year=2023), "防災訓練")
    titled(say("はい", body="文教委員会", fiscal_year=2020), "防災備蓄")
    assert texts("防災", body=here.body_id) == ["議題 防災訓練"]
    assert texts("防災", year_from=2019, year_to=2021) == ["議題 防災備蓄"]
    held = (here.held_on, here.held_on)
    assert texts("防災", date_from=held[0], date_to=held[1]) == ["議題 防災備蓄", "議題 防災訓練"]
    assert texts("防災", date_to=date(2019, 1, 1)) == []
    assert texts("総務", body=here.body_id) == []


def test_a_box_narrowed_to_a_topic(say: Any) -> None:
    say("はい", topics=["防災"])
    titled(say("はい"), "防災備蓄")
    assert texts("防災", topic=Topic.objects.get().pk) == ["議題 防災計画について"]


def test_a_narrowed_box_hides_what_may_not_be_read(say: Any, editor: User) -> None:
    meeting = say({"speaker": "防災課長", "text": "はい", "audience": Audience.EDITORS})
    assert texts("防災", body=meeting.body_id) == ["議題 防災計画について"]
    assert texts("防災", editor, body=meeting.body_id) == ["議題 防災計画について", "発言者 防災課長"]


# The endpoint


def test_the_answer_is_json_that_nobody_keeps(say: Any, client: Client) -> None:
    say("はい")
    response = client.get("/search/suggest/", {"q": "防災"})
    assert response.json() == {
        "suggestions": [
            {
                "label": "議題",
                "text": "防災計画について",
                "url": "/search/?q=%E8%AD%B0%E9%A1%8C%3A%E3%80%8C%E9%98%B2%E7%81%BD%E8%A8%88%E7%94%BB%E3%81%AB%E3%81%A4%E3%81%84%E3%81%A6%E3%80%8D",
                "fill": "議題:「防災計画について」",
            }
        ]
    }
    assert "no-store" in response["Cache-Control"]


def test_filters_that_cannot_be_are_passed_over(say: Any, client: Client) -> None:
    say("はい")
    response = client.get("/search/suggest/", {"q": "防災", "body": "x", "year_from": "99999999999999999999"})
    assert len(response.json()["suggestions"]) == 1


@settings(max_examples=60)
@given(typed=st.text(max_size=80) | st.text("議題:「」'\"\\%_ -()|防ボうx\x00&!<", max_size=12))
def test_nothing_that_can_be_typed_fails(say: Any, typed: str) -> None:
    if not Meeting.objects.exists():
        say("はい")
    suggesting.suggest(typed, VISITOR)


def test_a_suggestion_needs_few_statements(say: Any) -> None:
    say("はい")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        suggesting.suggest("防災", VISITOR)
    # The time limit, past searches, and the texts in at most two steps; the rest marks the transaction.
    assert sum("SAVEPOINT" not in query["sql"] for query in queries.captured_queries) <= 4
