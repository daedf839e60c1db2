"""What the parts of the checking page show of a draft's body and topics, wherever they are included."""

from django import template

from minutes import choosing
from minutes.choosing import BodyChoice, ItemTopics
from minutes.models import Topic, Upload

register = template.Library()


@register.simple_tag
def body_choice(upload: Upload) -> BodyChoice:
    """The draft's body: what it means and what it may mean."""
    return choosing.body_of(upload)


@register.simple_tag
def topic_choices(upload: Upload) -> list[ItemTopics]:
    """The draft's agenda items with their topics."""
    return choosing.topics_of(upload)


@register.simple_tag
def all_topics() -> list[Topic]:
    """Every topic, by name."""
    return list(Topic.objects.all())
