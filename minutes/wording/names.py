"""Names as they are compared, texts as they are counted."""

import unicodedata


def name_key(name: str) -> str:
    """What two spellings of one body's name share: full and half width alike, no white space, one case."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


def visible_text(text: str) -> str:
    """The text without white space around it; nothing where nobody could see anything of it (zero-width signs)."""
    return text.strip() if any(unicodedata.category(sign)[0] not in "CZ" for sign in text) else ""
