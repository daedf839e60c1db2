"""A meeting with its text, and the permanent addresses of its utterances."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from minutes import access, passages
from minutes.reading_room import Corrections, MeetingText, browsing, dropped_utterance, links_between
from minutes.views.forms import PaperPlace


@require_safe
def meeting(request: HttpRequest, key: str) -> HttpResponse:
    """The meeting's page; ?page= of the text, ?speaker= for one speaker alone, ?paper= for a page found in a paper."""
    meeting = get_object_or_404(browsing.meetings_with_header(request.user), key=key)
    text = MeetingText(meeting, request.user, request.GET.get("speaker", ""))
    page = text.page(request.GET.get("page"))
    corrections = Corrections(meeting, request.user)
    sections = text.sections(page)
    context = {
        "meeting": meeting,
        "attendees": access.visible_attendees(request.user).filter(meeting=meeting).order_by("order"),
        "attachments": browsing.papers_with_files(request.user, meeting),
        "found_paper": PaperPlace(request.GET).place(),
        "source": access.downloadable_source(request.user, meeting),
        "edition_is_offered": meeting.edition_opened and access.has_public_edition(meeting),
        "previous_meeting": browsing.previous_meeting(request.user, meeting),
        "next_meeting": browsing.next_meeting(request.user, meeting),
        "text": text,
        "page": page,
        "sections": sections,
        "other_sides": links_between([each for section in sections for each in section.utterances], request.user),
        "corrections": corrections.shown,
        "correction_marks": corrections.marks,
        "withheld_marks": passages.readable_marks(meeting) if access.can_edit(request.user) else {},
    }
    return render(request, "minutes/meeting_detail.html", context)


@require_safe
def utterance(request: HttpRequest, key: str, ref: int) -> HttpResponse:
    """Leads to the utterance's place in the text, or shows it as it stood before a correction dropped it.

    Of one whose words stand in another utterance by now, that one is named.
    """
    meeting = get_object_or_404(access.visible_meetings(request.user).select_related("body"), key=key)
    text = MeetingText(meeting, request.user)
    address = text.address_of(ref)
    if address:
        return redirect(address)
    dropped = dropped_utterance(meeting, request.user, ref)
    corrections = Corrections(meeting, request.user)
    if dropped is None or not corrections.tells_dropped(ref):
        raise Http404
    after = dropped.replaced_by
    told = after is not None and corrections.holds(after.number)
    whole = corrections.went_into(ref)
    context = {
        "meeting": meeting,
        "utterance": dropped,
        "correction": after if told else None,
        "whole": whole if whole != ref and text.address_of(whole) else None,
    }
    return render(request, "minutes/utterance_dropped.html", context)
