"""Papers: kept, read, matched, put in their place, published, found, downloaded — and hidden where they are to be."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from minutes.intake.items import new_source
from minutes.models import Attachment, Audience, Body, Meeting, Paper, SourceDocument, Upload
from minutes.papers import reading, receiving
from minutes.papers.desk import DraftPapers, MeetingPapers, PaperDesk, PaperError
from minutes.papers.receiving import NEW, NOWHERE, REMOVE, RowWish, Wish
from minutes.parsing.model import ParsedMinutes
from minutes.record import papers
from minutes.record.importing import import_minutes
from minutes.record.snapshots import with_namesakes
from minutes.uploads import lifecycle
from search.models import SearchEntry

pytestmark = pytest.mark.django_db
Build = Callable[..., ParsedMinutes]
LISTED = [
    {"label": "資料1", "title": "窓口のオンライン化について"},
    {"label": "資料2-1", "title": "電話システムの更新について", "agenda": 1},
    {"label": "資料2-2", "title": "費用の比較"},
]
TEXT = "資料2-2\n五年間の費用を比べた表です。\n".encode()


@pytest.fixture
def draft(build_parsed: Build, editor: User, known_body: Body) -> Upload:
    source = new_source("会議録".encode(), "会議録.txt", "text/plain")
    source.save()
    parsed = with_namesakes(build_parsed(attachments=LISTED)).to_json()
    for table, letter in (("agenda", "a"), ("attachments", "r"), ("utterances", "u"), ("attendees", "p")):
        for number, row in enumerate(parsed[table], start=1):
            row["id"] = f"{letter}{number}"
    return Upload.objects.create(source=source, state=Upload.State.DRAFT, parsed=parsed, created_by=editor)


@pytest.fixture
def meeting(store: Any) -> Meeting:
    found: Meeting = store(attachments=LISTED).meeting
    return found


def file(name: str, data: bytes = TEXT) -> "SimpleUploadedFile":
    return SimpleUploadedFile(name, data)


def send(desk: PaperDesk, user: User, *files: SimpleUploadedFile, audience: int | None = None) -> Any:
    return receiving.receive(desk=desk, files=files, user=user, audience=audience)


def rows(desk: PaperDesk) -> dict[str, str]:
    """The listed papers' labels with the names of their files."""
    desk.forget()
    return {row.label: row.source.filename if row.source else "" for row in desk.listed}


def loose(desk: PaperDesk) -> list[str]:
    desk.forget()
    return [row.paper.source.filename for row in desk.loose]


def published(upload: Upload, user: User) -> Meeting:
    stored = lifecycle.publish(upload=Upload.objects.get(pk=upload.pk), user=user, reason="誤字のため")
    assert stored.meeting is not None
    return stored.meeting


# Received and matched


def test_files_are_kept_then_read_and_matched(draft: Upload, editor: User, read_waiting: Callable[[], None]) -> None:
    desk = DraftPapers(draft)
    received = send(desk, editor, file("資料１.txt", b"plain"), file("scan.txt"))
    assert (received.kept, received.refused) == (2, ())
    assert ProcrastinateJob.objects.filter(task_name="minutes.read_paper").count() == 2
    assert rows(desk) == {"資料1": "資料１.txt", "資料2-1": "", "資料2-2": ""}
    assert (loose(desk), desk.waiting) == (["scan.txt"], 2)
    read_waiting()
    assert rows(desk) == {"資料1": "資料１.txt", "資料2-1": "", "資料2-2": "scan.txt"}
    assert (loose(desk), desk.waiting) == ([], 0)
    assert Paper.objects.get(row="r3").source.text.startswith("資料2-2")


def test_what_cannot_be_read_is_kept_with_the_reason(
    draft: Upload, editor: User, read_waiting: Callable[[], None]
) -> None:
    desk = DraftPapers(draft)
    send(desk, editor, file("資料1.png", b"\x89PNG\r\n\x1a\n" + bytes(40)))
    read_waiting()
    paper = Paper.objects.get()
    assert (paper.state, paper.error, paper.row) == (Paper.State.UNREADABLE, reading.NO_TEXT, "r1")
    receiving.read_again(desk=desk, key=paper.pk)
    assert Paper.objects.get().state == Paper.State.WAITING


