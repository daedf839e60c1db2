"""The hits of a page as they are shown: one by one, or under their inquiry, agenda item or meeting."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from minutes.access import User, clearance
from minutes.models import AgendaItem, Attachment
from search import language
from search.engine import Hit, HitGroup, Results, Tier
from search.language import Grouping
from search.page.address import Address
from search.page.filters import NO_ITEM_LABEL
from search.page.hits import FoundEntry, load_hits
from search.page.inquiries import InquiryHead, heads_of, links_to_other_side
from search.page.links import Link, number

# How a hit matches, where that is otherwise than typed.
TIER_LABELS = {Tier.VARIANT: "表記ゆれ・同義語", Tier.INSIDE: "語の一部"}


@dataclass(frozen=True)
class ShownHit:
    """One hit, ready to be shown. `around_url` leads to what was said before and after it, `other_side` from a question
    to its answers and back."""

    found: FoundEntry
    title: str
    kind: str
    url: str
    tag: str = ""
    around_url: str = ""
    other_side: tuple[Link, ...] = ()


@dataclass(frozen=True)
class ShownGroup:
    """The first hits of one inquiry, agenda item or meeting. `all_url` leads to all of them, where there are more; `lead`
    is how an inquiry begins."""

    title: str
    url: str
    count: str
    hits: list[ShownHit]
    all_url: str = ""
    all_label: str = ""
    lead: str = ""

    @property
    def first(self) -> FoundEntry:
        return self.hits[0].found


@dataclass(frozen=True)
class HitList:
    """Hits, or groups of them."""

    hits: list[ShownHit] = field(default_factory=list)
    groups: list[ShownGroup] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.hits) or len(self.groups)


def hit_list_of(results: Results, words: language.Node | None, address: Address, user: User) -> HitList:
    """The hits of `results` in their order, with `words` marked; grouped as they are. Six queries at most."""
    groups = results.groups
    hits = [hit for group in groups for hit in group.hits] if groups else results.hits
    shown = _shown_by_entry(hits, words, address, user)
    if not groups:
        return HitList([shown[hit.entry] for hit in hits if hit.entry in shown])
    heads = heads_of(groups, user)
    found = []
    for group in groups:
        inner = [shown[hit.entry] for hit in group.hits if hit.entry in shown]
        if inner and address.question.grouping is Grouping.INQUIRY:
            found.append(_shown_inquiry(group, inner, heads))
        elif inner:
            found.append(_shown_group(address, group, inner))
    return HitList(groups=found)


def _shown_by_entry(
    hits: Sequence[Hit], words: language.Node | None, address: Address, user: User
) -> dict[int, ShownHit]:
    found = load_hits(hits, words, clearance=clearance(user), inside=address.question.inside)
    links = links_to_other_side(found, user)
    return {each.hit.entry: _shown(each, links) for each in found}


def _shown(found: FoundEntry, links: Mapping[int, tuple[Link, ...]]) -> ShownHit:
    tag = TIER_LABELS.get(found.hit.tier, "") if found.hit.tier else ""
    meeting = found.meeting
    if found.utterance is None:
        assert found.page is not None
        title = f"{_paper_title(found.page.attachment)}　{found.page.number}ページ"
        return ShownHit(found, title, "資料", found.page.attachment.address_of_page(found.page.number), tag)
    utterance = found.utterance
    return ShownHit(
        found,
        utterance.speaker or meeting.title,
        utterance.get_kind_display(),
        reverse("minutes:utterance", args=[meeting.key, utterance.ref]),
        tag,
        reverse("search:around", args=[meeting.key, utterance.ref]),
        links.get(utterance.pk, ()),
    )


def _paper_title(paper: Attachment) -> str:
    return str(paper) or "資料"


def _shown_inquiry(group: HitGroup, hits: list[ShownHit], heads: Mapping[tuple[int, int], InquiryHead]) -> ShownGroup:
    """Question and answers as one; what is part of no inquiry is shown by itself."""
    head = heads.get((group.meeting, group.inquiry or 0))
    if head is None:
        first = hits[0]
        title = first.title if first.found.utterance is None else f"{first.title}の発言"
        return ShownGroup(title, first.url, number(group.count), hits)
    is_shown = any(hit.url == head.url for hit in hits)
    return ShownGroup(head.title, head.url, number(group.count), hits, lead="" if is_shown else head.beginning)


def _shown_group(address: Address, group: HitGroup, hits: list[ShownHit]) -> ShownGroup:
    meeting = hits[0].found.meeting
    if address.question.grouping is Grouping.MEETING:
        title, url, of = meeting.title, meeting.get_absolute_url(), "会議"
        all_url = address.url(meeting=meeting.key, group=None)
    else:
        item = _item_of(group, hits[0].found)
        title, url, of = (str(item) if item else NO_ITEM_LABEL), hits[0].url, "議題"
        all_url = address.url(meeting=meeting.key, item=str(item.order if item else 0), group=None)
    count = number(group.count)
    has_more = group.count > len(hits)
    return ShownGroup(title, url, count, hits, all_url if has_more else "", f"この{of}の{count}件をすべて見る")


def _item_of(group: HitGroup, found: FoundEntry) -> AgendaItem | None:
    return next((item for item in found.agenda if item.pk == group.item), None)
