"""Sketches of texts: few numbers that tell how much two texts share. Stdlib only.

Near-same texts are found by a sketch: the smallest hashes of a text's pieces. Two texts share as large a part of the
smallest hashes of both together as they share pieces, so that few numbers estimate the resemblance of long texts (A. Broder,
"On the resemblance and containment of documents", 1997).
"""

import hashlib
import re
import unicodedata

SKETCH_SIZE = 200
PIECE = 8
_LAID_OUT = re.compile(r"[\s\u3000]+")


def sketch_of(text: str) -> list[int]:
    """The smallest hashes of the text's pieces of PIECE characters, at most SKETCH_SIZE of them, in order.

    White space, width and case make no difference. Texts shorter than a piece have one.
    """
    plain = _LAID_OUT.sub("", unicodedata.normalize("NFKC", text)).casefold()
    if not plain:
        return []
    pieces = {plain[start : start + PIECE] for start in range(max(1, len(plain) - PIECE + 1))}
    return sorted({_hash(piece) for piece in pieces})[:SKETCH_SIZE]


def resemblance(left: list[int], right: list[int]) -> float:
    """How large a part of the pieces two texts share, 0 to 1, estimated from their sketches."""
    smallest = sorted({*left, *right})[:SKETCH_SIZE]
    both = set(left) & set(right)
    return sum(number in both for number in smallest) / len(smallest) if smallest else 0.0


def _hash(piece: str) -> int:
    """64 bits with sign, as Postgres stores them."""
    return int.from_bytes(hashlib.blake2b(piece.encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)
