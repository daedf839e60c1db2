"""The parts of the checking page in which an editor settles the draft's body and the topics of its items."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from minutes import choosing, topics, uploading
from minutes.choosing import ChoiceError
from minutes.models import Body, Topic, TopicLink, Upload
from minutes.views.uploads import EditorRequest, editors_only


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def upload_body(request: EditorRequest, pk: int) -> HttpResponse:
    """The part that asks which body the draft belongs to; POST settles it and leads back to the upload's page."""
    found = get_object_or_404(uploading.uploads(), pk=pk)
    if request.method != "POST":
        return render(request, "minutes/staff/_body_choice.html", {"upload": found})
    name, action = request.POST.get("name", ""), request.POST.get("action", "")
    try:
        if action == "new":
            choosing.confirm_new_body(upload=found, name=name)
            messages.success(request, f"公開するときに「{name}」を新しい会議体として登録します。")
        elif action == "not-new":
            choosing.withdraw_new_body(upload=found)
        else:
            body = _chosen_body(request)
            choosing.remember_body(upload=found, name=name, body=body, kind=request.POST.get("kind", ""))
            messages.success(request, f"「{name}」を「{body}」の会議録とし、別名として登録しました。")
    except ChoiceError as error:
        messages.error(request, str(error))
    return redirect(found)


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def upload_topics(request: EditorRequest, pk: int) -> HttpResponse:
    """The part with the topics of the draft's items; POST settles one and leads back to the upload's page."""
    found = get_object_or_404(uploading.uploads(), pk=pk)
    if request.method != "POST":
        return render(request, "minutes/staff/_topics.html", {"upload": found})
    try:
        _settle_topic(request, found)
    except ChoiceError as error:
        messages.error(request, str(error))
    return redirect(found)


def _settle_topic(request: EditorRequest, found: Upload) -> None:
    """`new` names a topic to be made; else `choose` holds a topic's number and the state it gets: 12:confirmed."""
    title, name = request.POST.get("title", ""), request.POST.get("new", "").strip()
    if name:
        topic, state = topics.create_topic(name[:100]), str(TopicLink.State.CONFIRMED)
        messages.success(request, f"分類「{topic}」に入れました。")
    else:
        number, _, state = request.POST.get("choose", "").partition(":")
        chosen = Topic.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 10 else None
        if chosen is None:
            raise ChoiceError("分類を選んでください。")
        topic, state = chosen, state or str(TopicLink.State.CONFIRMED)
    choosing.choose_topic(upload=found, title=title, topic=topic, state=state)


def _chosen_body(request: EditorRequest) -> Body:
    number = request.POST.get("body", "")
    body = Body.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 10 else None
    if body is None:
        raise ChoiceError("会議体を選んでください。")
    return body
