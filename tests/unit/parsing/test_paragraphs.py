"""Lines that a file keeps as paragraphs of their own stay lines of a speech; lines that a width broke are joined."""

from __future__ import annotations

import pytest

from minutes.documents.model import SourceText
from minutes.parsing import parse

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HEAD = (
    "令和6年度第2回霞浜市図書館協議会会議録",
    "",
    "日時　令和6年7月10日（水）",
    "",
    "議題",
    "（1）開館時間について",
    "（2）その他",
    "",
)
_POINTS = (
    "１　夜間の開館について",
    "２　職員の配置について",
    "内訳は次のとおり",
    "図書費　1,200千円",
    "以上、お答えください。",
)


def _texts(lines: tuple[str, ...], media_type: str) -> list[str]:
    return [row.text for row in parse(SourceText((*_HEAD, *lines), media_type)).utterances]


@pytest.mark.parametrize("media_type", [_WORD, "application/pdf", "text/html"])
def test_paragraphs_of_a_file_that_tells_them_are_never_joined(media_type: str) -> None:
    lines = ("〇会長　開会します。", "〇佐藤委員　次の点についてお伺いします。", *_POINTS, "〇会長　閉会します。")
    texts = _texts(lines, media_type)
    assert texts == ["開会します。", "\n".join(("次の点についてお伺いします。", *_POINTS)), "閉会します。"]


def test_a_word_file_whose_lines_were_broken_by_hand_is_joined_as_text_is() -> None:
    speech = "図書館の夜間の開館については、利用の多い曜日から始めることとし、その結果を見ながら曜日を増やしていく考えであり、職員の配置も合わせて見直す予定としております。"
    said = [f"〇{name}　{speech}" for name in ("佐藤委員", "鈴木委員", "図書館長", "田中委員")]
    lines = tuple(text[start : start + 30] for text in said for start in range(0, len(text), 30))
    assert _texts(lines, _WORD) == _texts(lines, "text/plain") == [speech] * 4
