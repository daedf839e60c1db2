"""Characters named by their shape are given the meaning they have."""

from __future__ import annotations

import unicodedata

import pytest

from minutes.documents.signs import is_unreadable, meant, mended


@pytest.mark.parametrize(
    ("named", "word"),
    [
        ("⽬⿊区", "目黒区"),
        ("神⼾市", "神戸市"),
        ("⻑野県⻘⽊村", "長野県青木村"),
        ("︵委員長︶", "（委員長）"),
        ("﹁異議なし﹂", "「異議なし」"),
        ("\uf06c議題", "●議題"),
        ("会\xa0議\xad録\x02", "会 議録-"),
        ("髙﨑神", "髙﨑神"),
    ],
)
def test_shapes_become_characters(named: str, word: str) -> None:
    assert meant(named) == word


def test_no_radical_is_left() -> None:
    radicals = "".join(map(chr, range(0x2F00, 0x2FD6)))
    assert not any(unicodedata.name(char).startswith("KANGXI") for char in meant(radicals))


def test_what_is_no_character_is_visible() -> None:
    assert meant("会\ufffe録\ud800") == "会\ufffd録\ufffd"
    assert is_unreadable("\ufffd") and is_unreadable("\ue123") and not is_unreadable("会")


@pytest.mark.parametrize(
    ("named", "word"),
    [
        ("市⺠の⽇々", "市民の日々"),
        ("\uf9a8和6\uf98e", "令和6年"),
        ("カ\u3099ラス・は\u309aる", "ガラス・ぱる"),
        ("oﬃce\tの\u00ad扱い", "office\tの\u00ad扱い"),
        ("\U0002f80a", "\u50e7"),
        ("髙﨑神都朗①㈱㌔ﾊﾝｶｸＡ", "髙﨑神都朗①㈱㌔ﾊﾝｶｸＡ"),
    ],
)
def test_text_is_mended_and_what_japanese_text_uses_stays(named: str, word: str) -> None:
    assert mended(named) == word


def test_what_the_japanese_sets_hold_is_never_mended() -> None:
    codes = [code for first, last in ((0x20, 0xD7FF), (0xF900, 0xFFEE)) for code in range(first, last)]
    written = [chr(code) for code in codes if chr(code).encode("cp932", "ignore")]
    assert len(written) > 7000
    assert [char for char in written if mended(char) != char] == []
