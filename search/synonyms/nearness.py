"""Words that may have been meant: those that are read like what was typed, and those written nearly so.

For searches that found nothing or little: parts of it look through the whole vocabulary.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import IntEnum
from typing import Any

from django.db import connection

from minutes.access import Clearance, sql
from search.synonyms.readings import Frequencies, compounds_read, pair_at, words_read
from search.words import (
    fold_text,
    is_kana,
    kana_of,
    normalized_form,
    reading_of,
    readings_as_typed,
    tokenize,
    units_of,
)

MOST_NEAR = 12
# So many are looked at for spellings of the same word.
MOST_LIKELY = 60
# A longer text is a sentence, unless it is spelled by sound alone.
LONGEST_NEAR = 16
SHORTEST_EDITED = 3
SHORTEST_EDITED_KANA = 4
# Runs of words that are tried for one that was cut up because it is written wrongly.
_LONGEST_RUN = 4
_MOST_WORDS = 12
_MOST_EDITED = 4
# Words of two signs that share one with a word: they count beside their neighbours alone.
_MOST_SHARING = 400
_HAS_KANJI = re.compile("[一-鿿々]")
_KANJI_PAIR = re.compile("[一-鿿々]{2}")
_LIKE_SIGNS = str.maketrans({sign: f"\\{sign}" for sign in "\\%_"})
_SMALL = str.maketrans("ぁぃぅぇぉゃゅょゎ", "あいうえおやゆよわ")
_VOICED_ALIKE = str.maketrans("ぢづゔを", "じずぶお")
_FOREIGN_SOUNDS = dict(
    zip(
        "てぃ でぃ とぅ どぅ ふぁ ふぃ ふぇ ふぉ ゔぁ ゔぃ ゔぇ ゔぉ しぇ じぇ".split(),
        "ち じ つ ず は ひ へ ほ ば び べ ぼ せ ぜ".split(),
        strict=True,
    )
)
_FOREIGN = re.compile("|".join(_FOREIGN_SOUNDS))
_DROPPED = frozenset("ーっ")
# The kana by which a vowel may go on, by the kana before: of おう and おお both are long.
_PROLONGS = {
    **dict.fromkeys("あかさたなはまやらわがざだばぱ", "あ"),
    **dict.fromkeys("いきしちにひみりぎじびぴ", "い"),
    **dict.fromkeys("うくすつぬふむゆるぐずぶぷ", "う"),
    **dict.fromkeys("えけせてねへめれげぜでべぺ", "え"),
    **dict.fromkeys("おこそとのほもよろごぞどぼぽ", "うお"),
}
# One edit leaves one half of a word as it was, or exchanges the two signs in its middle.
# Parameters: shortest and longest, what words may begin with, what they may end with, other spellings, clearance.
_SAME_HALF = f"""
    SELECT DISTINCT {{column}} FROM search_word
    WHERE length({{column}}) BETWEEN %s AND %s
      AND ({{column}} LIKE ANY(%s) OR {{column}} LIKE ANY(%s) OR {{column}} = ANY(%s))
      AND {sql.readable_somewhere("access")}
"""
# Parameters: the first signs of readings, the longest, clearance.
_BEGUN_ALIKE = f"""
    SELECT DISTINCT surface, reading FROM search_word
    WHERE left(reading, 1) = ANY(%s) AND length(reading) BETWEEN 2 AND %s AND {sql.readable_somewhere("access")}
"""
# Parameters: patterns, clearance, _MOST_SHARING.
_SHARING = f"""
    SELECT DISTINCT surface FROM search_word
    WHERE length(surface) = 2 AND surface LIKE ANY(%s) AND {sql.readable_somewhere("access")} ORDER BY surface LIMIT %s
