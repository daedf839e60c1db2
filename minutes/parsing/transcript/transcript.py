"""Transcript -> ParsedMinutes: cues of one person become a speech; what a recording does not tell is asked of the editor."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from minutes.documents import SourceText
from minutes.parsing.ledger import unparsed
from minutes.parsing.model import ParsedMinutes, Utterance, Warning
from minutes.parsing.rows.text import ends_sentence, squeeze, tidy
from minutes.parsing.transcript.head import ReadLines, agenda_of, head_of
from minutes.parsing.words.records import assent_line, bracketed, event_line
from minutes.transcripts import Cue, Transcript, Untaken
from minutes.wording import clock_of_recording

# Where a sentence ends after so many signs, or before so many seconds of silence, a paragraph ends; so do the words of
# nobody known, which may be those of several. They end in any case after so many.
_PARAGRAPH, _SILENCE = 200, 2.0
_TOO_MUCH = 800
_NOBODY = re.compile(
    r"(?:話者|発言者|参加者)?不明(?:な(?:話者|発言者|参加者|ユーザー))?|unknown(?: (?:speaker|user|participant))?", re.I
)
# A市 小川, 総務課 小川: an office and a name.
_OF_OFFICE = re.compile(r"[A-Za-z0-9Ａ-Ｚａ-ｚ０-９]|[課室局係]$")
# Surnames and given names are no longer.
_LONGEST_PART = 4
# Below this share of cues that end with a sentence the tool writes no full stops: spaces and cues are all that parts it.
_PUNCTUATED = 0.1
# What is left of an utterance's certainty where nobody is named, or where a cue without a name was taken to go on.
_UNKNOWN_SPEAKER, _GOES_ON = 0.55, 0.9
# What is left of a document's for each field of its head that only the file's name or the first words tell.
_BESIDE = 0.95
# No recording tells its whole head; what it leaves open is asked, and no fault of the reading.
_HEAD_ASKED = 0.9
_TOLD = "会議の文字起こしとして読み取りました。"
_COUNTED = (
    "時刻で書かれているため、最初の発言を0:00:00として数えました（最初の時刻：{}）。録音の時間とずれることがあります。"
)
_GONE_ON = "話者の表示がない箇所を、前の話者の続きとして読み取りました（同じ読み方の箇所：{}か所）。"
# What happens between speeches is told in so few words, where no table says that nobody spoke.
_LONGEST_EVENT = 20
# What tools hear besides words.
_HEARD = re.compile(r"音楽|拍手|笑い?|笑い?声|無音|沈黙|ざわめき|music|applause|laughter|silence", re.I)


@dataclass(slots=True)
class _Speech:
    """Cues of one person in a row about one item; `goes_on` counts those that name nobody."""

    speaker: str | None
    cues: list[Cue] = field(default_factory=list)
    goes_on: int = 0
    is_event: bool = False


def parsed_transcript(transcript: Transcript, source: SourceText, read: ReadLines) -> ParsedMinutes:
    """The minutes that a transcript makes: what was said, by whom and when.

    Its head is what the file says of the meeting, read by `read` as a head of minutes, and what the name of the file and
    the first words say; a warning asks for what is missing.
    """
    ways = _Ways(transcript)
    speeches = list(_speeches(transcript, ways))
    agenda, about = agenda_of(transcript, read)
    utterances = tuple(_utterance(speech, ways, source, about) for speech in speeches)
    head = head_of(transcript, source.name, utterances, read)
    parsed = replace(head.parsed, utterances=utterances, agenda=agenda or head.parsed.agenda)
    warnings = [Warning(remark.code, remark.message, remark.line) for remark in source.remarks]
    warnings += [Warning("transcript", _TOLD + head.told(bool(parsed.agenda))), *head.parsed.warnings]
    warnings += _unparsed(transcript.untaken)
    warnings += [
        Warning("unknown-speaker", f"発言者の表示がない発言です：{row.text[:60]}", row.line)
        for row in utterances
        if row.speaker is None and row.kind == "speech"
    ]
    went_on = [speech for speech in speeches if speech.goes_on]
    if went_on:
        count = sum(speech.goes_on for speech in went_on)
        first = next(cue for cue in went_on[0].cues if cue.speaker is None)
        warnings.append(Warning("unknown-speaker", _GONE_ON.format(count), first.line))
    if transcript.counted_from is not None and utterances:
        told = _COUNTED.format(clock_of_recording(transcript.counted_from))
        warnings.append(Warning("transcript", told, utterances[0].line))
    warnings.sort(key=lambda warning: (warning.line or 0, warning.code))
    parsed = replace(parsed, warnings=tuple(warnings))
    certainty = _HEAD_ASKED * _certainty(utterances) * _BESIDE**head.guesses
    return replace(parsed, certainty=round(certainty, 3))


class _Ways:
    """How one transcript is written."""

    def __init__(self, transcript: Transcript) -> None:
        cues = transcript.cues
        self.has_paragraphs = transcript.has_paragraphs
        self.is_punctuated = sum(map(_ends_sentence, cues)) >= _PUNCTUATED * len(cues)
        self.has_speakers = any(cue.speaker for cue in cues)
        repeats = any(one.speaker and _same(one.speaker, other.speaker) for one, other in pairwise(cues))
        # Where a name returns with every cue, one without is of nobody known.
        self._names_changes = not transcript.names_all and not repeats
        self._may_go_on = not transcript.names_all and self.is_punctuated

    def goes_on(self, before: Cue) -> bool:
        """Whether a cue that names nobody goes on with what the one before says."""
        return self._names_changes or (self._may_go_on and not _ends_sentence(before))


def _speeches(transcript: Transcript, ways: _Ways) -> Iterator[_Speech]:
    speech: _Speech | None = None
    for cue in transcript.cues:
        event = _is_event(cue, ways)
        if speech is not None and (event or speech.is_event or cue.item != speech.cues[-1].item):
            yield speech
            speech = None
        if event:
            speech = _Speech(None, [cue], is_event=True)
        elif speech is not None and cue.speaker is not None and _same(cue.speaker, speech.speaker):
            speech.cues.append(cue)
        elif speech is not None and cue.speaker is None and speech.speaker and ways.goes_on(speech.cues[-1]):
            speech.cues.append(cue)
            speech.goes_on += 1
        elif speech is not None and cue.speaker is None and speech.speaker is None and not _is_full(speech, cue):
            speech.cues.append(cue)
        else:
            if speech is not None:
                yield speech
            speech = _Speech(_name(cue.speaker), [cue])
    if speech is not None:
        yield speech


def _is_event(cue: Cue, ways: _Ways) -> bool:
    """Whether a cue tells what happened: （休憩）, where others name who speaks."""
    if cue.is_event:
        return True
    if cue.speaker is not None or not ways.has_speakers or len(cue.said) > 1:
        return False
    inner = bracketed(cue.said[0].text.strip())
    if inner is None or len(inner) > _LONGEST_EVENT:
        return False
    return bool(event_line(inner) or assent_line(inner) or _HEARD.fullmatch(inner))


def _is_full(speech: _Speech, cue: Cue) -> bool:
    """Whether words of nobody known end before this cue: others may go on."""
    length = sum(len(words.text) for each in speech.cues for words in each.said)
    return length >= _TOO_MUCH or (_ends_sentence(speech.cues[-1]) and _begins_anew(speech.cues[-1], cue, length))


def _begins_anew(before: Cue, cue: Cue, length: int) -> bool:
    """Whether a paragraph ends between two cues; where they do not tell the silence between them it does."""
    if before.end is None or cue.at is None:
        return True
    return length >= _PARAGRAPH or cue.at - before.end >= _SILENCE


def _utterance(speech: _Speech, ways: _Ways, source: SourceText, about: Mapping[str, int]) -> Utterance:
    line, item = speech.cues[0].line, speech.cues[0].item
    text = _text(speech.cues, ways)
    if speech.is_event:
        text = bracketed(text) or text
    certainty = (
        1.0 if speech.is_event else _UNKNOWN_SPEAKER if speech.speaker is None else _GOES_ON if speech.goes_on else 1.0
    )
    return Utterance(
        "note" if speech.is_event else "speech",
        speech.speaker,
        text,
        (about[item],) if item is not None and item in about else (),
        line=line,
        page=source.pages[line - 1] if source.pages else None,
        end_line=speech.cues[-1].end_line,
        certainty=certainty,
        at=speech.cues[0].at,
    )


def _text(cues: Sequence[Cue], ways: _Ways) -> str:
    """The words of a speech. Cues end where a picture is full: words go on until a sentence and a paragraph end."""
    text, begun = "", 0
    before: Cue | None = None
    for cue in cues:
        for place, words in enumerate(cue.said):
            part = tidy(words.text) if ways.is_punctuated else " ".join(words.text.split())
            within = place > 0
            if not text:
                text = part
                continue
            if within:
                parts = ways.has_paragraphs
            elif ways.is_punctuated:
                parts = ends_sentence(text) and before is not None and _begins_anew(before, cue, len(text) - begun)
            else:
                parts = True
            between = "\n" if parts else " " if _are_words(text[-1], part[:1]) else ""
            begun = len(text) if parts else begun
            text += between + part
        before = cue
    return text


def _are_words(last: str, first: str) -> bool:
    """Whether two signs are letters of words that a space parts."""
    return last.isascii() and first.isascii() and (last.isalnum() or last in ",.!?") and first.isalnum()


def _name(speaker: str | None) -> str | None:
    """佐藤 一郎 is the 佐藤一郎 of other tools; みなと野市 佐藤一郎 and Sato Ichiro keep the space. 話者不明 is nobody."""
    parts = speaker.split() if speaker and not _NOBODY.fullmatch(speaker.strip()) else []
    is_name = len(parts) == 2 and all(len(part) <= _LONGEST_PART and not _OF_OFFICE.search(part) for part in parts)
    return ("" if is_name else " ").join(parts) or None


def _same(one: str, other: str | None) -> bool:
    return other is not None and squeeze(one) == squeeze(other)


def _ends_sentence(cue: Cue) -> bool:
    return ends_sentence(cue.said[-1].text)


def _unparsed(untaken: Sequence[Untaken]) -> Iterator[Warning]:
    """One warning for each run of lines, as the ledger has them."""
    run: list[Untaken] = []
    for each in untaken:
        if run and (each.line != run[-1].line + 1 or each.minor != run[-1].minor):
            yield _left(run)
            run = []
        run.append(each)
    if run:
        yield _left(run)


def _left(run: Sequence[Untaken]) -> Warning:
    text = "\n".join(each.text for each in run)
    return unparsed(run[0].line, text, run[0].minor)


def _certainty(utterances: Sequence[Utterance]) -> float:
    """The mean certainty of what was said, by its length; none where nothing was."""
    weights = [(len(row.text) + 40, row.certainty or 0.0) for row in utterances]
    return sum(weight * certainty for weight, certainty in weights) / (sum(weight for weight, _ in weights) or 1)
