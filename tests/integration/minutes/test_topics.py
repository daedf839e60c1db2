"""Topics of a draft's items: suggested by terms, settled before publication, new ones proposed and made once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from minutes.drafts import settling
from minutes.intake.items import new_source
from minutes.models import Body, Topic, TopicLink, Upload
from minutes.parsing.model import ParsedMinutes
from minutes.record import topics
from minutes.record.importing import ImportResult
from minutes.uploads import lifecycle
from search.models import SearchEntry

pytestmark = pytest.mark.django_db
Store = Callable[..., ImportResult]
TITLES = ("窓口のオンライン化について", "電話システムの更新について")


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


@pytest.fixture
def upload(editor: User, build_parsed: Callable[..., ParsedMinutes]) -> Upload:
    """A draft of two items, of a body that is known."""
    Body.objects.create(name="みなと野市情報化推進本部")
    source = new_source(b"draft", "会議録.txt", "text/plain")
    source.save()
    parsed = build_parsed(number=9, held_on="2024-03-29")
    return Upload.objects.create(source=source, state=Upload.State.DRAFT, parsed=parsed.to_json(), created_by=editor)


def settle(desk: Client, upload: Upload, **data: Any) -> str:
    answer = desk.post(reverse("minutes:upload_topics", args=[upload.pk]), data, follow=True)
    upload.refresh_from_db()
    return answer.content.decode()


def shown(upload: Upload) -> list[list[tuple[str, str]]]:
    return [[(choice.topic.name, choice.state) for choice in item.topics] for item in settling.topics_of(upload).rows]


def test_what_is_settled_of_a_draft_is_so_when_it_is_published(desk: Client, upload: Upload, editor: User) -> None:
    phone = Topic.objects.create(name="電話", terms=["電話"])
    system = Topic.objects.create(name="情報システム", terms=["システム"])
    desk_topic = Topic.objects.create(name="窓口")
    assert shown(upload) == [[], [("情報システム", "suggested"), ("電話", "suggested")]]
    settle(desk, upload, title=TITLES[1], choose=f"{phone.pk}:confirmed")
    settle(desk, upload, title=TITLES[1], choose=f"{system.pk}:refused")
    settle(desk, upload, title=TITLES[0], choose=str(desk_topic.pk))
    assert shown(upload) == [[("窓口", "confirmed")], [("情報システム", "refused"), ("電話", "confirmed")]]
    meeting = lifecycle.publish(upload=upload, user=editor).meeting
    assert meeting is not None
    links = TopicLink.objects.filter(agenda_item__meeting=meeting).values_list("topic__name", "state")
    assert set(links) == {("窓口", "confirmed"), ("電話", "confirmed"), ("情報システム", "refused")}
    filed = SearchEntry.objects.filter(meeting=meeting).values_list("profile__topics", flat=True)
    assert {pk for found in filed for pk in found} == {phone.pk, desk_topic.pk}


def test_a_choice_can_be_left_open_again(desk: Client, upload: Upload) -> None:
    phone = Topic.objects.create(name="電話", terms=["電話"])
    settle(desk, upload, title=TITLES[1], choose=f"{phone.pk}:refused")
    assert shown(upload)[1] == [("電話", "refused")]
    settle(desk, upload, title=TITLES[1], choose=f"{phone.pk}:suggested")
    assert (shown(upload)[1], upload.choices["topics"]) == ([("電話", "suggested")], {})


def test_words_that_keep_coming_back_are_proposed_and_made_by_a_click_only(
    desk: Client, upload: Upload, store: Store
) -> None:
    for number in (1, 2):
        store(number=number, agenda=[{"category": None, "number": 1, "title": f"オンライン化の状況（{number}）"}], utterances=[], attachments=[])  # fmt: skip
    assert not any(item.proposals for item in settling.topics_of(upload).rows)
    first, second = settling.topics_of(upload, propose=True).rows
    assert [(topic.name, topic.meetings) for topic in first.proposals] == [("オンライン化", 2)]
    assert not second.proposals
    assert not Topic.objects.exists()
    address = reverse("minutes:upload_topics", args=[upload.pk])
    page = desk.post(address, {"propose": "1"}, headers={"X-Part": "1"}).content.decode()
    assert "「オンライン化」を作る" in page
    settle(desk, upload, title=TITLES[0], new="オンライン化")
    assert shown(upload)[0] == [("オンライン化", "confirmed")]
    assert TopicLink.objects.count() == 2


def test_a_topic_of_the_same_name_is_not_made_twice(desk: Client, upload: Upload) -> None:
    Topic.objects.create(name="ＤＸ 推進")
    settle(desk, upload, title=TITLES[0], new="dx推進")
    assert Topic.objects.count() == 1
    assert shown(upload)[0] == [("ＤＸ 推進", "confirmed")]


@pytest.mark.parametrize("choose", ["", "x:confirmed", "999999:confirmed", ":", "9" * 40])
def test_a_choice_of_no_topic_is_told(desk: Client, upload: Upload, choose: str) -> None:
    assert "分類を選んでください" in settle(desk, upload, title=TITLES[0], choose=choose)


def test_an_item_that_was_renamed_meanwhile_is_told(desk: Client, upload: Upload) -> None:
    topic = Topic.objects.create(name="電話")
    assert "件名が変わっています" in settle(desk, upload, title="もう無い件名", choose=str(topic.pk))
    assert upload.choices == {}


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("公共施設マネジメント計画（案）について", ["公共施設マネジメント計画"]),
        ("令和5年度第2回 会議録の確認について", []),
        ("児童センターの指定管理者の選定に関する件", ["児童センター", "指定管理者"]),
        ("その他", []),
    ],
)
def test_words_that_name_a_matter(title: str, words: list[str]) -> None:
    assert topics.words_of(title) == words
