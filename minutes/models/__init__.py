"""What the archive stores; one module for each matter."""

from minutes.models.body import Body, BodyLesson, BodyName, SpeakerAssignment
from minutes.models.editing import DraftEdit, DraftPresence
from minutes.models.four_eyes import OpeningRequest, PublicationRequest
from minutes.models.meeting import AccessLevel, Audience, Meeting, MeetingVersion
from minutes.models.paper import Paper
from minutes.models.record import AgendaItem, Attachment, AttachmentPage, Attendee, Utterance
from minutes.models.rereading import Rereading
from minutes.models.source import SourceDocument, Upload, UploadBatch
from minutes.models.topic import Topic, TopicLink
from minutes.models.watched_file import WatchedFile

__all__ = [
    "AccessLevel",
    "AgendaItem",
    "Attachment",
    "AttachmentPage",
    "Attendee",
    "Audience",
    "Body",
    "BodyLesson",
    "BodyName",
    "DraftEdit",
    "DraftPresence",
    "Meeting",
    "MeetingVersion",
    "OpeningRequest",
    "Paper",
    "PublicationRequest",
    "Rereading",
    "SourceDocument",
    "SpeakerAssignment",
    "Topic",
    "TopicLink",
    "Upload",
    "UploadBatch",
    "Utterance",
    "WatchedFile",
]
