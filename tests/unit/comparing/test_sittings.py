"""Whether two accounts of one body and day are of one meeting."""

from typing import Any

import pytest

from minutes.comparing.sittings import Answer, Sitting, are_apart, by_heads, by_words

SAME, OTHER, UNSURE = Answer.SAME, Answer.OTHER, Answer.UNSURE


def sitting(**changes: Any) -> Sitting:
    told: dict[str, Any] = {
        "number": None,
        "title": "霞浜市文化財保護審議会 会議録",
        "starts_at": None,
        "venue": None,
        "agenda": (),
    }
    return Sitting.of(**{**told, **changes})


def told(new: dict[str, Any], old: dict[str, Any], shared: float | None) -> Answer:
    one, other = sitting(**new), sitting(**old)
    return by_heads(one, other) or by_words(one, other, shared)


MORNING = {"starts_at": "10:00", "venue": "第1会議室", "agenda": ["基本構想について"]}
AFTERNOON = {"starts_at": "13:30", "venue": "第1会議室", "agenda": ["財政計画について"]}
NONE: dict[str, Any] = {}


@pytest.mark.parametrize(
    ("new", "old", "shared", "answer"),
    [
        # Numbers
        ({"number": 1}, {"number": 2}, 1.0, OTHER),
        ({"number": 2}, {"number": 2}, 0.0, SAME),
        ({"number": 2, **MORNING}, {"number": 2, **MORNING}, 0.0, SAME),
        ({"number": 2, **MORNING}, {"number": 2, **AFTERNOON}, 0.1, UNSURE),
        ({"number": 2, **MORNING}, {"number": 2, **AFTERNOON}, 0.6, SAME),
        ({"number": 2, "title": "第2回定例会"}, {"number": 2, "title": "第2回臨時会"}, 1.0, OTHER),
        ({"number": 2, "title": "第2回（午前の部）"}, {"number": 2, "title": "第2回（午後の部）"}, 1.0, OTHER),
        ({"number": 2, "title": "第2回（午後の部）"}, {"number": 2}, 0.1, UNSURE),
        ({"number": 2}, NONE, 0.8, UNSURE),
        ({"number": 2}, NONE, 0.95, SAME),
        ({"number": 2, **MORNING}, AFTERNOON, 0.1, OTHER),
        ({"number": 2}, NONE, 0.1, UNSURE),
        # Parts of a day, in the title or in the name of the file
        ({"title": "午前の部 会議録"}, {"title": "午後の部 会議録"}, 0.9, OTHER),
        ({"filename": "会議録_午前.docx"}, {"filename": "会議録_午後.docx"}, 0.9, OTHER),
        ({"title": "第一部 会議録"}, {"title": "第２部 会議録"}, 0.9, OTHER),
        ({"title": "第1分科会"}, {"title": "第2分科会"}, 0.9, OTHER),
        ({"title": "総務分科会"}, {"title": "教育分科会"}, 0.9, OTHER),
        ({"title": "会議録 その1"}, {"title": "会議録 その2"}, 0.9, OTHER),
        ({"title": "第一部 会議録"}, {"title": "第1部 会議録"}, 0.9, SAME),
        ({"title": "午後の部 会議録"}, NONE, 0.6, UNSURE),
        ({"title": "午後の部 会議録"}, NONE, 0.95, UNSURE),
        ({"title": "午後の部 会議録"}, NONE, 0.1, UNSURE),
        # Words, where neither has a number
        (NONE, NONE, 0.9, SAME),
        (NONE, NONE, 0.8, UNSURE),
        (NONE, NONE, 0.1, UNSURE),
        (NONE, NONE, None, UNSURE),
        ({"title": "会議録（確定版）"}, {"title": "会議録（速報版）"}, 0.6, SAME),
        (MORNING, MORNING, 0.6, SAME),
        (MORNING, AFTERNOON, 0.1, OTHER),
        (MORNING, AFTERNOON, None, OTHER),
        (MORNING, AFTERNOON, 0.6, UNSURE),
        (MORNING, {**MORNING, "starts_at": "10:30"}, 0.95, UNSURE),
        ({"filename": "会議録_修正版.docx"}, NONE, 0.6, SAME),
        # The summary and the full minutes of one meeting, perhaps; rooms and items of a meeting that parted
        (MORNING, {**MORNING, "agenda": ["財政計画について"]}, 0.1, UNSURE),
        (MORNING, {"starts_at": "10:00", "venue": "講堂", "agenda": ["財政計画について"]}, 0.1, OTHER),
        # No hours
        ({"agenda": ["基本構想について"]}, {"agenda": ["財政計画について"]}, 0.1, OTHER),
        ({"agenda": ["基本構想について"]}, {"agenda": ["基本構想について", "その他"]}, 0.1, UNSURE),
        ({"venue": "第1会議室"}, {"venue": "講堂"}, 0.1, OTHER),
        ({"venue": "市役所　第１会議室"}, {"venue": "第1会議室"}, 0.1, UNSURE),
        ({"title": "審議会 視察記録"}, {"title": "審議会 意見交換会"}, 0.1, OTHER),
        ({"title": "審議会"}, {"title": "令和6年度審議会 議事録"}, 0.1, UNSURE),
    ],
)
def test_two_accounts(new: dict[str, Any], old: dict[str, Any], shared: float | None, answer: Answer) -> None:
    assert told(new, old, shared) == answer
    assert told(old, new, shared) == answer


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("霞浜市文化財保護審議会（午前の部）会議録", {"half": "午前"}),
        ("午前10時開会の審議会", {}),
        ("午前十時開会の審議会", {}),
        ("審議会 夜の部", {"half": "夜"}),
        ("条例の一部改正検討会", {}),
        ("審議会第2部会", {}),
        ("議案第3号に関する公聴会", {}),
        ("会議録第3号", {"issue": "3"}),
        ("Ｂ分科会", {"group": "b"}),
        ("令和6年第1回臨時会", {"kind": "臨時"}),
    ],
)
def test_what_a_title_says_of_the_part(title: str, parts: dict[str, str]) -> None:
    assert dict(sitting(title=title).parts) == parts


def test_accounts_without_a_date_are_compared_where_title_or_number_are_one() -> None:
    first = sitting(title="令和6年度 出前講座 会議録（速報版）")
    assert first.may_be(sitting(title="出前講座議事録"))
    assert not first.may_be(sitting(title="施設見学会"))
    assert sitting(title="施設見学会", number=3).may_be(sitting(title="出前講座", number=3))


def test_number_title_and_file_tell_apart_without_the_rest() -> None:
    assert are_apart(sitting(number=1), sitting(number=2))
    assert not are_apart(sitting(**MORNING), sitting(**AFTERNOON))
