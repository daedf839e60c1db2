"""Passwords that anybody would try first who knows where they are for."""

import re
import unicodedata
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

# What this is for, as people write it; the site's own name and hosts come on top.
_WORDS = (
    "会議録",
    "議事録",
    "アーカイブ",
    "パスワード",
    "kaigiroku",
    "gijiroku",
    "kaigi",
    "gikai",
    "archive",
    "minutes",
    "password",
)
_SHORTEST_WORD = 3
# So many signs must be left beside such words.
_FEWEST_OTHERS = 6


class OtherWords:
    """Refuses a password of which, without the words of this place and its signs and digits, little is left."""

    def validate(self, password: str, user: Any = None) -> None:
        rest = _folded(password)
        words = [word for word in _words() if word in rest]
        for word in words:
            rest = rest.replace(word, "")
        if words and sum(sign.isalpha() for sign in rest) < _FEWEST_OTHERS:
            raise ValidationError(self.get_help_text(), code="words_of_this_place")

    def get_help_text(self) -> str:
        return "会議録、サイトの名前やアドレスのような、このシステムから思いつく言葉だけのパスワードは使えません。"


def _words() -> list[str]:
    """The longest first: one may be part of another."""
    names = [settings.SITE_NAME, *(part for host in settings.ALLOWED_HOSTS for part in re.split(r"[^\w-]+", host))]
    found = {_folded(word) for word in (*_WORDS, *names)}
    return sorted((word for word in found if len(word) >= _SHORTEST_WORD), key=lambda word: (-len(word), word))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
