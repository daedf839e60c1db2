"""Folded text -> words and their short units, by Sudachi. The only module of search that knows SudachiPy; no Django.

A word is what Sudachi calls a C token (東京都), its units are the A tokens inside it (東京, 都). Units are
numbered through the text; a word stands where its first unit stands. Particles, auxiliaries, signs and
spaces are units too, so that distances are true, but hold no lexeme.

A lexeme is a surface (取組) or, marked with NORMALIZED, the dictionary's normalized form of a surface
that differs from it (=取り組み). Verbs and adjectives always hold their normalized form (=進める), and their
surface only in the two forms that are written like nouns or like the dictionary's (進め, 進める): the others
are never asked for. Two nominal units side by side are a lexeme too (区長 in 品川|区|長), at the place of the
first: compounds are found without comparing positions, and where the dictionary cuts the same words
otherwise in another sentence.

A verb in front of a noun or at the end (取り組み in 取り組み状況) that the dictionary also has as a noun is
that noun: 取組状況 is then the same compound. A short text that is one word of the dictionary, as queries often
are, is that word, however it would be cut within a sentence (十分 is not ten minutes).

A percent sign is a unit behind its number, so that 10% is not every 10; so is the sign of a legal form, (株), and
each 々 that no word of the dictionary holds. 1234千円 is 1234, 千 and 円.
"""

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import islice, product

from sudachipy import Dictionary, Morpheme, SplitMode, Tokenizer

from search.words.folding import fold_text
from search.words.legal_forms import LEGAL_FORM, NAMES_OF_FORMS

NORMALIZED = "="
# Postgres takes 2,046 bytes a lexeme; nothing that is a word comes near this many characters.
LONGEST_LEXEME = 200
# One call takes at most 49,149 bytes: four bytes a character at worst.
LONGEST_CALL = 12_000
LONGEST_QUERY_TERM = 60
_SENTENCE_END = re.compile("[。\n！？!?](?=[^。\n！？!?」』）)]|$)")
_NO_LEXEME = frozenset({"助詞", "助動詞", "補助記号", "空白"})
_NOMINAL = frozenset({"名詞", "接頭辞", "接尾辞", "形状詞", "記号"})
_COMMON_NOUN = ("名詞", "普通名詞")
_INFLECTED = frozenset({"動詞", "形容詞"})
_DONE = "サ変可能"
_NOUN_LIKE_FORM = "連用形-一般"
_PLAIN_FORMS = (_NOUN_LIKE_FORM, "終止形")
# Words that say nothing of what a sentence is about: by their part of speech, or by their dictionary form where they
# share it with words that do (formal nouns, verbs of asking and saying).
_FUNCTION = frozenset({"代名詞", "連体詞", "接続詞", "感動詞", "副詞", "接頭辞", "接尾辞"})
_DEPENDENT = "非自立可能"
_EMPTY_FORMS = frozenset(
    "こと 事 もの 物 者 ため 為 ところ 所 時 とき わけ 訳 はず 筈 よう 様 方 ほう 点 件 等 場合 幾ら 何人 何時 何年 何件 何回 何月"
    " 何日 つく 付く 就く 関する 因る 教える 知る 思う 言う 聞く 伺う 尋ねる 願う 致す 考える 御座る 仕方 程度".split()
)
_KANJI = re.compile("[一-鿿々]")
_SHORTEST_COMPOUND = 3
_NOUN_IN_KANJI = re.compile("[一-鿿々]{1,4}")
_WORD_IN_KANJI = re.compile("[一-鿿々]{2,4}")
_TWO_VERBS_IN_KANJI = re.compile("[一-鿿]{2}")
_TWO_VERBS = re.compile("[一-鿿][ぁ-ん]{0,2}[一-鿿][ぁ-ん]{1,3}")
_OF_TWO_VERBS = re.compile("[一-鿿][ぁ-ん]{1,2}[一-鿿][ぁ-ん]{1,3}")
_SECOND_VERB = re.compile("[一-鿿][ぁ-ん]{1,3}")
# What the first verb of a compound ends in.
_OKURIGANA = "いきぎしちにびみりえけげせてねべめれ"
_COPULA = frozenset({"です", "だ"})
_NUMBER = re.compile("[0-9]+|[〇一二三四五六七八九十百千]+")
# What a number counts even where the dictionary has both as one word: 一人, 三丁目; not 一部, 一般.
_COUNTER = re.compile("[人名年月日回件次号級位条項期週点個台校園館階]|丁目")
# What holds a lexeme though it is a sign, and how the dictionary would spell it.
SIGNS = {"%": "パーセント", "‰": "パーミル", "々": "々"}
# Thousands in digits and what multiplies them: 1,234千(円) of a table is looked for as 1,234. 10 is not in 10万.
_SCALED = re.compile("([0-9]{4,}(?:[.][0-9]+)?)([十百千万億兆].*)")
_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ"))}
_CACHED_WORDS = 400_000
_SHORT = 8
MOST_READINGS = 24
_TEN_PEOPLE = "十人"


