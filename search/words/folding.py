"""One folding for the index and the query: spellings that mean the same become the same characters.

NFKC (full-width letters, half-width kana, ligatures such as ㈱), lower case, old and variant kanji
(國→国, 髙→高), dashes, long-vowel signs; combining marks, variation selectors and control signs go. So do the
spaces that extraction leaves beside Latin letters and digits (庁内 LAN 環境) and the commas of thousands.
What only Japanese words tell apart (取組/取り組み, サーバ/サーバー) is left to search.words.tokens.
Imports yosina's tables, nothing of Django.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from yosina.transliterators.kanji_old_new import KANJI_OLD_NEW_MAPPINGS
from yosina.transliterators.radicals import RADICALS_MAPPINGS

# Reviewed by hand: variants that neither NFKC nor yosina's old-new table joins, those in names, then those that JIS
# X 0213 and the 表外漢字字体表 have beside the everyday form. 斎/齋 and 斉/齊 stay two groups; 籠 keeps its everyday
# form, which the dictionary knows.
_VARIANTS = {
    **dict(zip("髙﨑嵜㟢邉栁桺槗𣘺𠮷曻舘桒嶋嶌", "高崎崎崎辺柳柳橋橋吉昇館桑島島", strict=True)),
    **dict(zip("冨濵渕淵舩埜穐龝曾峯頴昻蘓籠桧", "富浜淵淵船野秋秋曽峰穎昂蘇籠檜", strict=True)),
    "檜": "檜",
    **dict(
        zip("𠮟幷姸篭桝讚鉤廐廏藪籔濾谿溯减决况冲凉珎禀皋", "叱并妍籠枡讃鈎厩厩薮薮沪渓遡減決況沖涼珍稟皐", strict=True)
    ),
    **dict(zip("葬塟迹鴈駈欝麸皷壻彎穉粮鎭麪愼汙韭劔飮鄰", "葬葬跡雁駆鬱麩鼓婿弯稚糧鎮麺慎汚韮剣飲隣", strict=True)),
    **dict(zip("旣逹躰軆圀貓隸烟羮脉銕冝恊曡畊妒蘆莓萠纒", "既達体体国猫隷煙羹脈鉄宜協畳耕妬芦苺萌纏", strict=True)),
    # Radicals whose usual character in Japan is not the one that yosina names, or that it leaves out.
    **dict(zip("⺟⻄⻆⻑⻘⻝⻣⻤⻨⻩⻫⻭⻯⻲⺠⻁", "母西角長青食骨鬼麦黄斉歯竜亀民虎", strict=True)),
}
_DASHES = "‐‑‒–—―−﹘﹣－─━˗⁃"
_SIGNS = {
    **dict.fromkeys(_DASHES, "-"),
    **dict(zip("…‥〜⁄", "・・~/", strict=True)),
    # Cells of a table stand apart like lines.
    **dict.fromkeys("\t\r\n", "\n"),
}
# Signs that fold to more than NFKC makes of them.
_SPELLED_OUT = {"№": "no."}
# Stands for a character that does not fold to exactly one, until its cluster is folded by itself.
_ODD = "\ufffe"
_ODD_CLUSTER = re.compile(f"[^{_ODD}]?{_ODD}+", re.DOTALL)
# Marks of kana that take a place of their own in print: half width, and ゛ as the key writes it.
_SPACING_MARKS = "ﾞﾟ゛゜"
_COMBINING = str.maketrans("゛゜", "\u3099\u309a")
_DROPPED = frozenset({"Mn", "Me", "Cc", "Cf", "Cs", "Co", "Cn"})

# A single dash after katakana is a long vowel (サ－バ－); a long vowel after no kana is a dash (０３ー３９８１).
_DASH_AS_VOWEL = re.compile("-(?<=[ァ-ヺ]-)(?!-)")
_VOWEL_AS_DASH = re.compile("ー(?<![ぁ-ゖァ-ヺー]ー)ー*")

# Single spaces between Japanese and Latin letters or digits, and commas of thousands. A number at the beginning of a
# line, or behind 第, may be that of a heading: behind it a space goes only where a counter follows (1 年の, 第 1 回;
# not 1 人事). Spaces between Latin letters and digits, and runs of spaces, do separate.
_JAPANESE = "ぁ-ゖァ-ヺー々〆〇㐀-䶿一-鿿豈-\ufaff\U00020000-\U0003ffff"
_BEFORE = rf"[{_JAPANESE}(「『【〔~] "
_AFTER = rf"[{_JAPANESE})」』】〕、。~]"
_MEASURE = "(?:%|‰|°c|(?:[kcmμ]?m2?|[kmt]?g|ha|[km]?l|[kmgt]b)(?![0-9a-z]))"
_NUMBER = ("[0-9]", "[0-9]{2}")
_HEADING = "".join(f"(?<!{before}{digits} )" for before in ("^", "^ ", "第", "第 ") for digits in _NUMBER)
_NUMBERED = "|".join(f"(?<={before}{digits} )" for before in ("第", "第 ") for digits in _NUMBER)
_COUNTER = "(?:年度|[年月日時分人名件万億千円回点歳割倍](?![一-鿿]))"
_ORDINAL = "[号回条次期章節項款目週版位級]"
_COMMA = ",(?<=[0-9],)"
_NO_SPACE = re.compile(
    rf" (?:(?<={_BEFORE})(?=[0-9a-z])|(?<=[a-z] )(?={_AFTER})"
    rf"|(?<=[0-9] )(?:{_HEADING}(?={_AFTER})|(?={_MEASURE}|{_COUNTER})|(?:{_NUMBERED})(?={_ORDINAL})))"
    rf"|{_COMMA}(?<![0-9]{{4}},)(?=[0-9]{{3}}(?![0-9]))",
    re.MULTILINE,
)
# What may be such a sign, for all that is known of a piece of a text.
_MAYBE_NO_SPACE = re.compile(
    rf" (?:(?<={_BEFORE})(?=[0-9a-z])|(?<=[0-9a-z] )(?={_AFTER}|{_MEASURE}))|{_COMMA}(?=[0-9])|^,(?=[0-9])|{_COMMA}$"
)

_DOT = re.compile("(?<=[ァ-ヺー])・(?=[ァ-ヺー])")


def _kanji_table() -> dict[str, str]:
    table = {
        old[0]: new[0] for old, new in KANJI_OLD_NEW_MAPPINGS.items() if old[0] != new[0] and old[0] not in _VARIANTS
    }
    table |= {old: new for old, new in RADICALS_MAPPINGS.items() if old < "⼀"}
    table |= _VARIANTS
    return {old: table.get(new, new) for old, new in table.items()}


class _Characters(dict[int, str]):
    """Code point -> its folded form where that is one character, else _ODD; filled as texts need it."""

    kanji = _kanji_table()

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        folded = self.kanji.get(sign) or _SIGNS.get(sign) or _fold_sign(sign)
        is_odd = len(folded) != 1 or sign in _SPACING_MARKS
        self[code] = _ODD if is_odd else folded
        return self[code]


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and where it came from.

    `shifts` is empty where folded and original offsets are the same. Otherwise it lists, in order,
    (folded start, original start, folded length, original length) of each cluster that changed length.
    """

    text: str
    shifts: tuple[tuple[int, int, int, int], ...] = ()

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that folded to [start, end); a cluster counts whole."""
        if not self.shifts or start >= end:
            return start, max(start, end)
        return self._original(start)[0], self._original(end - 1)[1]

    def _original(self, offset: int) -> tuple[int, int]:
        """The original (start, end) of one folded character; marks that fold to nothing stay with the sign before."""
        index = bisect_right(self.shifts, offset, key=lambda shift: shift[0]) - 1
        if index < 0:
            return offset, offset + 1
        folded_start, original_start, folded_length, original_length = self.shifts[index]
        behind = offset - folded_start - folded_length
        if behind < 0:
            return original_start, original_start + original_length
        start = original_start + original_length + behind
        return start, start + 1


_CHARACTERS = _Characters()


def fold(text: str) -> Folded:
    """Folds `text` and remembers the offsets, for highlights."""
    return _without(_NO_SPACE, _fold_signs(text))


def _fold_signs(text: str) -> Folded:
    """The text sign by sign, its spaces and commas as they stand."""
    folded = text.translate(_CHARACTERS)
    shifts: list[tuple[int, int, int, int]] = []
    if _ODD in folded:
        parts: list[str] = []
        length = done = 0
        for match in _ODD_CLUSTER.finditer(folded):
            parts.append(folded[done : match.start()])
            length += match.start() - done
            done = match.end()
            for start, end in _clusters(text, match.start(), match.end()):
                part = _fold_cluster(text[start:end])
                if len(part) != end - start or len(part) > 1:
                    shifts.append((length, start, len(part), end - start))
                parts.append(part)
                length += len(part)
        parts.append(folded[done:])
        folded = "".join(parts)
    return Folded(_settle_dashes(folded), tuple(shifts))


def fold_text(text: str) -> str:
    """The folded text alone."""
    return fold(text).text


def fold_piece(text: str) -> tuple[str, ...]:
    """What `text` may fold to as a piece of a longer text: how the dashes and long-vowel signs at its beginning
    fold depends on what stands before them there (ーバー in サーバー), and whether its spaces and commas go, on what
    stands around them."""
    found: dict[str, None] = {}
    for signs in _with_either_dash(_fold_signs(text).text):
        for piece in (signs, signs.strip(" ") or signs):
            # As a whole text, as it stands, and with everything gone that may go.
            found |= dict.fromkeys((_without(_NO_SPACE, Folded(piece)).text, piece))
        found.setdefault(_without(_MAYBE_NO_SPACE, Folded(piece)).text)
    return tuple(found)


def without_dots(folded: str) -> str:
    """ファミリー・サポート・センター -> ファミリーサポートセンター."""
    return _DOT.sub("", folded)


def _with_either_dash(folded: str) -> tuple[str, ...]:
    rest = folded.lstrip("-ー")
    signs = len(folded) - len(rest)
    return folded, "ー" * signs + rest, "-" * signs + rest


def _without(unneeded: re.Pattern[str], folded: Folded) -> Folded:
    """The text without the signs that a pattern finds; they leave clusters of no length."""
    text = folded.text
    if " " not in text and "," not in text:
        return folded
    places = [match.start() for match in unneeded.finditer(text)]
    if not places:
        return folded
    gone = [(place, *folded.original_span(place, place + 1), 0) for place in places]
    kept = [(at, original, original + size, length) for at, original, length, size in folded.shifts]
    shifts = tuple(
        (at - bisect_left(places, at), original, length, end - original)
        for at, original, end, length in sorted([*gone, *kept], key=lambda cluster: cluster[:2])
    )
    starts = [0, *(place + 1 for place in places)]
    pieces = [text[start:end] for start, end in zip(starts, [*places, len(text)], strict=True)]
    return Folded("".join(pieces), shifts)


def _settle_dashes(text: str) -> str:
    if "-" in text:
        text = _DASH_AS_VOWEL.sub("ー", text)
    if "ー" in text:
        text = _VOWEL_AS_DASH.sub(lambda match: "-" * len(match[0]), text)
    return text


def _clusters(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cuts [start, end) before every sign that does not join the one before it."""
    starts = [start] + [at for at in range(start + 1, end) if not _joins(text[at])]
    return list(zip(starts, [*starts[1:], end], strict=True))


def _joins(sign: str) -> bool:
    return sign in _SPACING_MARKS or unicodedata.category(sign) in ("Mn", "Me", "Cf")


def _fold_cluster(cluster: str) -> str:
    """A base character with the marks that follow it; composed first (か + ゛ -> が)."""
    if len(cluster) == 1:
        return _fold_sign(cluster)
    composed = unicodedata.normalize("NFKC", cluster.translate(_COMBINING))
    return "".join(_fold_sign(sign) for sign in composed)


def _fold_sign(sign: str) -> str:
    """Any number of characters for one; repeated, since lower case and NFKC can undo each other."""
    sign = _SPELLED_OUT.get(sign, sign)
    for _ in range(4):
        composed = unicodedata.normalize("NFKC", sign).lower()
        folded = "".join(
            _SIGNS.get(part) or _Characters.kanji.get(part, part)
            for part in composed
            if part in _SIGNS or unicodedata.category(part) not in _DROPPED
        )
        if folded == sign:
            break
        sign = folded
    return sign
