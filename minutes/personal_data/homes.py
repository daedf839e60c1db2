"""Homes told by a place and a number alone, or by a place alone, where a text speaks of private persons anyway."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from minutes.personal_data.addresses import is_of_somebody_else, without_words
from minutes.personal_data.dictionary import PLACE, Words
from minutes.personal_data.model import ADDRESS, Span
from minutes.personal_data.name_signs import K, Name

_N = r"(?:\d{1,5}|[一二三四五六七八九十百千〇]{1,7})"
_PLACE = re.compile(
    rf"(?:[ぁ-ん]{{2,6}}(?=[市町村区]))?(?:{K}|[ぁ-ん](?={K})){{2,24}} {{0,2}}(?:[甲乙丙丁イロハ] ?)?\Z"
)
_NUMBER = re.compile(
    rf"(?<![\d一二三四五六七八九十百千〇-])(?P<number>{_N}(?: ?(?:丁目|町目|番地|番戸|番|号室|号|条|の|之|-)(?: ?{_N})?){{0,6}})(?P<room>(?: {{1,2}}|の){_N}(?:号室?|-\d{{2,3}}(?!\d)))?"
    r"(?![\d年月日時分人名件個円歳回項目階%％万億千百坪ヘ,.票度筆棟周級世平立ヶ割点位枚本台]|か[月所国年]|丁目|番|号|条)"
)
_LONGEST_PLACE = 30
_MUNICIPAL = re.compile(r"[都道府県市区町村郡].|字.|[町村台丘通条字]\Z")
_SIGNED = re.compile(r"番|号|丁目|町目|-|の|之")
_CLOSED = re.compile(r"[ 、。)(\n]|に|の|で|から|へ|在住|まで送|\Z")
# 名古屋市千種区の長尾誠様: where somebody lives who is named
_DISTRICT = re.compile(
    rf"(?P<place>(?:{K}{{2,4}}[都道府県])?(?:{K}{{1,5}}(?:市|郡))?{K}{{1,8}}[区町村市]{K}{{0,6}}|{K}{{1,6}}{_N}丁目)(?:在住)?の\Z"
)
_FOREIGN = re.compile(
    r"(?:(?:No\.|Flat|Apt\.?|Room|Unit|Suite|#)? ?\d{1,5}[A-Z]?,? )(?:[A-Z0-9][\w.'-]*,? ){0,6}(?:Street|St\.|Road|Rd\.|Avenue|Ave\.?|Lane|Drive|Dr\.|Boulevard|Blvd\.?|Court|Place|Sec\.|Way|Terrace|Gardens?)(?:,? ?[A-Z0-9][\w.'-]*){0,6}"
)


def find_homes(text: str, words: Words, names: Sequence[Name], known: Sequence[Span]) -> Iterator[Span]:
    """Homes in a text of plain signs, its spelled numbers as digits, in which these names of private persons stand.

    `known` are spans found in it: a home that goes beyond one is the likelier reading.
    """
    for found in _NUMBER.finditer(text):
        if not _CLOSED.match(text, found.end()):
            continue
        window = max(0, found.start() - _LONGEST_PLACE)
        before = _PLACE.search(text[window : found.start()])
        if before is None:
            continue
        start = without_words(text, window + before.start(), found.start())
        place = text[start : found.start()].strip(" 甲乙丙丁イロハ")
        is_signed = _SIGNED.search(found["number"]) is not None
        if len(place) < _SHORTEST_PLACE or not _is_place(words, start, place, is_signed=is_signed):
            continue
        if not is_of_somebody_else(text, start, found.end()):
            yield Span(start, found.end(), ADDRESS, _certainty(start, found.end(), known))
    for house in _HOUSE_WITH_ROOM.finditer(text):
        if _CLOSED.match(text, house.end()):
            yield Span(house.start(), house.end(), ADDRESS, 0.5)
    for name in names:
        district = _DISTRICT.search(text[max(0, name.start - 24) : name.start])
        if (
            district is not None
            and re.search("(?:市民|区民|町民|村民|住民)\\Z|[区市町村]民", district["place"]) is None
        ):
            offset = max(0, name.start - 24)
            yield Span(offset + district.start("place"), offset + district.end("place"), ADDRESS, 0.45)
    if "," in text or "." in text:
        for abroad in _FOREIGN.finditer(text):
            yield Span(abroad.start(), abroad.end(), ADDRESS, 0.5)


_HOUSE_WITH_ROOM = re.compile(
    rf"(?:{K}|[ァ-ヴーA-Za-z]){{1,12}}(?:荘|ハイツ|コーポ|マンション|アパート|ハイム|メゾン|レジデンス|団地|住宅|寮)(?:{K}|[ァ-ヴー]){{0,6}}?」? ?(?:{_N}号室?|\d{{2,4}}(?!\d))"
)


def _certainty(start: int, end: int, known: Sequence[Span]) -> float:
    within = [each.certainty for each in known if start <= each.start and each.end <= end and each.kind == ADDRESS]
    return max(within) + _RATHER if within else _LEAST


_LEAST = 0.45
_RATHER = 0.01  # the whole is likelier than what of it was found by itself
_SHORTEST_PLACE = 2


def _is_place(words: Words, start: int, place: str, *, is_signed: bool) -> bool:
    """Whether the words before a number name a place; for a number without 番, 号 or dash a town and what is in it."""
    if not is_signed:
        return re.search(r"[市区町村郡字].|.[町村]\Z", place) is not None
    return _MUNICIPAL.search(place) is not None or _ends_in_place(words, start, start + len(place))


def _ends_in_place(words: Words, start: int, end: int) -> bool:
    for place in range(end - 1, start - 1, -1):
        index = words.index_at(place)
        if index is not None:
            return words.kinds[index] == PLACE
    return False
