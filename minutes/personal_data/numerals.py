"""Numbers that are spelled digit by digit in kanji, as digits, one for one: 〇九〇―一一一一, 四―一九―二, 一九七一年. Stdlib only."""

import re

_KANJI_DIGITS = "〇一二三四五六七八九"
_TO_DIGITS = {ord(sign): str(value) for value, sign in enumerate(_KANJI_DIGITS)}
# Joined by dashes, or with a nought, or four and more: 三三 and 一二三 may be names, 二百五 is counted otherwise.
_SPELLED = re.compile(
    rf"(?<![{_KANJI_DIGITS}十百千万\d])(?:[{_KANJI_DIGITS}\d]+(?:[-ーの之][{_KANJI_DIGITS}\d]+)+|[{_KANJI_DIGITS}]*〇[{_KANJI_DIGITS}]+|[{_KANJI_DIGITS}]{{4,}}|[{_KANJI_DIGITS}]+〇)(?![{_KANJI_DIGITS}十百千万])"
)


def with_digits(text: str) -> str:
    """A text of plain signs with its spelled numbers as digits; places stay."""
    if "一" not in text and "〇" not in text and "二" not in text and "三" not in text:
        return text
    return _SPELLED.sub(lambda found: found[0].translate(_TO_DIGITS).replace("ー", "-").replace("之", "の"), text)
