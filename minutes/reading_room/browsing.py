"""What the browsing pages read. Every row comes through minutes.access, so nothing hidden is counted or named."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery

from minutes.access import User, visible_attachments, visible_items, visible_meetings, visible_utterances
from minutes.models import AgendaItem, Attachment, Body, Meeting, SourceDocument, Topic, TopicLink, Utterance

NEWEST = 8
HOME_YEARS = 10
HOME_BODIES = 20
NEWEST_FIRST = (F("held_on").desc(nulls_last=True), "-pk")


# Meetings


def listed_meetings(user: User) -> QuerySet[Meeting]:
    """Visible meetings as lists show them, newest first: with body and agenda."""
    items = Prefetch("agenda_items", queryset=visible_items(user))
    return visible_meetings(user).select_related("body").prefetch_related(items).order_by(*NEWEST_FIRST)


def meetings_with_header(user: User) -> QuerySet[Meeting]:
    """Visible meetings with what the head of a meeting's page shows; the original's bytes stay in the database."""
    return (
        visible_meetings(user)
        .select_related("body", "current_version__source")
        .defer(
            "current_version__snapshot",
            *(f"current_version__source__{name}" for name in SourceDocument.LARGE),
        )
    )


def previous_meeting(user: User, meeting: Meeting) -> Meeting | None:
    """The meeting of the same body before this one; None too where the date is unknown."""
    earlier = Q(held_on__lt=meeting.held_on) | Q(held_on=meeting.held_on, pk__lt=meeting.pk)
    return _dated(user, meeting).filter(earlier).order_by("-held_on", "-pk").first() if meeting.held_on else None


def next_meeting(user: User, meeting: Meeting) -> Meeting | None:
    """The meeting of the same body after this one; None too where the date is unknown."""
    later = Q(held_on__gt=meeting.held_on) | Q(held_on=meeting.held_on, pk__gt=meeting.pk)
    return _dated(user, meeting).filter(later).order_by("held_on", "pk").first() if meeting.held_on else None


def papers_with_files(user: User, meeting: Meeting) -> list[Attachment]:
    """The papers of a meeting that `user` may see, in order, with their files but not the bytes of those."""
    papers = visible_attachments(user).filter(meeting=meeting).order_by("order")
    return list(papers.prefetch_related("source"))


def _dated(user: User, meeting: Meeting) -> QuerySet[Meeting]:
    return visible_meetings(user).filter(body=meeting.body_id, held_on__isnull=False)


# Fiscal years and bodies


@dataclass(frozen=True, slots=True)
class Cell:
    """How many meetings a body held in a fiscal year."""

    year: int
    count: int


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A body with its cells, in the order of the matrix's years."""

    pk: int
    name: str
    cells: tuple[Cell, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Matrix:
    """Fiscal years (newest first) × bodies (most meetings first); `total` counts every visible meeting."""

    years: tuple[Cell, ...]
    rows: tuple[MatrixRow, ...]
    total: int

    def cut(self, years: int, bodies: int) -> "Matrix":
        """The newest years with the bodies that met most in them."""
        kept = {cell.year for cell in self.years[:years]}
        rows = [self._cut_row(row, kept) for row in self.rows]
        rows = sorted((row for row in rows if row.total), key=lambda row: -row.total)
        return Matrix(self.years[:years], tuple(rows[:bodies]), self.total)

    def _cut_row(self, row: MatrixRow, years: set[int]) -> MatrixRow:
        cells = tuple(cell for cell in row.cells if cell.year in years)
        return MatrixRow(row.pk, row.name, cells, sum(cell.count for cell in cells))


def matrix_of(user: User) -> Matrix:
    """Counts of all visible meetings, in one query."""
    counted = (
        visible_meetings(user)
        .order_by()
        .values_list("fiscal_year", "body_id", "body__name")
        .annotate(count=Count("pk"))
    )
    by_year: Counter[int] = Counter()
    by_body: defaultdict[tuple[int, str], dict[int, int]] = defaultdict(dict)
    for year, body, name, count in counted:
        by_year[year] += count
        by_body[body, name][year] = count
    years = sorted(by_year, reverse=True)
    rows = [
        MatrixRow(pk, name, tuple(Cell(year, counts.get(year, 0)) for year in years), sum(counts.values()))
        for (pk, name), counts in by_body.items()
    ]
    rows.sort(key=lambda row: (-row.total, row.name))
    return Matrix(tuple(Cell(year, by_year[year]) for year in years), tuple(rows), by_year.total())


def visible_bodies(user: User) -> QuerySet[Body]:
    """Bodies that have visible meetings, by kind and name, with `meeting_count` and `newest` (a day or None)."""
    return (
        Body.objects.filter(meetings__in=visible_meetings(user))
        .annotate(meeting_count=Count("meetings"), newest=Max("meetings__held_on"))
        .order_by("kind", "name")
    )


def bodies_of_year(user: User, year: int) -> QuerySet[Body]:
    """Bodies with visible meetings in a fiscal year, with `meeting_count` for that year."""
    return (
        Body.objects.filter(meetings__in=visible_meetings(user).filter(fiscal_year=year))
        .annotate(meeting_count=Count("meetings"))
        .order_by("name")
    )


def neighbouring_years(user: User, year: int) -> tuple[int | None, int | None]:
    """The nearest fiscal years before and after that have visible meetings."""
    years = visible_meetings(user).order_by().values_list("fiscal_year", flat=True)
    before = years.filter(fiscal_year__lt=year).order_by("-fiscal_year").first()
    after = years.filter(fiscal_year__gt=year).order_by("fiscal_year").first()
    return before, after


# Topics


@dataclass(slots=True)
class Branch:
    """A topic with the number of its visible agenda items and the branches below it."""

    topic: Topic
    count: int
    children: list["Branch"] = field(default_factory=list)

    @property
    def is_listed(self) -> bool:
        return bool(self.count or self.children)


def standing_links() -> QuerySet[TopicLink]:
    """Links of agenda items to topics that nobody has refused."""
    return TopicLink.objects.exclude(state=TopicLink.State.REFUSED)


def topic_tree(user: User) -> list[Branch]:
    """All topics that lead to visible agenda items, as a tree in the order of names; two queries."""
    counted = (
        standing_links()
        .filter(agenda_item__in=visible_items(user))
        .values_list("topic_id")
        .annotate(count=Count("agenda_item"))
    )
    counts: dict[int, int] = dict(counted)
    below: defaultdict[int | None, list[Topic]] = defaultdict(list)
    topics = {topic.pk: topic for topic in Topic.objects.order_by("name")}
    for topic in topics.values():
        below[None if _is_circular(topic, topics) else topic.parent_id].append(topic)

    def branches(parent: int | None) -> list[Branch]:
        found = [Branch(topic, counts.get(topic.pk, 0), branches(topic.pk)) for topic in below.get(parent, ())]
        return [branch for branch in found if branch.is_listed]

    return branches(None)


def _is_circular(topic: Topic, topics: dict[int, Topic]) -> bool:
    """Whether the parents of a topic lead back to it."""
    seen = set()
    parent = topic.parent_id
    while parent is not None and parent not in seen:
        if parent == topic.pk:
            return True
        seen.add(parent)
        parent = topics[parent].parent_id
    return False


def find_branch(branches: list[Branch], pk: int) -> Branch | None:
    """The branch of a topic anywhere in a tree."""
    for branch in branches:
        if branch.topic.pk == pk:
            return branch
        found = find_branch(branch.children, pk)
        if found:
            return found
    return None


# Agenda items


def tell_decisions(items: Sequence[AgendaItem], user: User) -> Sequence[AgendaItem]:
    """Gives each item `decision`: what was decided, as `user` may read it (empty where nothing)."""
    told = decisions_of([item.pk for item in items], user)
    for item in items:
        setattr(item, "decision", told.get(item.pk, ""))  # noqa: B010 - an annotation, as queries give them
    return items


def decisions_of(items: Collection[int], user: User) -> dict[int, str]:
    """What was decided first under each of these agenda items (by primary key), as `user` may read it."""
    rows = visible_utterances(user).filter(agenda_items__in=items, kind=Utterance.Kind.DECISION)
    told: dict[int, str] = {}
    for row in rows.annotate(item=F("agenda_items")).order_by("order"):
        told.setdefault(row.item, row.text)
    return told


def with_first_ref(items: Any, user: User) -> Any:
    """Adds `first_ref`: the number of the first visible utterance under the item, or None."""
    said = visible_utterances(user).filter(agenda_items=OuterRef("pk"))
    return items.annotate(first_ref=Subquery(said.order_by("order").values("ref")[:1]))


def with_topics(items: Any) -> Any:
    """Adds `standing_links`: the links to topics that nobody has refused, by name."""
    links = standing_links().select_related("topic").order_by("topic__name")
    return items.prefetch_related(Prefetch("topic_links", queryset=links, to_attr="standing_links"))


def items_of_topic(user: User, topic: Topic) -> Any:
    """Visible agenda items under a topic, newest meeting first, with `is_confirmed` and `first_ref`."""
    links = standing_links().filter(topic=topic, agenda_item=OuterRef("pk"))
    items = (
        visible_items(user)
        .filter(Exists(links))
        .annotate(is_confirmed=Exists(links.filter(state=TopicLink.State.CONFIRMED)))
        .select_related("meeting__body")
        .order_by(F("meeting__held_on").desc(nulls_last=True), "-meeting__pk", "order")
    )
    return with_first_ref(items, user)
