"""Real minutes beside the project, where they are at hand: those that are read exactly, and must go on being so.

They are known by the digests of their text (tests/data/read_exactly.txt): a document that is read exactly from now on
gets its line there.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

SHARED = Path(__file__).parents[2] / "shared"
_DIGESTS = frozenset((Path(__file__).parent / "data" / "read_exactly.txt").read_text().split())


def read_exactly() -> list[Path]:
    """The documents, in order of their names; none where no minutes stand beside the project."""
    found = sorted(SHARED.glob("minutes/*.txt"))
    return [path for path in found if hashlib.sha256(path.read_bytes()).hexdigest()[:16] in _DIGESTS]


def answer_of(document: Path) -> Path:
    """The hand-checked answer."""
    return SHARED / "gold" / f"{document.stem}.json"