"""


class Likeness(IntEnum):
    """How a word is near to what was typed, the nearest first."""

    READ = 0  # read alike: a word, or several side by side
    SOUNDING = 1  # read alike but for long vowels, small kana and the like
    WRITTEN = 2  # one sign apart


# A word that is farther is likelier to be meant where it is so many times as frequent.
_FARTHER = {Likeness.READ: 1, Likeness.SOUNDING: 3, Likeness.WRITTEN: 20}


def likelihood(likeness: Likeness, frequency: int) -> float:
    """How likely a word is to be meant that stands in so many entries, beside others; 0 where it stands in none."""
    return frequency / _FARTHER[likeness]


@dataclass(frozen=True, slots=True)
class NearWord:
    """A folded text that may have been meant, and in how many entries its words stand at least (0: not known)."""

    text: str
    likeness: Likeness
    frequency: int = 0


def near_words(
    text: str, clearance: Clearance, frequencies: Frequencies, *, farthest: Likeness = Likeness.WRITTEN
) -> list[NearWord]:
    """Texts that may have been meant by `text`, of words that a person of `clearance` may read; at most MOST_NEAR.

    The nearer and the more frequent ones come first; none is farther than `farthest`, and READ alone costs
    two quick statements. What the dictionary joins with the text is none: it is found anyway. `frequencies` are those
    of the same clearance.
    """
    folded = fold_text(text).strip()
    found: dict[str, NearWord] = {}

    def add(words: Iterable[NearWord]) -> None:
        for word in words:
            known = found.get(word.text)
            if known is None or (word.likeness, -word.frequency) < (known.likeness, -known.frequency):
                found[word.text] = word

    readings = readings_as_typed(text.strip())
    if len(folded) > LONGEST_NEAR and not (is_kana(folded) or kana_of(text.strip())):
        return []
    add(_read_alike(readings, clearance, frequencies))
    if farthest > Likeness.READ:
        add(_written_alike(folded, clearance))
        add(_beside_the_same(folded, clearance, frequencies))
        known = frequencies([word.text for word in found.values() if not word.frequency])
        add(replace(word, frequency=known[word.text]) for word in list(found.values()) if word.text in known)
        # What is spelled by sound is more likely heard otherwise than mistyped.
        is_near = any(word.frequency and not (is_kana(folded) and word.likeness) for word in found.values())
        if readings and not is_near:
            add(_sounding_alike(readings, clearance, frequencies))
    same, runs = normalized_form(folded), {run for _, run in _runs(folded)}
    ranked = sorted(found.values(), key=lambda word: _rank(folded, word))
    # Of several spellings of one word the first stands for all.
    by_form: dict[str, NearWord] = {}
    for word in ranked[:MOST_LIKELY]:
        if word.text not in {folded, *runs} and (word.frequency or _is_long(word.text)):
            by_form.setdefault(normalized_form(word.text), word)
    by_form.pop(same, None)
    return list(by_form.values())[:MOST_NEAR]


def _is_long(text: str) -> bool:
    """Whether a text is of more units than frequencies tell of."""
    return sum(not unit.is_gap for _, unit in units_of(text)) > 2


def _rank(folded: str, word: NearWord) -> tuple[Any, ...]:
    return -likelihood(word.likeness, word.frequency), word.likeness, -_similarity(folded, word.text), word.text


def _read_alike(readings: Sequence[str], clearance: Clearance, frequencies: Frequencies) -> list[NearWord]:
    """Whole words before pieces."""
    if not readings:
        return []
    words = words_read(readings, clearance)
    known = frequencies(words)
    if known:
        return [NearWord(word, Likeness.READ, known.get(word, 0)) for word in words]
    compounds = compounds_read(readings, clearance, frequencies)
    return [
        *(NearWord(word, Likeness.READ) for word in words),
        *(NearWord(compound.text, Likeness.READ, compound.frequency) for compound in compounds),
    ]


def _written_alike(folded: str, clearance: Clearance) -> list[NearWord]:
    """The text with one run of its words as another word that is one sign apart, or read alike."""
    runs = _runs(folded)
    if not runs:
        return []
    readings = {run: reading_of(run) for _, run in runs}
    alike: defaultdict[str, set[str]] = defaultdict(set)
    if not is_kana(folded):
        for surface in words_read(list(readings.values()), clearance):
            alike[reading_of(surface)].add(surface)
    known = set().union(*alike.values())
    doubtful = [run for _, run in runs if run not in known and _may_be_edited(run)][:_MOST_EDITED]
    half_alike = _half_alike("surface", doubtful, clearance)
    found: list[NearWord] = []
    for start, run in runs:
        written = [other for other in half_alike if run in doubtful and is_one_edit(run, other)]
        others = [(other, Likeness.READ) for other in alike[readings[run]] - {run}]
        others += [(other, Likeness.WRITTEN) for other in written]
        found += [NearWord(folded[:start] + other + folded[start + len(run) :], likeness) for other, likeness in others]
    return found


def _beside_the_same(folded: str, clearance: Clearance, frequencies: Frequencies) -> list[NearWord]:
    """防炎訓練 -> 防災訓練: a word of two kanji as another that shares one of them, where that stands beside the same
    neighbours. Of shorter words too many are one sign away."""
    pieces = _pieces(folded)
    places = [at for at, piece in enumerate(pieces) if _KANJI_PAIR.fullmatch(piece)][:_MOST_EDITED]
    if len(pieces) < 2 or len(pieces) > _MOST_WORDS or not places:
        return []
    patterns = [pattern for at in places for pattern in (f"{pieces[at][0]}_", f"_{pieces[at][1]}")]
    with connection.cursor() as cursor:
        cursor.execute(_SHARING, [patterns, sql.parameter(clearance), _MOST_SHARING])
        sharing = [surface for (surface,) in cursor.fetchall()]
    candidates = {
        (at, other): pairs
        for at in places
        for other in sharing
        if is_one_edit(pieces[at], other) and (pairs := _pairs_around(pieces, at, other))
    }
    known = frequencies({pair for pairs in candidates.values() for pair in pairs})
    return [
        NearWord(
            "".join([*pieces[:at], other, *pieces[at + 1 :]]), Likeness.WRITTEN, min(known[pair] for pair in pairs)
        )
        for (at, other), pairs in candidates.items()
        if all(pair in known for pair in pairs)
    ]


def _pieces(folded: str) -> list[str]:
    """The words of a text, two kanji that are words of their own as one (職員|定|枢); empty for what holds no word."""
    pieces: list[str] = []
    for _, word in tokenize(folded):
        is_sign = len(word.surface) == 1 and _HAS_KANJI.match(word.surface)
        if is_sign and pieces and len(pieces[-1]) == 1 and _HAS_KANJI.match(pieces[-1]):
            pieces[-1] += word.surface
        else:
            pieces.append(word.surface)
    return pieces


def _pairs_around(pieces: list[str], at: int, other: str) -> list[str]:
    """What a word forms with its neighbours; nothing where one of them holds no word."""
    neighbours = pieces[max(at - 1, 0) : at] + pieces[at + 1 : at + 2]
    if not all(neighbours):
        return []
    pairs = [pair_at(before, other) for before in pieces[max(at - 1, 0) : at]]
    pairs += [pair_at(other, after) for after in pieces[at + 1 : at + 2]]
    return pairs if all(pairs) else []


def _sounding_alike(readings: Sequence[str], clearance: Clearance, frequencies: Frequencies) -> list[NearWord]:
    """Words read nearly so, one or two side by side (インタネット, コミュニテイーバス), or one sign apart (としかん)."""
    keys = {sound for reading in readings for sound in sounds_of(reading)}
    begun = _vocabulary_by_sound(keys, max(map(len, readings)), clearance)
    whole = [surface for key in keys for surface in begun.get(key, ())]
    if whole:
        frequent = frequencies(whole)
        return [NearWord(surface, Likeness.SOUNDING, frequent.get(surface, 0)) for surface in whole]
    rests = {key[len(first) :] for key in keys for first in begun if len(first) > 1 and key.startswith(first)} - {""}
    ended = _vocabulary_by_sound(rests, max(map(len, rests)), clearance) if rests else {}
    pairs = {
        left + right: pair_at(left, right)
        for key in keys
        for first in begun
        if key.startswith(first) and len(first) > 1
        for left in begun[first]
        for right in ended.get(key[len(first) :], ())
    }
    known = frequencies([pair for pair in pairs.values() if pair])
    found = [NearWord(text, Likeness.SOUNDING, known[pair]) for text, pair in pairs.items() if pair in known]
    if found or len(readings[0]) < SHORTEST_EDITED_KANA:
        return found
    typed = readings[0]
    near = {other for other in _half_alike("reading", [typed], clearance) if is_one_edit(typed, other)}
    return [NearWord(surface, Likeness.WRITTEN) for surface in words_read(sorted(near), clearance)]


def _vocabulary_by_sound(keys: Collection[str], longest: int, clearance: Clearance) -> dict[str, list[str]]:
    """The words of the index that begin with the signs that the sounds begin with, by their own sound."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_BEGUN_ALIKE, [sorted({key[:1] for key in keys}), longest + 4, sql.parameter(clearance)])
        for surface, reading in cursor.fetchall():
            for sound in sounds_of(reading):
                found[sound].append(surface)
    return found


