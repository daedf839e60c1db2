"""Names of an attendance list: a line parted into its entries, an entry's name as it is stored."""

from __future__ import annotations

import itertools
import re

from minutes.parsing.rows.text import flat, squeeze
from minutes.parsing.words.people import POST_END, SEAT, is_person, seat_of

# 甲野会長, 乙野副会長, 丙野委員
_SEATED = re.compile(rf"(?:{SEAT.pattern}|委員|議員|部員|君|氏)$|" + POST_END.pattern)
_SPACED_NAMES = re.compile(
    r"(?P<names>[々ぁ-んァ-ヴー一-龥豈-﫿]{1,6}(?:[ 　]{1,6}[々ぁ-んァ-ヴー一-龥豈-﫿]{1,6}){3,40})(?P<rest>\s+以上\s?[0-9]{1,3}\s?名)?"
)
_NAME_LETTERS = r"[々ぁ-んァ-ヴー一-龥豈-﫿]"
# 1番委員 吉 田 和 子: one name behind a seat's number, whatever its letter spacing
_NUMBERED_NAME = re.compile(
    rf"[0-9]{{1,3}}番(?:委員|議員)?\s+{_NAME_LETTERS}{{1,4}}(?:\s+{_NAME_LETTERS}{{1,3}}){{1,5}}"
)
_NAME = re.compile(rf"{_NAME_LETTERS}{{2,6}}")
# 青野 和子 霞浜大学教授、若葉研究所所長: a person and where the person comes from
_PERSON_FIRST = re.compile(rf"(?P<name>{_NAME_LETTERS}{{1,4}}\s+{_NAME_LETTERS}{{1,4}})\s+(?P<posts>\S.*)")
_OUTSIDE_POST = re.compile(
    r"大学|学院|会社|法人|協会|研究所|研究室|新聞|弁護士|会計士|銀行|組合|連合会|協議会|センター|病院"
)
_SECTION = re.compile(r"(?:[課室係]|センター)$")
# A printed name takes four places: 青 野 正 樹, 赤 井   実
_PLACES = 4


