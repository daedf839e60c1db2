"""What speaks for a row beginning a speech: its shape, how often its opening comes back, and how rows that open alike go on.

No rule of the parser has a say in it: where one is wrong on a document, its outcome would be wrong here too. No
piece of evidence quotes the document.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import squeeze
from minutes.parsing.weighing.kinds import kind_of, step_of
from minutes.parsing.weighing.openings import Opening, likeliest_openings

_LENGTHS = (4, 9, 17, 31, 60, 150)
_NAMES = (2, 3, 5, 8, 13, 20)
_COUNTS = (2, 3, 6, 15)
_TENTHS = 5
# The ends of words for people, in the classes that minutes print side by side.
_CLASSES = (
    ("member", re.compile(r"(?:委員|議員|部員|会員|構成員|評議員)(?:\([^()]*\))?$")),
    ("chair", re.compile(r"(?:委員長|議長|会長|座長|副会長|部会長)(?:\([^()]*\)|代理|職務代理者?)?$")),
    ("head", re.compile(r"長(?:\([^()]*\)|代理)?$")),
    ("office", re.compile(r"(?:事務局|[局課室係担当部])(?:\([^()]*\))?$")),
    ("honour", re.compile(r"(?:君|氏|さん|様|先生)\)?$")),
    ("post", re.compile(r"[員者官監師士事役授主査](?:\([^()]*\))?$")),
    ("body", re.compile(r"(?:会|社|協会|団体|所|組合|センター)$")),
    ("seat", re.compile(r"^\(?[0-9]{1,3}番")),
    ("letters", re.compile(r"[A-Za-z]{1,2}[0-9]?$")),
    ("number", re.compile(r"^(?:第?[0-9一二三四五六七八九十]{1,4}(?:[章節回条項号]|$))")),
    ("masked", re.compile(r"^[○◯〇●△□×]{1,4}$")),
    ("kanji", re.compile(r"^[一-龥々ヶ]{1,6}$")),
    ("kana", re.compile(r"^[ぁ-んァ-ヴー]+$")),
)
_PEOPLE = frozenset(["member", "chair", "head", "office", "honour", "post"])
_POLITE = re.compile("です|ます|ました|ません|でしょう|ください|ございま|お願い|ありがとう")
_PLAIN_END = re.compile("(?:した|する|れた|である|いた|なった|あった|ない|べき)[。)]?$")
_TITLE_END = re.compile("(?:について|の件|に関すること|報告|状況|案)[」』）)】]?$")
_ENDS = "。．！？!?」』）)"
_PARTICLE = re.compile("[はがをにへとものやか、。・](?!い)")
_NUMBER = re.compile(r"[(\[【<]?(?:第)?[0-9一二三四五六七八九十①-⑳ア-ンⅠ-Ⅻ]{1,3}[)\]】>.、・ ]")
_MONEY = re.compile(r"[0-9,][円%人件名年月日時分]")
# So many signs of a row, or of what follows its opening, tell how it goes on: of a longer row, half of them at each end.
_LOOKED_AT = 1000
# So wide a row reaches the margin, where so many rows do.
_FULL = 0.9
_REACH = (-1, 1)
_OF_NEIGHBOURS = ("length", "stop", "ends", "polite", "class=", "people", "again", "number", "plain", "title", "full", "alone", "way people", "way ends", "first=")  # fmt: skip


@dataclass(slots=True)
class _Way:
    """The rows of a document that open alike: the names they open with, and how many of them follow an ended sentence, go on as
    sentences do, open with a word for people."""

    names: Counter[str] = field(default_factory=Counter)
    ended: int = 0
    said: int = 0
    people: int = 0
    first: int = 0
    last: int = 0

    @property
    def rows(self) -> int:
        return self.names.total()


def turn_evidence(rows: Sequence[PrintedLine]) -> list[list[str]]:
    """The evidence of each row, with that of the rows beside it."""
    return with_neighbours(own_evidence(rows))


def own_evidence(rows: Sequence[PrintedLine]) -> list[list[str]]:
    """The evidence of each row alone."""
    document = _Document(rows)
    return [sorted(set(document.of_row(index))) for index in range(len(rows))]


def with_neighbours(own: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows' own evidence with what the rows beside share of theirs: -1 before the name of the row's above, +1 below."""
    shared = [[name for name in names if name.startswith(_OF_NEIGHBOURS)] for names in own]
    return [sorted({*names, *_beside(shared, index)}) for index, names in enumerate(own)]


