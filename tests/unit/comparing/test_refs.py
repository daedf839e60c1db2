"""Permanent numbers of utterances."""

from minutes.comparing.refs import keep_refs

OLD = [(1, "会長", "開会します。"), (2, "委員", "予算の額はいくらですか。"), (3, "事務局", "三百万円です。")]


def new_version(*texts: str) -> tuple[list[int], int]:
    return keep_refs(OLD, [("", text) for text in texts], 3)


def test_a_first_version_counts_from_one() -> None:
    assert keep_refs([], [("会長", "開会します。"), ("会長", "閉会します。")], 0) == ([1, 2], 2)


def test_equal_utterances_keep_their_numbers_when_one_is_inserted() -> None:
    assert new_version("開会します。", "おはようございます。", "予算の額はいくらですか。", "三百万円です。") == (
        [1, 4, 2, 3],
        4,
    )


def test_a_corrected_utterance_keeps_its_number() -> None:
    assert new_version("開会します。", "予算の総額はいくらですか。", "三百万円です。") == ([1, 2, 3], 3)


def test_a_rewritten_utterance_gets_a_new_number_and_the_old_one_is_never_used_again() -> None:
    refs, last = new_version("開会します。", "まったく別の内容を話しました。", "三百万円です。")
    assert (refs, last) == ([1, 4, 3], 4)
    again, last = keep_refs([(1, "", "開会します。"), (3, "", "三百万円です。")], [("", "閉会です。")], last)
    assert again == [5]


def test_a_dropped_utterance_moves_no_other_number() -> None:
    assert new_version("開会します。", "三百万円です。") == ([1, 3], 3)


def test_the_first_part_of_an_utterance_cut_into_many_keeps_its_number() -> None:
    old = [(1, "会長", "費用の話です。期間の話です。場所の話です。"), (2, "", "以上です。")]
    new = [("会長", "費用の話です。"), ("会長", "期間の話です。"), ("委員", "場所の話です。"), ("", "以上です。")]
    assert keep_refs(old, new, 2)[0] == [1, 3, 4, 2]


def test_what_many_were_made_into_keeps_the_number_of_the_first() -> None:
    old = [(1, "", "費用の話です。"), (2, "", "期間の話です。"), (3, "", "場所の話です。")]
    assert keep_refs(old, [("", "費用の話です。期間の話です。場所の話です。")], 3) == ([1], 3)
