"""Numbers and signs inside a speech: points that are no headings, dashes and colons that end no mark."""

from __future__ import annotations

import pytest

from tests.unit.parsing.support import parse_text

_HEAD = (
    "令和6年度第2回霞浜市緑化審議会会議録\n\n日時　令和6年6月12日（水）午後2時～午後3時\n場所　市役所3階　第1会議室\n"
    "議題\n（1）緑の基本計画について\n（2）その他\n\n"
)


def _talk(*lines: str) -> list[tuple[str | None, str]]:
    return [(row.speaker, row.text) for row in parse_text(_HEAD + "\n".join(lines)).utterances]


@pytest.mark.parametrize(
    "said", ["Wi-Fiは使えますか。", "e-Taxの相談です。", "AI-OCRを入れます。", "X-Ray：費用です。"]
)
@pytest.mark.parametrize("separator", ["　", "：", " "])
def test_a_dash_inside_a_latin_word_ends_no_mark(said: str, separator: str) -> None:
    found = _talk(f"○会長{separator}始めます。", f"○青野委員{separator}{said}", f"○会長{separator}終わります。")
    assert found == [("会長", "始めます。"), ("青野委員", said), ("会長", "終わります。")]


def test_a_dash_ends_a_mark_where_it_is_set_so() -> None:
    found = _talk("会　長－始めます。", "青野委員－Wi-Fiは使えますか。", "会　長－はい。", "会　長－終わります。")
    assert found[:2] == [("会長", "始めます。"), ("青野委員", "Wi-Fiは使えますか。")]


def test_a_mark_ends_where_the_document_s_others_do() -> None:
    found = _talk("○青野　始めます。", "○赤井　時刻は10：30です。", "○青野　はい。", "○赤井　結構です。")
    assert found == [("青野", "始めます。"), ("赤井", "時刻は10：30です。"), ("青野", "はい。"), ("赤井", "結構です。")]


@pytest.mark.parametrize("points", [("①", "②", "③"), ("1．", "2．", "3．"), ("（1）", "（2）", "（3）")])
def test_what_a_speaker_counts_up_is_part_of_the_speech(points: tuple[str, ...]) -> None:
    words = [f"{point}{word}" for point, word in zip(points, ("緑の面積", "街路樹の本数", "予算"), strict=True)]
    parsed = parse_text(
        _HEAD + "\n".join(["〇会長　始めます。", "〇青野委員　次の三点です。", *words, "〇会長　はい。"])
    )
    assert [item.title for item in parsed.agenda] == ["緑の基本計画について", "その他"]
    assert [(row.speaker, row.text, row.agenda) for row in parsed.utterances] == [
        ("会長", "始めます。", ()),
        ("青野委員", "\n".join(["次の三点です。", *words]), ()),
        ("会長", "はい。", ()),
    ]


def test_items_that_the_chair_reads_out_open_none() -> None:
    found = parse_text(
        _HEAD + "〇会長　本日の議題は以下のとおりです。\n（1）緑の基本計画について\n（2）その他\n〇青野委員　はい。\n"
        "（1）緑の基本計画について\n〇会長　説明をお願いします。\n（2）その他\n〇会長　終わります。"
    ).utterances
    assert [(row.speaker, row.agenda) for row in found] == [
        ("会長", ()),
        ("青野委員", ()),
        ("会長", (0,)),
        ("会長", (1,)),
    ]


def test_a_point_is_numbered_otherwise_than_the_list() -> None:
    found = parse_text(
        _HEAD
        + "（1）緑の基本計画について\n〇会長　まず1点目です。\n①緑の基本計画\nこれを改めます。\n〇青野委員　はい。"
    ).utterances
    assert [row.text for row in found] == ["まず1点目です。\n①緑の基本計画\nこれを改めます。", "はい。"]


@pytest.mark.parametrize("first", ["〇委員　予算は1,234千円です。", "〇事務局　はい。", "〇説明員　私から説明します。"])
def test_a_label_s_word_before_a_sentence_is_a_mark(first: str) -> None:
    head = "令和6年度第7回霞浜市緑化審議会会議録\n\n日時　令和6年6月12日（水）午後2時\n場所　市役所\n\n"
    found = parse_text(f"{head}{first}\n〇事務局　わかりました。\n〇会長　以上です。").utterances
    assert [row.speaker for row in found] == [first[1:].split("　")[0], "事務局", "会長"]


def test_quotes_round_every_speech_are_no_part_of_it() -> None:
    found = _talk(
        "○青野教育長　「ただいまから会議を始めます。資料を御覧くださいますようお願いします。」",
        "○緑化課長　「資料１により緑の面積について説明いたします。御覧ください。」",
        "○青野教育長",
    )
    assert found == [
        ("青野教育長", "ただいまから会議を始めます。資料を御覧くださいますようお願いします。"),
        ("緑化課長", "資料１により緑の面積について説明いたします。御覧ください。"),
    ]


def test_whom_the_chair_calls_speaks_only_where_a_sign_says_so() -> None:
    found = _talk(
        "○議長（青野一郎）　委員長の報告を求めます。",
        "　総務常任委員長　赤井　花子議員。",
        "○総務常任委員長（赤井花子）　報告します。",
        "○議長（青野一郎）　質疑を行います。",
        "○議長（青野一郎）　終わります。",
    )
    assert [row[0] for row in found] == [
        "議長（青野一郎）",
        "総務常任委員長（赤井花子）",
        "議長（青野一郎）",
        "議長（青野一郎）",
    ]