@dataclass(frozen=True, slots=True)
class Unit:
    """The shortest piece of text that a search can match: both forms folded; empty where it holds no lexeme.

    `lexemes` is what the index holds of it. `verb`: the verb of which it may be a form, for a noun that the dictionary
    has in other spellings alone.
    """

    surface: str
    normalized: str
    length: int
    is_nominal: bool = False
    lexemes: tuple[str, ...] = ()
    verb: str = ""

    @property
    def is_gap(self) -> bool:
        """Whether it only takes a position: a particle, a sign, a space."""
        return not self.surface


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """One dictionary word as it stands in a text, and the units it is made of (one: itself).

    One object stands for it wherever texts hold it.

    `reading` is in hiragana. `entries` is what the vocabulary gains from it: (surface, normalized form, reading).
    `noun` is the noun that it is where it forms a compound, for verbs that have one.
    `is_numeral`: it is a number, in digits or in kanji. `is_content`: it says what a sentence is about, as いつ, する and
    こと do not. `follows_verbs`: what stands
    before it is no noun (ます, ながら).

    Of `lexemes`, `wholes` are those of the word itself and `parts` those of its units. `head` and `tail` are its
    first and last unit where they can be one with their neighbours.
    `firsts` and `seconds` are what it may stand for as the first (打: 打ち) and as the second verb (切り; 切: 切り) of a
    compound that the dictionary knows with its okurigana alone; `may_be_first`: whether it may be a noun before the
    verb of one (値 of 値上).
    """

    surface: str
    normalized: str
    units: tuple[Unit, ...]
    lexemes: tuple[tuple[int, str], ...]
    reading: str = ""
    entries: tuple[tuple[str, str, str], ...] = ()
    noun: "Token | None" = None
    is_numeral: bool = False
    is_content: bool = True
    follows_verbs: bool = False
    firsts: tuple[str, ...] = ()
    seconds: tuple[str, ...] = ()
    may_be_first: bool = False
    size: int = field(init=False)
    wholes: tuple[str, ...] = field(init=False)
    parts: tuple[tuple[int, str], ...] = field(init=False)
    head: Unit | None = field(init=False)
    tail: Unit | None = field(init=False)

    def __post_init__(self) -> None:
        # Reckoned once for a word, not at each of its occurrences in an archive.
        forms = (self.surface, NORMALIZED + self.normalized)
        first, last = self.units[0], self.units[-1]
        derived = {
            "size": len(self.units),
            "wholes": tuple(lexeme for offset, lexeme in self.lexemes if not offset and lexeme in forms),
            "parts": tuple((offset, lexeme) for offset, lexeme in self.lexemes if offset or lexeme not in forms),
            "head": first if self.lexemes and first.is_nominal else None,
            "tail": last if self.lexemes and last.is_nominal else None,
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)


@cache
def _dictionary() -> Dictionary:
    return Dictionary()


def preload_dictionary() -> None:
    """Loads the dictionary, so that the first search need not and processes forked afterwards share its memory."""
    tokenize("")


def tokenize(folded: str) -> list[tuple[int, Token]]:
    """The words of a folded text, each with the offset where it starts; of any length, in one pass."""
    return list(_tokenized_query(folded)) if len(folded) <= LONGEST_QUERY_TERM else _tokenized(folded)


@lru_cache(maxsize=4_000)
def _tokenized_query(folded: str) -> tuple[tuple[int, Token], ...]:
    """Kept, since one search asks for the words of its terms some hundred times."""
    return tuple(_tokenized(folded))


