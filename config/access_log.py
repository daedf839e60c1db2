"""Which answers are recorded as looks at what is not public, and which refusals (trail.access_log).

Every address of the archive has its line here: a test walks them all.
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from minutes import access
from minutes.models import Attachment, Meeting, Paper, Rereading, Upload, Utterance
from trail import access_log
from trail.access_log import Event, Look

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rule:
    """How the answers of an address are recorded.

    `model` and `named` say which row the address names, by which part of it. Without `always` it is recorded only if
    what is shown is not public: that row, or without one the meetings and utterances that the page leads to.
    """

    event: Event = Event.VIEW
    model: type[Model] | None = None
    named: str = "pk"
    always: bool = False


_MEETING = Rule(model=Meeting, named="key")
_LEADS_TO = Rule()
_STAFF = Rule(always=True)
_UPLOAD = Rule(model=Upload, always=True)
_OF_MEETING = Rule(model=Meeting, named="key", always=True)
RULES: dict[str, Rule] = {
    **dict.fromkeys(
        (
            "minutes:home minutes:fiscal_years minutes:fiscal_year minutes:bodies minutes:body minutes:topics minutes:topic"
            " search:results search:titles search:around search:suggest"
        ).split(),
        _LEADS_TO,
    ),
    **dict.fromkeys(
        "minutes:meeting minutes:utterance minutes:meeting_versions minutes:version_changes".split(), _MEETING
    ),
    "minutes:meeting_source": Rule(Event.DOWNLOAD, Meeting, "key"),
    "minutes:attachment_file": Rule(Event.DOWNLOAD, Attachment),
    "minutes:edition_file": Rule(Event.DOWNLOAD, Meeting, "key"),
    "minutes:edition_withheld": Rule(Event.EXPORT, Meeting, "key", always=True),
    **dict.fromkeys(
        (
            "minutes:versions_compared minutes:meeting_version minutes:meeting_papers minutes:meeting_correct"
            " minutes:meeting_withdraw minutes:bin_meeting_restore minutes:bin_meeting_remove"
            " minutes:meeting_passages minutes:passage_mark minutes:passage_proposals minutes:passage_lift minutes:passage_settle minutes:meeting_audiences"
            " minutes:meeting_edition"
        ).split(),
        _OF_MEETING,
    ),
    **dict.fromkeys(
        "minutes:body_speakers minutes:uploads minutes:uploads_question minutes:bin minutes:erasure minutes:rereadings minutes:rereadings_question".split(),
        _STAFF,
    ),
    **dict.fromkeys(
        (
            "minutes:upload minutes:upload_publish minutes:upload_publish_changes minutes:upload_discard"
            " minutes:upload_reopen minutes:upload_read_again minutes:upload_body minutes:upload_meeting"
            " minutes:upload_topics minutes:upload_papers minutes:upload_draft_json minutes:upload_source_lines"
            " minutes:upload_page minutes:upload_page_shapes minutes:upload_explanation minutes:upload_edit"
            " minutes:upload_undo minutes:upload_redo minutes:upload_lesson minutes:upload_reason minutes:bin_upload_remove"
            " minutes:upload_passages minutes:upload_passage_mark minutes:upload_proposals"
        ).split(),
        _UPLOAD,
    ),
    "minutes:upload_source": Rule(Event.DOWNLOAD, Upload, always=True),
    "minutes:upload_paper_source": Rule(Event.DOWNLOAD, Paper, always=True),
    "minutes:rereading": Rule(model=Rereading, always=True),
    "minutes:trail": _STAFF,
    "minutes:access_log": _STAFF,
    "minutes:trail_csv": Rule(Event.EXPORT, always=True),
    "minutes:access_log_csv": Rule(Event.EXPORT, always=True),
    "admin:search_loggedsearch_file": Rule(Event.EXPORT, always=True),
}
# Addresses whose answers are not recorded, and why; refusals are, everywhere.
NOT_RECORDED: dict[str, str] = {
    "minutes:upload_new": "an empty form; what is sent in is a change",
    "minutes:uploads_bulk": "only leads to the question, which is recorded",
    "minutes:uploads_bodies": "only changes, which are recorded as such",
    "minutes:uploads_progress": "asked every few seconds by a page that is recorded",
    "minutes:upload_progress": "asked every few seconds by a page that is recorded",
    "minutes:upload_changes": "asked every few seconds by a page that is recorded",
    "minutes:upload_missing": "asked after every correction by a page that is recorded",
    "login": "signing in is recorded itself",
    "oidc_begin": "signing in is recorded itself",
    "oidc_return": "signing in is recorded itself",
    "logout": "signing out is recorded itself",
    "second_factor_code": "asks for the rest of a sign-in",
    "second_factor": "one's own app for the second factor; what changes is recorded",
    "password_change": "an empty form; the change is recorded as one",
}
# The administration pages of a model: admin:minutes_upload_change.
_ADMIN = re.compile(r"admin:(?P<app>[a-z]+)_(?P<model>\w+)_(?P<page>[a-z]+)")
_LINK = re.compile(r"/meetings/([-\w]+)/(?:u/(\d{1,9})/)?")
_MOST_NAMED = 20
_VISITOR = AnonymousUser()


class AccessLog:
    """Records, after the answer, that somebody saw or took away what is not public, or was refused it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        try:
            _note(request, response)
        except Exception:
            # Nobody is kept from a page by the record of it.
            logger.exception("The record of access failed.")
        return response


