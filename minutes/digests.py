"""Names the code and data that decide a result by a digest of them, so that nobody has to raise a number. No Django.

What is stored (a text as read, minutes as parsed, the words of an index) is stored with the digest of what made it:
where today's digest is another one, today's result may be too.

The digest holds the code of a module and of every module of ours that it imports, directly or not; the data files beside
them; and the versions of the libraries that they import. Comments, docstrings, blank lines, white space at the ends of
lines and the way lines end are no part of it: they decide nothing. Nor are Python's own version, so that one archive may
be served by several, and helping programs (LibreOffice, Tesseract), which may stand on one machine alone.

Sources are read as text and cut by one regular expression. The syntax trees and tokens of Python's own modules differ
from one Python to the next (3.12 takes f-strings apart), and are ten times slower to get.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA_SUFFIXES = frozenset((".csv", ".json", ".tsv", ".txt"))
_LENGTH = 16  # characters of a digest: 64 bits, for a handful of versions
_PIECE = re.compile(
    r'''#[^\n]*|"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]|\\.|'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*\'''',
    re.DOTALL,
)
_HELD = "\0"  # stands for a string in the code
_IMPORT = re.compile(r"^ *(?:from ([\w.]+) import (?:\(([^)]*)\)|(.+))|import (.+))$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Code:
    """What of a source decides what it does: its lines, with a sign for each string, and the strings."""

    lines: str
    strings: tuple[str, ...]


@cache
def digest_of(module: str, libraries: tuple[str, ...] = (), alone: tuple[str, ...] = (), root: Path = ROOT) -> str:
    """The digest of a module of ours under its full name. It is reckoned once a process, in some hundredths of a second.

    `libraries` are distributions that decide too and are imported by nobody, such as dictionaries. `alone` are modules
    whose own code decides too, and not what they import, such as the models. Raises FileNotFoundError for a module that is not there, PackageNotFoundError for a library that is not installed.
    """
    found = hashlib.sha256()
    codes: dict[str, Code] = {}
    imported = _gather(module, root, codes)
    codes |= {name: code_of(_text_of(_file_of(name, root))) for name in alone}
    for name, code in sorted(codes.items()):
        _add(found, name, code.lines, *code.strings)
    for path in sorted({path for name in codes for path in _data_beside(_file_of(name, root))}):
        _add(found, path.relative_to(root).as_posix(), _text_of(path))
    for library in sorted({*imported, *libraries}, key=str.lower):
        _add(found, library.lower(), version(library))
    return found.hexdigest()[:_LENGTH]


def code_of(source: str) -> Code:
    """The source without what decides nothing: comments, docstrings, blank lines, white space at the ends of lines."""
    parts: list[str] = []
    strings: list[str] = []
    depth = end = 0
    for piece in _PIECE.finditer(source):
        between = source[end : piece.start()]
        depth += sum(map(between.count, "([{")) - sum(map(between.count, ")]}"))
        parts.append(between)
        end = piece.end()
        if piece[0][0] == "#" or (depth == 0 and _stands_alone(source, piece)):
            continue
        parts.append(_HELD)
        strings.append(piece[0])
    parts.append(source[end:])
    lines = (line.rstrip() for line in "".join(parts).split("\n"))
    return Code("\n".join(line for line in lines if line), tuple(strings))


def _stands_alone(source: str, piece: re.Match[str]) -> bool:
    """Whether a string is a statement of its own, as docstrings are."""
    before = source[source.rfind("\n", 0, piece.start()) + 1 : piece.start()]
    after = source[piece.end() :].partition("\n")[0] if not before.strip() else ""
    return not before.strip() and not after.partition("#")[0].strip()


def _gather(module: str, root: Path, codes: dict[str, Code]) -> set[str]:
    """Puts the code of the module and of all that it imports in `codes`; returns the libraries that they import."""
    libraries: set[str] = set()
    waiting = [module]
    while waiting:
        name = waiting.pop()
        if name in codes:
            continue
        codes[name] = code = code_of(_text_of(_file_of(name, root)))
        for origin, attribute, _ in _imports(code):
            top = origin.partition(".")[0]
            if (root / top / "__init__.py").exists() or (root / f"{top}.py").exists():
                waiting.append(_home(origin, attribute, root))
            elif top not in sys.stdlib_module_names:
                libraries.add(top)
    return libraries


def _imports(code: Code) -> Iterator[tuple[str, str, str]]:
    """What is imported: the module, the name that is taken from it (or none), what it is called here."""
    for origin, packed, listed, modules in _IMPORT.findall(code.lines):
        for name in (packed or listed or modules).split(","):
            what, _, alias = name.strip().partition(" as ")
            if what and origin:
                yield origin, what, alias or what
            elif what:
                yield what, "", alias or what


def _home(origin: str, attribute: str, root: Path) -> str:
    """The module that defines what is imported: a package's face leads on to the module behind it."""
    if attribute and _is_module(f"{origin}.{attribute}", root):
        return f"{origin}.{attribute}"
    file = _file_of(origin, root)
    if attribute and file.name == "__init__.py":
        for behind, name, alias in _imports(code_of(_text_of(file))):
            if alias == attribute and _is_module(behind, root):
                return _home(behind, name, root)
    return origin


def _is_module(name: str, root: Path) -> bool:
    path = root.joinpath(*name.split("."))
    return path.with_suffix(".py").exists() or (path / "__init__.py").exists()


def _file_of(name: str, root: Path) -> Path:
    path = root.joinpath(*name.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _data_beside(file: Path) -> list[Path]:
    return [path for path in file.parent.iterdir() if path.suffix in DATA_SUFFIXES]


def _text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")  # which gives every end of a line as one sign


def _add(found: hashlib._Hash, *parts: str) -> None:
    for part in parts:
        data = part.encode()
        found.update(len(data).to_bytes(8, "big") + data)
