"""What changed between two states of minutes."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.comparing import diffing
from minutes.comparing.diffing import (
    ADDED,
    CHANGED,
    DELETED,
    DROPPED,
    GAP,
    INSERTED,
    JOINED,
    MOVED,
    SAME,
    SPLIT,
    Hunk,
    compare,
    hunks,
)
from minutes.comparing.refs import Recut
from minutes.parsing.model import AgendaItem, Attachment, Attendee, ParsedMinutes, Utterance

ITEMS = (AgendaItem("議案", 1, "窓口のオンライン化"), AgendaItem("報告", 1, "電話システムの更新"))


def minutes(*texts: str, **changes: Any) -> ParsedMinutes:
    said = tuple(Utterance("speech", "委員", text, (0,)) for text in texts)
    return replace(ParsedMinutes(agenda=ITEMS, utterances=said), **changes)


def whats(before: ParsedMinutes, after: ParsedMinutes, *refs: Any) -> list[tuple[str, int | None, int | None]]:
    return [(change.what, change.old, change.new) for change in compare(before, after, *refs).utterances]


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("電話は来年度です。次へ。", "電話は再来年度です。次へ。", "電話は[-来年度-][+再来年度+]です。次へ。"),
        ("件数はどれくらいですか。", "件数は、年間どれくらいですか。", "件数は[+、年間+]どれくらいですか。"),
        ("費用は120万円です。", "費用は1200万円です。", "費用は[-120-][+1200+]万円です。"),
        ("賛成します。", "", "[-賛成します。-]"),
        ("全く違う話です。", "これは別。ほか", "[-全く違う話です。-][+これは別。ほか+]"),
        ("甲です。乙です。", "甲です。", "甲です。[-乙です。-]"),
        ("同じです。", "同じです。", "同じです。"),
        ("一行目\n二行目", "一行目\n\n二行目", "一行目\n[+\n+]二行目"),
    ],
)
def test_changed_words_are_marked_so_that_they_can_be_read(before: str, after: str, shown: str) -> None:
    marks = {SAME: "{}", DELETED: "[-{}-]", INSERTED: "[+{}+]"}
    assert "".join(marks[hunk.kind].format(hunk.text) for hunk in hunks(before, after)) == shown


def test_scraps_between_changes_are_joined_to_them() -> None:
    found = hunks("会長の山田が開会を告げた。", "議長の田中が閉会を告げた。")
    assert [hunk.kind for hunk in found] == [DELETED, INSERTED, SAME]


@given(st.text("あいう漢字ア1。\n ", max_size=40), st.text("あいう漢字ア1。\n ", max_size=40))
def test_hunks_hold_both_texts(before: str, after: str) -> None:
    found = hunks(before, after)
    assert "".join(hunk.text for hunk in found if hunk.kind != INSERTED) == before
    assert "".join(hunk.text for hunk in found if hunk.kind != DELETED) == after
    assert all(hunk.text for hunk in found)


def test_long_unchanged_stretches_are_left_out() -> None:
    text = "あ" * 500
    found = diffing.in_context([Hunk(SAME, text), Hunk(INSERTED, "新"), Hunk(SAME, text)], around=10)
    assert [(hunk.kind, len(hunk.text)) for hunk in found] == [
        (GAP, 0),
        (SAME, 10),
        (INSERTED, 1),
        (SAME, 10),
        (GAP, 0),
    ]


def test_utterances_are_matched_by_their_numbers() -> None:
    before, after = minutes("一つ目", "二つ目"), minutes("まるで別の文", "二つ目")
    assert whats(before, after, [7, 9], [7, 9]) == [(CHANGED, 0, 0)]
    assert whats(before, after, [7, 9], [8, 9]) == [(DROPPED, 0, None), (ADDED, None, 0)]


def test_without_numbers_utterances_are_matched_by_their_likeness() -> None:
    before = minutes("ただいまから会議を開きます。", "費用はいくらですか。")
    after = minutes("ただいまから会議を開会します。", "費用はいくらですか。")
    assert whats(before, after) == [(CHANGED, 0, 0)]


def test_speaker_and_kind_are_changes_too() -> None:
    before = minutes("賛成です。", "承認")
    after = replace(
        before,
        utterances=(replace(before.utterances[0], speaker="会長"), replace(before.utterances[1], kind="decision")),
    )
    assert whats(before, after, [1, 2], [1, 2]) == [(CHANGED, 0, 0), (CHANGED, 1, 1)]


def test_the_fewest_utterances_count_as_moved() -> None:
    before, after = minutes(*"甲乙丙丁"), minutes(*"丁甲乙丙")
    assert whats(before, after, [1, 2, 3, 4], [4, 1, 2, 3]) == [(MOVED, 3, 0)]


def test_a_dropped_utterance_follows_the_one_it_stood_behind() -> None:
    before, after = minutes("甲", "乙", "丙"), minutes("甲", "丙", "新")
    assert whats(before, after, [1, 2, 3], [1, 3, 4]) == [(DROPPED, 1, None), (ADDED, None, 2)]


def test_filing_under_another_item_is_told_once_for_all() -> None:
    before = minutes("甲", "乙", "丙")
    after = replace(before, utterances=tuple(replace(row, agenda=(1,)) for row in before.utterances))
    found = compare(before, after, [1, 2, 3], [1, 2, 3])
    assert found.utterances == ()
    assert [(filing.before, filing.after, filing.utterances) for filing in found.filings] == [((0,), (1,), (0, 1, 2))]


def test_items_that_were_renamed_or_moved_are_no_other_filing() -> None:
    before = minutes("甲", "乙")
    items = (AgendaItem("議案", 1, "その他"), AgendaItem("議案", 2, "窓口のオンライン化について"), ITEMS[1])
    after = replace(before, agenda=items, utterances=tuple(replace(row, agenda=(1,)) for row in before.utterances))
    found = compare(before, after, [1, 2], [1, 2])
    assert found.filings == ()
    assert [(change.what, change.after) for change in found.agenda] == [(ADDED, items[0]), (CHANGED, items[1])]


def test_head_attendees_and_papers() -> None:
    before = minutes(
        venue="庁議室",
        number=2,
        attendees=(Attendee("委員", "星野"), Attendee("委員", "月島")),
        attachments=(Attachment("資料1", "窓口"), Attachment("資料2", "電話")),
    )
    after = replace(
        before,
        venue="第二会議室",
        attendees=(Attendee("委員", "月島", "会長"),),
        attachments=(Attachment("資料1", "窓口について"), Attachment("資料3", "費用")),
    )
    found = compare(before, after)
    assert [change.field for change in found.head] == ["venue"]
    assert [change.what for change in found.attendees] == [CHANGED, DROPPED]
    assert [change.what for change in found.attachments] == [CHANGED, ADDED, DROPPED]


def test_empty_and_unknown_are_the_same() -> None:
    assert compare(minutes(venue=None), minutes(venue="")).head == ()


def test_the_same_words_cut_elsewhere_read_the_same() -> None:
    joined = minutes("費用です。期間です。")
    assert not compare(joined, minutes("費用です。", "期間です。")).words
    assert compare(joined, minutes("費用です。", "時期です。")).words
    assert compare(joined, replace(joined, utterances=(replace(joined.utterances[0], speaker="会長"),))).words


def test_equal_minutes_have_no_changes() -> None:
    same = minutes("甲", "乙", venue="庁議室")
    found = compare(same, same, [1, 2], [1, 2])
    assert not any((found.head, found.attendees, found.agenda, found.attachments, found.utterances, found.filings))


def test_of_three_thousand_utterances_of_the_same_refs_no_likeness_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"{number}番目の質問です。窓口の件数と費用についてお尋ねします。" * 3 for number in range(3000)]
    before, after = minutes(*texts), minutes(*(text.replace("費用", "経費") for text in texts))
    monkeypatch.setattr("minutes.comparing.diffing.SequenceMatcher", None)
    monkeypatch.setattr("minutes.comparing.refs.SequenceMatcher", None)
    refs = range(1, 3001)
    assert len(compare(before, after, refs, refs).utterances) == 3000


def test_an_utterance_cut_into_three_is_one_change() -> None:
    before, after = (
        minutes("はい。費用です。期間です。", "次です。"),
        minutes("はい。", "費用です。", "期間です。", "次です。"),
    )
    (change,) = compare(before, after, [1, 2], [1, 3, 4, 2]).utterances
    assert (change.what, change.recut) == (SPLIT, Recut((0,), (0, 1, 2)))


def test_three_utterances_made_one_are_one_change() -> None:
    before, after = (
        minutes("はい。", "費用です。", "期間です。", "次です。"),
        minutes("はい。費用です。\n期間です。", "次です。"),
    )
    (change,) = compare(before, after, [1, 2, 3, 4], [2, 4]).utterances
    assert (change.what, change.recut) == (JOINED, Recut((0, 1, 2), (0,)))


def test_what_was_cut_and_written_otherwise_is_a_change_and_an_addition() -> None:
    before, after = minutes("費用の話です。期間の話です。"), minutes("費用の話です。", "期日の話です。")
    found = compare(before, after, [1], [1, 2]).utterances
    assert [change.what for change in found] == [CHANGED, ADDED]
