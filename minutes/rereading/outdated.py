"""Documents in use that were read by other readers or rules than today's."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from minutes import access
from minutes.intake import read_today
from minutes.models import Meeting, Rereading, SourceDocument, Upload


def outdated_sources() -> QuerySet[SourceDocument]:
    """The documents of open drafts and published minutes that were read otherwise, and not compared with today's reading.

    Minutes that came as data, by no reader, are never among them, nor are documents of which words were erased.
    """
    # What was erased of a document does not come back by reading it.
    read = SourceDocument.objects.filter(erasure=None).exclude(parser_version="").exclude(**read_today())
    compared = Rereading.objects.filter(source=OuterRef("pk"), **read_today())
    return read.filter(in_use("pk"), ~Exists(compared)).order_by("pk")


def in_use(key: str) -> Q:
    """Whether a draft or published minutes stand on the document whose key is in this field."""
    return Q(Exists(_drafts(OuterRef(key)))) | Q(Exists(_meetings(OuterRef(key))))


def draft_of(source: SourceDocument) -> Upload | None:
    """The open draft of what was read of the document, itself no correction of published minutes."""
    return _drafts(source.pk).first()


def meeting_of(source: SourceDocument) -> Meeting | None:
    """The published meeting whose current minutes were read of the document."""
    return _meetings(source.pk).select_related("body", "current_version__source").first()


def _drafts(source: OuterRef | int) -> QuerySet[Upload]:
    open_ones = Upload.objects.filter(source=source, state=Upload.State.DRAFT, meeting=None)
    return open_ones.exclude(base=None).order_by("pk")


def _meetings(source: OuterRef | int) -> QuerySet[Meeting]:
    return access.published().filter(current_version__source=source).order_by("pk")
