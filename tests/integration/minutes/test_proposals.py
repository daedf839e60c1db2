"""Personal data is proposed for withholding: confirmed many at once on its ground, or declined and not proposed anew."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client

from minutes import access, passages
from minutes.models import Audience, DeclinedProposal, Ground, Meeting, Passage
from minutes.record.importing import ImportResult
from minutes.withholding import MASK

SAID = (
    "陳情者の山森花子さんの住所は市内緑町三丁目5番8号、電話番号は090-1234-5678です。",
    "山森花子さんには返事をしました。昭和32年4月3日生まれとのことです。",
)


@pytest.fixture
def meeting(store: Callable[..., ImportResult]) -> Meeting:
    said = [{"kind": "speech", "speaker": "山田部長", "agenda": [0], "text": text} for text in SAID]
    return store(utterances=said).meeting


@pytest.fixture
def ground(db: None) -> Ground:
    Ground.objects.create(text="条例第7条第5号", note="審議に関する情報", order=1)
    return Ground.objects.create(text="条例第7条第1号", note="個人に関する情報", order=2)


def page_of(meeting: Meeting) -> str:
    return f"{meeting.get_absolute_url()}passages/proposals/"


def read(meeting: Meeting) -> str:
    return " ".join(row.text for row in access.visible_utterances(AnonymousUser()).filter(meeting=meeting))


def words_of(meeting: Meeting) -> list[tuple[str, str]]:
    return [(one.kind, one.place.quote) for one in passages.proposals_of(meeting)]


def test_what_is_proposed_stands_kind_by_kind_the_most_frequent_words_first(meeting: Meeting) -> None:
    found = words_of(meeting)
    assert found[:2] == [("name", "山森花子")] * 2
    assert [kind for kind, _ in found] == ["name", "name", "address", "phone", "birth"]
    assert all("山田" not in words for _, words in found), "who holds an office is not proposed"


def test_nothing_is_withheld_unasked(client: Client, meeting: Meeting, editor: User, ground: Ground) -> None:
    client.force_login(editor)
    shown = client.get(page_of(meeting)).content.decode()
    assert "山森花子" in shown and "氏名（2か所）" in shown
    client.post(page_of(meeting), {"place": [one.key for one in passages.proposals_of(meeting)]})
    assert not Passage.objects.exists()


def test_the_chosen_places_are_withheld_on_the_ground_of_their_kind(
    client: Client, meeting: Meeting, editor: User, ground: Ground
) -> None:
    client.force_login(editor)
    form = client.get(page_of(meeting)).context["form"]
    terms = {
        field.html_name: getattr(field.value(), "pk", field.value()) for field in form if field.value() is not None
    }
    assert terms["ground-name"] == ground.pk
    keys = [one.key for one in passages.proposals_of(meeting) if one.kind != "birth"]
    client.post(page_of(meeting), {**terms, "action": "mark", "place": keys})
    assert read(meeting).count(MASK) == 4
    assert "山森" not in read(meeting) and "昭和32年" in read(meeting)
    assert {(one.ground, one.audience) for one in Passage.objects.all()} == {(ground, Audience.EDITORS)}
    assert words_of(meeting) == [("birth", "昭和32年4月3日")]


def test_a_ground_must_be_chosen_where_none_is_proposed(client: Client, meeting: Meeting, editor: User) -> None:
    Ground.objects.create(text="条例第7条第5号", note="審議に関する情報")
    client.force_login(editor)
    keys = [one.key for one in passages.proposals_of(meeting)][:1]
    answer = client.post(page_of(meeting), {"action": "mark", "place": keys, "audience": Audience.EDITORS, "note": ""})
    assert not Passage.objects.exists()
    assert answer.context["chosen"] == set(keys)
    assert "field__error" in answer.content.decode()


def test_what_was_declined_is_not_proposed_again_unless_it_is_asked_for(
    client: Client, meeting: Meeting, editor: User
) -> None:
    client.force_login(editor)
    keys = [one.key for one in passages.proposals_of(meeting) if one.kind == "name"]
    client.post(page_of(meeting), {"action": "decline", "place": keys[:1]})
    assert [kind for kind, _ in words_of(meeting)] == ["name", "address", "phone", "birth"]
    assert "山森" not in "".join(DeclinedProposal.objects.values_list("digest", flat=True))
    assert read(meeting).count(MASK) == 0
    client.post(page_of(meeting), {"action": "again"})
    assert len(words_of(meeting)) == 5


def test_words_that_stand_elsewhere_by_now_are_not_withheld(
    client: Client, meeting: Meeting, editor: User, ground: Ground
) -> None:
    client.force_login(editor)
    one = passages.proposals_of(meeting)[0]
    row = meeting.utterances.get(ref=one.place.row)
    row.text = "　議長、" + row.text
    row.save()
    answer = client.post(
        page_of(meeting),
        {"action": "mark", "place": one.key, "audience": Audience.EDITORS, "note": "", "ground-name": ground.pk,
         **{f"ground-{kind}": ground.pk for kind in ("address", "phone", "birth")}},
        follow=True,
    )  # fmt: skip
    assert "もう一度選んでください" in answer.content.decode()
    assert not Passage.objects.exists()


def test_readers_do_not_get_at_it(client: Client, meeting: Meeting) -> None:
    assert client.get(page_of(meeting)).status_code in (302, 403)


def test_an_office_without_grounds_is_told_who_registers_them(client: Client, meeting: Meeting, editor: User) -> None:
    client.force_login(editor)
    assert client.get(page_of(meeting)).content.decode().count("管理者が管理画面の「非公開の根拠」に登録") == 4


def test_a_place_of_a_kind_without_terms_is_not_withheld(
    client: Client, meeting: Meeting, editor: User, ground: Ground
) -> None:
    client.force_login(editor)
    keys = [one.key for one in passages.proposals_of(meeting) if one.kind == "phone"]
    sent = {"action": "mark", "place": keys, "audience": Audience.EDITORS, "ground-name": ground.pk}
    assert client.post(page_of(meeting), sent).status_code == 200
    assert not Passage.objects.exists()
