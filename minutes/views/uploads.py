"""The staff pages: documents are sent in, compared with their source, corrected, published. Editors only."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from io import BytesIO
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh
from django_htmx.middleware import HtmxDetails

from minutes import access, drafts, uploading
from minutes.forms.draft import DraftForms
from minutes.models import Body, Meeting, Upload
from minutes.uploading import UploadError

Default = TypeVar("Default", int, None)
# A save by htmx changes the page in place; where something is wrong, it shows the place that says what.
SHOW_PROBLEMS = "outerHTML show:#desk:top"


class EditorRequest(HttpRequest):
    """A request of somebody who may edit."""

    user: User
    htmx: HtmxDetails


@dataclass(frozen=True, slots=True)
class Conflict:
    """Why posted corrections were not saved, and whether saving once more puts them in place of the stored ones."""

    message: str
    can_replace: bool


def editors_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Sends visitors to the sign-in page; whoever signed in without the right gets the 403 page."""

    @wraps(view)
    def checked(request: EditorRequest, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            if request.htmx:
                # No page to swap in: what was entered stays where it is, and the page says that it is not saved.
                return HttpResponse(status=401)
            back = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("minutes:uploads")
            return redirect_to_login(back)
        if not access.can_edit(request.user):
            raise PermissionDenied
        return view(request, **kwargs)

    return checked


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: EditorRequest, pk: int) -> HttpResponse:
    """The draft beside its source. POST saves; `go` and `insert` say which place to show next."""
    found = get_object_or_404(uploading.uploads(), pk=pk)
    if request.method == "POST":
        return _save_and_show(request, found)
    if found.state != Upload.State.DRAFT:
        return render(request, "minutes/staff/upload_closed.html", {"upload": found, **_same_file(found)})
    draft = uploading.draft_of(found)
    page = min(_number(request.GET.get("page"), 1), drafts.page_count(draft))
    forms = DraftForms(draft, page=page, revision=found.revision, reason=found.reason)
    if "check" in request.GET:
        forms = forms.checked(uploading.missing(found))
    return _desk(request, found, forms)


@editors_only
@require_safe
def upload_progress(request: EditorRequest, pk: int) -> HttpResponse:
    """Asked by the page of an upload that is being read: nothing yet, or that it is to be loaded anew."""
    found = get_object_or_404(Upload.objects.only("state"), pk=pk)
    return HttpResponse(status=204) if found.state == request.GET.get("state") else HttpResponseClientRefresh()


@editors_only
@require_POST
def upload_publish(request: EditorRequest, pk: int) -> HttpResponse:
    """Publishes the draft; corrections that came with the request are saved first."""
    found = get_object_or_404(uploading.uploads(), pk=pk)
    if "revision" in request.POST:
        saved = _save(request, found)
        if isinstance(saved, HttpResponse):
            return saved
        found = saved.upload
    for gap in uploading.missing(found):
        return redirect(f"{found.get_absolute_url()}?page={gap.page}&check=1")
    return _do(request, found, uploading.publish, "公開しました。")


