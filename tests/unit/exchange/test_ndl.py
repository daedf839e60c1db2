"""Answers of the National Diet Library's search API: a meeting a record, nothing lost, other forms refused by name."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minutes.exchange import adapters
from minutes.exchange.ndl import read_record
from minutes.parsing.model import ParsedMinutes
from tests.unit.exchange import diet


def read(value: Any, name: str = "meeting.json") -> list[ParsedMinutes]:
    found = adapters.read_structured(json.dumps(value, ensure_ascii=False).encode(), name)
    assert found is not None
    return found


def words_of(parsed: ParsedMinutes) -> str:
    """Every word of the minutes in one string."""
    rows = [*parsed.attendees, *parsed.agenda, *parsed.utterances]
    fields = [getattr(row, name) for row in rows for name in ("name", "role", "affiliation", "group", "title", "category", "speaker", "text") if hasattr(row, name)]  # fmt: skip
    return "".join("".join(str(field).split()) for field in fields if field)


def test_a_record_is_a_meeting_of_its_house_and_committee() -> None:
    (parsed,) = read(diet.answer(diet.record()))
    assert parsed.title == "第213回国会 衆議院港湾委員会 第9号"
    assert (parsed.body, parsed.number, parsed.held_on, parsed.fiscal_year) == (
        "衆議院港湾委員会",
        9,
        "2024-05-14",
        2024,
    )
    assert (parsed.source_id, parsed.source_url) == (
        "121305254X00920240514",
        "https://kokkai.ndl.go.jp/txt/121305254X00920240514",
    )
    assert (parsed.starts_at, parsed.adjourned_at) == ("09:02", "15:45")
    assert ParsedMinutes.from_json(parsed.to_json()) == parsed


def test_speeches_lose_their_mark_to_the_speaker_and_keep_their_paragraphs() -> None:
    (parsed,) = read(diet.record())
    speeches = [row for row in parsed.utterances if row.kind == "speech"]
    assert [(row.speaker, row.text) for row in speeches] == [
        ("霞浜委員長", "これより会議を開きます。\n港湾法の一部を改正する法律案を議題といたします。（拍手）"),
        ("霞浜委員長", "質疑の申出がありますので、順次これを許します。木村太郎君。"),
        ("木村（太）委員", "岸壁の工事はいつ終わりますか。"),
        ("政府参考人（港湾局　甲野次郎君）", "来年三月の予定でございます。"),
        ("霞浜委員長", "本日は、これにて散会いたします。"),
    ]
    assert [row.page for row in speeches] == [1, 1, 2, 2, 3]


def test_what_is_set_apart_from_the_speeches_is_noted() -> None:
    (parsed,) = read(diet.record())
    notes = [row.text for row in parsed.utterances if row.kind == "note"]
    assert notes[0] == "午前九時二分開議"
    assert notes[1].startswith("委員の異動\n五月十日\n")
    assert notes[2:] == ["本号末尾に掲載", "午後三時四十五分散会", "参照\n港湾法の一部を改正する法律案"]


def test_the_head_gives_attendees_with_seats_and_posts() -> None:
    (parsed,) = read(diet.record())
    assert [(row.group, row.name, row.role, row.affiliation) for row in parsed.attendees] == [
        ("出席委員", "霞浜一郎君", "委員長", None),
        ("出席委員", "小南木八郎君", "理事", None),
        ("出席委員", "木村太郎君", "理事", None),
        ("出席委員", "稲野朋美君", None, None),
        ("出席委員", "佐野勉君", None, None),
        ("出席者", "麻野太郎君", None, "財務大臣・国務大臣（金融担当）"),
        ("出席者", "美濃辺寿彦君", None, "参議院常任委員会専門員"),
        ("発言者", "甲野次郎", None, "港湾局長"),
    ]


def test_the_head_of_the_upper_house_heads_its_groups() -> None:
    head = (
        "令和六年五月十四日（火曜日）\n　　　午後一時開会\n　　　　─────────────\n　出席者は左のとおり。\n"
        "　　　　委員長　　　　　甲野　太郎君\n　　　　理　事\n　　　　　　　　　　　　乙野　次郎君\n"
        "　　　　委　員\n　　　　　　　　　　　　丁野　四郎君\n　　　国務大臣\n　　　　　　　財務大臣　　　　戊野　五郎君\n"
        "　　　政府参考人\n　　　　　　　財務省主計局次\n　　　　　　　長　　　　　　　庚野　七郎君\n"
        "　　　　─────────────\n　　　本日の会議に付した案件\n○補正予算（第１号）（内閣提出\n　、衆議院送付）\n○参考人の出席要求に関する件\n"
    )
    (parsed,) = read(
        diet.record(
            speechRecord=[diet.speech(0, head, "会議録情報"), diet.speech(1, "○委員長（甲野太郎君）　開会します。")]
        )
    )
    assert [(row.group, row.name, row.role, row.affiliation) for row in parsed.attendees] == [
        ("出席者", "甲野太郎君", "委員長", None),
        ("出席者", "乙野次郎君", "理事", None),
        ("出席者", "丁野四郎君", "委員", None),
        ("国務大臣", "戊野五郎君", None, "財務大臣"),
        ("政府参考人", "庚野七郎君", None, "財務省主計局次長"),
    ]
    assert [row.title for row in parsed.agenda] == [
        "補正予算（第１号）（内閣提出、衆議院送付）",
        "参考人の出席要求に関する件",
    ]


def test_the_agenda_is_what_the_meeting_was_given() -> None:
    (parsed,) = read(diet.record())
    assert [row.title for row in parsed.agenda] == [
        "港湾法の一部を改正する法律案（内閣提出第七号）",
        "参考人出頭要求に関する件",
    ]
    orders = "本日の会議に付した案件\n　日程第一　甲法案（内閣提出）\n　日程第十二　乙法案\n　国務大臣の演説\n"
    (parsed,) = read(diet.record(speechRecord=[diet.speech(0, orders, "会議録情報")]))
    assert [(row.category, row.number, row.title) for row in parsed.agenda] == [
        ("日程", 1, "甲法案（内閣提出）"),
        ("日程", 12, "乙法案"),
        (None, None, "国務大臣の演説"),
    ]


def test_no_word_of_a_record_is_lost() -> None:
    (parsed,) = read(diet.record())
    kept = words_of(parsed)
    for row in diet.record()["speechRecord"]:
        for line in row["speech"].splitlines():
            for word in re.split(r"[\s―◇…○〔〕（）・]+", line):
                assert word in kept or word in ("令和六年五月十四日", "火曜日", "本日の会議に付した案件"), word


@given(st.lists(st.text(max_size=60), max_size=8), st.lists(st.text(max_size=60), min_size=1, max_size=4))
def test_any_text_is_read_and_every_letter_of_a_speech_kept(head: list[str], speech: list[str]) -> None:
    lines = ["○委員長　始めます。", *speech]
    value = diet.record(
        speechRecord=[diet.speech(0, "\n".join(head), "会議録情報"), diet.speech(1, "\n".join(lines), "甲野")]
    )
    parsed = read_record(value).parsed
    kept = words_of(parsed)
    for letter in (sign for line in [*head, *lines] for sign in line if sign.isalnum()):
        assert letter in kept or letter in "一〇"
    assert ParsedMinutes.from_json(parsed.to_json()) == parsed


def test_speeches_out_of_order_are_put_in_order() -> None:
    speeches = diet.record()["speechRecord"]
    assert read(diet.record(speechRecord=speeches[::-1])) == read(diet.record())


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (
            diet.record(
                speechRecord=[{"speechID": "x_000", "speechOrder": 0, "speaker": "会議録情報", "speechURL": "u"}]
            ),
            "meeting_list",
        ),
        ({"numberOfRecords": 1, "speechRecord": [{"issueID": "x", "speech": "○甲"}]}, "発言単位出力"),
        ({"numberOfRecords": 0, "numberOfReturn": 0, "startRecord": 1, "nextRecordPosition": None}, "0件"),
        ({"message": "検索条件の入力に誤りがあります。", "details": ["回次は数字です"]}, "回次は数字です"),
        (diet.record(imageKind="目次"), "会議録ではなく「目次」"),
        (diet.record(date="令和"), "開催日"),
        (diet.record(speechRecord=None), "発言がありません"),
    ],
)
def test_other_answers_are_refused_and_say_what_is_needed(value: Any, message: str) -> None:
    with pytest.raises(adapters.StructuredError, match=message):
        read(value)


def test_an_answer_in_xml_names_the_option_for_json() -> None:
    with pytest.raises(adapters.StructuredError, match="recordPacking=json"):
        adapters.read_structured(b'<?xml version="1.0"?><data><meetingRecord>', "meeting.xml")
