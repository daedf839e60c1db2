"""A list of people read as a region: the words of its rows -> its people, by the likeliest way to part them all.

A person is a seat's number, a post, a name, a title of respect and a remark, in that order, most of which may be missing.
What parts two people is what the rows show together: a post, a number or a title of respect, a gap wider than those
within names, or a column in which other rows begin a person too. Of all the ways to part a row the one is taken whose
names are of the usual lengths and whose posts end as posts do.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from minutes.parsing.roster.seats import Rows, words_of
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import BULLETS, flat, squeeze, width
from minutes.parsing.words.people import GROUPS, LETTER, POST_END, SEAT, group_of, seat_of
from minutes.parsing.words.roster_words import GOES_ON, MEMBERS, OFFICE_WORDS, POST_GROUPS, STATE

# How usual a name of so many letters is: the more, the less usual.
_UNUSUAL = {2: 2.0, 3: 0.5, 4: 0.0, 5: 0.5, 6: 2.5, 7: 5.0}
_LONGEST_NAME, _MOST_NAME_WORDS, _MOST_POST_WORDS = 7, 7, 16
# What speaks against a way to part a row.
_NO_GAP, _NO_GAP_OF_WHOLE, _WHOLE_NAME = 2.5, 1.0, 3
# A family name of so many letters with a given one apart from it is rare.
_LONG_FAMILY, _LONG_FAMILY_NAME = 2.0, 4
# Names stand as one word each where more than one word in so many is that long; then two words are no name.
_WHOLE_SHARE, _APART_THOUGH_WHOLE = 1.7, 3.0
_GAP_COST, _WIDE_GAP_COST, _WIDE_GAP = 0.25, 1.0, 6
_ALIGNED_INSIDE = 1.5
_UNALIGNED = 1.0
# A name of fewer letters than this is drawn out to the width of its column where another one of the row is.
_PLACES, _UNFILLED = 4, 1.5
_MIXED_WORDS, _MANY_LETTERS, _LETTERS_OF_NAME = 2.0, 0.5, 4
_POST_AS_NAME = 4.0
_NO_POST, _POST_BEHIND, _SEAT_BEHIND = 0.3, 0.8, 1.0
_FURTHER_POST = 1.0
_WORD_OF_POST, _UNKNOWN_POST, _NAME_INSIDE, _SECTION_ALONE = 0.1, 1.5, 4.0, 0.7
# The gap within a letter-spaced name, in half-width signs; so many rows beginning a person in a column align it.
_GAP_INSIDE, _GAP_BETWEEN = 2, 3
_ALIGNED_ROWS = 2
# So many words of more than a letter a name has.
_FAMILY_AND_GIVEN = 2
# What is less likely is no person, and a row that holds it is none of people.
_TOO_MUCH = 5.0
_LONGEST_ROW, _MOST_WORDS = 240, 60

NUMBER = re.compile(r"[(]?(?:議席)?第?(?:[0-9]{1,3}|[一二三四五六七八九十]{1,3})番(?:委員|議員)?[)]?")
_BARE_NUMBER = re.compile(r"[0-9]{1,2}")
_HONORIFIC = re.compile(r"君|氏|さん|様|議員|議|殿|委員")
# Behind a name alone: 委員 may be a post.
_TITLE = re.compile(r"君|氏|さん|様|殿")
_ORDINAL = re.compile("第[一二三四五六七八九十]")
_TITLE_GLUED = re.compile(r"(?<=.)(?:君|氏|様|殿|議員)$")
_HONORIFIC_GLUED = re.compile(rf"{LETTER}{{2,7}}(?:君|氏|様|殿|議員)")
SAME = frozenset(["〃", "同", "同上", "々", "″", '"', "仝"])
_LETTERS = re.compile(rf"{LETTER}+")
_POST_LETTERS = re.compile(rf"(?:{LETTER}|[A-Za-z0-9・･()、])+")
_REMARK = re.compile(r"[(\[【※].{1,40}")
_POST_TAIL = re.compile(rf"(?:{SEAT.pattern}|委員|担当|兼務|心得|取扱|扱|推薦|公募)$")
# 教育課　青野一郎: somebody of a section
SECTION = re.compile(r"(?:課|室|係|局|部|センター|支所)$")
# 美佐子（早退）: what is told of a name stands right behind it
_NAME_AND_REMARK = re.compile(rf"(?P<name>{LETTER}{{1,7}})(?P<remark>[(\[【][^()\[\]【】]{{1,40}}[)\]】])")
# Signs before names that stand for a seat
_SIGNS = "◎○●◇◆"
_WITHIN = re.compile(r"[(\[【][^()\[\]【】]*[)\]】]")
# Cells of a table are as far apart as columns of print.
_CELL_GAP = "　　"
_OTHER_PUNCTUATION = re.compile(r"[、,:;。]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a row: its flat text and as printed, the half-width column it begins in, and the gap before it."""

    text: str
    printed: str
    column: int
    gap: int