def _tokenized(folded: str) -> list[tuple[int, Token]]:
    found: list[tuple[int, Token]] = []
    tokenizer = _tokenizer()
    known = _CACHE
    # What the word before is as a noun, if it is one in front of another.
    noun: Token | None = None
    for start, end in _calls(folded):
        part = folded[start:end]
        begin = 0
        for morpheme in tokenizer.tokenize(part):
            # Morphemes cover the text without holes, so each begins where the last one ended.
            stop = morpheme.end()
            key = (morpheme.word_id(), part[begin:stop])
            word = known.get(key)
            if word is None:
                word = _word(morpheme, key[1])
                if len(known) >= _CACHED_WORDS:
                    known.clear()
                known[key] = word
            if noun is not None and (
                word.units[0].is_nominal or (_is_spelled_otherwise(noun) and not word.follows_verbs)
            ):
                found[-1] = (found[-1][0], noun)
            noun = word.noun
            compound = None
            if word.seconds and found and (found[-1][1].firsts or found[-1][1].may_be_first):
                is_counted = len(found) > 1 and found[-2][1].is_numeral
                compound = _compound(found[-1][1], word, is_counted)
            if compound is not None:
                found[-1] = (found[-1][0], compound)
                noun = None
            elif word.surface == _TEN_PEOPLE and found and found[-1][1].is_numeral:
                at, number = found.pop()
                found += [(offset + at, part) for offset, part in _people(number.surface)]
            else:
                found.append((start + begin, word))
            begin = stop
    if noun is not None:
        found[-1] = (found[-1][0], noun)
    if "(" in folded:
        found = _with_legal_forms(found, folded)
    if len(found) > 1 and len(folded) <= _SHORT:
        whole = _one_word(folded)
        return found if whole is None else [(0, whole)]
    return found


def _with_legal_forms(found: list[tuple[int, Token]], folded: str) -> list[tuple[int, Token]]:
    """The words with one in the place of each legal form, however the dictionary cuts it: (, 福, )."""
    forms = {match.start(): match for match in LEGAL_FORM.finditer(folded)}
    if not forms:
        return found
    kept: list[tuple[int, Token]] = []
    end = 0
    for start, word in found:
        if start in forms:
            end = forms[start].end()
            kept.append((start, _legal_form(forms[start][0])))
        elif start >= end:
            kept.append((start, word))
    return kept


@cache
def _legal_form(surface: str) -> Token:
    name = NAMES_OF_FORMS[surface][0]
    unit = Unit(surface, name, len(surface), True, lexemes_of(surface, name))
    reading = "".join(word.reading for _, word in tokenize(name))
    lexemes = tuple((0, lexeme) for lexeme in unit.lexemes)
    return Token(surface, name, (unit,), lexemes, reading, ((surface, name, reading),))


@cache
def _people(number: str) -> list[tuple[int, Token]]:
    """二 before 十人, which the dictionary has as a place: 二十 and 人."""
    number += _TEN_PEOPLE[0]
    return [*tokenize(number), (len(number), tokenize(_TEN_PEOPLE[1])[0][1])]


def units_of(folded: str) -> Iterator[tuple[int, Unit]]:
    """The units of a folded text, each with the offset where it starts."""
    for start, word in tokenize(folded):
        for unit in word.units:
            yield start, unit
            start += unit.length


def vocabulary_of(found: Iterable[Token]) -> set[tuple[str, str, str]]:
    """The words and units, of one text or of many, that a search may offer: (surface, normalized form, reading).

    Particles, signs, numerals and verbs in forms that no one types are left out.
    """
    return set().union(*[word.entries for word in set(found)])


def reading_of(folded: str) -> str:
    """How a folded text is read, in hiragana; signs and what has no reading stay as they are."""
    return "".join(word.reading for _, word in tokenize(folded))


def readings_of(folded: str) -> tuple[str, ...]:
    """The ways in which a short folded text may be read, the likeliest first, at most MOST_READINGS: where a word is
    written wrongly, it is often cut into single signs, of which each may be read in several ways (高|例|者)."""
    slots = []
    for _, word in tokenize(folded):
        others = _readings_of_sign(word.surface) if len(word.surface) == 1 and _KANJI.match(word.surface) else ()
        slots.append(tuple(dict.fromkeys((word.reading, *others))))
    return tuple(dict.fromkeys(islice(map("".join, product(*slots)), MOST_READINGS)))


