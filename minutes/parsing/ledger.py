"""The ledger: every row is taken by a rule, in whole or in part, or ends in an unparsed-text warning.

Imports lines.py and model.py. Rules take the rows whose text they stored or that are structure
(labels, headings, marks); what they cannot store of a row they leave. A row that no rule touched is
left whole, so nothing is lost by forgetting it.
"""

from __future__ import annotations

from collections.abc import Iterable

from minutes.parsing.lines import Row
from minutes.parsing.model import Warning

# As much of the text as the message quotes.
_TOLD = 60


# The codes of the parser's own warnings. Others come with the source text, or are added where it is stored.
CODES = frozenset(
    [
        "agenda-from-text",
        "agenda-not-discussed",
        "doubted-mark",
        "end-time-mismatch",
        "no-date",
        "unknown-speaker",
        "unparsed-text",
        "weekday-mismatch",
    ]
)


class Ledger:
    """What has become of each row of one document."""

    def __init__(self, rows: list[Row]) -> None:
        self._rows = rows
        # Several rows may stand on one line, where it was parted into its fields.
        self._taken: set[int] = set()
        self._left: dict[int, list[str]] = {}
        self.warnings: list[Warning] = []

    def take(self, row: Row) -> None:
        """The row's text stands in the result, or is structure."""
        self._taken.add(row.key)

    def take_all(self, rows: Iterable[Row]) -> None:
        """Take each of the rows."""
        self._taken.update(row.key for row in rows)

    def leave(self, row: Row, text: str) -> None:
        """The row is taken but for this part of its text."""
        self._taken.add(row.key)
        if text.strip():
            self._left.setdefault(row.key, []).append(text.strip())

    def warn(self, code: str, message: str, line: int | None = None, text: str | None = None) -> None:
        """A warning of another kind, one of CODES."""
        self.warnings.append(Warning(code, message, line, text))

    def unparsed(self) -> list[Warning]:
        """One unparsed-text warning for each run of rows with text that stands nowhere in the result."""
        found: list[Warning] = []
        run: list[str] = []
        first = 0
        for row in self._rows:
            parts = self._left.get(row.key, []) if row.key in self._taken else [row.text]
            if not parts:
                if run:
                    found.append(_unparsed(first, run))
                    run = []
                continue
            if not run:
                first = row.number
            run.extend(parts)
        if run:
            found.append(_unparsed(first, run))
        return found


def _unparsed(line: int, texts: list[str]) -> Warning:
    text = "\n".join(texts)
    told = text if len(text) <= _TOLD else text[:_TOLD] + "…"
    return Warning("unparsed-text", f"読み取れなかった部分があります：{told}", line, text)