@dataclass(frozen=True, slots=True)
class Person:
    """One person of a row: the words before the name, the name as one word, what stands behind it, where it begins."""

    post: str
    name: str
    behind: str
    column: int
    number: str = ""

    @property
    def text(self) -> str:
        """The person as a line of its own."""
        return " ".join(part for part in (self.number, self.post, self.name + self.behind) if part)


@dataclass(frozen=True, slots=True)
class Setting:
    """How a list is set: the columns in which several rows begin a person, and whether names are one word each."""

    columns: frozenset[int]
    whole_names: bool


def people_of_region(rows: Rows) -> list[list[Person] | None]:
    """The people of each row; None for a row that holds anything else, which stays as printed.

    A group's word before the people of a row (事務局　次長　青野一郎) is the first of them, a post without a name.
    """
    read = [_words_of(row, texts) for row, texts in rows]
    labels = [words[0] if len(words) > 2 and heads_people(words[0].text) else None for words in read]
    words = [words[1:] if label else words for words, label in zip(read, labels, strict=True)]
    whole = _has_whole_names(words)
    first = [_parted(row, Setting(frozenset(), whole)) if row else None for row in words]
    columns = Counter(person.column for people in first if people for person in people)
    setting = Setting(frozenset(column for column, count in columns.items() if count >= _ALIGNED_ROWS), whole)
    parted = [_parted(row, setting) if row else None for row in words]
    return [
        [Person(label.printed, "", "", label.column), *people] if label and people else people
        for label, people in zip(labels, parted, strict=True)
    ]


def _has_whole_names(rows: list[list[Word]]) -> bool:
    """Whether most names of a list stand as one word: family and given names apart are shorter."""
    names = [
        word.text
        for words in rows
        for word in words
        if _LETTERS.fullmatch(word.text) and not is_post(word.text) and not _HONORIFIC.fullmatch(word.text)
    ]
    return _WHOLE_SHARE * sum(len(name) >= _WHOLE_NAME for name in names) > len(names)


def heads_people(word: str) -> bool:
    """Whether a word heads whoever stands behind it: 事務局, 説明員; no seat and no post of one person."""
    if len(word) < 2 or seat_of(word) is not None or word in POST_GROUPS or word.endswith(MEMBERS):
        return False
    return group_of(word) is not None


def _words_of(row: PrintedLine, texts: list[str]) -> list[Word]:
    """The words of a row with their columns, none where it is no row of names and posts.

    A table that says of each who was there (青野一郎 出席, 赤井花子 ×) is read by its cells.
    """
    stated = [word for text in texts for word in flat(text).split()]
    if stated and (STATE.fullmatch(stated[-1]) or any(len(word) > 1 and STATE.fullmatch(word) for word in stated)):
        return []
    text = _CELL_GAP.join(texts)
    if not text.strip() or "\n" in text or len(text) > _LONGEST_ROW:
        return []
    plain = flat(text)
    if _OTHER_PUNCTUATION.search(_WITHIN.sub("", plain)):
        return []
    edge = row.indent + width(row.text[: max(row.text.find(text), 0)])
    found: list[Word] = []
    place = 0
    for match in words_of(plain):
        glued = _NAME_AND_REMARK.fullmatch(match[0])
        cut = match.end()
        if glued is not None and not is_post(squeeze(glued["name"])):
            cut = match.start() + glued.start("remark")
        for start, end in ((match.start(), cut), (cut, match.end())):
            word = squeeze(plain[start:end]).strip(BULLETS)
            if word:
                signed = squeeze(plain[start:end])[0] in _SIGNS and not is_post(word)
                printed = squeeze(text[start:end]) if signed else squeeze(text[start:end]).strip(BULLETS)
                found.append(Word(word, printed, edge + width(text[:start]), width(text[place:start])))
            place = end
    return found if 2 <= len(found) <= _MOST_WORDS and all(_may_stand(word.text) for word in found) else []


