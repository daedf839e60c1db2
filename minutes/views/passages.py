"""Passages withheld of published minutes: listed, marked, lifted, put right; and who may read the rows. Editors only."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from minutes import access, passages
from minutes.erasure import erasures_of
from minutes.models import Meeting, Passage
from minutes.record import ASKED
from minutes.views.editors import NOTHING_DONE, EditorRequest, editors_only
from minutes.views.forms import MarkedPlace, PassageTerms, ProposalTerms, Reason, WishedAudience

FIND, FIND_ALL, MARK, LIFT, SAVE = "find", "find-all", "mark", "lift", "save"
DECLINE, AGAIN = "decline", "again"
OVERTAKEN = (
    "「{name}」の閲覧範囲は、ほかの人が先に変えたため、保存していません。変えるときは、もう一度選んで保存してください。"
)
NO_WORDS = "非公開にする語句を入力してください。"
# So many proposals stand on a page; the others follow when these are answered.
PROPOSALS = 300
# So many rows of a long meeting stand on a page of its audiences: more fields than a request may hold, else.
BEARERS = 200


@editors_only
@require_safe
def meeting_passages(request: EditorRequest, key: str) -> HttpResponse:
    """The passages of a meeting, those that wait for a look first."""
    meeting = _meeting(request, key)
    rows = passages.listed(meeting)
    context = {
        "meeting": meeting,
        "rows": rows,
        "waiting": [row for row in rows if not row.passage.placed],
        "erasures": erasures_of(meeting),
    }
    return render(request, "minutes/staff/passages.html", context)


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def passage_mark(request: EditorRequest, key: str) -> HttpResponse:
    """Marks words of one row (?part= and ?row=), or everywhere in the meeting: asks for them, lists where they stand, and
    withholds them at the places that were left checked. Words come by POST alone: an address would tell them."""
    meeting = _meeting(request, key)
    only = MarkedPlace(request.POST if request.method == "POST" else request.GET).place()
    return marking_page(request, meeting, only, _told_of(meeting))


def marking_page(
    request: EditorRequest, owner: passages.Owner, only: tuple[str, int | str] | None, told: Mapping[str, Any]
) -> HttpResponse:
    """The same of published minutes or of a draft: `only` names the row, `told` is what the page says of the owner."""
    row = passages.row_of(owner, *only) if only else None
    if only and row is None:
        raise Http404
    # Terms are asked for beside the places: before that there is nothing to complain of.
    form = PassageTerms(request.POST if request.POST.get("action") == MARK else None)
    action, words = request.POST.get("action", ""), request.POST.get("words", "")
    context: dict[str, Any] = {**told, "row": row, "form": form, "words": words}
    if request.method != "POST":
        return render(request, "minutes/staff/passages_mark.html", context)
    if not words.strip():
        return render(request, "minutes/staff/passages_mark.html", {**context, "problem": NO_WORDS})
    if action == MARK:
        if form.is_valid():
            try:
                keys = request.POST.getlist("place")
                done = passages.mark(owner=owner, words=words, keys=keys, terms=form.terms(), user=request.user)
            except passages.PassageError as problem:
                messages.error(request, str(problem))
            else:
                messages.success(request, f"{done}か所を非公開にしました。" if done else "もう非公開になっています。")
                return redirect(told["list_address"])
    elif action not in (FIND, FIND_ALL):
        messages.error(request, NOTHING_DONE)
    everywhere = action == FIND_ALL or only is None or request.POST.get("everywhere") == "1"
    places = passages.occurrences_in(owner, words, None if everywhere else only)
    chosen = set(request.POST.getlist("place")) if action == MARK else {place.key for place in places}
    if not everywhere and len(places) > 1 and action != MARK:
        # Which of them is for the person to say.
        chosen = set()
    context |= {"places": places, "chosen": chosen, "everywhere": everywhere}
    if not places:
        context["problem"] = "その語句は見つかりません。文章から写して入力してください。"
    return render(request, "minutes/staff/passages_mark.html", context)


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def passage_proposals(request: EditorRequest, key: str) -> HttpResponse:
    """Personal data that is proposed for withholding: the places left checked are withheld, or left readable and not
    proposed again, by a named button."""
    meeting = _meeting(request, key)
    return proposals_page(request, meeting, _told_of(meeting))


def proposals_page(request: EditorRequest, owner: passages.Owner, told: Mapping[str, Any]) -> HttpResponse:
    """The same of published minutes or of a draft; `told` is what the page says of the owner."""
    if request.method == "POST" and request.POST.get("action") == AGAIN:
        passages.propose_again(owner=owner)
        return redirect(request.path)
    keys = request.POST.getlist("place")
    form = ProposalTerms.sent(request.POST) if request.POST.get("action") == MARK else None
    if request.method == "POST":
        try:
            done = _answer_proposals(request, owner, form, keys)
        except passages.PassageError as problem:
            messages.error(request, str(problem))
        else:
            if done:
                messages.success(request, done)
                return redirect(request.path)
    found = passages.proposals_of(owner)
    shown = found[:PROPOSALS]
    kinds = {one.kind: one.kind_name for one in shown}
    form = ProposalTerms(kinds, request.POST if form else None)
    # What was chosen on a page that was refused stays chosen; at first all are.
    chosen = set(keys) if request.method == "POST" else {one.key for one in shown}
    context = {
        **told,
        "form": form,
        "kinds": [
            (kind, name, form.ground_field(kind), [one for one in shown if one.kind == kind])
            for kind, name in kinds.items()
        ],
        "chosen": chosen,
        "count": len(found),
        "left": len(found) - len(shown),
        "declined": owner.declined_proposals.count(),
    }
    return render(request, "minutes/staff/passages_proposals.html", context)


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def passage_lift(request: EditorRequest, key: str, pk: int) -> HttpResponse:
    """Asks why, and says who will read it then; POST, by its named button, takes the passage away."""
    meeting = _meeting(request, key)
    passage = _passage(meeting, pk)
    reason = Reason.of(request)
    context: dict[str, Any] = {
        "meeting": meeting,
        "passage": passage,
        "row": passages.row_of(meeting, passage.part, passage.row),
        "readers": passages.readers_after(meeting, passage),
        "reason": reason,
    }
    if request.method == "POST":
        if request.POST.get("confirm") != LIFT:
            context["problem"] = NOTHING_DONE
        else:
            try:
                done = passages.lift(passage=passage, reason=reason, user=request.user)
            except passages.PassageError as problem:
                context["problem"] = str(problem)
            else:
                messages.info(request, "非公開を解除しました。" if done else ASKED)
                return redirect("minutes:meeting_passages", key=meeting.key)
    return render(request, "minutes/staff/passages_lift.html", context)


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def passage_settle(request: EditorRequest, key: str, pk: int) -> HttpResponse:
    """Shows the row of a passage that could not be placed: a person says where its words stand, or that they are gone."""
    meeting = _meeting(request, key)
    passage = _passage(meeting, pk)
    row = passages.row_of(meeting, passage.part, passage.row)
    context: dict[str, Any] = {
        "meeting": meeting,
        "passage": passage,
        "row": row,
        "places": passages.likely_places(passage),
    }
    if request.method == "POST":
        try:
            done = _settle(request, passage)
        except passages.PassageError as problem:
            context["problem"] = str(problem)
        else:
            messages.success(request, done)
            return redirect("minutes:meeting_passages", key=meeting.key)
    return render(request, "minutes/staff/passages_settle.html", context)


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_audiences(request: EditorRequest, key: str) -> HttpResponse:
    """Who may read the meeting and each of its rows."""
    meeting = _meeting(request, key)
    if request.method == "POST":
        try:
            wishes = WishedAudience.of(request) if request.POST.get("action") == SAVE else {}
            done = passages.restrict(meeting=meeting, wishes=wishes, user=request.user)
        except passages.PassageError as problem:
            messages.error(request, str(problem))
        else:
            told = f"閲覧範囲を{done.changed}件変えました。" if done.changed else "変わったところはありません。"
            messages.info(request, ASKED if done.asked and not done.changed else told)
            if done.asked and done.changed:
                messages.info(request, ASKED)
            for name in done.overtaken:
                messages.warning(request, OVERTAKEN.format(name=name))
        return redirect(request.get_full_path())
    page = Paginator(passages.bearers_of(meeting), BEARERS).get_page(request.GET.get("page"))
    return render(request, "minutes/staff/passages_audiences.html", {"meeting": meeting, "page": page})


def _answer_proposals(
    request: EditorRequest, owner: passages.Owner, form: ProposalTerms | None, keys: list[str]
) -> str:
    """Does what the pressed button says; returns what is told, nothing where the terms are not good. Raises PassageError."""
    if form is not None:
        if not form.is_valid():
            return ""
        done = passages.withhold_proposed(owner=owner, keys=keys, terms=form.terms_of(), user=request.user)
        return f"{done}か所を非公開にしました。"
    if request.POST.get("action") == DECLINE:
        done = passages.decline(owner=owner, keys=keys, user=request.user)
        return f"{done}か所の提案を見送りました。"
    raise passages.PassageError(NOTHING_DONE)


def _settle(request: EditorRequest, passage: Passage) -> str:
    """Does what the pressed button says; returns what is told. Raises PassageError."""
    user, told = request.user, "非公開の場所を決めました。"
    match request.POST.get("action"):
        case "place":
            done = passages.put_right(passage=passage, key=request.POST.get("place", ""), user=user)
        case "words":
            done = passages.set_words(passage=passage, words=request.POST.get("words", ""), user=user)
        case "gone":
            done = passages.set_gone(passage=passage, user=user)
            told = "この文章の非公開部分をなくしました。訂正前の文章は、非公開のままです。"
        case _:
            raise passages.PassageError(NOTHING_DONE)
    return told if done else ASKED


def _told_of(meeting: Meeting) -> dict[str, Any]:
    """What pages that drafts have too say of published minutes."""
    return {
        "meeting": meeting,
        "name": meeting.title,
        "address": meeting.get_absolute_url(),
        "list_address": reverse("minutes:meeting_passages", args=[meeting.key]),
    }


def _meeting(request: EditorRequest, key: str) -> Meeting:
    if not access.can_withhold(request.user):
        raise PermissionDenied
    return get_object_or_404(access.visible_meetings(request.user).select_related("body"), key=key)


def _passage(meeting: Meeting, pk: int) -> Passage:
    return get_object_or_404(meeting.passages.select_related("ground"), pk=pk)
