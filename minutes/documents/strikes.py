"""Signs of a page that a line strikes out (見え消し). Pure geometry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from minutes.documents.page import Rule, Sign

# Where a line strikes out, in sizes of the type above the baseline: an underline stands lower, an edge of a table higher.
_LOWEST, _HIGHEST = 0.15, 0.6
_OVERHANG = 0.6  # how much longer than its words a line may be at either end, in sizes of the type
_INSIDE = 0.3  # of a sign's width that the line must pass at the least on either side of its middle


def without_struck(signs: list[Sign], rules: Sequence[Rule]) -> tuple[list[str], list[Sign], list[Rule]]:
    """The words that lines strike out, the signs without them, and the rules that are none of these lines."""
    words: list[str] = []
    gone: set[int] = set()
    kept: list[Rule] = []
    for rule in rules:
        passed = [sign for sign in signs if _passes(rule, sign)] if rule.level else []
        passed.sort(key=lambda sign: sign.left)
        inked = [sign for sign in passed if not sign.text.isspace()]
        if inked and _fits(rule, inked):
            words.append("".join(sign.text for sign in passed if id(sign) not in gone).strip())
            gone |= set(map(id, passed))
        else:
            kept.append(rule)
    return [word for word in words if word], _closed_up(signs, gone) if gone else signs, kept


def _closed_up(signs: list[Sign], gone: set[int]) -> list[Sign]:
    """The signs that stay, without a gap where others stood."""
    closed: list[Sign] = []
    for sign in signs:
        if id(sign) not in gone:
            closed.append(sign)
        elif closed and closed[-1].base == sign.base and sign.right > closed[-1].right:
            closed[-1] = replace(closed[-1], right=sign.right)
    return closed


def _passes(rule: Rule, sign: Sign) -> bool:
    if not sign.base - _HIGHEST * sign.em < rule.at < sign.base - _LOWEST * sign.em:
        return False
    reach = _INSIDE * (sign.right - sign.left)
    middle = (sign.left + sign.right) / 2
    return rule.start <= middle - reach and middle + reach <= rule.end


def _fits(rule: Rule, signs: Sequence[Sign]) -> bool:
    """Whether a line is as long as what it passes, which stands on one line of text without a gap."""
    em = max(sign.em for sign in signs)
    ends = abs(rule.start - signs[0].left) <= _OVERHANG * em and abs(rule.end - signs[-1].right) <= _OVERHANG * em
    apart = any(after.left - before.right > 2 * em for before, after in pairwise(signs))
    return ends and not apart
