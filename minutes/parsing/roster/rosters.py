"""Lists of people set in columns -> one person a line: 区長　　山本　亨　　福祉部長　　青野　一郎.

Letters and names are set apart by space, several people stand side by side, and a long post stands above its
person's name. What is no such row stays as printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import BULLETS, flat, squeeze, width
from minutes.parsing.words.people import GROUPS, LETTER, POST_END, SEAT, group_of, seat_of

Rows = list[tuple[PrintedLine, list[str]]]

_NAME = re.compile(rf"{LETTER}{{1,7}}")
_HONORIFIC = re.compile(r"君|氏|さん|様|議員|委員|議|員|殿")
_NAMED = re.compile(rf"(?P<name>{LETTER}{{2,7}})(?:君|氏|さん|様|殿|議員|委員)")
_NUMBER = re.compile(r"[(]?(?:議席)?(?:第)?[0-9]{1,3}(?:番(?:委員|議員)?)?[)]?")
_POST = re.compile(
    rf"(?:.*(?:{SEAT.pattern}|{POST_END.pattern[:-1]})|委員|議員|部員|会員|理事|監事|幹事|監査委員|.{{2,}}(?:委員|担当|心得|扱|兼務))$"
)
# Words of a table of who was there.
_STATES = frozenset("出席 欠席 出 欠 途中出席 途中退席 遅参 有 無".split())
_SAME = frozenset(["〃", "同", "同上", "々", "″"])
# A name of more letters is two names or none.
_LONGEST_NAME = 7
_SHORTEST_NAME = 2
# So wide a gap, in half-width columns, parts people whose letters are not set apart.
_WIDE = 4


@dataclass(slots=True)
class _Person:
    """One person of a row while it is read."""

    number: str = ""
    posts: list[str] = field(default_factory=list)
    name: list[str] = field(default_factory=list)
    honorific: str = ""

    @property
    def letters(self) -> int:
        return sum(len(part) for part in self.name)

    @property
    def text(self) -> str:
        name = "".join(self.name) + self.honorific
        return " ".join(part for part in (self.number, *self.posts, name) if part)


def in_single_file(rows: Rows) -> Rows:
    """The rows, those set in columns with each person on a line of its own; a post alone joined with the name below it."""
    found: Rows = []
    above: tuple[PrintedLine, list[_Person]] | None = None
    for row, texts in rows:
        people = _people(texts)
        if above is not None and _is_name_below(above, row, texts):
            last = above[1][-1]
            last.name, last.honorific = _name_of(texts[0])
            found[-1] = (above[0], ["\n".join(person.text for person in above[1])])
            above = None
            continue
        above = (row, people) if people and _waits_for_name(people[-1]) else None
        found.append((row, ["\n".join(person.text for person in people)] if people and _is_set(people) else texts))
    return found


def _is_set(people: list[_Person]) -> bool:
    """Whether reading a row in columns tells more than the row itself."""
    named = [person for person in people if person.name]
    return bool(named) and (len(people) > 1 or len(named[0].name) > 1)


def _people(texts: list[str]) -> list[_Person]:
    """The people of one row, none where it holds anything but numbers, posts and names."""
    pieces = _pieces(texts)
    people: list[_Person] = []
    if any(word in _STATES or _PUNCTUATION.search(word) for _, word in pieces):
        return []
    if not pieces or not any(_is_post(word) or _NUMBER.fullmatch(word) for _, word in pieces):
        return []
    for gap, word in pieces:
        person = people[-1] if people else None
        named = _NAMED.fullmatch(word)
        if _NUMBER.fullmatch(word):
            people.append(_Person(number=word))
        elif named is not None and not _is_post_alone(word):
            if person is None or person.name:
                person = _Person()
                people.append(person)
            person.name, person.honorific = [named["name"]], word[len(named["name"]) :]
        elif person is not None and person.letters >= _SHORTEST_NAME and not person.honorific and _ends_name(word, gap):
            person.honorific = word
        elif _is_post(word) or word in _SAME:
            if person is None or person.name:
                person = _Person()
                people.append(person)
            person.posts.append(word)
        elif _NAME.fullmatch(word):
            if person is None or person.honorific or (person.name and _is_next_name(person, word, gap)):
                return []
            person.name.append(word)
        else:
            return []
    return people if all(_is_whole(person) for person in people[:-1]) and _may_end(people[-1]) else []


def _pieces(texts: list[str]) -> list[tuple[int, str]]:
    """The words of a row, each with the width of the gap before it; spaced letters of posts are closed before."""
    text = "　　".join(texts)
    if "\n" in text or len(text) > 200:
        return []
    plain = flat(text)
    pieces = [(width(text[slice(*match.span("gap"))]), match["word"]) for match in _WORD.finditer(plain)]
    return [(gap, word.strip(BULLETS)) for gap, word in pieces if word.strip(BULLETS)]


_PUNCTUATION = re.compile("[、,:;。・]$|[、,:;。]")
_WORD = re.compile(r"(?P<gap>\s*)(?P<word>\S+)")


def _ends_name(word: str, gap: int) -> bool:
    return gap < _WIDE and _HONORIFIC.fullmatch(word) is not None


def _is_next_name(person: _Person, word: str, gap: int) -> bool:
    """Whether a name begins another person: the one before is whole and the gap is wide."""
    if person.letters + len(word) > _LONGEST_NAME:
        return True
    apart = len(person.name) > 1 or len(person.name[0]) > 2
    return apart and person.letters >= 3 and gap >= _WIDE and len(word) > 1


def _is_whole(person: _Person) -> bool:
    return _SHORTEST_NAME <= person.letters <= _LONGEST_NAME


def _may_end(person: _Person) -> bool:
    """The last person of a row may have its name on the row below."""
    return _is_whole(person) or (not person.name and bool(person.posts) and not person.number)


def _is_post(word: str) -> bool:
    return len(word) >= 2 and (_POST.fullmatch(word) is not None or seat_of(word) is not None or word in GROUPS)


def _is_post_alone(word: str) -> bool:
    """公募委員, 監査委員 are posts; 青野委員 is a person."""
    return seat_of(word) is not None or word in GROUPS or group_of(word) is not None or word.endswith("監査委員")


def _waits_for_name(person: _Person) -> bool:
    """A post alone at the end of a row. A group's word (説明員) heads whoever stands below it."""
    return bool(person.posts) and not person.name and group_of(person.posts[-1]) is None


