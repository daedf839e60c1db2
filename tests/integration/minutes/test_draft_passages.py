"""What must be withheld is marked in the draft: it is never public for a moment, and goes along while the draft is corrected."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from minutes import access, passages
from minutes.drafts import edits
from minutes.editing import read_operation, with_ids
from minutes.intake.items import new_source
from minutes.models import Audience, Ground, Meeting, Paper, Passage, Upload
from minutes.parsing.model import ParsedMinutes
from minutes.signals import meeting_changed
from minutes.uploads import lifecycle, second_person
from minutes.withholding import MASK

NAME = "山森花子"
SAID = f"申請者の{NAME}さんから意見がありました。"
Build = Callable[..., ParsedMinutes]


def said(*texts: str) -> list[dict[str, Any]]:
    return [
        {"kind": "speech", "speaker": "部員", "agenda": [0], "text": text, "line": number}
        for number, text in enumerate(texts, start=1)
    ]


@pytest.fixture
def draft(db: None, build_parsed: Build, editor: User) -> Upload:
    parsed = with_ids(
        build_parsed(
            utterances=said(SAID, "次の議題に移ります。"),
            agenda=[{"category": "議案", "number": 1, "title": f"{NAME}氏の請願について"}],
            attendees=[{"group": "傍聴", "name": NAME, "role": None, "affiliation": None, "proxy": False}],
            attachments=[{"label": "資料1", "title": f"{NAME}氏の請願書"}],
        )
    ).to_json()
    source = new_source("原本".encode(), "会議録.txt", "text/plain")
    source.save()
    return Upload.objects.create(
        source=source, state=Upload.State.DRAFT, parsed=parsed, base=parsed, new_body_confirmed=True, created_by=editor
    )


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    client.force_login(editor)
    return client


def marked(draft: Upload, row: str = "u1", part: str = "utterance", field: str = "text", text: str = SAID) -> Passage:
    start = text.index(NAME)
    return Passage.objects.create(
        upload=draft, part=part, draft_row=row, field=field, start=start, end=start + len(NAME), quote=NAME
    )


def correct(draft: Upload, user: User, **operation: Any) -> None:
    edits.do(pk=draft.pk, user=user, operation=read_operation(operation), since=0)


def published(draft: Upload, user: User) -> Meeting:
    meeting = lifecycle.publish(upload=Upload.objects.get(pk=draft.pk), user=user).meeting
    assert meeting is not None
    return meeting


def read(meeting: Meeting) -> list[str]:
    return [row.text for row in access.visible_utterances(AnonymousUser()).filter(meeting=meeting).order_by("order")]


def test_words_are_marked_everywhere_in_the_draft_and_nobody_ever_reads_them(
    desk: Client, draft: Upload, editor: User
) -> None:
    ground = Ground.objects.create(text="条例第7条第1号")
    page = reverse("minutes:upload_passage_mark", args=[draft.pk])
    places = desk.post(page, {"words": NAME, "action": "find-all"}).context["places"]
    assert {place.part for place in places} == {"utterance", "item", "attendee", "paper"}
    keys = [place.key for place in places]
    terms = {"audience": Audience.EDITORS, "ground": ground.pk, "note": "請願者"}
    answer = desk.post(page, {"words": NAME, "action": "mark", "place": keys, **terms}, follow=True)
    assert NAME in answer.content.decode() and "4か所を非公開にしました。" in answer.content.decode()
    seen: list[int] = []

    def look(meeting: Meeting, **_: Any) -> None:
        seen.append(meeting.passages.count())

    meeting_changed.connect(look)
    meeting = published(draft, editor)
    meeting_changed.disconnect(look)
    # The index is told once, when all of them are there.
    assert seen == [4]
    assert read(meeting)[0] == f"申請者の{MASK}さんから意見がありました。"
    desk.logout()
    assert NAME not in desk.get(meeting.get_absolute_url()).content.decode()
    assert not Passage.objects.filter(upload__isnull=False).exists()
    assert {one.created_by for one in meeting.passages.all()} == {editor}


def test_a_page_of_a_papers_file_is_marked_before_it_is_public(desk: Client, draft: Upload, editor: User) -> None:
    source = new_source(b"x", "資料1.txt", "text/plain")
    source.text, source.line_pages = f"表紙\n{NAME}様の図面", [1, 2]
    source.save()
    Paper.objects.create(upload=draft, source=source, row="r1", state=Paper.State.READ)
    page = reverse("minutes:upload_passage_mark", args=[draft.pk])
    places = desk.post(page, {"words": f"{NAME}様", "action": "find-all"}).context["places"]
    assert [place.key for place in places] == ["page:r1/2:text:0:5"]
    terms = {"audience": Audience.EDITORS, "place": places[0].key}
    desk.post(page, {"words": f"{NAME}様", "action": "mark", **terms})
    meeting = published(draft, editor)
    pages = access.visible_pages(AnonymousUser()).filter(attachment__meeting=meeting).order_by("number")
    assert [row.text for row in pages] == ["表紙", f"{MASK}の図面"]
    assert access.visible_attachments(AnonymousUser()).get(meeting=meeting).source is None


def test_a_mark_moves_with_the_words_and_follows_what_is_split_and_joined(draft: Upload, editor: User) -> None:
    marked(draft)
    later = f"先週、{SAID}"
    correct(draft, editor, op="set", table="utterances", id="u1", field="text", before=SAID, after=later)
    assert (Passage.objects.get().start, Passage.objects.get().placed) == (later.index(NAME), True)
    correct(draft, editor, op="split", id="u1", at=3, before=later)
    where = Passage.objects.exclude(field="").get()
    assert where.placed and where.draft_row == "n2"
    correct(draft, editor, op="merge", id="u1", **{"with": "n2"})
    assert read(published(draft, editor)) == [f"先週、申請者の{MASK}さんから意見がありました。", "次の議題に移ります。"]


def test_what_lost_its_place_hides_the_row_and_taking_the_correction_back_finds_it_again(
    draft: Upload, editor: User
) -> None:
    marked(draft)
    wrong = SAID.replace("山森", "山杜")
    correct(draft, editor, op="set", table="utterances", id="u1", field="text", before=SAID, after=wrong)
    assert not Passage.objects.get().placed
    edits.undo(pk=draft.pk, user=editor, since=1)
    assert Passage.objects.get().placed
    edits.redo(pk=draft.pk, user=editor, since=2)
    assert read(published(draft, editor))[0] == MASK


def test_a_deleted_row_that_comes_back_is_withheld_as_it_was(draft: Upload, editor: User) -> None:
    marked(draft)
    row = Upload.objects.get(pk=draft.pk).parsed["utterances"][0]  # type: ignore[index]
    correct(draft, editor, op="delete", table="utterances", id=row["id"])
    edits.undo(pk=draft.pk, user=editor, since=1)
    meeting = published(draft, editor)
    assert read(meeting)[0] == f"申請者の{MASK}さんから意見がありました。"


def test_the_original_is_kept_back_where_the_marked_words_were_deleted(draft: Upload, editor: User) -> None:
    marked(draft)
    correct(draft, editor, op="delete", table="utterances", id="u1")
    meeting = published(draft, editor)
    assert read(meeting) == ["次の議題に移ります。"]
    assert access.downloadable_source(AnonymousUser(), meeting) is None


def test_a_correction_of_published_minutes_may_withhold_and_change_nothing_else(
    desk: Client, store: Callable[..., Any], editor: User
) -> None:
    meeting = store(utterances=said(SAID, f"{NAME}さんの件です。")).meeting
    Passage.objects.create(
        meeting=meeting, part="utterance", row=2, field="text", start=0, end=4, quote=NAME, audience=Audience.EDITORS
    )
    correction = lifecycle.start_correction(meeting=meeting, user=editor)
    page = reverse("minutes:upload_passages", args=[correction.pk])
    assert "公開中の会議録の非公開部分（1件）" in desk.get(page).content.decode()
    marked(correction, row=correction.parsed["utterances"][0]["id"])  # type: ignore[index]
    lifecycle.publish(upload=Upload.objects.get(pk=correction.pk), user=editor, reason="氏名を非公開にした")
    assert read(meeting) == [SAID.replace(NAME, MASK), f"{MASK}さんの件です。"]


def test_two_editors_lose_nothing(desk: Client, draft: Upload, editor: User) -> None:
    page = reverse("minutes:upload_passage_mark", args=[draft.pk])
    key = desk.post(page, {"words": NAME, "action": "find", "part": "utterance", "row": "u1"}).context["places"][0].key
    correct(draft, editor, op="set", table="utterances", id="u1", field="text", before=SAID, after=f"先週、{SAID}")
    form = {"words": NAME, "action": "mark", "place": key, "audience": Audience.EDITORS}
    answer = desk.post(page, form).content.decode()
    assert "下書きが変わったため、保存していません。" in answer and NAME in answer
    assert not Passage.objects.exists()
    mark = marked(draft)
    listed = reverse("minutes:upload_passages", args=[draft.pk])
    desk.post(listed)
    assert Passage.objects.exists()
    desk.post(listed, {"lift": mark.pk})
    answer = desk.post(listed, {"lift": mark.pk}, follow=True).content.decode()
    assert "ほかの人が先に取り消しました" in answer
    published(draft, editor)
    desk.post(page, form)
    assert not Passage.objects.exists()


def test_a_page_that_showed_more_withheld_than_is_now_publishes_nothing(
    desk: Client, draft: Upload, editor: User
) -> None:
    mark = marked(draft)
    page = reverse("minutes:upload_publish_changes", args=[draft.pk])
    shown = desk.get(page)
    assert "1か所" in shown.content.decode()
    form = {"action": "publish", "revision": 0, "version": "", "marks": shown.context["preview"].shown.marks}
    mark.delete()
    for address in (page, reverse("minutes:upload_publish", args=[draft.pk])):
        desk.post(address, form)
        assert Upload.objects.get(pk=draft.pk).state == Upload.State.DRAFT
    desk.post(page, {**form, "marks": desk.get(page).context["preview"].shown.marks})
    assert Upload.objects.get(pk=draft.pk).state == Upload.State.PUBLISHED


def test_a_request_to_publish_lapses_when_a_mark_is_taken_away(draft: Upload, editor: User, settings: Settings) -> None:
    settings.FOUR_EYES = True
    mark = marked(draft)
    before = second_person.digest_of(draft)
    mark.delete()
    assert second_person.digest_of(draft) != before


def test_personal_data_of_a_draft_is_confirmed_at_once_or_left_and_not_proposed_anew(
    desk: Client, draft: Upload, editor: User
) -> None:
    Ground.objects.create(text="条例第7条第1号", note="個人に関する情報")
    page = reverse("minutes:upload_proposals", args=[draft.pk])
    preview = reverse("minutes:upload_publish_changes", args=[draft.pk])
    shown = desk.get(page)
    places = [one for _, _, _, ones in shown.context["kinds"] for one in ones]
    assert {one.place.quote for one in places} == {NAME} and len(places) == 4
    assert "まだ確かめていない箇所が4か所" in desk.get(preview).content.decode()
    desk.post(page, {"place": [one.key for one in places]})
    assert not Passage.objects.exists()
    left = next(one.key for one in places if one.place.part == "paper")
    desk.post(page, {"action": "decline", "place": left})
    correct(
        draft,
        editor,
        op="set",
        table="utterances",
        id="u2",
        field="text",
        before="次の議題に移ります。",
        after="次に移ります。",
    )
    form = next(iter(desk.get(page).context["kinds"]))[2]
    sent = {"audience": Audience.EDITORS, form.html_name: Ground.objects.get().pk}
    keys = [one.key for one in places if one.key != left]
    answer = desk.post(page, {"action": "mark", "place": keys, **sent}, follow=True).content.decode()
    assert "3か所を非公開にしました。" in answer
    assert "個人情報の提案：" not in desk.get(preview).content.decode()
    meeting = published(draft, editor)
    assert NAME not in "".join(read(meeting))
    # What was left readable is not proposed of the published minutes either.
    assert passages.proposals_of(meeting) == []
    assert "提案はありません" in desk.get(f"{meeting.get_absolute_url()}passages/proposals/").content.decode()


def test_a_correction_proposes_nothing_that_is_withheld_already(store: Callable[..., Any], editor: User) -> None:
    meeting = store(utterances=said(f"陳情者の{SAID}")).meeting
    names = [one for one in passages.proposals_of(meeting) if one.place.quote == NAME]
    assert names
    terms = {one.kind: passages.Terms(Audience.EDITORS, None) for one in names}
    passages.withhold_proposed(owner=meeting, keys=[one.key for one in names], terms=terms, user=editor)
    assert passages.proposals_of(lifecycle.start_correction(meeting=meeting, user=editor)) == []


def test_a_mark_on_a_page_follows_the_file_to_another_paper(draft: Upload, editor: User) -> None:
    files = []
    for number, text in enumerate((f"{NAME}様の図面", "窓口の案内"), start=1):
        source = new_source(text.encode(), f"資料{number}.txt", "text/plain")
        source.text, source.line_pages = text, [1]
        source.save()
        files.append(Paper.objects.create(upload=draft, source=source, row=f"r{number}", state=Paper.State.READ))
    parsed = draft.parsed or {}
    parsed["attachments"].append({"label": "資料2", "title": "案内", "id": "r2"})
    draft.save()
    place = {"field": "text", "start": 0, "end": len(NAME), "quote": NAME}
    Passage.objects.create(upload=draft, part="page", draft_row="r1/1", **place)
    # Somebody says that each file is the other paper: the mark's page is another file's now.
    for file, row in zip(files, ("r2", "r1"), strict=True):
        Paper.objects.filter(pk=file.pk).update(row=row)
    meeting = published(draft, editor)
    texts = [row.text for row in access.visible_pages(AnonymousUser()).filter(attachment__meeting=meeting)]
    assert not any(NAME in text for text in texts)
    assert f"{MASK}様の図面" in texts


def test_words_of_a_deleted_row_are_withheld_wherever_they_stand(draft: Upload, editor: User) -> None:
    marked(draft)
    later = f"{NAME}さんには返事をしました。"
    correct(
        draft, editor, op="set", table="utterances", id="u2", field="text", before="次の議題に移ります。", after=later
    )
    Passage.objects.exclude(draft_row="u1").delete()
    correct(draft, editor, op="delete", table="utterances", id="u1")
    assert read(published(draft, editor)) == [later.replace(NAME, MASK)]


def test_joined_rows_withhold_nothing_that_was_left_readable(draft: Upload, editor: User) -> None:
    parsed = draft.parsed or {}
    parsed["utterances"].append({**said(f"{NAME}さんの名は公表済みです。")[0], "id": "u3"})
    draft.save()
    marked(draft)
    correct(draft, editor, op="merge", id="u1", **{"with": "u2"})
    assert read(published(draft, editor))[1] == f"{NAME}さんの名は公表済みです。"


def test_the_preview_of_a_correction_tells_what_becomes_of_what_is_withheld(
    desk: Client, store: Callable[..., Any], editor: User
) -> None:
    texts = [SAID, f"先の発言は{NAME}さんのことです。", f"{NAME}さんには返事をしました。", f"{NAME}さんは欠席です。"]
    attendees = [{"group": "傍聴", "name": NAME, "role": None, "affiliation": None, "proxy": False}]
    meeting = store(utterances=said(*texts), attendees=attendees).meeting
    for ref, text in enumerate(texts, start=1):
        start = text.index(NAME)
        place = {"field": "text", "start": start, "end": start + len(NAME), "quote": NAME}
        Passage.objects.create(meeting=meeting, part="utterance", row=ref, **place)
    place = {"field": "name", "start": 0, "end": len(NAME), "quote": NAME}
    Passage.objects.create(meeting=meeting, part="attendee", row=meeting.attendees.get().pk, **place)
    correction = lifecycle.start_correction(meeting=meeting, user=editor)
    ids = [row["id"] for row in correction.parsed["utterances"]]  # type: ignore[index]
    for number, after in ((1, f"なお、{texts[1]}"), (2, texts[2].replace("山森", "山杜"))):
        change = {"op": "set", "table": "utterances", "id": ids[number], "field": "text"}
        correct(correction, editor, **change, before=texts[number], after=after)
    page = desk.get(reverse("minutes:upload_publish_changes", args=[correction.pk]))
    told = page.context["preview"].carried
    assert (told.same, told.moved, told.unsure, told.gone) == (3, 1, 1, 0)
    assert "1か所は場所を決められないため" in page.content.decode()
    # Looking at it changes nothing; publishing does what was told.
    assert all(one.placed for one in meeting.passages.all())
    lifecycle.publish(upload=Upload.objects.get(pk=correction.pk), user=editor, reason="誤り")
    assert meeting.passages.filter(placed=False).count() == told.unsure
    assert meeting.passages.count() == told.count + told.added