def test_a_bug_in_a_reader_keeps_the_file(
    draft: Upload, editor: User, read_waiting: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(reading, "read_file", broken)
    send(DraftPapers(draft), editor, file("資料1.txt"))
    read_waiting()
    assert Paper.objects.get().error == reading.BROKEN


def test_a_paper_is_read_once(draft: Upload, editor: User, read_waiting: Callable[[], None]) -> None:
    send(DraftPapers(draft), editor, file("資料1.txt"))
    read_waiting()
    Paper.objects.update(label="前")
    reading.read(Paper.objects.get().pk)
    reading.read(0)
    assert Paper.objects.get().label == "前"


def test_second_file_of_a_label_is_asked_about(draft: Upload, editor: User, read_waiting: Callable[[], None]) -> None:
    desk = DraftPapers(draft)
    send(desk, editor, file("資料1.txt", b"one"), file("資料1_改.txt", b"two"))
    read_waiting()
    assert rows(desk)["資料1"] == "資料1.txt"
    (asked,) = desk.loose
    assert (asked.paper.source.filename, asked.taken[0].label) == ("資料1_改.txt", "資料1")
    receiving.arrange(desk=desk, files={asked.paper.pk: Wish("r1")}, rows={}, user=editor)
    assert rows(desk)["資料1"] == "資料1_改.txt"
    assert loose(desk) == ["資料1.txt"]


def test_what_the_file_calls_itself_is_told_where_it_differs(
    draft: Upload, editor: User, read_waiting: Callable[[], None]
) -> None:
    desk = DraftPapers(draft)
    send(desk, editor, file("資料1.txt"))
    read_waiting()
    desk.forget()
    assert desk.listed[0].doubt == "資料2-2"


def test_same_file_again_empty_and_too_large_are_refused(draft: Upload, editor: User, settings: Any) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    received = send(
        DraftPapers(draft),
        editor,
        file("資料1.txt"),
        file("資料2-1.txt"),
        file("空.txt", b""),
        file("大.txt", bytes(1001)),
    )
    assert received.kept == 1
    assert [refused.name for refused in received.refused] == ["資料2-1.txt", "空.txt", "大.txt"]
    assert "同じファイル" in received.refused[0].reason


def test_packed_files_are_taken_one_by_one(draft: Upload, editor: User) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("資料/資料1.txt", "一")
        archive.writestr("資料/資料2-1.txt", "二")
        archive.writestr("資料/Thumbs.db", "x")
    desk = DraftPapers(draft)
    assert send(desk, editor, file("資料一式.zip", packed.getvalue())).kept == 2
    assert rows(desk) == {"資料1": "資料1.txt", "資料2-1": "資料2-1.txt", "資料2-2": ""}
    broken = send(desk, editor, file("壊.zip", b"PK"))
    assert (broken.kept, broken.refused[0].name) == (0, "壊.zip")


# Put in their place by hand


def test_files_of_no_paper_are_told_before_publishing_and_stop_nothing(
    draft: Upload, editor: User, client: Client, read_waiting: Callable[[], None]
) -> None:
    client.force_login(editor)
    assert '<div class="notice notice--warning" id="loose-papers" hidden>' in " ".join(
        client.get(draft.get_absolute_url()).content.decode().split()
    ).replace(" >", ">")
    desk = DraftPapers(draft)
    send(desk, editor, file("資料1.txt", b"1"), file("写真.txt", b"2"))
    read_waiting()
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "どの資料か決まっていないファイルが<span data-loose-count>1</span>件あります" in page
    assert lifecycle.missing(draft) == []
    published(draft, editor)


def test_a_person_places_adds_moves_and_removes(draft: Upload, editor: User) -> None:
    desk = DraftPapers(draft)
    send(desk, editor, file("あ.txt", b"a"), file("い.txt", b"b"), file("う.txt", b"c"))
    first, second, third = Paper.objects.order_by("pk")
    wishes = {first.pk: Wish("r2"), second.pk: Wish(NEW, "資料3", "新しい資料"), third.pk: Wish(REMOVE)}
    receiving.arrange(desk=desk, files=wishes, rows={}, user=editor)
    assert rows(desk) == {"資料1": "", "資料2-1": "あ.txt", "資料2-2": "", "資料3": "い.txt"}
    assert list(Paper.objects.order_by("pk")) == [first, second]
    assert SourceDocument.objects.filter(pk=third.source_id).exists()
    receiving.arrange(desk=desk, files={first.pk: Wish("r1"), second.pk: Wish(NOWHERE)}, rows={}, user=editor)
    assert rows(desk) == {"資料1": "あ.txt", "資料2-1": "", "資料2-2": "", "資料3": ""}
    assert loose(desk) == ["い.txt"]


def test_choices_that_do_not_fit_change_nothing(draft: Upload, editor: User) -> None:
    desk = DraftPapers(draft)
    send(desk, editor, file("あ.txt", b"a"), file("い.txt", b"b"))
    first, second = Paper.objects.order_by("pk")
    for wishes in (
        {first.pk: Wish("r1"), second.pk: Wish("r1")},
        {first.pk: Wish("r1"), second.pk: Wish("r99")},
        {first.pk: Wish("r1"), second.pk: Wish(NEW, " ", "")},
    ):
        with pytest.raises(PaperError):
            receiving.arrange(desk=desk, files=wishes, rows={}, user=editor)
        assert not any(rows(desk).values())


def test_the_agenda_item_is_proposed_by_the_minutes_and_chosen_by_a_person(draft: Upload, editor: User) -> None:
    assert draft.parsed is not None
    draft.parsed["utterances"][4]["text"] = "資料２－２を御覧ください。"
    draft.save()
    desk = DraftPapers(draft)
    assert [(row.item, row.proposed) for row in desk.listed] == [("a1", ""), ("a2", ""), ("", "a2")]
    receiving.arrange(desk=desk, files={}, rows={"r3": RowWish(item=""), "r2": RowWish(item="a1")}, user=editor)
    desk.forget()
    assert [row.item for row in desk.listed] == ["a1", "a1", ""]
    assert [row.agenda_item.title if row.agenda_item else "" for row in published(draft, editor).attachments.all()] == [
        "窓口のオンライン化について",
        "窓口のオンライン化について",
        "",
    ]


def test_the_item_of_a_papers_own_title_can_be_cleared(
    meeting: Meeting, editor: User, build_parsed: Build, client: Client
) -> None:
    first = meeting.attachments.get(label="資料1")
    assert first.agenda_item is not None and first.agenda_item.title == first.title
    correction = lifecycle.start_correction(meeting=meeting, user=editor)
    desk = DraftPapers(correction)
    assert desk.listed[0].item
    receiving.arrange(desk=desk, files={}, rows={desk.listed[0].key: RowWish(item="")}, user=editor)
    desk.forget()
    assert (desk.listed[0].item, desk.listed[0].proposed) == ("", "")
    published(correction, editor)
    first.refresh_from_db()
    assert first.agenda_item is None
    again = lifecycle.start_correction(meeting=meeting, user=editor)
    assert DraftPapers(again).listed[0].item == ""
    # The same document sent in once more does not put it back.
    current = Meeting.objects.get(pk=meeting.pk).current_version
    assert current is not None
    import_minutes(parsed=build_parsed(attachments=LISTED), source=current.source)
    first.refresh_from_db()
    assert first.agenda_item is None


def test_papers_of_what_is_no_draft_any_more_cannot_be_changed(draft: Upload, editor: User) -> None:
    lifecycle.discard(upload=draft, user=editor)
    assert send(DraftPapers(draft), editor, file("資料1.txt")).kept == 0
    with pytest.raises(PaperError, match="取消し"):
        receiving.arrange(desk=DraftPapers(draft), files={}, rows={}, user=editor)


# Published


def test_publishing_stores_files_and_pages_and_indexes_them(
    draft: Upload, editor: User, read_waiting: Callable[[], None]
) -> None:
    send(DraftPapers(draft), editor, file("scan.txt"), file("未.txt", b"\xe3\x81\x82"))
    read_waiting()
    meeting = published(draft, editor)
    stored = meeting.attachments.get(label="資料2-2")
    assert stored.source and bytes(stored.source.content) == TEXT
    assert [page.text for page in stored.pages.all()] == [TEXT.decode().strip()]
    assert SearchEntry.objects.filter(page__attachment=stored).count() == 1
    assert loose(MeetingPapers(meeting)) == ["未.txt"]


def test_a_paper_read_after_publication_reaches_the_index(
    draft: Upload, editor: User, read_waiting: Callable[[], None]
) -> None:
    send(DraftPapers(draft), editor, file("資料2-2.txt"))
    meeting = published(draft, editor)
    assert not SearchEntry.objects.filter(page__isnull=False).exists()
    read_waiting()
    assert SearchEntry.objects.filter(page__attachment__meeting=meeting).count() == 1


def test_minutes_that_are_stored_already_take_the_papers(
    draft: Upload, meeting: Meeting, editor: User, read_waiting: Callable[[], None]
) -> None:
    send(DraftPapers(draft), editor, file("資料2-2.txt"))
    read_waiting()
    assert published(draft, editor) == meeting
    assert SearchEntry.objects.filter(page__attachment__meeting=meeting).count() == 1


def test_papers_of_published_minutes_are_written_at_once(
    meeting: Meeting, editor: User, read_waiting: Callable[[], None]
) -> None:
    desk = MeetingPapers(meeting)
    send(desk, editor, file("資料2-2.txt"), audience=Audience.STAFF)
    read_waiting()
    stored = meeting.attachments.get(label="資料2-2")
    assert (stored.source.filename if stored.source else "", stored.audience) == ("資料2-2.txt", Audience.STAFF)
    assert list(SearchEntry.objects.filter(page__attachment=stored).values_list("access", flat=True)) == [1]
    paper = Paper.objects.get()
    receiving.arrange(
        desk=desk,
        files={paper.pk: Wish(NOWHERE)},
        rows={str(stored.pk): RowWish(audience=Audience.EVERYONE)},
        user=editor,
    )
    stored.refresh_from_db()
    assert (stored.source, stored.audience) == (None, Audience.EVERYONE)
    assert not SearchEntry.objects.filter(page__isnull=False).exists()


def test_a_correction_keeps_the_files_of_papers_that_stay(
    draft: Upload, editor: User, read_waiting: Callable[[], None]
) -> None:
    send(DraftPapers(draft), editor, file("資料1.txt", b"one"), file("資料2-1.txt", b"two"), file("資料2-2.txt"))
    read_waiting()
    meeting = published(draft, editor)
    meeting.attachments.filter(label="資料2-1").update(audience=Audience.EDITORS)
    correction = lifecycle.start_correction(meeting=meeting, user=editor)
    assert correction.parsed is not None
    papers_of_draft = correction.parsed["attachments"]
    for number, row in enumerate(papers_of_draft, start=1):
        row["id"] = f"r{number}"
    del papers_of_draft[0]
    papers_of_draft[0]["label"], papers_of_draft[0]["title"] = "資料3", "まったく別の名称"
    correction.save()
    assert rows(DraftPapers(correction)) == {"資料3": "資料2-1.txt", "資料2-2": "資料2-2.txt"}
    published(correction, editor)
    stored = {row.label: row for row in meeting.attachments.prefetch_related("source")}
    assert stored["資料3"].source and stored["資料3"].source.filename == "資料2-1.txt"
    assert stored["資料3"].audience == Audience.EDITORS
    assert stored["資料2-2"].pages.count() == 1
    assert loose(MeetingPapers(meeting)) == ["資料1.txt"]
    assert SourceDocument.objects.filter(filename="資料1.txt").exists()


def test_a_file_is_not_handed_on_to_another_paper_of_the_label(
    meeting: Meeting, editor: User, build_parsed: Build, read_waiting: Callable[[], None]
) -> None:
    send(MeetingPapers(meeting), editor, file("資料1.txt"))
    read_waiting()
    other = build_parsed(attachments=[{"label": "資料1", "title": "委員の名簿"}])
    import_minutes(parsed=other, source=new_source(b"other", "会議録.txt"))
    (stored,) = meeting.attachments.all()
    assert (stored.source, stored.pages.count()) == (None, 0)
    assert loose(MeetingPapers(meeting)) == ["資料1.txt"]


# Pages


def test_a_restricted_file_stays_restricted_when_it_is_put_elsewhere(
    meeting: Meeting, editor: User, client: Client, read_waiting: Callable[[], None]
) -> None:
    desk = MeetingPapers(meeting)
    send(desk, editor, file("資料1.txt", b"secret one"), file("資料2-1.txt", b"secret two"))
    read_waiting()
    desk.forget()
    keys = {row.label: row.key for row in desk.listed}
    restricted = {keys[label]: RowWish(audience=Audience.EDITORS) for label in ("資料1", "資料2-1")}
    receiving.arrange(desk=desk, files={}, rows=restricted, user=editor)
    one, two = (Paper.objects.get(source__filename=name) for name in ("資料1.txt", "資料2-1.txt"))
    # Moved by hand to a paper for everyone; listed no more, then listed anew.
    receiving.arrange(desk=desk, files={one.pk: Wish(keys["資料2-2"])}, rows={}, user=editor)
    correction = lifecycle.start_correction(meeting=meeting, user=editor)
    parsed = correction.parsed or {}
    parsed["attachments"] = [row for row in parsed["attachments"] if row["label"] != "資料2-1"]
    correction.save()
    published(correction, editor)
    receiving.arrange(desk=desk, files={two.pk: Wish(NEW, "資料9", "名簿")}, rows={}, user=editor)
    assert meeting.attachments.get(source=one.source).audience == Audience.EDITORS
    assert meeting.attachments.get(source=two.source).audience == Audience.EDITORS
    assert "資料9" not in client.get(meeting.get_absolute_url()).content.decode()


def test_pages_are_those_of_the_file() -> None:
    source = SourceDocument(text="表紙\n一\n\n三", line_pages=[1, 2, 2, 4])
    assert papers.pages_of(source) == [(1, "表紙"), (2, "一"), (4, "三")]
    assert papers.pages_of(SourceDocument(text="一枚の\n文書")) == [(1, "一枚の\n文書")]
    long = papers.pages_of(SourceDocument(text="あ" * (papers.LONGEST_PAGE + 1)))
    assert [(number, len(text)) for number, text in long] == [(1, papers.LONGEST_PAGE), (2, 1)]


def stored_paper(meeting: Meeting, audience: int = Audience.EVERYONE) -> Attachment:
    source = new_source(b"<script>alert(1)</script>", "資料2-1\r\n.html", "text/html")
    source.save()
    paper = meeting.attachments.get(label="資料2-1")
    paper.source, paper.audience = source, audience
    paper.save()
    return paper


def test_readers_download_papers_and_nothing_runs(meeting: Meeting, client: Client) -> None:
    paper = stored_paper(meeting)
    page = client.get(meeting.get_absolute_url()).content.decode()
    address = reverse("minutes:attachment_file", args=[meeting.key, paper.pk])
    assert address in page
    answer = client.get(address)
    assert answer.content == b"<script>alert(1)</script>"
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")


@pytest.mark.parametrize("audience", [Audience.STAFF, Audience.EDITORS])
def test_hidden_papers_leave_no_trace(meeting: Meeting, client: Client, editor: User, audience: int) -> None:
    paper = stored_paper(meeting, audience)
    address = reverse("minutes:attachment_file", args=[meeting.key, paper.pk])
    assert client.get(address).status_code == 404
    assert "資料2-1" not in client.get(meeting.get_absolute_url()).content.decode()
    client.force_login(editor)
    assert client.get(address).status_code == 200


def test_papers_of_withdrawn_or_other_meetings_are_not_served(meeting: Meeting, store: Any, client: Client) -> None:
    paper = stored_paper(meeting)
    other = store(number=9).meeting
    assert client.get(reverse("minutes:attachment_file", args=[other.key, paper.pk])).status_code == 404
    Meeting.objects.filter(pk=meeting.pk).update(status=Meeting.Status.WITHDRAWN)
    assert client.get(reverse("minutes:attachment_file", args=[meeting.key, paper.pk])).status_code == 404


def test_a_paper_without_file_has_nothing_to_download(meeting: Meeting, client: Client) -> None:
    paper = meeting.attachments.get(label="資料1")
    address = reverse("minutes:attachment_file", args=[meeting.key, paper.pk])
    assert client.get(address).status_code == 404
    assert address not in client.get(meeting.get_absolute_url()).content.decode()


def test_only_editors_reach_the_papers_pages(
    draft: Upload, meeting: Meeting, client: Client, reader: User, editor: User
) -> None:
    send(DraftPapers(draft), editor, file("資料1.txt"))
    addresses = [
        reverse("minutes:upload_papers", args=[draft.pk]),
        reverse("minutes:meeting_papers", args=[meeting.key]),
        reverse("minutes:upload_paper_source", args=[Paper.objects.get().pk]),
    ]
    assert [client.get(address).status_code for address in addresses] == [302, 302, 302]
    client.force_login(reader)
    assert [client.get(address).status_code for address in addresses] == [403, 403, 403]
    assert client.post(addresses[0], {"send": "1", "files": [file("資料2-1.txt")]}).status_code == 403
    client.force_login(editor)
    assert [client.get(address).status_code for address in addresses] == [200, 200, 200]
    assert Paper.objects.count() == 1


def test_the_page_works_by_forms_alone(
    draft: Upload, client: Client, editor: User, read_waiting: Callable[[], None]
) -> None:
    client.force_login(editor)
    address = reverse("minutes:upload_papers", args=[draft.pk])
    sent = client.post(address, {"send": "1", "files": [file("<b>.txt", b"x"), file("資料1.txt")]}, follow=True)
    page = sent.content.decode()
    assert "2件を受け取りました" in page
    assert "&lt;b&gt;.txt" in page and "<b>.txt" not in page
    read_waiting()
    paper = Paper.objects.get(row="")
    posted = {f"file-{paper.pk}": "new", f"label-{paper.pk}": "資料4", f"title-{paper.pk}": "追加", "item-r3": "a2"}
    assert "資料を保存しました" in client.post(address, posted, follow=True).content.decode()
    desk = DraftPapers(Upload.objects.get(pk=draft.pk))
    assert rows(desk) == {"資料1": "資料1.txt", "資料2-1": "", "資料2-2": "", "資料4": "<b>.txt"}
    assert [row.item for row in desk.listed] == ["a1", "a2", "a2", ""]
    assert client.post(address, {"audience-r1": "7"}, follow=True).status_code == 200
    assert client.post(address, {"send": "1"}, follow=True).status_code == 200


def test_a_file_is_removed_after_one_question(draft: Upload, meeting: Meeting, client: Client, editor: User) -> None:
    client.force_login(editor)
    for desk in (DraftPapers(draft), MeetingPapers(meeting)):
        send(desk, editor, file("名簿.txt", b"names"))
        address = desk.get_absolute_url()
        paper = Paper.objects.get()
        asked = client.post(address, {"save": "1", f"file-{paper.pk}": "remove"}, follow=True)
        html = asked.content.decode()
        assert "取り除くファイルを確かめてください（1件）" in html and "元に戻せません" in html
        assert asked.redirect_chain[0][0] == f"{address}?remove={paper.pk}#papers-removal"
        for refused in ({"remove": paper.pk}, {"remove": paper.pk, "keep": "1"}, {"remove-now": "1"}):
            client.post(address, refused)
        assert Paper.objects.count() == 1
        told = client.post(address, {"remove": paper.pk, "remove-now": "1"}, follow=True)
        assert "ファイル1件を取り除きました。" in told.content.decode()
        assert not Paper.objects.exists()


def test_a_file_that_somebody_gave_to_a_paper_is_not_removed(draft: Upload, client: Client, editor: User) -> None:
    client.force_login(editor)
    desk = DraftPapers(draft)
    send(desk, editor, file("名簿.txt", b"names"))
    paper = Paper.objects.get()
    receiving.arrange(desk=desk, files={paper.pk: Wish("r1")}, rows={}, user=editor)
    told = client.post(desk.get_absolute_url(), {"remove": paper.pk, "remove-now": "1"}, follow=True)
    assert "そのままです" in told.content.decode()
    assert rows(desk)["資料1"] == "名簿.txt"
