"""Text garbled before it came here is told as 文字化け, and lines with lost signs are named."""

from __future__ import annotations

import pytest

from minutes.documents import DocumentError, SourceText, read_document

MINUTES = """令和6年度第2回霞浜市図書館協議会会議録

日時　令和6年7月10日（水）午後2時～午後3時30分
場所　霞浜市役所3階　第1会議室

〇会長　定刻となりましたので、開会します。
〇図書館長　資料1により開館時間を説明します。
〇佐藤委員　夜間の利用はどのくらいありますか。
〇図書館長　1日平均40人です。
"""


def _western(data: bytes) -> str:
    return "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in data)


def _opened_as(was: str, opened: str) -> str:
    data = MINUTES.replace("～", "から").encode(was)
    return _western(data) if opened == "western" else data.decode(opened, "replace")


def _refusal(data: bytes, name: str = "会議録.txt") -> DocumentError:
    with pytest.raises(DocumentError) as error:
        read_document(data, name)
    return error.value


def _told(source: SourceText) -> list[tuple[str, int | None]]:
    return [(remark.code, remark.line) for remark in source.remarks]


@pytest.mark.parametrize("saved", ["utf-8", "utf-16", "cp932"])
@pytest.mark.parametrize(
    ("was", "opened"),
    [
        ("utf-8", "cp932"),
        ("utf-8", "western"),
        ("utf-8", "latin-1"),
        ("utf-8", "euc_jp"),
        ("cp932", "western"),
        ("cp932", "utf-8"),
        ("cp932", "euc_jp"),
        ("euc_jp", "western"),
        ("euc_jp", "cp932"),
    ],
)
def test_text_opened_in_a_wrong_encoding_and_saved_is_told_as_garbled(was: str, opened: str, saved: str) -> None:
    refusal = _refusal(_opened_as(was, opened).encode(saved, "replace"))
    assert refusal.code == "garbled"
    assert "文字化け" in refusal.message and "保存し直す" in refusal.message


def test_a_page_of_the_web_is_told_as_garbled_too() -> None:
    lines = "".join(f"<p>{line}</p>" for line in _opened_as("euc_jp", "cp932").split("\n"))
    assert _refusal(f"<html><meta charset=utf-8>{lines}</html>".encode(), "会議録.html").code == "garbled"


def test_escape_signs_of_mail_that_were_lost_are_told_as_garbled() -> None:
    assert _refusal(MINUTES.replace("～", "から").encode("iso2022_jp").replace(b"\x1b", b"")).code == "garbled"


def test_what_was_opened_as_what_is_told_where_it_can_be() -> None:
    assert "EUC-JPの文書を欧文の文字コードとして" in _refusal(_opened_as("euc_jp", "latin-1").encode()).message


def test_one_garbled_line_is_named_and_the_others_are_read() -> None:
    garbled = "〇鈴木委員　職員の配置は足りていますか。".encode().decode("cp932", "ignore")
    source = read_document(f"{MINUTES}{garbled}\n".encode(), "会議録.txt")
    assert source.lines[:9] == tuple(MINUTES.split("\n")[:9])
    assert _told(source) == [("garbled-text", 10)]
    assert "10行目" in source.remarks[0].message and "文字化け" in source.remarks[0].message


@pytest.mark.parametrize(
    "text",
    [
        "委員 ｼｽﾃﾑのﾊﾞｰｼﾞｮﾝｱｯﾌﾟ\nｻｰﾊﾞ更新",
        "株式会社霞浜製作所　代表取締役　齊藤龍之介",
        "É. Müller, Åsa Sjöström, Zoë Brontë",
        "№㈱㍻①②ⅲ∥〒♪",
        "（????????）第n回",
        "籠釁鑿鬱麤",
    ],
)
def test_rare_but_sound_text_is_not_taken_for_garbled(text: str) -> None:
    assert _told(read_document((MINUTES + text).encode(), "会議録.txt")) == []


# Lost signs


@pytest.mark.parametrize(("name", "wrap"), [("会議録.txt", "{}"), ("会議録.html", "<html><pre>{}</pre></html>")])
def test_the_line_of_a_sign_that_could_not_be_read_is_named(name: str, wrap: str) -> None:
    source = read_document(wrap.format(MINUTES.replace("夜間", "夜\ufffd")).encode(), name)
    line = next(number for number, text in enumerate(source.lines, start=1) if "\ufffd" in text)
    assert _told(source) == [("unreadable-sign", line)]
    assert f"{line}行目" in source.remarks[0].message and "夜\ufffd" in source.remarks[0].message


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "euc_jp"])
def test_the_line_of_a_lost_byte_is_named(encoding: str) -> None:
    data = MINUTES.replace("～", "から").encode(encoding)
    place = data.index("夜間".encode(encoding))
    source = read_document(data[:place] + data[place + 1 :], "会議録.txt")
    assert ("unreadable-sign", 8) in _told(source)
    assert {line for _, line in _told(source)} == {8}


def test_signs_that_one_office_alone_had_are_named() -> None:
    source = read_document(MINUTES.replace("佐藤", "\ue000藤").encode("utf-8"), "会議録.txt")
    assert _told(source) == [("unreadable-sign", 8)]
    assert "外字" in source.remarks[0].message


def test_many_such_lines_are_named_in_one_remark_behind_the_first_twenty() -> None:
    source = read_document(
        (MINUTES + "〇鈴木委員　\ufffd員はたしかにおります。そのとおりです。\n" * 30).encode(), "会議録.txt"
    )
    assert len(source.remarks) == 21
    assert "30、31" in source.remarks[-1].message


# JIS X 0213


@pytest.mark.parametrize("encoding", ["shift_jis_2004", "euc_jis_2004", "iso2022_jp_2004"])
def test_signs_of_jis_x_0213_are_read(encoding: str) -> None:
    text = MINUTES.replace("～", "〜").replace("夜間", "𠮟責と夜間俱楽部")
    source = read_document(text.encode(encoding), "会議録.txt")
    assert source.text + "\n" == text


def test_a_backslash_and_a_tilde_stay_in_shift_jis_2004() -> None:
    text = MINUTES.replace("～", "〜").replace("夜間", "𠮟責は C:\\TEMP の ~1 で")
    assert read_document(text.encode("shift_jis_2004").replace(b"\xff", b""), "会議録.txt").text + "\n" == text


def test_what_only_jis_x_0213_holds_is_to_be_checked() -> None:
    text = MINUTES.replace("～", "〜").replace("夜間", "𠮟責")
    source = read_document(text.encode("shift_jis_2004"), "会議録.txt")
    assert _told(source) == [("unreadable-sign", 8)]
    assert "「𠮟」" in source.remarks[0].message
