"""What the index and the query take for the same characters, and the way back to the printed text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.words import fold, fold_piece, fold_text


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("ＤＸ推進　２０２４", "dx推進 2024"),
        ("ｻｰﾊﾞｰとｶﾞｽ", "サーバーとガス"),
        ("髙橋・山﨑・渡邉・渡邊・濵田・𠮷田", "高橋・山崎・渡辺・渡辺・浜田・吉田"),
        ("國會 廳舍 澤", "国会 庁舎 沢"),
        ("葛\U000e0100飾区", "葛飾区"),
        ("が", "が"),
        ("㈱山田 ㎡ ⑩", "(株)山田 m2 10"),
        ("サ－バ－ コロナ―", "サーバー コロナー"),
        ("０３ー３９８１―１１１１", "03-3981-1111"),
        ("ゼロ\u200bカーボン\ufeff", "ゼロカーボン"),
        ("LoGoチャット", "logoチャット"),
    ],
)
def test_spellings_of_one_meaning_fold_together(printed: str, folded: str) -> None:
    assert fold_text(printed) == folded


def test_the_two_groups_of_saito_stay_apart() -> None:
    assert fold_text("齋藤") == fold_text("斎藤")
    assert fold_text("齊藤") == fold_text("斉藤")
    assert fold_text("斎藤") != fold_text("斉藤")


@pytest.mark.parametrize(
    ("printed", "wanted", "piece"),
    [
        ("令和５年度ＤＸ推進", "dx", "ＤＸ"),
        ("㈱ｻｰﾊﾞｰ管理", "サーバー", "ｻｰﾊﾞｰ"),
        ("㈱ｻｰﾊﾞｰ管理", "管理", "管理"),
        ("葛\U000e0100飾区の葛\U000e0100飾", "飾区", "飾区"),
        ("葛\U000e0100飾区", "葛", "葛\U000e0100"),
        ("㍿山田", "株", "㍿"),
        ("ゼロ\u200bカーボン", "カーボン", "カーボン"),
    ],
)
def test_offsets_lead_back_to_the_printed_text(printed: str, wanted: str, piece: str) -> None:
    folded = fold(printed)
    at = folded.text.index(wanted)
    start, end = folded.original_span(at, at + len(wanted))
    assert printed[start:end] == piece


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    folded = fold_text(text)
    assert fold_text(folded) == folded


@given(st.text())
def test_spans_of_any_text_lie_inside_it_and_in_order(text: str) -> None:
    folded = fold(text)
    spans = [folded.original_span(at, at + 1) for at in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("サーバー", "ーバー"),
        ("サーバー", "ー"),
        ("03ー3981", "ー3981"),
        ("03－3981", "－39"),
        ("取組", "取"),
        ("ｻｰﾊﾞｰ", "ｰﾊﾞｰ"),
    ],
)
def test_a_piece_of_a_text_folds_to_a_piece_of_the_folded_text(text: str, piece: str) -> None:
    assert any(folded in fold_text(text) for folded in fold_piece(piece))
