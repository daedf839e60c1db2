"""Lines of a list of people that hold several entries side by side -> one entry a line, before the list is read.

What parts the entries is what the line itself shows: ／ between them, the bracket behind each, the seat behind each
letter-spaced name, the sign of a seat before some.
"""

from __future__ import annotations

import itertools
import re

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import flat, squeeze
from minutes.parsing.words.people import LETTER, POST_END, SEAT, is_person
from minutes.parsing.words.roster_words import STATE

Rows = list[tuple[PrintedLine, list[str]]]

_SLASHES = re.compile(r"\s+[/／]\s+")
# 赤井　和子（公募）　白川　実（公募）
_BRACKETED = re.compile(rf"{LETTER}{{1,5}}\s*(?:{LETTER}\s*){{0,5}}\([^()]{{2,24}}\)")
_AFTER_BRACKET = re.compile(r"(?<=\))\s*(?=\S)")
_SEATS = rf"(?:{SEAT.pattern}|委員|議員|部員|会員)"
_SPACED_SEAT = r"(?:副\s*)?(?:会\s*長|委\s*員\s*長|座\s*長|議\s*長|部\s*会\s*長)|委\s*員|議\s*員"
# 青　野　洋　介　会　長　　　赤井　　　薫　副会長
_SEAT_BEHIND = re.compile(rf"(?P<name>(?:{LETTER}\s*){{2,7}}?)(?P<seat>{_SPACED_SEAT})(?:\s{{2,}}|\s*$)")
_SIGN = "◎○●◇◆"
_NAME = re.compile(rf"[{_SIGN}]?{LETTER}{{2,6}}(?:\([^()]{{1,3}}\))?")
_POST_BEHIND = re.compile(rf"(?:{_SEATS}|教諭|{POST_END.pattern[:-1]})$")
_SIGN_AND_SEAT = re.compile(rf"([{_SIGN}])\s?(?:印?は|=|:|…)?\s?({SEAT.pattern})")
_LEGEND = re.compile(rf"[(\[※\s]*(?:{_SIGN_AND_SEAT.pattern}[\s、,・]*){{1,4}}[)\]]?")
_LABEL = re.compile(r"\s*(?:[(【\[][^()【】\[\]]{1,8}[)】\]]|[・○])\s*(?=\S)")
_REMARK = re.compile(r"\s*※\s?[^\s].{4,}$")
# A post and what the width left of it; the next line brings its end and the name.
_PAIRS, _HALF_POST = 3, 4
_ENDED = re.compile(rf"{LETTER}{{2,14}}")


def with_entries_apart(rows: Rows) -> Rows:
    """The rows, each with the entries of its lines on lines of their own, and posts that the width broke whole."""
    apart: Rows = []
    for row, texts in _with_posts_whole(_paired(rows)):
        parts = _parts(texts[0]) if len(texts) == 1 else []
        apart.extend((row, [part]) for part in parts) if len(parts) > 1 else apart.append((row, texts))
    return apart


def seats_by_sign(rows: Rows) -> tuple[dict[str, str], Rows]:
    """What the signs before names stand for, where a line of the list says so (◎会長 ○副会長), and the rows without it."""
    for index, (_, texts) in enumerate(rows):
        plain = flat(" ".join(texts)).strip()
        if len(plain) <= 60 and _LEGEND.fullmatch(plain) is not None:
            return dict(_SIGN_AND_SEAT.findall(plain)), [*rows[:index], *rows[index + 1 :]]
    return {}, rows


def _parts(text: str) -> list[str]:
    plain = flat(text)
    remark = _REMARK.search(plain)
    if remark is not None and _SEATS_ALONE.fullmatch(plain[remark.start() :].strip(" ※")) is None and remark.start():
        # 白川　※赤井委員は途中退席
        return [*_parts(text[: remark.start()]), text[remark.start() :].strip()]
    if len(pieces := _SLASHES.split(text)) > 1:
        return pieces
    if (label := _LABEL.match(plain)) is not None and len(pieces := _parts(text[label.end() :])) > 1:
        return [text[: label.end()] + pieces[0], *pieces[1:]]
    for cut in (_by_seats, _by_brackets, _by_posts, _by_signs):
        if len(pieces := cut(text, plain)) > 1:
            return pieces
    return [text]


_SEATS_ALONE = re.compile(_SEATS)


def _by_seats(text: str, plain: str) -> list[str]:
    found = list(_SEAT_BEHIND.finditer(plain))
    covered = sum(len(match[0]) for match in found)
    if not found or covered < len(plain.strip()) or any(len(squeeze(match["name"])) < 2 for match in found):
        return [text]
    if not any(re.search(r"(?<!\S)\S \s*\S(?!\S)", match["name"].strip()) for match in found):
        return [text]
    if any(is_person(match["name"].split()[0]) for match in found):
        return [text]
    return [squeeze(text[match.start() : match.end()]) for match in found] + ([""] if len(found) == 1 else [])


