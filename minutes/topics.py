"""Suggests topics for agenda items by the terms in their titles."""

from collections.abc import Iterable

from minutes.models import AgendaItem, Topic, TopicLink
from minutes.models.body import name_key


def suggest_topics(items: Iterable[AgendaItem]) -> None:
    """Files each item under every topic one of whose terms stands in its title, unless somebody refused that."""
    items = list(items)
    if not items:
        return
    topics = [(topic, [name_key(term) for term in topic.terms]) for topic in Topic.objects.all()]
    TopicLink.objects.bulk_create(
        [
            TopicLink(agenda_item=item, topic=topic)
            for item in items
            for topic, terms in topics
            if any(term and term in name_key(item.title) for term in terms)
        ],
        ignore_conflicts=True,
    )
