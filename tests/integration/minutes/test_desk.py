"""The desk: many files come in at once, the list says what is ready, and many are published with one button."""

import io
import re
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from minutes.documents import READERS
from minutes.intake.items import new_source
from minutes.models import Body, BodyName, Meeting, SourceDocument, Upload, UploadBatch
from minutes.parsing.model import ParsedMinutes
from minutes.uploads import desk_list as desk_list
from minutes.uploads import lifecycle, triage
from minutes.uploads.forms import UploadForm
from minutes.uploads.triage import Level

pytestmark = pytest.mark.django_db
Build = Callable[..., ParsedMinutes]
LIST, NEW, BULK, PROGRESS = "/staff/uploads/", "/staff/uploads/new/", "/staff/uploads/bulk/", "/staff/uploads/progress/"
QUESTION = "/staff/uploads/question/"
DOCUMENT = (
    "会議録\n\n会議名　令和5年度 第2回霞浜市情報化推進委員会\n開催日時　令和6年3月25日（月）\n\n○委員長　開会します。\n"
)


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


@pytest.fixture
def draft(editor: User, build_parsed: Build) -> Callable[..., Upload]:
    """draft(title=…): a draft of build_parsed(title=…), sure and without anything to check unless told otherwise."""

    def make(
        state: str = "draft", bytes_: bytes = b"", batch: UploadBatch | None = None, error: str = "", **changes: Any
    ) -> Upload:
        certainty = changes.pop("certainty", 0.97)
        name = changes.pop("filename", f"{Upload.objects.count() + 1}.txt")
        parsed = build_parsed(certainty=certainty, **changes)
        source = new_source(bytes_ or repr((name, parsed)).encode(), name, "text/plain")
        source.save()
        return Upload.objects.create(
            source=source,
            state=state,
            parsed=parsed.to_json() if state in ("draft", "published") else None,
            certainty=certainty,
            batch=batch,
            error=error,
            created_by=editor,
            updated_by=editor,
        )

    return make


Draft = Callable[..., Upload]


@pytest.fixture
def body(build_parsed: Build) -> Body:
    return Body.objects.create(name=build_parsed().body or "")


def level_of(upload: Upload) -> str:
    found: Any = triage.levelled(Upload.objects.filter(pk=upload.pk), triage.ready_keys()).get()
    return str(found.level)


def html_of(desk: Client, address: str = LIST) -> str:
    return re.sub(r"\s+", " ", desk.get(address).content.decode())


def packed(files: dict[str, bytes]) -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return result.getvalue()


def send(desk: Client, *files: tuple[str, bytes]) -> Any:
    return desk.post(NEW, {"file": [SimpleUploadedFile(name, data) for name, data in files]}, follow=True)


# What needs a human eye


def test_a_sure_complete_and_new_draft_is_ready(draft: Draft, body: Body) -> None:
    assert level_of(draft()) == Level.READY


@pytest.mark.parametrize(
    "changes",
    [
        {"certainty": 0.89},
        {"certainty": None},
        {"body": None},
        {"body": " 　"},
        {"body": "まだ登録のない委員会"},
        {"held_on": None, "fiscal_year": None},
        {"utterances": [{"kind": "speech", "speaker": None, "agenda": [], "text": " 　\n"}]},
        {"warnings": [{"code": "unparsed-text", "message": "", "line": 3}]},
        {"warnings": [{"code": "running-text", "message": ""}, {"code": "a-code-of-tomorrow", "message": ""}]},
    ],
)
def test_what_is_doubtful_or_incomplete_is_to_be_looked_at(draft: Draft, body: Body, changes: dict[str, Any]) -> None:
    assert level_of(draft(**changes)) == Level.LOOK


def test_what_is_only_told_for_the_record_does_not_hold_up(draft: Draft, body: Body) -> None:
    told = [{"code": code, "message": ""} for code in triage.NOT_TELLING]
    assert level_of(draft(warnings=told)) == Level.READY