def _readings_of_sign(sign: str) -> list[str]:
    """How a kanji is read as a word or a part of one; names of people and places read it in any way."""
    return [
        _reading_of(morpheme)
        for morpheme in _dictionary().lookup(sign)
        if morpheme.part_of_speech()[0] in _NOMINAL and morpheme.part_of_speech()[1] != "固有名詞"
    ]


def normalized_form(folded: str) -> str:
    """A folded text with every word in the dictionary's normalized form: spellings of one word are equal."""
    parts = []
    for start, word in tokenize(folded):
        text = "".join(unit.normalized for unit in word.units)
        parts.append(text or folded[start : start + sum(unit.length for unit in word.units)])
    return "".join(parts)


def numerals(folded: str) -> list[tuple[int, int]]:
    """The spans of a short text that are numbers, in digits or in kanji; 一 in 一般 is none."""
    starts = {offset: word for offset, word in tokenize(folded) if word.surface}
    found = []
    for match in _NUMBER.finditer(folded):
        start, end = match.span()
        # Where a word begins within the signs, the number ends: 第一|四半期. 十人 is a place, and no such word.
        end = next((at for at in range(start + 1, end) if at in starts and _is_word(starts[at])), end)
        if start not in starts:
            continue
        word = starts[start]
        if word.is_numeral and word.surface[end - start :].strip("万億兆"):
            continue  # 一万五千 is one number of two parts; the dictionary reads it as 15000
        if word.is_numeral:
            # With the word behind it, it may be one word that is only cut so here: 十分.
            behind = starts.get(end)
            is_number = behind is None or _one_word(folded[start : end + len(behind.surface)]) is None
        else:
            is_number = bool(_COUNTER.fullmatch(folded, end, start + len(word.surface)))
        if is_number:
            found.append((start, end))
    return found


def _is_word(word: Token) -> bool:
    return not word.is_numeral and _one_word(word.surface) is not None


def knows(folded: str) -> bool:
    """Whether the dictionary has a word of this spelling."""
    return len(_dictionary().lookup(folded)) > 0


def says_nothing(folded: str) -> bool:
    """Whether a text is a function word (の, こと, いつ, について). よさん, which the dictionary cuts as よ and さん, is none."""
    words = [word for _, word in tokenize(folded)]
    if any(word.is_content for word in words):
        return False
    ends = (words[0], words[-1]) if words else ()
    return len(words) == 1 or all(word.units[0].is_gap for word in ends)


def _one_word(folded: str) -> Token | None:
    """The text as one word of the dictionary; names of people and places are none."""
    for morpheme in _dictionary().lookup(folded):
        part_of_speech = morpheme.part_of_speech()
        if part_of_speech[0] not in _NO_LEXEME and part_of_speech[1] not in ("固有名詞", "数詞"):
            return _word(morpheme, folded)
    return None


# Words by (word id, surface): both together decide everything else, also for words unknown to the dictionary.
_CACHE: dict[tuple[int, str], Token] = {}
_LOCAL = threading.local()


def _tokenizer() -> Tokenizer:
    """This thread's own: a Tokenizer refuses concurrent use."""
    tokenizer: Tokenizer | None = getattr(_LOCAL, "tokenizer", None)
    if tokenizer is None:
        tokenizer = _LOCAL.tokenizer = _dictionary().tokenizer(SplitMode.C)
    return tokenizer


def _calls(folded: str) -> Iterator[tuple[int, int]]:
    """Spans short enough for one call, cut after a sentence where there is one."""
    start = 0
    while len(folded) - start > LONGEST_CALL:
        limit = start + LONGEST_CALL
        ends = [match.end() for match in _SENTENCE_END.finditer(folded, start, limit)]
        cut = ends[-1] if ends else limit
        yield start, cut
        start = cut
    yield start, len(folded)


