"""The desk: files are sent in, the list shows what became of them, many are published at once. Editors only."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from minutes import passages, record
from minutes.drafts import ChoiceError, settling
from minutes.intake import takes_body_of, upload_limits
from minutes.models import Body, Upload
from minutes.rereading import offers
from minutes.uploads import (
    Level,
    Outcome,
    Query,
    Received,
    UploadForm,
    desk_list,
    receiving,
    second_person,
    triage,
    watched_folder,
)
from minutes.views.editors import NOTHING_DONE, EditorRequest, editors_only
from minutes.views.forms import Reason

LIST_SIZE = 50
MOST_TOLD = 10
MOST_BODIES = 50  # unregistered ones that the list asks about at a time
LONGEST_NAME = 200
PUBLISH, PUBLISH_READY, DISCARD = "publish", "publish-ready", "discard"
QUESTIONS = (PUBLISH, PUBLISH_READY, DISCARD)  # actions that are asked about before they are done
_STOP_POLLING = 286  # htmx's own: swap this answer and ask no more


@editors_only
@require_safe
def uploads(request: EditorRequest) -> HttpResponse:
    query = Query.of(request.GET)
    ready = triage.ready_keys()
    page = Paginator(desk_list.listed(query, request.user, ready), LIST_SIZE).get_page(request.GET.get("page"))
    rows = desk_list.rows_of(page.object_list)
    context = {
        "page": page,
        "rows": rows,
        "columns": _columns(query),
        "batches": desk_list.batches(),
        "progress": desk_list.progress(),
        "any": bool(rows) or Upload.objects.exists(),
        "rereadings": offers.offered().count(),
        "passages_waiting": passages.waiting_count()[:MOST_TOLD],
        "waiting": second_person.waiting(),
        "openings": record.openings_asked(),
        **_from_folder(),
        **_open_bodies(),
        **_counted(request, query, ready),
    }
    return render(request, "minutes/staff/upload_list.html", context)


@editors_only
@require_safe
def uploads_progress(request: EditorRequest) -> HttpResponse:
    """What changed since the list was shown: the rows it names as unfinished, the numbers, the line that is read out.

    Nothing where nothing changed; where all is read the page is told to ask no more.
    """
    shown, progress = dict(_shown(request)), desk_list.progress()
    states = dict(Upload.objects.filter(pk__in=shown).values_list("pk", "state"))
    changed = [pk for pk, state in states.items() if state != shown[pk]]
    told = f"{progress.read}/{progress.total}" if progress else ""
    if progress and not changed and request.GET.get("told") == told:
        return HttpResponse(status=204)
    ready = triage.ready_keys()
    context = {
        "rows": desk_list.rows_of(desk_list.shown(triage.levelled(Upload.objects.filter(pk__in=changed), ready))),
        "progress": progress,
        "is_fragment": True,
        **_open_bodies(),
        **_counted(request, Query.of(request.GET), ready),
    }
    status = 200 if progress else _STOP_POLLING
    return render(request, "minutes/staff/_progress_answer.html", context, status=status)


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
@takes_body_of(upload_limits.largest_request)
def upload_new(request: EditorRequest) -> HttpResponse:
    if request.method != "POST":
        return render(request, "minutes/staff/upload_form.html", {"form": UploadForm()})
    problem = upload_limits.problem_of(request, "file")
    files = upload_limits.kept_files(request, "file")
    form = UploadForm(request.POST, request.FILES)
    if not files or not form.is_valid():
        if problem:
            form.add_error("file", problem)
        return render(request, "minutes/staff/upload_form.html", {"form": form})
    received = receiving.receive(files, request.user)
    if not received.uploads:
        for refused in received.refused[:MOST_TOLD]:
            form.add_error("file", f"{refused.name}：{refused.reason}")
        if not received.refused:
            form.add_error("file", "取り込めるファイルがありません。")
        return render(request, "minutes/staff/upload_form.html", {"form": form})
    _tell_received(request, received, problem)
    if received.batch is None:
        return redirect(received.uploads[0])
    return redirect(f"{reverse('minutes:uploads')}?batch={received.batch.pk}")


@editors_only
@require_POST
def uploads_bulk(request: EditorRequest) -> HttpResponse:
    """One action on the uploads that were picked, or on all that the list's query finds ready.

    What publishes or discards is asked about first, on a page of its own.
    """
    query = Query.of(request.POST)
    action = request.POST.get("action", "")
    picked = list(_picked(request.POST))
    if action == PUBLISH_READY or (action in QUESTIONS and picked):
        return redirect(_question_address(request, query, action, picked))
    if action == "read-again" and picked:
        _tell(request, desk_list.read_again(Upload.objects.filter(pk__in=picked), request.user), "もう一度読み取ります")
    elif action in QUESTIONS or action == "read-again":
        messages.error(request, "取込みを選んでから、ボタンを押してください。")
    else:
        messages.error(request, NOTHING_DONE)
    return redirect(back_to_list(request, query))


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def uploads_question(request: EditorRequest) -> HttpResponse:
    """Asks before many uploads are published or discarded; POST, by its named button, does what was asked about.

    ?action= with ?pick=, or with the list's query for all that are ready. The form holds each upload's key and the
    number that its draft had: 12:3.
    """
    if request.method == "POST":
        return _answered(request)
    query, action = Query.of(request.GET), request.GET.get("action", "")
    if action == PUBLISH_READY:
        found = Upload.objects.filter(pk__in=triage.ready_keys(desk_list.matching(query, request.user)))
    else:
        found = Upload.objects.filter(pk__in=_picked(request.GET))
    if action not in QUESTIONS:
        raise Http404
    question = desk_list.before_discarding(found) if action == DISCARD else desk_list.before_publishing(found)
    back = _back_address(request.GET.get("back", ""), query)
    if question.is_empty:
        messages.info(request, "当てはまる取込みはありません。")
        return redirect(back)
    template = "minutes/staff/discard_question.html" if action == DISCARD else "minutes/staff/publish_question.html"
    context = {"question": question, "back": back, "four_eyes": settings.FOUR_EYES}
    return render(request, template, context)


def _answered(request: EditorRequest) -> HttpResponse:
    picks, confirmed = _picked(request.POST), request.POST.get("confirm", "")
    if not picks:
        messages.error(request, "取込みを選んでから、ボタンを押してください。")
    elif confirmed == PUBLISH:
        _tell(request, desk_list.publish(picks, request.user), "公開しました", before="すでに公開されています")
    elif confirmed == DISCARD:
        outcome = desk_list.discard(picks, request.user, Reason.of(request))
        _tell(request, outcome, "取り消しました", before="すでに取り消されています")
    else:
        messages.error(request, NOTHING_DONE)
    return redirect(back_to_list(request, Query.of(request.POST)))


@editors_only
@require_POST
def uploads_bodies(request: EditorRequest) -> HttpResponse:
    """Settles names of bodies for all drafts: of each `name` the `choice` says which body it means.

    A choice is empty (not now), "new" or a body's number; `kind` says what the name is to a registered body.
    """
    data = request.POST
    settled, drafts = 0, 0
    for name, choice, kind in zip(data.getlist("name"), data.getlist("choice"), data.getlist("kind"), strict=False):
        try:
            done = _settle(name[:LONGEST_NAME], choice, kind)
        except ChoiceError as error:
            messages.error(request, str(error))
            continue
        settled, drafts = settled + bool(done), drafts + done
    if settled:
        messages.success(request, f"会議体{settled:,}件を決めました（下書き{drafts:,}件）。")
    elif not messages.get_messages(request):
        messages.info(request, "会議体を選んでから、ボタンを押してください。")
    return redirect(back_to_list(request, Query()))


def _settle(name: str, choice: str, kind: str) -> int:
    """How many drafts the choice settles."""
    if choice == "new":
        return settling.confirm_new_name(name=name)
    body = Body.objects.filter(pk=int(choice)).first() if choice.isdecimal() and len(choice) < 10 else None
    if body is None:
        return 0
    settling.check_open(name=name)
    return settling.remember_name(name=name, body=body, kind=kind)


def _open_bodies() -> dict[str, Any]:
    """The names of bodies that somebody has to settle, and the bodies to choose from."""
    found = settling.open_bodies()
    shown = settling.with_proposals(found[:MOST_BODIES])
    return {"open_bodies": shown, "open_body_count": len(found), "bodies": Body.objects.all() if shown else ()}


def _from_folder() -> dict[str, Any]:
    """What of the watched folder's files was not taken, or cannot be read; nothing where no folder is watched."""
    if settings.WATCH_FOLDER is None:
        return {}
    refused = watched_folder.recently_refused()
    return {"refused_files": refused[:MOST_TOLD], "refused_count": refused.count()}


