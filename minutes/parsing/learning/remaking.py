"""Documents with answers printed anew with marks of another way: signs, names and separators that no office may use yet.

What is said, the head and the order stay; so the answers hold, with the names changed.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from typing import Any

from minutes.documents import SourceText
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import fold, squeeze
from minutes.parsing.weighing.turns import ALONE, MARK

_BRACKETS = ("【】", "（）", "〔〕", "＜＞", "《》", "［］", "〈〉", "｛｝")
_SIGNS = ("", "", "", "○", "●", "◎", "◇", "◆", "□", "■", "△", "▲", "▽", "☆", "★", "・", "※", "▶", "§", "＊", "＃", "―", "→", "＞", "〇", "♦", "●　", "○　", "－")  # fmt: skip
_ENDS = (
    "：",
    ":",
    "　",
    "　　",
    "  ",
    " ",
    "＞",
    "＝",
    "／",
    "…",
    "－",
    "｜",
    "→",
    "》",
    "」",
    "）",
    "; ",
    "：　",
    "\n",
    "\n",
)
_BEHIND_BRACKET = ("", "　", "：", " ", "\n")
_POST = re.compile(r"[\s　]*(?:委員長|副委員長|委員|議員|議長|会長|部長|課長|局長|室長|係長|君|氏|さん|様|教授|先生)$")
_LONGEST = 40
_SPACED = 5


def remade(
    rows: Sequence[PrintedLine], turns: Sequence[str], answer: dict[str, Any], seed: int
) -> tuple[SourceText, dict[str, Any]] | None:
    """The document with the marks of another way, and its answer; None where it has no marks to print anew."""
    chance = random.Random(seed)  # noqa: S311 - documents to learn from
    speakers = list(dict.fromkeys(row["speaker"] for row in answer["utterances"] if row["speaker"]))
    names = _names(speakers, chance)
    before, behind = _way(chance)
    lines: list[str] = []
    found = 0
    for index, (row, turn) in enumerate(zip(rows, turns, strict=True)):
        parted = None
        if turn in (MARK, ALONE):
            said = rows[index + 1].text if turn == ALONE and index + 1 < len(rows) else None
            parted = _parted(row.text, answer, said)
        if parted is None:
            lines.append(" " * row.indent + row.text)
            continue
        found += 1
        speaker, rest = parted
        lines.extend(f"{before}{names[speaker]}{behind}{rest}".rstrip().split("\n"))
    if not found:
        return None
    utterances = [
        row | {"speaker": squeeze(names[row["speaker"]]) if row["speaker"] in names else row["speaker"]}
        for row in answer["utterances"]
    ]
    return SourceText(tuple(lines)), answer | {"utterances": utterances}


def _way(chance: random.Random) -> tuple[str, str]:
    if chance.random() < 0.35:
        pair = chance.choice(_BRACKETS)
        before, behind = pair[0], pair[1]
        return chance.choice(("", "", "○", "◆", "・")) + before, behind + chance.choice(_BEHIND_BRACKET)
    sign = chance.choice(_SIGNS)
    return sign, chance.choice(_ENDS)


def _names(speakers: Sequence[str], chance: random.Random) -> dict[str, str]:
    """What each speaker is called in the document printed anew."""
    made: Callable[[int, str], str] = chance.choice(
        (
            lambda _, name: name,
            lambda _, name: name,
            lambda _, name: _POST.sub("", squeeze(name)) or name,
            lambda _, name: "　".join(squeeze(name)) if len(squeeze(name)) <= _SPACED else name,
            lambda number, _: chr(ord("A") + number) if number < 26 else f"A{number}",
            lambda number, _: f"発言者{number + 1}",
            lambda number, _: f"{number + 1}番",
            lambda _, name: (_POST.sub("", squeeze(name)) or name) + "さん",
        )
    )
    return {name: made(number, name) for number, name in enumerate(speakers)}


def _parted(text: str, answer: dict[str, Any], below: str | None) -> tuple[str, str] | None:
    """The speaker that a row's mark names, and what is said behind it on the row."""
    for utterance in answer["utterances"]:
        speaker = utterance["speaker"]
        if not speaker or utterance["kind"] != "speech":
            continue
        said = fold(utterance["text"])
        if below is not None:
            if fold(below)[:20] == said[: len(fold(below)[:20])] and fold(speaker)[-4:] in fold(text):
                return speaker, ""
            continue
        for cut in range(1, min(len(text), _LONGEST)):
            rest = fold(text[cut:])
            if rest and rest[:16] == said[: len(rest[:16])] and fold(speaker)[-4:] in fold(text[:cut]):
                return speaker, text[cut:].lstrip()
    return None