def _word(morpheme: Morpheme, surface: str) -> Token:
    unknown = _noun_unknown(morpheme, surface)
    if unknown is not None:
        return unknown
    noun = _noun_of(morpheme, surface)
    parts = morpheme.split(SplitMode.A)
    pieces = [_unit(part, part.surface()) for part in parts]
    whole = _unit(morpheme, surface)
    is_split = len(pieces) > 1 and sum(piece.length for piece in pieces) == len(surface)
    if scaled := _SCALED.fullmatch(surface):
        pieces = [Unit(piece, piece, len(piece), True, (piece,)) for piece in scaled.groups()]
    elif not is_split:
        pieces = [whole]
    lexemes = dict.fromkeys((0, lexeme) for lexeme in whole.lexemes)
    for place, piece in enumerate(pieces):
        lexemes |= dict.fromkeys((place, lexeme) for lexeme in piece.lexemes)
        if place and pieces[place - 1].is_nominal and piece.is_nominal:
            pair = pair_of(pieces[place - 1], piece)
            lexemes |= dict.fromkeys((place - 1, lexeme) for lexeme in lexemes_of(*pair))
    firsts = _verbs_begun(surface) if len(surface) == 1 and whole.surface and _KANJI.match(surface) else ()
    may_be_second = len(surface) > 1 and _SECOND_VERB.fullmatch(surface) and _renyou(surface) is not None
    # 取り組み、 is found by the noun 取組 too: the index keeps its surface.
    entries = [_entry(whole, morpheme), *(noun.entries if noun is not None else ())]
    if is_split:
        entries += [_entry(piece, part) for piece, part in zip(pieces, parts, strict=True)]
    return Token(
        whole.surface,
        whole.normalized,
        tuple(pieces),
        tuple(lexemes),
        _reading_of(morpheme) or surface if whole.surface else surface,
        tuple(entry for entry in dict.fromkeys(entries) if entry is not None),
        noun,
        morpheme.part_of_speech()[1] == "数詞",
        bool(whole.surface) and _says_something(morpheme),
        _follows_verbs(morpheme),
        firsts,
        (surface,) if may_be_second else firsts,
        _is_common_noun(morpheme) and bool(_NOUN_IN_KANJI.fullmatch(surface)),
    )


def _is_common_noun(morpheme: Morpheme) -> bool:
    """Whether it is a noun, or the ending of one, that is no name and no number."""
    kind, sort, *_ = morpheme.part_of_speech()
    return kind in _NOMINAL and sort not in ("固有名詞", "数詞")


def _follows_verbs(morpheme: Morpheme) -> bool:
    part_of_speech = morpheme.part_of_speech()
    if part_of_speech[0] == "助動詞":
        is_copula: bool = morpheme.normalized_form() in _COPULA
        return not is_copula
    is_joining: bool = part_of_speech[:2] == ("助詞", "接続助詞")
    return is_joining


def _says_something(morpheme: Morpheme) -> bool:
    kind, sort, *_ = morpheme.part_of_speech()
    return kind not in _FUNCTION and sort != _DEPENDENT and morpheme.normalized_form() not in _EMPTY_FORMS


def _noun_of(morpheme: Morpheme, surface: str) -> Token | None:
    """取り組み, read as a verb, as the noun that the dictionary has too."""
    part_of_speech = morpheme.part_of_speech()
    if part_of_speech[0] != "動詞" or part_of_speech[5] != _NOUN_LIKE_FORM:
        return None
    if len(surface) < 2 or not _KANJI.match(surface):
        return None
    verb = morpheme.normalized_form()
    for noun in _common_nouns(surface):
        # Another word of the same spelling (出し as だし) is no form of this one.
        if noun.normalized_form()[:1] == surface[0]:
            word = _word(noun, surface)
            return _with_verb(word, verb) if _is_spelled_otherwise(word) else word
    if spelled := _noun_spelled_otherwise(morpheme, surface):
        return spelled
    # 見守り, of which the dictionary has the verb alone, is a noun all the same.
    return _spelled_otherwise(surface, morpheme, verb) if _TWO_VERBS.fullmatch(surface) else None


def _noun_spelled_otherwise(morpheme: Morpheme, surface: str) -> Token | None:
    """打切り, of which the dictionary has the verb alone, as the noun 打ち切り, and 持込 as 持ち込み."""
    verb = morpheme.normalized_form()
    if _TWO_VERBS_IN_KANJI.fullmatch(surface):
        # How such a verb is inflected, the dictionary guesses.
        plain = next((verb[:-1] + kana for kana in ("", *_OKURIGANA) if _common_nouns(verb[:-1] + kana)), "")
        return _spelled_otherwise(surface, _common_nouns(plain)[0], verb) if plain else None
    if len(surface) < _SHORTEST_COMPOUND:
        return None
    is_godan = "五段" in morpheme.part_of_speech()[4]
    plain = verb[:-1] + (surface[-1] if is_godan else "")
    for noun in _common_nouns(plain):
        if noun.reading_form() == morpheme.reading_form():
            return _spelled_otherwise(surface, noun, verb)
    return None


