"""発言者の区分: which part each speaker of a body speaks in, corrected where it was worked out wrongly. Editors only."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from minutes.drafts import ChoiceError, speakers
from minutes.models import Body
from minutes.views.editors import EditorRequest, editors_only
from minutes.views.forms import SpeakerCategories

PAGE_SIZE = 100


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def body_speakers(request: EditorRequest, pk: int) -> HttpResponse:
    """The speakers of a body with their categories; POST settles those that differ."""
    body = get_object_or_404(Body, pk=pk)
    if request.method == "POST":
        try:
            changed = speakers.settle_speakers(body, SpeakerCategories.of(request), request.user)
            messages.success(request, f"発言者の区分を保存しました。会議録{changed}件に反映しました。")
        except ChoiceError as error:
            messages.error(request, str(error))
        return redirect(request.get_full_path())
    found = speakers.speakers_of(body)
    context = {
        "body": body,
        "posts": found.posts,
        "page": Paginator(found.names, PAGE_SIZE).get_page(request.GET.get("page")),
        "history": found.history,
        "choices": speakers.choices(),
    }
    return render(request, "minutes/staff/body_speakers.html", context)
