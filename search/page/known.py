"""The card above the hits: what a query names, with what is in it."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from minutes.models import Meeting, Utterance
from search.known_items import KnownKind, Recognised
from search.models import KnownItem
from search.page.links import number

# A decision is told in one line.
LONGEST_OUTCOME = 80
LONGEST_UTTERANCE = 200
# What stands open; the rest of a long agenda opens with one click.
SHOWN_AT_ONCE = 12
KIND_LABELS = {
    KnownKind.MEETING: "会議",
    KnownKind.ITEM: "議題",
    KnownKind.PAPER: "資料",
    KnownKind.BODY: "会議体",
    KnownKind.UTTERANCE: "発言",
}


@dataclass(frozen=True)
class KnownLine:
    """A meeting, an agenda item or a paper in a list: `label` is its printed number, `outcome` what came of it."""

    kind: str
    label: str
    title: str
    url: str
    meeting: Meeting
    outcome: str = ""
    file_url: str = ""

    @property
    def is_meeting(self) -> bool:
        return self.url == self.meeting.get_absolute_url()


@dataclass(frozen=True)
class KnownCard:
    """One thing with what is in it, or a list of what a query may name."""

    kind: str
    title: str
    url: str
    total: str
    is_certain: bool
    meeting: Meeting | None = None
    head: KnownLine | None = None
    lines: list[KnownLine] = field(default_factory=list)
    items: list[KnownLine] = field(default_factory=list)
    papers: list[KnownLine] = field(default_factory=list)
    utterance: Utterance | None = None
    said: str = ""
    speeches_url: str = ""
    has_more: bool = False

    @property
    def first_items(self) -> list[KnownLine]:
        return self.items[:SHOWN_AT_ONCE]

    @property
    def other_items(self) -> list[KnownLine]:
        return self.items[SHOWN_AT_ONCE:]


def known_card_of(found: Recognised) -> KnownCard:
    """The card of what a query names; asks the database nothing."""
    lines = [line_of(known) for known in found.found]
    label = KIND_LABELS[found.kind]
    if found.kind is KnownKind.BODY:
        assert found.body is not None
        return KnownCard(
            label,
            found.body.name,
            found.body.get_absolute_url(),
            number(found.total),
            True,
            lines=lines,
            has_more=found.total > len(lines),
        )
    if not found.is_certain:
        return KnownCard(label, "", "", number(found.total), False, lines=lines, has_more=found.total > len(lines))
    head = lines[0]
    contents = [(known.kind, line_of(known)) for known in found.contents]
    meeting = head.meeting
    said = " ".join(found.utterance.text.split()) if found.utterance else ""
    return KnownCard(
        label,
        head.title,
        found.utterance.get_absolute_url() if found.utterance else head.url,
        "1",
        True,
        meeting=meeting,
        head=head,
        items=[line for kind, line in contents if kind == KnownItem.Kind.ITEM],
        papers=[line for kind, line in contents if kind == KnownItem.Kind.PAPER],
        utterance=found.utterance,
        said=said if len(said) <= LONGEST_UTTERANCE else said[: LONGEST_UTTERANCE - 1] + "…",
        speeches_url=f"{reverse('search:results')}?{urlencode({'meeting': meeting.key})}",
    )


def line_of(known: KnownItem) -> KnownLine:
    """How a known item stands in a list."""
    meeting = known.meeting
    kind = KnownItem.Kind(known.kind).label
    if known.item is not None:
        url = f"{meeting.get_absolute_url()}#agenda-{known.item.order}"
        if (ref := getattr(known, "first_ref", None)) is not None:
            url = reverse("minutes:utterance", args=[meeting.key, ref])
        return KnownLine(kind, known.item.label, known.item.title, url, meeting, outcome_of(known))
    if known.paper is not None:
        paper = known.paper
        file_url = reverse("minutes:attachment_file", args=[meeting.key, paper.pk]) if paper.source_id else ""
        # The paper's own address, without asking for its meeting again.
        url = f"{meeting.get_absolute_url()}#paper-{paper.pk}"
        return KnownLine(kind, paper.label, paper.title or paper.label or "資料", url, meeting, file_url=file_url)
    return KnownLine(kind, "", meeting.title, meeting.get_absolute_url(), meeting)


def outcome_of(known: KnownItem) -> str:
    """What came of an agenda item: as printed, else the beginning of what was decided."""
    if known.item is None:
        return ""
    text = known.item.outcome or " ".join((getattr(known, "decision", None) or "").split())
    return text if len(text) <= LONGEST_OUTCOME else text[: LONGEST_OUTCOME - 1] + "…"
