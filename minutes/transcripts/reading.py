"""SourceText -> Transcript, whatever of the three forms it has."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from minutes.documents import SourceText
from minutes.transcripts.captions import read_captions
from minutes.transcripts.model import Cue, Transcript, Untaken, Words
from minutes.transcripts.names import NamePrefixes
from minutes.transcripts.rolling import Caption, unrolled
from minutes.transcripts.scripts import read_script
from minutes.transcripts.tables import read_table
from minutes.transcripts.times import LATEST_START


def read_transcript(source: SourceText) -> Transcript | None:
    """The transcript that a source text is; None where it is anything else, minutes among it."""
    lines = source.lines
    captions = read_captions(lines)
    if captions is not None:
        shown = captions.captions if captions.has_voices else _with_names(captions.captions)
        return _transcript(unrolled(shown), captions.untaken, names_all=captions.has_voices)
    table = read_table(lines)
    found = table or read_script(lines)
    if found is None:
        return None
    shown = found.captions if found.has_speakers else _with_names(found.captions)
    # A script's stamp may stand above the words of minutes; a caption or a row is short.
    return _transcript(shown, found.untaken, has_paragraphs=True, is_of_all=table is not None)


def _with_names(captions: Sequence[Caption]) -> list[Caption]:
    """The captions with the names that stand before what is said."""
    names = NamePrefixes([[words.text for words in caption.said] for caption in captions])
    result = []
    for caption in captions:
        said: list[Words] = []
        for words in caption.said:
            for part in names.parted(words):
                # Who is named goes on to the end of the caption.
                speaker = part.speaker or (said[-1].speaker if said else None)
                said.append(Words(part.text, part.line, speaker))
        result.append(Caption(caption.begins, caption.ends, said))
    return result


def _transcript(
    captions: Sequence[Caption],
    untaken: Sequence[Untaken],
    has_paragraphs: bool = False,
    names_all: bool = False,
    is_of_all: bool = True,
) -> Transcript:
    """The captions as cues; `is_of_all` says that a caption's time is that of every voice in it."""
    began = next((caption.begins for caption in captions if caption.begins is not None), None)
    counted_from = began if began is not None and began >= LATEST_START else None
    cues: list[Cue] = []
    for caption in captions:
        begins, ends = (_moved(time, counted_from) for time in (caption.begins, caption.ends))
        for place, (speaker, group) in enumerate(groupby(caption.said, key=lambda words: words.speaker)):
            said = tuple(words for words in group if words.text.strip())
            if said:
                cues.append(Cue(begins if place == 0 or is_of_all else None, ends, speaker, said))
    return Transcript(tuple(cues), tuple(untaken), has_paragraphs, names_all, counted_from)


def _moved(time: float | None, start: float | None) -> float | None:
    return time if time is None or start is None else round(max(0.0, time - start), 3)
