"""Encodings: what each office's files look like as bytes, and the traps between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.documents import DocumentError, read_document
from minutes.documents.encoding import decode

MINUTES = """令和5年度第1回みなも市図書館協議会会議録
日時　令和5年6月14日（水）午後2時から
委員長　ただいまから開会します。資料1「利用者アンケート」をごらんください。
事務局：カードの再発行は、窓口とホームページの両方で受け付けています。
"""
WINDOWS_ONLY = "㈱ミナモ電算の髙木です。①予約、②貸出、ⅱ期工事の３点、№5、㎡あたりの経費です。\n"
HALF_WIDTH = "委員 ｼｽﾃﾑのﾊﾞｰｼﾞｮﾝｱｯﾌﾟはいつですか。\n事務局 ｻｰﾊﾞの更新と同時です｡\n"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp932", "euc_jp", "iso2022_jp"],
)
def test_minutes_read_the_same_in_every_encoding(encoding: str) -> None:
    source = read_document(MINUTES.encode(encoding), "minutes.txt")
    assert source.text + "\n" == MINUTES


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "cp932"])
def test_signs_of_windows_survive(encoding: str) -> None:
    assert decode((MINUTES + WINDOWS_ONLY).encode(encoding))[0] == MINUTES + WINDOWS_ONLY


def test_euc_with_the_rows_that_windows_adds() -> None:
    # ① is row 13, cell 1 in NEC's extension: 0xADA1 in EUC-JP, 0x2D21 in ISO-2022-JP.
    data = MINUTES.encode("euc_jp") + b"\xad\xa1" + "開会\n".encode("euc_jp")
    assert decode(data) == (MINUTES + "①開会\n", "euc_jp")


def test_iso_2022_jp_with_the_rows_that_windows_adds() -> None:
    data = "委員長 ".encode("iso2022_jp") + b"\x1b$B\x2d\x21\x1b(B"
    assert decode(data) == ("委員長 ①", "iso2022_jp")


@pytest.mark.parametrize("encoding", ["cp932", "euc_jp"])
def test_half_width_kana_keep_their_width(encoding: str) -> None:
    assert decode(HALF_WIDTH.encode(encoding)) == (HALF_WIDTH, encoding)


@pytest.mark.parametrize("text", ["会議", "日時", "市長", "議事録", "開会。", "ﾊﾝｶｸ"])
def test_two_or_three_characters_in_cp932_are_enough(text: str) -> None:
    assert decode(text.encode("cp932")) == (text, "cp932")


@pytest.mark.parametrize(
    "text",
    [
        "①", "髙木", "㈱霞浜", "～", "13時～15時", "№５", "ⅱ期", "－", "∥", "資料①", "髙橋委員", "ｱﾝｹｰﾄ", "ﾃﾞｼﾞﾀﾙ", "ｼｽﾃﾑの更新",
        "窓口～予約", "㎡", "委員 ﾊｲ", "(ｱ)", "ﾀ会議", "｢はい｣", "第１回～第３回", "①ｻｰﾊﾞ～髙", "予約", "写真", "次第", "閉会",
    ],
)  # fmt: skip
def test_short_texts_in_cp932_with_the_signs_of_windows_are_no_utf_8(text: str) -> None:
    assert decode(text.encode("cp932")) == (text, "cp932")


def test_the_wave_of_cp932_stays_the_sign_that_windows_writes() -> None:
    # 0x8160 is U+FF5E for Windows, U+301C for the standard: the reader keeps to Windows, search folds both.
    assert decode("午前１０時".encode("cp932") + b"\x81\x60" + "正午".encode("cp932"))[0] == "午前１０時～正午"


@pytest.mark.parametrize("text", ["会議", "日時", "議事録", "開会。", "市長。"])
def test_two_or_three_characters_in_euc_are_enough(text: str) -> None:
    assert decode(text.encode("euc_jp")) == (text, "euc_jp")


def test_ascii_is_utf_8() -> None:
    assert decode(b"Agenda (1) 14:00-15:30\n") == ("Agenda (1) 14:00-15:30\n", "utf-8")


def test_utf_8_file_cut_inside_its_last_character_marks_the_place() -> None:
    text, encoding = decode(MINUTES.rstrip().encode()[:-1])
    assert encoding == "utf-8"
    assert text == MINUTES.rstrip()[:-1] + "\ufffd"


def test_utf_8_file_with_one_broken_byte_marks_the_place_and_keeps_the_rest() -> None:
    text, encoding = decode(MINUTES[:80].encode() + b"\xff" + MINUTES[80:].encode())
    assert encoding == "utf-8"
    assert text.replace("\ufffd", "") == MINUTES


def test_bytes_that_fit_no_encoding_are_refused() -> None:
    with pytest.raises(DocumentError) as error:
        decode(b"\xff\xfd\x81" * 40 + b"abc")
    assert error.value.code in ("undecodable", "unknown-type")


SENTENCES = [line for line in MINUTES.splitlines() if line]


@given(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8).map("\n".join),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp932", "euc_jp", "iso2022_jp"]),
)
def test_any_selection_of_japanese_lines_is_read_as_written(text: str, encoding: str) -> None:
    assert read_document(text.encode(encoding), "a.txt").text == text


@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00\ufffd", exclude_categories=["Cc", "Cs"])))
def test_utf_8_with_a_mark_is_lossless(text: str) -> None:
    assert decode(b"\xef\xbb\xbf" + text.encode()) == (text, "utf-8")
