"""Which paper (資料) a file is: labels in its name, in the first lines of its text, in a list. Stdlib only.

Labels are compared by a key that does not depend on how they are printed: 資料２－１, 【資料No.2-1】, 資料2の1 and
shiryo2-1.pdf all have the key 資料2-1; 第5号議案 and 議案第５号 have 議案5.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import PurePath

# Titles are the same paper's from this similarity on, if no other comes as near as `APART`.
ALIKE = 0.75
APART = 0.1
# A shorter title that stands inside a longer one says too little below this many characters.
TELLING = 5
HEAD_LINES = 12
HEAD_LINE = 120

_HYPHENS = re.compile(
    "[\u2010-\u2015\u2212\u207b\u208b\ufe58\ufe63\uff0d\uff70\u30fc](?=[0-9])|(?<=[0-9])[~の](?=[0-9])"
)
_LATIN = (
    (re.compile(r"(?<![a-z])sank[ouō]{1,2}(?:[-_ ]?sh?iry[ouō]{1,2})?(?![a-z])"), "参考資料"),
    (re.compile(r"(?<![a-z])to?u?jitsu(?:[-_ ]?(?:haih?u))?(?:[-_ ]?sh?iry[ouō]{1,2})?(?![a-z])"), "当日資料"),
    (re.compile(r"(?<![a-z])tsuika(?:[-_ ]?sh?iry[ouō]{1,2})?(?![a-z])"), "追加資料"),
    (re.compile(r"(?<![a-z])sh?iry[ouō]{1,2}(?![a-z])"), "資料"),
    (re.compile(r"(?<![a-z])bess?h?i(?![a-z])"), "別紙"),
    (re.compile(r"(?<![a-z])bette?n(?![a-z])"), "別添"),
    (re.compile(r"(?<![a-z])gian(?![a-z])"), "議案"),
)
_NUMBER = r"(?:[0-9]{1,3}(?![0-9])|[a-zA-Z](?![a-zA-Z])|[一二三四五六七八九十]{1,3}(?=号|$|[\s\-_.、:)\]】]))"
_BRANCHES = r"(?:\s?-\s?[0-9]{1,2}(?![0-9]))*(?:\s?\([0-9]{1,2}\))?"
_PREFIX = r"(?:(?:当日|追加|事前|机上|席上)(?:配[布付])?|配[布付])?"
_KIND = r"(?:参考|会議|補足|関係|説明|議案|審議|報告|協議|附属|付属)?資\s?料|別紙|別添|別冊|別表|様式|参考|議案書?"
# What numbers of bills and reports stand behind; without 第 and 号 these are ordinary words.
_BILL = r"議案|報告|諮問|請願|陳情|認定|同意|承認|発議|議"
_LABEL = re.compile(
    rf"(?P<kind>{_PREFIX}(?:{_KIND}))\s?[-_]?\s?(?:no\s?\.?\s?|第\s?)?(?P<number>{_NUMBER})(?:\s?号)?(?P<branches>{_BRANCHES})"
    rf"|(?P<bill>{_BILL})\s?第\s?(?P<bill_number>{_NUMBER})\s?号(?P<bill_branches>{_BRANCHES})"
    rf"|第\s?(?P<number_first>{_NUMBER})\s?号\s?(?P<bill_last>議案|報告|諮問|請願|陳情)"
    r"|(?P<alone>(?:当日|追加|参考|補足|机上|席上)(?:配[布付])?資\s?料|別紙|別添)(?!\s?[0-9])",
    re.IGNORECASE,
)
_ANNEX = re.compile(r"\s?[-_の]?\s?別紙\s?(?P<number>[0-9]{1,2})?")
_BARE_NUMBER = re.compile(r"(?P<number>[0-9]{1,3}(?:-[0-9]{1,2})*)(?![0-9])")
_UNDERSCORED = re.compile(r"(?<=[0-9])_(?=[0-9]{1,2}(?![0-9]))")
_BRACKETED = re.compile(r"(?<=[0-9])\([0-9]{1,2}\)$")
_COPY = re.compile(r"\s\([0-9]{1,2}\)$|\s?-\s?コピー.*$|\s?-\s?copy.*$", re.IGNORECASE)
_OPENING, _CLOSING = "[【「『(<〈《", "]】」』)>〉》"
_SEPARATORS = " 　_-.,:;、。・"
_NOT_WORDS = re.compile(r"[\W_]+")
_MENTION = re.compile(r"資\s?料|別紙|別添|議案")
_KANJI = dict(zip("一二三四五六七八九", range(1, 10), strict=True))
_SAME_KIND = {
    "会議資料": "資料",
    "説明資料": "資料",
    "関係資料": "資料",
    "審議資料": "資料",
    "協議資料": "資料",
    "配布資料": "資料",
    "事前資料": "資料",
    "参考": "参考資料",
    "付属資料": "附属資料",
    "机上資料": "当日資料",
    "席上資料": "当日資料",
    "議案書": "議案",
    "議": "議案",
}


@dataclass(frozen=True, slots=True)
class Label:
    """A label with the key that all its spellings share, and where it stands in the text looked at."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Match:
    """Which of the listed papers a file is: the place of one, or of several that the evidence cannot tell apart.

    `label` and `title` are what the file calls itself, for a list that does not name it.
    """

    places: tuple[int, ...]
    label: str
    title: str

    @property
    def place(self) -> int | None:
        return self.places[0] if len(self.places) == 1 else None


