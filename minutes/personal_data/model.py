"""What is found: stretches of a text, what kind of personal data they are, and how sure that is. Stdlib only."""

from __future__ import annotations

from dataclasses import dataclass

NAME = "name"
ADDRESS = "address"
PHONE = "phone"
MAIL = "mail"
BIRTH = "birth"
ACCOUNT = "account"
NUMBER = "number"
VEHICLE = "vehicle"

# What people call each kind.
KIND_LABELS = {
    NAME: "氏名",
    ADDRESS: "住所",
    PHONE: "電話番号",
    MAIL: "メールアドレス",
    BIRTH: "生年月日",
    ACCOUNT: "口座番号",
    NUMBER: "個人に付けられた番号",
    VEHICLE: "車両番号",
}
# Which ground usually stands for each kind; the office's own list of grounds is looked through for these words.
GROUND_HINTS = dict.fromkeys(KIND_LABELS, "個人に関する情報")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one text, in characters of the text as given, and how sure the kind is, 0 to 1."""

    start: int
    end: int
    kind: str
    certainty: float


@dataclass(frozen=True, slots=True)
class Finding:
    """Personal data proposed for withholding.

    `part` is utterance, item, attendee, paper or page, as of minutes.models.Passage; `row` its 0-based index, `field` the field of the row that
    holds the text. `kind` is a key of KIND_LABELS, `ground_hint` words of the ground that usually stands for it.
    """

    part: str
    row: int
    field: str
    start: int
    end: int
    kind: str
    ground_hint: str
    certainty: float


def without_overlaps(spans: list[Span]) -> list[Span]:
    """The spans in order of place; of two that overlap the surer one, then the longer one stays."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda one: (-one.certainty, one.start - one.end, one.start)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda one: one.start)
