"""Tags of the pages that show papers and changes."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from minutes import access
from minutes.comparing import diffing
from minutes.models import Upload
from minutes.papers import DraftPapers, PaperDesk, loose_in

register = template.Library()
# Colour is not the only sign: deleted text is struck out, inserted text underlined, and both are named for those who
# listen.
_MARKS = {
    diffing.DELETED: (
        '<del class="diff__deleted"><span class="visually-hidden">［削除：</span>{}'
        '<span class="visually-hidden">］</span></del>'
    ),
    diffing.INSERTED: (
        '<ins class="diff__inserted"><span class="visually-hidden">［追加：</span>{}'
        '<span class="visually-hidden">］</span></ins>'
    ),
    diffing.GAP: '<span class="diff__gap"><span aria-hidden="true">…</span><span class="visually-hidden">（中略）</span></span>',
}


@register.filter
def marked_changes(hunks: Iterable[diffing.Hunk]) -> SafeString:
    """The text with what was deleted and inserted marked, escaped."""
    return format_html_join("", "{}", ((_marked(hunk),) for hunk in hunks))


def _marked(hunk: diffing.Hunk) -> str:
    mark = _MARKS.get(hunk.kind)
    return format_html(mark, hunk.text) if mark else hunk.text


@register.filter
def lookup(mapping: dict[Any, Any], key: Any) -> Any:
    """What a dictionary holds under the key, else nothing."""
    return mapping.get(key, "")


@register.simple_tag
def draft_papers(upload: Upload) -> PaperDesk:
    """The papers of a draft: {% draft_papers upload as desk %}."""
    return DraftPapers(upload)


@register.simple_tag
def loose_papers(upload: Upload) -> int:
    """How many files of a draft belong to no paper: {% loose_papers upload as loose %}."""
    return loose_in(upload)


@register.simple_tag
def audiences() -> list[tuple[int, str]]:
    return access.choices()
