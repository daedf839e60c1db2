"""The parts of the checking page in which an editor settles the draft's body, its meeting, the topics of its items."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from minutes.drafts import ChoiceError, settling
from minutes.models import TopicLink, Upload
from minutes.record import topics
from minutes.uploads import Query, lifecycle
from minutes.views.desk import back_to_list
from minutes.views.editors import NOTHING_DONE, EditorRequest, editors_only
from minutes.views.forms import ChosenBody, ChosenTopic

Settle = Callable[[EditorRequest, Upload], str]


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def upload_body(request: EditorRequest, pk: int) -> HttpResponse:
    """The part that asks which body the draft belongs to; POST settles it."""
    return _part(request, pk, "minutes/staff/_body_choice.html", _settle_body)


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def upload_meeting(request: EditorRequest, pk: int) -> HttpResponse:
    """The part that asks which stored meeting the draft is of; POST settles it, from the list of uploads too."""
    return _part(request, pk, "minutes/staff/_meeting_choice.html", _settle_meeting)


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def upload_topics(request: EditorRequest, pk: int) -> HttpResponse:
    """The part with the topics of the draft's items; POST settles one."""
    return _part(request, pk, "minutes/staff/_topics.html", _settle_topic)


def _part(request: EditorRequest, pk: int, template: str, settle: Settle) -> HttpResponse:
    """The part alone for the page's script, which says so by the header X-Part; else a form leads back to the page."""
    found = get_object_or_404(lifecycle.uploads(), pk=pk)
    done, problem = "", ""
    if request.method == "POST":
        try:
            done = settle(request, found)
        except ChoiceError as error:
            problem = str(error)
        if "X-Part" not in request.headers:
            if problem or done:
                messages.add_message(request, messages.ERROR if problem else messages.SUCCESS, problem or done)
            return redirect(back_to_list(request, Query()) if "back" in request.POST else found.get_absolute_url())
        found = lifecycle.uploads().get(pk=pk)
    context = {"upload": found, "problem": problem, "propose": "propose" in request.POST or "propose" in request.GET}
    return render(request, template, context)


def _settle_body(request: EditorRequest, found: Upload) -> str:
    name, action = request.POST.get("name", ""), request.POST.get("action", "")
    if "shown" in request.POST:
        settling.check_shown(upload=found, shown=request.POST["shown"])
    if action == "new":
        number = settling.confirm_new_body(upload=found, name=name)
        return f"公開するときに「{name}」を新しい会議体として登録します。{_others_too(number)}"
    if action == "not-new":
        settling.withdraw_new_body(upload=found)
        return ""
    if action != "same":
        raise ChoiceError(NOTHING_DONE)
    body = ChosenBody.of(request)
    if request.POST.get("kind") == "once":
        settling.use_body_once(upload=found, name=name, body=body, user=request.user)
        return f"会議体を「{body}」に直しました。「{name}」は別名として登録していません。"
    number = settling.remember_body(upload=found, name=name, body=body, kind=request.POST.get("kind", ""))
    return f"「{name}」を「{body}」の会議録とし、別名として登録しました。{_others_too(number)}"


def _others_too(number: int) -> str:
    """That other drafts of the same name, of `number` with this one, are settled with it."""
    return f"同じ名称のほかの下書き{number - 1:,}件も同じ扱いになりました。" if number > 1 else ""


def _shown_states(request: EditorRequest) -> dict[str, str]:
    """The states that the part showed of an item's topics: 12:confirmed 15:refused."""
    pairs = (pair.partition(":") for pair in request.POST["shown"].split())
    return {number: state for number, _, state in pairs}


def _settle_meeting(request: EditorRequest, found: Upload) -> str:
    """`choose` is a meeting's key, or nothing for a new one, and the digest of what was shown: 2024-05-20-3:0f…;
    or "again", to choose once more."""
    key, _, shown = request.POST.get("choose", "").partition(":")
    if key == "again" and not shown:
        settling.withdraw_meeting(upload=found)
        return ""
    settling.choose_meeting(upload=found, key=key, shown=shown)
    if not key:
        return f"「{found.source.filename}」は、別の会議として公開します。まだ公開していません。"
    return f"「{found.source.filename}」は、選んだ会議録の訂正として公開します。まだ公開していません。"


def _settle_topic(request: EditorRequest, found: Upload) -> str:
    """`new` names a topic to be made; else `choose` holds a topic's number and the state it gets: 12:confirmed.

    `propose` asks for words that could be new topics, and settles nothing.
    """
    if "propose" in request.POST:
        return ""
    title, name = request.POST.get("title", ""), request.POST.get("new", "").strip()
    if name:
        settling.check_title(upload=found, title=title)
        topic, state = topics.create_topic(name[:100]), str(TopicLink.State.CONFIRMED)
    else:
        topic, state = ChosenTopic.of(request)
    shown = _shown_states(request).get(str(topic.pk), "") if "shown" in request.POST else None
    settling.choose_topic(upload=found, title=title, topic=topic, state=state, shown=shown)
    return f"分類「{topic}」に入れました。" if name else ""
