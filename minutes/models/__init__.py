"""What the archive stores; one module for each matter."""

from minutes.models.audience import FIRST_CIRCLE, AccessClass, Audience, AudienceField, Circle
from minutes.models.bin import BinEntry
from minutes.models.body import Body, BodyLesson, BodyName, SpeakerAssignment
from minutes.models.editing import DraftEdit, DraftPresence
from minutes.models.erasure import ErasedRow, Erasure
from minutes.models.four_eyes import OpeningRequest, PublicationRequest
from minutes.models.meeting import AccessLevel, Meeting, MeetingVersion
from minutes.models.paper import Paper
from minutes.models.passage import DeclinedProposal, Ground, Passage
from minutes.models.record import AgendaItem, Attachment, AttachmentPage, Attendee, Utterance
from minutes.models.rereading import Rereading
from minutes.models.shown import Shown
from minutes.models.source import SourceDocument, Upload, UploadBatch
from minutes.models.topic import Topic, TopicLink
from minutes.models.watched_file import WatchedFile

__all__ = [
    "FIRST_CIRCLE",
    "AccessClass",
    "AccessLevel",
    "AgendaItem",
    "Attachment",
    "AttachmentPage",
    "Attendee",
    "Audience",
    "AudienceField",
    "BinEntry",
    "Body",
    "BodyLesson",
    "BodyName",
    "Circle",
    "DeclinedProposal",
    "DraftEdit",
    "DraftPresence",
    "ErasedRow",
    "Erasure",
    "Ground",
    "Meeting",
    "MeetingVersion",
    "OpeningRequest",
    "Paper",
    "Passage",
    "PublicationRequest",
    "Rereading",
    "Shown",
    "SourceDocument",
    "SpeakerAssignment",
    "Topic",
    "TopicLink",
    "Upload",
    "UploadBatch",
    "Utterance",
    "WatchedFile",
]
