"""Latin letters -> the kana that they may stand for: Hepburn, Kunrei, and what is typed at a keyboard. No Django.

toshokan, tosyokan -> としょかん; ninchisho -> にんちしょう too: long vowels are written as ou, oo, ō, o- or not at all.
A reading is hiragana with ー, as the vocabulary has it.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import combinations, islice, product

# More readings than these are not tried; the likeliest come first.
MOST_READINGS = 96
LONGEST = 40
# In more places than these a reading is never other than the likeliest.
MOST_UNLIKELY = 4
_ROWS = {
    "": "あいうえお", "k": "かきくけこ", "g": "がぎぐげご", "s": "さしすせそ", "z": "ざじずぜぞ", "t": "たちつてと",
    "d": "だぢづでど", "n": "なにぬねの", "h": "はひふへほ", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ", "m": "まみむめも",
    "r": "らりるれろ", "l": "らりるれろ",
}  # fmt: skip
_SMALL_Y = {"a": "ゃ", "u": "ゅ", "o": "ょ", "e": "ぇ"}
_SMALL_VOWELS = dict(zip("aiueo", "ぁぃぅぇぉ", strict=True))
_SYLLABLES: dict[str, str] = {
    **{row + vowel: kana for row, kanas in _ROWS.items() for vowel, kana in zip("aiueo", kanas, strict=True)},
    **{
        f"{row}y{vowel}": kanas[1] + small
        for row, kanas in _ROWS.items()
        if row
        for vowel, small in _SMALL_Y.items()
    },
    # Hepburn, where it differs.
    "shi": "し", "chi": "ち", "tsu": "つ", "fu": "ふ", "ji": "じ",
    **{f"sh{vowel}": f"し{small}" for vowel, small in _SMALL_Y.items()},
    **{f"ch{vowel}": f"ち{small}" for vowel, small in _SMALL_Y.items()},
    **{f"cy{vowel}": f"ち{small}" for vowel, small in _SMALL_Y.items()},
    **{f"j{vowel}": f"じ{small}" for vowel, small in _SMALL_Y.items()},
    **{f"jy{vowel}": f"じ{small}" for vowel, small in _SMALL_Y.items()},
    "ya": "や", "yu": "ゆ", "yo": "よ", "wa": "わ", "wo": "を", "wi": "うぃ", "we": "うぇ",
    # Sounds of loanwords.
    **{f"f{vowel}": f"ふ{_SMALL_VOWELS[vowel]}" for vowel in "aieo"},
    **{f"ts{vowel}": f"つ{_SMALL_VOWELS[vowel]}" for vowel in "aieo"},
    **{f"v{vowel}": f"ゔ{_SMALL_VOWELS[vowel]}" for vowel in "aieo"},
    "vu": "ゔ", "thi": "てぃ", "dhi": "でぃ", "ti": "ち", "di": "ぢ", "tyi": "ちぃ", "ca": "か", "co": "こ", "cu": "く",
}  # fmt: skip
_LONGEST_SYLLABLE = max(map(len, _SYLLABLES))
_VOWELS = "aiueo"
_MACRONS = str.maketrans("âîûêô", "āīūēō")
_LONG = dict(zip("āīūēō", _VOWELS, strict=True))
_DOUBLED = re.compile(r"(?:([kgsztdbpmrfhjc])(?=\1)|t(?=ch))")
_LATIN = re.compile(r"[a-zāīūēōâîûêô'’-]+")
_BEFORE_M = frozenset("bpm")
_AFTER_N = frozenset([*_VOWELS, *_LONG, "y"])
_KANA_OF = dict(zip(_VOWELS, "あいうえお", strict=True))


def kana_of(text: str) -> tuple[str, ...]:
    """The readings of a text in Latin letters, the likeliest first, at most MOST_READINGS; none where it has none.

    kin'yuu -> きんゆう; kinyu -> きにゅ, きにゅう, きんゆう, …
    """
    # As typed: the folding takes the sign from a long vowel.
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text)).lower().translate(_MACRONS)
    if not _LATIN.fullmatch(plain) or len(plain) > LONGEST:
        return ()
    slots = _slots(plain.replace("’", "'"))
    if slots is None:
        return ()
    return tuple(islice(dict.fromkeys(_readings(slots)), MOST_READINGS))


def _readings(slots: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """One of each slot, those first that take the likeliest almost everywhere."""
    open_slots = [place for place, slot in enumerate(slots) if len(slot) > 1]
    for unlikely in range(min(len(open_slots), MOST_UNLIKELY) + 1):
        for places in combinations(open_slots, unlikely):
            choices = [slot[1:] if place in places else slot[:1] for place, slot in enumerate(slots)]
            yield from map("".join, product(*choices))


def _slots(text: str) -> list[tuple[str, ...]] | None:
    """What each piece of a text may stand for, the likeliest first; None where a piece stands for nothing."""
    slots: list[tuple[str, ...]] = []
    at = 0
    while at < len(text):
        if text[at] in "'-":
            at += 1
            continue
        if _DOUBLED.match(text, at):
            slots.append(("っ",))
            at += 1
            continue
        behind = _behind_nasal(text, at)
        if behind is not None:
            slots.append(("ん",))
            at = behind
            continue
        syllable = _syllable(text, at)
        if syllable is None:
            return None
        kana, vowel, end = syllable
        # genin is げんいん as well, kinnyuu きんゆう.
        apart = _syllable(text, at + 1) if text[at] == "n" and at else None
        nasal = "" if slots and slots[-1] == ("ん",) else "ん"
        slots.append((kana, f"{nasal}{apart[0]}") if apart else (kana,))
        after, at = _length(text, end, vowel)
        slots.append(after)
    return slots


def _behind_nasal(text: str, at: int) -> int | None:
    """Where a text goes on behind ん; None where the letter is none."""
    letter, following, behind = text[at], text[at + 1 : at + 2], text[at + 2 : at + 3]
    if letter == "m" and following in _BEFORE_M:
        return at + 1
    if letter != "n" or following in _AFTER_N:
        return None
    # At a keyboard nn is ん; on paper it is ん before a syllable of the n row.
    is_double = following == "'" or (following == "n" and behind not in _AFTER_N)
    return at + (2 if is_double else 1)


def _syllable(text: str, at: int) -> tuple[str, str, int] | None:
    """A syllable's kana, its vowel, and where the text goes on: at a long vowel's sign, that is left to be read."""
    for length in range(_LONGEST_SYLLABLE, 0, -1):
        piece = text[at : at + length]
        if len(piece) < length:
            continue
        vowel = _LONG.get(piece[-1], piece[-1])
        kana = _SYLLABLES.get(piece[:-1] + vowel)
        if kana is not None:
            # A macron is read once more, as the vowel's length.
            return kana, vowel, at + length - (piece[-1] in _LONG)
    return None


def _length(text: str, at: int, vowel: str) -> tuple[tuple[str, ...], int]:
    """How a syllable's vowel may go on, and where the text does: o, ou, oo, ō, o-."""
    sign = text[at : at + 1]
    if sign == "-" or sign in _LONG or (vowel == "o" and sign == "o"):
        return _long(vowel), at + 1
    if vowel == "o" and sign == "u":
        return ("う",), at + 1
    if sign == vowel:
        return (_KANA_OF[vowel], "ー"), at + 1
    # Not written at all: as a rule of o and u alone.
    return (("", "う") if vowel in "ou" else ("",)), at


def _long(vowel: str) -> tuple[str, ...]:
    return ("う", "お", "ー") if vowel == "o" else (_KANA_OF[vowel], "ー")
