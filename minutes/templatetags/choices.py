"""What the parts of the checking page show of a draft's body, meeting and topics, wherever they are included."""

from django import template

from minutes.drafts import BodyChoice, DraftMeeting, DraftTopics, meetings, settling
from minutes.models import Upload

register = template.Library()


@register.simple_tag
def body_choice(upload: Upload) -> BodyChoice:
    """The draft's body: what it means and what it may mean."""
    return settling.body_of(upload)


@register.simple_tag
def meeting_choice(upload: Upload) -> DraftMeeting:
    """Which stored meeting the draft is of, and which it may be."""
    return meetings.meeting_of(upload)


@register.simple_tag
def topic_choices(upload: Upload, propose: bool = False) -> DraftTopics:
    """The draft's agenda items with their topics, and where asked for with words that could be new ones."""
    return settling.topics_of(upload, bool(propose))