def sounds_of(reading: str) -> set[str]:
    """A reading without what is easily left out or put in: long vowels, っ, small kana; and with sounds of loanwords as
    they were written before (ティ: チ)."""
    return {_plain(reading), _plain(_FOREIGN.sub(lambda match: _FOREIGN_SOUNDS[match[0]], reading))}


def _plain(reading: str) -> str:
    kept, before = [], ""
    for sign in reading.translate(_SMALL).translate(_VOICED_ALIKE):
        if sign not in _DROPPED and sign not in _PROLONGS.get(before, ""):
            kept.append(sign)
        before = sign
    return "".join(kept)


def is_one_edit(one: str, other: str) -> bool:
    """Whether one sign more, less or otherwise, or two side by side exchanged, make one text the other."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1 or one == other:
        return False
    at = next((place for place, sign in enumerate(one) if sign != other[place]), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    if one[at + 1 :] == other[at + 1 :]:
        return True
    return one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]


def _runs(folded: str) -> list[tuple[int, str]]:
    """Words side by side, the longest runs first, each with the offset where it starts. What is written wrongly
    is often cut into several words."""
    words = tokenize(folded)[:_MOST_WORDS]
    found: list[tuple[int, str]] = []
    for length in range(_LONGEST_RUN, 0, -1):
        for at in range(len(words) - length + 1):
            run = words[at : at + length]
            text = "".join(word.surface for _, word in run)
            # A single sign is read like too many others.
            if len(text) > 1 and all(word.surface for _, word in run):
                found.append((run[0][0], text))
    return found


def _may_be_edited(run: str) -> bool:
    """Of shorter words too many others are one sign away."""
    return len(run) >= (SHORTEST_EDITED if _HAS_KANJI.search(run) else SHORTEST_EDITED_KANA)


def _half_alike(column: str, texts: Sequence[str], clearance: Clearance) -> list[str]:
    """What the vocabulary has in a column of which one half is that of a text."""
    if not texts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_SAME_HALF.format(column=column), [*_halves(texts), sql.parameter(clearance)])
        return [text for (text,) in cursor.fetchall()]


def _halves(runs: Sequence[str]) -> list[Any]:
    """The parameters of _SAME_HALF but for the clearance."""
    beginnings, ends, exchanged = [], [], []
    for run in runs:
        middle = len(run) // 2
        beginnings.append(f"{run[:middle].translate(_LIKE_SIGNS)}%")
        ends.append(f"%{run[middle:].translate(_LIKE_SIGNS)}")
        exchanged.append(run[: middle - 1] + run[middle] + run[middle - 1] + run[middle + 1 :])
    lengths = [len(run) for run in runs]
    return [min(lengths) - 1, max(lengths) + 1, beginnings, ends, exchanged]


def _similarity(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