def close_names(text: str) -> str:
    """A line of letter-spaced names with the letters closed and 、 between the names; any other line as it is.

    会 長 甲 野 太 郎 -> 会長 甲野太郎; 青 野 正 樹 赤 井   実 -> 青野正樹、赤井実. Each name takes four places of its
    column, an empty place is a wider gap. Lines whose wide gaps part whole names are left alone.
    """
    match = _SPACED_NAMES.fullmatch(text.strip())
    if match is None:
        return text
    tokens = [(len(gap), word) for gap, word in re.findall(r"([ 　]*)([^ 　]+)", match["names"])]
    if sum(len(word) == 1 for _, word in tokens) < max(4, len(tokens) * 2 // 3):
        return text
    if " " in match["names"] and "　" in match["names"]:
        return text
    pieces = [squeeze(piece) for piece in re.split(r"[ 　]{2,}", match["names"])]
    if len(pieces) > 1 and all(3 <= len(piece) <= 5 for piece in pieces):
        return text
    if POST_END.search(squeeze(match["names"])):
        return f"{squeeze(match['names'])}{match['rest'] or ''}"
    post = _leading_post([word for _, word in tokens])
    names = _by_places(tokens[post:])
    title = "".join(word for _, word in tokens[:post])
    return f"{title} {'、'.join(names)}{match['rest'] or ''}".strip()


def _leading_post(words: list[str]) -> int:
    """How many of the words are a seat or post before the names: a seat, or what ends in a post before one name."""
    if len(words[0]) > 1 and (seat_of(words[0]) or words[0] in ("委員", "議員", "部員", "会員")):
        # 委員　長　谷　川: the seat is whole
        return 1
    for count in range(min(len(words) - 2, 8), 0, -1):
        word = "".join(words[:count])
        if seat_of(word) or word in ("委員", "議員", "部員", "会員", "幹事"):
            return count
    for count in range(len(words) - 2, 1, -1):
        if _SEATED.search("".join(words[:count])) and 3 <= len("".join(words[count:])) <= 5:
            return count
    return 0


def _by_places(tokens: list[tuple[int, str]]) -> list[str]:
    places = sum(len(word) for _, word in tokens)
    size = 3 if places == 6 and len(tokens) == 6 and all(gap <= 1 for gap, _ in tokens) else _PLACES
    names: list[str] = []
    name, taken = "", 0
    for gap, word in tokens:
        if name and taken >= size:
            names.append(name)
            name, taken = "", 0
        taken += len(word) + (max(gap - 1, 0) // 2 if name else 0)
        name += word
    if len(name) == 1 and names:
        names[-1] += name
    elif name:
        names.append(name)
    return names


def split_names(text: str) -> list[str]:
    """The entries of one line of names: parted by 、, by ） before a further post, or by columns of space."""
    if re.search(r"[、，,;；]", text):
        parts = [piece for part in _outside_brackets(text, "、，,;；") for piece in _before_numbers(part)]
        return [name for part in parts for name in _after_brackets(_close_up(part))]
    parts = _before_seats(text)
    return [name for part in parts for name in ([part] if _NUMBERED_NAME.fullmatch(flat(part)) else _columns(part))]


def names_one_person(text: str) -> bool:
    """Whether a line names one person and that person's posts: 青野 和子 霞浜大学教授、若葉研究所所長."""
    match = _PERSON_FIRST.fullmatch(flat(text).strip())
    if match is None or is_person(squeeze(match["name"])) or POST_END.search(squeeze(match["name"])):
        return False
    posts = _outside_brackets(match["posts"], "、,;")
    if _OUTSIDE_POST.search(posts[0]) is None:
        return False
    return all(
        len(post) >= 5 and _SEATED.search(post) and not _PERSON_FIRST.fullmatch(post.strip()) for post in posts[1:]
    )


def names_only_people(text: str) -> bool:
    """Whether a line is a list of people and nothing else: three or more, nearly each with a seat, post or honorific."""
    if len(text) > 2000 or "。" in text or text[:1] in "・○◯〇●":
        return False
    parts = [re.sub(r"[(（][^()（）]*[)）]", "", part).strip() for part in _outside_brackets(text, "、，,")]
    named = sum(len(part) <= 20 and is_person(part) for part in parts)
    return len(parts) >= _LIST and 10 * named >= 9 * len(parts)


# So many entries are a list of people.
_LIST = 3


def _before_numbers(text: str) -> list[str]:
    """13番 甲野太郎　14番 乙野次郎: the seat's number parts the names where the 、 is missing."""
    return [part for part in re.split(r"(?<=\S)\s+(?=[0-9０-９]{1,3}番\s)", text) if part.strip()]


def _outside_brackets(text: str, separators: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for position, sign in enumerate(text):
        if sign in "（([":
            depth += 1
        elif sign in "）)]" and depth:
            depth -= 1
        elif sign in separators and depth == 0:
            parts.append(text[start:position])
            start = position + 1
    return [part for part in [*parts, text[start:]] if part.strip()]


def _close_up(entry: str) -> str:
    """Spaces that broke a post in two are dropped (保 健福祉部長), those between post and person stay."""
    words = entry.split()
    if len(words) < 2 or POST_END.search(flat(words[0])):
        return entry.strip()
    if _SECTION.search(words[0]) and len(words) == 2 and len(words[1]) > 2 and is_person(words[1]):
        return " ".join(words)
    return "".join(words) if is_person("".join(words)) else " ".join(words)


def _after_brackets(entry: str) -> list[str]:
    """甲部長（副本部長）乙部長 is two posts, though the 、 is missing."""
    match = re.match(r"[^（(]{2,30}[（(](?![株有社財名資一福独][)）])[^（()）]{1,20}[)）](?=[^\s)）])", entry)
    if match and is_person(entry[match.end() :]) and len(entry) - match.end() >= 3:
        return [entry[: match.end()], *_after_brackets(entry[match.end() :])]
    return [entry]


_SEAT_WORD = re.compile(rf"(?:^|(?<=[\s]))(?=(?:(?:{SEAT.pattern}|委員|事務局)[\s(:]|[0-9]{{1,3}}番(?:委員|議員)?\s))")


def _before_seats(text: str) -> list[str]:
    """委員長 甲野太郎　委員 乙野次郎: an entry begins before each seat word."""
    plain = flat(text)
    cuts: list[int] = []
    for match in _SEAT_WORD.finditer(plain):
        # 会長　10番　甲野: the seat's number goes with the seat
        if not (cuts and plain[match.start()].isdecimal() and _is_seat_word(plain[cuts[-1] : match.start()])):
            cuts.append(match.start())
    if len(cuts) < 2:
        return [text]
    bounds = sorted({0, *cuts, len(text)})
    return [text[left:right].strip() for left, right in itertools.pairwise(bounds) if text[left:right].strip()]


def _is_seat_word(text: str) -> bool:
    word = squeeze(text)
    return seat_of(word) is not None or word in ("委員", "議員")


def _columns(text: str) -> list[str]:
    words = text.split()
    if len(words) < 2:
        return [text.strip()] if text.strip() else []
    bare = [squeeze(word) for word in words]
    if all(len(word) > 2 and word.endswith(("君", "氏", "さん", "委員", "議員", "部員")) for word in bare):
        # 監査委員 青野一郎君: a post and its person
        return [text.strip()] if len(words) == 2 and POST_END.search(bare[0]) else words
    if len(words) > 2 and all(len(word) > 2 and _SEATED.search(word) for word in bare):
        return words
    if all(POST_END.search(word) and len(word) <= 16 for word in bare):
        return words
    posts = [index for index, word in enumerate(bare) if POST_END.search(word)]
    if (
        len(posts) > 1
        and posts[0] == 0
        and all(right - left > 1 for left, right in itertools.pairwise([*posts, len(words)]))
    ):
        return [" ".join(words[left:right]) for left, right in itertools.pairwise([*posts, len(words)])]
    columns = re.split(r"\s{2,}", text.strip())
    if len(columns) > 2 and all(_NAME.fullmatch(part) and not is_person(part) for part in columns):
        # 野口誠　　堤ひろみ　　西健
        return columns
    wide = [part.strip() for part in re.split(r"　{1,}|\s{2,}|\t", text.strip()) if part.strip()]
    if len(wide) > 1 and all(_is_name(part) for part in wide):
        return wide
    if len(words) > 2 and all(len(word) <= 3 and not is_person(word) for word in bare):
        if len(words) % 2 == 0 and all(len(word) <= 2 or index % 2 for index, word in enumerate(bare)):
            return [f"{words[index]} {words[index + 1]}" for index in range(0, len(words), 2)]
        return words
    if all(3 <= len(word) <= 6 and not is_person(word) and not word.isascii() for word in bare):
        return words
    return [text.strip()]


def _is_name(text: str) -> bool:
    """A full name: 3 to 6 characters in one piece, or surname and given name with one space."""
    words = text.split(" ")
    if len(words) == 2:
        return all(1 <= len(word) <= 4 for word in words) and not is_person(squeeze(text))
    return len(words) == 1 and 3 <= len(text) <= 6 and not is_person(text)


def person_of(text: str) -> str:
    """The entry with the space inside a person's name closed: 教育次長 甲野 太郎 -> 教育次長 甲野太郎."""
    words = text.split()
    if len(words) > 2 and words[-1][0] in "(（" and words[-1][-1] in ")）":
        # 青野 一郎 (霞浜大学教授)
        return f"{person_of(' '.join(words[:-1]))} {words[-1]}"
    if len(words) > 1 and words[-1] in ("君", "氏", "様"):
        words[-2:] = ["".join(words[-2:])]
    given = re.sub(rf"(?:{SEAT.pattern}|委員|議員|[(（][^()（）]*[)）])$", "", words[-1]) if words else ""
    if len(words) >= 2 and 1 <= len(given) <= 4 and len(words[-2]) <= 4 and not is_person(words[-2]):
        words[-2:] = ["".join(words[-2:])]
    if len(words) > 2 and all(len(word) == 1 for word in words):
        return "".join(words)
    return tidy_spaces(words)


def tidy_spaces(words: list[str]) -> str:
    """The words with single spaces between them."""
    return " ".join(words)
