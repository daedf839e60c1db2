"""What the styles of a Word file say of its paragraphs and runs, and whether print shows a run.

The rules are those of ISO/IEC 29500-1, 17.7: the nearest of a style and those it is based on speaks; hidden and struck
out are toggles (17.7.3), which the styles of a table, a paragraph and a run turn over each other, and which properties
of the run itself set.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from minutes.documents.package import Element

_OFF = frozenset(("0", "false", "off", "none"))
_TWIPS_A_SIGN = 210  # of 10.5 points
_SMALLEST = 4  # in half points; nobody reads smaller type
_NO_FILL = frozenset(("auto", "", "none"))
_WHITE = re.compile("F[A-F0-9]F[A-F0-9]F[A-F0-9]", re.I)
_BLACK = re.compile("(?:[01][0-9A-F]){3}", re.I)


class Shown(Enum):
    """What print shows of a run."""

    PRINTED = "printed"
    STRUCK = "struck"
    COVERED = "covered"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a run stands: the styles of its table and its paragraph, and whether anything is printed behind its text."""

    table_style: str | None = None
    paragraph_style: str | None = None
    backed: bool = False


def is_on(element: Element | None) -> bool:
    """Whether a property is there and not switched off."""
    return element is not None and element.get("val", "1") not in _OFF


def value_of(element: Element | None, path: str, name: str = "val") -> str | None:
    """An attribute of the element at a path."""
    found = element.find(path) if element is not None else None
    return found.get(name) if found is not None else None


def has_fill(properties: Element | None) -> bool:
    """Whether a paragraph, a cell or a run is shaded in a colour."""
    shading = properties.find("shd") if properties is not None else None
    return shading is not None and (
        (shading.get("fill", "auto").lower() not in _NO_FILL and not _WHITE.fullmatch(shading.get("fill", "")))
        or shading.get("val", "clear") not in ("clear", "nil")
    )


class Styles:
    """The styles of one document."""

    def __init__(self, root: Element | None) -> None:
        self._styles = {style.get("styleId", ""): style for style in root.findall("style")} if root is not None else {}
        self._defaults = root.find("docDefaults/rPrDefault/rPr") if root is not None else None
        self._default = next(
            (
                key
                for key, style in self._styles.items()
                if style.get("type") == "paragraph" and style.get("default") in ("1", "true", "on")
            ),
            "",
        )

    def chain(self, style: str | None) -> Iterator[tuple[str, Element]]:
        """The style and those it is based on, nearest first."""
        key = style or self._default
        seen: set[str] = set()
        while key in self._styles and key not in seen:
            seen.add(key)
            yield key, self._styles[key]
            key = value_of(self._styles[key], "basedOn") or ""

    def number(self, style: str | None) -> tuple[str, str, str | None] | None:
        """The list, the style that names it, and the level, of paragraphs in this style."""
        for key, element in self.chain(style):
            own = element.find("pPr/numPr")
            list_id = value_of(own, "numId")
            if list_id is not None:
                return list_id, key, value_of(own, "ilvl")
        return None

    def indent(self, style: str | None) -> float | None:
        """The indent of the first line, in characters."""
        found = (indent_of(element.find("pPr")) for _, element in self.chain(style))
        return next((indent for indent in found if indent is not None), None)

    def fills(self, style: str | None) -> bool:
        """Whether a style shades what it is put on, a table's any part of it."""
        return style is not None and any(
            has_fill(properties)
            for _, element in self.chain(style)
            for name in ("pPr", "rPr", "tcPr")
            for properties in element.iter(name)
        )

    def shown(self, run: Element | None, setting: Setting) -> Shown:
        """Whether print shows a run with these properties."""
        if self._toggle("vanish", run, setting) or self._too_small(run, setting):
            return Shown.HIDDEN
        coloured = self._in_its_ground(run, setting)
        if coloured is not None:
            return coloured
        struck = self._toggle("strike", run, setting) or is_on(self._nearest("dstrike", run, setting))
        return Shown.STRUCK if struck else Shown.PRINTED

    def _toggle(self, name: str, run: Element | None, setting: Setting) -> bool:
        own = run.find(name) if run is not None else None
        if own is not None:
            return is_on(own)
        if self._defaults is not None and is_on(self._defaults.find(name)):
            return True
        on = False
        for style in (setting.table_style, setting.paragraph_style or self._default, value_of(run, "rStyle")):
            on ^= is_on(self._of_style(style, name))
        return on

    def _of_style(self, style: str | None, name: str) -> Element | None:
        found = (element.find(f"rPr/{name}") for _, element in self.chain(style)) if style else iter(())
        return next((element for element in found if element is not None), None)

    def _nearest(self, name: str, run: Element | None, setting: Setting) -> Element | None:
        """A property of a run that is no toggle: the run's own, its style's, its paragraph's, its table's, or the default."""
        own = run.find(name) if run is not None else None
        styles = (value_of(run, "rStyle"), setting.paragraph_style or self._default, setting.table_style)
        found = (own, *(self._of_style(style, name) for style in styles))
        default = self._defaults.find(name) if self._defaults is not None else None
        return next((element for element in found if element is not None), default)

    def _too_small(self, run: Element | None, setting: Setting) -> bool:
        size = self._nearest("sz", run, setting)
        return (
            size is not None
            and re.fullmatch("[0-9]", size.get("val", "")) is not None
            and (int(size.get("val", "")) <= _SMALLEST)
        )

    def _in_its_ground(self, run: Element | None, setting: Setting) -> Shown | None:
        """What is seen of a run in the colour of what is printed behind it: nothing of white on paper, a box of black on
        black; None where it has another colour."""
        colour = self._nearest("color", run, setting)
        ink = colour.get("val", "auto") if colour is not None else "auto"
        behind = value_of(run, "highlight") or (value_of(run, "shd", "fill") or "auto").lower()
        if _BLACK.fullmatch(ink):
            return Shown.COVERED if behind == "black" or _BLACK.fullmatch(behind) else None
        backed = setting.backed or self.fills(value_of(run, "rStyle"))
        on_paper = behind in _NO_FILL or behind == "white" or _WHITE.fullmatch(behind)
        return Shown.HIDDEN if _WHITE.fullmatch(ink) and on_paper and not backed else None


def indent_of(properties: Element | None) -> float | None:
    """How many characters the first line begins further right, None where the properties do not say."""
    element = properties.find("ind") if properties is not None else None
    if element is None:
        return None

    def signs(*names: str) -> float:
        for name in names:
            for suffix, unit in (("Chars", 100), ("", _TWIPS_A_SIGN)):
                text = element.get(f"{name}{suffix}", "")
                if re.fullmatch(r"-?[0-9]{1,6}", text) and int(text):
                    return int(text) / unit
        return 0.0

    return signs("left", "start") + signs("firstLine") - signs("hanging")