def _note(request: HttpRequest, response: HttpResponse) -> None:
    match, status = request.resolver_match, response.status_code
    if match is None:
        return
    if status == 403:
        access_log.note_later(partial(_refusal, _rule_of(match), _named(match), _look(Event.REFUSED, status)))
    elif status == 404 and (rule := _rule_of(match)) and rule.model is not None:
        access_log.note_later(partial(_refusal_of_row, rule, _named(match), _look(Event.REFUSED, status)))
    elif status == 200 and request.method in ("GET", "HEAD") and (rule := _rule_of(match)):
        look = _look(rule.event, status)
        if rule.always:
            access_log.note_later(partial(_look_at, rule, _named(match), look))
        elif look.occasion.person is not None:
            links = _links(response) if rule.model is None else set()
            access_log.note_later(partial(_look_at_hidden, rule, _named(match), links, look))


def _look(event: Event, status: int) -> Look:
    return Look(event, status=status)


def _rule_of(match: ResolverMatch) -> Rule | None:
    if match.view_name in RULES:
        return RULES[match.view_name]
    return _STAFF if _ADMIN.fullmatch(match.view_name) else None


def _named(match: ResolverMatch) -> dict[str, Any]:
    """What the address names: the parts of it, and of an administration page the kind."""
    admin = _ADMIN.fullmatch(match.view_name)
    kind = {"kind": f"{admin['app']}.{admin['model']}"} if admin else {}
    return {**match.kwargs, **kind}


def _row(rule: Rule | None, named: dict[str, Any]) -> Any:
    """The row that the address names, without its long columns."""
    if rule is None or rule.model is None:
        return None
    columns = {"pk", *({"meeting"} if rule.model is not Meeting and hasattr(rule.model, "meeting_id") else ())}
    field = "key" if rule.model is Meeting else "pk"
    return rule.model._default_manager.filter(**{field: named.get(rule.named)}).only(*columns).first()


def _with_row(look: Look, row: Any, named: dict[str, Any]) -> Look:
    kind = row._meta.label_lower if row is not None else named.get("kind", "")
    key = str(row.pk) if row is not None else str(named.get("object_id", ""))
    meeting = row.pk if isinstance(row, Meeting) else getattr(row, "meeting_id", None)
    return replace(look, kind=kind, key=key, meeting=meeting)


def _refusal(rule: Rule | None, named: dict[str, Any], look: Look) -> Look:
    return _with_row(look, _row(rule, named), named)


def _refusal_of_row(rule: Rule, named: dict[str, Any], look: Look) -> Look | None:
    """A page that was not found is a refusal if there is such a row."""
    row = _row(rule, named)
    return None if row is None else _with_row(look, row, named)


def _look_at(rule: Rule, named: dict[str, Any], look: Look) -> Look:
    return _with_row(look, _row(rule, named), named)


def _look_at_hidden(rule: Rule, named: dict[str, Any], links: set[tuple[str, int]], look: Look) -> Look | None:
    if rule.model is None:
        return _look_at_links(links, look)
    row = _row(rule, named)
    return None if row is None or _is_public(row) else _with_row(look, row, named)


def _is_public(row: Any) -> bool:
    """Whether visitors may have the paper, or all of the meeting."""
    if isinstance(row, Attachment):
        seen = access.visible_attachments(_VISITOR).filter(pk=row.pk).first()
        return seen is not None and access.downloadable_paper(_VISITOR, seen)
    stored = Meeting.objects.select_related("current_version").get(pk=row.pk)
    return access.downloadable_source(_VISITOR, stored) is not None


def _links(response: HttpResponse) -> set[tuple[str, int]]:
    """The meetings that the page leads to, by key, each with the number of an utterance, or 0."""
    if response.streaming or not response.headers.get("Content-Type", "").startswith(("text/html", "application/json")):
        return set()
    return {(key, int(ref or 0)) for key, ref in _LINK.findall(response.content.decode(errors="replace"))}


def _look_at_links(links: set[tuple[str, int]], look: Look) -> Look | None:
    """Recorded if some of them are not public; those are named."""
    keys = {key for key, _ in links}
    public = set(access.visible_meetings(_VISITOR).filter(key__in=keys).values_list("key", flat=True))
    hidden = set(Meeting.objects.filter(key__in=keys - public).values_list("key", flat=True))
    said = {(key, ref) for key, ref in links if ref and key in public}
    named = Q(meeting__key__in={key for key, _ in said}, ref__in={ref for _, ref in said})
    there, seen = (
        set(rows.filter(named).values_list("meeting__key", "ref"))
        for rows in (Utterance.objects.all(), access.visible_utterances(_VISITOR))
    )
    hidden |= {f"{key} ¶{ref}" for key, ref in (said & there) - seen}
    if not hidden:
        return None
    told = sorted(hidden)
    more = f" ほか{len(told) - _MOST_NAMED:,}件" if len(told) > _MOST_NAMED else ""
    return replace(look, kind="minutes.meeting", detail="、".join(told[:_MOST_NAMED]) + more)
