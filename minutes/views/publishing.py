"""Publishing one draft: at once where its meeting is new, else after a page of what readers will find changed."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from minutes import access
from minutes.drafts import edits
from minutes.editing import Conflict, EditError
from minutes.models import Upload
from minutes.reading_room import PAGE_CHANGES
from minutes.uploads import Preview, Shown, StaleDraft, UploadError, lifecycle, proposed_audience, second_person
from minutes.views.editors import NOTHING_DONE, EditorRequest, editors_only
from minutes.views.forms import ChosenAudience
from minutes.wording import visible_text

ASKED = "公開待ちにしました。もう一人の公開責任者が、内容を確かめて公開します。"
CHANGED = "確かめている間に、下書きか公開中の会議録が変わりました。変わるところをもう一度確かめてください。"


@editors_only
@require_POST
def upload_publish(request: EditorRequest, pk: int) -> HttpResponse:
    """Publishes the draft of a new meeting, by the named button of its checking page; other drafts are shown first.

    The form holds the number that the draft had when the page showed it (`revision`).
    """
    found = get_object_or_404(lifecycle.uploads(), pk=pk)
    if found.state != Upload.State.DRAFT:
        return _closed(request, found)
    preview = Preview(found, request.user)
    if preview.gaps:
        return redirect(f"{found.get_absolute_url()}#missing")
    page = redirect("minutes:upload_publish_changes", pk=found.pk)
    if request.POST.get("action") != "publish":
        messages.warning(request, NOTHING_DONE)
    elif preview.meeting is None and not preview.readers.is_asked:
        shown = _shown(request.POST, preview.shown)
        if shown == preview.shown and _try(request, found, preview.shown):
            return redirect(found)
        if shown != preview.shown:
            messages.warning(request, CHANGED)
    return page


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def upload_publish_changes(request: EditorRequest, pk: int) -> HttpResponse:
    """What publishing the draft will change (公開すると変わるところ); POST publishes what the page showed.

    Its form holds the number that the draft had (`revision`), the version that it replaces (`version`), the reason, and
    the reason that stood there (`reason-before`). What changed meanwhile is shown again (409), what is wrong told (422).
    """
    found = get_object_or_404(lifecycle.uploads(), pk=pk)
    if found.state != Upload.State.DRAFT:
        return _closed(request, found)
    return _page(request, found) if request.method != "POST" else _answered(request, found)


def _answered(request: EditorRequest, found: Upload) -> HttpResponse:
    data, preview = request.POST, Preview(found, request.user)
    reason = visible_text(data.get("reason", ""))
    if data.get("action") == "back":
        return _gone_back(request, found, reason)
    if data.get("action") == "give-back":
        return _given_back(request, found)
    if data.get("action") != "publish":
        return _page(request, found, note=NOTHING_DONE, reason=reason, status=422)
    if preview.gaps:
        _keep_reason(request, found, reason)
        return redirect(f"{found.get_absolute_url()}#missing")
    if "version" not in data or _shown(data, preview.shown) != preview.shown:
        return _page(request, found, note=CHANGED, reason=reason, status=409)
    if reason and found.reason.strip() not in (data.get("reason-before", "").strip(), reason):
        return _page(request, found, note=_others_reason(found), reason=reason, status=409)
    problem = _problem_of(preview, reason)
    if problem:
        return _page(request, found, problem=problem, reason=reason, status=422)
    audience = None
    if preview.meeting is None and ("audience" in data or preview.readers.is_asked):
        audience = ChosenAudience(data).chosen()
        problem = _problem_of_audience(preview, audience, data)
        if problem:
            return _page(request, found, readers_problem=problem, audience=audience, reason=reason, status=422)
    if _try(request, found, preview.shown, reason, audience):
        return redirect(found)
    fresh = lifecycle.uploads().get(pk=found.pk)
    return (
        _closed(request, fresh)
        if fresh.state != Upload.State.DRAFT
        else _page(request, fresh, reason=reason, status=409)
    )


def _given_back(request: EditorRequest, found: Upload) -> HttpResponse:
    try:
        lifecycle.give_back(upload=found, user=request.user, why=request.POST.get("why", ""))
    except UploadError as error:
        return _page(request, found, note=str(error), status=422)
    messages.success(request, "差し戻しました。理由は、確認と訂正の画面に出ます。")
    return redirect("minutes:uploads")


def _gone_back(request: EditorRequest, found: Upload, reason: str) -> HttpResponse:
    """Leads back to the draft; what was written as its reason goes along."""
    try:
        edits.set_reason(pk=found.pk, user=request.user, reason=reason, before=request.POST.get("reason-before", ""))
    except Conflict:
        return _page(request, found, note=_others_reason(found), reason=reason, status=409)
    except EditError as error:
        return _page(request, found, problem=str(error), reason=reason, status=422)
    return redirect(found)


def _others_reason(found: Upload) -> str:
    return f"ほかの人が、訂正の理由を「{found.reason}」と書いています。合わせて一つにしてください。"


def _problem_of(preview: Preview, reason: str) -> str:
    """What is wrong with the reason, in words; nothing where it is good."""
    if preview.needs_reason and not reason:
        return "訂正の理由を入力してください。"
    if len(reason) > edits.LONGEST_REASON:
        return f"訂正の理由が長すぎます（{edits.LONGEST_REASON:,}字まで）。"
    return ""


def _problem_of_audience(preview: Preview, audience: int | None, data: QueryDict) -> str:
    """What is wrong with who is to read the minutes; more people than are proposed only where somebody says so plainly."""
    if audience is None:
        return proposed_audience.UNKNOWN
    return proposed_audience.NOT_TICKED if preview.readers.opens(audience) and data.get("opens") != "1" else ""


def _try(request: EditorRequest, found: Upload, shown: Shown, reason: str = "", audience: int | None = None) -> bool:
    """Whether the draft was published; what is told says it, or why it was not."""
    try:
        stored = lifecycle.publish_or_ask(
            upload=found, user=request.user, reason=reason, shown=shown, audience=audience
        )
    except StaleDraft:
        messages.warning(request, CHANGED)
    except UploadError as error:
        messages.error(request, str(error))
    else:
        is_published = stored.state == Upload.State.PUBLISHED
        messages.success(request, "公開しました。" if is_published else ASKED)
        return True
    return False


def _page(
    request: EditorRequest,
    found: Upload,
    *,
    note: str = "",
    problem: str = "",
    readers_problem: str = "",
    audience: int | None = None,
    reason: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with what is to be told first (`note`) and what is wrong with the reason (`problem`)."""
    preview = Preview(found, request.user)
    context: dict[str, Any] = {
        "upload": found,
        "preview": preview,
        "second": second_person.Standing(found, request.user),
        "note": note,
        "problem": problem,
        "readers_problem": readers_problem,
        "reason": found.reason if reason is None else reason,
    }
    if preview.meeting is None:
        standing = preview.readers.standing if audience is None else audience
        context["audiences"] = [(number, name, number == standing) for number, name in access.choices()]
    if preview.changes is not None:
        rest = preview.changes.without_losses()
        page = Paginator(rest.utterances, PAGE_CHANGES).get_page(request.GET.get("page"))
        first = page.number == 1
        context |= {
            "meeting": preview.meeting,
            "changed": rest.count + len(preview.replaced_files),
            "page": page,
            "tables": rest.tables() if first else [],
            "filings": rest.filings() if first else [],
            "groups": rest.groups(list(page.object_list)),
        }
    return render(request, "minutes/staff/publish.html", context, status=status)


def _closed(request: EditorRequest, found: Upload) -> HttpResponse:
    """The page of an upload that is no draft any more; told after a second press of the button, or where somebody was quicker."""
    if request.method == "POST" and found.state == Upload.State.PUBLISHED:
        messages.info(request, "すでに公開されています。")
    elif request.method == "POST":
        messages.error(request, f"この取込みは「{found.get_state_display()}」なので、公開できません。")
    return redirect(found)


def _shown(data: QueryDict, today: Shown) -> Shown | None:
    """What the form says that its page showed; None where it does not say. One that says nothing of what is withheld is
    held to nothing there."""
    revision, version = data.get("revision", ""), data.get("version", "")
    if not all(text.isdecimal() and len(text) < 18 for text in (revision, version or "0")):
        return None
    return Shown(int(revision), int(version) if version else None, data.get("marks", today.marks))


def _keep_reason(request: EditorRequest, found: Upload, reason: str) -> None:
    """Keeps a reason that was written while something else was missing."""
    if reason and not found.reason:
        try:
            edits.set_reason(pk=found.pk, user=request.user, reason=reason)
        except EditError as error:
            messages.error(request, str(error))
