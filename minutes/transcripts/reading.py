"""SourceText -> Transcript, whatever of its forms it has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, zip_longest

from minutes.documents import SourceText
from minutes.transcripts.captions import read_captions
from minutes.transcripts.model import Cue, HeadLine, Transcript, Untaken, Words
from minutes.transcripts.named import read_named
from minutes.transcripts.names import NamePrefixes
from minutes.transcripts.recordings import head_lines, is_of_tool
from minutes.transcripts.rolling import Caption, unrolled
from minutes.transcripts.scripts import read_script
from minutes.transcripts.tables import read_table
from minutes.transcripts.times import LATEST_START

# Of these a file may be a table from end to end; in Word a table without times may be that of minutes.
_TABLES = ("text/csv", "text/plain", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
# So long a stamp's time goes on being that of whoever speaks below it (Google Meet: five minutes).
_LONGEST_BLOCK = 600


def read_transcript(source: SourceText) -> Transcript | None:
    """The transcript that a source text is; None where it is anything else, minutes among it."""
    lines = source.lines
    captions = read_captions(lines)
    if captions is not None:
        shown = captions.captions if captions.has_voices else _with_names(captions.captions)
        above, untaken = _parted(captions.untaken, shown)
        head = tuple(head_lines(above))
        return _transcript(unrolled(shown), untaken, head, names_all=captions.has_voices)
    table = read_table(lines, source.media_type in _TABLES)
    if table is not None:
        shown = table.captions if table.has_speakers else _with_names(table.captions)
        head = (*head_lines(table.above), *table.head)
        return _transcript(shown, table.untaken, head, table.items, has_paragraphs=True)
    script = read_script(lines) or read_named(lines)
    if script is None:
        return None
    shown = script.captions if script.has_speakers else _with_names(script.captions)
    return _transcript(shown, script.untaken, tuple(head_lines(script.above)), has_paragraphs=True)


def _parted(untaken: Sequence[Untaken], captions: Sequence[Caption]) -> tuple[list[Untaken], list[Untaken]]:
    """What stands above the first caption and may tell of the meeting, and the rest."""
    first = min((words.line for caption in captions for words in caption.said), default=0)
    above = [each for each in untaken if each.line < first and not is_of_tool(each.text)]
    return above, [each for each in untaken if each not in above]


def _with_names(captions: Sequence[Caption]) -> list[Caption]:
    """The captions with the names that stand before what is said."""
    names = NamePrefixes([[words.text for words in each.said] for each in captions if not each.is_event])
    result = []
    for caption in captions:
        if caption.is_event:
            result.append(caption)
            continue
        said: list[Words] = []
        for words in caption.said:
            for part in names.parted(words):
                # Who is named goes on to the end of the caption.
                speaker = part.speaker or (said[-1].speaker if said else None)
                said.append(Words(part.text, part.line, speaker))
        result.append(replace(caption, said=said))
    return result


def _transcript(
    captions: Sequence[Caption],
    untaken: Sequence[Untaken],
    head: tuple[HeadLine, ...],
    items: str | None = None,
    has_paragraphs: bool = False,
    names_all: bool = False,
) -> Transcript:
    """The captions as cues. Where several speak below one time it is that of each, unless the next is far off."""
    began = next((caption.begins for caption in captions if caption.begins is not None), None)
    counted_from = began if began is not None and began >= LATEST_START else None
    cues: list[Cue] = []
    for caption, after in zip_longest(captions, captions[1:]):
        begins, ends = (_moved(time, counted_from) for time in (caption.begins, caption.ends))
        goes_on = after is None or _is_near(caption, after)
        for place, (speaker, group) in enumerate(groupby(caption.said, key=lambda words: words.speaker)):
            said = tuple(words for words in group if words.text.strip())
            if said:
                at = begins if place == 0 or goes_on else None
                cues.append(Cue(at, ends, speaker, said, caption.item, caption.is_event))
    return Transcript(tuple(cues), tuple(untaken), head, items, has_paragraphs, names_all, counted_from)


def _is_near(caption: Caption, after: Caption) -> bool:
    return caption.begins is None or after.begins is None or after.begins - caption.begins <= _LONGEST_BLOCK


def _moved(time: float | None, start: float | None) -> float | None:
    return time if time is None or start is None else round(max(0.0, time - start), 3)
