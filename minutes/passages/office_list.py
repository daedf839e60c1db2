"""The office's own list of what a public edition withholds, and why: passages, and rows that not everybody may read."""

from collections.abc import Iterator

from django.contrib.auth.models import AnonymousUser

from minutes import access
from minutes.models import Meeting, Passage
from minutes.passages.audiences import bearers_of
from minutes.passages.listing import listed, name_of
from minutes.public_edition import Withheld
from minutes.record import MarkedRow, rows_of

Part = Passage.Part
WHOLE = "全体"
# What an edition holds; pages of papers stand in no edition, whoever may read them.
IN_EDITION = (Part.UTTERANCE, Part.ITEM, Part.PAPER)


def withheld_of(meeting: Meeting) -> tuple[Withheld, ...]:
    """What is withheld of the meeting with its words: passages as their page lists them, then whole rows in their order.

    One that is of earlier versions alone is not in it: the minutes as they are do not hold it.
    """
    passages = [
        Withheld(
            f"{one.row_name}　{one.field_name}",
            one.passage.quote,
            one.passage.ground.text if one.passage.ground else "",
            "　".join(filter(None, (one.passage.note, f"読める人：{one.audience_name}"))),
        )
        for one in listed(meeting)
        if not one.is_past
    ]
    return (*passages, *_whole_rows(meeting))


def _whole_rows(meeting: Meeting) -> Iterator[Withheld]:
    shown = _shown_to_everybody(meeting)
    own = {bearer.key: access.restriction(bearer.audience) for bearer in bearers_of(meeting)}
    for row in rows_of(meeting):
        if row.part in IN_EDITION and row.key not in shown:
            readers = own.get(f"{row.part}:{row.row}") or "議題の閲覧範囲による"
            yield Withheld(f"{name_of(row)}　{WHOLE}", _words(row), "", f"読める人：{readers}")


def _words(row: MarkedRow) -> str:
    return row.texts.get("text") or "　".join(filter(None, row.texts.values()))


def _shown_to_everybody(meeting: Meeting) -> set[tuple[str, int | str]]:
    visitor = AnonymousUser()
    rows = (
        (Part.UTTERANCE, access.visible_utterances(visitor), "ref"),
        (Part.ITEM, access.visible_items(visitor), "pk"),
        (Part.PAPER, access.visible_attachments(visitor), "pk"),
    )
    return {
        (str(part), key)
        for part, found, number in rows
        for key in found.filter(meeting=meeting).values_list(number, flat=True)
    }
