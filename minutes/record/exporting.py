"""Rows -> lines of the archive's own format (docs/exchange.md): what the importer makes the same rows of again."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.db.models import QuerySet

from minutes import access
from minutes.exchange import ArchivePart, Filed, PaperPart
from minutes.models import Body, Meeting, Topic
from minutes.record.archived_passages import passage_parts_of
from minutes.record.snapshots import parsed_minutes_of
from minutes.wording import name_key


def lines_of(meetings: QuerySet[Meeting], bodies: QuerySet[Body]) -> Iterator[bytes]:
    """The catalogue's line, then one line a meeting in the order of date and key: the same rows give the same bytes."""
    yield _line({"catalogue": catalogue_of(bodies)})
    order = sorted(
        meetings.exclude(current_version=None).order_by().values_list("held_on", "key", "pk"),
        key=lambda row: (row[0] is None, str(row[0]), row[1]),
    )
    for _, _, pk in order:
        yield line_of(Meeting.objects.select_related("body", "current_version").get(pk=pk))


def line_of(meeting: Meeting) -> bytes:
    """One meeting with what only this archive knows of it."""
    return _line({**parsed_minutes_of(meeting).to_json(), "archive": archive_part_of(meeting).to_json()})


def archive_part_of(meeting: Meeting) -> ArchivePart:
    """The meeting's address, audiences, passages withheld, topics and pages of papers."""
    version = meeting.current_version
    utterances = meeting.utterances.order_by("order").values_list("ref", "audience")
    items = list(meeting.agenda_items.prefetch_related("topic_links__topic"))
    place_of = {item.pk: index for index, item in enumerate(items)}
    papers = list(meeting.attachments.prefetch_related("pages"))
    named = cache(access.portable)
    return ArchivePart(
        key=meeting.key,
        status=meeting.status,
        audience=named(meeting.audience),
        last_ref=meeting.last_ref,
        refs=tuple(ref for ref, _ in utterances),
        audiences=tuple(named(audience) for _, audience in utterances),
        item_audiences=tuple(named(item.audience) for item in items),
        passages=tuple(passage_parts_of(meeting, items, papers)),
        topics=tuple(
            tuple(
                Filed(link.topic.name, link.state)
                for link in sorted(item.topic_links.all(), key=lambda link: link.topic.name)
            )
            for item in items
        ),
        papers=tuple(
            PaperPart(
                named(paper.audience),
                None if paper.agenda_item_id is None else place_of[paper.agenda_item_id],
                tuple((page.number, page.text) for page in paper.pages.all()),
                tuple(
                    (page.number, named(page.audience))
                    for page in paper.pages.all()
                    if access.is_restricted(page.audience)
                ),
            )
            for paper in papers
        ),
        edited=version.edited if version else False,
        reason=version.reason if version else "",
    )


def catalogue_of(bodies: QuerySet[Body]) -> dict[str, Any]:
    """The bodies, those that they lead to, and all topics, in an order that does not depend on when they came."""
    found = {body.pk: body for body in bodies}
    waiting = list(found.values())
    while waiting:
        successor = waiting.pop().successor
        if successor and successor.pk not in found:
            found[successor.pk] = successor
            waiting.append(successor)
    return {
        "bodies": [_body(body) for body in sorted(found.values(), key=lambda body: body.name_key)],
        "topics": [
            {"name": topic.name, "parent": topic.parent.name if topic.parent else None, "terms": topic.terms}
            for topic in sorted(Topic.objects.select_related("parent"), key=lambda topic: topic.name)
        ],
    }


def _body(body: Body) -> dict[str, Any]:
    return {
        "name": body.name,
        "kind": body.kind,
        "office": body.office,
        "successor": body.successor.name if body.successor else None,
        "names": [
            {"name": other.name, "kind": other.kind}
            for other in sorted(body.names.all(), key=lambda other: name_key(other.name))
        ],
    }


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"
