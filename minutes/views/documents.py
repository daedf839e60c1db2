"""The document behind a meeting's minutes: download of the original."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from minutes import access
from minutes.models import SourceDocument
from minutes.reading_room import Corrections, browsing

# Types that no browser runs as a page; all others go out as plain bytes.
SAFE_TYPES = {
    "text/plain",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
NOT_IN_FILENAMES = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|\u202a-\u202e\u2066-\u2069]+')


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
    """A stored file as it was received, under its own name; no browser shows it as a page of this site."""
    content_type = source.media_type if source.media_type in SAFE_TYPES else "application/octet-stream"
    response = HttpResponse(bytes(source.content), content_type=content_type)
    filename = NOT_IN_FILENAMES.sub("_", source.filename).strip(" .") or "source"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=filename) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
