"""Every field of the head has its place in each module of the checking page that names them."""

import re
from pathlib import Path

import pytest

from minutes.parsing.model import HEAD

CHECK = Path(__file__).resolve().parents[3] / "static" / "js" / "check"


def block(module: str, opening: str) -> str:
    """What stands between an opening and the line that closes it."""
    text = (CHECK / module).read_text()
    assert opening in text
    return re.split(r"^\s{0,2}[}\]];?,?$", text.partition(opening)[2], maxsplit=1, flags=re.M)[0]


@pytest.mark.parametrize(
    ("module", "opening"),
    [
        ("draft.js", "const HEAD = ["),
        ("fields.js", "  head: {"),
        ("head.js", "const TEXTS = ["),
        ("words.js", "export const FIELDS = {"),
    ],
)
def test_a_module_of_the_checking_page_names_every_field_of_the_head(module: str, opening: str) -> None:
    named = set(re.findall(r"\w+", block(module, opening)))
    # Two kinds have a place of their own: the access of meeting and minutes, names that only the page's list needs.
    text = (CHECK / module).read_text()
    named |= set(re.findall(r'addAccess\(store, "(\w+)"', text))
    named |= set(re.findall(r"\w+", "".join(re.findall(r"^const HEAD_FIELDS = \{.*\};$", text, re.M))))
    assert [name for name in HEAD if name not in named] == []
