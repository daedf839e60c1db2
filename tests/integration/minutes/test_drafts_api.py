"""The draft as JSON: read, corrected one operation at a time, by two people at once, taken back and done again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from minutes import access
from minutes.drafts import edits
from minutes.editing import with_ids
from minutes.intake.items import new_source
from minutes.models import DraftEdit, DraftPresence, Upload
from minutes.parsing.model import ParsedMinutes
from minutes.uploads import lifecycle

pytestmark = pytest.mark.django_db
Build = Callable[..., ParsedMinutes]


@pytest.fixture
def draft(build_parsed: Build, editor: User) -> Upload:
    rows = [
        {**row, "line": line, "end_line": line + 1, "certainty": 0.5}
        for line, row in zip(range(10, 22, 2), build_parsed().to_json()["utterances"], strict=True)
    ]
    warnings = [
        {
            "code": "unparsed-text",
            "message": "読み取れなかった部分があります：別紙のとおり",
            "line": 13,
            "text": "別紙のとおり",
        },
        {"code": "no-date", "message": "開催日を読み取れませんでした。"},
    ]
    parsed = with_ids(build_parsed(utterances=rows, warnings=warnings)).to_json()
    source = new_source(b"text", "会議録.txt")
    source.text = "\n".join(f"{number}行目" for number in range(1, 40))
    source.save()
    return Upload.objects.create(
        source=source, state=Upload.State.DRAFT, parsed=parsed, base=parsed, created_by=editor, updated_by=editor
    )


class Desk:
    """One person's browser on one draft."""

    def __init__(self, user: User, upload: Upload) -> None:
        self.client = Client(raise_request_exception=True)
        self.client.force_login(user)
        self.upload = upload
        self.since = 0

    def get(self, name: str, **query: Any) -> Any:
        return self.client.get(reverse(f"minutes:{name}", args=[self.upload.pk]), query)

    def post(self, name: str, **data: Any) -> Any:
        address = reverse(f"minutes:{name}", args=[self.upload.pk])
        return self.client.post(address, {"since": self.since, **data}, content_type="application/json")

    def do(self, operation: dict[str, Any], status: int = 200, token: str = "", **data: Any) -> Any:
        response = self.post("upload_edit", operation=operation, token=token, **data)
        assert response.status_code == status, response.content.decode()
        self.since = response.json().get("number", self.since)
        return response.json()

    def step(self, name: str, status: int = 200) -> Any:
        response = self.post(name)
        assert response.status_code == status, response.content.decode()
        self.since = response.json().get("number", self.since)
        return response.json()

    def shown(self) -> Any:
        return self.get("upload_draft_json").json()


@pytest.fixture
def mine(draft: Upload, editor: User) -> Desk:
    return Desk(editor, draft)


@pytest.fixture
def theirs(draft: Upload) -> Desk:
    user = User.objects.create_user("hoshi", password="correct-horse", first_name="花子", last_name="星")
    user.groups.add(Group.objects.get(name=access.EDITOR))
    return Desk(user, draft)


def speaker(row_id: str, before: str | None, after: str | None) -> dict[str, Any]:
    return {"op": "set", "table": "utterances", "id": row_id, "field": "speaker", "before": before, "after": after}


def said(row_id: str, before: str, after: str) -> dict[str, Any]:
    return {"op": "set", "table": "utterances", "id": row_id, "field": "text", "before": before, "after": after}


def stored(upload: Upload) -> ParsedMinutes:
    return ParsedMinutes.from_json(Upload.objects.get(pk=upload.pk).parsed)


# Reading


def test_draft_names_agenda_items_by_id(mine: Desk) -> None:
    shown = mine.shown()
    assert (shown["number"], shown["state"], shown["edits"]) == (0, "draft", [])
    assert [row["agenda"] for row in shown["draft"]["utterances"]] == [[], ["a1"], ["a1"], ["a1"], ["a2"], []]
    assert [row["id"] for row in shown["draft"]["attendees"]] == ["p1", "p2"]
    assert not shown["can_undo"]


