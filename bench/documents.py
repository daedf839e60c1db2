"""Documents for benchmarks: any number of different meetings of the sample's bodies, in every format that people send.

The meetings are put together from the items of the sample's; what writes Word and PDF files needs the development
libraries.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from fixtures.bodies import BODIES, Body
from fixtures.document_files import to_docx, to_html, to_pdf
from fixtures.generate import ROOT as FIXTURES
from fixtures.layouts import LAYOUTS
from fixtures.script import Item, Script, read_scripts

WRITERS: tuple[tuple[str, Callable[[str], bytes]], ...] = (
    ("txt", lambda text: text.encode()),
    ("html", lambda text: to_html(text).encode()),
    ("docx", to_docx),
    ("pdf", to_pdf),
)
# After the sample's last meeting, so that none is there already.
FIRST_DAY = date(2025, 4, 1)
_LEFT_OUT = 0.5


def meetings(count: int) -> Iterator[tuple[str, str]]:
    """`count` meetings, each with a name of its own and its text: another day, number and order of business.

    They share items, and few of them much of their text.
    """
    sources = [(body, scripts, _items(scripts)) for body in BODIES if (scripts := _plain(body))]
    for number in range(count):
        body, scripts, items = sources[number % len(sources)]
        turn = number // len(sources)
        script = scripts[turn % len(scripts)]
        first, step = turn % len(items), 1 + turn // len(items) % (len(items) - 1)
        chance = Random(number)  # noqa: S311  # no secret: the same documents every time
        chosen = _shortened((*items[first], *items[(first + step) % len(items)]), chance)
        held_on = FIRST_DAY + timedelta(days=number)
        made = replace(script, held_on=held_on, number=turn + 1, items=_numbered(chosen), flaws=())
        yield f"{body.key}-{held_on}", LAYOUTS[script.layout].render(body, made)


def documents(count: int) -> dict[str, bytes]:
    """That many documents of different meetings by their names: as text, HTML, Word and PDF in equal parts."""
    made = {}
    for number, (name, text) in enumerate(meetings(count)):
        suffix, write = WRITERS[number * len(WRITERS) // count]
        made[f"{name}.{suffix}"] = write(text)
    return made


def _plain(body: Body) -> list[Script]:
    """The body's meetings whose minutes are plain text."""
    scripts = read_scripts(FIXTURES / "material" / f"{body.key}.txt")
    return [script for script in scripts if LAYOUTS[script.layout].suffix == ".txt"]


def _items(scripts: list[Script]) -> list[tuple[Item, ...]]:
    """The items of the meetings, those taken together in one group."""
    groups: list[tuple[Item, ...]] = []
    for script in scripts:
        for item in script.items:
            if item.together:
                groups[-1] = (*groups[-1], item)
            else:
                groups.append((item,))
    return groups


def _shortened(items: Iterable[Item], chance: Random) -> tuple[Item, ...]:
    """The items with some of what was said: meetings that share an item do not share its text."""

    def left(item: Item) -> Item:
        remarks = [remark for remark in item.remarks if remark.kind != "speech" or chance.random() > _LEFT_OUT]
        return replace(item, remarks=tuple(remarks))

    return tuple(map(left, items))


def _numbered(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The items numbered anew, each class from 1; those without a number keep none. Papers are left out."""
    counts: dict[str, int] = {}
    numbered = []
    for item in sorted(items, key=lambda item: [other.category for other in items].index(item.category)):
        counts[item.category] = counts.get(item.category, 0) + 1
        number = None if item.number is None else counts[item.category]
        numbered.append(replace(item, number=number, papers=()))
    return tuple(numbered)
