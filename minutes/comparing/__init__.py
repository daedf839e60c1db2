"""What is alike and what changed: of names, texts, papers and whole minutes. No Django.

`refs` finds which utterance of a new version is which of the old, `diffing` what changed between two states and inside
a text, `sittings` whether two minutes are of one meeting, `body_names`, `sketches` and `paper_labels` how near two names, documents and papers are.
"""

from minutes.comparing import diffing, sittings
from minutes.comparing.body_names import compare_names
from minutes.comparing.diffing import Difference, Filing, HeadChange, Hunk, RowChange, UtteranceChange
from minutes.comparing.paper_labels import (
    Match,
    items_named,
    key_of,
    label_of_name,
    labels_at_top,
    match,
    title_of_name,
    title_similarity,
)
from minutes.comparing.refs import Recut, agree, keep_refs, without_spaces
from minutes.comparing.sittings import Answer, Sitting
from minutes.comparing.sketches import resemblance, sketch_of

__all__ = [
    "Answer",
    "Difference",
    "Filing",
    "HeadChange",
    "Hunk",
    "Match",
    "Recut",
    "RowChange",
    "Sitting",
    "UtteranceChange",
    "agree",
    "compare_names",
    "diffing",
    "items_named",
    "keep_refs",
    "key_of",
    "label_of_name",
    "labels_at_top",
    "match",
    "resemblance",
    "sittings",
    "sketch_of",
    "title_of_name",
    "title_similarity",
    "without_spaces",
]
