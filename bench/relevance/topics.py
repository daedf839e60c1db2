"""Queries that a corpus of meetings itself answers: the titles of its agenda items, and what was said under each.

Council minutes have no agenda: the title of an item stands in what the chair says, after a ruled line, and it
and what follows up to the next call are about it.
"""

import random
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from bench.relevance.corpus import Meeting
from bench.relevance.sets import Judged, JudgedSet
from search.words import fold_text, tokenize

MOST = 450
SEED = 5
# Words that stand in fewer utterances are hardly looked for.
FEWEST_HOLDING = 20
_RULE = "────"
_MOST_LINES = 3
_NUMBER = re.compile(r"^[\s(]*[0-9一二三四五六七八九十]+[)\s、．.]+")
_ENDING = re.compile(r"(?:について|に関する件|の件)$")
# Headings of what is done rather than talked about.
_NO_TOPIC = re.compile("委 員|〔|閉会中|視察|異議")
_SHORTEST_TITLE, _LONGEST_TITLE = 6, 40
_FEWEST_UTTERANCES, _MOST_UTTERANCES = 5, 61
# Utterances of fewer characters say nothing of a topic.
_SHORTEST_UTTERANCE = 30
_FEWEST_RIGHT = 3


@dataclass(frozen=True)
class Section:
    """The call of an item and what was said of it: utterances `start` to `end` of a meeting, from 0, `end` left out."""

    meeting: Meeting
    title: str
    start: int
    end: int


def sections_of(meeting: Meeting) -> Iterator[Section]:
    headings = [(place, title) for place, text in enumerate(meeting.texts) if (title := _heading_in(text))]
    for (place, title), (end, _) in pairwise([*headings, (len(meeting.texts), "")]):
        yield Section(meeting, title, place, end)


def topic_sets(meetings: Iterable[Meeting], holding: Mapping[str, int]) -> list[JudgedSet]:
    """For up to MOST sections of titles of their own the title as a query, and two of its words.

    `holding` tells in how many utterances a word stands: the two rarest of a title are asked for.
    """
    sections = [section for meeting in meetings for section in sections_of(meeting)]
    named = Counter(section.title for section in sections)
    chosen = [section for section in sections if named[section.title] == 1 and _is_topic(section)]
    random.Random(SEED).shuffle(chosen)  # noqa: S311
    titles, pairs = [], []
    for section in chosen:
        pair = _telling_pair(section.title, holding)
        right = frozenset(
            (section.meeting.source, place)
            for place in range(section.start, section.end)
            if len(section.meeting.texts[place]) > _SHORTEST_UTTERANCE
        )
        if pair and len(right) >= _FEWEST_RIGHT:
            titles.append(Judged(section.title, right))
            pairs.append(Judged(pair, right))
        if len(titles) == MOST:
            break
    return [JudgedSet("topics, two words", tuple(pairs)), JudgedSet("topics, title", tuple(titles))] if titles else []


def _heading_in(text: str) -> str:
    """The title that a call of an item ends with; empty where there is none."""
    if _RULE not in text:
        return ""
    lines = [line for line in text.rpartition(_RULE)[2].strip("─\n ").splitlines() if line.strip()]
    return _clean(lines[-1]) if 0 < len(lines) <= _MOST_LINES else ""


def _clean(title: str) -> str:
    """A title as people would type it: without its number, and what every title ends with."""
    title = _NUMBER.sub("", unicodedata.normalize("NFKC", title).strip()).strip()
    return _ENDING.sub("", re.sub(r"\s+", " ", title))


def _is_topic(section: Section) -> bool:
    return (
        _SHORTEST_TITLE <= len(section.title) <= _LONGEST_TITLE
        and _FEWEST_UTTERANCES <= section.end - section.start <= _MOST_UTTERANCES
        and not _NO_TOPIC.search(section.title)
    )


def _telling_pair(title: str, holding: Mapping[str, int]) -> str:
    """The two rarest words of a title, in their order; empty where it has no two."""
    words: dict[str, int] = {}
    for _, word in tokenize(fold_text(title)):
        number = holding.get(word.normalized, 0)
        if len(word.surface) > 1 and word.head is not None and not word.is_numeral and number > FEWEST_HOLDING:
            words.setdefault(word.surface, number)
    rarest = sorted(words, key=lambda surface: (words[surface], surface))[:2]
    return " ".join(word for word in words if word in rarest) if len(rarest) == 2 else ""
