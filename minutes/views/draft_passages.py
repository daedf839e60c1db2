"""Passages withheld of drafts: marked before anything of them is public, listed, taken away. Editors only."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from minutes import access, passages
from minutes.models import Upload
from minutes.uploads import lifecycle
from minutes.views import uploads
from minutes.views.editors import NOTHING_DONE, EditorRequest, editors_only
from minutes.views.forms import DraftPlace, RowKey
from minutes.views.passages import marking_page, proposals_page


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def upload_passages(request: EditorRequest, pk: int) -> HttpResponse:
    """What of a draft is withheld once it is published, those that lost their place first; POST (`lift`) takes one away."""
    found = _draft(request, pk)
    if found.state != Upload.State.DRAFT:
        return uploads.closed(request, found)
    if request.method == "POST":
        _lift(request, found)
        return redirect("minutes:upload_passages", pk=found.pk)
    rows = [row for row in passages.listed(found) if row.passage.field]
    context = {
        "upload": found,
        "rows": rows,
        "waiting": [row for row in rows if not row.passage.placed],
        "kept": passages.listed(found.meeting) if found.meeting else [],
    }
    return render(request, "minutes/staff/draft_passages.html", context)


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def upload_passage_mark(request: EditorRequest, pk: int) -> HttpResponse:
    """Marks words of one row of a draft (?part= and ?row=), or everywhere in it, as minutes.views.passages does of
    published minutes."""
    found = _draft(request, pk)
    if found.state != Upload.State.DRAFT:
        return uploads.closed(request, found)
    only = DraftPlace(request.POST if request.method == "POST" else request.GET).place()
    return marking_page(request, found, only, _told_of(found))


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def upload_proposals(request: EditorRequest, pk: int) -> HttpResponse:
    """Personal data that is proposed for withholding in a draft, as minutes.views.passages shows it of published minutes."""
    found = _draft(request, pk)
    if found.state != Upload.State.DRAFT:
        return uploads.closed(request, found)
    return proposals_page(request, found, _told_of(found))


def _lift(request: EditorRequest, found: Upload) -> None:
    key = RowKey.of(request.POST.get("lift", ""))
    if not key:
        messages.warning(request, NOTHING_DONE)
        return
    try:
        passages.lift_of_draft(upload=found, pk=key)
    except passages.PassageError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, "非公開の指定を取り消しました。")


def _told_of(found: Upload) -> dict[str, Any]:
    """What pages that published minutes have too say of a draft."""
    return {
        "upload": found,
        "name": found.source.filename,
        "address": found.get_absolute_url(),
        "list_address": reverse("minutes:upload_passages", args=[found.pk]),
    }


def _draft(request: EditorRequest, pk: int) -> Upload:
    if not access.can_withhold(request.user):
        raise PermissionDenied
    return get_object_or_404(lifecycle.uploads(), pk=pk)
