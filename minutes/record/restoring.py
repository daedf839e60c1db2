"""What an export tells of a meeting beside its minutes -> rows: the same address, topics and pages of papers.

Called by the importer inside its transaction. A meeting that stood here before keeps who may read it, unless the export
says that fewer may, and keeps what people here decided about its topics.
"""

from collections.abc import Sequence
from functools import cache

from minutes import access
from minutes.comparing import agree
from minutes.exchange import ArchivePart, PaperPart
from minutes.models import AgendaItem, Attachment, Meeting, Topic, TopicLink, Utterance
from minutes.parsing import ParsedMinutes
from minutes.record.dialogue import renew_dialogue
from minutes.record.papers import replace_pages
from minutes.wording import name_key


def refs_from(archive: ArchivePart, parsed: ParsedMinutes, meeting: Meeting) -> tuple[int, ...] | None:
    """The export's numbers of utterances, None where they name other utterances here."""
    old = said_in(meeting)
    if old and (meeting.last_ref > archive.last_ref or not agree(old, _told(archive, parsed))):
        return None
    return archive.refs


def restore(items: Sequence[AgendaItem], papers: Sequence[Attachment], archive: ArchivePart) -> bool:
    """Writes topics and pages of papers as the export has them; returns whether anything changed."""
    changed = [_restore_topics(items, archive), _narrow_items(items, archive)]
    changed += [_restore_paper(paper, part) for paper, part in zip(papers, archive.papers, strict=True)]
    return any(changed)


def _narrow_items(items: Sequence[AgendaItem], archive: ArchivePart) -> bool:
    told = list(zip(items, map(cache(access.audience_of), archive.item_audiences), strict=False))
    narrowed = [item for item, audience in told if access.is_narrower(audience, item.audience)]
    for item, audience in told:
        item.audience = access.narrower(item.audience, audience)
    AgendaItem.objects.bulk_update(narrowed, ["audience"])
    return bool(narrowed)


def narrow(meeting: Meeting, archive: ArchivePart) -> bool:
    """Takes over that fewer may read a meeting whose utterances are those of the export; whether anything changed.

    The meeting's row is left to be saved.
    """
    before = (meeting.audience, meeting.status)
    narrow_header(meeting, archive)
    rows = list(meeting.utterances.order_by("order"))
    told = list(zip(rows, map(cache(access.audience_of), archive.audiences), strict=True))
    changed = [row for row, audience in told if access.is_narrower(audience, row.audience)]
    for row, audience in told:
        row.audience = access.narrower(row.audience, audience)
    Utterance.objects.bulk_update(changed, ["audience"], batch_size=2000)
    if changed:
        renew_dialogue(meeting)
    return bool(changed) or before != (meeting.audience, meeting.status)


def narrow_header(meeting: Meeting, archive: ArchivePart) -> None:
    """The same for the meeting as a whole: its audience, and whether it is published."""
    meeting.audience = access.narrower(meeting.audience, access.audience_of(archive.audience))
    if access.is_published(meeting):
        meeting.status = archive.status


def said_in(meeting: Meeting) -> dict[int, str]:
    """What is said in the meeting, by permanent number."""
    return dict(meeting.utterances.values_list("ref", "text"))


def _told(archive: ArchivePart, parsed: ParsedMinutes) -> dict[int, str]:
    return {ref: row.text for ref, row in zip(archive.refs, parsed.utterances, strict=True)}


def _restore_topics(items: Sequence[AgendaItem], archive: ArchivePart) -> bool:
    named = {filed.topic for row in archive.topics for filed in row}
    if not named:
        return False
    known = {name_key(topic.name): topic for topic in Topic.objects.all()}
    changed = False
    for item, row in zip(items, archive.topics, strict=True):
        links = {link.topic_id: link for link in item.topic_links.all()}
        for filed in row:
            topic = known.get(name_key(filed.topic))
            if topic is None:
                topic = known[name_key(filed.topic)] = Topic.objects.create(name=filed.topic)
            link = links.get(topic.pk)
            if link is None:
                TopicLink.objects.create(agenda_item=item, topic=topic, state=filed.state)
                changed = True
            elif link.state == TopicLink.State.SUGGESTED and filed.state != link.state:
                link.state = filed.state
                link.save(update_fields=["state"])
                changed = True
    return changed


def _restore_paper(paper: Attachment, part: PaperPart) -> bool:
    changed = False
    audience = access.audience_of(part.audience)
    if access.is_narrower(audience, paper.audience):
        paper.audience, changed = access.narrower(paper.audience, audience), True
        paper.save(update_fields=["audience"])
    stored = tuple(paper.pages.order_by("number").values_list("number", "text"))
    # A paper whose file stands here has its pages from there.
    if part.pages and stored != part.pages and paper.source_id is None:
        replace_pages(paper, part.pages)
        changed = True
    closed = {number: access.audience_of(one) for number, one in part.page_audiences}
    for page in paper.pages.filter(number__in=closed):
        if access.is_narrower(closed[page.number], page.audience):
            page.audience, changed = access.narrower(page.audience, closed[page.number]), True
            page.save(update_fields=["audience"])
    return changed