def key_of(label: str) -> str:
    """The key of a printed label; the tidied text itself where it is no label known here."""
    text = tidy(label).strip(_SEPARATORS).lstrip(_OPENING)
    found = next(labels_in(text), None)
    return found.key if found and found.start == 0 else _plain(text)


def tidy(text: str) -> str:
    """Half width, with one kind of hyphen: what labels are looked for in."""
    return _HYPHENS.sub("-", unicodedata.normalize("NFKC", text))


def labels_in(text: str) -> Iterator[Label]:
    """All labels of a tidied text, in order."""
    end = 0
    for found in _LABEL.finditer(text):
        if found.start() < end:
            continue
        end = found.end()
        key = _key(found)
        annex = _ANNEX.match(text, end) if "別紙" not in found[0] and found["alone"] is None else None
        if annex:
            key, end = f"{key}/別紙{annex['number'] or ''}", annex.end()
        yield Label(key, found.start(), end)


def match(filename: str, text: str, listed: Sequence[tuple[str, str]]) -> Match:
    """Which of the `listed` papers (label, title) the file is.

    The label in the name counts first, then the one printed at the top of the text, then a number that the name
    begins with, then the similarity of titles. Where name and print lead to different papers, both are told.
    """
    rows = [key_of(label) if label else "" for label, _ in listed]
    names = _labels_of_name(filename)
    heads = labels_at_top(text)
    title = title_of_name(filename)
    by_name = _first_listed((label.key for label in names), rows)
    by_head = _first_listed(heads, rows)
    label = names[0].key if names else heads[0] if heads else ""
    places: tuple[int, ...] = by_name or by_head
    if by_name and by_head and not set(by_name) & set(by_head):
        places = (*by_name, *by_head)
    elif by_name and by_head:
        places = tuple(place for place in by_name if place in by_head)
    places = places or (() if label else _by_number(filename, rows, listed)) or _by_title(title, text, listed)
    if len(places) > 1 and len({rows[place] for place in places}) == 1:
        alike = _by_title(title, text, [listed[place] for place in places])
        places = tuple(places[index] for index in alike) if len(alike) == 1 else places
    return Match(places, label.replace("/", ""), title)


def labels_at_top(text: str) -> list[str]:
    """The keys of the labels printed at the top of a paper: on a line or in a cell of their own, or in brackets."""
    found = []
    for line in [line.strip() for line in text.split("\n", 200)[:200] if line.strip()][:HEAD_LINES]:
        for cell in re.split(r"\t|\s{2,}|　", line[:HEAD_LINE]):
            tidied = tidy(cell).strip()
            bracketed = tidied[:1] in _OPENING and bool(tidied)
            bare = tidied.lstrip(_OPENING)
            label = next(labels_in(bare), None)
            if label is None or label.start:
                continue
            rest = bare[label.end :]
            alone = not rest.strip(_OPENING + _CLOSING + _SEPARATORS)
            if alone or (bracketed and rest[:1] in _CLOSING) or rest[:1] in " :":
                found.append(label.key)
    return list(dict.fromkeys(found))


def items_named(
    keys: Iterable[str], agenda: Sequence[str], spoken: Iterable[tuple[str, Sequence[int]]]
) -> dict[str, int]:
    """For each label the one agenda item that the minutes name it under, if there is just one.

    A label in an item's title settles it; else the items that the utterances (text, places of items) naming it were
    filed under. `agenda` are the titles.
    """
    wanted = set(keys)
    in_titles: defaultdict[str, set[int]] = defaultdict(set)
    in_text: defaultdict[str, set[int]] = defaultdict(set)
    for place, title in enumerate(agenda):
        for label in labels_in(tidy(title)):
            in_titles[label.key].add(place)
    for text, places in spoken:
        if places and _MENTION.search(text):
            for label in labels_in(tidy(text)):
                in_text[label.key].update(places)
    found = {}
    for key in wanted:
        places_named = in_titles.get(key) or in_text.get(key) or set()
        if len(places_named) == 1:
            found[key] = next(iter(places_named))
    return found


