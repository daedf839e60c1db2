"""The staff pages: documents are sent in, compared with their source, corrected, published. Editors only."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from minutes.models import Meeting, Upload
from minutes.uploads import UploadError, lifecycle
from minutes.views.documents import download
from minutes.views.editors import EditorRequest, editors_only
from minutes.views.forms import Reason


def closed(request: EditorRequest, found: Upload) -> HttpResponse:
    """The page of an upload that is no draft: what is known of it and what can be done."""
    return render(request, "minutes/staff/upload_closed.html", {"upload": found, **same_file(found)})


@editors_only
@require_safe
def upload_progress(request: EditorRequest, pk: int) -> HttpResponse:
    """Asked by the page of an upload that is being read: nothing yet, or that it is to be loaded anew."""
    found = get_object_or_404(Upload.objects.only("state"), pk=pk)
    return HttpResponse(status=204) if found.state == request.GET.get("state") else HttpResponseClientRefresh()


@editors_only
@require_POST
def upload_discard(request: EditorRequest, pk: int) -> HttpResponse:
    """Takes the upload off the desk into the bin; its page then offers to put it back."""
    found = get_object_or_404(lifecycle.uploads(), pk=pk)
    discard = partial(lifecycle.discard, reason=Reason.of(request))
    return _do(request, found, discard, "取込みを取り消しました。ごみ箱にあります。")


@editors_only
@require_POST
def upload_reopen(request: EditorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(lifecycle.uploads(), pk=pk)
    return _do(request, found, lifecycle.reopen, "取込みを元に戻しました。")


@editors_only
@require_POST
def upload_read_again(request: EditorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(lifecycle.uploads(), pk=pk)
    return _do(request, found, lifecycle.read_again, "")


@editors_only
@require_safe
def upload_source(request: EditorRequest, pk: int) -> HttpResponse:
    """The document as it came in; always a download, never shown as a page of this site."""
    return download(get_object_or_404(Upload.objects.select_related("source"), pk=pk).source)


@editors_only
@require_POST
def meeting_correct(request: EditorRequest, key: str) -> HttpResponse:
    """Opens a draft of published minutes."""
    meeting = get_object_or_404(Meeting, key=key)
    try:
        return redirect(lifecycle.start_correction(meeting=meeting, user=request.user))
    except UploadError as error:
        messages.error(request, str(error))
        return redirect(meeting)


def _do(request: EditorRequest, found: Upload, action: Callable[..., Upload], success: str) -> HttpResponse:
    """Runs one action on the upload and says on its page how it went."""
    try:
        action(upload=found, user=request.user)
    except UploadError as error:
        messages.error(request, str(error))
    else:
        if success:
            messages.success(request, success)
    return redirect(found)


def same_file(found: Upload) -> dict[str, Any]:
    """Other uploads and meetings of the same bytes, for templates."""
    return {
        "same_uploads": lifecycle.same_file_uploads(found)[:5],
        "same_meetings": lifecycle.same_file_meetings(found)[:5],
    }
