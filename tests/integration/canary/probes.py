"""The ways in which somebody may try whether a word was said: each a request that holds the word, or a part of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from search.words import reading_of
from tests.integration.canary.words import Word

COMMON = "図書館"
_FIELDS = ("発言者", "答弁者", "質問者", "議題", "資料", "会議", "会議体", "分類")
_OPTIONS: tuple[dict[str, str], ...] = (
    {"inside": "1"},
    {"strict": "1"},
    {"literal": "1"},
    {"scope": "meeting", "group": "meeting"},
    {"scope": "inquiry"},
    {"sort": "newest"},
)


@dataclass(frozen=True)
class Probe:
    """One request and what it tries."""

    way: str
    path: str


def probes(word: Word) -> Iterator[Probe]:
    """All ways to try a word, those most used first."""
    kana, kanji = word.forms
    yield _search("plain", kana)
    yield _search("plain, kanji", kanji)
    yield _search("misspelt by one letter", kana[:2] + ("ァ" if kana[2] != "ァ" else "ヴ") + kana[3:])
    yield _search("one character", kanji[0])
    yield _search("one character, inside words", kanji[1], inside="1")
    yield _search("prefix", f"{kana[:3]}*")
    yield _search("quoted", f"「{kanji}」")
    yield _search("without it", f"{COMMON} -{kana}")
    yield _search("near", f"{COMMON} 近接20 {kana}")
    yield _search("either", f"{COMMON} OR {kanji}")
    yield _search("with another", f"{COMMON} {kana}")
    yield _search("by its reading", reading_of(kana))
    yield _search("a letter missing", kana[:3] + kana[4:])
    yield _search("two letters exchanged", kana[:1] + kana[2] + kana[1] + kana[3:])
    yield _search("one kanji of two", f"{kanji[0]}会")
    yield _search("sentence", f"{kana}はいつ決まりましたか")
    yield Probe("titles", f"/search/titles/?{urlencode({'q': kana})}")
    for end in range(1, len(kana) + 1):
        yield Probe("typed letter by letter", f"/search/suggest/?{urlencode({'q': kana[:end]})}")
    yield Probe("typed, kanji", f"/search/suggest/?{urlencode({'q': kanji[0]})}")
    yield Probe("typed after another", f"/search/suggest/?{urlencode({'q': f'{COMMON}{kanji[0]}'})}")
    yield Probe("typed by its reading", f"/search/suggest/?{urlencode({'q': reading_of(kana)[:3]})}")
    for name in _FIELDS:
        yield _search(f"field {name}", f"{name}:{kana}")
    for options in _OPTIONS:
        yield _search("option " + ",".join(options), kana, **options)
    yield _search("speaker of the filter", COMMON, speaker=f"{kana}と{kanji}委員")


def _search(way: str, query: str, **options: str) -> Probe:
    return Probe(way, f"/search/?{urlencode({'q': query, **options})}")
