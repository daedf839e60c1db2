"""How a text is read that was typed in kana, in Latin letters, in kanji of another word, or in all of them. No Django."""

import re

from search.words.folding import fold_text
from search.words.romaji import kana_of
from search.words.tokens import readings_of

# Longer texts are sentences.
LONGEST = 24
# Fewer letters are an abbreviation; so many ways of reading a beginning are tried.
SHORTEST_LATIN = 3
MOST_BEGUN = 8
_UNFINISHED = re.compile("[b-df-hj-mp-tv-z]+$")
_LATIN = re.compile(r"[a-zāīūēōâîûêô]['’a-zāīūēōâîûêô-]*", re.IGNORECASE)
_KANA = re.compile("[ぁ-ゖァ-ヺー]+")
_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ"))}
_LONG_AFTER = {**dict.fromkeys("おこそとのほもよろごぞどぼぽょうくすつぬふむゆるぐずづぶぷゅ", "う")}


def is_kana(folded: str) -> bool:
    """Whether a folded text is nothing but kana."""
    return bool(_KANA.fullmatch(folded))


def readings_as_typed(text: str) -> tuple[str, ...]:
    """How a text may be read that was typed in kana, Latin letters, kanji, or all of them: the likeliest first."""
    latin = kana_of(text)
    if latin:
        return latin
    written = _LATIN.sub(lambda match: next(iter(kana_of(match[0])), match[0]), text)
    folded = fold_text(written)
    if not folded or len(folded) > LONGEST:
        return ()
    if is_kana(folded):
        # As it is: the dictionary would read particles and endings of verbs into it.
        kana = folded.translate(_HIRAGANA)
        return tuple(dict.fromkeys((kana, _with_vowels(kana))))
    return tuple(
        dict.fromkeys(_with_vowels(reading) if "ー" in reading else reading for reading in readings_of(folded))
    )


def readings_begun(folded: str) -> tuple[str, ...]:
    """How a text may be read that somebody is typing in kana or Latin letters, as far as it goes; none of other texts."""
    if is_kana(folded):
        return (folded.translate(_HIRAGANA),)
    if len(folded) < SHORTEST_LATIN:
        return ()
    found = kana_of(_UNFINISHED.sub("", folded))
    return tuple(reading for reading in found if len(reading) > 1)[:MOST_BEGUN]


def _with_vowels(kana: str) -> str:
    """にんちしょー -> にんちしょう."""
    return re.sub("(?<=(.))ー", lambda match: _LONG_AFTER.get(match[1], "ー"), kana)
