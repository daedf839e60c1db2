"""What the parts of the checking page show of a draft's body and topics, wherever they are included."""

from django import template

from minutes.drafts import BodyChoice, DraftTopics, settling
from minutes.models import Upload

register = template.Library()


@register.simple_tag
def body_choice(upload: Upload) -> BodyChoice:
    """The draft's body: what it means and what it may mean."""
    return settling.body_of(upload)


@register.simple_tag
def topic_choices(upload: Upload, propose: bool = False) -> DraftTopics:
    """The draft's agenda items with their topics, and where asked for with words that could be new ones."""
    return settling.topics_of(upload, bool(propose))
