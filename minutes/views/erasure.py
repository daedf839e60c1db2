"""消去: words are found everywhere, and removed for ever after being asked twice. Administrators only.

The words come by POST alone and stand in pages that nobody keeps: no address, session, log or message holds them.
"""

from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from minutes import access
from minutes.erasure import (
    CHANGED,
    NO_REASON,
    Decision,
    ErasureError,
    Fate,
    Found,
    Wanted,
    erase,
    left_over,
    listed_files,
    listed_places,
    listing,
    look_through,
)
from minutes.models import Erasure, Ground, Meeting
from minutes.record import ASKED
from minutes.views.editors import NOTHING_DONE, EditorRequest, editors_only
from minutes.views.forms import ErasureTerms

# What each of the three forms sends.
WORDS, FIND, CHECK, ERASE = "words", "find", "check", "erase"
# Typed before anything is erased.
TYPED = "消去"
LIST_SIZE = 50
NOT_TYPED = f"「{TYPED}」と入力してください。何も消していません。"
NOTHING_FOUND = "その語句は、保存しているもののどこにもありません。"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a form asks for, as far as it is filled in."""

    words: str = field(repr=False)
    meeting: Meeting | None
    is_whole: bool
    ground: Ground | None
    reason: str = field(repr=False)

    def wanted(self) -> Wanted:
        """Raises ErasureError."""
        return Wanted.of(self.words, None if self.is_whole else self.meeting)


@editors_only
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: EditorRequest) -> HttpResponse:
    """Asks for words; lists where they stand; asks once more; erases."""
    if not access.can_erase(request.user):
        raise PermissionDenied
    asked = _asked(request)
    if request.method != "POST":
        return _ask_for_words(request, asked)
    action = request.POST.get("action", "")
    if action == WORDS:
        return _ask_for_words(request, asked)
    if action not in (FIND, CHECK, ERASE):
        messages.error(request, NOTHING_DONE)
        return _ask_for_words(request, asked)
    try:
        wanted = asked.wanted()
    except ErasureError as problem:
        return _ask_for_words(request, asked, problem=str(problem))
    if not asked.reason:
        return _ask_for_words(request, asked, reason_problem=NO_REASON)
    found = look_through(wanted)
    if not found.places and not found.files and not found.trail:
        return _ask_for_words(request, asked, problem=NOTHING_FOUND)
    if action == FIND:
        return _ask_for_places(request, asked, found, _decision(request, asked, found, is_new=True))
    decision = _decision(request, asked, found)
    if request.POST.get("seen") != found.digest:
        return _ask_for_places(request, asked, found, _decision(request, asked, found, is_new=True), CHANGED)
    if action == CHECK:
        return _ask_again(request, asked, found, decision)
    if request.POST.get("typed", "").strip() != TYPED:
        return _ask_again(request, asked, found, decision, NOT_TYPED)
    try:
        done = erase(wanted=wanted, decision=decision, user=request.user)
    except ErasureError as problem:
        return _ask_for_places(request, asked, look_through(wanted), decision, str(problem))
    _tell(request, wanted, decision, done)
    return redirect("minutes:erasure")


def _tell(request: EditorRequest, wanted: Wanted, decision: Decision, done: Erasure | None) -> None:
    if done is None:
        messages.warning(request, ASKED)
        return
    messages.success(request, f"{done.places}か所とファイル{done.files}件から消去しました。")
    if left := left_over(wanted, decision):
        messages.error(request, f"消去した後に、まだ{left}か所に見つかります。同じ語句でもう一度消去してください。")


def _asked(request: HttpRequest) -> _Asked:
    key = (request.POST if request.method == "POST" else request.GET).get("meeting", "")
    meeting = get_object_or_404(Meeting, key=key) if key else None
    terms = ErasureTerms(request.POST).terms()
    is_whole = meeting is None or (request.method == "POST" and request.POST.get("scope") != "meeting")
    return _Asked(terms.words, meeting, is_whole, terms.ground, terms.reason)


def _decision(request: EditorRequest, asked: _Asked, found: Found, *, is_new: bool = False) -> Decision:
    """What the person decided of what was listed; of a list that is new everything that holds the words goes."""
    if is_new:
        return Decision(found.digest, asked.ground, asked.reason)
    chosen = set(request.POST.getlist("place"))
    kept = frozenset(place.name for place in listed_places(found) if place.name not in chosen)
    fates = {}
    for file in listed_files(found):
        fate = request.POST.get(f"file-{file.key}", "")
        if fate in list(Fate):
            fates[file.key] = Fate(fate)
    return Decision(found.digest, asked.ground, asked.reason, kept, fates)


def _ask_for_words(request: EditorRequest, asked: _Asked, **problems: str) -> HttpResponse:
    done = Erasure.objects.select_related("ground", "meeting", "created_by")
    context: dict[str, Any] = {
        "asked": asked,
        "grounds": Ground.objects.filter(is_active=True),
        "done": Paginator(done, LIST_SIZE).get_page(request.GET.get("page")),
        **problems,
    }
    return render(request, "minutes/staff/erasure.html", context)


def _ask_for_places(
    request: EditorRequest, asked: _Asked, found: Found, decision: Decision, problem: str = ""
) -> HttpResponse:
    context = {
        "asked": asked,
        "found": found,
        "listing": listing(found, decision, request.user),
        "fates": [(Fate.REMOVE, "消す"), (Fate.REPLACE, "公開用の本文に替える"), (Fate.KEEP, "残す")],
        "problem": problem,
    }
    return render(request, "minutes/staff/erasure_places.html", context)


def _ask_again(
    request: EditorRequest, asked: _Asked, found: Found, decision: Decision, problem: str = ""
) -> HttpResponse:
    going = [place for place in found.places if decision.goes(place)]
    files = [(file, decision.fate_of(file)) for file in found.files]
    context = {
        "asked": asked,
        "found": found,
        "going": going,
        "chosen": [place for place in listed_places(found) if decision.goes(place)],
        "kept": len(found.places) - len(going),
        "removed": sum(fate == Fate.REMOVE for _, fate in files),
        "replaced": sum(fate == Fate.REPLACE for _, fate in files),
        "left": sum(file.holds and fate == Fate.KEEP for file, fate in files),
        "decided": [(file.key, decision.fate_of(file)) for file in listed_files(found)],
        "word": TYPED,
        "problem": problem,
    }
    return render(request, "minutes/staff/erasure_confirm.html", context)
