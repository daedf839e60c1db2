"""How the search was done, told so that every part of it can be taken away and put back."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from search import language
from search.engine import Scope
from search.language import FormKind, wanted_words
from search.page.address import Asked
from search.page.filters import FILTER_NAMES, SearchFilters
from search.page.links import Link

SHOWN_AT_ONCE = 5
SCOPE_LABELS = {Scope.UTTERANCE: "発言", Scope.ITEM: "議題", Scope.MEETING: "会議"}
_FORM_LABELS = {FormKind.VARIANT: "表記ゆれ", FormKind.SYNONYM: "同義語"}
_SWITCH_OF = {FormKind.VARIANT: "variants", FormKind.SYNONYM: "synonyms"}
_YEARS = ("year_from", "year_to")


@dataclass(frozen=True)
class ExplanationLine:
    """One line: `links` take their labels away. `all_url` takes away all of them at once, where that is one switch."""

    label: str
    links: Sequence[Link]
    all_url: str = ""

    @property
    def first(self) -> Sequence[Link]:
        return self.links[:SHOWN_AT_ONCE]

    @property
    def rest(self) -> Sequence[Link]:
        return self.links[SHOWN_AT_ONCE:]


@dataclass(frozen=True)
class Told:
    """`removed` are links that put back what was taken away."""

    understood: str = ""
    rows: list[ExplanationLine] = field(default_factory=list)
    removed: list[Link] = field(default_factory=list)


def told_of(asked: Asked) -> Told:
    rows = [
        ExplanationLine("言葉", _parts(asked)),
        *(_forms(asked, kind) for kind in _FORM_LABELS),
        ExplanationLine("条件", [*_switches(asked), *filters_of(asked)]),
    ]
    return Told(language.describe(asked.tree), [row for row in rows if row.links], _removed(asked))


def filters_of(asked: Asked) -> list[Link]:
    """Each filter in force; a year alone is one filter, and an agenda item goes with its meeting."""
    links = []
    for name in FILTER_NAMES:
        if name not in asked.shown:
            continue
        label = SearchFilters.base_filters[name].label
        names: tuple[str, ...] = ("meeting", "item") if name == "meeting" else (name,)
        if name in _YEARS and asked.shown.get("year_from") == asked.shown.get("year_to"):
            if name == "year_to":
                continue
            label, names = "年度", _YEARS
        links.append(Link(f"{label}：{asked.shown[name]}", asked.without(names)))
    return links


def _parts(asked: Asked) -> list[Link]:
    """The parts of a query that has several, each with the address of the query without it."""
    tree = asked.read.tree
    if not isinstance(tree, language.And | language.Or):
        return []
    kind = type(tree)
    rests = [kind(tuple(other for other in tree.parts if other is not part)) for part in tree.parts]
    return [
        Link(language.write(part), asked.url(q=language.write(rest)))
        for part, rest in zip(tree.parts, rests, strict=True)
    ]


def _forms(asked: Asked, kind: FormKind) -> ExplanationLine:
    """Where several words have other forms, each word is named before its first."""
    words = [(word, [form for form in word.others if form.kind is kind]) for word in wanted_words(asked.tree)]
    words = [(word, forms) for word, forms in words if forms]
    links = []
    for word, forms in words:
        for form in forms:
            lead = f"{word.text}：" if len(words) > 1 and form is forms[0] else ""
            links.append(Link(form.text, asked.url(off=(*asked.off, form.text)), form.note, lead))
    return ExplanationLine(
        _FORM_LABELS[kind],
        [*_with_notes_once(links[:SHOWN_AT_ONCE]), *_with_notes_once(links[SHOWN_AT_ONCE:])],
        asked.url(**{_SWITCH_OF[kind]: "0"}) if len(links) > 1 else "",
    )


def _with_notes_once(links: Sequence[Link]) -> list[Link]:
    """Of neighbours with one note the last tells it."""
    return [
        replace(link, note="") if following and link.note == following.note else link
        for link, following in zip_longest(links, links[1:])
    ]


def _switches(asked: Asked) -> list[Link]:
    links = []
    if asked.literal:
        links.append(Link("文字どおり", asked.url(literal=None)))
    if asked.scope is not Scope.UTTERANCE:
        links.append(Link(f"範囲：同じ{SCOPE_LABELS[asked.scope]}の中", asked.url(scope=None)))
    if asked.inside:
        links.append(Link("語の一部も含む", asked.url(inside=None)))
    return links


def _removed(asked: Asked) -> list[Link]:
    links = [Link(text, asked.url(off=tuple(other for other in asked.off if other != text))) for text in asked.off]
    if not asked.literal:
        if not asked.variants:
            links.append(Link("表記ゆれ（すべて）", asked.url(variants=None)))
        if not asked.synonyms:
            links.append(Link("同義語（すべて）", asked.url(synonyms=None)))
    return links
