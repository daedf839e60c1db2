"""Papers (資料): sent in and put in their place by editors, downloaded by readers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from minutes import access
from minutes.intake import upload_limits
from minutes.models import Audience, Paper, Upload
from minutes.papers import DraftPapers, MeetingPapers, PaperDesk, PaperError, Received, RowWish, Wish, receiving
from minutes.uploads import lifecycle
from minutes.views.documents import download
from minutes.views.editors import EditorRequest, editors_only


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
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
            receiving.read_again(desk=desk, key=_number(request.POST["again"]))
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
    audience = _audience(request.POST.get("audience", ""))
    received = receiving.receive(desk=desk, files=files, user=request.user, audience=audience)
    _tell(request, received)


def _tell(request: EditorRequest, received: Received) -> None:
    if received.kept:
        messages.success(request, f"資料のファイル{received.kept}件を受け取りました。")
    for line in receiving.names(received.refused):
        messages.error(request, f"受け取れませんでした。{line}")


def _arrange(request: EditorRequest, desk: PaperDesk) -> HttpResponseRedirect:
    """Does what was chosen, but for files that are to be removed: the page asks about these first."""
    wishes = _file_wishes(request.POST)
    leaving = [key for key, wish in wishes.items() if wish.target == receiving.REMOVE]
    others = {key: wish for key, wish in wishes.items() if key not in leaving}
    changed = receiving.arrange(desk=desk, files=others, rows=_row_wishes(request.POST), user=request.user)
    if changed:
        messages.success(request, "資料を保存しました。")
    elif not leaving:
        messages.info(request, "変わったところはありません。")
    asked = urlencode({"remove": leaving}, doseq=True)
    return redirect(f"{request.path}?{asked}#papers-removal" if leaving else request.path)


def _removing(asked: QueryDict, desk: PaperDesk) -> list[Paper]:
    """The files that were asked to be removed; those that belong to a paper by now are not among them."""
    wanted = {_number(key) for key in asked.getlist("remove")}
    return [row.paper for row in desk.loose if row.paper.pk in wanted] if wanted else []


def _remove(request: EditorRequest, desk: PaperDesk) -> None:
    wishes = {paper.pk: Wish(receiving.REMOVE) for paper in _removing(request.POST, desk)}
    removed = receiving.arrange(desk=desk, files=wishes, rows={}, user=request.user)
    if removed:
        messages.success(request, f"ファイル{removed}件を取り除きました。")
    if removed < len(request.POST.getlist("remove")):
        messages.info(request, "ほかの人が先に取り除いたか、資料に対応させたファイルは、そのままです。")


def _file_wishes(posted: QueryDict) -> dict[int, Wish]:
    """file-12=… is what was chosen for the file 12."""
    return {
        _number(name.removeprefix("file-")): Wish(
            target,
            posted.get(name.replace("file-", "label-", 1), ""),
            posted.get(name.replace("file-", "title-", 1), ""),
        )
        for name, target in posted.items()
        if name.startswith("file-") and isinstance(target, str)
    }


def _row_wishes(posted: QueryDict) -> dict[str, RowWish]:
    """item-r1 and audience-r1 are what was chosen for the row r1."""
    keys = [name.split("-", 1)[1] for name in posted if name.startswith(("item-", "audience-"))]
    return {
        key: RowWish(
            posted.get(f"item-{key}"),
            _audience(posted.get(f"audience-{key}", "")),
        )
        for key in dict.fromkeys(keys)
    }


def _audience(text: str) -> Audience | None:
    """The audience that was chosen; None where it is to stay as it is."""
    try:
        return Audience(int(text)) if text else None
    except ValueError as error:
        raise PaperError("閲覧範囲を選び直してください。") from error


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