def test_a_body_is_known_by_its_key_by_another_name_or_by_a_person(draft: Draft, body: Body) -> None:
    BodyName.objects.create(body=body, name="ＩＴ推進本部")
    assert level_of(draft(body="みなと野市 情報化推進本部", number=5)) == Level.READY
    assert level_of(draft(body="IT推進本部", number=6)) == Level.READY
    upload = draft(body="新しい委員会")
    assert level_of(upload) == Level.LOOK
    Upload.objects.filter(pk=upload.pk).update(new_body_confirmed=True)
    assert level_of(upload) == Level.READY


def test_a_body_that_was_confirmed_under_another_name_is_not_settled(draft: Draft) -> None:
    upload = draft(body="新しい委員会")
    Upload.objects.filter(pk=upload.pk).update(new_body_confirmed=True, choices={"new_body": "別の委員会"})
    assert level_of(upload) == Level.LOOK


def test_a_meeting_is_the_same_under_another_name_of_its_body(
    draft: Draft, body: Body, store: Callable[..., Any], desk: Client
) -> None:
    BodyName.objects.create(body=body, name="IT推進本部")
    meeting = store(number=9).meeting
    assert level_of(draft(number=9, body="ＩＴ推進本部")) == Level.LOOK
    assert f'同じ会議があります：<a href="{meeting.get_absolute_url()}">' in html_of(desk)
    first, second = draft(number=3), draft(number=3, body="ＩＴ推進本部")
    assert (level_of(first), level_of(second)) == (Level.READY, Level.LOOK)


def test_what_is_there_already_is_to_be_looked_at(draft: Draft, body: Body, store: Callable[..., Any]) -> None:
    first, copy = draft(bytes_=b"same", number=7), draft(bytes_=b"same", number=8)
    assert (level_of(first), level_of(copy)) == (Level.READY, Level.LOOK)
    again = draft(number=7)
    assert level_of(again) == Level.LOOK
    store(number=9)
    assert level_of(draft(number=9)) == Level.LOOK
    assert level_of(draft(number=9, held_on="2024-03-26")) == Level.READY


@pytest.mark.parametrize(
    ("state", "level"),
    [("waiting", "reading"), ("reading", "reading"), ("unreadable", "unreadable"), ("discarded", "discarded")],
)
def test_every_other_state_has_its_level(draft: Draft, state: str, level: str) -> None:
    assert level_of(draft(state=state)) == level


def test_kinds_of_things_to_check_are_told_in_words_the_most_telling_first() -> None:
    codes = ["end-time-mismatch", "running-text", "unparsed-text", "new-code", "unparsed-text"]
    assert triage.kinds_of(codes) == [("読み取れなかった部分", 2), ("終了時刻の食い違い", 1), ("その他", 1)]


# Sending many


def test_many_files_are_kept_as_a_batch_and_one_that_is_wrong_costs_no_other(desk: Client) -> None:
    html = send(
        desk, ("一.txt", DOCUMENT.encode()), ("空.txt", b""), ("二.txt", b"\0" * 9), ("Thumbs.db", b"x")
    ).content.decode()
    assert "2件のファイルを受け取りました" in html
    assert "受け取れなかったファイル 1件：空.txt（ファイルが空です。内容のあるファイルを選んでください）" in html
    assert "Thumbs.db など）1件は除きました" in html
    batch = UploadBatch.objects.get()
    assert list(batch.uploads.order_by("pk").values_list("source__filename", flat=True)) == ["一.txt", "二.txt"]
    assert "読み取り待ち" in html and "0/2件 読み取り済み" in html


def test_a_zip_file_gives_an_upload_for_each_document(desk: Client, do_waiting: Callable[[], None]) -> None:
    data = packed({"令和5年度/会議録.txt": DOCUMENT.encode(), "令和5年度/.DS_Store": b"x", "中.zip": b"PK"})
    html = send(desk, ("まとめ.zip", data)).content.decode()
    assert "1件のファイルを受け取りました" in html and "中.zip（.zip の中の .zip は展開しません" in html
    assert UploadBatch.objects.get().name == "まとめ.zip"
    do_waiting()
    assert Upload.objects.get().draft_held_on == "2024-03-25"


@pytest.fixture
def do_waiting(read_waiting: Callable[[], None]) -> Callable[[], None]:
    return read_waiting