def _noun_unknown(morpheme: Morpheme, surface: str) -> Token | None:
    """打合, which the dictionary has as somebody's name alone, as the noun 打ち合わせ, and 棲分, which it does not have,
    as 棲み分け: two verbs without okurigana."""
    if not _TWO_VERBS_IN_KANJI.fullmatch(surface):
        return None
    if morpheme.is_oov():
        (_, first), (_, second) = tokenize(surface[0])[0], tokenize(surface[1])[0]
        return _compound(first, second, False)
    if morpheme.part_of_speech()[1] != "固有名詞":
        return None
    known = [word for word in _dictionary().lookup(surface) if word.part_of_speech()[1] != "固有名詞"]
    longer = [] if known else _nouns_begun(surface)
    nouns = [noun for noun in known or longer if _OF_TWO_VERBS.fullmatch(noun.normalized_form())]
    # What is done first: 打ち合わせ, not 打ち合い; 棚上げ, but not 中越え.
    done = [noun for noun in nouns or longer if noun.part_of_speech()[2] == _DONE]
    return _shortest([_spelled_otherwise(surface, noun) for noun in done or nouns])


def _normalized(morpheme: Morpheme, surface: str) -> str:
    """The dictionary's normalized form, folded; the same for all spellings of a word.

    The dictionary spells some in two steps (貼付け: 貼り付け: 張り付け), and has nouns without their okurigana as
    words of their own (出入, 出入り).
    """
    form: str = morpheme.normalized_form()
    if form != surface:
        words = _alike(_dictionary().lookup(form), morpheme)
    else:
        is_noun = morpheme.part_of_speech()[:2] == _COMMON_NOUN and _WORD_IN_KANJI.fullmatch(surface)
        words = _alike(_common_nouns(surface + _reading_of(morpheme)[-1:]), morpheme) if is_noun else []
    forms = {word.normalized_form() for word in words}
    return fold_text(forms.pop() if len(forms) == 1 else form)


def _alike(words: Iterable[Morpheme], morpheme: Morpheme) -> list[Morpheme]:
    """Those of some words that are read alike, and are a part of speech alike."""
    reading, part_of_speech = morpheme.reading_form(), morpheme.part_of_speech()[:2]
    return [word for word in words if word.reading_form() == reading and word.part_of_speech()[:2] == part_of_speech]


@lru_cache(_CACHED_WORDS)
def _compound(first: Token, second: Token, is_counted: bool) -> Token | None:
    """積 and 残し as 積み残し, 打 and 切 as 打ち切り, 値 and 上 as 値上げ: where the dictionary has one such compound.

    Of a noun that a number counts (1日付) the verb is none of its own.
    """
    surface = first.surface + second.surface
    plains = [one + other for one in first.firsts for other in second.seconds]
    found = [_spelled_otherwise(surface, noun, verb.normalized_form()) for verb, noun in _verbs_and_nouns(plains)]
    # Without any okurigana it may be many a verb, unless it is cut as one: 見, not 予算書 before 上.
    if len(second.surface) > 1 or (first.tail is None and second.head is not None):
        found = found or [
            _spelled_otherwise(surface, verb, verb.normalized_form()) for verb in map(_renyou, plains) if verb
        ]
    if len(second.surface) == 1 and second.head is not None and first.may_be_first and not is_counted:
        found = found or [_spelled_otherwise(surface, noun) for noun in _nouns_begun(surface)]
    return _shortest(found)


def _verbs_and_nouns(plains: Sequence[str]) -> Iterator[tuple[Morpheme, Morpheme]]:
    """The compounds of two verbs that the dictionary has as verbs and as nouns."""
    for plain in plains:
        verb, nouns = _renyou(plain), _common_nouns(plain)
        if verb is not None and nouns:
            yield verb, nouns[0]


def _shortest(found: Sequence[Token]) -> Token | None:
    """The one word that several spellings are, or of which the least is left out: of 値上 値上げ, not 値上がり."""
    words = {word.normalized: word for word in found}
    least = min(map(len, words), default=0)
    shortest = [word for word in words.values() if len(word.normalized) == least]
    return shortest[0] if len(shortest) == 1 else None


