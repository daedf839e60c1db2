"""The text of a meeting as its page shows it: cut into pages, grouped by agenda item, addressed by number.

A page holds at most PAGE_UTTERANCES utterances and, unless one alone is longer, PAGE_CHARACTERS
characters: some 700 kB of HTML at most, whatever the meeting's length. Pages are counted over
what the reader may see, so nothing hidden leaves a gap.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import Max, Min, Prefetch
from django.db.models.functions import Length

from minutes import access
from minutes.access import User
from minutes.models import AgendaItem, Meeting, MeetingVersion, Passage, Utterance
from minutes.reading_room import browsing

PAGE_UTTERANCES = 300
PAGE_CHARACTERS = 150_000
TITLE_IN_LINKS = 16


class Line(NamedTuple):
    """What paging needs to know of an utterance."""

    order: int
    ref: int
    speaker: str
    size: int


@dataclass(frozen=True, slots=True)
class TextPage:
    """One page of the text: its number, its utterances, its address and the agenda items on it."""

    number: int
    lines: tuple[Line, ...]
    url: str
    items: tuple[AgendaItem, ...]

    @property
    def agenda_range(self) -> str:
        """議案（1）～報告事項（2）: the first and the last agenda item on the page."""
        names = [_short_name(item) for item in self.items]
        return "～".join(dict.fromkeys((names[0], names[-1]))) if names else ""


@dataclass(frozen=True, slots=True)
class Heading:
    """An agenda item named inside the text; `anchor` is given where the item begins."""

    item: AgendaItem
    anchor: str


@dataclass(frozen=True, slots=True)
class Section:
    """Utterances in a row under the same agenda items."""

    headings: tuple[Heading, ...]
    continued: bool
    utterances: tuple[Utterance, ...]


@dataclass(frozen=True, slots=True)
class AgendaEntry:
    """An agenda item in the list at the top, with the address of its beginning (empty where nothing was said)."""

    item: AgendaItem
    url: str


class Span(NamedTuple):
    """The orders of the first and the last utterance under an agenda item."""

    first: int
    last: int


NOWHERE = Span(-1, -1)


class MeetingText:
    """The visible text of `meeting`, of one speaker alone where `speaker` names one of them."""

    def __init__(self, meeting: Meeting, user: User, speaker: str = "") -> None:
        self.meeting = meeting
        self.user = user
        self._visible = access.visible_utterances(user).filter(meeting=meeting)
        rows = self._visible.only("meeting", "order", "ref", "speaker").annotate(size=Length("text")).order_by("order")
        self._lines = [Line(row.order, row.ref, row.speaker, _shown_size(row)) for row in rows]
        self.speaker = speaker if any(line.speaker == speaker for line in self._lines) else ""

    @property
    def count(self) -> int:
        """The number of utterances shown, over all pages."""
        return sum(len(page.lines) for page in self.pages)

    @cached_property
    def speakers(self) -> list[tuple[str, int]]:
        """Who speaks and how often, in the order of their first words."""
        return list(Counter(line.speaker for line in self._lines if line.speaker).items())

    @cached_property
    def items(self) -> list[AgendaItem]:
        items = access.visible_items(self.user).filter(meeting=self.meeting).order_by("order")
        return list(browsing.tell_decisions(list(browsing.with_topics(items)), self.user))

    @cached_property
    def pages(self) -> list[TextPage]:
        """The pages of what is shown; at least one, perhaps empty."""
        if not self.speaker:
            return self._all_pages
        return self._paged([line for line in self._lines if line.speaker == self.speaker], self.speaker)

    @property
    def agenda(self) -> list[AgendaEntry]:
        """The agenda with links into the whole text."""
        return [AgendaEntry(item, self._item_address(item)) for item in self.items]

    def page(self, number: str | None) -> TextPage:
        """The page of that number; the first or the last where there is no such page."""
        wanted = int(number) if number and number.isdecimal() and len(number) < 10 else 1
        return self.pages[min(max(wanted, 1), len(self.pages)) - 1]

    def address_of(self, ref: int) -> str | None:
        """Where in the whole text the utterance stands; None where this reader sees no such utterance."""
        for page in self._all_pages:
            if any(line.ref == ref for line in page.lines):
                return f"{page.url}#u{ref}"
        return None

    def sections(self, page: TextPage) -> list[Section]:
        """The text of a page, grouped by agenda items."""
        shown = self._visible.filter(order__in=[line.order for line in page.lines]).order_by("order")
        rows = shown.prefetch_related(Prefetch("agenda_items", queryset=access.visible_items(self.user)))
        return [self._section(list(group)) for _, group in groupby(rows, key=_item_keys)]

    @cached_property
    def _all_pages(self) -> list[TextPage]:
        return self._paged(self._lines, "")

    @cached_property
    def _spans(self) -> dict[int, Span]:
        """First and last order of the utterances under each item."""
        under = self._visible.order_by().filter(agenda_items__isnull=False).values_list("agenda_items")
        return {pk: Span(first, last) for pk, first, last in under.annotate(first=Min("order"), last=Max("order"))}

    def _paged(self, lines: list[Line], speaker: str) -> list[TextPage]:
        pages = []
        for number, part in enumerate(_parts(lines) or [()], start=1):
            pages.append(TextPage(number, part, self._page_address(number, speaker), self._items_on(part)))
        return pages

    def _page_address(self, number: int, speaker: str) -> str:
        query = {"speaker": speaker} if speaker else {}
        if number > 1:
            query["page"] = str(number)
        return self.meeting.get_absolute_url() + ("?" + urlencode(query) if query else "")

    def _items_on(self, lines: tuple[Line, ...]) -> tuple[AgendaItem, ...]:
        if not lines:
            return ()
        first, last = lines[0].order, lines[-1].order
        spans = ((item, self._spans.get(item.pk, NOWHERE)) for item in self.items)
        return tuple(item for item, span in spans if span.first <= last and span.last >= first)

    def _item_address(self, item: AgendaItem) -> str:
        span = self._spans.get(item.pk)
        if span is None:
            return ""
        page = next(page for page in self._all_pages if page.lines[-1].order >= span.first)
        return f"{page.url}#{_anchor(item)}"

    def _section(self, utterances: list[Utterance]) -> Section:
        opening = utterances[0].order
        items = sorted(utterances[0].agenda_items.all(), key=lambda item: item.order)
        opened_here = [item for item in items if self._spans.get(item.pk, NOWHERE).first == opening]
        headings = tuple(Heading(item, _anchor(item) if item in opened_here else "") for item in items)
        return Section(headings, not opened_here and not self.speaker, tuple(utterances))


@dataclass(frozen=True, slots=True)
class DroppedUtterance:
    """An utterance that a later version of the minutes no longer holds, as it last stood."""

    ref: int
    kind: str
    speaker: str
    text: str
    agenda: tuple[str, ...]
    version: MeetingVersion
    replaced_by: MeetingVersion | None


def dropped_utterance(meeting: Meeting, user: User, ref: int) -> DroppedUtterance | None:
    """The utterance from the newest old version that holds it; None where it never was or may not be read."""
    if meeting.utterances.filter(ref=ref).exists():
        return None  # It stands in the minutes, but not for this reader.
    holding = meeting.versions.filter(snapshot__utterances__contains=[{"ref": ref}])
    version = holding.order_by("-number").first()
    if version is None or version.snapshot is None:
        return None
    row = next(row for row in version.snapshot["utterances"] if row["ref"] == ref)
    if not access.may_see_snapshot_row(row, access.clearance(user)):
        return None
    told = access.Sight(meeting, user, ()).shows_table(Passage.Part.ITEM)
    titles = [item["title"] for item in version.snapshot.get("agenda", [])] if told else []
    quotes = access.Quotes(meeting, access.clearance(user))
    return DroppedUtterance(
        ref=ref,
        kind=str(dict(Utterance.Kind.choices).get(row.get("kind"), "")),
        speaker=quotes.hide(row.get("speaker") or ""),
        text=quotes.hide(row.get("text") or ""),
        agenda=tuple(titles[index] for index in row.get("agenda", []) if index < len(titles)),
        version=version,
        replaced_by=meeting.versions.defer("snapshot").filter(number__gt=version.number).order_by("number").first(),
    )


def _shown_size(row: Any) -> int:
    """How many characters the reader sees: the length of what is withheld is not told by where pages end."""
    return len(row.text) if "text" in row.withheld else int(row.size)


def _parts(lines: Iterable[Line]) -> list[tuple[Line, ...]]:
    return list(_cut(lines))


def _cut(lines: Iterable[Line]) -> Iterator[tuple[Line, ...]]:
    part: list[Line] = []
    size = 0
    for line in lines:
        if part and (len(part) == PAGE_UTTERANCES or size + line.size > PAGE_CHARACTERS):
            yield tuple(part)
            part, size = [], 0
        part.append(line)
        size += line.size
    if part:
        yield tuple(part)


def _item_keys(utterance: Utterance) -> tuple[int, ...]:
    return tuple(sorted(item.pk for item in utterance.agenda_items.all()))


def _anchor(item: AgendaItem) -> str:
    return f"agenda-{item.order}"


def _short_name(item: AgendaItem) -> str:
    if item.label:
        return item.label
    return item.title if len(item.title) <= TITLE_IN_LINKS else item.title[:TITLE_IN_LINKS] + "…"