class _Document:
    """One document's rows, and what its openings have in common."""

    def __init__(self, rows: Sequence[PrintedLine]) -> None:
        self._rows = rows
        self._openings = likeliest_openings(rows)
        self._classes = [class_of(opening.name) if opening else "none" for opening in self._openings]
        self._again = Counter((opening.way, opening.name) for opening in self._openings if opening)
        self._widest = sorted(row.width for row in rows)[9 * len(rows) // 10] if rows else 0
        self._indent = Counter(row.indent for row in rows).most_common(1)[0][0] if rows else 0
        self._shorts = "\n".join(squeeze(row.text) for row in rows if len(row.text) <= 60 and "。" not in row.text)
        self._in_shorts: dict[str, bool] = {}
        self._ways: defaultdict[tuple[str, str, str], _Way] = defaultdict(_Way)
        self._by_sign: defaultdict[tuple[str, str], _Way] = defaultdict(_Way)
        for index, opening in enumerate(self._openings):
            if opening is not None:
                for way in (self._ways[(*opening.way, self._classes[index])], self._by_sign[opening.way]):
                    self._count(way, index, opening)

    def _count(self, way: _Way, index: int, opening: Opening) -> None:
        if not way.rows:
            way.first = index
        way.last = index
        way.names[opening.name] += 1
        way.ended += index == 0 or _is_ended(self._rows[index - 1].text)
        way.said += self._says(index, opening)
        way.people += self._classes[index] in _PEOPLE

    def _says(self, index: int, opening: Opening) -> bool:
        rest = self._rows[index].text[opening.start : opening.start + _LOOKED_AT]
        if not rest and index + 1 < len(self._rows):
            rest = self._rows[index + 1].text[:_LOOKED_AT]
        return "。" in rest or _POLITE.search(rest) is not None or len(rest) > 30

    def of_row(self, index: int) -> Iterator[str]:
        """What speaks for what a row does."""
        row, opening = self._rows[index], self._openings[index]
        yield from _of_text(row)
        yield f"depth={step_of(index, (1, 4, 15, 60, 150))}"
        yield f"place={5 * index // len(self._rows)}"
        if row.indent != self._indent:
            yield "indented" if row.indent > self._indent else "outdented"
        if self._widest >= 30 and row.width >= _FULL * self._widest:
            yield "full"
        if opening is None:
            yield "no opening"
            return
        yield from self._of_opening(index, opening)

    def _of_opening(self, index: int, opening: Opening) -> Iterator[str]:
        row, kind = self._rows[index], self._classes[index]
        rest = row.text[opening.start : opening.start + _LOOKED_AT]
        again = step_of(self._again[opening.way, opening.name], _COUNTS)
        yield f"class={kind}"
        if kind in _PEOPLE:
            yield "people"
        yield f"sign={opening.signs[-1:]}"
        yield f"sign={opening.signs[-1:]} class={kind}"
        yield f"end={opening.end}"
        yield f"end={opening.end} class={kind}"
        yield f"name={step_of(len(opening.name), _NAMES)}"
        yield f"words={min(opening.words, 4)}"
        yield f"again={again}"
        yield f"again={again} class={kind}"
        yield f"again={again} end={opening.end}"
        yield "rest" if rest else "alone"
        if rest:
            yield f"rest={step_of(len(rest), _LENGTHS)}"
            yield f"rest first={kind_of(rest[0])}"
            if "。" in rest:
                yield "rest stop"
            if _POLITE.search(rest):
                yield "rest polite"
            if _PARTICLE.match(rest):
                yield "rest particle"
        if len(opening.name) > 1 and self._is_in_shorts(opening.name[:2]):
            yield "name in short rows"
        yield from _of_way("way", self._ways[(*opening.way, kind)], len(self._rows))
        yield from _of_way("sign", self._by_sign[opening.way], len(self._rows))

    def _is_in_shorts(self, beginning: str) -> bool:
        found = self._in_shorts.get(beginning)
        if found is None:
            found = self._in_shorts[beginning] = self._shorts.count(beginning) > 1
        return found


def _of_way(name: str, way: _Way, rows: int) -> Iterator[str]:
    yield f"{name} rows={step_of(way.rows, _COUNTS)}"
    yield f"{name} share={step_of(100 * way.rows // rows, (1, 5, 15, 35, 60))}"
    yield f"{name} ends={_TENTHS * way.ended // way.rows}"
    yield f"{name} said={_TENTHS * way.said // way.rows}"
    yield f"{name} people={_TENTHS * way.people // way.rows}"
    yield f"{name} names={_TENTHS * len(way.names) // way.rows}"
    yield f"{name} said={_TENTHS * way.said // way.rows} people={_TENTHS * way.people // way.rows}"
    yield f"{name} rows={step_of(way.rows, _COUNTS)} ends={_TENTHS * way.ended // way.rows}"
    yield f"{name} span={_TENTHS * (way.last - way.first) // rows}"


def _of_text(row: PrintedLine) -> Iterator[str]:
    text, plain = _ends_of(row.text), _ends_of(row.flat)
    yield f"length={step_of(len(text), _LENGTHS)}"
    yield f"cells={min(len(row.cells), 4)}"
    yield f"first={kind_of(plain[0])}"
    yield f"start={''.join(map(kind_of, plain[:2]))}"
    yield f"last={kind_of(text[-1])}"
    yield f"hiragana={5 * sum('ぁ' <= sign <= 'ん' for sign in text) // len(text)}"
    if stops := text.count("。"):
        yield "stop"
        if stops > 1:
            yield "stops"
    if _is_ended(text):
        yield "ends"
    if _POLITE.search(text):
        yield "polite"
    if _PLAIN_END.search(text):
        yield "plain"
    if _TITLE_END.search(text):
        yield "title"
    if _NUMBER.match(plain):
        yield "number"
    if _MONEY.search(plain):
        yield "figures"
    if plain[0] in "([<【〔" and text[-1] in ")）]］>】〕":
        yield "bracketed"
    if text[-1] in ")）" and (behind := plain.rfind("(")) > 0:
        yield f"signed={class_of(plain[behind + 1 : -1])}"


def class_of(name: str) -> str:
    """The class of a name or word, by how it ends or what it is made of."""
    for kind, shape in _CLASSES:
        if shape.search(name) is not None:
            return kind
    return "short" if len(name) <= 8 else "long"


def _ends_of(text: str) -> str:
    """A text, or both ends of a long one."""
    half = _LOOKED_AT // 2
    return text if len(text) <= _LOOKED_AT else text[:half] + text[-half:]


def _is_ended(text: str) -> bool:
    return text[-1] in _ENDS


def _beside(shared: list[list[str]], index: int) -> Iterator[str]:
    for reach in _REACH:
        if 0 <= index + reach < len(shared):
            yield from (f"{reach:+d}{name}" for name in shared[index + reach])
        else:
            yield f"{reach:+d}edge"
