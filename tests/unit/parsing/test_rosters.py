"""Lists of people set in columns, with posts, seats and groups inside a line."""

from __future__ import annotations

import pytest

from tests.unit.parsing.support import parse_text

_HEAD = "令和6年度第2回霞浜市緑化審議会会議録\n\n日時：令和6年6月12日（水）午後2時～4時\n場所：市役所3階 第1会議室\n"
_TALK = "\n\n○会長　ただいまから会議を始めます。\n○事務局　資料に沿って説明いたします。\n○会長　これで終わります。\n"


def _people(text: str) -> list[tuple[str | None, str, str | None]]:
    return [(row.group, row.name, row.role) for row in parse_text(_HEAD + text + _TALK).attendees]


@pytest.mark.parametrize(
    "line",
    [
        "会長　青野太郎、副会長　赤井花子、委員　石森一郎",
        "会長 青野太郎　副会長 赤井花子　委員 石森一郎",
        "会長　　青野　太郎　　副会長　　赤井　花子　　委員　　石森　一郎",
    ],
)
def test_each_pair_of_a_line_has_its_own_post(line: str) -> None:
    assert _people(f"出席者　{line}") == [
        ("会長", "青野太郎", "会長"),
        ("副会長", "赤井花子", "副会長"),
        ("委員", "石森一郎", None),
    ]


def test_a_seat_in_brackets_is_of_the_first_name_alone() -> None:
    assert _people("出席者　(会長)青野太郎、赤井花子、石森一郎") == [
        ("出席者", "(会長)青野太郎", "会長"),
        ("出席者", "赤井花子", None),
        ("出席者", "石森一郎", None),
    ]


def test_a_group_begins_inside_a_line() -> None:
    assert _people("出席者：委員　青野太郎、委員　赤井花子、事務局　緑化課長　石森一郎") == [
        ("委員", "青野太郎", None),
        ("委員", "赤井花子", None),
        ("事務局", "緑化課長 石森一郎", None),
    ]


@pytest.mark.parametrize(
    "columns",
    [
        "　市長　　　　青野一夫君　　　教育長　　赤井一郎君",
        "　市長　　　　青　野　一　夫　君　　教育長　　赤　井　一　郎　君",
        "　市長　　　　青野一夫君\n　教育長　　　赤井一郎君",
    ],
)
def test_officers_in_columns_are_a_person_each(columns: str) -> None:
    found = _people(f"出席議員\n　１番　白川花子君\n説明のため出席した者\n{columns}")
    assert [name.replace("教育長 ", "") for _, name, _ in found[1:]] == ["市長 青野一夫君", "赤井一郎君"]


def test_a_long_post_has_its_name_on_the_line_below() -> None:
    text = (
        "説明のため出席した者\n　　　　市長　　　　　青　野　　　潤\n　　　　子ども未来部長\n　　　　　　　　　　　赤　井　篤　由\n"
        "　　　　環境部長　　　石　森　利　行　　　まちづくり推進担当部長\n　　　　　　　　　　　　　　　　　　　　　　　白川　明"
    )
    assert [name for _, name, _ in _people(text)] == [
        "市長 青野潤",
        "子ども未来部長 赤井篤由",
        "環境部長 石森利行",
        "まちづくり推進担当部長 白川明",
    ]


def test_seat_numbers_stand_before_letter_spaced_names() -> None:
    text = "出席議員（４人）\n　　１番　　青　野　一　郎　議員　　　２番　　赤　井　　　敦　議員\n　　３番　　小田桐　慶　二　議員\n　　４番　　一　戸　ひとみ　議員"
    assert [name for _, name, _ in _people(text)] == ["青野一郎議員", "赤井敦議員", "小田桐慶二議員", "一戸ひとみ議員"]


def test_a_line_of_people_needs_no_label() -> None:
    parsed = parse_text(
        "平成24年度第2回霞浜県緑化連携会議\n平成24年7月24日(火曜日)午後1時30分から3時まで\n本庁舎5階特別会議室\n"
        "青野委員、赤井委員、白川委員(黒木委員代理)、緑川委員(名簿順)\n(1)開会\n(2)議題\nア 緑の計画について\nイ その他\n"
        "ア 緑の計画について\n(事務局)資料のとおり進めます。\n(委員)よいと思います。"
    )
    assert [(row.group, row.name, row.proxy) for row in parsed.attendees] == [
        (None, "青野委員", False),
        (None, "赤井委員", False),
        (None, "白川委員(黒木委員代理)", True),
        (None, "緑川委員", False),
    ]


def test_whose_paper_or_business_it_is_stands_below_the_title() -> None:
    parsed = parse_text(
        "第3回霞浜市緑化推進委員会記録\n日時　令和6年6月12日\n出席委員\n　青野委員、赤井委員\n会議に付した事件\n・街路樹の効果の検証について\n　　　　　（緑化局）\n・一般質問\n"
        "配付資料\n　街路樹の効果の検証について\n　　　　　（緑化局）\n　並木の図（9KB）\n\n○委員長（青野）　始めます。\n○委員（赤井）　はい。\n○委員長（青野）　以上です。"
    )
    assert [row.title for row in parsed.agenda] == ["街路樹の効果の検証について（緑化局）", "一般質問"]
    assert [row.title for row in parsed.attachments] == ["街路樹の効果の検証について（緑化局）", "並木の図"]
