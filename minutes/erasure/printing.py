"""Words in every form in which they may be printed. No Django.

White space, ends of lines and signs that nobody sees may stand within them; full and half width, capitals and small
letters are alike, and so is what stands for several signs (㈱). One pattern serves Python and Postgres.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from urllib.parse import quote

from minutes.withholding import MASK

# Fewer signs stand in every other word.
SHORTEST = 2
LONGEST = 300
# Ranges of what may stand between two signs of a word: white space, and signs that are not seen.
_UNSEEN = (
    (0x09, 0x0D), (0x20, 0x20), (0x85, 0x85), (0xA0, 0xA0), (0xAD, 0xAD), (0x180B, 0x180E), (0x1680, 0x1680),
    (0x2000, 0x200F), (0x2028, 0x202F), (0x205F, 0x2064), (0x2066, 0x206F), (0x3000, 0x3000), (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF), (0xE0100, 0xE01EF),
)  # fmt: skip
_PLANES = 0x30000


def folded(text: str) -> str:
    """What all printed forms of a text share."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in unicodedata.normalize("NFKD", apart.casefold()) if not _is_unseen(sign))


def pattern_of(words: Iterable[str]) -> str:
    """A regular expression, to Python and to Postgres, for all printed forms of the words; the longest first."""
    forms = sorted({tuple(_clusters(folded(one))) for one in words}, key=len, reverse=True)
    addresses = {quote("".join(form)): None for form in forms} | {quote(one.strip()): None for one in words}
    encoded = [_any_case(address) for address in addresses if "%" in address]
    return "|".join([*(_pattern(form) for form in forms), *encoded])


def is_blocked(text: str) -> bool:
    """Whether a text is nothing but what takes the place of words."""
    return not set(folded(text)) - set(MASK)


def _is_unseen(sign: str) -> bool:
    return any(first <= ord(sign) <= last for first, last in _UNSEEN)


def _clusters(text: str) -> Iterable[str]:
    """The signs, each with the marks that follow it."""
    found: list[str] = []
    for sign in text:
        if found and unicodedata.combining(sign):
            found[-1] += sign
        else:
            found.append(sign)
    return found


@cache
def _written() -> tuple[dict[str, list[str]], dict[tuple[str, ...], list[str]]]:
    """Which other single signs are folded to one sign with its marks, and which to several."""
    single: defaultdict[str, list[str]] = defaultdict(list)
    several: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for sign in map(chr, range(_PLANES)):
        if unicodedata.normalize("NFKD", sign) == sign == sign.casefold() or not sign.isprintable():
            continue
        clusters = tuple(_clusters(folded(sign)))
        if len(clusters) == 1:
            single[clusters[0]].append(sign)
        elif clusters:
            several[clusters].append(sign)
    return dict(single), dict(several)


def _pattern(form: Sequence[str]) -> str:
    _, several = _written()
    longest = max(map(len, several))
    parts: list[str] = []
    place = 0
    while place < len(form):
        length = next(
            (
                size
                for size in range(min(longest, len(form) - place), 1, -1)
                if tuple(form[place : place + size]) in several
            ),
            1,
        )
        run = form[place : place + length]
        spelled = _GAP.join(_cluster(cluster) for cluster in run)
        parts.append(f"(?:{_class(several[tuple(run)])}|{spelled})" if length > 1 else spelled)
        place += length
    # カ is not found in カ゛: the mark makes another sign of it.
    return _GAP.join(parts) + _NO_MARK


def _cluster(cluster: str) -> str:
    single, _ = _written()
    if len(cluster) == 1:
        # A quotation mark has a stroke before it where it stands in JSON.
        stroke = r"\\?" if cluster in ('"', "\\") else ""
        return stroke + _class([cluster, *single.get(cluster, ())])
    spelled = "".join(_class([sign, *single.get(sign, ())]) for sign in cluster)
    return f"(?:{_class(single[cluster])}|{spelled})" if cluster in single else spelled


def _class(signs: Sequence[str]) -> str:
    return "[" + "".join(_escaped(ord(sign)) for sign in signs) + "]" if len(signs) > 1 else _escaped(ord(signs[0]))


def _escaped(number: int) -> str:
    """One sign as both write it in a regular expression, whatever it means there."""
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _any_case(address: str) -> str:
    return "".join(
        f"[{sign.lower()}{sign.upper()}]" if sign in "ABCDEF" else re.escape(sign) if not sign.isalnum() else sign
        for sign in address
    )


_RANGES = "".join(f"{_escaped(first)}-{_escaped(last)}" for first, last in _UNSEEN)
# In a text that stands in JSON an end of a line is two signs.
_GAP = rf"(?:[{_RANGES}]|\\[nrtfb])*"
_NO_MARK = r"(?![\u3099\u309a\uff9e\uff9f\u0300-\u036f])"