def _may_stand(word: str) -> bool:
    return word in SAME or any(
        pattern.fullmatch(word) for pattern in (NUMBER, _BARE_NUMBER, _LETTERS, _REMARK, _POST_LETTERS)
    )


@dataclass(slots=True)
class _Way:
    """The best way to part the words up to a place: what speaks against it, and its last person."""

    cost: float
    begin: int
    person: Person | None


class _Costs:
    """What speaks against spans of a row's words being a name or posts. Many ways to part the row ask about the same span."""

    def __init__(self, words: list[Word], setting: Setting) -> None:
        self.words = words
        self._setting = setting
        self._names: dict[tuple[int, int, bool], float | None] = {}
        self._posts: dict[tuple[int, int], float | None] = {}

    def of_name(self, start: int, end: int, *, titled: bool) -> float | None:
        """What speaks against words being one name, None where they are none."""
        span = (start, end, titled)
        if span not in self._names:
            self._names[span] = _name_cost(self.words[start:end], self._setting, titled=titled)
        return self._names[span]

    def of_post(self, start: int, end: int) -> float | None:
        """What speaks against words being posts, None where they are none."""
        if (start, end) not in self._posts:
            self._posts[start, end] = _post_cost(self.words[start:end])
        return self._posts[start, end]


def _parted(words: list[Word], setting: Setting) -> list[Person] | None:
    costs = _Costs(words, setting)
    best: list[_Way | None] = [_Way(0.0, 0, None)] + [None] * len(words)
    for end in range(1, len(words) + 1):
        for begin in range(end - 1, max(-1, end - _MOST_POST_WORDS - _MOST_NAME_WORDS - 2), -1):
            above = best[begin]
            if above is None:
                continue
            read = _person(costs, begin, end)
            if read is None:
                continue
            cost, person = read
            if cost > _TOO_MUCH:
                continue
            if begin:
                cost += _boundary(words, begin, person, above.person, setting)
                cost += _unfilled(words[above.begin : begin], words[begin:end])
            cost += above.cost
            found = best[end]
            if found is None or cost < found.cost:
                best[end] = _Way(cost, begin, person)
    people: list[Person] = []
    place = len(words)
    while place:
        way = best[place]
        if way is None or way.person is None:
            return None
        people.insert(0, way.person)
        place = way.begin
    return people


def _boundary(words: list[Word], begin: int, person: Person, before: Person | None, setting: Setting) -> float:
    """What speaks against beginning a person at a word."""
    cost = 0.0
    marked = person.post or person.number or (before is not None and before.behind)
    if not marked and not setting.whole_names and words[begin].gap < _GAP_BETWEEN:
        whole = len(words[begin - 1].text) >= _WHOLE_NAME and len(words[begin].text) > 1
        cost += _NO_GAP_OF_WHOLE if whole else _NO_GAP
    if setting.columns and words[begin].column not in setting.columns:
        cost += _UNALIGNED
    return cost


def _unfilled(left: list[Word], right: list[Word]) -> float:
    """What speaks against two letter-spaced names side by side of which the second alone is drawn out to its column's width.

    木 下 正 智 森   一 is four letters and two that fill their place: three that fill none would stand as far apart as 智森 一.
    """
    if any(len(word.text) > 1 for word in (*left, *right)) or right[0].gap >= _GAP_BETWEEN or len(left) >= _PLACES:
        return 0.0
    even = len({word.gap for word in left[1:]}) <= 1 and left[-1].gap < _GAP_BETWEEN
    return _UNFILLED if even and any(word.gap >= _GAP_BETWEEN for word in right[1:]) else 0.0