def test_draft_from_before_rows_had_ids_gets_them(draft: Upload, mine: Desk, build_parsed: Build) -> None:
    Upload.objects.filter(pk=draft.pk).update(parsed=build_parsed().to_json())
    ids = [row["id"] for row in mine.shown()["draft"]["utterances"]]
    assert ids == ["u0", "u0.2", "u0.3", "u0.4", "u0.5", "u0.6"]
    mine.do(speaker("u0.3", "部員", "委員"))
    assert [row.id for row in stored(draft).utterances] == ids


def test_changes_since_a_number_are_those_of_the_rows_touched(mine: Desk, theirs: Desk) -> None:
    mine.do(speaker("u14", "部員", "委員"))
    mine.do({"op": "set", "table": "head", "field": "venue", "before": "庁議室", "after": "第一会議室"})
    mine.do({"op": "delete", "table": "utterances", "id": "u20"})
    told = theirs.get("upload_changes", since=0).json()
    assert (told["number"], told["reload"]) == (3, False)
    changes = told["changes"]
    assert changes["head"] == {"venue": "第一会議室"}
    assert changes["utterances"]["rows"]["u14"]["speaker"] == "委員"
    assert changes["utterances"]["removed"] == ["u20"]
    assert changes["utterances"]["order"] == ["u10", "u12", "u14", "u16", "u18"]
    assert changes["agenda"] == {"rows": {}, "order": None, "removed": []}
    assert changes["warnings"] is None
    assert [edit["mine"] for edit in told["edits"]] == [False] * 3
    later = theirs.get("upload_changes", since=2).json()["changes"]
    assert later["head"] is None
    assert later["utterances"]["rows"] == {}


@pytest.mark.parametrize("since", ["", "x", "-4", "7", "99999999999"])
def test_unknown_number_loads_the_whole_draft(mine: Desk, since: str) -> None:
    mine.do(speaker("u14", "部員", "委員"))
    assert mine.get("upload_changes", since=since).json()["reload"]


def test_draft_that_was_stored_anew_is_loaded_whole(draft: Upload, mine: Desk, build_parsed: Build) -> None:
    draft.parsed, draft.revision = build_parsed(venue="別室").to_json(), 1
    draft.save()
    assert mine.get("upload_changes", since=0).json()["reload"]
    assert mine.shown()["number"] == 1


# Corrections


def test_correction_is_stored_with_who_and_what(draft: Upload, mine: Desk, editor: User) -> None:
    answer = mine.do(speaker("u14", "部員", "委員"))
    row = stored(draft).utterances[2]
    assert (row.speaker, row.certainty) == ("委員", 1.0)
    assert answer["changes"]["utterances"]["rows"]["u14"]["speaker"] == "委員"
    assert answer["can_undo"]
    [edit] = DraftEdit.objects.all()
    assert (edit.number, edit.user, edit.touched) == (1, editor, [["utterances", "u14"]])
    assert answer["edits"][0]["label"] == "発言3の発言者を「委員」に変更"
    upload = Upload.objects.get(pk=draft.pk)
    assert (upload.revision, upload.updated_by) == (1, editor)


def test_correction_that_is_sent_twice_is_done_once(draft: Upload, mine: Desk) -> None:
    insert = {"op": "insert", "table": "utterances", "after": "u14", "row": {"text": "加えた発言"}}
    first = mine.do(insert, token="4b6c")
    mine.since = 0
    second = mine.do(insert, token="4b6c")
    assert first["number"] == second["number"] == first["done"] == second["done"] == 1
    assert "n1" in second["changes"]["utterances"]["rows"]
    assert len(stored(draft).utterances) == 7


def test_correction_that_changes_nothing_is_none(draft: Upload, mine: Desk) -> None:
    assert mine.do(speaker("u14", "部員", "部員"))["number"] == 0
    assert not DraftEdit.objects.exists()


