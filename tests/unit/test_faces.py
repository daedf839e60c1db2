"""A package has a face: what outsiders use of it stands in its __init__ and is listed there. The rest is its own."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("search",)
# Django looks inside these by itself.
OPEN = {"management", "migrations"}


def _packages() -> list[str]:
    return sorted(
        f"{app}.{folder.name}"
        for app in APPS
        for folder in (ROOT / app).iterdir()
        if (folder / "__init__.py").exists() and folder.name not in OPEN
    )


def _listed(package: str) -> list[str]:
    """What a package's __init__ lists in __all__."""
    tree = ast.parse((ROOT / package.replace(".", "/") / "__init__.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__":
            return list(ast.literal_eval(node.value))
    return []


def _imports() -> Iterator[tuple[str, str, str]]:
    """(module that imports, module or package imported from, name) of the whole project but for its tests."""
    for folder in ("bench", "config", "minutes", "search"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            importer = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and node.module:
                    yield from ((importer, node.module, alias.name) for alias in node.names)
                elif isinstance(node, ast.Import):
                    yield from ((importer, alias.name, "") for alias in node.names)


IMPORTS = list(_imports())


@pytest.mark.parametrize("package", _packages())
def test_outsiders_import_only_what_the_face_of_a_package_lists(package: str) -> None:
    listed = _listed(package)
    reaching = [
        f"{importer}: from {module} import {name}"
        for importer, module, name in IMPORTS
        if not f"{importer}.".startswith(f"{package}.") and ".migrations." not in importer
        if (module == package and name not in listed) or module.startswith(f"{package}.")
    ]
    assert reaching == []


@pytest.mark.parametrize("package", _packages())
def test_a_face_lists_what_it_holds(package: str) -> None:
    listed = _listed(package)
    assert listed
    assert len(listed) == len(set(listed))
    inner = {path.stem for path in (ROOT / package.replace(".", "/")).glob("*.py")}
    if package != "search.admin":  # its modules register themselves
        assert inner.isdisjoint(listed), "a function must not hide a module of the same name"
