"""The versions of a meeting's minutes: what corrections changed, for readers; whole old versions, for editors."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from minutes import access
from minutes.models import Meeting, MeetingVersion
from minutes.reading_room import PAGE_CHANGES, ChangesPage, Corrections, OldMinutes, compare
from minutes.views.editors import EditorRequest, editors_only
from minutes.views.forms import ShownUtterance, VersionPair, given


@require_safe
def meeting_versions(request: HttpRequest, key: str) -> HttpResponse:
    """The corrections that the reader is told of; editors see every version."""
    meeting = _meeting(request, key)
    corrections = Corrections(meeting, request.user)
    context = {
        "meeting": meeting,
        "corrections": corrections.shown,
        "first": meeting.versions.defer("snapshot").earliest("number") if meeting.current_version else None,
        "versions": corrections.all_versions if access.can_edit(request.user) else [],
    }
    return render(request, "minutes/meeting_versions.html", context)


@require_safe
def version_changes(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """What the version changed; ?u= is the utterance to be shown. Readers: corrections that they are told of."""
    meeting = _meeting(request, key)
    if not (access.can_edit(request.user) or Corrections(meeting, request.user).holds(number)):
        raise Http404
    after = _version(meeting, number)
    before = meeting.versions.filter(number__lt=number).last()
    if before is None:
        raise Http404
    return _changes(request, meeting, before, after)


@editors_only
@require_safe
def versions_compared(request: EditorRequest, key: str) -> HttpResponse:
    """What changed between any two versions: ?from= and ?to=."""
    meeting = _meeting(request, key)
    numbers = VersionPair(request.GET).numbers()
    if numbers is None:
        raise Http404
    first, second = numbers
    if first == second:
        return redirect(reverse("minutes:meeting_versions", args=[meeting.key]) + "?same=1")
    return _changes(request, meeting, _version(meeting, first), _version(meeting, second), compared=True)


@require_safe
def meeting_version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """An old version as a whole. Editors only; to others there is no such page."""
    if not access.can_edit(request.user):
        raise Http404
    meeting = _meeting(request, key)
    version = _version(meeting, number)
    if version.pk == meeting.current_version_id:
        return redirect(meeting)
    minutes = OldMinutes(version)
    page = Paginator(minutes.utterances, OldMinutes.PAGE).get_page(request.GET.get("page"))
    context = {
        "meeting": meeting,
        "version": version,
        "minutes": minutes,
        "page": page,
        "sections": minutes.sections(list(page.object_list)),
        "replaced_by": meeting.versions.defer("snapshot").filter(number__gt=number).first(),
    }
    return render(request, "minutes/meeting_version.html", context)


def _changes(
    request: HttpRequest, meeting: Meeting, before: MeetingVersion, after: MeetingVersion, *, compared: bool = False
) -> HttpResponse:
    shown = ChangesPage(meeting, compare(before, after, request.user))
    wanted = given(ShownUtterance(request.GET))["u"]
    number: str | int | None = request.GET.get("page")
    if number is None and wanted is not None:
        number = shown.page_of(wanted)
    page = Paginator(shown.utterances, PAGE_CHANGES).get_page(number)
    context = {
        "meeting": meeting,
        "before": before,
        "after": after,
        "compared": compared,
        "shown": shown,
        "page": page,
        "tables": shown.tables() if page.number == 1 else [],
        "filings": shown.filings() if page.number == 1 else [],
        "groups": shown.groups(list(page.object_list)),
    }
    return render(request, "minutes/version_changes.html", context)


def _meeting(request: HttpRequest, key: str) -> Meeting:
    meetings = access.visible_meetings(request.user).select_related("body", "current_version")
    return get_object_or_404(meetings, key=key)


def _version(meeting: Meeting, number: int) -> MeetingVersion:
    version = get_object_or_404(meeting.versions.select_related("created_by").prefetch_related("source"), number=number)
    version.meeting = meeting
    return version
