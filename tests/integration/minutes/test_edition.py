"""公開用会議録: what it holds, who makes and opens it, who gets it."""

import fcntl
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from pytest_django import Settings

from minutes import access
from minutes.documents import Limits
from minutes.models import Attachment, AttachmentPage, Audience, Ground, Meeting, Passage
from minutes.signals import meeting_changed

pytestmark = pytest.mark.django_db
SAID = "霧雨太郎さんの申立てについて説明します。"
KINDS = ("docx", "html")


@pytest.fixture
def meeting(store: Callable[..., Any]) -> Meeting:
    rows = [
        {"kind": "speech", "speaker": "部長", "agenda": [0], "text": SAID},
        {"kind": "speech", "speaker": "会長", "agenda": [0], "text": "秘密の雷鳴計画です。"},
    ]
    meeting: Meeting = store(utterances=rows).meeting
    Passage.objects.create(
        meeting=meeting, part="utterance", row=1, field="text", start=0, end=4, quote="霧雨太郎",
        ground=Ground.objects.create(text="条例第7条第2号"), note="申立人",
    )  # fmt: skip
    meeting.utterances.filter(ref=2).update(audience=Audience.STAFF)
    meeting_changed.send(sender=Meeting, meeting=meeting)
    return meeting


@pytest.fixture
def printer(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where PDF files are kept. They are printed without LibreOffice, which takes longer."""
    settings.VAR_DIR = tmp_path
    monkeypatch.setenv("PATH", "")
    return tmp_path / "editions"


def file(client: Client, meeting: Meeting, kind: str) -> Any:
    return client.get(f"/meetings/{meeting.key}/edition/{kind}/")


def text_of(content: bytes, kind: str) -> str:
    if kind == "html":
        return content.decode()
    if kind == "pdf":
        return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist())


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_holds_what_everybody_reads_and_no_more_whoever_takes_it(
    client: Client, editor: User, meeting: Meeting, kind: str
) -> None:
    client.force_login(editor)
    answer = file(client, meeting, kind)
    text = text_of(answer.content, kind)
    assert answer["Content-Disposition"].startswith("attachment")
    assert "申立てについて説明します" in text and "条例第7条第2号" in text
    assert "霧雨" not in text and "雷鳴" not in text and "申立人" not in text


def test_readers_get_it_once_it_is_opened_in_the_place_of_the_original(
    client: Client, editor: User, meeting: Meeting
) -> None:
    page, edition = f"/meetings/{meeting.key}/", f"/meetings/{meeting.key}/edition/"
    assert file(client, meeting, "docx").status_code == 404
    assert client.get(f"/meetings/{meeting.key}/source/").status_code == 404
    client.force_login(editor)
    client.post(edition)
    meeting.refresh_from_db()
    assert not meeting.edition_opened
    client.post(edition, {"action": "open"})
    client.logout()
    assert "公開用会議録" in client.get(page).content.decode()
    assert "■■■" in text_of(file(client, meeting, "html").content, "html")
    assert client.get(f"{edition}withheld.csv").status_code in (302, 403, 404)
    client.force_login(editor)
    client.post(edition, {"action": "close"})
    client.logout()
    assert file(client, meeting, "docx").status_code == 404
    assert "公開用会議録" not in client.get(page).content.decode()


def test_the_meeting_page_offers_it_whether_or_not_the_original_may_be_taken(client: Client, meeting: Meeting) -> None:
    """Which of the two stands there would tell that something is withheld."""
    Meeting.objects.update(edition_opened=True)
    for is_whole in (False, True):
        if is_whole:
            Passage.objects.all().delete()
            meeting.utterances.update(audience=Audience.EVERYONE)
        assert (client.get(f"/meetings/{meeting.key}/source/").status_code == 200) == is_whole
        assert f"/meetings/{meeting.key}/edition/pdf/" in client.get(f"/meetings/{meeting.key}/").content.decode()


@pytest.mark.parametrize(
    "changed",
    [
        {"status": Meeting.Status.WITHDRAWN},
        {"status": Meeting.Status.IN_REVIEW},
        {"audience": Audience.STAFF},
        {"edition_opened": False},
    ],
)
def test_what_readers_do_not_get_any_more_is_not_there(
    client: Client, reader: User, meeting: Meeting, changed: dict[str, Any], printer: Path
) -> None:
    Meeting.objects.update(edition_opened=True)
    client.force_login(reader)
    assert file(client, meeting, "pdf").status_code == 200
    Meeting.objects.update(**changed)
    assert {file(client, meeting, kind).status_code for kind in ("docx", "pdf", "html")} == {404}
    page = client.get(f"/meetings/{meeting.key}/")
    assert "/edition/" not in page.content.decode()


def test_only_who_publishes_opens_it(client: Client, reader: User, editor: User, meeting: Meeting) -> None:
    edition = f"/meetings/{meeting.key}/edition/"
    assert access.can_publish(editor) and not access.can_publish(reader)
    client.force_login(reader)
    assert client.post(edition, {"action": "open"}).status_code in (302, 403)
    client.force_login(editor)
    Meeting.objects.update(audience=Audience.STAFF)
    client.post(edition, {"action": "open"})
    assert not Meeting.objects.get().edition_opened


def test_with_four_eyes_two_people_open_it(client: Client, editor: User, meeting: Meeting, settings: Settings) -> None:
    settings.FOUR_EYES = True
    edition = f"/meetings/{meeting.key}/edition/"
    client.force_login(editor)
    assert client.post(edition, {"action": "open"}).status_code == 403
    for name in ("asks", "agrees"):
        publisher = User.objects.create_user(name)
        publisher.groups.add(Group.objects.get(name=access.PUBLISHER))
        assert not Meeting.objects.get().edition_opened
        client.force_login(publisher)
        client.post(edition, {"action": "open"})
    assert Meeting.objects.get().edition_opened


def test_a_pdf_is_printed_once_and_anew_when_anything_reads_otherwise(
    client: Client,
    meeting: Meeting,
    printer: Path,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    Meeting.objects.update(edition_opened=True)
    first = file(client, meeting, "pdf").content
    assert "説明します" in text_of(first, "pdf") and "霧雨" not in text_of(first, "pdf")
    kept = list(printer.rglob("*.pdf"))
    monkeypatch.setattr("minutes.reading_room.printed_editions.edition_pdf", pytest.fail)
    assert file(client, meeting, "pdf").content == first
    monkeypatch.undo()
    monkeypatch.setenv("PATH", "")
    # Even where nobody was told of it.
    Passage.objects.create(
        meeting=meeting, part="utterance", row=1, field="text", start=7, end=10, quote=SAID[7:10], audience=2
    )
    second = file(client, meeting, "pdf").content
    assert SAID[7:10] in text_of(first, "pdf") and SAID[7:10] not in text_of(second, "pdf")
    assert len(list(printer.rglob("*.pdf"))) == 1 and not kept[0].exists()
    with django_capture_on_commit_callbacks(execute=True):
        meeting_changed.send(sender=Meeting, meeting=meeting)
    assert list(printer.rglob("*.pdf")) == []


def test_what_is_withheld_while_a_pdf_is_printed_does_not_stay_on_the_disk(
    client: Client, meeting: Meeting, printer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def printed(*_: Any) -> bytes:
        Passage.objects.create(
            meeting=meeting, part="utterance", row=1, field="text", start=7, end=10, quote=SAID[7:10], audience=2
        )
        return b"%PDF"

    Meeting.objects.update(edition_opened=True)
    monkeypatch.setattr("minutes.reading_room.printed_editions.edition_pdf", printed)
    assert file(client, meeting, "pdf").status_code == 200
    assert list(printer.rglob("*.pdf")) == []


def test_one_pdf_is_printed_at_a_time_and_others_are_told_to_wait(
    client: Client, meeting: Meeting, printer: Path
) -> None:
    Meeting.objects.update(edition_opened=True)
    printer.mkdir()
    with (printer / "printer").open("ab") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        answer = file(client, meeting, "pdf")
        assert answer.status_code == 503 and answer["Retry-After"] == "30"
        assert "もう一度" in answer.content.decode() and "霧雨" not in answer.content.decode()
        assert file(client, meeting, "docx").status_code == 200
    assert file(client, meeting, "pdf").status_code == 200


def test_a_pdf_that_takes_too_long_is_given_up(
    client: Client, meeting: Meeting, printer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Meeting.objects.update(edition_opened=True)
    monkeypatch.setattr("minutes.reading_room.printed_editions.LIMITS", Limits(seconds=60, patience=0))
    answer = file(client, meeting, "pdf")
    assert answer.status_code == 503 and "Word" in answer.content.decode()
    assert list(printer.rglob("*.pdf")) == []


def test_a_passage_marked_later_is_withheld_in_the_next_file(client: Client, editor: User, meeting: Meeting) -> None:
    client.force_login(editor)
    Passage.objects.create(
        meeting=meeting, part="utterance", row=1, field="text", start=7, end=10, quote=SAID[7:10], audience=2
    )
    assert SAID[7:10] not in text_of(file(client, meeting, "html").content, "html")


def test_minutes_that_are_not_for_everybody_have_none(client: Client, editor: User, meeting: Meeting) -> None:
    Meeting.objects.update(audience=Audience.STAFF, edition_opened=True)
    client.force_login(editor)
    assert file(client, meeting, "docx").status_code == 404
    assert "公開用会議録は作れません" in client.get(f"/meetings/{meeting.key}/edition/").content.decode()


def test_papers_of_restricted_items_and_withheld_titles_stand_in_it_masked_or_not_at_all(
    client: Client, editor: User, meeting: Meeting
) -> None:
    paper = Attachment.objects.create(meeting=meeting, order=9, label="資料9", title="霧雨邸の図面")
    AttachmentPage.objects.create(attachment=paper, number=1, text="図")
    Passage.objects.create(
        meeting=meeting, part="paper", row=paper.pk, field="title", start=0, end=2, quote="霧雨", audience=2
    )
    client.force_login(editor)
    text = text_of(file(client, meeting, "html").content, "html")
    assert "邸の図面" in text and "霧雨" not in text


def test_the_office_has_a_list_of_what_is_withheld_and_why(client: Client, editor: User, meeting: Meeting) -> None:
    client.force_login(editor)
    table = client.get(f"/meetings/{meeting.key}/edition/withheld.csv").content.decode("utf-8-sig")
    assert "霧雨太郎" in table and "条例第7条第2号" in table and "申立人" in table
    assert "雷鳴計画" in table and "読める人：庁内" in table
