"""公開用会議録: made and opened by editors, taken by everybody in the original's place."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from minutes import access, passages
from minutes.models import Meeting
from minutes.public_edition import Edition, PrintError, edition_html, edition_word, withheld_csv
from minutes.reading_room import PrinterBusy, printed_edition, public_edition_of
from minutes.record import ASKED, agreed
from minutes.views.editors import NOTHING_DONE, EditorRequest, editors_only
from minutes.views.files import PLAIN_BYTES, file_response

OPEN, CLOSE = "open", "close"
WRITERS: dict[str, tuple[Callable[[Meeting, Edition], bytes], str]] = {
    "docx": (
        lambda _, edition: edition_word(edition),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "pdf": (printed_edition, "application/pdf"),
    "html": (lambda _, edition: edition_html(edition), PLAIN_BYTES),
}
# What an edition takes to be printed, in seconds.
RETRY_AFTER = 30
BUSY = "ただいま、ほかのPDFを作っています。30秒ほど待ってから、もう一度ダウンロードしてください。"
TOO_LARGE = "PDFを作れませんでした。WordかHTMLをダウンロードしてください。"


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edition(request: EditorRequest, key: str) -> HttpResponse:
    """What the edition withholds, its files, and whether readers get it; POST, by named buttons, opens or closes it."""
    meeting = _meeting(request, key)
    if request.method != "POST":
        context = {
            "meeting": meeting,
            "is_public": access.has_public_edition(meeting),
            "rows": passages.withheld_of(meeting),
        }
        return render(request, "minutes/staff/edition.html", context)
    if not access.can_publish(request.user):
        raise PermissionDenied
    action = request.POST.get("action")
    if action not in (OPEN, CLOSE) or (action == OPEN and not access.has_public_edition(meeting)):
        messages.error(request, NOTHING_DONE)
    elif action == CLOSE:
        _set(meeting, opened=False)
        messages.success(request, "公開用会議録を、閲覧者に出さないようにしました。")
    elif agreed(
        request.user,
        f"edition of {meeting.pk}",
        since=meeting.current_version_id,
        label=f"公開用会議録の公開：{meeting.title}",
        address=reverse("minutes:meeting_edition", args=[key]),
    ):
        _set(meeting, opened=True)
        messages.success(request, "公開用会議録を、閲覧者がダウンロードできるようにしました。")
    else:
        messages.warning(request, ASKED)
    return redirect("minutes:meeting_edition", key)


@require_safe
def edition_file(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """The edition as a file, made now: it never holds more than everybody may read now."""
    meeting = _meeting(request, key)
    edition = public_edition_of(meeting) if access.downloadable_edition(request.user, meeting) else None
    if kind not in WRITERS or edition is None:
        raise Http404
    write, media_type = WRITERS[kind]
    try:
        content = write(meeting, edition)
    except PrinterBusy:
        return _not_printed(request, meeting, BUSY)
    except PrintError:
        return _not_printed(request, meeting, TOO_LARGE)
    return file_response(content, f"{meeting.title}（公開用）.{kind}", media_type)


@editors_only
@require_safe
def edition_withheld(request: EditorRequest, key: str) -> HttpResponse:
    """The office's own list of what is withheld and why, as a table for a spreadsheet."""
    meeting = _meeting(request, key)
    return file_response(
        withheld_csv(passages.withheld_of(meeting)), f"{meeting.title}（非公開部分の一覧）.csv", "text/csv"
    )


def _not_printed(request: HttpRequest, meeting: Meeting, told: str) -> HttpResponse:
    response = render(request, "minutes/edition_not_printed.html", {"meeting": meeting, "told": told}, status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER)
    return response


def _set(meeting: Meeting, *, opened: bool) -> None:
    meeting.edition_opened = opened
    meeting.save(update_fields=["edition_opened", "updated_at"])


def _meeting(request: HttpRequest, key: str) -> Meeting:
    return get_object_or_404(access.visible_meetings(request.user).select_related("body"), key=key)
