"""Puts the results page together: the address is read, its question answered, and what stands around the hits made."""

from contextlib import suppress
from functools import partial

from django.db.models import Max, Min
from django.http import HttpRequest

from minutes.access import Clearance, clearance, visible_meetings
from minutes.wording import labels
from search import engine, language
from search.index import progress
from search.language import Sort
from search.page.address import Address, read_address
from search.page.answer import Answer, Asker, Recall
from search.page.contents import PAGE_SIZE, Replaced, SearchPage, Year
from search.page.explanation import explanation_of
from search.page.facets import facets_of
from search.page.hit_list import hit_list_of
from search.page.known import known_card_of
from search.page.links import Link, number
from search.page.memory import index_state, remember
from search.page.offers import offers_of
from search.page.related import related_words
from search.page.titles import title_links_of

MOST_YEARS = 200


def build_page(request: HttpRequest, sort: Sort) -> SearchPage:
    """Reads the address, searches and prepares what is shown. Never fails on what a person can type.

    `sort` is the order where the address names none.
    """
    address = read_address(request, sort=sort, limit=PAGE_SIZE)
    recall = partial(remember, index_state())
    years = _years(request, address, recall)
    asker = Asker(request.user, recall)
    if not address.question.is_something:
        return _blank(address, years)
    try:
        answer = asker.answer(address.question)
    except engine.SearchTimeout as error:
        page = _blank(address, years)
        page.timed_out, page.is_busy = str(error), isinstance(error, engine.SearchBusy)
        return page
    page = _blank(address if answer.typed is None else address.of(answer.question), years)
    if answer.typed is not None:
        page.replaced = Replaced(address, page.text)
    _show_answer(page, answer, asker)
    if answer.question.after is None:
        _show_surroundings(page, answer, asker)
    return page


def _blank(address: Address, years: list[Year]) -> SearchPage:
    return SearchPage(address, years, explanation_of(address), _unfinished())


def _unfinished() -> tuple[str, ...]:
    """That the index lacks something, for as long as it does. A share alone: how many meetings there are
    is not for everyone."""
    indexed, published = progress()
    if indexed >= published:
        return ()
    return (
        f"検索の索引を更新しています（{indexed * 100 // published}%済み）。終わるまで、見つからない発言があります。",
    )


def _show_answer(page: SearchPage, answer: Answer, asker: Asker) -> None:
    page.answered, page.results, page.meant = answer.question, answer.results, answer.meant
    page.known = known_card_of(answer.known) if answer.known is not None else None
    page.shown = hit_list_of(answer.shown, answer.shown_words, page.address, asker.user)
    page.facets = facets_of(page.address, answer.results.facets, counted=not answer.is_loose)


def _show_surroundings(page: SearchPage, answer: Answer, asker: Asker) -> None:
    """What stands around the first hits; what is not found in time is left out."""
    page.titles = title_links_of(page.address, asker.titles(page.question))
    with suppress(engine.SearchTimeout):
        if answer.is_loose or not page.found:
            # Beside the nearest texts only searches for the same words: these texts hold other ways to put them.
            page.offers = offers_of(page.address, asker.clearance, other_words=not answer.is_loose)
        elif not answer.is_late:
            page.related = _related(page, asker.clearance, asker.recall)
            page.inside = _inside(page.address, asker)


def _related(page: SearchPage, level: Clearance, recall: Recall) -> list[Link]:
    """Words of the hits shown, each with the address of the hits that hold it too."""
    question = page.question
    hits = page.results.hits or [hit for group in page.results.groups for hit in group.hits]
    entries = [hit.entry for hit in hits]
    words = recall(("related", question, level), lambda: related_words(question, entries, level))
    narrowed = [(word, language.narrowed(question.read.tree, word)) for word in words]
    return [Link(word, page.address.url(q=language.write(tree))) for word, tree in narrowed if tree is not None]


def _inside(address: Address, asker: Asker) -> Link | None:
    more = asker.inside(address.question)
    return Link(number(more), address.url(inside="1")) if more else None


def _years(request: HttpRequest, address: Address, recall: Recall) -> list[Year]:
    """The fiscal years to choose from, newest first."""
    meetings = visible_meetings(request.user).order_by()
    span = recall(
        ("years", clearance(request.user)),
        lambda: meetings.aggregate(first=Min("fiscal_year"), last=Max("fiscal_year")),
    )
    if span["first"] is None:
        return []
    first = max(span["first"], span["last"] - MOST_YEARS)
    chosen = [address.params.get(name) for name in ("year_from", "year_to")]
    return [
        Year(year, labels.fiscal_year_label(year), chosen[0] == str(year), chosen[1] == str(year))
        for year in range(span["last"], first - 1, -1)
    ]
