"""Names as they are compared."""

import unicodedata


def name_key(name: str) -> str:
    """What two spellings of one body's name share: full and half width alike, no white space, one case."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()