def _is_label(word: str) -> bool:
    """青野委員 is a person; 公募委員, 総務部長 are none."""
    return len(word) > 1 and (_is_post_alone(word) or (_is_post(word) and _NAMED.fullmatch(word) is None))


def _is_name_below(above: tuple[PrintedLine, list[_Person]], row: PrintedLine, texts: list[str]) -> bool:
    """Whether a row is only the name of the person whose post ends the row above."""
    if len(texts) != 1 or row.number - above[0].number > 2 or row.indent <= above[0].indent:
        return False
    name, _ = _name_of(texts[0])
    return _SHORTEST_NAME <= sum(map(len, name)) <= _LONGEST_NAME


def _name_of(text: str) -> tuple[list[str], str]:
    words = flat(text).split()
    if (
        not words
        or not all(_NAME.fullmatch(word) for word in words)
        or any(_is_label(word) for word in words if len(word) > 1)
    ):
        return [], ""
    honorific = words.pop() if len(words) > 1 and _HONORIFIC.fullmatch(words[-1]) else ""
    named = _NAMED.fullmatch(words[-1])
    if named is not None:
        honorific = words[-1][len(named["name"]) :]
        words[-1] = named["name"]
    elif POST_END.search(squeeze(text)):
        return [], ""
    return words, honorific