def test_the_file_picker_offers_every_kind_of_file_that_is_read() -> None:
    accepted = UploadForm().fields["file"].widget.attrs["accept"].split(",")
    kinds = ".pdf .docx .docm .txt .text .md .html .htm .xhtml .mht .mhtml .eml .vtt .srt .sbv .csv .tsv .xlsx .zip .json".split()
    assert set(kinds) - set(accepted) == set()
    assert set(READERS) - set(accepted) <= {
        kind for kind in READERS if re.search("excel|sheet|powerpoint|presentation", kind)
    }


def test_a_mail_gives_an_upload_for_each_file_that_it_carries(desk: Client, do_waiting: Callable[[], None]) -> None:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "jimu@example.jp", "会議録の送付"
    mail.set_content("会議録をお送りします。")
    mail.add_attachment(DOCUMENT.encode(), "text", "plain", filename="会議録.txt")
    mail.add_attachment(packed({"第2回/会議録2.txt": DOCUMENT.encode()}), "application", "zip", filename="第2回.zip")
    send(desk, ("送付.eml", mail.as_bytes()))
    assert UploadBatch.objects.get().name == "送付.eml"
    do_waiting()
    assert sorted(Upload.objects.values_list("source__filename", "draft_held_on")) == [
        ("会議録.txt", "2024-03-25"),
        ("会議録2.txt", "2024-03-25"),
    ]


def test_a_broken_zip_file_is_told_and_nothing_is_kept(desk: Client) -> None:
    html = send(desk, ("まとめ.zip", b"PK\x03\x04")).content.decode()
    assert "まとめ.zip：壊れていて開けません" in html
    assert not SourceDocument.objects.exists() and not UploadBatch.objects.exists()


def test_two_hundred_files_in_one_request_are_all_kept(desk: Client) -> None:
    send(desk, *((f"{number}.txt", f"{number}".encode()) for number in range(200)))
    assert Upload.objects.filter(state="waiting").count() == 200


def test_files_beyond_the_number_are_told_and_the_others_kept(desk: Client, settings: LazySettings) -> None:
    settings.UPLOAD_MAX_FILES = 3
    html = send(desk, *((f"{number}.txt", f"{number}".encode()) for number in range(5))).content.decode()
    assert "5件のうち、初めの3件だけを受け取りました" in html
    contents = [bytes(row.content) for row in SourceDocument.objects.defer(None).order_by("pk")]
    assert contents == [b"0", b"1", b"2"]


def test_a_request_that_is_too_large_is_told_and_not_kept(desk: Client, settings: LazySettings) -> None:
    settings.UPLOAD_TOTAL_MAX_BYTES = 1024
    html = send(desk, ("大.txt", b"x" * 2 * 1024 * 1024), ("小.txt", b"y")).content.decode()
    assert "分けて送ってください" in html
    assert not SourceDocument.objects.exists()


# The list


def test_the_list_tells_how_many_are_ready(desk: Client, draft: Draft, body: Body) -> None:
    for number in range(3):
        draft(number=number)
    draft(certainty=0.5, number=10)
    draft(state="unreadable", error="壊れていて開けません")
    html = html_of(desk)
    assert (
        "公開できます <strong>3件</strong>、確認が必要です <strong>1件</strong>、読み取れません <strong>1件</strong>"
        in html
    )
    assert "公開できるものをまとめて公開（3件）" in html
    assert "97%" in html and "50%" in html and "壊れていて開けません" in html


def test_what_needs_an_eye_comes_first_and_any_column_orders(desk: Client, draft: Draft, body: Body) -> None:
    names = ("ready.txt", "look.txt", "doubtful.txt", "unreadable.txt")
    draft(filename=names[0], number=1, held_on="2024-01-10")
    draft(filename=names[1], number=2, certainty=0.8, held_on="2024-02-10")
    draft(filename=names[2], number=3, certainty=0.3, held_on="2024-03-10")
    draft(filename=names[3], state="unreadable")

    def order(query: str) -> list[str]:
        return re.findall(r'id="open-\d+"[^>]*>([a-z.]+)<', html_of(desk, LIST + query))

    assert order("") == ["doubtful.txt", "look.txt", "unreadable.txt", "ready.txt"]
    assert order("?order=-held_on") == ["doubtful.txt", "look.txt", "ready.txt", "unreadable.txt"]
    assert order("?order=file") == sorted(names)
    for column in desk_list.COLUMNS:
        assert sorted(order(f"?order=-{column}")) == sorted(names)
    assert order("?order=nonsense&show=nonsense&batch=x") == order("")