def _key(found: re.Match[str]) -> str:
    if found["alone"]:
        return _kind(found["alone"])
    if found["number_first"]:
        return _kind(found["bill_last"]) + _digits(found["number_first"])
    bill = found["bill"]
    kind, number = (bill, found["bill_number"]) if bill else (found["kind"], found["number"])
    branches = re.findall(r"[0-9]+", found["bill_branches"] if bill else found["branches"])
    return "-".join([_kind(kind) + _digits(number), *(str(int(branch)) for branch in branches)])


def _kind(printed: str) -> str:
    kind = "".join(printed.split()).replace("配付", "配布")
    kind = re.sub(r"^(当日|追加|事前|机上|席上)配布", r"\1", kind)
    kind = re.sub(r"^配布(?=.資料|参考|会議)", "", kind)
    return _SAME_KIND.get(kind, kind)


def _digits(number: str) -> str:
    if number.isdecimal():
        return str(int(number))
    if number[0] not in "一二三四五六七八九十":
        return number.upper()
    tens, ten, ones = number.rpartition("十")
    return str((_KANJI.get(tens, 1) * 10 if ten else 0) + _KANJI.get(ones, 0))


def _name(filename: str) -> str:
    """The name without folder, suffix and the mark of a copy, tidied."""
    name = re.split(r"[/\\]", filename)[-1]
    suffix = PurePath(name).suffix
    stem = name.removesuffix(suffix) if len(suffix) <= 6 and not re.search(r"[0-9]\.[0-9]", name[-4:]) else name
    lowered = _COPY.sub("", tidy(stem).strip()).lower()
    for pattern, kind in _LATIN:
        lowered = pattern.sub(kind, lowered)
    return lowered


def _labels_of_name(filename: str) -> list[Label]:
    """The labels in a file's name. An underscore may be a hyphen, so 資料2_1 is looked for as 資料2-1, then as 資料2;
    and a number in brackets may be that of a copy."""
    name = _name(filename)
    tries = (_UNDERSCORED.sub("-", name), name, _BRACKETED.sub("", name))
    return list(dict.fromkeys(label for words in tries for label in labels_in(words)))


def label_of_name(filename: str) -> str:
    """The label in a file's name as it is printed in a list, empty where there is none."""
    labels = _labels_of_name(filename)
    return labels[0].key.replace("/", "") if labels else ""


def title_of_name(filename: str) -> str:
    """What stands in the name behind the label or the number."""
    name = _name(filename)
    labels = _labels_of_name(filename)
    number = _BARE_NUMBER.match(_UNDERSCORED.sub("-", name))
    start = labels[0].end if labels else number.end() if number else 0
    return name[start:].strip(_SEPARATORS + _OPENING + _CLOSING)


def _first_listed(keys: Iterable[str], rows: Sequence[str]) -> tuple[int, ...]:
    """The rows of the first key that is listed at all."""
    for key in keys:
        places = tuple(place for place, row in enumerate(rows) if row == key)
        if places:
            return places
    return ()


def _by_number(filename: str, rows: Sequence[str], listed: Sequence[tuple[str, str]]) -> tuple[int, ...]:
    """02-1_… is 資料2-1. A number without branches may be the mere order of the files: its title must agree."""
    number = _BARE_NUMBER.match(_UNDERSCORED.sub("-", _name(filename)))
    if number is None:
        return ()
    parts = [str(int(part)) for part in number["number"].split("-")]
    places = _first_listed(["資料" + "-".join(parts)], rows)
    title = title_of_name(filename)
    if len(parts) > 1 or not title:
        return places
    return tuple(place for place in places if title_similarity(title, listed[place][1]) >= ALIKE)


def _by_title(title: str, text: str, listed: Sequence[tuple[str, str]]) -> tuple[int, ...]:
    lines = [line.strip() for line in text.split("\n", 200)[:200] if line.strip()][:HEAD_LINES]
    tries = [title, *(line[:HEAD_LINE] for line in lines)]
    scores = sorted(
        ((max(title_similarity(words, row) for words in tries), place) for place, (_, row) in enumerate(listed) if row),
        reverse=True,
    )
    if not scores or scores[0][0] < ALIKE:
        return ()
    return tuple(place for score, place in scores if score > scores[0][0] - APART)


def title_similarity(first: str, second: str) -> float:
    """How much two titles share, 0 to 1; high where the shorter stands in the longer."""
    one, other = _plain(first), _plain(second)
    if not one or not other:
        return 0.0
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= TELLING and shorter in longer:
        return 0.8 + 0.2 * len(shorter) / len(longer)
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _plain(text: str) -> str:
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text)).lower()