def _counted(request: EditorRequest, query: Query, ready: frozenset[int]) -> dict[str, Any]:
    """The numbers by level, and the links that narrow the list to one."""
    counts = triage.count(desk_list.matching(query, request.user), ready)
    open_ones = sum(counts[level] for level in triage.OPEN)
    states = [(desk_list.OPEN, "未処理", open_ones)]
    states += [(level.value, str(level.label), counts[level]) for level in Level]
    states.append((desk_list.EVERYTHING, "すべて", sum(counts.values())))
    links = [(value, label, number, query.address(show=value)) for value, label, number in states]
    return {"query": query, "states": links, "ready": counts[Level.READY], "counts": counts}


def _columns(query: Query) -> list[dict[str, str]]:
    """The heads of the list: each orders by its column, the other way round where it does already."""
    heads = (
        ("level", "状態"),
        ("file", "ファイル・会議"),
        ("held_on", "開催日"),
        ("certainty", "確からしさ"),
        ("warnings", "確かめる箇所"),
        ("received", "受付"),
    )
    columns = []
    for name, label in heads:
        is_first = query.order == name
        direction = "ascending" if is_first else "descending" if query.order == f"-{name}" else ""
        order = f"-{name}" if is_first else name
        columns.append({"label": label, "direction": direction, "address": query.address(order=order)})
    return columns


