"""Where a withheld part of a text is after a correction."""

import pytest

from minutes.withholding import carried


def place(before: str, after: str, quote: str) -> str | None:
    start = before.index(quote)
    found = carried(before, after, start, start + len(quote))
    return after[slice(*found)] if found else None


@pytest.mark.parametrize(
    ("before", "after", "quote"),
    [
        ("本日は午前に山田さんが来ました。", "本日も、午後に山田さんが来ました。", "山田さんが来"),
        ("山田が、南の窓口に来た。", "山田が、北の窓口に来た。", "山田"),
        ("額は654,321円です。", "その額は654,321円です。", "654,321円"),
        ("担当は 山田 です。", "担当は　山田 です。", "山田"),
        ("山田です。窓口です。", "山田", "山田"),
    ],
)
def test_a_part_is_followed_through_changes_elsewhere(before: str, after: str, quote: str) -> None:
    assert place(before, after, quote) == quote


@pytest.mark.parametrize(
    ("before", "after", "quote"),
    [
        ("申請者の山田と会った。", "申請者の山田太郎と会った。", "山田"),
        ("申請者の山田と会った。", "申請者の山田 太郎と会った。", "山田"),
        ("申請者の山田 と会った。", "申請者の山田 太郎と会った。", "山田"),
        ("申請者の太郎と会った。", "申請者の山田太郎と会った。", "太郎"),
        ("来年の三月末に", "来年の十三月末に", "三月"),
        ("額は654,321円です。", "額は7,654,321円です。", "654,321円"),
        ("蛯沢万亀", "蛯沢万亀雄委員", "蛯沢万亀"),
        ("鯨骨", "シロナガス鯨骨", "鯨骨"),
        ("担当は山田", "担当は山田。家は緑町です", "山田"),
    ],
)
def test_what_is_written_right_beside_a_part_makes_its_place_unsure(before: str, after: str, quote: str) -> None:
    assert place(before, after, quote) is None