def test_the_list_is_narrowed_by_state_batch_words_and_person(
    desk: Client, draft: Draft, body: Body, administrator: User
) -> None:
    batch = UploadBatch.objects.create(name="まとめ.zip")
    one = draft(filename="one.txt", batch=batch, number=1)
    draft(filename="two.txt", body="霞浜市環境審議会", number=2)
    Upload.objects.filter(pk=one.pk).update(created_by=administrator)

    def names(query: str) -> list[str]:
        return sorted(re.findall(r'id="open-\d+"[^>]*>([a-z.]+)<', html_of(desk, LIST + query)))

    assert names("") == ["one.txt", "two.txt"]
    assert names("?show=ready") == ["one.txt"] and names("?show=published") == []
    assert names(f"?batch={batch.pk}") == ["one.txt"]
    assert names("?q=環境 TWO") == ["two.txt"] and names("?q=無い") == []
    assert names("?mine=1") == ["two.txt"]


def test_doubles_are_told_with_links(desk: Client, draft: Draft, body: Body, store: Callable[..., Any]) -> None:
    meeting = store(number=4).meeting
    first = draft(bytes_=b"same", filename="一回目.txt", number=3)
    draft(bytes_=b"same", filename="二回目.txt", number=5)
    draft(number=4)
    html = html_of(desk)
    assert f'同じファイルがあります：<a href="{first.get_absolute_url()}">一回目.txt</a>' in html
    assert f'同じ会議があります：<a href="{meeting.get_absolute_url()}">{meeting.title}</a>' in html


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"body": "まだ登録のない委員会"}, "会議体が未登録"),
        ({"body": None}, "会議体が未入力"),
        ({"held_on": None, "fiscal_year": None}, "開催日と年度が未入力"),
        ({"utterances": [{"kind": "speech", "speaker": None, "agenda": [], "text": " "}]}, "本文のない発言"),
        ({"certainty": 0.5}, "確からしさが90%未満"),
    ],
)
def test_each_draft_to_look_at_says_why(
    desk: Client, draft: Draft, body: Body, changes: dict[str, Any], reason: str
) -> None:
    draft(**changes)
    assert f"<li>{reason}</li>" in html_of(desk)


def test_a_double_is_a_reason_for_the_later_one_only(desk: Client, draft: Draft, body: Body) -> None:
    draft(number=3), draft(number=3)
    html = html_of(desk)
    assert html.count("同じ会議があります") == 2 and html.count("<li>同じ会議あり</li>") == 1


# Bodies that are not registered


BODIES = LIST + "bodies/"


def test_names_of_unregistered_bodies_are_asked_for_once_each(desk: Client, draft: Draft, body: Body) -> None:
    draft(number=1)
    draft(title="第1回", body="霞浜市緑化 推進委員会", number=2)
    draft(title="第2回", body="霞浜市緑化推進委員会", number=3)
    draft(body="みなと野市情報化推進本部会議", number=4)
    html = html_of(desk)
    assert "未登録の会議体が2件あります" in html
    assert html.count('name="name" value="霞浜市緑化') == 1 and '<span class="count">下書き2件</span>' in html
    assert 'value="new" selected' in html and '<optgroup label="似た名称の会議体">' in html


def settle(desk: Client, *rows: tuple[str, str]) -> str:
    names, choices = [row[0] for row in rows], [row[1] for row in rows]
    data = {"name": names, "choice": choices, "kind": ["former"] * len(rows)}
    return re.sub(r"\s+", " ", desk.post(BODIES, data, follow=True).content.decode())


def test_bodies_settled_on_the_desk_make_all_their_drafts_ready(desk: Client, draft: Draft, body: Body) -> None:
    new = [draft(body=name, number=number) for number, name in enumerate(("緑化 委員会", "緑化委員会"))]
    old, later = draft(body="ＩＴ推進本部", number=5), draft(body="未定の会", number=6)
    html = settle(desk, ("緑化委員会", "new"), ("ＩＴ推進本部", str(body.pk)), ("未定の会", ""))
    assert "会議体2件を決めました（下書き3件）。" in html and "未登録の会議体が1件あります" in html
    assert [level_of(row) for row in (*new, old, later)] == [Level.READY] * 3 + [Level.LOOK]
    assert BodyName.objects.get().kind == "former" and not Body.objects.filter(name__contains="緑化").exists()
    assert "3件を公開しました。" in bulk(desk, "publish-ready")
    assert Body.objects.filter(name__contains="緑化").count() == 1
    assert Meeting.objects.filter(body=body).count() == 1


