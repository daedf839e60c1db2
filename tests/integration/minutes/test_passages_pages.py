"""Editors mark what of published minutes is withheld, lift it, put it right; readers see ■■■ with its ground."""

import re
from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client
from pytest_django import Settings

from minutes import access
from minutes.models import Audience, Ground, Meeting, Passage
from minutes.record.importing import ImportResult
from minutes.withholding import MASK

NAME = "山森花子"
TEXT = f"申請者の{NAME}さんと<b>父</b>から意見がありました。\n{NAME}さんは市内の人です。"


@pytest.fixture
def meeting(store: Callable[..., ImportResult]) -> Meeting:
    said = [
        {"kind": "speech", "speaker": "部員", "agenda": [0], "text": TEXT},
        {"kind": "speech", "speaker": "事務局", "agenda": [0], "text": f"{NAME}さんには返事をしました。"},
    ]
    return store(utterances=said, attachments=[{"label": "資料1", "title": f"{NAME}さんの意見"}]).meeting


@pytest.fixture
def ground(db: None) -> Ground:
    return Ground.objects.create(text="条例第7条第1号", note="個人に関する情報")


def read(meeting: Meeting) -> list[str]:
    return [row.text for row in access.visible_utterances(AnonymousUser()).filter(meeting=meeting).order_by("order")]


def test_the_words_of_one_place_are_withheld(client: Client, meeting: Meeting, editor: User, ground: Ground) -> None:
    client.force_login(editor)
    page = f"{meeting.get_absolute_url()}passages/mark/"
    assert NAME in client.get(f"{page}?part=utterance&row=1").content.decode()
    form = {"part": "utterance", "row": 1, "words": NAME}
    asked = client.post(page, {**form, "action": "find"}).context
    assert [place.key for place in asked["places"]] == ["utterance:1:text:4:8", "utterance:1:text:31:35"]
    assert asked["chosen"] == set()
    assert asked["form"]["audience"].value() == Audience.EDITORS and not asked["form"].errors
    client.post(
        page,
        {**form, "action": "mark", "place": "utterance:1:text:4:8", "audience": Audience.STAFF, "ground": ground.pk},
    )
    assert read(meeting)[0].count(MASK) == 1
    assert Passage.objects.get().created_by == editor
    assert NAME in client.get(f"{meeting.get_absolute_url()}passages/").content.decode()


def test_the_same_words_are_withheld_everywhere_at_once(
    client: Client, meeting: Meeting, editor: User, ground: Ground
) -> None:
    client.force_login(editor)
    page = f"{meeting.get_absolute_url()}passages/mark/"
    places = client.post(page, {"words": NAME, "action": "find-all"}).context["places"]
    assert {place.part for place in places} == {"utterance", "paper"}
    keys = [place.key for place in places]
    client.post(
        page, {"words": NAME, "action": "mark", "place": keys, "audience": Audience.EDITORS, "ground": ground.pk}
    )
    assert Passage.objects.count() == 4
    client.logout()
    shown = client.get(meeting.get_absolute_url()).content.decode()
    assert NAME not in shown
    assert '非公開部分（条例第7条第1号）</span><span aria-hidden="true">■■■' in shown
    assert "<b>父</b>" not in shown and "&lt;b&gt;父" in shown


def test_a_place_that_changed_meanwhile_is_not_marked(
    client: Client, meeting: Meeting, editor: User, ground: Ground
) -> None:
    client.force_login(editor)
    form = {"words": NAME, "place": "utterance:1:text:5:9", "audience": Audience.EDITORS, "ground": ground.pk}
    client.post(f"{meeting.get_absolute_url()}passages/mark/", {**form, "action": "mark"})
    assert not Passage.objects.exists()


def marked(meeting: Meeting, **changes: object) -> Passage:
    told = {"part": "utterance", "row": 1, "field": "text", "start": 4, "end": 8, "quote": NAME, **changes}
    return Passage.objects.create(meeting=meeting, **told)


def test_lifting_asks_for_a_reason(client: Client, meeting: Meeting, editor: User) -> None:
    client.force_login(editor)
    passage = marked(meeting)
    page = f"{meeting.get_absolute_url()}passages/{passage.pk}/lift/"
    assert "「公開」の人" in client.get(page).content.decode()
    client.post(page, {"confirm": "lift", "reason": ""})
    assert MASK in read(meeting)[0]
    client.post(page, {"confirm": "lift", "reason": "本人の申出"})
    assert read(meeting)[0] == TEXT


