"""読み取りの改善: documents that newer readers and rules read otherwise, shown, accepted or let be. Editors only."""

from __future__ import annotations

import time

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from minutes.models import Rereading, Upload
from minutes.reading_room import PAGE_CHANGES
from minutes.rereading import NotAccepted, offers
from minutes.views.editors import NOTHING_DONE, EditorRequest, editors_only
from minutes.views.forms import RowKey

LIST_SIZE = 50
# One request accepts for so long and says what is left: nobody waits longer for a page.
ACCEPTING_SECONDS = 40
MOST_TOLD = 10
ACCEPT, LET_BE, OFFER_AGAIN = "accept", "let-be", "offer-again"


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def rereadings(request: EditorRequest) -> HttpResponse:
    """The offers, or with ?show=kept those that were let be; POST: one action on those that were picked."""
    shows_kept = request.GET.get("show") == "kept"
    if request.method == "POST":
        return _bulk(request)
    found = offers.kept() if shows_kept else offers.offered()
    page = Paginator(found, LIST_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "offers": offers.offers_of(list(page.object_list)),
        "shows_kept": shows_kept,
        "kept_count": offers.kept().count(),
        "failed": offers.failed()[:MOST_TOLD],
        "failed_count": offers.failed().count(),
    }
    return render(request, "minutes/staff/rereading_list.html", context)


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def rereadings_question(request: EditorRequest) -> HttpResponse:
    """Asks, with the list, before those of ?pick= are accepted; POST, by its named button, accepts exactly these."""
    if request.method == "POST":
        if request.POST.get("confirm") != ACCEPT:
            messages.error(request, NOTHING_DONE)
        else:
            _accept_all(request, _picked(request.POST.getlist("pick")))
        return redirect("minutes:rereadings")
    found = offers.offers_of(list(offers.offered().filter(pk__in=_picked(request.GET.getlist("pick")))))
    context = {
        "safe": [offer for offer in found if offer.is_safe],
        "others": [offer for offer in found if not offer.is_safe],
    }
    return render(request, "minutes/staff/rereading_question.html", context)


@editors_only
@require_http_methods(["GET", "HEAD", "POST"])
def rereading(request: EditorRequest, pk: int) -> HttpResponse:
    """What one document would change; POST, by its named button, accepts it or lets it be."""
    found = get_object_or_404(Rereading.objects.select_related("source"), pk=pk)
    if request.method == "POST":
        return _decide(request, found)
    offer = offers.offers_of([found])[0]
    outlook = offers.outlook_now(found)
    if outlook is None:
        raise Http404
    changes = outlook.page(request.user)
    rest = changes.without_losses()
    page = Paginator(rest.utterances, PAGE_CHANGES).get_page(request.GET.get("page"))
    first = page.number == 1
    context = {
        "offer": offer,
        "meeting": offer.meeting,
        "losses": changes.losses() if first else [],
        "unplaced": [one.text for one in outlook.placed.unplaced] if first else [],
        "page": page,
        "tables": rest.tables() if first else [],
        "filings": rest.filings() if first else [],
        "groups": rest.groups(list(page.object_list)),
    }
    return render(request, "minutes/staff/rereading.html", context)


def _decide(request: EditorRequest, found: Rereading) -> HttpResponse:
    action = request.POST.get("action")
    if action == LET_BE:
        offers.let_be(pks=[found.pk])
        messages.success(request, "今のままにしました。")
        return redirect("minutes:rereadings")
    if action != ACCEPT:
        messages.error(request, NOTHING_DONE)
        return redirect("minutes:rereading", pk=found.pk)
    try:
        upload = offers.accept(pk=found.pk, user=request.user)
    except NotAccepted as refused:
        messages.error(request, str(refused))
        return redirect("minutes:rereadings")
    if upload.meeting_id is None:
        messages.success(request, "下書きを新しい読み取り方で読み直しました。訂正はそのまま残っています。")
        return redirect(upload)
    messages.success(request, "読み直した内容の下書きを作りました。変わるところを確かめて公開してください。")
    return redirect("minutes:upload_publish_changes", pk=upload.pk)


def _bulk(request: EditorRequest) -> HttpResponse:
    picked, action = _picked(request.POST.getlist("pick")), request.POST.get("action")
    back = reverse("minutes:rereadings")
    if action not in (ACCEPT, LET_BE, OFFER_AGAIN):
        messages.error(request, NOTHING_DONE)
    elif not picked:
        messages.error(request, "文書を選んでから、ボタンを押してください。")
    elif action == ACCEPT:
        return redirect(f"{reverse('minutes:rereadings_question')}?{urlencode({'pick': picked}, doseq=True)}")
    elif action == LET_BE:
        messages.success(request, f"{offers.let_be(pks=picked):,}件を今のままにしました。")
    else:
        messages.success(request, f"{offers.offer_again(pks=picked):,}件を一覧に戻しました。")
    return redirect(back)


def _accept_all(request: EditorRequest, picked: list[int]) -> None:
    drafts = published = asked = 0
    refused: list[str] = []
    began = time.monotonic()
    for place, pk in enumerate(picked):
        if time.monotonic() - began > ACCEPTING_SECONDS:
            messages.info(request, f"残り{len(picked) - place:,}件はまだです。もう一度選ぶと続けます。")
            break
        try:
            upload = offers.accept_at_once(pk=pk, user=request.user)
        except NotAccepted as problem:
            refused.append(str(problem))
        else:
            published += upload.state == Upload.State.PUBLISHED
            drafts += upload.state == Upload.State.DRAFT and upload.meeting_id is None
            asked += upload.state == Upload.State.DRAFT and upload.meeting_id is not None
    if drafts:
        messages.success(request, f"下書き{drafts:,}件を読み直しました。")
    if published:
        messages.success(request, f"会議録{published:,}件の新しい版を公開しました。")
    if asked:
        messages.success(
            request, f"会議録{asked:,}件の新しい版を公開待ちにしました。もう一人の公開責任者が公開します。"
        )
    for reason in dict.fromkeys(refused):
        messages.error(request, f"{refused.count(reason):,}件は、そのままです：{reason}")


def _picked(texts: list[str]) -> list[int]:
    return [key for text in texts[:LIST_SIZE] if (key := RowKey.of(text))]