def _verbs_begun(kanji: str) -> tuple[str, ...]:
    """切 -> 切り, 切れ; 見 -> 見."""
    return tuple(kanji + kana for kana in ("", *_OKURIGANA) if _renyou(kanji + kana) is not None)


def _nouns_begun(kanji: str) -> list[Morpheme]:
    """値上 -> 値上げ, 値上り."""
    return [noun for kana in _OKURIGANA for noun in _common_nouns(kanji + kana)]


def _common_nouns(text: str) -> list[Morpheme]:
    return [noun for noun in _dictionary().lookup(text) if noun.part_of_speech()[:2] == _COMMON_NOUN]


def _renyou(text: str) -> Morpheme | None:
    """The verb of which a text is the form that nouns and compounds are made of."""
    for verb in _dictionary().lookup(text):
        part_of_speech = verb.part_of_speech()
        if part_of_speech[0] == "動詞" and part_of_speech[5] == _NOUN_LIKE_FORM:
            return verb
    return None


def _spelled_otherwise(surface: str, word: Morpheme, verb: str = "") -> Token:
    """A word of the dictionary in a spelling that it does not have; it is found by the verb, too."""
    normalized, reading = fold_text(word.normalized_form()), _reading_of(word)
    unit = Unit(surface, normalized, len(surface), True, lexemes_of(surface, normalized))
    lexemes = tuple((0, lexeme) for lexeme in unit.lexemes)
    noun = Token(surface, normalized, (unit,), lexemes, reading, ((surface, normalized, reading),))
    return _with_verb(noun, verb) if verb else noun


def _with_verb(noun: Token, verb: str) -> Token:
    verb = fold_text(verb)
    first = replace(noun.units[0], verb=verb)
    lexemes = dict.fromkeys((*noun.lexemes, (0, NORMALIZED + verb)))
    return replace(noun, units=(first, *noun.units[1:]), lexemes=tuple(lexemes))


def _is_spelled_otherwise(noun: Token) -> bool:
    return noun.normalized != noun.surface and len(noun.surface) >= _SHORTEST_COMPOUND


def _entry(unit: Unit, morpheme: Morpheme) -> tuple[str, str, str] | None:
    if not unit.lexemes or unit.surface not in unit.lexemes or morpheme.part_of_speech()[1] == "数詞":
        return None
    return unit.surface, unit.normalized, (_reading_of(morpheme) or unit.surface)[:LONGEST_LEXEME]


def _reading_of(morpheme: Morpheme) -> str:
    return fold_text(morpheme.reading_form()).translate(_HIRAGANA)


def pair_of(first: Unit, second: Unit) -> tuple[str, str]:
    """The surface and the normalized form of two units side by side."""
    return first.surface + second.surface, first.normalized + second.normalized


def lexemes_of(surface: str, normalized: str) -> tuple[str, ...]:
    """What the index holds of a pair, and of a word or unit that does not inflect."""
    if not surface:
        return ()
    return (surface,) if normalized == surface else (surface, NORMALIZED + normalized)


def _unit(morpheme: Morpheme, surface: str) -> Unit:
    part_of_speech = morpheme.part_of_speech()
    if surface in SIGNS:
        return Unit(surface, SIGNS[surface], len(surface), True, lexemes_of(surface, SIGNS[surface]))
    if part_of_speech[0] in _NO_LEXEME or not surface[:1].isalnum():
        return Unit("", "", len(surface))
    normalized = (_normalized(morpheme, surface) or surface)[:LONGEST_LEXEME]
    short = surface[:LONGEST_LEXEME]
    lexemes = lexemes_of(short, normalized)
    if part_of_speech[0] in _INFLECTED:
        is_plain = part_of_speech[5].startswith(_PLAIN_FORMS)
        lexemes = (*([short] if is_plain else []), NORMALIZED + normalized)
    return Unit(short, normalized, len(surface), part_of_speech[0] in _NOMINAL, lexemes)


def names_a_person(folded: str) -> bool:
    """Whether a folded text holds what the dictionary knows as a person's name."""
    return any(
        "人名" in morpheme.part_of_speech()
        for start, end in _calls(folded)
        for morpheme in _tokenizer().tokenize(folded[start:end])
    )
