"""Circles of people, and passages withheld: who reads and finds what."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, Group, User
from django.core.cache import cache
from django.test import Client

from minutes import access
from minutes.intake import new_source
from minutes.models import (
    AgendaItem,
    Attachment,
    AttachmentPage,
    Attendee,
    Audience,
    Body,
    Circle,
    Ground,
    Meeting,
    Passage,
    Utterance,
)
from minutes.signals import meeting_changed
from search import engine
from search.index.checking import check
from search.language import Question
from search.models import SearchEntry, Word
from search.synonyms import understand

pytestmark = pytest.mark.django_db

Part = Passage.Part
SAID = "霧雨太郎さんから苦情がありました。"


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    cache.clear()


@pytest.fixture
def meeting() -> Meeting:
    body = Body.objects.create(name="霞浜市防災会議")
    meeting = Meeting.objects.create(
        key="m-1", body=body, title="霞浜市防災会議 第1回", held_on=date(2024, 3, 25), fiscal_year=2023
    )
    item = AgendaItem.objects.create(meeting=meeting, order=1, title="霧雨邸の空家について")
    Attendee.objects.create(meeting=meeting, order=1, name="霧雨花子", affiliation="霧雨商店")
    paper = Attachment.objects.create(meeting=meeting, order=1, label="資料1", title="霧雨邸の図面", agenda_item=item)
    AttachmentPage.objects.create(attachment=paper, number=1, text="霧雨邸の平面図です。")
    for order, (speaker, text) in enumerate([("霧雨証人", SAID), ("部長", "対応を検討します。")], start=1):
        said = Utterance.objects.create(
            meeting=meeting, order=order, ref=order, kind="speech", speaker=speaker, text=text
        )
        said.agenda_items.add(item)
    meeting_changed.send(sender=Meeting, meeting=meeting)
    return meeting


def withhold(meeting: Meeting, part: str, row: int, field: str, text: str, words: str, audience: int = 2) -> Passage:
    ground, _ = Ground.objects.get_or_create(text="条例第7条第2号")
    start = text.index(words)
    return Passage.objects.create(
        meeting=meeting, part=part, row=row, field=field, start=start, end=start + len(words), quote=words,
        audience=audience, ground=ground,
    )  # fmt: skip


def hide_all(meeting: Meeting, audience: int = Audience.EDITORS) -> None:
    """Every occurrence of the name, in each part of the minutes."""
    item, paper = meeting.agenda_items.get(), meeting.attachments.get()
    page, attendee = paper.pages.get(), meeting.attendees.get()
    for part, row, field, text in (
        (Part.UTTERANCE, 1, "text", SAID),
        (Part.UTTERANCE, 1, "speaker", "霧雨証人"),
        (Part.ITEM, item.pk, "title", item.title),
        (Part.ATTENDEE, attendee.pk, "name", attendee.name),
        (Part.ATTENDEE, attendee.pk, "affiliation", attendee.affiliation),
        (Part.PAPER, paper.pk, "title", paper.title),
        (Part.PAGE, page.pk, "text", page.text),
    ):
        withhold(meeting, part, row, field, text, "霧雨", audience)
    meeting_changed.send(sender=Meeting, meeting=meeting)


def total(query: str, user: Any) -> int:
    question = understand(Question(query), clearance=access.clearance(user))
    return engine.search(question, clearance=access.clearance(user)).total


def person(name: str, *groups: Group) -> User:
    user = User.objects.create_user(name)
    user.groups.set(groups)
    return user


@pytest.fixture
def circles() -> dict[str, Circle]:
    made = {}
    for name in ("甲", "乙"):
        made[name] = Circle.objects.create(name=f"{name}の会")
        made[name].groups.add(Group.objects.create(name=name))
    return made


def test_a_circle_is_read_by_its_people_and_by_editors(
    meeting: Meeting, circles: dict[str, Circle], editor: User, reader: User
) -> None:
    meeting.audience = circles["甲"].pk
    meeting.save()
    meeting_changed.send(sender=Meeting, meeting=meeting)
    inside, outside = person("内", Group.objects.get(name="甲")), person("外", Group.objects.get(name="乙"))
    for user, sees in ((inside, True), (editor, True), (outside, False), (reader, False), (AnonymousUser(), False)):
        assert access.visible_meetings(user).exists() is sees
        assert bool(total("苦情", user)) is sees
        assert bool(total("平面図", user)) is sees


@pytest.mark.parametrize(("meeting_in", "said_in"), [("甲", "乙"), ("乙", "甲")])
def test_all_audiences_that_apply_must_hold(
    meeting: Meeting, circles: dict[str, Circle], meeting_in: str, said_in: str
) -> None:
    meeting.audience = circles[meeting_in].pk
    meeting.save()
    meeting.utterances.filter(ref=1).update(audience=circles[said_in].pk)
    meeting_changed.send(sender=Meeting, meeting=meeting)
    groups = {name: Group.objects.get(name=name) for name in circles}
    assert total("苦情", person("甲だけ", groups["甲"])) == total("苦情", person("乙だけ", groups["乙"])) == 0
    assert total("苦情", person("両方", *groups.values())) == 1


def test_an_item_hides_what_was_said_and_shown_under_it(meeting: Meeting, reader: User) -> None:
    meeting.agenda_items.update(audience=Audience.STAFF)
    meeting_changed.send(sender=Meeting, meeting=meeting)
    visitor = AnonymousUser()
    assert not access.visible_items(visitor).exists()
    assert not access.visible_utterances(visitor).exists()
    assert not access.visible_attachments(visitor).exists()
    assert [total(word, visitor) for word in ("苦情", "平面図", "議題:空家")] == [0, 0, 0]
    assert [total(word, reader) for word in ("苦情", "平面図", "議題:空家")] == [1, 1, 3]
    assert access.downloadable_source(visitor, meeting) is None


def test_a_page_of_a_paper_has_an_audience_of_its_own(meeting: Meeting, reader: User) -> None:
    AttachmentPage.objects.update(audience=Audience.STAFF)
    meeting_changed.send(sender=Meeting, meeting=meeting)
    visitor, paper = AnonymousUser(), meeting.attachments.get()
    assert (total("平面図", visitor), total("平面図", reader)) == (0, 1)
    assert not access.downloadable_paper(visitor, paper)
    assert access.downloadable_paper(reader, paper)


def test_what_is_withheld_is_masked_in_every_row_that_a_reader_is_given(meeting: Meeting, editor: User) -> None:
    hide_all(meeting)

    def seen(user: Any) -> str:
        rows = [
            *access.visible_utterances(user),
            *access.visible_items(user),
            *access.visible_attendees(user),
            *access.visible_attachments(user),
            *access.visible_pages(user),
        ]
        fields = ("speaker", "speaker_role", "text", "title", "name", "affiliation")
        return "\n".join(str(getattr(row, field, "")) for row in rows for field in fields)

    assert "霧雨" not in seen(AnonymousUser())
    assert "■■■太郎さんから苦情がありました。" in seen(AnonymousUser())
    assert seen(editor).count("霧雨") == 7
    assert "■" not in seen(editor)


def test_a_masked_row_is_never_saved_and_its_texts_come_from_rows_alone(meeting: Meeting) -> None:
    hide_all(meeting)
    rows = access.visible_utterances(AnonymousUser())
    row = rows.get(ref=1)
    assert [mark.ground for mark in row.withheld["text"]] == ["条例第7条第2号"]
    with pytest.raises(Exception, match="Utterance"):
        row.save()
    for ask in (lambda: rows.values("text"), lambda: rows.values_list("pk", "speaker"), lambda: rows.values()):
        with pytest.raises(TypeError):
            ask()


@pytest.mark.parametrize(
    "query",
    [
        "霧雨",
        "「霧雨」",
        "「霧」",
        "霧*",
        "議題:霧雨",
        "資料:霧雨",
        "発言者:霧雨",
        "霧雨 近接5 苦情",
        "苦情 霧雨",
        "きりさめ",
        "霧雨証人",
    ],
)
def test_words_that_stand_only_in_passages_were_never_said(meeting: Meeting, editor: User, query: str) -> None:
    before = total(query, editor)
    hide_all(meeting)
    assert total(query, AnonymousUser()) == 0
    assert total(query, editor) == before
    assert total("苦情", AnonymousUser()) == total("苦情", editor) == 1
    assert total("苦情 -霧雨", AnonymousUser()) == 1
    assert total("苦情 -霧雨", editor) == 0


def test_pages_show_no_trace_to_a_reader_and_all_of_it_to_an_editor(
    meeting: Meeting, client: Client, editor: User
) -> None:
    hide_all(meeting)
    addresses = ["/", "/meetings/m-1/", "/search/?q=苦情", "/search/?q=霧雨", "/search/around/m-1/2/", "/years/2023/",
                 "/search/suggest/?q=霧", "/search/titles/?q=空家"]  # fmt: skip
    for address in addresses:
        html = client.get(address).content.decode().replace('value="霧雨"', "").replace("?q=霧雨", "")
        assert "霧雨太郎" not in html, address
        assert "霧雨邸" not in html, address
        assert "霧雨商店" not in html, address
    client.force_login(editor)
    html = client.get("/meetings/m-1/").content.decode()
    assert re.search('<span class="withheld__words">霧雨</span>(<small[^>]*>[^<]*</small>)?</span>太郎', html)


def test_the_vocabulary_knows_a_word_by_those_who_find_it_and_forgets_it(
    meeting: Meeting, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    def classes(surface: str) -> set[int]:
        return {one for word in Word.objects.filter(surface=surface) for one in word.access}

    with django_capture_on_commit_callbacks(execute=True):
        meeting_changed.send(sender=Meeting, meeting=meeting)
    assert classes("苦情") == {0}
    assert classes("霧雨") == {0}
    with django_capture_on_commit_callbacks(execute=True):
        hide_all(meeting)
    assert 0 not in classes("霧雨")
    assert 2 in classes("霧雨")
    with django_capture_on_commit_callbacks(execute=True):
        Meeting.objects.update(status=Meeting.Status.WITHDRAWN)
        meeting.refresh_from_db()
        meeting_changed.send(sender=Meeting, meeting=meeting)
    assert classes("霧雨") == classes("苦情") == set()


def test_several_readings_of_one_utterance_each_find_it_once(
    meeting: Meeting, circles: dict[str, Circle], editor: User
) -> None:
    withhold(meeting, Part.UTTERANCE, 1, "text", SAID, "霧雨", circles["甲"].pk)
    withhold(meeting, Part.UTTERANCE, 1, "text", SAID, "太郎", circles["乙"].pk)
    meeting_changed.send(sender=Meeting, meeting=meeting)
    groups = {name: Group.objects.get(name=name) for name in circles}
    people = {
        "visitor": AnonymousUser(),
        "甲": person("甲の人", groups["甲"]),
        "乙": person("乙の人", groups["乙"]),
        "both": person("両方", *groups.values()),
        "editor": editor,
    }
    assert SearchEntry.objects.filter(utterance__ref=1).count() == 4
    assert {name: total("苦情", user) for name, user in people.items()} == dict.fromkeys(people, 1)
    found = {name: (total("「霧雨」 苦情", user), total("「太郎」", user)) for name, user in people.items()}
    assert found == {"visitor": (0, 0), "甲": (1, 0), "乙": (0, 1), "both": (1, 1), "editor": (1, 1)}


def test_what_is_not_surely_in_its_place_hides_the_whole_row(meeting: Meeting) -> None:
    withhold(meeting, Part.UTTERANCE, 1, "text", SAID, "霧雨")
    meeting.utterances.filter(ref=1).update(text="改めて、" + SAID)
    meeting_changed.send(sender=Meeting, meeting=meeting)
    row = access.visible_utterances(AnonymousUser()).get(ref=1)
    assert (row.speaker, row.text) == ("■■■", "■■■")
    assert total("苦情", AnonymousUser()) == 0


def test_the_check_agrees_with_an_index_of_readings_and_notices_what_is_missing(
    meeting: Meeting, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        hide_all(meeting)
    *_, found = check(sample=50)
    assert found.agrees, found
    Passage.objects.filter(part=Part.UTTERANCE).update(audience=Audience.STAFF)
    *_, found = check(sample=0)
    assert [one.meeting for one in found.findings] == [meeting.pk]


def test_neither_original_nor_paper_is_downloaded_by_whom_something_of_it_is_withheld_from(
    meeting: Meeting, editor: User
) -> None:
    paper = meeting.attachments.get()
    withhold(meeting, Part.PAGE, paper.pages.get().pk, "text", "霧雨邸の平面図です。", "霧雨")
    assert not access.downloadable_paper(AnonymousUser(), paper)
    assert access.downloadable_paper(editor, paper)


def test_old_states_show_nothing_of_what_is_withheld_today(
    store: Callable[..., Any], client: Client, editor: User
) -> None:
    said = {"kind": "speech", "speaker": "部長", "agenda": []}
    first = [
        {**said, "text": SAID},
        {**said, "text": "霧雨さんの件で、霧\n雨さんです。"},
        {**said, "text": "霧雨と言いました。"},
    ]
    stored = store(utterances=first).meeting
    store(utterances=[first[0], {**said, "text": "その件です。"}], edited=True, meeting=stored)
    withhold(stored, Part.UTTERANCE, 1, "text", SAID, "霧雨")
    meeting_changed.send(sender=Meeting, meeting=stored)
    pages = [
        f"/meetings/{stored.key}/versions/2/changes/",
        f"/meetings/{stored.key}/u/3/",
        f"/meetings/{stored.key}/versions/",
    ]
    for address in pages:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "霧雨" not in answer.content.decode(), address
        # Where an end of a line parted them, too.
        assert not re.search("霧\\s*(<[^>]*>\\s*)*雨", answer.content.decode()), address
    client.force_login(editor)
    assert all("霧雨" in client.get(address).content.decode() for address in pages[:2])


def test_a_file_that_is_kept_back_is_not_named(meeting: Meeting, client: Client, editor: User, store: Any) -> None:
    paper = meeting.attachments.get()
    source = new_source("霧雨邸".encode(), "霧雨邸の図面.txt", "text/plain")
    source.save()
    Attachment.objects.filter(pk=paper.pk).update(source=source)
    page, file = f"/meetings/{meeting.key}/", f"/meetings/{meeting.key}/papers/{paper.pk}/file/"
    assert "霧雨邸の図面.txt" in client.get(page).content.decode()
    assert client.get(file).status_code == 200
    withhold(meeting, Part.PAPER, paper.pk, "title", paper.title, "霧雨")
    assert "霧雨邸の図面" not in client.get(page).content.decode()
    assert client.get(file).status_code == 404
    client.force_login(editor)
    assert "霧雨邸の図面.txt" in client.get(page).content.decode()
    assert client.get(file).status_code == 200
