"""What the archive stores; one module for each matter."""

from minutes.models.body import Body
from minutes.models.meeting import Audience, Meeting, MeetingVersion
from minutes.models.record import AgendaItem, Attachment, AttachmentPage, Attendee, Utterance
from minutes.models.source import SourceDocument, Upload
from minutes.models.topic import Topic, TopicLink

__all__ = [
    "AgendaItem",
    "Attachment",
    "AttachmentPage",
    "Attendee",
    "Audience",
    "Body",
    "Meeting",
    "MeetingVersion",
    "SourceDocument",
    "Topic",
    "TopicLink",
    "Upload",
    "Utterance",
]
