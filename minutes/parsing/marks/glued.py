"""Marks that nothing parts from what is said: ○青野委員長それでは始めます。 The seat or post ends the mark.

One such line may be a sentence about a person; a document that sets its marks so does it throughout.
"""

from __future__ import annotations

import re
from collections import Counter

from minutes.parsing.marks.marks import Mark, Marks
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import ends_sentence, flat, is_sentence
from minutes.parsing.words.people import PERSON_ENDS, has_seat, is_person

# What goes on behind a seat as a sentence about that person, or as a longer post or the name of an office.
_GOES_ON = (
    r"[はがをにとへのもやか、。・）)」』\]:：\s]|で(?!は|すが)|から|より|まで|として|及び|並び|又は|案|側|等|各|長|補佐|代理|心得|会|部|室|課|官|員|局|者|団|職|職員|名簿|選任|選出"
    r"|就任|挨拶|あいさつ|説明|報告|提案|一同|ほか|他"
)
# The name as a pattern: its seat or post ends it, and what is said follows.
GLUED_NAME = rf"(?P<name>[^\s。、,:：()（）「」…○◯〇◎●◇◆]{{0,10}}?{PERSON_ENDS})(?!{_GOES_ON})(?=\S)"
_GLUED = re.compile(rf"(?P<bullet>[○◯〇◎●◇◆]?)[ 　]?{GLUED_NAME}(?P<said>.{{4,}})", re.DOTALL)
# So many lines are a document's way; among them so many in every ten that could be.
_ENOUGH, _USUAL = 3, 6
_BARE = 4


def glued_marks(rows: list[PrintedLine], marks: Marks) -> Marks:
    """The marks of a document that parts none of them from the speech; `marks` are those read by other signs."""
    signed: dict[str, Marks] = {}
    others: Counter[str] = Counter()
    above: PrintedLine | None = None
    for row in rows:
        begins = above is None or ends_sentence(above.text) or row.flat[0] in "○◯〇◎●◇◆"
        above = row
        mark = marks.get(row.key)
        sign = row.text[0] if row.text[0] in "○◯〇◎●◇◆" else ""
        if mark is not None and is_person(mark.name):
            others[sign] += 1
            continue
        match = _GLUED.match(row.text) if begins and len(row.cells) == 1 else None
        if match is None or not is_sentence(match["said"]) or not is_person(match["name"]):
            if sign:
                others[sign] += 1
            continue
        style = "bullet" if sign else "space"
        signed.setdefault(sign, {})[row.key] = Mark(style, match["name"], match["said"].strip())
    found: Marks = {}
    for sign, glued in signed.items():
        usual = len(glued) >= _ENOUGH and 10 * len(glued) >= _USUAL * (len(glued) + others[sign])
        if usual if sign else not others[sign] and _are_bare_marks(glued):
            found |= glued
    return found


def _are_bare_marks(glued: Marks) -> bool:
    """Whether lines without any sign before the name are speeches: some of a seat, some repeated."""
    names = Counter(flat(mark.name) for mark in glued.values())
    return len(glued) >= _BARE and len(names) > 1 and max(names.values()) > 1 and any(has_seat(name) for name in names)
