"""Forms of the staff pages that were opened before somebody else changed the same: nothing is put over it unseen."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from minutes.editing import with_ids
from minutes.intake.items import new_source
from minutes.models import Attachment, Audience, Body, BodyName, Meeting, Paper, Topic, Upload
from minutes.papers import DraftPapers, MeetingPapers, receiving
from minutes.parsing.model import ParsedMinutes

pytestmark = pytest.mark.django_db
Build = Callable[..., ParsedMinutes]
NAME = "みなと野市情報化推進本部"
TITLE = "電話システムの更新について"
LISTED = [{"label": "資料1", "title": "窓口のオンライン化について"}, {"label": "資料2", "title": "費用の比較"}]


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


@pytest.fixture
def upload(editor: User, build_parsed: Build) -> Upload:
    source = new_source(b"draft", "会議録.txt", "text/plain")
    source.save()
    parsed = with_ids(build_parsed(attachments=LISTED)).to_json()
    return Upload.objects.create(source=source, state=Upload.State.DRAFT, parsed=parsed, created_by=editor)


def fields(page: str, within: str = "") -> dict[str, str]:
    """The hidden fields and the chosen options of a page's form, as a browser would send them back untouched."""
    part = page[page.index(within) :] if within else page
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", part):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and 'type="radio"' not in tag:
            found.setdefault(name[1], unescape(value[1] if value else ""))
    for name, body in re.findall(r'<select[^>]*?name="([^"]*)"[^>]*>(.*?)</select>', part, re.S):
        options = re.findall(r'<option\s+value="([^"]*)"\s*(selected)?', body)
        found.setdefault(name, next((value for value, chosen in options if chosen), options[0][0]))
    return found


def told(desk: Client, address: str, data: dict[str, Any]) -> str:
    return desk.post(address, data, follow=True).content.decode()


# Topics and body


def test_a_topic_that_somebody_settled_meanwhile_is_not_settled_otherwise(desk: Client, upload: Upload) -> None:
    topic = Topic.objects.create(name="電話", terms=["電話"])
    address = reverse("minutes:upload_topics", args=[upload.pk])
    mine = {"title": TITLE, "shown": f"{topic.pk}:suggested", "choose": f"{topic.pk}:confirmed"}
    assert f'value="{mine["shown"]}"' in desk.get(address).content.decode()
    told(desk, address, {**mine, "choose": f"{topic.pk}:refused"})
    assert "ほかの人が先に却下にしました" in told(desk, address, mine)
    upload.refresh_from_db()
    assert list(upload.choices["topics"].values()) == [{str(topic.pk): "refused"}]
    told(desk, address, {**mine, "shown": f"{topic.pk}:refused"})
    upload.refresh_from_db()
    assert list(upload.choices["topics"].values()) == [{str(topic.pk): "confirmed"}]


def test_a_topic_that_somebody_refused_meanwhile_is_not_added(desk: Client, upload: Upload) -> None:
    topic, other = Topic.objects.create(name="予算"), Topic.objects.create(name="防災")
    address = reverse("minutes:upload_topics", args=[upload.pk])
    told(desk, address, {"title": TITLE, "shown": "", "choose": f"{topic.pk}:refused"})
    assert "却下にしました" in told(desk, address, {"title": TITLE, "shown": "", "choose": str(topic.pk)})
    # Another topic of the same item is another matter.
    told(desk, address, {"title": TITLE, "shown": "", "choose": str(other.pk)})
    upload.refresh_from_db()
    assert list(upload.choices["topics"].values()) == [{str(topic.pk): "refused", str(other.pk): "confirmed"}]


def test_a_body_that_somebody_settled_meanwhile_is_not_settled_otherwise(desk: Client, upload: Upload) -> None:
    body = Body.objects.create(name="情報化推進会議")
    address = reverse("minutes:upload_body", args=[upload.pk])
    asked = {"name": NAME, "shown": "open"}
    assert 'name="shown" value="open"' in desk.get(address).content.decode()
    told(desk, address, {**asked, "action": "new"})
    answer = told(desk, address, {**asked, "action": "same", "body": str(body.pk), "kind": "variant"})
    assert "ほかの人が先に決めました" in answer and "新しい会議体として登録することになっています" in answer
    assert not BodyName.objects.exists()
    told(desk, address, {"name": NAME, "shown": "new", "action": "not-new"})
    told(desk, address, {**asked, "action": "same", "body": str(body.pk), "kind": "variant"})
    assert BodyName.objects.get().body == body
    assert f"「{body}」の会議録です" in told(desk, address, {**asked, "action": "new"})


def test_a_name_settled_on_a_draft_is_not_settled_otherwise_on_the_list(desk: Client, upload: Upload) -> None:
    body = Body.objects.create(name="情報化推進会議")
    told(desk, reverse("minutes:upload_body", args=[upload.pk]), {"name": NAME, "shown": "open", "action": "new"})
    answer = told(
        desk, reverse("minutes:uploads_bodies"), {"name": [NAME], "choice": [str(body.pk)], "kind": ["former"]}
    )
    assert "ほかの人が先に、新しい会議体として登録すると決めました" in answer
    assert not BodyName.objects.exists()