def _shown(request: HttpRequest) -> list[tuple[int, str]]:
    """The rows that the page shows as unfinished: key and state."""
    pairs = [value.partition(":") for value in request.GET.getlist("shown")[:LIST_SIZE]]
    return [(int(key), state) for key, _, state in pairs if key.isdecimal() and len(key) < 18]


def _tell_received(request: HttpRequest, received: Received, problem: str) -> None:
    if received.batch:
        messages.success(request, f"{len(received.uploads):,}件のファイルを受け取りました。順に読み取ります。")
    if received.left_out:
        messages.info(request, f"文書ではないファイル（Thumbs.db など）{received.left_out:,}件は除きました。")
    if problem:
        messages.error(request, problem)
    told = "、".join(f"{refused.name}（{refused.reason.rstrip('。')}）" for refused in received.refused[:MOST_TOLD])
    if received.refused:
        more = f" ほか{len(received.refused) - MOST_TOLD:,}件" if len(received.refused) > MOST_TOLD else ""
        messages.error(request, f"受け取れなかったファイル {len(received.refused):,}件：{told}{more}")


def _picked(data: QueryDict) -> dict[int, int]:
    """The uploads that were picked, by their keys, each with the number of its draft (-1 where none is told)."""
    found = {}
    for pick in data.getlist("pick"):
        key, _, revision = pick.partition(":")
        if all(part.isdecimal() and len(part) < 10 for part in (key, revision or "0")):
            found[int(key)] = int(revision or -1)
    return found


def _question_address(request: HttpRequest, query: Query, action: str, picked: list[int]) -> str:
    """The page that asks; of the uploads themselves it is told where they were picked one by one."""
    data = QueryDict(mutable=True)
    if action == PUBLISH_READY:
        data.update(QueryDict(query.address().removeprefix("?")))
    else:
        data.setlist("pick", [str(pk) for pk in picked])
    data["action"], data["back"] = action, back_to_list(request, query)
    return f"{reverse('minutes:uploads_question')}?{data.urlencode(safe='/')}"


def _tell(request: HttpRequest, outcome: Outcome, done: str, *, before: str = "") -> None:
    if outcome.done:
        messages.success(request, f"{outcome.done:,}件を{done}。")
    if outcome.asked:
        messages.success(request, f"{outcome.asked:,}件を公開待ちにしました。もう一人の公開責任者が公開します。")
    if outcome.before:
        messages.info(request, f"{outcome.before:,}件は、{before}。")
    by_reason: dict[str, list[str]] = {}
    for upload, reason in outcome.refused:
        by_reason.setdefault(reason.rstrip("。"), []).append(upload.source.filename)
    for reason, names in by_reason.items():
        more = f" ほか{len(names) - MOST_TOLD:,}件" if len(names) > MOST_TOLD else ""
        messages.error(request, f"できなかったもの {len(names):,}件（{reason}）：{'、'.join(names[:MOST_TOLD])}{more}")
    if outcome.left:
        messages.info(request, f"残り{outcome.left:,}件はまだです。もう一度ボタンを押すと続けます。")
    if not (outcome.done or outcome.asked or outcome.before or outcome.refused or outcome.left):
        messages.info(request, "当てはまる取込みはありません。")


def back_to_list(request: HttpRequest, query: Query) -> str:
    """The page of the list that the action came from."""
    return _back_address(request.POST.get("back", ""), query)


def _back_address(back: str, query: Query) -> str:
    own = reverse("minutes:uploads")
    if back.startswith(own) and url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        return back
    return own + query.address()
