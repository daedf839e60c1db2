"""A query's text -> its signs: words, quoted texts, fields, operators and the brackets that group. No Django.

A word goes on to the next space, quote or operator, and to a sign that parts words as people list them
(防災、減災; 学校/図書館; 防災・減災). Where such a sign belongs to the word it stays: 1,234, 2023/5/31, 令和5・5・31,
ファミリー・サポート・センター, C++, A/B. So do brackets in which nothing asks for grouping: 高橋（伸）委員, （株）霞浜商事.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from search.language.categories import PART_NAMES
from search.language.dates import read_dates
from search.language.tree import Dates, FieldName, Years
from search.language.years import read_years

NEAR_BY_DEFAULT = 30
# Whatever stands on the left of the colon, the fields of time ask for no words.
PERIOD_READERS: dict[str, Callable[[str], Years | Dates | None]] = {"year": read_years, "date": read_dates}
# What may stand before a colon.
FIELD_NAMES = {
    **dict.fromkeys(("発言者", "話者", "speaker"), FieldName.SPEAKER),
    **dict.fromkeys(("会議", "会議名", "会議体", "meeting", "body"), FieldName.MEETING),
    **dict.fromkeys(("議題", "agenda", "item"), FieldName.AGENDA),
    **dict.fromkeys(("資料", "添付資料", "paper", "attachment"), FieldName.PAPER),
}
_PERIOD_NAMES = {
    **dict.fromkeys(("年度", "year"), "year"),
    **dict.fromkeys(("日付", "開催日", "date"), "date"),
}
# What asks for a category of speakers.
CATEGORY = "category"
_FIELDS = {
    **{name: field.value for name, field in FIELD_NAMES.items()},
    **{name: name for name in PART_NAMES},
    **dict.fromkeys(("区分", "発言者の区分", "発言者区分", CATEGORY), CATEGORY),
    **_PERIOD_NAMES,
}

CLOSING = {**dict.fromkeys('"“”＂〝〟', '"“”＂〝〟'), **dict.fromkeys("「｢", "」｣"), "『": "』"}
_STRAY = "」』｣"
_OPEN, _CLOSE, _BAR = "(（", ")）", "|｜"
_MINUS = "-－‐‑−–ー"
_STARS = "*＊"
_COLONS = ":："
_BREAKS = "".join(CLOSING) + _STRAY + _OPEN + _CLOSE + _BAR
_BREAK = re.escape(_BREAKS)
_COMMAS = "、，､,;；。｡"
_PARTING = _COMMAS + "・･+＋/／&＆"
_DIGIT = "[0-9０-９]"
_LATIN = "[A-Za-zＡ-Ｚａ-ｚ]"
# Signs of _PARTING that belong to the word that they stand in.
_KEPT = re.compile(
    r"https?://[A-Za-z0-9._~:/?#@!$&'+,;=%-]+"
    rf"|(?<={_DIGIT})[,，](?={_DIGIT}{{3}}(?!{_DIGIT}))"
    rf"|(?<=[ァ-ヺーｦ-ﾟ])[・･](?=[ァ-ヺｦ-ﾟ])"
    rf"|(?<![0-9０-９・･]){_DIGIT}{{1,4}}[・･]{_DIGIT}{{1,2}}[・･]{_DIGIT}{{1,2}}(?![0-9０-９・･])"
    rf"|(?:(?<={_DIGIT})|(?<=(?<!{_LATIN}){_LATIN}))[/／](?={_DIGIT}|{_LATIN}(?!{_LATIN}))"
    rf"|(?<={_LATIN})[+＋]{{2}}|(?<={_LATIN})[+＋](?=$|[\s{_BREAK}{_COMMAS}])"
    rf"|(?<=[0-9０-９A-Za-zＡ-Ｚａ-ｚ])[&＆](?=[0-9０-９A-Za-zＡ-Ｚａ-ｚ])"
)
_FIELD = re.compile(rf"([^\s{_BREAK}{_COLONS}{re.escape(_PARTING)}]{{1,12}})[{_COLONS}]\s*")
# Between the ends of a period with spaces: 日付:令和3年10月 〜 令和4年3月.
_SPACED_SPAN = re.compile(r"\s*[~〜～]\s*|(?<=[~〜～])\s+|\s+(?:[-－−–]|から)\s+")
_NEAR = re.compile("(?:NEAR[/:]?([0-9]{1,4})?|近接[/:]?([0-9]{1,4}))(?:文字)?(?:以内)?")
_NEAR_AT = re.compile(rf"(?:NEAR|ＮＥＡＲ|近接)[/／:：][0-9０-９]{{1,4}}(?:文字)?(?:以内)?(?=$|[\s{_COMMAS}{_BREAK}])")
_KANA = re.compile("[ぁ-ゖァ-ヺー]")


class SignKind(StrEnum):
    TERM = "term"
    PREFIX = "prefix"
    PHRASE = "phrase"
    FIELD = "field"
    NEAR = "near"
    OR = "or"
    AND = "and"
    NOT = "not"
    OPEN = "open"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Sign:
    """One lexical piece. `text` is the word without its star, the quoted text, the field's name as typed, or the
    distance of a NEAR."""

    kind: SignKind
    text: str = ""


_OPERATORS = {"OR": SignKind.OR, "AND": SignKind.AND, "NOT": SignKind.NOT}
_ENDS_OPERAND = frozenset({SignKind.TERM, SignKind.PREFIX, SignKind.PHRASE, SignKind.CLOSE})
_BEGINS_OPERAND = frozenset(
    {SignKind.TERM, SignKind.PREFIX, SignKind.PHRASE, SignKind.OPEN, SignKind.NOT, SignKind.FIELD}
)


def signs_of(text: str, literal: bool = False) -> list[Sign]:
    """The signs of any text; `literal` leaves in words what parts them otherwise, as quotes would."""
    return _Lexer(text, literal).signs()


def is_one_word(text: str) -> bool:
    """Whether a text is read as one word wherever it stands in a query."""
    beside = Sign(SignKind.TERM, "語")
    return signs_of(f"語 {text} 語") == [beside, Sign(SignKind.TERM, text), beside]


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a text that is nothing but words; none where it quotes, groups or combines them."""
    signs = signs_of(text)
    is_plain = all(sign.kind is SignKind.TERM for sign in signs) and not any(sign in CLOSING for sign in text)
    return tuple(sign.text for sign in signs) if is_plain else ()


