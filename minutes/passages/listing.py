"""The passages of a meeting as its page of passages lists them, and the rows that they are of."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from minutes import access
from minutes.models import Meeting, Passage, Upload
from minutes.record import MarkedRow, draft_pages, draft_rows, key_of, rows_of
from minutes.withholding import Span

# What passages belong to: published minutes, or a draft.
Owner = Meeting | Upload
FIELD_NAMES: Mapping[str, str] = {
    "speaker": "発言者",
    "text": "本文",
    "title": "件名",
    "group": "区分",
    "name": "氏名・職名",
    "role": "役職",
    "affiliation": "所属",
    "label": "番号",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """A passage with the name of its row, and the row's text as it is now; None where the row is gone."""

    passage: Passage
    row_name: str
    text: str | None

    @property
    def field_name(self) -> str:
        return FIELD_NAMES.get(self.passage.field, "")

    @property
    def audience_name(self) -> str:
        return access.name_of(self.passage.audience)

    @property
    def is_past(self) -> bool:
        """Whether it withholds nothing of the minutes as they are, but how a row read before."""
        return self.text is None or not self.passage.field


def listed(owner: Owner) -> list[Listed]:
    """All passages of a meeting or a draft: first those that wait for a look, then in the order of the rows, last those of
    the past."""
    rows = owned_rows(owner)
    place = {row.key: number for number, row in enumerate(rows)}
    found = []
    for passage in owner.passages.select_related("ground", "created_by"):
        number = place.get(key_of(passage))
        row = None if number is None else rows[number]
        name = name_of(row) if row else f"{passage.get_part_display()}（今はありません）"
        found.append(Listed(passage, name, row.texts.get(passage.field, "") if row else None))
    return sorted(
        found,
        key=lambda one: (
            one.passage.placed,
            one.is_past,
            place.get(key_of(one.passage), len(rows)),
            one.passage.field,
            one.passage.start,
            one.passage.pk,
        ),
    )


def owned_rows(owner: Owner) -> list[MarkedRow]:
    """All rows of a meeting, or of a draft, that passages may be of."""
    return rows_of(owner) if isinstance(owner, Meeting) else [*draft_rows(owner.parsed or {}), *draft_pages(owner)]


def row_of(owner: Owner, part: str, row: int | str) -> MarkedRow | None:
    """The row of that kind and number, or id."""
    return next((one for one in owned_rows(owner) if one.key == (part, row)), None)


def name_of(row: MarkedRow) -> str:
    """What a row is called: 発言 ¶12（部員）, in a draft 発言12番目（部員）."""
    kind = str(Passage.Part(row.part).label)
    if row.part == Passage.Part.UTTERANCE:
        speaker = row.texts["speaker"]
        number = f"{row.place}番目" if row.place else f" ¶{row.row}"
        return f"{kind}{number}" + (f"（{speaker}）" if speaker else "")
    if row.part == Passage.Part.PAGE and row.place:
        return f"資料の{row.place}ページ"
    first = next((text for text in (row.texts.get("title"), row.texts.get("name"), row.texts.get("label")) if text), "")
    return f"{kind}「{first}」" if first else kind


@dataclass(frozen=True, slots=True)
class DraftMarks:
    """How many passages a draft has, how many of them lost their place, and what names all of them with their places and
    terms: a form says by it what its page showed. Those that withhold nothing of the draft as it is count for neither."""

    marked: int
    lost: int
    digest: str


def draft_marks(upload: Upload) -> DraftMarks:
    """What the draft withholds, in one question."""
    told = ("field", "placed", "part", "draft_row", "start", "end", "audience", "ground")
    rows = list(upload.passages.order_by("pk").values_list(*told))
    placed = [row[1] for row in rows if row[0]]
    digest = hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:16]
    return DraftMarks(len(placed), placed.count(False), digest)


def waiting() -> QuerySet[Passage]:
    """The passages of published minutes that a correction could not place: a person has to look."""
    return Passage.objects.filter(meeting__in=access.published(), placed=False).exclude(field="")


def waiting_count() -> list[tuple[Meeting, int]]:
    """The meetings that have such passages, each with their number."""
    numbers = dict(waiting().order_by().values_list("meeting").annotate(number=Count("pk")))
    meetings = access.published().filter(pk__in=numbers).order_by("-held_on", "pk")
    return [(meeting, numbers[meeting.pk]) for meeting in meetings]


def readable_marks(meeting: Meeting) -> dict[tuple[str, int], dict[str, Sequence[Span]]]:
    """For people who read all of it: what is withheld from others, by kind and number of the row and by field."""
    found: defaultdict[tuple[str, int], defaultdict[str, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for passage in meeting.passages.filter(placed=True).exclude(field="").select_related("ground"):
        ground = passage.ground.text if passage.ground else ""
        found[passage.part, passage.row][passage.field].append(Span(passage.start, passage.end, ground))
    return {key: dict(fields) for key, fields in found.items()}
