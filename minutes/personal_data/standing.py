"""Whether a name at a place is that of an office holder of the meeting, or of a private person."""

from __future__ import annotations

import re

from minutes.personal_data.name_signs import KIN, ROLES, Name
from minutes.personal_data.office_holders import OfficeHolders, has_post, is_office_line


def is_holder(text: str, name: Name, whole: str, holders: OfficeHolders) -> bool:
    if holders.is_holder(name.family, whole) and not is_private(text, name.start):
        return True
    if whole in holders.names():
        return True
    is_titled = _TITLED.match(text, name.end) is not None
    return has_post(text, name.start, name.end, is_titled=is_titled) or (
        not name.has_cue and is_office_line(text, name.start)
    )


_TITLED = re.compile(r"さん|氏(?!名)|様|くん|ちゃん|夫妻|夫婦")
PRIVATE_BEFORE = re.compile(
    rf"(?:{ROLES}|{KIN}|丁目|番地|号|在住|町|地区|歳|隣|向かい|裏|近く|分家|本家|同姓)(?:の|である|、|:|[ ])?\Z"
)


def is_private(text: str, start: int) -> bool:
    """Whether the words before a name tell a private person, though a member or an official bears the same name."""
    return PRIVATE_BEFORE.search(text[max(0, start - 12) : start]) is not None
