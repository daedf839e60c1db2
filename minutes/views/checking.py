"""The checking page (確認と訂正): a draft beside its source. The page's scripts correct it through drafts_api."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from minutes import passages
from minutes.drafts import gaps, meetings, page_pictures
from minutes.intake import DocumentError
from minutes.models import Body, SourceDocument, Upload
from minutes.parsing import ParsedMinutes
from minutes.uploads import lifecycle, proposed_audience, reading, second_person, triage
from minutes.views import uploads
from minutes.views.editors import EditorRequest, editors_only
from minutes.views.files import file_response
from minutes.views.forms import PictureWidth, given

PDF = "application/pdf"
EXPLAINED_LINES = 500  # on a page


@editors_only
@require_safe
@ensure_csrf_cookie
def upload(request: EditorRequest, pk: int) -> HttpResponse:
    """The checking page of a draft; what is known of an upload in any other state. `plain` shows the text alone."""
    found = get_object_or_404(lifecycle.uploads(), pk=pk)
    if found.state != Upload.State.DRAFT:
        return uploads.closed(request, found)
    if "plain" in request.GET:
        return render(request, "minutes/staff/check_plain.html", {"upload": found, "draft": lifecycle.draft_of(found)})
    about = meetings.meeting_of(found)
    meeting = about.identity.meeting
    context = {
        "upload": found,
        "addresses": _addresses(found),
        "warning_names": triage.KINDS,
        "bodies": Body.objects.values_list("name", flat=True).order_by("name"),
        "about": about,
        "changes": meeting,
        "newer_version": lifecycle.newer_version(found),
        "needs_reason": lifecycle.needs_reason(found, meeting),
        "second": second_person.Standing(found, request.user),
        "next_upload": next_to_check(found),
        "proposal": proposed_audience.proposal_of(found) if meeting is None else None,
        "withheld": passages.draft_marks(found),
        **uploads.same_file(found),
    }
    return render(request, "minutes/staff/check.html", context)


@editors_only
@require_safe
def upload_source_lines(request: EditorRequest, pk: int) -> JsonResponse:
    """The source's lines, and where the format has pages, where on them each line stands."""
    shown = ("media_type", "text", "line_pages", "places", "page_count", "recognised")
    source = get_object_or_404(SourceDocument.objects.only(*shown), uploads=pk)
    is_pdf = source.media_type == PDF
    return JsonResponse(
        {
            "lines": source.text.split("\n") if source.text else [],
            "pages": source.line_pages,
            "places": source.places,
            "page_count": source.page_count if is_pdf else 0,
            "media_type": source.media_type,
            "recognised": source.recognised,
        }
    )


@editors_only
@require_safe
def upload_page(request: EditorRequest, pk: int, page: int) -> HttpResponse:
    """The picture of one page of a PDF."""
    source = get_object_or_404(SourceDocument.objects.only("sha256"), uploads=pk)
    try:
        picture = page_pictures.page_picture(
            source, page, given(PictureWidth(request.GET))["w"] or page_pictures.WIDTHS[1]
        )
    except DocumentError as error:
        raise Http404(error.message) from error
    return file_response(picture, f"{pk}-{page}.png", "image/png")


@editors_only
@require_safe
def upload_page_shapes(request: EditorRequest, pk: int) -> JsonResponse:
    """Width by height of every page of a PDF: the page gives the sheets their shape before it has the pictures."""
    source = get_object_or_404(SourceDocument.objects.only("sha256"), uploads=pk)
    try:
        return JsonResponse({"shapes": page_pictures.page_shapes(source)})
    except DocumentError as error:
        raise Http404(error.message) from error


@editors_only
@require_safe
def upload_explanation(request: EditorRequest, pk: int) -> HttpResponse:
    """Why each line of the source was read as it was, by the rules of today: it is parsed anew for this page.

    Long sources come on several pages (?page=).
    """
    found = get_object_or_404(lifecycle.uploads().select_related("source"), pk=pk)
    context: dict[str, Any] = {"upload": found}
    try:
        rows = reading.explained(found)
        context["page"] = Paginator(rows, EXPLAINED_LINES).get_page(request.GET.get("page"))
    except DocumentError as error:
        context["error"] = error.message
    return render(request, "minutes/staff/explanation.html", context)


@editors_only
@require_safe
def upload_missing(request: EditorRequest, pk: int) -> JsonResponse:
    """What stops publishing, each with the field it is about."""
    found = get_object_or_404(lifecycle.uploads(), pk=pk)
    draft = lifecycle.draft_of(found)
    return JsonResponse({"missing": [_gap(gap, draft) for gap in lifecycle.missing(found)]})


def next_to_check(found: Upload) -> Upload | None:
    """The draft that needs a look most, besides this one: those that the parser was least sure of come first."""
    drafts_to_look_at = (
        lifecycle.uploads().filter(state=Upload.State.DRAFT).exclude(pk=found.pk).defer("parsed", "base")
    )
    waiting = drafts_to_look_at.exclude(pk__in=triage.ready_keys())
    return waiting.order_by(F("certainty").asc(nulls_first=True), "pk").first()


def _gap(gap: gaps.Gap, draft: ParsedMinutes) -> dict[str, Any]:
    row = None if gap.utterance is None else draft.utterances[gap.utterance].id
    return {"field": gap.field, "message": gap.message, "utterance": row}


def _addresses(found: Upload) -> dict[str, str]:
    """Where the page's scripts ask, by the names they call them."""
    names = {
        "draft": "upload_draft_json",
        "changes": "upload_changes",
        "edits": "upload_edit",
        "undo": "upload_undo",
        "redo": "upload_redo",
        "lessons": "upload_lesson",
        "reason": "upload_reason",
        "lines": "upload_source_lines",
        "shapes": "upload_page_shapes",
        "missing": "upload_missing",
    }
    return {key: reverse(f"minutes:{name}", args=[found.pk]) for key, name in names.items()}
