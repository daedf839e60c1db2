"""Characters named by their shape are given the meaning they have."""

from __future__ import annotations

import unicodedata

import pytest

from minutes.documents.signs import is_unreadable, meant


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
