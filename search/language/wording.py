"""A query's tree told back in plain Japanese. No Django.

Each part is a clause that qualifies 発言: 「防災」を含む発言, 発言者が「山田」の発言.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from minutes.dialogue import CATEGORY_LABELS, SHORT_LABELS
from minutes.wording import dates
from search.language.dates import is_end_of_month
from search.language.tree import (
    FIRST_YEAR,
    LAST_YEAR,
    And,
    Dates,
    Field,
    FieldName,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    SpokenAs,
    Term,
    Wanted,
    Years,
)

FIELD_LABELS = {
    FieldName.SPEAKER: "発言者",
    FieldName.MEETING: "会議",
    FieldName.AGENDA: "議題",
    FieldName.PAPER: "資料",
}
# Who speaks and where is one thing, of which the text is the name; the others hold the text among more.
_NAMED = frozenset({FieldName.SPEAKER, FieldName.MEETING})


@dataclass(frozen=True, slots=True)
class _Clause:
    """One statement in the forms that Japanese needs of it.

    `ends` stands before 発言, `goes_on` before another clause, `alone` inside brackets and before または;
    the last two deny it.
    """

    ends: str
    goes_on: str
    alone: str
    denied: str
    denied_goes_on: str


def describe(tree: Node | None) -> str:
    """「防災」と「訓練」をすべて含み、「中止」を含まない発言 — what was understood; empty for None."""
    return f"{_clause(tree).ends}発言" if tree is not None else ""


def name_of(node: Node) -> str:
    """One word of a query as it is shown: 「防災」, 「防災」（この表記のまま）, 「システム」で始まる語."""
    if isinstance(node, Phrase):
        return f"「{node.text}」（この表記のまま）"
    if isinstance(node, Prefix):
        return f"「{node.text}」で始まる語"
    assert isinstance(node, Term | Wanted)
    return f"「{node.text}」"


def years_label(years: Years) -> str:
    """令和5年度, 令和2年度から令和5年度まで, 令和2年度以降, 令和5年度以前."""
    if years.first == years.last:
        return _fiscal_year(years.first)
    if years.last == LAST_YEAR:
        return f"{_fiscal_year(years.first)}以降"
    if years.first == FIRST_YEAR:
        return f"{_fiscal_year(years.last)}以前"
    return f"{_fiscal_year(years.first)}から{_fiscal_year(years.last)}まで"


def dates_label(asked: Dates) -> str:
    """令和3年10月1日, 令和3年10月, 令和3年度, 令和3年10月から令和4年3月まで, 令和3年10月1日以降, 令和3年以前."""
    first, last = asked.first, asked.last
    if (first.month, first.day, last.month, last.day) == (4, 1, 3, 31):
        return years_label(Years(first.year, last.year - 1))
    label = _era_day
    if first.day == 1 and is_end_of_month(last):
        label = _era_year if (first.month, last.month) == (1, 12) else _era_month
    begins, ends = label(first), label(last)
    if last == date.max:
        return f"{begins}以降"
    if first == date.min:
        return f"{ends}以前"
    return begins if begins == ends else f"{begins}から{ends}まで"


def _era_day(day: date) -> str:
    try:
        return dates.format_era_date(day)
    except dates.DateError:
        return f"{day.year}年{day.month}月{day.day}日"


def _era_month(day: date) -> str:
    return f"{_era_day(day).partition('月')[0]}月"


def _era_year(day: date) -> str:
    """A year in which the era changed bears both, and is told as 2019年."""
    first, last = (_era_day(date(day.year, *end)).partition("年")[0] for end in ((1, 1), (12, 31)))
    return f"{first if first == last else day.year}年"


def _fiscal_year(year: int) -> str:
    try:
        return dates.format_fiscal_year(year)
    except dates.DateError:
        return f"{year}年度"


def _clause(node: Node) -> _Clause:
    if isinstance(node, And):
        return _all_of(node)
    if isinstance(node, Or):
        return _any_of(node)
    if isinstance(node, Not):
        denied = _clause(node.part)
        return _Clause(denied.denied, denied.denied_goes_on, denied.denied, *_not_so(denied.denied))
    if isinstance(node, Years):
        return _being(f"年度が{years_label(node)}")
    if isinstance(node, SpokenAs):
        if not node.speaker:
            return _being(f"発言者の区分が「{CATEGORY_LABELS[node.category]}」")
        as_written = "（この表記のまま）" if node.literal else ""
        return _being(f"{SHORT_LABELS[node.category]}が「{node.speaker}」{as_written}")
    if isinstance(node, Dates):
        return _being(f"日付が{dates_label(node)}")
    if isinstance(node, Field):
        return _field(node.name, [node])
    if isinstance(node, Near):
        names = "と".join(name_of(part) for part in node.parts)
        return _standing(f"{names}が{node.distance}文字以内に")
    return _holding(f"{name_of(node)}を")


def _holding(what: str) -> _Clause:
    return _Clause(f"{what}含む", f"{what}含み", f"{what}含む", f"{what}含まない", f"{what}含まず")


def _standing(what: str) -> _Clause:
    return _Clause(f"{what}ある", f"{what}あり", f"{what}ある", f"{what}ない", f"{what}なく")


def _being(what: str) -> _Clause:
    return _Clause(f"{what}の", f"{what}で", f"{what}である", *_negated(what))


def _not_so(clause: str) -> tuple[str, str]:
    return _negated(f"（{clause}）")


def _negated(what: str) -> tuple[str, str]:
    return f"{what}ではない", f"{what}ではなく"


def _field(name: FieldName, fields: Sequence[Field]) -> _Clause:
    """Fields of one name, any of them."""
    label = FIELD_LABELS[name]
    texts = [f"「{field.text}」" + ("（この表記のまま）" if field.literal else "") for field in fields]
    if name in _NAMED:
        being = _being(f"{label}が{'か'.join(texts)}")
        if len(texts) == 1:
            return being
        neither = "".join(f"{text}でも" for text in texts)
        return _Clause(being.ends, being.goes_on, being.alone, f"{label}が{neither}ない", f"{label}が{neither}なく")
    return _choice(f"{label}に", texts)


def _choice(before: str, names: Sequence[str]) -> _Clause:
    """Holding any of what is named."""
    if len(names) == 1:
        return _holding(f"{before}{names[0]}を")
    held = f"{'か'.join(names)}のどちらかを" if len(names) == 2 else f"{'、'.join(names)}のいずれかを"
    holding = _holding(before + held)
    neither = before + "も".join(names) + "も"
    return _Clause(holding.ends, holding.goes_on, holding.alone, f"{neither}含まない", f"{neither}含まず")


def _any_of(node: Or) -> _Clause:
    if all(isinstance(part, Term | Phrase | Prefix | Wanted) for part in node.parts):
        return _choice("", [name_of(part) for part in node.parts])
    fields = _fields_of_one_name(node)
    if fields:
        return _field(fields[0].name, fields)
    told = "、または".join(
        f"（{_clause(part).alone}）" if isinstance(part, And) else _clause(part).alone for part in node.parts
    )
    return _Clause(told, f"（{told}）、かつ", told, *_not_so(told))


def _fields_of_one_name(node: Or) -> list[Field]:
    """The parts, where they are the same field; none otherwise."""
    fields = [part for part in node.parts if isinstance(part, Field)]
    is_one = len(fields) == len(node.parts) and len({field.name for field in fields}) == 1
    return fields if is_one else []


def _all_of(node: And) -> _Clause:
    """Where and who first, then what is said, then what is not."""
    ordered = sorted(node.parts, key=_place)
    clauses: list[_Clause] = []
    for is_word, group in groupby(ordered, key=lambda part: isinstance(part, Term | Phrase | Prefix | Wanted)):
        parts = list(group)
        if is_word and len(parts) > 1:
            clauses.append(_holding(f"{'と'.join(name_of(part) for part in parts)}をすべて"))
        else:
            clauses += [_clause(part) for part in parts]
    begun = "".join(
        clause.goes_on if clause.goes_on.endswith("かつ") else f"{clause.goes_on}、" for clause in clauses[:-1]
    )
    last = clauses[-1]
    if last.goes_on.endswith("かつ"):
        ends = alone = f"{begun}（{last.alone}）"
    else:
        ends, alone = begun + last.ends, begun + last.alone
    return _Clause(ends, begun + last.goes_on, alone, *_not_so(alone))


def _place(node: Node) -> int:
    if isinstance(node, Or) and _fields_of_one_name(node):
        return 1
    order: list[type | tuple[type, ...]] = [
        Years,
        Dates,
        (Field, SpokenAs),
        (Term, Phrase, Prefix, Wanted),
        Near,
        Or,
        Not,
    ]
    return next(place for place, kind in enumerate(order) if isinstance(node, kind))