def test_choices_that_do_not_hold_any_more_change_nothing(desk: Client, draft: Draft, body: Body) -> None:
    upload = draft(body="緑化委員会")
    assert "会議体を選んでから" in settle(desk, ("緑化委員会", "999999"))
    assert "すでに" in settle(desk, (body.name, "new"))
    assert "「去年の会」の下書きは、もうありません。" in settle(desk, ("去年の会", str(body.pk)))
    assert level_of(upload) == Level.LOOK and not BodyName.objects.exists()


def test_a_draft_read_later_is_settled_as_the_others_of_its_body(
    desk: Client, draft: Draft, read_waiting: Callable[[], None]
) -> None:
    draft(body="霞浜市情報化推進委員会", number=1)
    settle(desk, ("霞浜市情報化推進委員会", "new"))
    send(desk, ("二.txt", DOCUMENT.encode()))
    read_waiting()
    assert Upload.objects.latest("pk").choices == {"new_body": "霞浜市情報化推進委員会"}
    assert "未登録の会議体" not in html_of(desk)


def test_an_empty_desk_says_what_it_is_for(desk: Client) -> None:
    assert "まだ何も取り込まれていません" in html_of(desk)


@pytest.mark.slow
def test_thousands_of_uploads_cost_as_many_queries_as_a_few(desk: Client, draft: Draft, body: Body) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            html = html_of(desk)
        assert html.count('<tr id="upload-') <= 50
        return len(captured)

    first = draft()
    few = queries()
    copies = [
        Upload(source=first.source, state="draft", parsed=first.parsed, certainty=0.5, created_by=first.created_by)
        for _ in range(2000)
    ]
    Upload.objects.bulk_create(copies)
    assert queries() <= few + 1  # the pages of the list


# Many at once


def ask_bulk(desk: Client, action: str, *picked: Upload, **data: Any) -> str:
    """The page that asks, or the list with what it tells."""
    answer = desk.post(BULK, {"action": action, "pick": [row.pk for row in picked], **data}, follow=True)
    return re.sub(r"\s+", " ", answer.content.decode())


def held(html: str) -> list[str]:
    """What the form of the page that asks would do: uploads with the numbers of their drafts."""
    return re.findall(r'name="pick" value="(\d+:\d+)"', html)


def answer_bulk(desk: Client, html: str, confirm: str) -> str:
    answer = desk.post(QUESTION, {"confirm": confirm, "pick": held(html)}, follow=True)
    return re.sub(r"\s+", " ", answer.content.decode())


def bulk(desk: Client, action: str, *picked: Upload, **data: Any) -> str:
    """What is told after the question was answered with yes."""
    return answer_bulk(desk, ask_bulk(desk, action, *picked, **data), action.removesuffix("-ready"))


def states(*uploads: Upload) -> list[str]:
    return [Upload.objects.get(pk=row.pk).state for row in uploads]


def test_ready_ones_are_published_together_and_the_others_are_not(desk: Client, draft: Draft, body: Body) -> None:
    ready = [draft(number=number) for number in range(2)]
    look = draft(number=9, certainty=0.5)
    html = bulk(desk, "publish-ready")
    assert "2件を公開しました。" in html
    assert Meeting.objects.count() == 2
    assert {*states(*ready)} == {"published"} and states(look) == ["draft"]


def test_before_many_are_published_their_list_is_shown_once(desk: Client, draft: Draft, body: Body) -> None:
    first, second = draft(number=1, title="第1回の会議"), draft(number=2, title="第2回の会議")
    look = draft(number=9, certainty=0.5)
    html = ask_bulk(desk, "publish-ready", back=LIST + "?page=2")
    assert "新しい会議録2件を公開します" in html and "2件を公開する</button>" in html
    for words in ("第1回の会議", "第2回の会議", body.name, "令和6年（2024年）3月25日（月）", "1.txt"):
        assert words in html
    assert held(html) == [f"{first.pk}:0", f"{second.pk}:0"] and f'href="{LIST}?page=2"' in html
    assert states(first, second, look) == ["draft"] * 3 and not Meeting.objects.exists()


