"""A text whose lines broke inside words, as pages of papers have them: closed for reading, places told in the text as it is.

Stdlib only.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from minutes.personal_data.model import Span

# A line that is no row of a list, and goes on in the next with a letter of the same kind.
_BREAK = re.compile(r"(?<=[^\n]{8})(?:(?<=[一-鿿々ぁ-んァ-ヴー])\n(?=[一-鿿々ぁ-んァ-ヴー])|(?<=[0-9-])\n(?=[0-9-]))")


# The whole word is likelier than what of it stands on one line.
_RATHER = 0.05


class Closed:
    """A text without the breaks inside its words."""

    def __init__(self, text: str) -> None:
        self._breaks = [found.end() - 1 for found in _BREAK.finditer(text)]
        self.text = _BREAK.sub("", text)
        # Where in the closed text each break was.
        self._places = [place - count for count, place in enumerate(self._breaks)]

    @property
    def is_other(self) -> bool:
        """Whether anything was closed."""
        return bool(self._breaks)

    def over_breaks(self, spans: list[Span]) -> list[Span]:
        """Those of the spans of the closed text that go over a break, at their places in the text as it is."""
        return [
            Span(
                self._printed(span.start), self._printed(span.end - 1) + 1, span.kind, min(span.certainty + _RATHER, 1)
            )
            for span in spans
            if bisect_right(self._places, span.end - 1) > bisect_right(self._places, span.start)
        ]

    def _printed(self, place: int) -> int:
        return place + bisect_right(self._places, place)
