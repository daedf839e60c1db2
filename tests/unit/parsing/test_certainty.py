"""How sure a reading is: documents read well are told from those that want a look."""

from __future__ import annotations

import random
import re

import pytest

from fixtures.generate import documents
from minutes.documents import read_document
from minutes.documents.model import SourceText
from minutes.parsing import parse
from minutes.parsing.model import ParsedMinutes, Utterance
from tests.unit.parsing.support import parse_text

SAMPLES = [read_document(document.data(), document.path) for document in documents()]

HEAD = "第2回霞浜市みどりの審議会　会議録\n日時　令和5年3月1日（水）午後1時\n場所　第1会議室\n出席者　青野会長、赤井委員、白川委員\n議題\n（１）緑の基本計画について\n議事\n"
TALK = "会長：始めます。\n（１）緑の基本計画について\n事務局：説明します。\n赤井委員：賛成です。\n白川委員：私もです。\n会長：終わります。"

UNLIKE = {
    "an agenda": "第2回霞浜市みどりの審議会\n日時　令和5年3月1日（水）午後1時\n場所　第1会議室\n次第\n1　開会\n2　議題\n（１）緑の基本計画について\n3　閉会\n配布資料\n資料1　計画の素案",
    "a form": "霞浜市公園使用許可申請書\n令和　年　月　日\n霞浜市長　様\n申請者　住所\n氏名\n使用の目的\n使用の日時　　　時から　　　時まで\n備考",
    "a newsletter": "みどりのたより　第12号\n春の花まつりを開催しました！\n4月3日、中央公園で花まつりを開き、約二千人の皆さまにお越しいただきました。\n次回は6月に苗木を配ります。お楽しみに。",
    "a contract": "業務委託契約書\n霞浜市（以下「甲」という。）と株式会社みどり（以下「乙」という。）は、次のとおり契約を締結する。\n第１条　乙は、仕様書に基づき業務を行う。\n第２条　甲は、委託料を支払う。",
    "nothing": "",
}


def certainty(parsed: ParsedMinutes) -> float:
    assert parsed.certainty is not None
    return parsed.certainty


def without_some_marks(source: SourceText, seed: int) -> SourceText:
    """A copy that lost a third of what sets its speakers off."""
    chance = random.Random(seed)
    return SourceText(
        tuple(
            re.sub(r"^\s*[○◯〇●◆◎]?(\S{1,12}?)[：:　 ]+", r"\1", line) if chance.random() < 0.35 else line
            for line in source.lines
        )
    )


def said(parsed: ParsedMinutes, text: str) -> Utterance:
    return next(row for row in parsed.utterances if text in row.text)


def test_every_sample_document_is_certain() -> None:
    assert [certainty(parse(source)) for source in SAMPLES if certainty(parse(source)) < 0.9] == []


@pytest.mark.slow
def test_damaged_documents_come_behind_the_whole_ones() -> None:
    read = [(parse(source), parse(without_some_marks(source, seed))) for seed, source in enumerate(SAMPLES)]
    # Marks in brackets survive that damage; only copies that lost speeches count.
    harmed = [(whole, copy) for whole, copy in read if 0.95 * len(whole.utterances) > len(copy.utterances)]
    assert len(harmed) > len(SAMPLES) / 2
    damaged = [certainty(copy) for _, copy in harmed]
    pairs = [(certainty(whole), bad) for whole, _ in read for bad in damaged]
    assert sum(good >= bad for good, bad in pairs) / len(pairs) > 0.9
    assert sum(damaged) / len(damaged) < 0.9


@pytest.mark.parametrize("kind", UNLIKE)
def test_what_is_no_minutes_is_not_taken_for_any(kind: str) -> None:
    assert certainty(parse_text(UNLIKE[kind])) < 0.5


def test_a_speech_that_nobody_is_named_for_is_less_certain() -> None:
    parsed = parse_text(
        HEAD + "会長：始めます。\n（１）緑の基本計画について\n木を増やすべきではないかと思います。\n会長：終わります。"
    )
    assert (said(parsed, "木を").certainty or 0) < 0.6 < 0.9 <= (said(parsed, "始め").certainty or 0)


def test_a_name_inside_a_speech_makes_it_less_certain() -> None:
    whole = parse_text(HEAD + TALK)
    glued = parse_text(HEAD + TALK.replace("\n白川委員：", "白川委員"))
    assert (said(whole, "賛成です").certainty or 0) >= 0.9 > (said(glued, "賛成です").certainty or 1)


def test_a_closing_line_that_begins_with_its_time_is_no_field() -> None:
    closing = parse_text(HEAD + TALK + "\n〔14:55 終了〕").utterances[-1]
    assert (closing.kind, closing.text) == ("note", "14:55 終了")
    assert closing.certainty is not None and closing.certainty > 0.9


def test_a_document_without_date_or_body_is_no_ready_one() -> None:
    whole = HEAD + TALK
    assert certainty(parse_text(whole)) >= 0.9
    assert certainty(parse_text(whole.replace("日時　令和5年3月1日（水）午後1時\n", ""))) < 0.9
    assert certainty(parse_text(whole.replace("第2回霞浜市みどりの審議会　会議録\n", ""))) < 0.9


def test_recognised_text_is_as_certain_as_its_recognition() -> None:
    lines = tuple((HEAD + TALK).split("\n"))
    sure, unsure = (certainty(parse(SourceText(lines, recognised=share))) for share in (0.98, 0.6))
    assert unsure < sure < certainty(parse(SourceText(lines)))


def test_somebody_listed_who_never_speaks_is_no_fault() -> None:
    assert certainty(parse_text(HEAD.replace("白川委員", "白川委員、黒木委員、緑川委員") + TALK)) == certainty(
        parse_text(HEAD + TALK)
    )


PROSE_HEAD = "令和5年度第1回霞浜市みどりの審議会議事要旨\n日時　令和5年6月1日\n出席者　青野会長、赤井委員\n議題\n(1)公園の使用料について\n議事の概要\n"


def test_minutes_that_tell_what_was_done_are_read_well_though_nobody_speaks() -> None:
    told = "事務局から、公園の使用料について報告を行った。\n審議の結果、原案のとおり了承された。\n次回の日程について確認した。"
    parsed = parse_text(PROSE_HEAD + "(1)公園の使用料について\n" + told)
    assert parsed.utterances and (parsed.certainty or 0) > 0.7


def test_one_block_that_nobody_says_stays_in_doubt() -> None:
    block = "使用料は高いと思います。ほかの市の例も知りたいです。" * 30
    assert (parse_text(PROSE_HEAD + block).certainty or 0) < 0.6


def test_a_text_that_begins_with_the_talk_is_not_held_for_doubtful() -> None:
    bare = parse_text(TALK.replace("（１）緑の基本計画について\n", ""))
    assert len(bare.utterances) == 5
    assert certainty(bare) >= 0.9


def test_one_odd_entry_among_many_people_says_little() -> None:
    people = "、".join(
        f"{name}委員" for name in ("赤井", "白川", "黒木", "緑川", "桃井", "紫田", "藍原", "灰谷", "茶木")
    )
    sound = parse_text(HEAD.replace("青野会長、赤井委員、白川委員", f"青野会長、{people}") + TALK)
    odd = parse_text(HEAD.replace("青野会長、赤井委員、白川委員", f"青野会長、{people}、門") + TALK)
    assert 0.85 * certainty(sound) < certainty(odd) <= certainty(sound)