# Papers


def kept(desk: Any, user: User, name: str, data: bytes = b"scan") -> Paper:
    receiving.receive(desk=desk, files=[SimpleUploadedFile(name, data)], user=user)
    return Paper.objects.get(source__filename=name)


def test_an_audience_that_somebody_narrowed_meanwhile_stays(desk: Client, store: Any, editor: User) -> None:
    meeting: Meeting = store(attachments=LISTED).meeting
    first, second = meeting.attachments.order_by("order")
    address = reverse("minutes:meeting_papers", args=[meeting.key])
    opened = fields(desk.get(address).content.decode(), "papers__listed")
    told(desk, address, {**opened, f"audience-{first.pk}": Audience.EDITORS})
    # The other page, opened before, changes another paper and sends this one back as it showed it.
    answer = told(desk, address, {**opened, f"audience-{second.pk}": Audience.STAFF})
    assert "資料を保存しました。" in answer and "ほかの人が先に" not in answer
    assert [row.audience for row in Attachment.objects.order_by("order")] == [Audience.EDITORS, Audience.STAFF]
    answer = told(desk, address, {**opened, f"audience-{first.pk}": Audience.STAFF})
    assert "閲覧範囲は、ほかの人が先に「編集者」にしました。選んだ「庁内」は保存していません" in answer
    assert Attachment.objects.get(pk=first.pk).audience == Audience.EDITORS
    told(desk, address, {**fields(desk.get(address).content.decode(), "papers__listed"), f"audience-{first.pk}": "0"})
    assert Attachment.objects.get(pk=first.pk).audience == Audience.EVERYONE


def test_an_item_that_somebody_chose_meanwhile_stays(desk: Client, upload: Upload) -> None:
    address = reverse("minutes:upload_papers", args=[upload.pk])
    opened = fields(desk.get(address).content.decode(), "papers__listed")
    told(desk, address, {**opened, "item-r1": "a1"})
    answer = told(desk, address, {**opened, "item-r1": "a2"})
    assert "議題は、ほかの人が先に" in answer and TITLE in answer
    assert next(row.item for row in DraftPapers(Upload.objects.get()).listed) == "a1"


def test_a_file_that_somebody_gave_to_a_paper_meanwhile_stays_there(desk: Client, upload: Upload, editor: User) -> None:
    paper = kept(DraftPapers(upload), editor, "scan.txt")
    address = reverse("minutes:upload_papers", args=[upload.pk])
    opened = fields(desk.get(address).content.decode(), "papers__loose")
    name = f"file-{paper.pk}"
    told(desk, address, {**opened, name: "r2"})
    new = {**opened, name: "new", f"label-{paper.pk}": "資料9", f"title-{paper.pk}": "長く考えた名称"}
    answer = told(desk, address, new)
    assert "ほかの人が先に「資料2 費用の比較」に対応させました" in answer
    # What was typed is told, to be copied.
    assert "資料9 長く考えた名称" in answer
    assert Paper.objects.get().row == "r2" and len(DraftPapers(Upload.objects.get()).listed) == 2


def test_a_file_is_not_put_in_place_of_one_that_came_meanwhile(desk: Client, upload: Upload, editor: User) -> None:
    first = kept(DraftPapers(upload), editor, "one.txt", b"one")
    second = kept(DraftPapers(upload), editor, "two.txt", b"two")
    address = reverse("minutes:upload_papers", args=[upload.pk])
    opened = fields(desk.get(address).content.decode(), "papers__loose")
    told(desk, address, {**opened, f"file-{first.pk}": "r2"})
    answer = told(desk, address, {**opened, f"file-{first.pk}": "", f"file-{second.pk}": "r2"})
    assert "ほかの人が先に「one.txt」を対応させました" in answer
    assert list(Paper.objects.order_by("pk").values_list("row", flat=True)) == ["r2", ""]


def test_two_files_change_places_in_one_go(desk: Client, store: Any, editor: User) -> None:
    meeting: Meeting = store(attachments=LISTED).meeting
    papers = MeetingPapers(meeting)
    one, two = kept(papers, editor, "資料1.txt", b"one"), kept(papers, editor, "資料2.txt", b"two")
    keys = [str(row.pk) for row in meeting.attachments.order_by("order")]
    address = reverse("minutes:meeting_papers", args=[meeting.key])
    opened = fields(desk.get(address).content.decode(), "papers__listed")
    answer = told(desk, address, {**opened, f"file-{one.pk}": keys[1], f"file-{two.pk}": keys[0]})
    assert "資料を保存しました。" in answer
    stored = dict(Paper.objects.values_list("pk", "attachment"))
    assert [str(stored[one.pk]), str(stored[two.pk])] == [keys[1], keys[0]]