def _by_brackets(text: str, plain: str) -> list[str]:
    if len(_BRACKETED.findall(plain)) < 2 or re.search("[、,:]", _without_brackets(plain)):
        return [text]
    bounds = [0, *(match.end() for match in _AFTER_BRACKET.finditer(plain)), len(text)]
    pieces = [piece for left, right in itertools.pairwise(bounds) if (piece := text[left:right].strip())]
    return pieces if all("(" in flat(piece) for piece in pieces) else [text]


def _without_brackets(plain: str) -> str:
    return re.sub(r"\([^()]*\)", "", plain)


def _by_signs(text: str, plain: str) -> list[str]:
    """◎青野豊 ○赤井恵子 白川実; 青野委員長　赤井副委員長　白川　黒田（章）: whole names, some with a sign or seat."""
    words, bare = text.split(), plain.split()
    if len(words) < 3 or re.search("[、,:]|[0-9]番", plain):
        return [text]
    if not all(_NAME.fullmatch(word) or (_POST_BEHIND.search(word) and len(word) <= 10) for word in bare):
        return [text]
    signed = sum(word[0] in _SIGN for word in bare)
    # A family name before each post: 青野所長. A post alone heads the name behind it.
    seated = sum(_is_named(word) for word in bare)
    alone = any(is_person(word) and not _is_named(word) for word in bare)
    return words if not alone and (signed or seated >= 2) else [text]


def _by_posts(text: str, plain: str) -> list[str]:
    """教育長 青野稔 教育次長 赤井清: posts and names in turn."""
    words, bare = text.split(), plain.split()
    if len(words) < 4 or len(words) % 2 or re.search("[、,:()]", plain):
        return [text]
    posts, names = bare[::2], bare[1::2]
    if not all(is_person(post) and len(post) > 1 for post in posts):
        return [text]
    if any(is_person(name) or not 3 <= len(name) <= 6 for name in names):
        return [text]
    return [f"{post}　{name}" for post, name in zip(words[::2], words[1::2], strict=True)]


def _is_named(word: str) -> bool:
    """青野委員長, 赤井栄養教諭: a name with its seat or post behind it."""
    end = _POST_BEHIND.search(word)
    return (
        end is not None and 1 < end.start() <= 5 and re.search("[部課係室局所会区市町村]$", word[: end.start()]) is None
    )


def _paired(rows: Rows) -> Rows:
    """市長 / 教育長 / 教育委員 above 青野　孝 / 赤井　貞子 / 白川　暁: posts and names in columns, joined in their order."""
    joined: Rows = []
    index = 0
    while index < len(rows):
        count = 0
        while index + count < len(rows) and _is_post_alone(rows[index + count][1]):
            count += 1
        names = rows[index + count : index + 2 * count]
        if count >= 3 and len(names) == count and all(_is_full_name(texts) for _, texts in names):
            posts = rows[index : index + count]
            joined.extend(
                (row, [f"{squeeze(post[0])}　{name[0]}"]) for (row, post), (_, name) in zip(posts, names, strict=True)
            )
            index += 2 * count
        else:
            joined.append(rows[index])
            index += 1
    return joined


def _is_post_alone(texts: list[str]) -> bool:
    return (
        len(texts) == 1 and len(squeeze(texts[0])) <= 10 and is_person(squeeze(texts[0])) and "(" not in flat(texts[0])
    )


def _is_full_name(texts: list[str]) -> bool:
    if len(texts) != 1 or is_person(squeeze(texts[0])):
        return False
    return 3 <= len(squeeze(texts[0])) <= 7 and re.fullmatch(rf"(?:{LETTER}|\s)+", texts[0]) is not None


def _with_posts_whole(rows: Rows) -> Rows:
    """総務課長 青野稔 総務部次長兼情報化 / 推進室長 赤井一雄: a post that the width broke."""
    whole: Rows = []
    for row, texts in rows:
        above = whole[-1][1] if whole else []
        if len(texts) == 1 and len(above) == 1 and _is_broken(above[0], texts[0]):
            whole[-1] = (whole[-1][0], [above[0] + texts[0].strip()])
        else:
            whole.append((row, texts))
    return whole


def _is_broken(above: str, text: str) -> bool:
    upper, lower = flat(above).split(), flat(text).split()
    if (
        len(upper) < _PAIRS
        or len(upper[-1]) < _HALF_POST
        or len(upper) % 2 == 0
        or len(lower) < 2
        or re.search("[、,:()]", flat(above))
    ):
        return False
    posts, names = upper[:-1:2], upper[1:-1:2]
    if not all(is_person(post) for post in posts) or any(is_person(name) for name in names):
        return False
    if STATE.fullmatch(upper[-1]):
        # 会長 青野一郎 途中退席
        return False
    return _ENDED.fullmatch(upper[-1]) is not None and not is_person(upper[-1]) and is_person(upper[-1] + lower[0])


__all__ = ["with_entries_apart"]
