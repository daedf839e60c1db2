"""Filters that write texts of minutes with what is withheld in them: as ■■■ with its ground, or for those who read it
underlined. Texts are escaped first; marks stand only where the row says that something is withheld."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from minutes import access
from minutes.models import Shown
from minutes.withholding import MASK, Span

register = template.Library()
register.filter("audience_name", access.name_of)


@register.filter
def shown(row: Shown, field: str) -> SafeString:
    """A field of a row in one piece."""
    text = getattr(row, field)
    return _html(text, 0, len(text), _spans(row, field), _is_masked(row, field))


@register.filter
def shown_paragraphs(row: Shown, field: str) -> list[SafeString]:
    """A field of a row as its lines that hold something."""
    text, spans, is_masked = getattr(row, field), _spans(row, field), _is_masked(row, field)
    return [_html(text, start, end, spans, is_masked) for start, end in _lines(text)]


@register.filter
def read_by_editors(row: Shown, marks: dict[tuple[str, int], dict[str, Sequence[Span]]]) -> Shown:
    """The row, with what others do not read of it (minutes.passages.readable_marks) to be underlined."""
    part = access.PART_OF[type(row)]
    row.told = marks.get((str(part), getattr(row, "ref", row.pk)), {}) if marks else {}
    return row


def _is_masked(row: Shown, field: str) -> bool:
    return field in row.withheld


def _spans(row: Shown, field: str) -> list[Span]:
    marks = [Span(mark.start, mark.start + len(MASK), mark.ground) for mark in row.withheld.get(field, ())]
    return marks or sorted(row.told.get(field, ()), key=lambda span: (span.start, span.end))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line, whole in zip(text.splitlines(), text.splitlines(keepends=True), strict=True):
        if line.strip():
            bare = line.strip(" \t\r")
            at = start + line.index(bare)
            yield at, at + len(bare)
        start += len(whole)


def _html(text: str, start: int, end: int, spans: Sequence[Span], is_masked: bool) -> SafeString:
    pieces: list[Any] = []
    done = start
    for span in spans:
        first, last = max(span.start, done), min(span.end, end)
        if first < last:
            pieces += [conditional_escape(text[done:first]), _withheld(text[first:last], span.ground, is_masked)]
            done = last
    return format_html_join("", "{}", ((piece,) for piece in [*pieces, conditional_escape(text[done:end])]))


def _withheld(text: str, ground: str, is_masked: bool) -> SafeString:
    told = f"（{ground}）" if ground else ""
    small = format_html('<small class="withheld__ground">{}</small>', told) if told else ""
    if is_masked:
        return format_html(
            '<span class="withheld"><span class="visually-hidden">非公開部分{}</span>'
            '<span aria-hidden="true">{}{}</span></span>',
            told,
            text,
            small,
        )
    return format_html(
        '<span class="withheld withheld--read"><span class="visually-hidden">非公開部分：</span>'
        '<span class="withheld__words">{}</span>{}</span>',
        text,
        small,
    )
