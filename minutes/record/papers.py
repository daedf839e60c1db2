"""What is stored of papers (資料): which file belongs to which paper, and its text page by page.

What is written under published minutes reaches the search index in the transaction of who calls.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from django.db.models import QuerySet

import trail
from minutes import access
from minutes.comparing import title_similarity
from minutes.models import Attachment, AttachmentPage, Meeting, Paper, SourceDocument, Upload
from minutes.parsing import Attachment as ParsedPaper
from minutes.parsing import ParsedMinutes
from minutes.wording import name_key

# Where a format has no pages, a longer text is cut into parts of this many characters.
LONGEST_PAGE = 100_000


# A paper of the same label stays the same paper while its titles share this much.
SAME_TITLE = 0.5


def attach(upload: Upload, meeting: Meeting, parsed: ParsedMinutes, rows: Sequence[Attachment]) -> None:
    """Gives the files of a draft to the stored papers; those of no row stay with the meeting, belonging to none.

    `rows` are the stored papers of `parsed.attachments`, in order.
    """
    stored = dict(zip(keys_of_rows(parsed), rows, strict=True))
    for paper in with_sources(Paper.objects.filter(upload=upload)):
        paper.meeting = meeting
        paper.save(update_fields=["meeting"])
        if paper.row in stored:
            give_file(paper, stored[paper.row])


def give_file(paper: Paper, attachment: Attachment) -> None:
    """Puts the file under the stored paper, its text page by page with it. The file that stood there is loose then."""
    loosen([attachment], but=paper)
    paper.attachment = attachment
    paper.save(update_fields=["attachment"])
    attachment.source = paper.source
    if paper.audience is not None:
        attachment.audience = paper.audience
    attachment.save(update_fields=["source", "audience"])
    write_pages(attachment, paper)


def loosen(attachments: Sequence[Attachment], but: Paper | None = None) -> None:
    """Takes the files from stored papers. What was restricted there stays restricted wherever it is put next."""
    for paper in Paper.objects.filter(attachment__in=attachments).select_related("attachment"):
        if paper.attachment is not None and paper != but:
            pages = paper.attachment.pages.values_list("audience", flat=True)
            audience = access.narrower(paper.attachment.audience, *pages)
            if access.is_restricted(audience):
                paper.audience = access.narrower(paper.audience or 0, audience)
            paper.attachment = None
            paper.save(update_fields=["attachment", "audience"])


def write_pages(attachment: Attachment, paper: Paper) -> None:
    """The pages of the stored paper anew from the file's text: none while it waits to be read."""
    if paper.state != Paper.State.READ:
        _keep_what_is_restricted(attachment)
        attachment.pages.all().delete()
        return
    source = SourceDocument.objects.only("text", "line_pages").get(pk=paper.source_id)
    with trail.kept_in("minutes.sourcedocument", source.pk, attachment.meeting_id):
        replace_pages(attachment, pages_of(source))


def replace_pages(attachment: Attachment, pages: Sequence[tuple[int, str]]) -> None:
    """Puts numbered texts in the place of a paper's pages.

    A page of the same text, else of the same number, stays the same page and keeps its audience. Where restricted pages
    are gone, those that came are restricted as they were.
    """
    stored = list(attachment.pages.order_by("number"))
    same = same_pages(stored, pages)
    kept = {page.number for page in same.values()}
    left = {page.number: page for page in stored if page.number not in kept}
    gone = access.narrower(*(page.audience for page in left.values()))
    attachment.pages.all().delete()
    rows = [AttachmentPage(attachment=attachment, number=number, text=text, audience=gone) for number, text in pages]
    for row in rows:
        if row.number in same:
            row.pk, row.audience = same[row.number].pk, same[row.number].audience
    AttachmentPage.objects.bulk_create(rows)


def same_pages(stored: Sequence[AttachmentPage], pages: Sequence[tuple[int, str]]) -> dict[int, AttachmentPage]:
    """Which stored page each numbered text is, by its number: one of the same text, else of the same number."""
    left = {page.number: page for page in stored}
    same: dict[int, AttachmentPage] = {}
    for number, text in pages:
        twin = next((page for page in left.values() if page.text == text), None)
        if twin is not None:
            same[number] = left.pop(twin.number)
    for number, _ in pages:
        if number not in same and number in left:
            same[number] = left.pop(number)
    return same


