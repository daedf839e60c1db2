"""The house keeps its walls: packages are entered by their faces, and functions import nothing unasked."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APPS = ("minutes", "search")
# Entered by their modules: Django finds these by name, or nobody imports them.
OPEN = {"management", "migrations", "templatetags", "views"}
# Modules that a function imports, and why.
LATE = {
    "minutes/apps.py": "models can be imported once all apps are known",
    "minutes/processes.py": "Django is set up in this function",
    "minutes/documents/__init__.py": "start-up: libraries of one format load where a file of it is read",
    "minutes/public_edition/__init__.py": "start-up: the library that writes PDF loads where a PDF is written",
    "search/apps.py": "models can be imported once all apps are known",
}
# Modules beside a face that others may import: loading them takes longer than what others do with the face.
SLOW = {"minutes.documents.drawing", "minutes.documents.office"}


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for app in ("bench", "config", "minutes", "search"):
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT), ast.parse(path.read_text())


def faces() -> dict[str, set[str]]:
    """What each package hands to others: its name -> the names in `__all__`."""
    found = {}
    for app in APPS:
        for init in sorted((ROOT / app).glob("*/__init__.py")):
            if init.parent.name in OPEN:
                continue
            names = [
                ast.literal_eval(node.value)
                for node in ast.parse(init.read_text()).body
                if isinstance(node, ast.Assign) and any(getattr(one, "id", "") == "__all__" for one in node.targets)
            ]
            assert names, f"{init.relative_to(ROOT)} lists nothing in __all__"
            found[f"{app}.{init.parent.name}"] = set(names[0])
    return found


def imports(tree: ast.Module) -> Iterator[tuple[int, str, list[str]]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module, [alias.name for alias in node.names]
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, []


def test_packages_are_entered_by_their_faces() -> None:
    known = faces()
    wrong = []
    for path, tree in modules():
        own = ".".join(path.parts[:2])
        for line, module, names in imports(tree):
            package = ".".join(module.split(".")[:2])
            if package not in known or package == own or module in SLOW:
                continue
            if module != package:
                wrong.append(f"{path}:{line} goes past the face of {package} to {module}")
            wrong += [
                f"{path}:{line} {name} is not in the face of {package}" for name in names if name not in known[package]
            ]
    assert not wrong, "\n".join(wrong)


def test_what_a_face_lists_is_there() -> None:
    for package, names in faces().items():
        found = __import__(package, fromlist=["__all__"])
        assert not [name for name in names if not hasattr(found, name)], package


def test_functions_import_nothing_but_where_a_reason_is_stated() -> None:
    found = {
        str(path)
        for path, tree in modules()
        if path.parts[0] in APPS
        for outer in ast.walk(tree)
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(outer)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    }
    assert found == set(LATE)


@pytest.mark.parametrize("word", ["asked", "told", "found", "remembered", "taught", "signed"])
def test_modules_bear_nouns(word: str) -> None:
    names = [path.stem for path, _ in modules() if path.parts[0] in APPS]
    names += [path.stem for path in (ROOT / "static" / "js").rglob("*.js")]
    assert not [name for name in names if word in name.split("_")]
