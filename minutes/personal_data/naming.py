"""Names of people in a text: by what stands behind them (さん, 氏), before them (申請者, 長男の), beside them and by their shape.

A name that is surely one somewhere in a meeting is found again where it stands without any of these (recurrences). Stdlib only."""

from __future__ import annotations

from minutes.personal_data.bare_names import FIGURES, bare_names
from minutes.personal_data.dictionary import Words
from minutes.personal_data.kana_names import kana_names
from minutes.personal_data.name_signs import Name
from minutes.personal_data.neighbouring_names import joined_names, readings_of
from minutes.personal_data.office_holders import OfficeHolders
from minutes.personal_data.read_names import names_of_roles, read_names
from minutes.personal_data.role_names import names_behind_roles
from minutes.personal_data.standing import is_holder
from minutes.personal_data.titled_names import titled_names


def find_names(text: str, words: Words, holders: OfficeHolders) -> list[Name]:
    """Names of private persons in a text of plain signs, by cues, shapes and words; the same stretch may come twice."""
    found: list[Name] = []
    for name in (
        *titled_names(text),
        *names_behind_roles(text),
        *bare_names(text),
        *read_names(words),
        *names_of_roles(words),
        *kana_names(text),
    ):
        whole = (name.family or "") + (name.given or "") or text[name.start : name.end].replace(" ", "")
        if whole in FIGURES or is_holder(text, name, whole, holders):
            continue
        found.append(name)
    readings = [reading for name in found for reading in readings_of(text, name)]
    joined = [other for name in found for other in joined_names(text, name, holders)]
    return found + readings + joined
