"""A draft as the staff pages show it: its pages, its gaps, its source lines. Pure functions, no Django."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace

from minutes.parsing.model import AgendaItem, ParsedMinutes, Utterance

# Utterances on one page of the correction form: a page stays quick to load, to save and to tab through.
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Gap:
    """What must be filled in before the draft can be published. `utterance` is the 0-based one, if it is one's."""

    field: str
    message: str
    utterance: int | None = None

    @property
    def page(self) -> int:
        return 1 if self.utterance is None else page_of(self.utterance)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the source text beside the draft.

    `warnings` are the 1-based numbers of the warnings that name the line, `utterance` the 1-based
    number of the first utterance of this page that begins on it.
    """

    number: int
    text: str
    warnings: tuple[int, ...] = ()
    utterance: int | None = None


@dataclass(frozen=True, slots=True)
class WarningLink:
    """A warning with the page of the draft whose source lines hold the line it names."""

    number: int
    message: str
    line: int | None
    page: int


def gaps(parsed: ParsedMinutes) -> list[Gap]:
    """What is missing for publishing, in the order of the pages."""
    found = []
    if not (parsed.body or "").strip():
        found.append(Gap("body", "会議体の名称を入力してください。"))
    if parsed.held_on is None and parsed.fiscal_year is None:
        found.append(Gap("held_on", "開催日を入力してください。開催日が分からないときは、年度を入力してください。"))
    message = "本文を入力してください。要らない発言は「削除」に印を付けてください。"
    found += [Gap("text", message, index) for index, row in enumerate(parsed.utterances) if not row.text.strip()]
    return found


def page_count(parsed: ParsedMinutes) -> int:
    """At least 1: the first page also holds the fields of the meeting."""
    return max(1, -(-len(parsed.utterances) // PAGE_SIZE))


def page_of(index: int) -> int:
    """The page of the utterance at this 0-based index."""
    return index // PAGE_SIZE + 1


def outline(parsed: ParsedMinutes) -> str:
    """A digest of the positions in a draft: equal for two states whose forms can be laid over each other."""
    rows = (len(parsed.attendees), len(parsed.attachments), parsed.agenda)
    positions = (rows, tuple((row.line, row.page) for row in parsed.utterances))
    return hashlib.sha256(repr(positions).encode()).hexdigest()[:16]


def speakers(parsed: ParsedMinutes) -> list[str]:
    """Every speaker mark of the draft once, in the order of first appearance."""
    return list(dict.fromkeys(row.speaker for row in parsed.utterances if row.speaker))


def agenda_label(item: AgendaItem) -> str:
    """議案（1） 来庁不要区役所について"""
    number = f"（{item.number}）" if item.number is not None else ""
    return f"{item.category or ''}{number} {item.title}".strip()


def blank_after(row: Utterance | None) -> Utterance:
    """An utterance to be filled in, at the same place of the source and the agenda as the one before it."""
    blank = Utterance("speech", None, "")
    return replace(blank, agenda=row.agenda, line=row.line, page=row.page) if row else blank


def source_windows(parsed: ParsedMinutes, total: int) -> list[range]:
    """For each page of the draft the 1-based source lines shown beside it; together they hold all `total` lines."""
    pages = [parsed.utterances[start : start + PAGE_SIZE] for start in _starts(parsed)]
    known = [[row.line for row in page if row.line and row.line <= total] for page in pages]
    if not all(known):
        return [range(1, total + 1)] * len(pages)
    # A page begins no later than any page after it, whatever order the lines are in.
    starts: list[int] = []
    for lines in reversed(known):
        starts.insert(0, min(*starts[:1], *lines, total + 1))
    starts[0] = 1
    ends = [*(start - 1 for start in starts[1:]), total]
    return [range(start, max(end, *lines) + 1) for start, end, lines in zip(starts, ends, known, strict=True)]


def source_lines(parsed: ParsedMinutes, text: str, page: int) -> list[SourceLine]:
    """The lines of the source text beside this page of the draft."""
    lines = text.split("\n") if text else []
    window = source_windows(parsed, len(lines))[page - 1]
    warned = defaultdict(list)
    for number, warning in enumerate(parsed.warnings, start=1):
        warned[warning.line].append(number)
    start = (page - 1) * PAGE_SIZE
    opened: dict[int | None, int] = {}
    for number, row in enumerate(parsed.utterances[start : start + PAGE_SIZE], start=start + 1):
        opened.setdefault(row.line, number)
    return [SourceLine(line, lines[line - 1], tuple(warned.get(line, ())), opened.get(line)) for line in window]


def warning_links(parsed: ParsedMinutes, text: str) -> list[WarningLink]:
    """The warnings of the draft, each with the page beside which its line stands."""
    total = text.count("\n") + 1 if text else 0
    windows = source_windows(parsed, total)
    result = []
    for number, warning in enumerate(parsed.warnings, start=1):
        page = next((page for page, window in enumerate(windows, start=1) if warning.line in window), None)
        result.append(WarningLink(number, warning.message or warning.code, warning.line if page else None, page or 1))
    return result


def _starts(parsed: ParsedMinutes) -> range:
    return range(0, page_count(parsed) * PAGE_SIZE, PAGE_SIZE)
