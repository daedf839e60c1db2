"""Minutes and what is withheld in them become an edition."""

from minutes.documents import read_document
from minutes.parsing import Access, AgendaItem, Attachment, Attendee, ParsedMinutes, Utterance, parse
from minutes.public_edition import edition_html, edition_of, edition_word
from minutes.withholding import Span

MINUTES = ParsedMinutes(
    title="令和8年度第1回 霞市図書館協議会",
    held_on="2026-04-10",
    starts_at="14:00",
    ends_at="16:00",
    venue="中央図書館 会議室",
    office="教育委員会図書館",
    meeting_access=Access("partial"),
    attendees=(Attendee("委員", "青野一郎（会長）"), Attendee("委員", "緑川太郎", proxy=True)),
    agenda=(AgendaItem("議案", 1, "緑川文庫の受入れについて"), AgendaItem("議案", 2, "開館時間について")),
    utterances=(
        Utterance("speech", "会長", "開会します。"),
        Utterance("speech", "緑川委員", "父の緑川太郎から預かりました。", (0,)),
        Utterance("speech", "会長", "次に移ります。", (1,)),
    ),
    attachments=(Attachment("資料1", "緑川文庫の目録"),),
)
WITHHELD = {
    ("utterance", 1, "text"): [Span(2, 6, "第7条第1号")],
    ("utterance", 1, "speaker"): [Span(0, 2, "第7条第1号")],
    ("item", 0, "title"): [Span(0, 2, "第7条第1号")],
    ("attendee", 1, "name"): [Span(0, 4, "第7条第1号")],
    ("paper", 0, "title"): [Span(0, 2, "第7条第1号")],
}


def test_every_place_withheld_is_masked_and_the_rest_stands() -> None:
    page = edition_html(edition_of(MINUTES, WITHHELD)).decode()
    assert "緑川" not in page
    assert page.count(">■■■</span>") == 6  # the item stands in the list and above its speeches
    for words in (
        "令和8年4月10日（金）",
        "14:00から16:00まで",
        "中央図書館 会議室",
        "教育委員会図書館",
        "一部非公開",
        "（代理）",
    ):
        assert words in page


def test_an_edition_read_again_has_the_speakers_items_and_masks() -> None:
    minutes = parse(read_document(edition_word(edition_of(MINUTES, WITHHELD)), "公開用.docx"))
    assert [(each.speaker, each.text, each.agenda) for each in minutes.utterances] == [
        ("会長", "開会します。", ()),
        ("■■■委員", "父の■■■から預かりました。", (0,)),
        ("会長", "次に移ります。", (1,)),
    ]
    assert minutes.held_on == "2026-04-10"
    assert [(each.category, each.number) for each in minutes.agenda] == [("議案", 1), ("議案", 2)]
