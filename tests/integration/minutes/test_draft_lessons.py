"""「まとめて直す」: a lesson reads the document again, corrections stay, and what was learned serves the body's next minutes."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from minutes import access
from minutes.documents import DocumentError
from minutes.drafts.lessons import keep_lesson, lessons_for
from minutes.intake import items
from minutes.models import Body, BodyLesson, BodyName, DraftEdit, Upload
from minutes.parsing.lessons import Lesson
from minutes.uploads import lifecycle, reading

pytestmark = pytest.mark.django_db

TEXT = """霞浜市情報化推進委員会 会議録
日時 令和6年5月10日（金） 午後2時～3時
場所 第一会議室
議題
1 窓口について
2 電話について

会議内容
1 窓口について
会長：ただいまから会議を開きます。
資料を御覧ください。
会長：次に進みます。
Ｎｏ.３ 質問があります。窓口は何時までですか。
Ｎｏ.５ 私も同じ質問です。
事務局：午後5時までです。
2 電話について
Ｎｏ.３ 電話の更新はいつですか。
事務局：来年度です。
会長：以上で終わります。
"""
MARK = {"kind": "speaker", "text": "Ｎｏ.３", "line": "Ｎｏ.３ 質問があります。窓口は何時までですか。"}
LESSON = Lesson(**MARK)
SPEECH = "次に進みます。\nＮｏ.３ 質問があります。窓口は何時までですか。\nＮｏ.５ 私も同じ質問です。"
Post = Callable[..., Any]


def received(user: User, text: str = TEXT) -> Upload:
    upload = lifecycle.keep(text.encode(), "会議録.txt", user=user)
    reading.read(upload.pk)
    return Upload.objects.get(pk=upload.pk)


@pytest.fixture
def draft(editor: User) -> Upload:
    return received(editor)


def posting(user: User, draft: Upload) -> Post:
    client = Client()
    client.force_login(user)

    def post(name: str, status: int = 200, **data: Any) -> Any:
        number = Upload.objects.values_list("revision", flat=True).get(pk=draft.pk)
        address = reverse(f"minutes:{name}", args=[draft.pk])
        response = client.post(address, {"since": number, **data}, content_type="application/json")
        assert response.status_code == status, response.content.decode()
        return response.json()

    return post


@pytest.fixture
def post(editor: User, draft: Upload) -> Post:
    return posting(editor, draft)


@pytest.fixture
def post_of_another(draft: Upload) -> Post:
    user = User.objects.create_user("hoshi")
    user.groups.add(Group.objects.get(name=access.EDITOR))
    return posting(user, draft)


def setting(row_id: str, field: str, before: Any, after: Any) -> dict[str, Any]:
    return {"op": "set", "table": "utterances", "id": row_id, "field": field, "before": before, "after": after}


def draft_now(upload: Upload) -> dict[str, Any]:
    parsed: dict[str, Any] = Upload.objects.values_list("parsed", flat=True).get(pk=upload.pk) or {}
    return parsed


def spoken(draft: Upload) -> list[tuple[str | None, str]]:
    return [(row["speaker"], row["text"]) for row in draft_now(draft)["utterances"]]


def test_lesson_is_applied_to_all_like_it(draft: Upload, post: Post) -> None:
    answer = post("upload_lesson", **MARK)
    assert answer == {
        "number": 1,
        "reload": True,
        "read": {"utterances_before": 6, "utterances_after": 8},
        "unplaced": [],
    }
    assert [speaker for speaker, _ in spoken(draft)].count("Ｎｏ.３") == 2
    stored = Upload.objects.get(pk=draft.pk)
    assert stored.lessons == [MARK]
    assert stored.base == stored.parsed
    assert stored.certainty == draft_now(draft)["certainty"] > (draft.certainty or 0)
    assert not BodyLesson.objects.exists()


def test_corrections_stay_and_those_without_a_place_are_told(draft: Upload, post: Post, client: Client) -> None:
    post("upload_edit", operation=setting("u12", "text", SPEECH, SPEECH.replace("何時", "何時頃")))
    changed = SPEECH.replace("何時", "何時頃")
    post("upload_edit", operation=setting("u12", "text", changed, changed.replace("Ｎｏ.５", "Ｎｏ．五")))
    post("upload_edit", operation=setting("u15", "speaker", "事務局", "情報課長"))
    answer = post("upload_lesson", **MARK)
    assert ("Ｎｏ.３", "質問があります。窓口は何時頃までですか。") in spoken(draft)
    assert ("情報課長", "午後5時までです。") in spoken(draft)
    [unplaced] = answer["unplaced"]
    assert unplaced["number"] == 2
    assert unplaced["label"] == "発言2の本文を変更"
    assert "五" in unplaced["text"]
    client.force_login(User.objects.get(username="henshu"))
    shown = client.get(reverse("minutes:upload_draft_json", args=[draft.pk])).json()
    assert shown["unplaced"] == [unplaced]
    assert shown["lessons"] == [MARK]
    assert shown["edits"][-1]["label"] == "「Ｎｏ.３」を発言者の表示として読み直し"
    post("upload_edit", operation={"op": "dismiss", "code": "unplaced", "line": 2, "text": None})
    assert client.get(reverse("minutes:upload_draft_json", args=[draft.pk])).json()["unplaced"] == []


@pytest.mark.slow
def test_lesson_is_taken_back_and_done_again_like_any_correction(draft: Upload, post: Post) -> None:
    post("upload_edit", operation=setting("u12", "text", SPEECH, SPEECH.replace("Ｎｏ.５", "Ｎｏ．五")))
    before = Upload.objects.get(pk=draft.pk)
    post("upload_lesson", **MARK)
    after = Upload.objects.get(pk=draft.pk)
    post("upload_edit", operation=setting("u15", "speaker", "事務局", "情報課長"))
    assert DraftEdit.objects.filter(unplaced=True).exists()
    post("upload_undo")
    assert post("upload_undo")["reload"]
    back = Upload.objects.get(pk=draft.pk)
    assert (back.parsed, back.base, back.lessons) == (before.parsed, before.base, [])
    assert not DraftEdit.objects.filter(unplaced=True).exists()
    post("upload_redo")
    again = Upload.objects.get(pk=draft.pk)
    assert (again.parsed, again.base, again.lessons, again.certainty) == (
        after.parsed,
        after.base,
        [MARK],
        after.certainty,
    )
    assert DraftEdit.objects.filter(unplaced=True).exists()
    post("upload_redo")
    assert ("情報課長", "午後5時までです。") in spoken(draft)
    for _ in range(3):
        post("upload_undo")
    assert Upload.objects.get(pk=draft.pk).parsed == draft.parsed


@pytest.mark.slow
def test_lesson_is_not_taken_back_over_what_somebody_did_since(
    draft: Upload, post: Post, post_of_another: Post
) -> None:
    post("upload_lesson", **MARK)
    post_of_another("upload_edit", operation=setting("u15", "speaker", "事務局", "情報課長"))
    assert "読み直した後に" in post("upload_undo", status=409)["message"]
    post("upload_lesson", **MARK, remove=True)
    assert [speaker for speaker, _ in spoken(draft)] == ["会長", "会長", "情報課長", None, "事務局", "会長"]
    assert Upload.objects.get(pk=draft.pk).lessons == []


@pytest.mark.slow
def test_contrary_lesson_takes_the_place_of_the_first(draft: Upload, post: Post) -> None:
    post("upload_lesson", **MARK, keep_for_body=True)
    post("upload_lesson", **{**MARK, "kind": "not-speaker"}, keep_for_body=True)
    assert [row["kind"] for row in Upload.objects.get(pk=draft.pk).lessons] == ["not-speaker"]
    assert [lesson.kind for lesson in lessons_for("霞浜市情報化推進委員会")] == ["not-speaker"]


@pytest.mark.slow
def test_what_is_kept_for_the_body_reads_its_next_minutes(editor: User, draft: Upload, post: Post) -> None:
    post("upload_lesson", **MARK, keep_for_body=True)
    [kept] = BodyLesson.objects.all()
    assert (kept.kind, kept.text, kept.created_by) == ("speaker", "Ｎｏ.３", editor)
    following = received(editor, TEXT.replace("5月10日（金）", "6月7日（金）"))
    assert "Ｎｏ.３" in [row["speaker"] for row in draft_now(following)["utterances"]]
    post("upload_lesson", **MARK, keep_for_body=True, remove=True)
    assert not BodyLesson.objects.exists()
    assert "Ｎｏ.３" not in [speaker for speaker, _ in spoken(draft)]


@pytest.mark.slow
def test_lesson_of_the_body_can_be_refused_for_one_document(editor: User) -> None:
    keep_lesson("霞浜市情報化推進委員会", LESSON, editor)
    following = received(editor)
    assert "Ｎｏ.３" in [row["speaker"] for row in draft_now(following)["utterances"]]
    posting(editor, following)("upload_lesson", **MARK, remove=True)
    assert "Ｎｏ.３" not in [speaker for speaker, _ in spoken(following)]
    assert BodyLesson.objects.exists()


def test_lessons_are_found_under_every_name_of_the_body(editor: User) -> None:
    keep_lesson("霞浜市電算委員会", LESSON, editor)
    body = Body.objects.create(name="霞浜市情報化推進委員会")
    assert lessons_for(body.name) == ()
    BodyName.objects.create(body=body, name="霞浜市電算委員会", kind=BodyName.Kind.FORMER)
    assert lessons_for("霞浜市情報化推進委員会") == lessons_for("霞浜市 電算委員会") == (LESSON,)
    assert lessons_for(None) == lessons_for("別の委員会") == ()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("running-text", "欄外の文字は、本文に入れていません：秘"),
        ("near-same-text", "ほぼ同じ本文の文書が、すでに取り込まれています：案.txt（一致90%）"),
    ],
)
def test_warnings_of_reader_and_desk_stand_after_the_document_is_read_again(
    draft: Upload, post: Post, code: str, message: str
) -> None:
    told = {"code": code, "message": message}
    read = draft_now(draft)
    read["warnings"].append(told)
    Upload.objects.filter(pk=draft.pk).update(parsed=read, base=read)
    post("upload_lesson", **MARK)
    post("upload_lesson", **{**MARK, "kind": "not-speaker"})
    found = [(row["code"], row["message"]) for row in draft_now(draft)["warnings"]]
    assert found.count((code, message)) == 1


@pytest.mark.parametrize(
    "lesson",
    [
        {"kind": "song", "text": "Ｎｏ.３"},
        {"kind": ["speaker"], "text": "Ｎｏ.３"},
        {"kind": "speaker", "text": ""},
        {"kind": "speaker", "text": "長" * 101},
        {"kind": "speaker", "text": None},
        {"kind": "speaker", "text": "Ｎｏ.３", "line": 7},
    ],
)
def test_what_is_no_lesson_is_refused(draft: Upload, post: Post, lesson: dict[str, Any]) -> None:
    assert post("upload_lesson", status=422, **lesson)["message"]
    assert Upload.objects.get(pk=draft.pk).revision == 0


def test_correction_of_published_minutes_is_not_read_again(draft: Upload, editor: User) -> None:
    Upload.objects.filter(pk=draft.pk).update(new_body_confirmed=True)
    published = lifecycle.publish(upload=Upload.objects.get(pk=draft.pk), user=editor)
    assert published.meeting is not None
    correction = lifecycle.start_correction(meeting=published.meeting, user=editor)
    posting(editor, correction)("upload_lesson", status=422, **MARK)


def test_failing_parser_leaves_the_draft_alone(draft: Upload, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise DocumentError("too-slow", "読み取りが終わらないため、中止しました。")

    monkeypatch.setattr("minutes.drafts.teaching.parse_again", fail)
    assert "中止" in post("upload_lesson", status=422, **MARK)["message"]
    assert Upload.objects.get(pk=draft.pk).parsed == draft.parsed


def test_corrections_made_while_the_document_is_parsed_stay(
    draft: Upload, post: Post, post_of_another: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(*given: Any) -> Any:
        post_of_another("upload_edit", operation=setting("u15", "speaker", "事務局", "情報課長"))
        return items.parse_again(*given)

    monkeypatch.setattr("minutes.drafts.teaching.parse_again", slow)
    post("upload_lesson", **MARK)
    assert ("情報課長", "午後5時までです。") in spoken(draft)


def test_stored_reading_can_be_written_as_json(draft: Upload, post: Post) -> None:
    post("upload_lesson", **MARK)
    [edit] = DraftEdit.objects.all()
    assert json.loads(json.dumps(edit.inverse))["reading"]["lessons"] == []
