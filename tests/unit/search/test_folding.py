"""What the index and the query take for the same characters, and the way back to the printed text."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from search.words import fold, fold_piece, fold_text


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("ＤＸ推進　２０２４", "dx推進2024"),
        ("ｻｰﾊﾞｰとｶﾞｽ", "サーバーとガス"),
        ("髙橋・山﨑・渡邉・渡邊・濵田・𠮷田", "高橋・山崎・渡辺・渡辺・浜田・吉田"),
        ("國會 廳舍 澤", "国会 庁舎 沢"),
        ("葛\U000e0100飾区", "葛飾区"),
        ("が", "が"),
        ("㈱山田 ㎡ ⑩", "(株)山田m2 10"),
        ("サ－バ－ コロナ―", "サーバー コロナー"),
        ("０３ー３９８１―１１１１", "03-3981-1111"),
        ("ゼロ\u200bカーボン\ufeff", "ゼロカーボン"),
        ("LoGoチャット", "logoチャット"),
        ("窓口 LAN 端末", "窓口lan端末"),
        ("計\u00a0318\u2009人", "計318人"),
        ("（ 5 ）", "(5)"),
        ("10 ％、40 km", "10%、40km"),
        ("第 2 回、議案第　６号", "第2回、議案第6号"),
        ("１，２３４，５６７円", "1234567円"),
        ("カ゛ス と ハ゜ン と か゛", "ガス と パン と が"),
        ("½ ⅔ №５", "1/2 2/3 no.5"),
        ("𠮟責・剝離・瘦身・頰", "叱責・剥離・痩身・頬"),
        ("⺟と⽇と⻑と⻄", "母と日と長と西"),
    ],
)
def test_spellings_of_one_meaning_fold_together(printed: str, folded: str) -> None:
    assert fold_text(printed) == folded


@pytest.mark.parametrize(
    "text",
    [
        "windows 10",
        "資料1 2回目",
        "男  12  女",
        "1 人事案件",
        "第1 人事案件",
        "議題 の 件",
        "on the job",
        "1,2,3",
        "12345,678",
        "1,2345",
        "3.5",
        "10:30",
    ],
)
def test_what_a_space_or_comma_separates_stays_apart(text: str) -> None:
    assert fold_text(text) == text


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
        ("庁内 LAN 環境", "庁内", "庁内"),
        ("庁内 LAN 環境", "lan環境", "LAN 環境"),
        ("㈱山田 LAN\u200b 環境", "lan", "LAN\u200b"),
        ("計１，２３４ 千円", "1234千円", "１，２３４ 千円"),
        ("カ゛ス管", "ガス", "カ゛ス"),
    ],
)
def test_offsets_lead_back_to_the_printed_text(printed: str, wanted: str, piece: str) -> None:
    folded = fold(printed)
    at = folded.text.index(wanted)
    start, end = folded.original_span(at, at + len(wanted))
    assert printed[start:end] == piece


# What the rules for spaces and commas look at.
SPACED = st.text("  ,，01年人第回LAmk%あ庁（）。\n", min_size=1, max_size=14)


@given(st.text() | SPACED)
def test_folding_twice_is_folding_once(text: str) -> None:
    folded = fold_text(text)
    assert fold_text(folded) == folded


@given(st.text() | SPACED)
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


@given(SPACED, st.data())
def test_any_piece_folds_to_a_piece_whatever_its_spaces_and_commas(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    piece = text[start : data.draw(st.integers(start, len(text)))]
    assume(piece.strip(" ,，"))
    assert any(folded in fold_text(text) for folded in fold_piece(piece))
