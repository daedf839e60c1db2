"""Names of people in a text: by what stands behind them (さん, 氏), before them (申請者, 長男の), beside them and by their shape.

A name that is surely one somewhere in a meeting is found again where it stands without any of these (recurrences).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from minutes.personal_data.bare_names import bare_names
from minutes.personal_data.dictionary import NOUN, NUMERAL, OTHER, SUFFIX, Words, kinds_of
from minutes.personal_data.figures import is_figure
from minutes.personal_data.kana_names import kana_names
from minutes.personal_data.name_signs import Name
from minutes.personal_data.name_words import is_east_asian, is_surname, may_hold_name
from minutes.personal_data.neighbouring_names import joined_names, readings_of
from minutes.personal_data.office_holders import OfficeHolders
from minutes.personal_data.read_names import names_of_roles, read_names
from minutes.personal_data.role_names import names_behind_roles
from minutes.personal_data.standing import is_holder
from minutes.personal_data.titled_names import titled_names


def find_names(text: str, words: Words, holders: OfficeHolders) -> list[Name]:
    """Names of private persons in a text of plain signs, by cues, shapes and words; the same stretch may come twice."""
    names = (*titled_names(text), *names_behind_roles(text), *bare_names(text), *kana_names(text), *_read(words))
    return _with_companions(text, _private(words, names, holders), holders)


def find_read_names(text: str, words: Words, holders: OfficeHolders) -> list[Name]:
    """Those that the words alone tell."""
    return _with_companions(text, _private(words, _read(words), holders), holders)


def _read(words: Words) -> tuple[Name, ...]:
    return (*read_names(words), *names_of_roles(words))


def _private(words: Words, names: Iterable[Name], holders: OfficeHolders) -> list[Name]:
    """Without office holders, figures and common words."""
    text = words.text
    found = []
    for name in names:
        whole = (name.family or "") + (name.given or "") or text[name.start : name.end].replace(" ", "")
        is_other = _reads_as_words(words, name) or is_figure(text, name.start, name.end)
        if not is_other and not is_holder(text, name, whole, holders):
            found.append(name)
    return found


_TITLED = re.compile(r"さん|氏|様|君|くん|ちゃん|宅|夫妻|容疑者")
_COMMON = frozenset((NOUN, NUMERAL, SUFFIX, OTHER))


def _reads_as_words(words: Words, name: Name) -> bool:
    """Whether a run of kanji is common words in its sentence, cut otherwise than the name: 避難者の安全確保, 所有者は二名共有."""
    if name.family is None or len(name.family) == name.end - name.start or _TITLED.match(words.text, name.end):
        return False
    if is_east_asian(words.text[name.start : name.end].replace(" ", "")):
        return False
    within = words.within(name.start, name.end)
    if within is None and not words.is_whole:
        return not may_hold_name(words.text[name.start : name.end])  # in a sentence that was not worth reading
    if within is None or not all(words.kinds[index] in _COMMON and kinds_of(words.surface(index)) for index in within):
        return False
    return words.ends[within[0]] != name.start + len(name.family) or not is_surname(name.family)


def _with_companions(text: str, names: list[Name], holders: OfficeHolders) -> list[Name]:
    readings = [reading for name in names for reading in readings_of(text, name)]
    joined = [other for name in names for other in joined_names(text, name, holders)]
    return names + readings + joined
