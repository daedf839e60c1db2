"""Passages withheld stay on their words when minutes are corrected, or hide the whole row until a person has looked."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from minutes import access
from minutes.intake.items import new_source
from minutes.models import AgendaItem, Attachment, AttachmentPage, Attendee, Audience, Meeting, Passage, Utterance
from minutes.record import carrying_passages
from minutes.record.importing import import_minutes
from minutes.record.papers import replace_pages
from minutes.withholding import MASK
from tests.conftest import build_parsed

NAME = "山森花子"
Row = Utterance | AgendaItem | Attendee | Attachment | AttachmentPage


def said(*texts: str, speaker: str = "部員") -> list[dict[str, Any]]:
    return [{"kind": "speech", "speaker": speaker, "agenda": [0], "text": text} for text in texts]


def imported(meeting: Meeting | None = None, **changes: Any) -> Meeting:
    parsed = build_parsed(**changes)
    source = new_source(repr(parsed).encode(), "会議録.txt", "text/plain")
    return import_minutes(parsed=parsed, source=source, meeting=meeting, edited=meeting is not None).meeting


def marked(row: Row, quote: str, field: str = "text") -> Passage:
    part = access.PART_OF[type(row)]
    meeting = row.attachment.meeting if isinstance(row, AttachmentPage) else row.meeting
    start = getattr(row, field).index(quote)
    return Passage.objects.create(
        meeting=meeting,
        part=part,
        row=row.ref if isinstance(row, Utterance) else row.pk,
        field=field,
        start=start,
        end=start + len(quote),
        quote=quote,
    )


def read(meeting: Meeting) -> list[str]:
    """What a visitor reads of what was said."""
    rows = access.visible_utterances(AnonymousUser()).filter(meeting=meeting).order_by("order")
    return [row.text for row in rows]


@pytest.fixture
def one(db: None) -> Callable[..., Meeting]:
    """one(text, …): a meeting that said this, the name withheld in the first utterance."""

    def make(*texts: str) -> Meeting:
        meeting = imported(utterances=said(*texts))
        marked(meeting.utterances.get(ref=1), NAME)
        return meeting

    return make


def test_a_passage_moves_with_the_words_around_it(one: Callable[..., Meeting]) -> None:
    meeting = one(f"申請者の{NAME}さんから意見がありました。")
    imported(meeting, utterances=said(f"先週、申請者の{NAME}さんから御意見がありました。"))
    assert read(meeting) == [f"先週、申請者の{MASK}さんから御意見がありました。"]
    assert Passage.objects.get().placed


def test_words_that_were_corrected_hide_the_whole_until_a_person_has_looked(one: Callable[..., Meeting]) -> None:
    meeting = one(f"申請者の{NAME}さんから意見がありました。")
    imported(meeting, utterances=said("申請者の山杜花子さんから意見がありました。"))
    assert read(meeting) == [MASK]
    assert not Passage.objects.get().placed


def test_words_are_withheld_in_the_utterance_that_was_split_off(one: Callable[..., Meeting]) -> None:
    first, last = (
        "資料のとおり説明します。件数は前の年より少し増えました。",
        f"申請者の{NAME}さんから意見がありました。",
    )
    meeting = one(first + last)
    imported(meeting, utterances=said(first, last))
    assert read(meeting) == [first, f"申請者の{MASK}さんから意見がありました。"]
    # How the first read before stays withheld.
    assert set(Passage.objects.values_list("row", "field")) == {(1, ""), (2, "text")}


def test_a_cut_in_the_middle_of_the_words_hides_both_parts(one: Callable[..., Meeting]) -> None:
    meeting = one(f"資料のとおり説明します。件数は前の年より増えました。申請者の{NAME}さんから意見がありました。")
    parts = ["資料のとおり説明します。件数は前の年より増えました。申請者の山森", "花子さんから意見がありました。"]
    imported(meeting, utterances=said(*parts))
    assert read(meeting) == [MASK, MASK]


def test_words_that_were_joined_to_another_utterance_are_withheld_there(one: Callable[..., Meeting]) -> None:
    other = "以上で説明を終わります。質問があればお願いします。なければ次に移ります。"
    meeting = one(f"{NAME}さんの件です。", other)
    imported(meeting, utterances=said(f"{NAME}さんの件です。{other}"))
    assert read(meeting) == [f"{MASK}さんの件です。{other}"]


def test_what_came_in_place_of_a_dropped_utterance_waits_for_a_look(one: Callable[..., Meeting]) -> None:
    meeting = one(f"{NAME}さんの件です。", "次の議題です。")
    imported(meeting, utterances=said("全く別のことを話しました。", "次の議題です。"))
    assert read(meeting) == [MASK, "次の議題です。"]
    assert Passage.objects.filter(row=1, quote=NAME).exists()


def test_a_passage_of_a_dropped_utterance_is_not_lost_and_its_words_come_back_withheld(
    one: Callable[..., Meeting],
) -> None:
    meeting = one(f"{NAME}さんの件です。", "次の議題です。")
    imported(meeting, utterances=said("次の議題です。"))
    assert read(meeting) == ["次の議題です。"]
    imported(meeting, utterances=said("次の議題です。", f"先の発言は{NAME}さんのことです。"))
    assert read(meeting) == ["次の議題です。", f"先の発言は{MASK}さんのことです。"]


def test_a_withheld_speaker_is_withheld_in_all_that_the_utterance_became(db: None) -> None:
    first, last = "私の家の前の道のことで意見を申し上げます。", "もう一つは公園の木のことです。"
    meeting = imported(utterances=said(first + last, speaker=NAME))
    marked(meeting.utterances.get(), NAME, "speaker")
    imported(meeting, utterances=said(first, last, speaker=NAME))
    assert [row.speaker for row in access.visible_utterances(AnonymousUser())] == [MASK, MASK]


def test_attendees_items_and_papers_keep_what_is_withheld(db: None) -> None:
    meeting = imported(
        attendees=[{"group": "傍聴", "name": NAME, "role": None, "affiliation": None, "proxy": False}],
        agenda=[{"category": "議案", "number": 1, "title": f"{NAME}氏の請願について"}],
        attachments=[{"label": "資料1", "title": f"{NAME}氏の請願について"}],
        utterances=said("請願を審査します。"),
    )
    marked(meeting.attendees.get(), NAME, "name")
    marked(meeting.agenda_items.get(), NAME, "title")
    marked(meeting.attachments.get(), NAME, "title")
    imported(
        meeting,
        attendees=[
            {"group": "委員", "name": "部長", "role": None, "affiliation": None, "proxy": False},
            {"group": "傍聴", "name": NAME, "role": "代表", "affiliation": None, "proxy": False},
        ],
        agenda=[{"category": "議案", "number": 1, "title": f"{NAME}氏による請願について（継続）"}],
        attachments=[{"label": "資料2", "title": f"{NAME}氏による請願書"}],
        utterances=said("請願を審査します。よろしいですか。"),
    )
    visitor = AnonymousUser()
    assert [row.name for row in access.visible_attendees(visitor).order_by("order")] == ["部長", MASK]
    assert [row.title for row in access.visible_items(visitor)] == [f"{MASK}氏による請願について（継続）"]
    assert [row.title for row in access.visible_attachments(visitor)] == [f"{MASK}氏による請願書"]


def test_pages_of_papers_keep_what_is_withheld_and_who_may_read_them(db: None) -> None:
    meeting = imported()
    paper = meeting.attachments.get()
    replace_pages(paper, [(1, "表紙"), (2, f"申請者 {NAME}"), (3, "図面")])
    marked(paper.pages.get(number=2), NAME)
    paper.pages.filter(number=3).update(audience=Audience.STAFF)
    with carrying_passages(meeting):
        replace_pages(paper, [(1, "表紙"), (2, "目次"), (3, f"申請者 {NAME} 様"), (4, "図面")])
    shown = {page.number: page.text for page in access.visible_pages(AnonymousUser())}
    assert shown == {1: "表紙", 2: MASK, 3: f"申請者 {MASK} 様"}


def test_an_item_that_came_for_a_restricted_one_is_restricted(db: None) -> None:
    meeting = imported()
    meeting.agenda_items.filter(order=1).update(audience=Audience.STAFF)
    agenda = [
        {"category": "議案", "number": 1, "title": "窓口の電子化について"},
        *build_parsed().to_json()["agenda"][1:],
    ]
    imported(meeting, agenda=agenda)
    assert [item.title for item in access.visible_items(AnonymousUser())] == ["電話システムの更新について"]


# The marked words are of letters that stand nowhere else, so that wherever one of them is read, it came from there.
PLAIN = st.text("市道を直す。", min_size=0, max_size=12)


@settings(max_examples=6, phases=(Phase.generate,))
@given(st.lists(PLAIN.filter(bool), min_size=1, max_size=4), st.data())
@pytest.mark.django_db
def test_no_edit_lets_a_visitor_read_withheld_words(texts: list[str], data: st.DataObject) -> None:
    with transaction.atomic():
        _try_edits(list(texts), data)
        transaction.set_rollback(True)


def _try_edits(texts: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(texts) - 1))
    at = data.draw(st.integers(0, len(texts[place])))
    texts[place] = texts[place][:at] + NAME + texts[place][at:]
    meeting = imported(utterances=said(*texts))
    marked(meeting.utterances.get(ref=place + 1), NAME)
    for _ in range(2):
        whole = "".join(f"{text}\n" for text in texts)
        # The same words cut elsewhere, with others put in between.
        cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), max_size=3)))
        parts = [whole[start:end] for start, end in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
        moved = data.draw(st.permutations([part.replace("\n", "") + data.draw(PLAIN) for part in parts]))
        texts = [text for text in moved if text] or ["直す。"]
        imported(meeting, utterances=said(*texts))
        assert not any(set(NAME) & set(text) for text in read(meeting)), read(meeting)
