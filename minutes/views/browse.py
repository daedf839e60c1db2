"""Lists of meetings: by fiscal year, by body, by topic."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from minutes.reading_room import browsing

PAGE_SIZE = 50


@require_safe
def fiscal_years(request: HttpRequest) -> HttpResponse:
    return render(request, "minutes/fiscal_years.html", {"matrix": browsing.matrix_of(request.user)})


@require_safe
def fiscal_year(request: HttpRequest, year: int) -> HttpResponse:
    """The meetings of a fiscal year, of one body alone with ?body=."""
    bodies = list(browsing.bodies_of_year(request.user, year))
    if not bodies:
        raise Http404
    wanted = request.GET.get("body", "")
    selected = next((body for body in bodies if str(body.pk) == wanted), None)
    meetings = browsing.listed_meetings(request.user).filter(fiscal_year=year)
    if wanted:
        meetings = meetings.filter(body=selected) if selected else meetings.none()
    previous_year, next_year = browsing.neighbouring_years(request.user, year)
    context = {
        "year": year,
        "bodies": bodies,
        "selected": selected,
        "page": Paginator(meetings, PAGE_SIZE).get_page(request.GET.get("page")),
        "previous_year": previous_year,
        "next_year": next_year,
    }
    return render(request, "minutes/fiscal_year.html", context)


@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    return render(request, "minutes/bodies.html", {"bodies": browsing.visible_bodies(request.user)})


@require_safe
def body(request: HttpRequest, pk: int) -> HttpResponse:
    listed = browsing.visible_bodies(request.user)
    body = get_object_or_404(listed, pk=pk)
    meetings = browsing.listed_meetings(request.user).filter(body=body).order_by("-fiscal_year", *browsing.NEWEST_FIRST)
    context = {
        "body": body,
        "successor": listed.filter(predecessors=body).first(),
        "predecessors": listed.filter(successor=body.pk),
        "page": Paginator(meetings, PAGE_SIZE).get_page(request.GET.get("page")),
    }
    return render(request, "minutes/body_detail.html", context)


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    return render(request, "minutes/topics.html", {"branches": browsing.topic_tree(request.user)})


@require_safe
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    tree = browsing.topic_tree(request.user)
    branch = browsing.find_branch(tree, pk)
    if branch is None:
        raise Http404
    page = Paginator(browsing.items_of_topic(request.user, branch.topic), PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = browsing.tell_decisions(list(page.object_list), request.user)
    context = {
        "topic": branch.topic,
        "children": branch.children,
        "page": page,
    }
    return render(request, "minutes/topic_detail.html", context)
