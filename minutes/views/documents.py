"""The document behind a meeting's minutes: download of the original."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from minutes import access
from minutes.models import SourceDocument
from minutes.reading_room import Corrections, browsing
from minutes.views.files import file_response


@require_safe
def meeting_source(request: HttpRequest, key: str) -> HttpResponse:
    """The original as it was received: always a download, never a page of this site."""
    meeting = get_object_or_404(browsing.meetings_with_header(request.user), key=key)
    Corrections(meeting, request.user)  # Fills in what is not known yet of the versions' changes.
    source = access.downloadable_source(request.user, meeting)
    if source is None:
        raise Http404
    return download(source)


def download(source: SourceDocument) -> HttpResponse:
    """A stored file as it was received, under its own name; no browser shows it as a page of this site.

    Raises Http404 for one that was erased for ever.
    """
    if source.is_erased:
        raise Http404
    return file_response(bytes(source.content), source.filename, source.media_type)
