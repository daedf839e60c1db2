"""The draft as JSON for the checking page: what it says, what changed, and corrections one at a time. Editors only.

Addresses and answers are described in docs/editing.md.
"""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.http.request import UnreadablePostError
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minutes import access
from minutes.drafts import edits, teaching
from minutes.editing import Conflict, EditError, fields, read_operation
from minutes.intake import takes_body_of
from minutes.models import Upload
from minutes.parsing import LESSON_KINDS, Lesson
from minutes.views.editors import EditorRequest

# Two texts of the longest kind as JSON, escapes included.
LARGEST_BODY = 8 * 1024 * 1024
LONGEST_TOKEN = 64
LONGEST_SOURCE_LINE = 10_000
UNREADABLE = "送られた内容を読み取れません。画面を読み込み直してください。"


View = Callable[..., JsonResponse]


def editors_api(view: View) -> View:
    """Answers in JSON whatever happens: 401, 403, 404, 409, 410, 413 and 422 come with a message."""

    @takes_body_of(lambda: LARGEST_BODY)
    @wraps(view)
    def checked(request: EditorRequest, pk: int) -> JsonResponse:
        if not request.user.is_authenticated:
            return _told(401, "ログインし直してください。入力した内容はこの画面に残っています。")
        if not access.can_edit(request.user):
            return _told(403, "会議録を訂正する権限がありません。")
        try:
            return view(request, pk)
        except Upload.DoesNotExist:
            return _told(404, "この取込みはありません。")
        except edits.NoDraft as gone:
            return _told(410, str(gone))
        except RequestDataTooBig:
            return _told(413, "送られた内容が大きすぎます。")
        except Conflict as conflict:
            return _conflict(request, pk, conflict)
        except EditError as error:
            return _told(422, error.message)

    return login_not_required(never_cache(checked))


@editors_api
@require_safe
def upload_draft_json(request: EditorRequest, pk: int) -> JsonResponse:
    return _json(edits.opened(pk=pk, user=request.user))


@editors_api
@require_http_methods(["GET", "HEAD", "POST"])
def upload_changes(request: EditorRequest, pk: int) -> JsonResponse:
    """What changed since a number; POST also says that the user is here."""
    if request.method == "POST":
        edits.check_in(pk=pk, user=request.user)
    since = _body(request).get("since") if request.method == "POST" else request.GET.get("since")
    answer = edits.changes_since(pk=pk, user=request.user, since=_since(since))
    return _json({**answer.to_json(), "present": edits.present(pk, request.user)})


@editors_api
@require_POST
def upload_edit(request: EditorRequest, pk: int) -> JsonResponse:
    data = _body(request)
    operation, since = read_operation(data.get("operation")), _since(data.get("since"))
    seen = _since(data["seen"]) if "seen" in data else None
    try:
        answer = edits.do(pk=pk, user=request.user, operation=operation, since=since, token=_token(data), seen=seen)
    except Conflict as conflict:
        author = edits.author_of(pk=pk, operation=operation)
        by = {"name": edits.name_of(author), "mine": author == request.user} if author else None
        return _conflict(request, pk, conflict, by)
    return _json(answer.to_json())


@editors_api
@require_POST
def upload_undo(request: EditorRequest, pk: int) -> JsonResponse:
    data = _body(request)
    return _json(edits.undo(pk=pk, user=request.user, since=_since(data.get("since")), token=_token(data)).to_json())


@editors_api
@require_POST
def upload_redo(request: EditorRequest, pk: int) -> JsonResponse:
    data = _body(request)
    return _json(edits.redo(pk=pk, user=request.user, since=_since(data.get("since")), token=_token(data)).to_json())


@editors_api
@require_POST
def upload_reason(request: EditorRequest, pk: int) -> JsonResponse:
    data = _body(request)
    reason = fields.plain(data.get("reason"), "訂正の理由", edits.LONGEST_REASON)
    before, since = fields.plain(data.get("before") or "", "訂正の理由"), _since(data.get("since"))
    return _json(edits.set_reason(pk=pk, user=request.user, before=before, reason=reason, since=since).to_json())


@editors_api
@require_POST
def upload_lesson(request: EditorRequest, pk: int) -> JsonResponse:
    """Teaches how the document is to be read, or with `remove` takes that back, and reads it again."""
    data = _body(request)
    lesson = Lesson(
        data["kind"] if data.get("kind") in LESSON_KINDS else "",
        fields.required_line(data.get("text"), "印刷された文字"),
        fields.plain(data.get("line") or "", "見つけた行", LONGEST_SOURCE_LINE),
    )
    taught = teaching.teach(
        pk=pk,
        user=request.user,
        lesson=lesson,
        keep_for_body=bool(data.get("keep_for_body")),
        remove=bool(data.get("remove")),
    )
    read = {"utterances_before": taught.before, "utterances_after": taught.after}
    return _json({"number": taught.number, "reload": True, "read": read, "unplaced": taught.unplaced})


def _conflict(request: EditorRequest, pk: int, conflict: Conflict, by: dict[str, Any] | None = None) -> JsonResponse:
    """The conflict with what the page does not know yet, so that it can show both; `by` says who was quicker."""
    told: dict[str, Any] = {"message": conflict.message, "current": conflict.current, "yours": conflict.yours, "by": by}
    try:
        since = _since(_body(request).get("since"))
        answer = edits.changes_since(pk=pk, user=request.user, since=since)
    except edits.NoDraft as gone:
        return _told(410, str(gone))
    return _json({**answer.to_json(), **told}, status=409)


def _body(request: HttpRequest) -> dict[str, Any]:
    """The JSON object that was sent. Raises EditError, RequestDataTooBig."""
    try:
        if int(request.headers.get("Content-Length") or 0) > LARGEST_BODY or len(request.body) > LARGEST_BODY:
            raise RequestDataTooBig
        data = json.loads(request.body)
    except (ValueError, RecursionError, UnreadablePostError) as error:
        raise EditError(UNREADABLE) from error
    if not isinstance(data, dict):
        raise EditError(UNREADABLE)
    return data


def _token(data: dict[str, Any]) -> str:
    return fields.plain(data.get("token") or "", "番号", LONGEST_TOKEN)


def _since(value: Any) -> int:
    """The number of the draft that the page knows; what is no number is as far behind as can be."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else -1


def _told(status: int, message: str) -> JsonResponse:
    return _json({"message": message}, status=status)


def _json(data: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
