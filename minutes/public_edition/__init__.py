"""公開用会議録: minutes with their withheld passages masked, as Word, PDF and HTML, and the office's list of what was withheld.

What comes in is masked already (minutes.withholding does it): the words behind a mask are known to nobody here, so they can stand
in no text, metadata, bookmark or revision mark. No Django.
"""

from __future__ import annotations

from minutes.digests import digest_of
from minutes.documents import Limits
from minutes.documents.office import is_installed
from minutes.public_edition.assembly import edition_of
from minutes.public_edition.model import Edition, EditionError, Item, Paper, Person, PrintError, Said, Withheld
from minutes.public_edition.outline import outline_of
from minutes.public_edition.web_page import write_html
from minutes.public_edition.withheld_list import write_withheld_csv
from minutes.public_edition.word_file import write_word

__all__ = [
    "Edition",
    "EditionError",
    "Item",
    "Paper",
    "Person",
    "PrintError",
    "Said",
    "Withheld",
    "edition_html",
    "edition_of",
    "edition_pdf",
    "edition_pdf_version",
    "edition_word",
    "withheld_csv",
]


def edition_word(edition: Edition) -> bytes:
    """The edition as .docx; the same edition gives the same bytes."""
    return write_word(outline_of(edition))


def edition_html(edition: Edition) -> bytes:
    """The edition as a page of HTML that needs nothing else; the same edition gives the same bytes."""
    return write_html(outline_of(edition))


def edition_pdf(edition: Edition, limits: Limits | None = None) -> bytes:
    """The edition as PDF, by LibreOffice where it is installed, else by reportlab. It takes seconds, of another process.

    `limits` bound its time. Raises PrintError where it is not enough.
    """
    # Loaded where a PDF is written: the library takes longer to load than a page to be shown.
    from minutes.public_edition.print_file import write_pdf

    return write_pdf(outline_of(edition), limits)


def edition_pdf_version() -> str:
    """Names what prints: the code, and whether LibreOffice does it. PDF files of other versions may look otherwise."""
    return f"{digest_of('minutes.public_edition')} {'office' if is_installed() else 'alone'}"


def withheld_csv(passages: tuple[Withheld, ...]) -> bytes:
    """The office's own list as CSV; it holds the words and is not for the public."""
    return write_withheld_csv(passages)