@pytest.mark.parametrize(
    "operation",
    [
        None,
        [],
        {"op": "format-disk"},
        {"op": ["set"]},
        {"op": "set", "table": "utterances", "id": "u14", "field": "id", "before": "u14", "after": "u1"},
        {"op": "set", "table": "utterances", "id": "u14", "field": "kind", "before": "speech", "after": "song"},
        {"op": "set", "table": "utterances", "id": "u14", "field": "text", "before": "x", "after": "あ" * 500_001},
        {"op": "set", "table": "utterances", "id": "u14", "field": "speaker", "before": "部員", "after": "\ud800"},
        {"op": "set", "table": "head", "field": "held_on", "before": "2024-03-25", "after": "2024-02-30"},
        {"op": "set", "table": "head", "field": "starts_at", "before": "13:00", "after": "25:00"},
        {"op": "set", "table": "head", "field": "number", "before": 2, "after": True},
        {"op": "set", "table": "attendees", "id": "p1", "field": "proxy", "before": False, "after": "yes"},
        {"op": "insert", "table": "warnings", "after": None, "row": {}},
        {"op": "restore", "found": [], "rows": []},
        {"op": "many", "ops": []},
        {"op": "many", "ops": [{"op": "many", "ops": [{"op": "delete", "table": "utterances", "id": "u14"}]}]},
    ],
)
def test_operation_that_is_none_is_refused_with_a_message(draft: Upload, mine: Desk, operation: Any) -> None:
    assert mine.do(operation, status=422)["message"]
    assert stored(draft) == ParsedMinutes.from_json(draft.parsed)


def test_what_is_no_json_is_refused(mine: Desk) -> None:
    address = reverse("minutes:upload_edit", args=[mine.upload.pk])
    for body in ("", "{", "[]", '"x"', "[" * 100_000, "\xff"):
        assert mine.client.post(address, body, content_type="application/json").status_code == 422


def test_many_is_done_whole_or_not_at_all(draft: Upload, mine: Desk) -> None:
    good, lost = speaker("u14", "部員", "委員"), speaker("u99", None, "会長")
    mine.do({"op": "many", "ops": [good, lost], "label": "まとめて訂正"}, status=409)
    assert stored(draft).utterances[2].speaker == "部員"
    assert mine.do({"op": "many", "ops": [good], "label": "まとめて訂正"})["edits"][0]["label"] == "まとめて訂正"


# Two people


def test_corrections_of_different_fields_meet(draft: Upload, mine: Desk, theirs: Desk) -> None:
    mine.do(speaker("u14", "部員", "委員"))
    answer = theirs.do(said("u14", "申請の件数はどれくらいですか。", "申請の件数は、どれくらいですか。"))
    row = stored(draft).utterances[2]
    assert (row.speaker, row.text) == ("委員", "申請の件数は、どれくらいですか。")
    assert [edit["mine"] for edit in answer["edits"]] == [False, True]


def test_corrections_of_different_parts_of_one_text_meet(draft: Upload, mine: Desk, theirs: Desk) -> None:
    mine.do(said("u14", "申請の件数はどれくらいですか。", "申込みの件数はどれくらいですか。"))
    answer = theirs.do(said("u14", "申請の件数はどれくらいですか。", "申請の件数はどのくらいですか。"))
    assert stored(draft).utterances[2].text == "申込みの件数はどのくらいですか。"
    assert answer["changes"]["utterances"]["rows"]["u14"]["text"] == "申込みの件数はどのくらいですか。"


def test_corrections_of_the_same_words_are_both_shown_and_none_is_lost(draft: Upload, mine: Desk, theirs: Desk) -> None:
    mine.do(speaker("u14", "部員", "委員"))
    told = theirs.do(speaker("u14", "部員", "会長"), status=409)
    assert (told["current"], told["yours"], told["number"]) == ("委員", "会長", 1)
    assert "発言者" in told["message"]
    assert told["changes"]["utterances"]["rows"]["u14"]["speaker"] == "委員"
    assert stored(draft).utterances[2].speaker == "委員"
    theirs.do(speaker("u14", "委員", "会長"))
    assert stored(draft).utterances[2].speaker == "会長"


def test_correction_of_a_deleted_row_gets_its_text_back(mine: Desk, theirs: Desk) -> None:
    mine.do({"op": "delete", "table": "utterances", "id": "u14"})
    told = theirs.do(said("u14", "申請の件数はどれくらいですか。", "件数は。"), status=409)
    assert (told["message"], told["current"], told["yours"]) == ("ほかの人が削除しました。", None, "件数は。")


