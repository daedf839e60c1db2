"""What a transcript says of its meeting -> the head of minutes: its own lines, the name of its file, the first words."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from minutes.parsing.head.titles import body_from_speech, body_of, is_title
from minutes.parsing.ledger import unparsed
from minutes.parsing.model import AgendaItem, ParsedMinutes, Utterance, Warning
from minutes.parsing.rows.text import fold
from minutes.parsing.words.item_classes import class_of_label
from minutes.parsing.words.records import clock_in, is_closing, is_opening
from minutes.transcripts import HeadLine, Transcript, recording_named
from minutes.wording import find_date, find_fiscal_year, fiscal_year

# Reads lines as minutes: those of a head alone give its fields and lists.
ReadLines = Callable[[Sequence[str]], ParsedMinutes]
# What a reading of the head alone tells that says nothing of a transcript.
_OF_WHOLE = frozenset(("no-date", "unparsed-text", "unknown-speaker", "agenda-not-discussed", "agenda-from-text", "doubted-mark"))  # fmt: skip
# In so many speeches a meeting is opened.
_FIRST_SPEECHES = 3
_TODAY = re.compile(r"(?:本日|今日)(?:は|、|の)?、?\s*$")
_NUMBERED_IN_YEAR = re.compile(r"[^、。]{2,8}年度の?\s?第[0-9０-９一二三四五六七八九十]{1,3}回")
_OF_FILE = re.compile(
    r"(?:の)?(?:文字起こし|文字起し|書き起こし|反訳|録音|録画|音声|字幕|transcripts?|transcription|recording|captions?|audio|json|utf-?8|ja(?:-JP)?|ja_jp)(?:データ|ファイル|結果)?",
    re.I,
)
_COMPACT_DAY = re.compile(r"(?<!\d)(20\d\d)([01]\d)([0-3]\d)(?!\d)")
_COPY = re.compile(r"\s*(?:\(\d{1,2}\)|（\d{1,2}）|- ?コピー|のコピー|copy)\s*", re.I)
# Shorter names of bodies are words for any meeting: 会議, 定例会.
_SHORTEST_BODY = 4


_LINES = "文字起こしの記載"


@dataclass(frozen=True, slots=True)
class TranscriptHead:
    """The minutes without what was said; where the fields come from, in Japanese, by the fields' names."""

    parsed: ParsedMinutes
    sources: dict[str, str]

    @property
    def guesses(self) -> int:
        """How many fields no line of the transcript tells."""
        return sum(source != _LINES for source in self.sources.values())

    def told(self, has_agenda: bool) -> str:
        """What to look at, and what to fill in."""
        by_source: dict[str, list[str]] = {}
        for name, source in self.sources.items():
            by_source.setdefault(source, []).append(name)
        doubted = [
            f"{'、'.join(names)}は{source}から読み取りました。確かめてください。" for source, names in by_source.items()
        ]
        has = {"出席者": bool(self.parsed.attendees), "議題": has_agenda}
        missing = [name for name in ("会議名", "会議体", "開催日") if name not in self.sources]
        missing += [name for name, found in has.items() if not found]
        return "".join(doubted) + (f"{'、'.join(missing)}は記載がないため、入力してください。" if missing else "")


def head_of(transcript: Transcript, filename: str, utterances: Sequence[Utterance], read: ReadLines) -> TranscriptHead:
    """The head of a transcript's minutes."""
    lines = list(transcript.head)
    parsed = _read(lines, read)
    sources = dict.fromkeys(_told(parsed), _LINES)
    further = _of_file(filename)
    if further and not (parsed.title and parsed.held_on):
        told = _told(parsed)
        lines += [line for line in further if line.text.partition("\t")[0] not in told]
        parsed = _read(lines, read)
        sources |= dict.fromkeys(_told(parsed) - set(sources), "ファイル名")
    parsed = _with_first_words(parsed, utterances)
    sources |= dict.fromkeys(_told(parsed) - set(sources), "冒頭の発言")
    parsed = _with_times(parsed, utterances)
    order = ("会議名", "会議体", "開催日")
    return TranscriptHead(parsed, {name: sources[name] for name in order if name in sources})


def _told(parsed: ParsedMinutes) -> set[str]:
    fields = {"会議名": parsed.title, "会議体": parsed.body, "開催日": parsed.held_on}
    return {name for name, value in fields.items() if value}


