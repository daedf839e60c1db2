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


def number(value: int) -> str:
    """12345 -> 12,345."""
    return f"{value:,}"