@pytest.mark.parametrize(
    "operation",
    [{"op": "delete", "table": "utterances", "id": "u14"}, {"op": "merge", "id": "u12", "with": "u14"}],
)
def test_row_that_somebody_just_corrected_is_not_taken_away(
    draft: Upload, mine: Desk, theirs: Desk, operation: dict[str, Any]
) -> None:
    mine.do(speaker("u14", "部員", "委員"))
    theirs.do(operation, status=409)
    assert len(stored(draft).utterances) == 6
    # The answer brought the page up to date: now the person has seen what goes.
    theirs.do(operation)
    assert len(stored(draft).utterances) == 5


def test_split_finds_its_place_in_a_text_that_changed_elsewhere(draft: Upload, mine: Desk, theirs: Desk) -> None:
    before = "ただいまから第2回の会議を開きます。"
    mine.do(said("u10", before, "それでは、ただいまから第2回の会議を開きます。"))
    theirs.do({"op": "split", "id": "u10", "at": before.index("会議"), "before": before})
    assert [row.text for row in stored(draft).utterances[:2]] == ["それでは、ただいまから第2回の", "会議を開きます。"]


# Taking back


def test_undo_and_redo_walk_through_ones_own_corrections(draft: Upload, mine: Desk, theirs: Desk) -> None:
    start = stored(draft)
    mine.do({"op": "insert", "table": "utterances", "after": "u14", "row": {"text": "加えた発言"}})
    mine.do(said("n1", "加えた発言", "加えた発言です。"))
    theirs.since = 2
    theirs.do(speaker("u14", "部員", "委員"))
    done = stored(draft)
    assert mine.step("upload_undo")["can_redo"]
    answer = mine.step("upload_undo")
    assert (answer["can_undo"], answer["can_redo"]) == (False, True)
    assert answer["edits"][-1]["label"] == "元に戻した：発言を追加"
    assert [row.text for row in stored(draft).utterances] == [row.text for row in start.utterances]
    assert stored(draft).utterances[2].speaker == "委員"
    mine.step("upload_undo", status=409)
    mine.step("upload_redo")
    answer = mine.step("upload_redo")
    assert (answer["can_undo"], answer["can_redo"]) == (True, False)
    assert stored(draft) == done
    mine.step("upload_undo")
    mine.step("upload_undo")
    assert stored(draft).utterances[2].speaker == "委員"


def test_new_correction_ends_doing_again(mine: Desk) -> None:
    mine.do(speaker("u14", "部員", "委員"))
    mine.step("upload_undo")
    mine.do(speaker("u14", "部員", "会長"))
    assert not mine.shown()["can_redo"]
    mine.step("upload_redo", status=409)


def test_undo_gives_way_to_what_somebody_else_did_since(draft: Upload, mine: Desk, theirs: Desk) -> None:
    mine.do(speaker("u14", "部員", "委員"))
    theirs.do(speaker("u14", "委員", "会長"), status=200)
    told = mine.step("upload_undo", status=409)
    assert "元に戻せません" in told["message"]
    assert stored(draft).utterances[2].speaker == "会長"


def test_undo_of_a_split_keeps_what_somebody_said_of_the_new_row(draft: Upload, mine: Desk, theirs: Desk) -> None:
    text = "ただいまから第2回の会議を開きます。"
    mine.do({"op": "split", "id": "u10", "at": 6, "before": text})
    theirs.since = 1
    theirs.do(speaker("n1", "本部長", "副本部長"))
    mine.step("upload_undo", status=409)
    assert stored(draft).utterances[1].speaker == "副本部長"


# Who is here


def test_two_people_are_told_of_each_other_for_half_a_minute(mine: Desk, theirs: Desk) -> None:
    mine.post("upload_changes")
    told = theirs.post("upload_changes").json()["present"]
    assert [(entry["name"], entry["me"]) for entry in told] == [("henshu", False), ("星 花子", True)]
    DraftPresence.objects.update(seen_at=timezone.now() - timedelta(seconds=31))
    assert [entry["me"] for entry in mine.post("upload_changes").json()["present"]] == [True]


# Who may, and when