def _read(lines: Sequence[HeadLine], read: ReadLines) -> ParsedMinutes:
    """The minutes that the lines of a head give; what of them has no place is warned of, and is nothing that was said."""
    shown = [line for line in lines if line.text]
    if not shown:
        return ParsedMinutes(warnings=(_NO_DATE,))
    parsed = read([line.text for line in shown])
    left = {
        place
        for row in parsed.utterances
        for place in range((row.line or 1) - 1, min(row.end_line or row.line or 1, len(shown)))
    }
    kept = []
    for warning in parsed.warnings:
        line = shown[warning.line - 1] if warning.line else None
        if warning.code == "unparsed-text" and warning.line:
            left |= set(range(warning.line - 1, min(warning.line + (warning.text or "").count("\n"), len(shown))))
        elif warning.code not in _OF_WHOLE:
            kept.append(replace(warning, line=line.line if line else None))
    kept += [_left(shown, place) for place in sorted(left) if shown[place].printed]
    kept += [] if parsed.held_on else [_NO_DATE]
    return replace(parsed, utterances=(), warnings=tuple(kept), certainty=None)


_NO_DATE = Warning("no-date", "開催日を読み取れませんでした。")


def _left(shown: Sequence[HeadLine], place: int) -> Warning:
    line = shown[place]
    return unparsed(line.line, line.printed.replace("\t", " "), line.minor)


def _of_file(filename: str) -> list[HeadLine]:
    """What the name of a file says: 第3回図書館協議会_20240401.vtt. Names that tools give to any file say nothing."""
    stem = _COPY.sub("", PurePath(filename).stem.removesuffix(".transcript"))
    named = recording_named(stem)
    title, day = (named.title or "", named.day) if named else (stem, None)
    if day is None and (compact := _COMPACT_DAY.search(title)) is not None:
        found = find_date("-".join(compact.groups()))
        day = found.day if found else None
        title = title[: compact.start()] + " " + title[compact.end() :]
    elif day is None and (found := find_date(title)) is not None:
        day, title = found.day, title[: found.start] + " " + title[found.end :]
    title = " ".join(re.sub(r"[_＿]+", " ", _OF_FILE.sub(" ", title)).strip(" -–()（）[]【】・").split())
    lines = []
    if is_title(title) and len(body_of(title) or "") >= _SHORTEST_BODY:
        lines.append(HeadLine(f"会議名\t{title}", 1, ""))
    if day is not None:
        lines.append(HeadLine(f"開催日\t{day.year}年{day.month}月{day.day}日", 1, ""))
    return lines


def _with_first_words(parsed: ParsedMinutes, utterances: Sequence[Utterance]) -> ParsedMinutes:
    """Body, number and day where the first speeches name them: ただいまから第3回図書館協議会を開会します."""
    first = [row.text for row in utterances if row.kind == "speech"][:_FIRST_SPEECHES]
    for text in first:
        found = body_from_speech(text)
        if found is None or (parsed.body and fold(found[0]) not in fold(parsed.body)):
            continue
        body, number = found
        year = parsed.fiscal_year or _year_of_meeting(text)
        parsed = replace(parsed, body=parsed.body or body, number=parsed.number or number, fiscal_year=year)
        break
    if parsed.held_on is None and first:
        day = find_date(first[0][:300])
        if day is not None and _TODAY.search(first[0][: day.start]):
            kept = tuple(warning for warning in parsed.warnings if warning.code != "no-date")
            parsed = replace(parsed, held_on=day.day.isoformat(), warnings=kept)
            parsed = replace(parsed, fiscal_year=parsed.fiscal_year or fiscal_year(day.day))
    return parsed


def _year_of_meeting(text: str) -> int | None:
    """The 年度 that stands before the number of the meeting: 令和8年度第1回, not that of 令和7年度決算."""
    found = _NUMBERED_IN_YEAR.search(text[:300])
    return find_fiscal_year(found[0]) if found else None


def _with_times(parsed: ParsedMinutes, utterances: Sequence[Utterance]) -> ParsedMinutes:
    """When the notes of what happened say that the meeting began and ended."""
    notes = [row.text for row in utterances if row.kind == "note" and not recording_named(row.text)]
    opens = next((clock for text in notes if is_opening(text) and (clock := clock_in(text))), None)
    closes = next((clock for text in reversed(notes) if is_closing(text) and (clock := clock_in(text))), None)
    return replace(parsed, starts_at=parsed.starts_at or opens, adjourned_at=closes)


def agenda_of(transcript: Transcript, read: ReadLines) -> tuple[tuple[AgendaItem, ...], dict[str, int]]:
    """The items of the column that tells what is talked of, and which of them each of its cells is."""
    cells = list(dict.fromkeys(cue.item for cue in transcript.cues if cue.item is not None))
    if not cells or transcript.items is None:
        return (), {}
    label = transcript.items if class_of_label(transcript.items) else "議題"
    agenda = read([label, *cells]).agenda
    if [fold(item.title) in fold(cell) for item, cell in zip(agenda, cells, strict=False)] == [True] * len(cells):
        return agenda, {cell: place for place, cell in enumerate(cells)}
    about = {}
    for cell in cells:
        place = next((place for place, item in enumerate(agenda) if fold(item.title) in fold(cell)), None)
        if place is not None:
            about[cell] = place
    return agenda, about
