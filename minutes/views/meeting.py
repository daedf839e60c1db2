"""A meeting with its text, and the permanent addresses of its utterances."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from minutes import access, reading
from minutes.transcript import Transcript, dropped_utterance
from minutes.versions import Corrections


@require_safe
def meeting(request: HttpRequest, key: str) -> HttpResponse:
    """The meeting's page; ?page= of the text, ?speaker= for one speaker alone."""
    meeting = get_object_or_404(reading.meetings_with_header(request.user), key=key)
    transcript = Transcript(meeting, request.user, request.GET.get("speaker", ""))
    page = transcript.page(request.GET.get("page"))
    corrections = Corrections(meeting, request.user)
    context = {
        "meeting": meeting,
        "attendees": meeting.attendees.order_by("order"),
        "attachments": reading.papers_with_files(request.user, meeting),
        "source": access.downloadable_source(request.user, meeting),
        "previous_meeting": reading.previous_meeting(request.user, meeting),
        "next_meeting": reading.next_meeting(request.user, meeting),
        "transcript": transcript,
        "page": page,
        "passages": transcript.passages(page),
        "corrections": corrections.shown,
        "correction_marks": corrections.marks,
    }
    return render(request, "minutes/meeting_detail.html", context)


@require_safe
def utterance(request: HttpRequest, key: str, ref: int) -> HttpResponse:
    """Leads to the utterance's place in the text, or shows it as it stood before a correction dropped it."""
    meeting = get_object_or_404(access.visible_meetings(request.user).select_related("body"), key=key)
    address = Transcript(meeting, request.user).address_of(ref)
    if address:
        return redirect(address)
    dropped = dropped_utterance(meeting, request.user, ref)
    if dropped is None:
        raise Http404
    after = dropped.replaced_by
    told = after is not None and Corrections(meeting, request.user).holds(after.number)
    context = {"meeting": meeting, "utterance": dropped, "correction": after if told else None}
    return render(request, "minutes/utterance_dropped.html", context)