def test_only_editors_are_answered(draft: Upload, reader: User) -> None:
    address = reverse("minutes:upload_draft_json", args=[draft.pk])
    nobody = Client().get(address)
    assert (nobody.status_code, bool(nobody.json()["message"])) == (401, True)
    known = Desk(reader, draft)
    assert known.get("upload_draft_json").status_code == 403
    assert known.post("upload_edit", operation=speaker("u14", "部員", "委員")).status_code == 403


def test_signing_in_to_read_still_answers_scripts_in_json(draft: Upload, settings: Any) -> None:
    settings.LOGIN_REQUIRED_TO_READ = True
    assert Client().get(reverse("minutes:upload_changes", args=[draft.pk])).status_code == 401
    assert Client().get(reverse("minutes:uploads")).status_code == 302


def test_correction_needs_the_token_of_the_page(draft: Upload, editor: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    address = reverse("minutes:upload_edit", args=[draft.pk])
    assert client.post(address, {"operation": {}}, content_type="application/json").status_code == 403


def test_what_is_no_draft_any_more_says_so(draft: Upload, mine: Desk, editor: User) -> None:
    lifecycle.discard(upload=draft, user=editor)
    for response in (
        mine.get("upload_draft_json"),
        mine.get("upload_changes", since=0),
        mine.post("upload_edit", operation=speaker("u14", "部員", "委員")),
        mine.post("upload_undo"),
        mine.post("upload_reason", reason="誤字"),
    ):
        assert response.status_code == 410
        assert "取消し" in response.json()["message"]


def test_unknown_upload_is_not_found(mine: Desk) -> None:
    mine.upload = Upload(pk=987_654)
    assert mine.get("upload_draft_json").status_code == 404
    assert mine.post("upload_edit", operation=speaker("u14", "部員", "委員")).status_code == 404


def test_body_beyond_the_limit_is_refused(mine: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minutes.views.drafts_api.LARGEST_BODY", 100)
    assert mine.post("upload_edit", operation=speaker("u14", "部員", "委" * 100)).status_code == 413


def test_reason_is_kept(draft: Upload, mine: Desk) -> None:
    assert mine.post("upload_reason", before="", reason=" 誤字の訂正 ").json()["reason"] == "誤字の訂正"
    assert mine.shown()["reason"] == Upload.objects.get(pk=draft.pk).reason == "誤字の訂正"
    assert mine.post("upload_reason", before="誤字の訂正", reason="長" * 2001).status_code == 422


def test_reasons_written_on_two_pages_are_both_shown(draft: Upload, mine: Desk, theirs: Desk) -> None:
    theirs.post("upload_reason", before="", reason="星の理由")
    refused = mine.post("upload_reason", before="", reason="私の理由")
    assert refused.status_code == 409
    told = refused.json()
    assert (told["current"], told["yours"], told["reason"]) == ("星の理由", "私の理由", "星の理由")
    assert "訂正の理由" in told["message"] and not told["reload"]
    assert mine.get("upload_changes", since=mine.since).json()["reason"] == "星の理由"
    assert mine.post("upload_reason", before="星の理由", reason="私の理由").status_code == 200
    assert Upload.objects.get(pk=draft.pk).reason == "私の理由"


@pytest.mark.parametrize(
    ("operation", "other"),
    [
        ({"table": "head", "field": "venue", "before": "庁議室"}, ("第二会議室", "第一会議室")),
        ({"table": "head", "field": "held_on", "before": "2024-03-25"}, ("2024-05-02", "2024-04-01")),
        ({"table": "head", "field": "number", "before": 2}, (3, 4)),
        ({"table": "utterances", "id": "u10", "field": "kind", "before": "speech"}, ("note", "summary")),
        ({"table": "utterances", "id": "u10", "field": "agenda", "before": []}, (["a1"], ["a2"])),
        ({"table": "agenda", "id": "a1", "field": "number", "before": 1}, (5, 6)),
        ({"table": "attendees", "id": "p1", "field": "role", "before": "本部長"}, ("議長", "座長")),
        ({"table": "attachments", "id": "r1", "field": "agenda", "before": None}, ("a1", "a2")),
    ],
)
def test_every_field_is_compared_with_what_the_page_showed(
    mine: Desk, theirs: Desk, operation: dict[str, Any], other: tuple[Any, Any]
) -> None:
    first, second = other
    theirs.do({"op": "set", **operation, "after": first})
    told = mine.do({"op": "set", **operation, "after": second}, 409)
    assert (told["current"], told["yours"]) == (first, second)
    assert told["by"] == {"name": "星 花子", "mine": False}


def test_level_and_reason_of_access_are_changed_apart(draft: Upload, mine: Desk, theirs: Desk) -> None:
    field = {"op": "set", "table": "head", "field": "meeting_access"}
    before = {"level": "closed", "reason": "意思決定の途中であるため"}
    theirs.do({**field, "before": before, "after": {**before, "level": "partial"}})
    mine.do({**field, "before": before, "after": {**before, "reason": "個人情報を含むため"}})
    found = stored(draft).meeting_access
    assert (found.level, found.reason) == ("partial", "個人情報を含むため")
    told = theirs.do({**field, "before": before, "after": {**before, "reason": "ほかの理由"}}, 409)
    assert told["current"]["reason"] == "個人情報を含むため"


# One person with two pages


def test_two_pages_of_one_person_are_two_editors(draft: Upload, mine: Desk, editor: User) -> None:
    other = Desk(editor, draft)
    mine.do(said("u10", "ただいまから第2回の会議を開きます。", "書き直した。"), token="one.1")
    told = other.do({"op": "delete", "table": "utterances", "id": "u10"}, 409, token="two.1")
    assert "ほかの画面で" in told["message"]
    other.since = 0
    told = other.do(said("u10", "ただいまから第2回の会議を開きます。", "別に書いた。"), 409, token="two.2")
    assert (told["current"], told["yours"], told["by"]["mine"]) == ("書き直した。", "別に書いた。", True)
    other.do({"op": "delete", "table": "utterances", "id": "u10"}, token="two.3")


def test_what_one_page_does_in_a_row_never_meets_itself(mine: Desk, draft: Upload) -> None:
    mine.do(said("u10", "ただいまから第2回の会議を開きます。", "書き直した。"), token="one.1", seen=0)
    mine.do({"op": "delete", "table": "utterances", "id": "u10"}, token="one.2", seen=0)
    assert len(stored(draft).utterances) == 5


def test_what_waited_without_a_net_is_compared_with_what_it_was_made_on(
    draft: Upload, mine: Desk, theirs: Desk
) -> None:
    theirs.do(speaker("u10", "本部長", "議長"), token="theirs.1")
    # An operation sent before brings the page up to date; the next one was made long before that.
    mine.do(speaker("u14", "部員", "委員"), token="mine.1", seen=0)
    mine.do({"op": "delete", "table": "utterances", "id": "u10"}, 409, token="mine.2", seen=0)
    assert stored(draft).utterances[0].speaker == "議長"


def test_an_item_is_not_deleted_from_under_a_row_that_was_just_filed_under_it(mine: Desk, theirs: Desk) -> None:
    place = {"op": "set", "table": "utterances", "id": "u10", "field": "agenda"}
    theirs.do({**place, "before": [], "after": ["a2"]}, token="theirs.1")
    mine.do({"op": "delete", "table": "agenda", "id": "a2"}, 409, token="mine.1")
    mine.do({"op": "delete", "table": "agenda", "id": "a2"}, token="mine.2")


def test_undo_takes_back_nothing_that_the_page_has_not_shown(draft: Upload, mine: Desk, editor: User) -> None:
    mine.do(speaker("u10", "本部長", "議長"), token="one.1")
    other = Desk(editor, draft)
    told = other.step("upload_undo", 409)
    assert "ほかの画面で" in told["message"] and told["changes"]["utterances"]["rows"]["u10"]["speaker"] == "議長"
    assert stored(draft).utterances[0].speaker == "議長"
    other.step("upload_undo")
    assert stored(draft).utterances[0].speaker == "本部長"


def test_page_far_behind_loads_the_whole_draft(mine: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edits, "MOST_BEHIND", 1)
    mine.do(speaker("u14", "部員", "委員"))
    mine.do(speaker("u14", "委員", "会長"))
    assert mine.get("upload_changes", since=0).json()["reload"]
    assert not mine.get("upload_changes", since=1).json()["reload"]
