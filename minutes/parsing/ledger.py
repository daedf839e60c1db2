"""The ledger: every row is taken by a rule, in whole or in part, or ends in an unparsed-text warning. Rules take the rows whose text they stored or that are structure
(labels, headings, marks); what they cannot store of a row they leave. A row that no rule touched is
left whole, so nothing is lost by forgetting it.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from minutes.parsing.model import Warning
from minutes.parsing.rows.lines import PrintedLine

# As much of the text as the message quotes.
_TOLD = 60


# The codes of the parser's own warnings. Others come with the source text, or are added where it is stored.
CODES = frozenset(
    [
        "agenda-from-text",
        "agenda-not-discussed",
        "doubted-head",
        "doubted-mark",
        "end-time-mismatch",
        "guessed-marks",
        "no-date",
        "transcript",
        "unknown-speaker",
        "unparsed-text",
        "weekday-mismatch",
        "year-mismatch",
    ]
)


class Ledger:
    """What has become of each row of one document."""

    def __init__(self, rows: list[PrintedLine]) -> None:
        self._rows = rows
        # Several rows may stand on one line, where it was parted into its fields.
        self._taken: set[int] = set()
        self._left: dict[int, list[str]] = {}
        self._minor: set[int] = set()
        self._reasons: dict[int, str] = {}
        self.warnings: list[Warning] = []

    def because(self, row: PrintedLine, reason: str) -> None:
        """Why the row is read as it is."""
        self._reasons[row.key] = reason

    def reason(self, row: PrintedLine) -> str | None:
        """Why the row was read as it was, None where no rule came to it."""
        return self._reasons.get(row.key)

    def take(self, row: PrintedLine) -> None:
        """The row's text stands in the result, or is structure."""
        self._taken.add(row.key)

    def take_all(self, rows: Iterable[PrintedLine]) -> None:
        """Take each of the rows."""
        self._taken.update(row.key for row in rows)

    def leave(self, row: PrintedLine, text: str) -> None:
        """The row is taken but for this part of its text."""
        self._minor.discard(row.key)
        self._keep(row, text)

    def set_aside(self, row: PrintedLine, text: str) -> None:
        """The row is taken; its text is understood, but there is no field for it."""
        if not self._left.get(row.key):
            self._minor.add(row.key)
        self._keep(row, text)

    def _keep(self, row: PrintedLine, text: str) -> None:
        self._taken.add(row.key)
        if text.strip():
            self._left.setdefault(row.key, []).append(text.strip())

    def warn(self, code: str, message: str, line: int | None = None, text: str | None = None) -> None:
        """A warning of another kind, one of CODES."""
        self.warnings.append(Warning(code, message, line, text))

    def unparsed(self) -> list[Warning]:
        """One unparsed-text warning for each run of rows with text that stands nowhere in the result."""
        left = [(row, self._left.get(row.key, []) if row.key in self._taken else [row.text]) for row in self._rows]
        found = []
        for (stays, minor), run in groupby(left, lambda entry: (bool(entry[1]), entry[0].key in self._minor)):
            rows = list(run)
            if stays:
                text = "\n".join(text for _, parts in rows for text in parts)
                found.append(unparsed(rows[0][0].number, text, minor))
        return found


def unparsed(line: int, text: str, minor: bool) -> Warning:
    """The warning that a text from this line on stands nowhere in the result."""
    told = text if len(text) <= _TOLD else text[:_TOLD] + "…"
    reason = "保存する欄がない記載です" if minor else "読み取れなかった部分があります"
    return Warning("unparsed-text", f"{reason}：{told}", line, text, minor)
