"""Papers (資料): sent in and put in their place by editors, downloaded by readers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from minutes import access
from minutes.intake import takes_body_of, upload_limits
from minutes.models import Paper, Upload
from minutes.papers import (
    ArrangementForm,
    DraftPapers,
    MeetingPapers,
    PaperDesk,
    PaperError,
    Received,
    SendingForm,
    receiving,
)
from minutes.uploads import lifecycle
from minutes.views.documents import download
from minutes.views.editors import EditorRequest, editors_only
from minutes.views.forms import RowKey


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
@takes_body_of(upload_limits.largest_request)
def upload_papers(request: EditorRequest, pk: int) -> HttpResponse:
    """The papers of a draft."""
    upload = get_object_or_404(lifecycle.uploads(), pk=pk)
    if upload.state == Upload.State.PUBLISHED and upload.meeting:
        return redirect("minutes:meeting_papers", key=upload.meeting.key)
    desk = DraftPapers(upload)
    if request.method == "POST":
        return _change(request, desk)
    is_draft = upload.state == Upload.State.DRAFT
    context = {"upload": upload, "desk": desk, "is_draft": is_draft, "removing": _removing(request.GET, desk)}
    return render(request, "minutes/staff/upload_papers.html", context)


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
@takes_body_of(upload_limits.largest_request)
def meeting_papers(request: EditorRequest, key: str) -> HttpResponse:
    """The papers of published minutes."""
    meeting = get_object_or_404(access.visible_meetings(request.user).select_related("body"), key=key)
    desk = MeetingPapers(meeting)
    if request.method == "POST":
        return _change(request, desk)
    return render(
        request,
        "minutes/staff/meeting_papers.html",
        {"meeting": meeting, "desk": desk, "removing": _removing(request.GET, desk)},
    )


@editors_only
@require_safe
def paper_source(request: EditorRequest, pk: int) -> HttpResponse:
    """The file of a paper as it came in, whether it belongs to a row or not."""
    return download(get_object_or_404(Paper.objects.select_related("source"), pk=pk).source)


@require_safe
def attachment_file(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """The file of a published paper; always a download."""
    papers = access.visible_attachments(request.user).filter(meeting__key=key)
    paper = get_object_or_404(papers.prefetch_related("source"), pk=pk)
    if paper.source is None:
        raise Http404
    return download(paper.source)


def _change(request: EditorRequest, desk: PaperDesk) -> HttpResponseRedirect:
    """Does what was posted and shows the page again, which says how it went."""
    try:
        if "again" in request.POST:
            receiving.read_again(desk=desk, key=RowKey.of(request.POST["again"]))
        elif "send" in request.POST:
            _receive(request, desk)
        elif "remove-now" in request.POST:
            _remove(request, desk)
        elif "keep" not in request.POST:
            return _arrange(request, desk)
    except PaperError as error:
        messages.error(request, str(error))
    return redirect(request.path)


def _receive(request: EditorRequest, desk: PaperDesk) -> None:
    problem = upload_limits.problem_of(request, "files")
    files = upload_limits.kept_files(request, "files")
    if not files:
        raise PaperError(problem or "資料のファイルを選んでください。")
    if problem:
        messages.warning(request, problem)
    audience = SendingForm(request.POST).chosen()
    received = receiving.receive(desk=desk, files=files, user=request.user, audience=audience)
    _tell(request, received)


def _tell(request: EditorRequest, received: Received) -> None:
    if received.kept:
        messages.success(request, f"資料のファイル{received.kept}件を受け取りました。")
    for line in receiving.names(received.refused):
        messages.error(request, f"受け取れませんでした。{line}")


def _arrange(request: EditorRequest, desk: PaperDesk) -> HttpResponseRedirect:
    """Does what was chosen, but for files that are to be removed: the page asks about these first."""
    wishes, rows = ArrangementForm(request.POST, desk).wishes()
    leaving = [key for key, wish in wishes.items() if wish.target == receiving.REMOVE]
    others = {key: wish for key, wish in wishes.items() if key not in leaving}
    arranged = receiving.arrange(desk=desk, files=others, rows=rows, user=request.user)
    for clash in arranged.clashes:
        messages.error(request, clash)
    if arranged.changed:
        messages.success(request, "資料を保存しました。")
    elif not leaving and not arranged.clashes:
        messages.info(request, "変わったところはありません。")
    asked = urlencode({"remove": leaving}, doseq=True)
    return redirect(f"{request.path}?{asked}#papers-removal" if leaving else request.path)


def _removing(asked: QueryDict, desk: PaperDesk) -> list[Paper]:
    """The files that were asked to be removed; those that belong to a paper by now are not among them."""
    wanted = {RowKey.of(key) for key in asked.getlist("remove")}
    return [row.paper for row in desk.loose if row.paper.pk in wanted] if wanted else []


def _remove(request: EditorRequest, desk: PaperDesk) -> None:
    wishes = {paper.pk: receiving.Wish(receiving.REMOVE) for paper in _removing(request.POST, desk)}
    removed = receiving.arrange(desk=desk, files=wishes, rows={}, user=request.user).changed
    if removed:
        messages.success(request, f"ファイル{removed}件を取り除きました。")
    if removed < len(request.POST.getlist("remove")):
        messages.info(request, "ほかの人が先に取り除いたか、資料に対応させたファイルは、そのままです。")
