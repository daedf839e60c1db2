"""HTML source -> a flat list of tags and texts, in linear time whatever the input. Stdlib only.

Why not a library's tree: minutes come from twenty years of site software, and a tree of 10,000 nested
divs ends in recursion, a depth limit that loses text, or quadratic time. Lines of text need no tree.
What cannot be a tag is text, so that nothing printed is lost.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field


def tag_names(listing: str) -> frozenset[str]:
    """The set of names that a listing holds, parted by spaces."""
    return frozenset(listing.split())


VOID_TAGS = tag_names(
    "area base basefont bgsound br col embed frame hr img input keygen link meta param source track wbr"
)
# Their content is no markup: everything up to the end tag is taken in one piece.
_RAW_TAGS = tag_names("script style title textarea xmp noframes iframe noembed")
_DECODED_RAW_TAGS = tag_names("title textarea")

_OPENING = re.compile(r"<(?:!--|[!?]|/?[a-zA-Z])")
_NAME = re.compile(r"[a-zA-Z][^\s/><]*")
_UNQUOTED = re.compile(r"""[^>"']*""")
_ATTRIBUTE = re.compile(r"""([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
_MAX_QUOTES = 200  # quoted values looked at in one tag


@dataclass(slots=True)
class Tag:
    """One start or end tag. `end` is the index of the matching end tag in the list, None where there is none."""

    name: str
    closing: bool = False
    attributes: dict[str, str] = field(default_factory=dict)
    end: int | None = None


Token = Tag | str


def tokenize(source: str) -> list[Token]:
    """Tags and texts of an HTML source in order; comments and declarations are dropped, entities decoded.

    The content of script, style and the like is one text between its tags. An element that is never
    closed has `end` None.
    """
    scanner = _Scanner(source)
    tokens: list[Token] = []
    while (match := _OPENING.search(source, scanner.position)) is not None:
        start = match.start()
        _add_text(tokens, source[scanner.position : start])
        scanner.position = start
        tag = scanner.markup(match.group())
        if isinstance(tag, Tag):
            tokens.append(tag)
            if not tag.closing and tag.name in _RAW_TAGS:
                _add_raw(tokens, scanner, tag.name)
        elif tag:
            _add_text(tokens, tag)
    _add_text(tokens, source[scanner.position :])
    _match_ends(tokens)
    return tokens


def _add_text(tokens: list[Token], text: str) -> None:
    if text:
        tokens.append(html.unescape(text))


def _add_raw(tokens: list[Token], scanner: _Scanner, name: str) -> None:
    content = scanner.raw_content(name)
    if content:
        tokens.append(html.unescape(content) if name in _DECODED_RAW_TAGS else content)


class _Scanner:
    """A position in the source; searches that failed once are not made again."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self._missing: set[str] = set()

    def markup(self, opening: str) -> Tag | str:
        """What begins at the position: a Tag, "" for a comment or declaration, else the text passed over."""
        if opening == "<!--":
            end = self._find("-->", self.position + 4)
        elif opening in ("<!", "<?"):
            end = self._find(">", self.position + 2)
        else:
            return self._tag(opening)
        if end is None:
            return self._pass(len(opening))
        self.position = end
        return ""

    def raw_content(self, name: str) -> str:
        """The text up to the end tag of a raw element, "" where the element is never closed."""
        key = f"</{name}"
        if key in self._missing:
            return ""
        match = re.compile(rf"</{name}(?=[\s/>])", re.I).search(self.source, self.position)
        if match is None:
            self._missing.add(key)
            return ""
        content = self.source[self.position : match.start()]
        self.position = match.start()
        return content

    def _tag(self, opening: str) -> Tag | str:
        closing = opening[1] == "/"
        name = _NAME.match(self.source, self.position + 1 + closing)
        end = self._tag_end(name.end()) if name else None
        if name is None or end is None:
            return self._pass(len(opening))
        tag = Tag(name.group().lower(), closing)
        if not closing:
            tag.attributes = _attributes(self.source[name.end() : end - 1])
        self.position = end
        return tag

    def _tag_end(self, position: int) -> int | None:
        """The position after the ">" that ends a tag; one inside a quoted value ends nothing."""
        first = self._find(">", position)
        if first is None:
            return None
        for _ in range(_MAX_QUOTES):
            match = _UNQUOTED.match(self.source, position)
            position = match.end() if match else position
            if position >= len(self.source):
                break
            sign = self.source[position]
            if sign == ">":
                return position + 1
            after = self._find(sign, position + 1)
            if after is None:
                break
            position = after
        return first  # a quote is missing: the first ">" is the best guess

    def _find(self, what: str, start: int) -> int | None:
        """The position after the next `what`, None where there is none."""
        if what in self._missing:
            return None
        found = self.source.find(what, start)
        if found < 0:
            self._missing.add(what)
            return None
        return found + len(what)

    def _pass(self, length: int) -> str:
        start = self.position
        self.position += length
        return self.source[start : self.position]


def _attributes(source: str) -> dict[str, str]:
    result: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(source):
        value = next((group for group in match.groups()[1:] if group is not None), "")
        result.setdefault(match.group(1).lower(), html.unescape(value))
    return result


def _match_ends(tokens: list[Token]) -> None:
    opened: dict[str, list[Tag]] = {}
    for index, token in enumerate(tokens):
        if isinstance(token, str) or token.name in VOID_TAGS:
            continue
        same = opened.setdefault(token.name, [])
        if not token.closing:
            same.append(token)
        elif same:
            same.pop().end = index