def _person(costs: _Costs, begin: int, end: int) -> tuple[float, Person] | None:
    """The likeliest person that the words from `begin` to `end` are, with what speaks against it."""
    words = costs.words
    number = ""
    start = begin
    if NUMBER.fullmatch(words[start].text) or (_BARE_NUMBER.fullmatch(words[start].text) and end - start > 1):
        number = words[start].printed
        start += 1
    stop = end
    behind: list[str] = []
    while stop > start and _REMARK.fullmatch(words[stop - 1].text) and not is_post(words[stop - 1].text):
        behind.insert(0, words[stop - 1].printed)
        stop -= 1
    seated = titled = False
    if stop - start > 1 and _HONORIFIC.fullmatch(words[stop - 1].text):
        seated = words[stop - 1].text in MEMBERS
        titled = not seated
        behind.insert(0, words[stop - 1].printed)
        stop -= 1
    best = _before_post(costs, start, stop, number, "".join(behind))
    for name in range(max(start, stop - _MOST_NAME_WORDS), stop):
        if name - start > _MOST_POST_WORDS:
            continue
        post_cost = costs.of_post(start, name)
        name_cost = costs.of_name(name, stop, titled=titled) if post_cost is not None else None
        if post_cost is None or name_cost is None:
            continue
        post = _printed(words[start:name])
        seat = ""
        if post and number == "" and (inner := _inner_number(words[start:name])) is not None:
            post, seat = inner
        cost = post_cost + name_cost + (0.0 if post or number else _NO_POST) + (_SEAT_BEHIND if seated else 0.0)
        if best is None or cost < best[0]:
            text = _printed(words[name:stop])
            best = (cost, Person(post, text, "".join(behind), words[begin].column, number or seat))
    return best


def _before_post(costs: _Costs, start: int, stop: int, number: str, behind: str) -> tuple[float, Person] | None:
    """赤井 実 弁護士: a name with the post behind it, its words apart from the name."""
    words = costs.words
    best: tuple[float, Person] | None = None
    for end in range(start + 1, stop):
        if words[end].text in SAME:
            continue
        name_cost = costs.of_name(start, end, titled=False)
        post_cost = costs.of_post(end, stop) if name_cost is not None else None
        if name_cost is None or post_cost is None:
            continue
        cost = name_cost + post_cost + _POST_BEHIND
        if best is None or cost < best[0]:
            text = f"{_printed(words[start:end])} {_printed(words[end:stop])}"
            best = (cost, Person("", text, behind, words[start].column, number))
    return best


def _inner_number(words: list[Word]) -> tuple[str, str] | None:
    """会長 12番 青野: the seat's number behind the post."""
    if len(words) > 1 and NUMBER.fullmatch(words[-1].text):
        return _printed(words[:-1]), words[-1].printed
    return None


def _printed(words: list[Word]) -> str:
    return "".join(word.printed for word in words)


def _post_cost(words: list[Word]) -> float | None:
    """What speaks against words being posts, None where they are none."""
    if not words:
        return 0.0
    if NUMBER.fullmatch(words[-1].text):
        return _post_cost(words[:-1])
    joined = "".join(word.text for word in words)
    if joined in SAME:
        return 0.0
    if not is_post(joined):
        return None
    if any(_TITLE.fullmatch(word.text) or _HONORIFIC_GLUED.fullmatch(word.text) for word in words[:-1]):
        return None
    unknown = 0.0 if begins_post(joined) else _UNKNOWN_POST
    unknown += _UNKNOWN_POST if unknown and joined.endswith("委員") and group_of(joined) is None else 0.0
    unknown += _SECTION_ALONE if SECTION.search(joined) is not None else 0.0
    posts = [word.text for word in words if len(word.text) > 2 and is_post(word.text) and not SECTION.search(word.text)]
    unknown += _FURTHER_POST * max(0, len(posts) - 1)
    unknown += _NAME_INSIDE * sum(not begins_post(post) for post in posts[:-1])
    gaps = [word.gap for word in words[1:]]
    spread = 0.0 if len(set(gaps)) <= 1 else sum(_gap_cost(gap) for gap in gaps)
    return unknown + spread + _name_inside(words) + _WORD_OF_POST * sum(len(word.text) > 1 for word in words[1:])


