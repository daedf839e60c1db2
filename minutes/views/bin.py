"""The bin (ごみ箱): minutes are withdrawn and come back, what was discarded comes back, and goes for ever. Editors only."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minutes import access
from minutes.bin import (
    BinError,
    Holdings,
    binned_meetings,
    binned_uploads,
    holdings_of_meeting,
    holdings_of_upload,
    remove_meeting,
    remove_upload,
    restore,
    withdraw,
)
from minutes.models import Meeting
from minutes.record import ASKED, agreed
from minutes.views.editors import NOTHING_DONE, EditorRequest, editors_only
from minutes.views.forms import Reason

LIST_SIZE = 50
WITHDRAW, REMOVE = "withdraw", "remove"
NOT_TYPED = "名称が一致しません。消そうとしているものか確かめて、表示のとおりに入力してください。"


@editors_only
@require_safe
def contents(request: EditorRequest) -> HttpResponse:
    """Withdrawn minutes and discarded uploads."""
    lists = [Paginator(found, LIST_SIZE) for found in (binned_meetings(), binned_uploads())]
    meetings, uploads = (one.get_page(request.GET.get("page")) for one in lists)
    # Both are turned over together; the shorter one stays at its last page.
    longer = max((meetings, uploads), key=lambda page: page.paginator.num_pages)
    return render(request, "minutes/staff/bin.html", {"meetings": meetings, "uploads": uploads, "longer": longer})


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_withdraw(request: EditorRequest, key: str) -> HttpResponse:
    """Asks why; POST, by its named button, takes the minutes from readers."""
    if not access.can_withdraw(request.user):
        raise PermissionDenied
    meeting = get_object_or_404(Meeting.objects.select_related("body"), key=key)
    reason = Reason.of(request)
    context = {"meeting": meeting, "reason": reason}
    if request.method != "POST":
        return render(request, "minutes/staff/meeting_withdraw.html", context)
    if request.POST.get("confirm") != WITHDRAW:
        messages.error(request, NOTHING_DONE)
        return render(request, "minutes/staff/meeting_withdraw.html", context)
    try:
        withdraw(meeting=meeting, user=request.user, reason=reason)
    except BinError as problem:
        return render(request, "minutes/staff/meeting_withdraw.html", {**context, "problem": str(problem)})
    messages.success(request, f"「{meeting.title}」を取り下げました。ごみ箱から元に戻せます。")
    return redirect("minutes:bin")


@editors_only
@require_POST
def meeting_restore(request: EditorRequest, key: str) -> HttpResponse:
    """Brings withdrawn minutes back to what they were."""
    if not access.can_withdraw(request.user):
        raise PermissionDenied
    meeting = get_object_or_404(Meeting, key=key)
    # The administration pages ask for the same in the same words.
    wish = f"meeting {meeting.pk} status {Meeting.Status.PUBLISHED}"
    label = f"取り下げた「{meeting.title}」を元に戻す"
    if not agreed(request.user, wish, since=meeting.status, label=label, address=reverse("minutes:bin")):
        messages.warning(request, ASKED)
        return redirect("minutes:bin")
    try:
        stored = restore(meeting=meeting)
    except BinError as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, f"「{meeting.title}」を元に戻しました（{stored.get_status_display()}）。")
    return redirect("minutes:bin")


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_remove(request: EditorRequest, key: str) -> HttpResponse:
    """Asks, with what will be gone, for the title and a reason; POST removes withdrawn minutes for ever."""
    _check_may_remove(request)
    meeting = get_object_or_404(binned_meetings(), key=key)
    problem = ""
    if request.method == "POST" and (problem := _problem(request, meeting.title)) == "":
        try:
            remove_meeting(meeting=meeting, reason=Reason.of(request))
        except BinError as refused:
            problem = str(refused)
        else:
            return _gone(request, "会議録")
    return _ask(request, meeting.title, holdings_of_meeting(meeting), problem)


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def upload_remove(request: EditorRequest, pk: int) -> HttpResponse:
    """The same for a discarded upload, whose file's name is asked for."""
    _check_may_remove(request)
    upload = get_object_or_404(binned_uploads(), pk=pk)
    name = upload.source.filename
    problem = ""
    if request.method == "POST" and (problem := _problem(request, name)) == "":
        try:
            remove_upload(upload=upload, reason=Reason.of(request))
        except BinError as refused:
            problem = str(refused)
        else:
            return _gone(request, "取込み")
    return _ask(request, name, holdings_of_upload(upload), problem)


def _check_may_remove(request: EditorRequest) -> None:
    if not access.can_remove(request.user):
        raise PermissionDenied


def _problem(request: EditorRequest, name: str) -> str:
    """What is wrong with the form that was sent, nothing where it may be done."""
    if request.POST.get("confirm") != REMOVE:
        return NOTHING_DONE
    return "" if request.POST.get("typed", "").strip() == name.strip() else NOT_TYPED


def _ask(request: EditorRequest, name: str, holdings: Holdings, problem: str) -> HttpResponse:
    context = {"name": name, "holdings": holdings, "problem": problem, "reason": Reason.of(request)}
    return render(request, "minutes/staff/bin_remove.html", context)


def _gone(request: EditorRequest, what: str) -> HttpResponse:
    messages.success(request, f"{what}を完全に削除しました。")
    return redirect("minutes:bin")