@editors_only
@require_POST
def upload_discard(request: EditorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(uploading.uploads(), pk=pk)
    return _do(request, found, uploading.discard, "取込みを取り消しました。")


@editors_only
@require_POST
def upload_reopen(request: EditorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(uploading.uploads(), pk=pk)
    return _do(request, found, uploading.reopen, "取込みを元に戻しました。")


@editors_only
@require_POST
def upload_read_again(request: EditorRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(uploading.uploads(), pk=pk)
    return _do(request, found, uploading.read_again, "")


@editors_only
@require_safe
def upload_source(request: EditorRequest, pk: int) -> FileResponse:
    """The document as it came in; always a download, never shown as a page of this site."""
    source = get_object_or_404(Upload, pk=pk).source
    return FileResponse(
        BytesIO(source.content), as_attachment=True, filename=source.filename, content_type="application/octet-stream"
    )


@editors_only
@require_POST
def meeting_correct(request: EditorRequest, key: str) -> HttpResponse:
    """Opens a draft of published minutes."""
    meeting = get_object_or_404(Meeting, key=key)
    try:
        return redirect(uploading.start_correction(meeting=meeting, user=request.user))
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


@dataclass(frozen=True, slots=True)
class Saved:
    """An upload as stored, and the forms whose content it holds now."""

    upload: Upload
    forms: DraftForms


def _save(request: EditorRequest, found: Upload) -> Saved | HttpResponse:
    """Saves what was posted, or returns the page that shows it again and says why it was not saved."""
    page = _number(request.POST.get("page"), 1)
    forms = DraftForms(uploading.draft_of(found), page=page, revision=found.revision, data=request.POST)
    conflict = _conflict(found, forms)
    if conflict or not forms.is_valid():
        return _desk(request, found, forms, conflict)
    try:
        stored = uploading.save_draft(
            upload=found,
            parsed=forms.parsed(insert_after=_number(request.POST.get("insert"), None, smallest=-1)),
            user=request.user,
            revision=found.revision,
            reason=forms.reason.cleaned_data["reason"],
        )
    except UploadError:
        # Somebody was quicker since `found` was fetched: with what is stored now, the page says so.
        return _save(request, uploading.uploads().get(pk=found.pk))
    return Saved(stored, forms)


def _save_and_show(request: EditorRequest, found: Upload) -> HttpResponse:
    saved = _save(request, found)
    if isinstance(saved, HttpResponse):
        return saved
    forms, stored = saved.forms, saved.upload
    page = _number(request.POST.get("go"), forms.page)
    if forms.inserted_at is not None:
        place = f"?page={drafts.page_of(forms.inserted_at)}#u{forms.inserted_at + 1}"
        return redirect(stored.get_absolute_url() + place)
    if request.htmx:
        draft = uploading.draft_of(stored)
        page = min(page, drafts.page_count(draft))
        fresh = DraftForms(draft, page=page, revision=stored.revision, reason=stored.reason)
        return _desk(request, stored, fresh)
    if "go" not in request.POST:
        changed = stored.revision != found.revision
        messages.success(request, "下書きを保存しました。" if changed else "変更はありません。")
    return redirect(f"{stored.get_absolute_url()}?page={page}")


def _conflict(found: Upload, forms: DraftForms) -> Conflict | None:
    if found.state != Upload.State.DRAFT:
        return Conflict(f"この取込みは「{found.get_state_display()}」になりました。", can_replace=False)
    if forms.posted_revision == found.revision and forms.fits:
        return None
    return Conflict("この画面を開いた後に、ほかの人（または別の画面）が下書きを保存しました。", can_replace=forms.fits)


def _desk(request: EditorRequest, found: Upload, forms: DraftForms, conflict: Conflict | None = None) -> HttpResponse:
    """The draft's page with these forms; status 409 where the posted corrections met newer ones."""
    draft, text = forms.draft, found.source.text
    pages = drafts.page_count(draft)
    page = min(forms.page, pages)
    context = {
        "upload": found,
        "forms": forms,
        "problems": forms.problems(),
        "conflict": conflict,
        "draft": draft,
        "page": page,
        "pages": pages,
        "page_range": list(Paginator(range(pages), 1).get_elided_page_range(page, on_each_side=4, on_ends=2)),
        "gap": Paginator.ELLIPSIS,
        "lines": drafts.source_lines(draft, text, page),
        "warnings": drafts.warning_links(draft, text),
        "bodies": Body.objects.values_list("name", flat=True),
        "speakers": drafts.speakers(draft),
        "changes": uploading.meeting_to_change(found),
        "newer_version": uploading.newer_version(found),
        "needs_reason": uploading.needs_reason(found),
        **_same_file(found),
    }
    # htmx shows no answer that is an error.
    status = 409 if conflict and not request.htmx else 200
    response = render(request, "minutes/staff/upload_draft.html", context, status=status)
    if request.htmx and (conflict or context["problems"]):
        response.headers["HX-Reswap"] = SHOW_PROBLEMS
    return response


def _same_file(found: Upload) -> dict[str, Any]:
    return {
        "same_uploads": uploading.same_file_uploads(found)[:5],
        "same_meetings": uploading.same_file_meetings(found)[:5],
    }


def _number(text: str | None, default: Default, smallest: int = 1) -> int | Default:
    """The whole number that a parameter holds, else the default."""
    return max(smallest, int(text)) if text and text.lstrip("-").isdecimal() and len(text) < 9 else default