@pytest.mark.parametrize("data", [{}, {"confirm": ""}, {"confirm": "yes"}, {"action": "publish"}])
def test_nothing_is_published_without_the_button(desk: Client, draft: Draft, body: Body, data: dict[str, str]) -> None:
    upload = draft()
    for address in (QUESTION, BULK):
        html = desk.post(address, {**data, "pick": f"{upload.pk}:0"}, follow=True).content.decode()
        assert "公開しました" not in html and "取り消しました" not in html
    assert states(upload) == ["draft"]


@pytest.mark.parametrize("confirm", ["publish", "discard"])
def test_no_selection_is_not_all(desk: Client, draft: Draft, body: Body, confirm: str) -> None:
    upload = draft()
    for data in ({}, {"pick": ""}, {"pick": "x:0"}, {"action": "publish-ready", "show": "ready"}):
        desk.post(QUESTION, {"confirm": confirm, **data})
    assert states(upload) == ["draft"]


def test_a_question_is_asked_by_a_link_and_answered_by_none(desk: Client, draft: Draft, body: Body) -> None:
    upload = draft()
    desk.get(QUESTION, {"confirm": "publish", "action": "publish", "pick": f"{upload.pk}:0"})
    desk.get(BULK, {"action": "publish-ready"})
    assert states(upload) == ["draft"]
    assert desk.get(QUESTION).status_code == 404
    assert desk.get(QUESTION, {"action": "delete", "pick": str(upload.pk)}).status_code == 404


def test_a_draft_that_changed_after_the_question_is_told_and_not_published(
    desk: Client, draft: Draft, body: Body
) -> None:
    changed, same = draft(number=1, filename="直した.txt"), draft(number=2)
    html = ask_bulk(desk, "publish-ready")
    Upload.objects.filter(pk=changed.pk).update(revision=1)
    told = answer_bulk(desk, html, "publish")
    assert "1件を公開しました。" in told and "下書きが変わりました" in told and "直した.txt" in told
    assert states(changed, same) == ["draft", "published"]
    # A forged form without the draft's number publishes nothing either.
    desk.post(QUESTION, {"confirm": "publish", "pick": changed.pk})
    assert states(changed) == ["draft"]


def test_what_became_ready_after_the_question_waits_for_the_next_one(desk: Client, draft: Draft, body: Body) -> None:
    draft(number=1)
    html = ask_bulk(desk, "publish-ready")
    later = draft(number=2)
    assert "1件を公開しました。" in answer_bulk(desk, html, "publish")
    assert states(later) == ["draft"]


def test_a_second_press_of_the_button_changes_nothing(desk: Client, draft: Draft, body: Body) -> None:
    html = ask_bulk(desk, "publish", draft())
    answer_bulk(desk, html, "publish")
    told = answer_bulk(desk, html, "publish")
    assert "1件は、すでに公開されています。" in told and "できなかったもの" not in told
    assert Meeting.objects.get().versions.count() == 1


def test_what_would_replace_stored_minutes_is_never_published_with_others(
    desk: Client, draft: Draft, body: Body, store: Callable[..., Any], editor: User
) -> None:
    meeting = store(number=7).meeting
    again, fresh = draft(number=7), draft(number=8)
    correction = lifecycle.start_correction(meeting=meeting, user=editor)
    html = ask_bulk(desk, "publish", again, fresh, correction)
    assert "公開中の会議録が変わるもの（2件）" in html and "1件ずつ" in html
    assert f'「<a href="{meeting.get_absolute_url()}">{meeting.title}</a>」の新しい版になります' in html
    assert held(html) == [f"{fresh.pk}:0"]
    desk.post(QUESTION, {"confirm": "publish", "pick": [f"{row.pk}:0" for row in (again, fresh, correction)]})
    assert states(again, fresh, correction) == ["draft", "published", "draft"]
    assert meeting.versions.count() == 1


