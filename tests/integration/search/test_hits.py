"""Hits become what a page shows of them, in their order, with a fixed number of queries."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser, User

from minutes.access import VISITOR, clearance
from minutes.models import AgendaItem, Attachment, AttachmentPage, Audience, Meeting, Utterance
from minutes.signals import meeting_changed
from search import engine
from search.language import Question, parse
from search.page import FoundEntry, load_hits
from search.page.hits import neighbours

Say = Callable[..., Meeting]


def found(text: str, **options: Any) -> list[FoundEntry]:
    tree = parse(text).tree
    return load_hits(
        engine.search(Question(tree=tree, **options), clearance=VISITOR).hits, tree, clearance=VISITOR, **options
    )


def add_page(meeting: Meeting, text: str, number: int = 2) -> AttachmentPage:
    paper = Attachment.objects.create(
        meeting=meeting,
        order=1,
        label="資料1",
        title="防災計画（案）",
        agenda_item=AgendaItem.objects.get(meeting=meeting),
    )
    page = AttachmentPage.objects.create(attachment=paper, number=number, text=text)
    meeting_changed.send(sender=Meeting, meeting=meeting)
    return page


def test_a_hit_shows_the_utterance_with_its_meeting_and_item(say: Say) -> None:
    say("防災訓練の報告です。", "給食の報告です。", body="総務委員会")
    (hit,) = found("訓練")
    assert hit.utterance is not None
    assert hit.page is None
    assert str(hit.snippet) == "防災<mark>訓練</mark>の報告です。"
    assert hit.meeting.body.name == "総務委員会"
    assert [str(item) for item in hit.agenda] == ["議案（1） 防災計画について"]


def test_a_hit_in_a_paper_shows_its_page(say: Say) -> None:
    page = add_page(say("給食の報告です。"), "避難所の一覧です。")
    (hit,) = found("避難所")
    assert hit.utterance is None
    assert hit.page == page
    assert (hit.page.number, hit.page.attachment.label) == (2, "資料1")
    assert str(hit.snippet) == "<mark>避難所</mark>の一覧です。"
    assert hit.meeting == page.attachment.meeting
    assert [item.title for item in hit.agenda] == ["防災計画について"]


def test_hits_keep_the_order_of_the_engine(say: Say) -> None:
    meeting = say("防災の一つ目です。", "防災の二つ目です。")
    add_page(meeting, "防災の三つ目です。")
    tree = parse("防災").tree
    hits = engine.search(Question(tree=tree), clearance=VISITOR).hits
    assert [entry.hit for entry in load_hits(hits, tree, clearance=VISITOR)] == list(hits)
    assert [entry.hit for entry in load_hits(hits[::-1], tree, clearance=VISITOR)] == list(hits[::-1])


def test_words_inside_others_are_marked_where_they_were_asked_for(say: Say) -> None:
    say("ハンコレスを進めます。")
    assert found("ハンコ") == []
    (hit,) = found("ハンコ", inside=True)
    assert str(hit.snippet) == '<mark class="mark--inside">ハンコ</mark>レスを進めます。'


def test_the_number_of_queries_does_not_grow_with_the_hits(say: Say, django_assert_num_queries: Any) -> None:
    tree = parse("防災").tree
    for count in (1, 8):
        for number in range(count):
            add_page(say(f"防災の{number}つ目です。"), "防災の一覧です。")
        hits = engine.search(Question(tree=tree), clearance=VISITOR).hits
        with django_assert_num_queries(6):
            shown = load_hits(hits, tree, clearance=clearance(AnonymousUser()))
            assert all(entry.meeting.body.name and entry.agenda for entry in shown)
        assert len(shown) == len(hits)


def test_the_utterances_before_and_after_one(say: Say) -> None:
    meeting = say("一", "二", "三", "四", "五")
    say("別の会議")
    told = [utterance.text for utterance in meeting.utterances.order_by("order")]
    middle = Utterance.objects.get(text="三")

    def texts(of: Utterance, count: int = 1) -> tuple[list[str], list[str]]:
        before, after = neighbours(of, AnonymousUser(), count)
        return [utterance.text for utterance in before], [utterance.text for utterance in after]

    assert told == ["一", "二", "三", "四", "五"]
    assert texts(middle) == (["二"], ["四"])
    assert texts(middle, 9) == (["一", "二"], ["四", "五"])
    assert texts(Utterance.objects.get(text="一")) == ([], ["二"])


def test_neighbours_that_a_person_may_not_read_are_passed_over(
    say: Say, editor: User, django_assert_num_queries: Any
) -> None:
    say("一", {"text": "二", "audience": Audience.EDITORS}, "三")
    last = Utterance.objects.get(text="三")
    assert [utterance.text for utterance in neighbours(last, AnonymousUser())[0]] == ["一"]
    assert [utterance.text for utterance in neighbours(last, editor)[0]] == ["二"]
    with django_assert_num_queries(3):
        neighbours(last, AnonymousUser(), 3)
