"""Bodies and topics from a file: what an office knows before its first minutes come in.

The file is JSON: {"bodies": [{"name", "kind", "office", "successor"}], "topics": [{"name", "parent", "terms"}]}.
"""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from minutes.models import AgendaItem, Body, BodyName, Meeting, Topic
from minutes.record.topics import suggest_topics
from minutes.signals import meetings_relabelled
from minutes.wording import name_key, reason_of


class CatalogueError(Exception):
    """A file that is no catalogue; the message is Japanese and names the place."""


@transaction.atomic
def load_catalogue(path: Path) -> tuple[int, int]:
    """Creates or updates the file's bodies and topics; returns how many of each it names.

    What the file does not name stays. Raises CatalogueError where the file is not as described above.
    """
    try:
        data = json.loads(path.read_bytes())
        bodies, topics = _rows(data, "bodies"), _rows(data, "topics")
        for row in bodies:
            Body.objects.update_or_create(
                name_key=name_key(row["name"]),
                defaults={"name": row["name"], "kind": row.get("kind") or "", "office": row.get("office") or ""},
            )
        for row in topics:
            Topic.objects.update_or_create(name=row["name"], defaults={"terms": list(row.get("terms") or [])})
        for row in bodies:
            if row.get("successor"):
                successor = Body.objects.get(name_key=name_key(row["successor"]))
                Body.objects.filter(name_key=name_key(row["name"])).update(successor=successor)
        for row in topics:
            if row.get("parent"):
                Topic.objects.filter(name=row["name"]).update(parent=Topic.objects.get(name=row["parent"]))
    except OSError as error:
        raise CatalogueError(f"ファイルを読めません（{reason_of(error)}）: {path}") from error
    except (ValueError, KeyError, TypeError, AttributeError, Body.DoesNotExist, Topic.DoesNotExist) as error:
        raise CatalogueError(
            f"会議体と分類の一覧として読めません（{type(error).__name__}: {error}）: {path}"
        ) from error
    suggest_topics(AgendaItem.objects.all())
    meetings_relabelled.send(sender=Topic, meetings=Meeting.objects.all())
    return len(bodies), len(topics)


@transaction.atomic
def add_missing(data: bytes) -> None:
    """Registers what the catalogue line of an export names and is not registered yet; what is stays as it is.

    Raises CatalogueError where the line is not as `lines_of` writes it.
    """
    try:
        found = json.loads(data)["catalogue"]
        _add_bodies(_rows(found, "bodies"))
        news = _add_topics(_rows(found, "topics"))
    except (ValueError, KeyError, TypeError, AttributeError, Body.DoesNotExist, Topic.DoesNotExist) as error:
        raise CatalogueError(f"会議体と分類の一覧として読めません（{type(error).__name__}: {error}）。") from error
    # Meetings that stand here already are filed under the new topics; those of the export bring their own links.
    if any(topic.terms for topic in news) and Meeting.objects.exists():
        suggest_topics(AgendaItem.objects.all())
        meetings_relabelled.send(
            sender=Topic, meetings=Meeting.objects.filter(agenda_items__topic_links__topic__in=news).distinct()
        )


def _add_bodies(rows: list[dict[str, Any]]) -> None:
    new = []
    for row in rows:
        body, created = Body.objects.get_or_create(
            name_key=name_key(row["name"]),
            defaults={"name": row["name"], "kind": row.get("kind") or "", "office": row.get("office") or ""},
        )
        for other in _rows(row, "names"):
            known = Body.objects.filter(name_key=name_key(other["name"])).exists()
            if not known or created:
                BodyName.objects.get_or_create(
                    name_key=name_key(other["name"]),
                    defaults={"name": other["name"], "kind": BodyName.Kind(other.get("kind", "variant")), "body": body},
                )
        if created and row.get("successor"):
            new.append((body, row["successor"]))
    for body, successor in new:
        body.successor = Body.objects.get(name_key=name_key(successor))
        body.save(update_fields=["successor"])


def _add_topics(rows: list[dict[str, Any]]) -> list[Topic]:
    """The topics that were not there yet."""
    known = {name_key(topic.name): topic for topic in Topic.objects.all()}
    new = []
    for row in rows:
        if name_key(row["name"]) not in known:
            topic = Topic.objects.create(name=row["name"], terms=[str(term) for term in row.get("terms") or []])
            known[name_key(topic.name)] = topic
            new.append((topic, row.get("parent")))
    for topic, parent in new:
        if parent:
            topic.parent = known[name_key(parent)]
            topic.save(update_fields=["parent"])
    return [topic for topic, _ in new]


def _rows(data: Any, key: str) -> list[dict[str, Any]]:
    rows = data.get(key, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError(key)
    return rows