def test_undated_minutes_of_a_stored_title_are_not_taken_for_new_ones(
    desk: Client, draft: Draft, body: Body, store: Callable[..., Any]
) -> None:
    undated: dict[str, Any] = {"held_on": None, "number": None, "title": "第二次計画の説明会"}
    meeting = store(**undated).meeting
    upload = draft(**undated)
    assert held(ask_bulk(desk, "publish-ready")) == []
    desk.post(QUESTION, {"confirm": "publish", "pick": f"{upload.pk}:0"})
    assert states(upload) == ["draft"] and meeting.versions.count() == 1


def test_minutes_stored_by_another_while_the_question_stands_are_not_replaced(
    desk: Client, draft: Draft, body: Body, store: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = draft()
    html = ask_bulk(desk, "publish-ready")
    meeting = store().meeting
    monkeypatch.setattr(triage, "ready_keys", lambda *_: frozenset({upload.pk}))
    told = answer_bulk(desk, html, "publish")
    assert "できなかったもの 1件" in told and meeting.versions.count() == 1


def test_only_what_the_list_shows_is_published(desk: Client, draft: Draft, body: Body) -> None:
    batch = UploadBatch.objects.create()
    draft(number=1, batch=batch)
    draft(number=2)
    bulk(desk, "publish-ready", batch=batch.pk)
    assert Meeting.objects.get().number == 1


def test_picked_ones_that_are_not_ready_are_named(desk: Client, draft: Draft, body: Body) -> None:
    ready, doubted = draft(number=1), draft(number=2, certainty=0.2, filename="疑わしい.txt")
    html = ask_bulk(desk, "publish", ready, doubted)
    assert "まだ公開できないもの（1件）" in html and "疑わしい.txt" in html and "確からしさが90%未満" in html
    assert held(html) == [f"{ready.pk}:0"]
    told = desk.post(QUESTION, {"confirm": "publish", "pick": [f"{row.pk}:0" for row in (ready, doubted)]}, follow=True)
    assert "1件を公開しました。" in told.content.decode()
    assert "できなかったもの 1件（確認が必要です）：疑わしい.txt" in told.content.decode()
    unreadable = [draft(state="unreadable", filename=f"{number}.pdf") for number in range(12)]
    html = ask_bulk(desk, "publish", *unreadable)
    assert "まとめて公開できるものはありません" in html and held(html) == [] and "を公開する" not in html
    html = answer_bulk(desk, "".join(f'name="pick" value="{row.pk}:0"' for row in unreadable), "publish")
    assert "できなかったもの 12件（「読み取れません」なので公開できません）：0.pdf、1.pdf、" in html
    assert "9.pdf ほか2件" in html and "11.pdf、" not in html


def test_two_drafts_of_one_meeting_are_not_both_published(desk: Client, draft: Draft, body: Body) -> None:
    first, second = draft(number=1), draft(number=1)
    assert held(ask_bulk(desk, "publish", first, second)) == [f"{first.pk}:0"]
    desk.post(QUESTION, {"confirm": "publish", "pick": [f"{first.pk}:0", f"{second.pk}:0"]})
    assert states(first, second) == ["published", "draft"]
    assert Meeting.objects.get().versions.count() == 1


def test_publishing_stops_in_time_and_says_what_is_left(
    desk: Client, draft: Draft, body: Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_list, "PUBLISHING_SECONDS", -1)
    assert "残り1件はまだです" in bulk(desk, "publish", draft())


def test_more_than_one_question_holds_are_told(
    desk: Client, draft: Draft, body: Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_list, "MOST_ASKED", 2)
    for number in range(5):
        draft(number=number)
    html = ask_bulk(desk, "publish-ready")
    assert len(held(html)) == 2 and "残りの3件は" in html


def test_many_are_discarded_and_read_again(desk: Client, draft: Draft, read_waiting: Callable[[], None]) -> None:
    unreadable, other = draft(state="unreadable", bytes_=DOCUMENT.encode()), draft()
    html = ask_bulk(desk, "read-again", unreadable, other)
    assert "1件をもう一度読み取ります。" in html and "すでに読み取られています" in html
    read_waiting()
    assert states(unreadable) == ["draft"]
    published = draft(state="published", number=5, filename="公開済.txt")
    asked = ask_bulk(desk, "discard", unreadable, other, published)
    assert "取込み2件を取り消します" in asked and "元に戻せます" in asked
    assert "取り消せないもの（1件）" in asked and "公開済.txt" in asked
    assert states(unreadable, other) == ["draft", "draft"]
    assert "2件を取り消しました。" in answer_bulk(desk, asked, "discard")
    assert states(unreadable, other, published) == ["discarded", "discarded", "published"]
    assert "2件は、すでに取り消されています。" in answer_bulk(desk, asked, "discard")


def test_a_draft_corrected_after_the_question_is_not_discarded(desk: Client, draft: Draft) -> None:
    upload = draft()
    asked = ask_bulk(desk, "discard", upload)
    Upload.objects.update(revision=3)
    assert "下書きが変わりました" in answer_bulk(desk, asked, "discard")
    assert states(upload) == ["draft"]


def test_nothing_picked_is_told(desk: Client) -> None:
    assert "取込みを選んでから" in ask_bulk(desk, "publish")
    assert "取込みを選んでから" in ask_bulk(desk, "discard")
    assert "当てはまる取込みはありません" in ask_bulk(desk, "publish-ready")


def test_the_way_back_leads_nowhere_else(desk: Client, draft: Draft) -> None:
    answer = desk.post(BULK, {"action": "publish", "back": "https://example.com/staff/uploads/"})
    assert answer["Location"] == LIST + "?"
    answer = desk.post(BULK, {"action": "publish", "back": LIST + "?page=2"})
    assert answer["Location"] == LIST + "?page=2"
    asked = {"action": "discard", "pick": str(draft().pk), "back": "https://example.com/staff/uploads/"}
    assert "example.com" not in desk.get(QUESTION, asked).content.decode()


@pytest.mark.parametrize("address", [BULK, QUESTION, PROGRESS, BODIES])
def test_only_editors_may(client: Client, reader: User, address: str) -> None:
    client.force_login(reader)
    assert (client.post(address) if address != PROGRESS else client.get(address)).status_code == 403


# Live progress


def ask(desk: Client, told: str, *shown: Upload) -> Any:
    data = {"told": told, "shown": [f"{row.pk}:{row.state}" for row in shown]}
    return desk.get(PROGRESS, data, headers={"HX-Request": "true"})


def test_progress_is_asked_for_only_while_something_is_read(desk: Client, draft: Draft) -> None:
    done, waiting = draft(), draft(state="waiting")
    assert 'hx-trigger="every 2s"' in html_of(desk)
    Upload.objects.filter(pk=waiting.pk).update(state="draft")
    assert "hx-trigger" not in html_of(desk)
    assert done.state == "draft"


def test_rows_come_when_they_change_and_nothing_else(desk: Client, draft: Draft) -> None:
    batch = UploadBatch.objects.create()
    one, two = draft(state="waiting", batch=batch), draft(state="waiting", batch=batch)
    assert ask(desk, "0/2", one, two).status_code == 204
    Upload.objects.filter(pk=one.pk).update(state="reading")
    answer = ask(desk, "0/2", one, two)
    assert answer.status_code == 200 and "読み取り中" in answer.content.decode()
    Upload.objects.filter(pk=one.pk).update(state="draft", parsed=draft().parsed)
    html = re.sub(r"\s+", " ", ask(desk, "0/2", one, two).content.decode())
    assert f'<tr id="upload-{one.pk}" hx-swap-oob="outerHTML">' in html and f'id="upload-{two.pk}"' not in html
    assert "1/2件 読み取り済み" in html
    Upload.objects.filter(pk=two.pk).update(state="unreadable", error="壊れています")
    last = ask(desk, "1/2", two)
    assert last.status_code == 286 and "すべて読み取りました。" in last.content.decode()


def test_the_page_of_one_upload_waits_for_its_result(desk: Client, draft: Draft) -> None:
    upload = draft(state="waiting")
    assert "読み取りを待っています" in html_of(desk, upload.get_absolute_url())
    address = f"{upload.get_absolute_url()}progress/?state=waiting"
    assert desk.get(address).status_code == 204
    Upload.objects.filter(pk=upload.pk).update(state="unreadable")
    assert desk.get(address)["HX-Refresh"] == "true"
