"""What a draft still lacks before it can be published. Pure functions, no Django."""

from dataclasses import dataclass

from minutes.parsing import ParsedMinutes


@dataclass(frozen=True, slots=True)
class Gap:
    """What must be filled in before the draft can be published. `utterance` is the 0-based one, if it is one's."""

    field: str
    message: str
    utterance: int | None = None


def gaps(parsed: ParsedMinutes) -> list[Gap]:
    """What is missing for publishing, in the order of the page."""
    found = []
    if not (parsed.body or "").strip():
        found.append(Gap("body", "会議体の名称を入力してください。"))
    if parsed.held_on is None and parsed.fiscal_year is None:
        found.append(Gap("held_on", "開催日を入力してください。開催日が分からないときは、年度を入力してください。"))
    for name, word, blank in (
        ("agenda", "件名のない議題", [not row.title.strip() for row in parsed.agenda]),
        ("attendees", "氏名・職名のない出席者", [not row.name.strip() for row in parsed.attendees]),
        ("attachments", "番号も名称もない資料", [not (row.label or row.title) for row in parsed.attachments]),
    ):
        if any(blank):
            found.append(Gap(name, f"{word}があります。入力するか、削除してください。"))
    message = "本文を入力してください。要らない発言は削除してください。"
    found += [Gap("text", message, index) for index, row in enumerate(parsed.utterances) if not row.text.strip()]
    return found