def test_what_could_not_be_placed_waits_on_the_desk_until_a_person_has_looked(
    client: Client, meeting: Meeting, editor: User
) -> None:
    client.force_login(editor)
    passage = marked(meeting, placed=False, start=1, end=5)
    assert read(meeting)[0] == MASK
    assert "確認待ち1件" in client.get("/staff/uploads/").content.decode()
    page = f"{meeting.get_absolute_url()}passages/{passage.pk}/settle/"
    client.post(page, {"action": "place", "place": "utterance:1:text:4:8"})
    assert read(meeting)[0].startswith(f"申請者の{MASK}さん")
    assert "確認待ち" not in client.get("/staff/uploads/").content.decode()


def test_words_that_are_gone_withhold_nothing_of_the_row_as_it_is(
    client: Client, meeting: Meeting, editor: User
) -> None:
    client.force_login(editor)
    passage = marked(meeting, placed=False)
    client.post(f"{meeting.get_absolute_url()}passages/{passage.pk}/settle/", {"action": "gone"})
    assert read(meeting)[0] == TEXT
    assert Passage.objects.get().field == ""


def test_editors_see_the_words_and_the_ground(client: Client, meeting: Meeting, editor: User, ground: Ground) -> None:
    client.force_login(editor)
    marked(meeting, ground=ground)
    assert f'<span class="withheld__words">{NAME}</span>' in client.get(meeting.get_absolute_url()).content.decode()


def test_who_may_read_each_row_is_set_on_one_page(client: Client, meeting: Meeting, editor: User) -> None:
    client.force_login(editor)
    form = {"action": "save", "row": ["meeting", "utterance:2"], "audience": [0, Audience.STAFF]}
    client.post(f"{meeting.get_absolute_url()}audiences/", form)
    assert read(meeting) == [TEXT]


def test_an_audience_that_somebody_narrowed_meanwhile_stays(client: Client, meeting: Meeting, editor: User) -> None:
    client.force_login(editor)
    page = f"{meeting.get_absolute_url()}audiences/"
    rows = re.findall(r'name="row" value="([^"]+)"', client.get(page).content.decode())
    assert client.get(page).content.decode().count('name="shown" value="0"') == len(rows)
    opened = {"action": "save", "row": rows, "shown": [0] * len(rows)}

    def send(**chosen: int) -> str:
        wanted = [chosen.get(row.replace(":", "_"), 0) for row in rows]
        return client.post(page, {**opened, "audience": wanted}, follow=True).content.decode()

    send(utterance_2=Audience.EDITORS)
    # The other page, opened before, changes another row and sends this one back as it showed it.
    assert "ほかの人が先に" not in send(utterance_1=Audience.STAFF)
    assert [row.audience for row in meeting.utterances.order_by("ref")][:2] == [Audience.STAFF, Audience.EDITORS]
    assert "ほかの人が先に変えたため、保存していません" in send(utterance_2=Audience.STAFF)
    assert meeting.utterances.get(ref=2).audience == Audience.EDITORS


def test_nobody_else_marks(client: Client, meeting: Meeting, reader: User) -> None:
    passage = marked(meeting)
    client.force_login(reader)
    for page in ("passages/", "passages/mark/", f"passages/{passage.pk}/lift/", "audiences/"):
        assert client.post(meeting.get_absolute_url() + page, {}).status_code in (403, 405)
    assert client.get(meeting.get_absolute_url() + "passages/").status_code == 403


def test_with_four_eyes_a_second_person_has_to_lift_too(
    client: Client, meeting: Meeting, editor: User, administrator: User, settings: Settings
) -> None:
    settings.FOUR_EYES = True
    passage = marked(meeting)
    page = f"{meeting.get_absolute_url()}passages/{passage.pk}/lift/"
    for user, is_withheld in ((editor, True), (administrator, False)):
        client.force_login(user)
        client.post(page, {"confirm": "lift", "reason": "本人の申出"})
        assert (MASK in read(meeting)[0]) == is_withheld