def begins_post(post: str) -> bool:
    """Whether a post begins with a word of offices, or is a seat or the word for a member."""
    return OFFICE_WORDS.match(post) is not None or seat_of(post) is not None or post in GROUPS


def _name_inside(words: list[Word]) -> float:
    """What a post costs that holds another one with something like a name behind it: 町長青野一郎副町長."""
    for place in range(1, len(words)):
        before = "".join(word.text for word in words[:place])
        after = "".join(word.text for word in words[place:])
        if not is_post(before) or GOES_ON.match(after) or OFFICE_WORDS.match(after) or after.startswith("委員"):
            continue
        if after[0] != "長" or not is_post(f"{before}長"):
            return _NAME_INSIDE
    return 0.0


def is_post(word: str) -> bool:
    """Whether a flat word ends as posts do, or is a seat or a group."""
    bare = re.sub(r"[(\[][^()\[\]]*[)\]]", "", word)
    if len(bare) < 2 or not _POST_LETTERS.fullmatch(bare):
        return False
    return (
        POST_END.search(bare) is not None
        or seat_of(bare) is not None
        or bare in GROUPS
        or _POST_TAIL.search(bare) is not None
        or (len(bare) > 3 and bare[-1] == "長")
        or (len(bare) > 2 and SECTION.search(bare) is not None)
    )


def _name_cost(words: list[Word], setting: Setting, *, titled: bool) -> float | None:
    """What speaks against words being one name, None where they are none."""
    if not words or not all(_LETTERS.fullmatch(word.text) for word in words):
        return None
    if words[0].text in SAME or any(_ends_name(word.text) for word in words[:-1]):
        return None
    if len(words) > 1 and (seat_of(words[0].text) is not None or words[0].text in GROUPS):
        # 委員 堤 誠: four letters, as most names have, and yet a post before a short one
        return None
    if any(NUMBER.fullmatch(word.text) or _ORDINAL.match(word.text) for word in words):
        return None
    joined = "".join(word.text for word in words)
    bare = joined
    if (title := _TITLE_GLUED.search(words[-1].text)) is not None:
        bare, titled = joined[: -len(title[0])], True
    unusual = _UNUSUAL.get(len(bare))
    if unusual is None or (len(bare) < 2):
        return None
    cost = unusual / 2 if titled else unusual
    if not titled and is_post(bare):
        cost += _POST_AS_NAME
    if len(words) > _LETTERS_OF_NAME and all(len(word.text) == 1 for word in words):
        cost += _MANY_LETTERS
    long = [index for index, word in enumerate(words) if len(word.text) > 1]
    if len(long) > _FAMILY_AND_GIVEN:
        return None
    if len(words) > 1 and len(words[0].text) >= _LONG_FAMILY_NAME and len(words[1].text) > 1:
        cost += _LONG_FAMILY
    if not long and _family_letters(words) > _LONG_FAMILY_NAME:
        cost += _LONG_FAMILY
    if setting.whole_names and len(long) > 1:
        cost += _APART_THOUGH_WHOLE
    if len(words) > 2 and long and long != [0] and long != [len(words) - 1]:
        cost += _MIXED_WORDS
    if len(words) > 1 and long == [0, len(words) - 1] and len(words) > 2:
        cost += _MIXED_WORDS
    cost += sum(_ALIGNED_INSIDE for word in words[1:] if word.column in setting.columns and word.gap >= _GAP_BETWEEN)
    return cost + sum(_gap_cost(word.gap) for word in words[1:])


def _family_letters(words: list[Word]) -> int:
    """How many of a name's letters stand before its one widest gap: five in 木 下 正 智 森   一, none where gaps are alike."""
    widest = max((word.gap for word in words[1:]), default=0)
    wide = [place for place, word in enumerate(words) if place and word.gap == widest]
    return wide[0] if len(wide) == 1 else 0


def _ends_name(word: str) -> bool:
    """Whether a word closes a name: a title of respect stands on it."""
    return _HONORIFIC_GLUED.fullmatch(word) is not None


def _gap_cost(gap: int) -> float:
    """What speaks against a gap of so many half-width signs within a name or post."""
    return _GAP_COST * max(0, gap - _GAP_INSIDE) / 2 + _WIDE_GAP_COST * max(0, gap - _WIDE_GAP) / 2