def _keep_what_is_restricted(attachment: Attachment) -> None:
    """What some pages were restricted to holds for the whole file where the pages are gone."""
    audience = access.narrower(*attachment.pages.values_list("audience", flat=True))
    if access.is_restricted(audience):
        attachment.audience = access.narrower(attachment.audience, audience)
        attachment.save(update_fields=["audience"])


def same_papers(
    old: Sequence[Attachment], new: Sequence[ParsedPaper], *, by_key: bool = False
) -> dict[int, Attachment]:
    """Which stored paper (of `old`, in order) is which of the new rows, by the place of the row.

    The same paper is one of the same label and title; else, with `by_key`, the one that the row was made from when a
    correction of the current minutes began; else one of the same label and a title that is much alike.
    """
    found: dict[int, Attachment] = {}
    left = list(old)

    def keep(place: int, paper: Attachment) -> None:
        found[place] = paper
        left.remove(paper)

    for place, row in enumerate(new):
        key = (name_key(row.label or ""), name_key(row.title or ""))
        same = [paper for paper in left if (name_key(paper.label), name_key(paper.title)) == key]
        if same:
            keep(place, same[0])
    made_from = {f"r{number}": paper for number, paper in enumerate(old, start=1)} if by_key else {}
    for place, row in enumerate(new):
        origin = made_from.get(row.id or "")
        if place not in found and origin in left:
            keep(place, origin)
    for place, row in enumerate(new):
        if place in found or not row.label:
            continue
        same = [paper for paper in left if name_key(paper.label) == name_key(row.label)]
        if len(same) == 1 and _same_title(same[0].title, row.title or ""):
            keep(place, same[0])
    return found


def restricted_labels(stored: Sequence[Attachment]) -> dict[str, int]:
    """The audiences of restricted papers by the keys of their labels: another paper under such a label is restricted too."""
    return {
        name_key(paper.label): paper.audience
        for paper in stored
        if paper.label and access.is_restricted(paper.audience)
    }


def corrects_current(upload: Upload) -> bool:
    """Whether the draft was made from the minutes that are published now."""
    version = upload.meeting.current_version if upload.meeting else None
    return version is not None and upload.created_at >= version.created_at


def keys_of_rows(parsed: ParsedMinutes) -> list[str]:
    """The ids of the papers' rows; by their place where a draft has none yet."""
    return [row.id or f"r{place}" for place, row in enumerate(parsed.attachments, start=1)]


def pages_of(source: SourceDocument) -> list[tuple[int, str]]:
    """The pages (from 1) of a stored text that hold something."""
    lines = source.text.split("\n")
    if len(source.line_pages) == len(lines):
        rows = zip(source.line_pages, lines, strict=True)
        pages = [
            (number, "\n".join(line for _, line in group)) for number, group in groupby(rows, key=lambda row: row[0])
        ]
    else:
        parts = range(0, len(source.text), LONGEST_PAGE)
        pages = [(number, source.text[start : start + LONGEST_PAGE]) for number, start in enumerate(parts, start=1)]
    return [(number, text.strip("\n")) for number, text in _merged(pages) if text.strip()]


def _merged(pages: Iterable[tuple[int, str]]) -> Iterable[tuple[int, str]]:
    """One text a page, also where lines of a page stand apart."""
    merged: dict[int, str] = {}
    for number, text in pages:
        merged[number] = f"{merged[number]}\n{text}" if number in merged else text
    return sorted(merged.items())


def _same_title(first: str, second: str) -> bool:
    return not first or not second or title_similarity(first, second) >= SAME_TITLE


def with_sources(papers: QuerySet[Paper]) -> QuerySet[Paper]:
    """With sources, without their bytes and texts, and with the stored papers."""
    return papers.order_by("pk").prefetch_related("source", "attachment").select_related("created_by")