def is_negated(text: str) -> bool:
    """Whether a minus in front of this text denies it wherever both stand in a query."""
    return bool(text) and signs_of(f"-{text}")[0].kind is SignKind.NOT


def field_of(name: str) -> str:
    """The field that a name before a colon means: a FieldName, a key of PERIOD_READERS or PART_NAMES, or CATEGORY; empty for
    none."""
    return _FIELDS.get(unicodedata.normalize("NFKC", name).lower(), "")


class _Lexer:
    def __init__(self, text: str, literal: bool) -> None:
        self.text = text
        self.literal = literal
        self.listing = _parting(text)
        self.parting = set() if literal else self.listing
        # The brackets that belong to words: where they open -> where they close.
        self.brackets = self._brackets_of_words()
        self.found: list[Sign] = []
        # Which of them are words in small letters that may be operators.
        self.doubtful: set[int] = set()

    def signs(self) -> list[Sign]:
        text = self.text
        at = depth = 0
        while at < len(text):
            sign = text[at]
            if sign in CLOSING:
                end = self._closed_at(at)
                if end > at:
                    self._add(SignKind.PHRASE, text[at + 1 : end])
                at = end + 1
            elif sign in _OPEN and at not in self.brackets:
                self._add(SignKind.OPEN)
                depth += 1
                at += 1
            elif sign in _CLOSE:
                if depth:  # one that nothing opened is passed over
                    self._add(SignKind.CLOSE)
                    depth -= 1
                at += 1
            elif sign in _BAR:
                self._add(SignKind.OR)
                at += 1
            elif sign.isspace() or sign in _STRAY or at in self.parting:
                at += 1
            elif self._is_not(at):
                self._add(SignKind.NOT)
                at += 1
            elif (field := self._field_at(at)) is not None:
                at = self._add_field(field)
            else:
                at = self._add_word(at)
        return [self._settled(place, sign) for place, sign in enumerate(self.found)]

    def _add(self, kind: SignKind, text: str = "") -> None:
        self.found.append(Sign(kind, text))

    def _add_field(self, field: re.Match[str]) -> int:
        """Gives where the next sign begins: what a field of time names is read whole (年度:-2020 is no negation)."""
        self._add(SignKind.FIELD, field[1])
        reader = PERIOD_READERS.get(field_of(field[1]))
        if reader is None:
            return field.end()
        start, end = field.end(), self._period_end(field.end())
        span = _SPACED_SPAN.match(self.text, end)
        if span and reader(self.text[start : self._period_end(span.end())]):
            end = self._period_end(span.end())
        if end > start:
            self._add(SignKind.TERM, self.text[start:end])
        return end

    def _period_end(self, at: int) -> int:
        """Where what a field of time names ends: other than in a word, only commas part it (令和5・5)."""
        while at < len(self.text):
            sign = self.text[at]
            if sign.isspace() or sign in _BREAKS or (at in self.listing and sign in _COMMAS):
                break
            at += 1
        return at

    def _add_word(self, at: int) -> int:
        near = _NEAR_AT.match(self.text, at)
        end = near.end() if near else self._word_end(at)
        word = self.text[at:end]
        folded = unicodedata.normalize("NFKC", word)
        operator = _OPERATORS.get(folded.upper())
        distance = _NEAR.fullmatch(folded)
        if operator and folded.isupper():
            self._add(operator)
        elif distance:
            self._add(SignKind.NEAR, distance[1] or distance[2] or str(NEAR_BY_DEFAULT))
        else:
            if operator:
                self.doubtful.add(len(self.found))
            self._add(*self._taken(word))
        return end

    def _taken(self, word: str) -> tuple[SignKind, str]:
        """A word without the star at its end, and without the brackets that hold all of it."""
        is_alone = self._kind_before() not in (SignKind.FIELD, SignKind.NOT)
        if self.literal and is_alone and word[-1] not in _STARS:
            return SignKind.TERM, word  # letter by letter, brackets are looked for too
        begun = _without_brackets(word)
        if begun[-1] not in _STARS:
            return SignKind.TERM, begun
        while (bare := _without_brackets(begun.rstrip(_STARS))) != begun:
            begun = bare
        return (SignKind.TERM if self.literal and _parting(begun) else SignKind.PREFIX), begun

    def _settled(self, place: int, sign: Sign) -> Sign:
        """防災 or 訓練: between words it is the operator, elsewhere a word."""
        if place not in self.doubtful or not 0 < place < len(self.found) - 1:
            return sign
        before, after = self.found[place - 1].kind, self.found[place + 1].kind
        is_operator = before in _ENDS_OPERAND and after in _BEGINS_OPERAND and place + 1 not in self.doubtful
        return Sign(_OPERATORS[unicodedata.normalize("NFKC", sign.text).upper()]) if is_operator else sign

    def _word_end(self, at: int) -> int:
        while at < len(self.text):
            if at in self.brackets:
                at = self.brackets[at] + 1
            elif self._is_break(at):
                break
            else:
                at += 1
        return at

    def _is_break(self, at: int) -> bool:
        sign = self.text[at]
        return sign.isspace() or sign in _BREAKS or at in self.parting

    def _closed_at(self, at: int) -> int:
        """Where the quote that opens here is closed; the place itself where it is not."""
        closing = CLOSING[self.text[at]]
        return next((place for place in range(at + 1, len(self.text)) if self.text[place] in closing), at)

    def _brackets_of_words(self) -> dict[int, int]:
        """Those in which nothing asks for grouping: no space, no operator, no sign that parts words."""
        found: dict[int, int] = {}
        opened: list[int] = []
        grouping: set[int] = set()
        at = 0
        while at < len(self.text):
            sign = self.text[at]
            if sign in _OPEN:
                opened.append(at)
            elif sign in _CLOSE and opened:
                start = opened.pop()
                if start in grouping or at == start + 1 or self._begins_group(start + 1):
                    grouping.update(opened[-1:])
                else:
                    found[start] = at
            elif sign not in _CLOSE and self._is_break(at):
                grouping.update(opened[-1:])
            at = self._closed_at(at) + 1 if sign in CLOSING else at + 1
        return found

    def _begins_group(self, at: int) -> bool:
        return self._field_at(at) is not None or (self._may_negate(at) and not _is_digit(self.text[at + 1 : at + 2]))

    def _field_at(self, at: int) -> re.Match[str] | None:
        match = _FIELD.match(self.text, at) if self._starts_word(at) else None
        return match if match is not None and field_of(match[1]) else None

    def _is_not(self, at: int) -> bool:
        """A minus in front of a word. Before a number it is its sign, unless there are words to take that from."""
        if not (self._starts_word(at) and self._may_negate(at)):
            return False
        return not _is_digit(self.text[at + 1]) or self._kind_before() in _ENDS_OPERAND

    def _may_negate(self, at: int) -> bool:
        """Whether a minus stands here; one before a space, another minus or nothing is a dash that means nothing, and
        ー before kana is a long vowel."""
        sign, following = self.text[at : at + 1], self.text[at + 1 : at + 2]
        if not sign or sign not in _MINUS or not following or following in _MINUS + _CLOSE + _BAR:
            return False
        if following.isspace() or at + 1 in self.parting:
            return False
        return sign != "ー" or not _KANA.match(following)

    def _starts_word(self, at: int) -> bool:
        before = self.text[at - 1 : at]
        return not before or at - 1 in self.parting or before.isspace() or before in _BREAKS + _COLONS + _MINUS

    def _kind_before(self) -> SignKind | None:
        return self.found[-1].kind if self.found else None


def _parting(text: str) -> set[int]:
    """Where signs stand that part words."""
    kept = {place for match in _KEPT.finditer(text) for place in range(*match.span())}
    return {place for place, sign in enumerate(text) if sign in _PARTING and place not in kept}


def _without_brackets(word: str) -> str:
    """(防災) -> 防災; nothing is taken from (株)霞浜(商事)."""
    while word[:1] and word[0] in _OPEN and _partner(word) == len(word) - 1:
        word = word[1:-1]
    return word


def _partner(word: str) -> int:
    """Where the bracket that a word begins with is closed."""
    depth = 0
    for place, sign in enumerate(word):
        depth += (sign in _OPEN) - (sign in _CLOSE)
        if not depth:
            return place
    return -1


def _is_digit(sign: str) -> bool:
    return unicodedata.normalize("NFKC", sign).isdecimal()
