"""The small pieces that the results page is put together of: links with their texts and numbers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Link:
    """`lead` and `note` stand before and behind the link, quietly."""

    label: str
    url: str
    note: str = ""
    lead: str = ""


@dataclass(frozen=True)
class ViewChoice:
    """One of several ways to see the results, or one value of a facet."""

    label: str
    url: str
    is_chosen: bool = False
    count: str = ""


def beginning_of(text: str, length: int) -> str:
    """A text in one line, of more than `length` characters cut there, with a sign that it goes on."""
    text = " ".join(text.split())
    return text if len(text) <= length else text[:length] + "…"


def number(value: int) -> str:
    """12345 -> 12,345."""
    return f"{value:,}"
