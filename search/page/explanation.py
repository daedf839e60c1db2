"""How the search was done, told so that every part of it can be taken away and put back."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from search import language
from search.language import Form, FormKind, Scope, wanted_words
from search.page.address import Address
from search.page.filters import FILTER_NAMES, SearchFilters
from search.page.links import Link

SHOWN_AT_ONCE = 5
SCOPE_LABELS = {Scope.UTTERANCE: "発言", Scope.INQUIRY: "質疑", Scope.ITEM: "議題", Scope.MEETING: "会議"}
_FORM_LABELS = {FormKind.VARIANT: "表記ゆれ", FormKind.SYNONYM: "同義語"}
_SWITCH_OF = {FormKind.VARIANT: "variants", FormKind.SYNONYM: "synonyms"}
# The other end of a range, and what it is called where both say the same.
_RANGES = {"year_from": ("year_to", "年度"), "date_from": ("date_to", "日付")}


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
class Explanation:
    """`removed` are links that put back what was taken away, `offered` those that add other words of the same meaning."""

    understood: str = ""
    rows: list[ExplanationLine] = field(default_factory=list)
    removed: list[Link] = field(default_factory=list)
    offered: list[Link] = field(default_factory=list)


def explanation_of(address: Address) -> Explanation:
    rows = [
        ExplanationLine("言葉", _parts(address)),
        *(_forms(address, kind) for kind in _FORM_LABELS),
        ExplanationLine("条件", [*_switches(address), *filters_of(address)]),
    ]
    understood = language.describe(address.question.tree)
    return Explanation(understood, [row for row in rows if row.links], _removed(address), _offered(address))


def filters_of(address: Address) -> list[Link]:
    """Each filter in force; a year or a month alone is one filter, and an agenda item goes with its meeting."""
    links = []
    told: set[str] = set()
    for name in FILTER_NAMES:
        if name not in address.shown or name in told:
            continue
        label = SearchFilters.base_filters[name].label
        names: tuple[str, ...] = ("meeting", "item") if name == "meeting" else (name,)
        end, whole = _RANGES.get(name, ("", ""))
        if address.shown[name] == address.shown.get(end):
            label, names = whole, (name, end)
            told.add(end)
        links.append(Link(f"{label}：{address.shown[name]}", address.without(names)))
    return links


def _parts(address: Address) -> list[Link]:
    """The parts of a query that has several, each with the address of the query without it."""
    tree = address.question.read.tree
    if not isinstance(tree, language.And | language.Or):
        return []
    kind = type(tree)
    rests = [kind(tuple(other for other in tree.parts if other is not part)) for part in tree.parts]
    return [
        Link(language.write(part), address.url(q=language.write(rest)))
        for part, rest in zip(tree.parts, rests, strict=True)
    ]


def _forms(address: Address, kind: FormKind) -> ExplanationLine:
    """Where several words have other forms, each word is named before its first."""
    question = address.question
    words = [(word, [form for form in word.others if form.kind is kind]) for word in wanted_words(question.tree)]
    words = [(word, forms) for word, forms in words if forms]
    links = []
    for word, forms in words:
        for form in forms:
            lead = f"{word.text}：" if len(words) > 1 and form is forms[0] else ""
            links.append(Link(form.text, _without(address, form), form.note, lead))
    return ExplanationLine(
        _FORM_LABELS[kind],
        [*_with_notes_once(links[:SHOWN_AT_ONCE]), *_with_notes_once(links[SHOWN_AT_ONCE:])],
        address.url(**{_SWITCH_OF[kind]: "0"}) if len(links) > 1 else "",
    )


def _without(address: Address, form: Form) -> str:
    question = address.question
    if form.is_asked_for:
        return address.url(also=tuple(text for text in question.asked_for if text != form.text))
    return address.url(off=(*question.removed, form.text))


def _offered(address: Address) -> list[Link]:
    """Synonyms that match where they are asked for; where several words have some, each word is named before."""
    question = address.question
    words = [word for word in wanted_words(question.tree) if word.offered]
    links = [
        Link(
            form.text,
            address.url(also=(*question.asked_for, form.text)),
            form.note,
            f"{word.text}：" if len(words) > 1 and form is word.offered[0] else "",
        )
        for word in words
        for form in word.offered
    ]
    return _with_notes_once(links)


def _with_notes_once(links: Sequence[Link]) -> list[Link]:
    """Of neighbours with one note the last tells it."""
    return [
        replace(link, note="") if following and link.note == following.note else link
        for link, following in zip_longest(links, links[1:])
    ]


def _switches(address: Address) -> list[Link]:
    question = address.question
    links = []
    if question.literal:
        links.append(Link("文字どおり", address.url(literal=None)))
    if question.strict:
        links.append(Link("入力のまま", address.url(strict=None)))
    if question.scope is not Scope.UTTERANCE:
        links.append(Link(f"範囲：同じ{SCOPE_LABELS[question.scope]}の中", address.url(scope=None)))
    if question.inside:
        links.append(Link("語の一部も含む", address.url(inside=None)))
    return links


def _removed(address: Address) -> list[Link]:
    question = address.question
    removed = question.removed
    links = [Link(text, address.url(off=tuple(other for other in removed if other != text))) for text in removed]
    if not question.literal:
        if not question.variants:
            links.append(Link("表記ゆれ（すべて）", address.url(variants=None)))
        if not question.synonyms:
            links.append(Link("同義語（すべて）", address.url(synonyms=None)))
    return links
