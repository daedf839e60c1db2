"""How one document sets its headings off, where the line alone does not tell: a sign of their own before them (△開会, ◎日程第1),
or nothing but their place right above what is said. Lines set in the same way are headings too, though the agenda does
not list them: △諸般の報告, 町民憲章の朗唱.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter

from minutes.parsing.agenda.headings import HeadingReader
from minutes.parsing.marks.speakers import SpeakerMarks
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import is_sentence, squeeze
from minutes.parsing.words.ceremonies import is_ceremony
from minutes.parsing.words.people import is_person
from minutes.parsing.words.records import OPENING_BRACKETS, assent_line, dashed, decision_line, event_line

_SIGNS = frozenset("△▲◎◇◆■□▽▼★☆●○〇◯")
_LONGEST, _LONGEST_BARE = 120, 40
# So many headings that open something are the document's way.
_ENOUGH = 2
_ENOUGH_ABOVE = 4
# What ends a line that is no heading: a sentence goes on, or the line closes a list.
_PROSE = re.compile(r"[。、，,：:]$|^[・※＊*]|^以上$|^記$")


class HeadingWays:
    """The ways in which one record sets headings off."""

    def __init__(self, rows: list[PrintedLine], marks: SpeakerMarks, headings: HeadingReader) -> None:
        self._marks = marks
        opened: Counter[str] = Counter()
        total: Counter[str] = Counter()
        above_speech: Counter[str] = Counter()
        for row, after in itertools.zip_longest(rows, rows[1:]):
            way = self._way(row, after)
            if way is None:
                continue
            total[way] += 1
            above_speech[way] += after is not None and marks.match(after) is not None
            opened[way] += headings.read(row.text.replace("\t", " ")) is not None or is_ceremony(row.text)
        self._ways = {way for way, count in opened.items() if count >= _ENOUGH and 2 * count >= total[way]}
        # ◎会議録署名議員の指名 right above a speech, time and again, is a heading though the list be short.
        self._ways |= {
            way
            for way, count in above_speech.items()
            if way and opened[way] and count >= _ENOUGH_ABOVE and 5 * count >= 4 * total[way]
        }

    @property
    def signs(self) -> frozenset[str]:
        """The signs that the document sets its headings off by, if it does."""
        return frozenset(self._ways - {""})

    def is_heading(self, row: PrintedLine, after: PrintedLine | None) -> bool:
        """Whether a row is set as the document's headings are, whatever it says."""
        return self._way(row, after) in self._ways

    def _way(self, row: PrintedLine, after: PrintedLine | None) -> str | None:
        """The sign before a row, "" for a bare title right above a mark, None where it is set as no heading is."""
        if len(row.text) > _LONGEST or _PROSE.search(row.text) is not None or self._marks.match(row) is not None:
            return None
        if row.text[0] in _SIGNS:
            return None if len(row.text) < 3 or is_sentence(row.text) else row.text[0]
        if after is None or self._marks.match(after) is None or self._marks.doubted(row, after) is not None:
            return None
        if not 4 <= len(row.text) <= _LONGEST_BARE or len(row.cells) > 1 or is_sentence(row.text):
            return None
        if row.flat[0] in OPENING_BRACKETS or is_person(squeeze(row.text)):
            return None
        recorded = event_line(row.text) or assent_line(row.text) or decision_line(row.text) or dashed(row.text)
        return None if recorded is not None else ""
