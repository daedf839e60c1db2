"""Audiences, clearances and roles are compared in minutes.access and nowhere else: a scan of code, SQL and templates."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
APPS = ("bench", "config", "minutes", "search")
HOME = ("minutes", "access")
# What may compare all the same, and why.
ALLOWED = {
    "minutes/exchange/archive.py": "the open format, which knows no Django, says itself what is for every reader",
    "minutes/models/record.py": "an index names the few rows that it is of",
    "bench/withheld.py": "gives rows an audience, in order to measure; asks nothing of them",
}
AUDIENCE = re.compile(r"(?i)(^|_)(audiences?|clearance|cleared|seen_by)$")
# In the parser this is the audience in the room (傍聴者).
OTHER_AUDIENCE = ("minutes", "parsing")
ROLES = {"has_perm", "has_perms", "is_staff", "is_superuser", "user_permissions", "get_all_permissions"}
SQL = re.compile(
    r"(?i)(?<!SET )\b(audience|clearance)\s*(<=|>=|<>|!=|<|>|=|\bIN\b|\bBETWEEN\b|\bIS\b)"
    r"|\b(GREATEST|LEAST|MIN|MAX)\s*\([^()]*\b(audience|clearance)\b"
    r"|\bstatus\s*=\s*'published'"
)
LOOKUP = re.compile(r"(^|__)(audience|clearance)(__\w+)?$")
ORDERED = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)


def names_an_audience(node: ast.AST) -> bool:
    """Whether the value itself is an audience or a clearance, as its name says: `row.audience`, `row["audience"]`."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return bool(AUDIENCE.search(name)) or name == "Audience"
        case ast.Attribute(value=value):
            return names_an_audience(value)
        case ast.Subscript(slice=ast.Constant(value=str() as key)):
            return bool(AUDIENCE.search(key))
        case ast.Subscript(value=value):
            return names_an_audience(value)
        case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str() as key), *_]):
            return bool(AUDIENCE.search(key))
        case ast.Call(func=ast.Name(id="clearance") | ast.Attribute(attr="clearance")):
            return True
        case ast.BinOp(left=left, right=right):
            return names_an_audience(left) or names_an_audience(right)
        case ast.Starred(value=value) | ast.NamedExpr(value=value):
            return names_an_audience(value)
        case ast.GeneratorExp(elt=value) | ast.ListComp(elt=value) | ast.SetComp(elt=value):
            return names_an_audience(value)
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Audience"


def of_audience_class(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and getattr(node.value, "id", "") == "Audience"


def conditions(node: ast.AST) -> Iterator[ast.expr]:
    """What is asked whether it holds: a number of an audience, asked so, is compared with that of everybody."""
    match node:
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test) | ast.Assert(test=test):
            yield test
        case ast.comprehension(ifs=tests):
            yield from tests
        case ast.BoolOp(values=values):
            # `audience or 0` gives what says nothing a value; it compares nothing.
            yield from values if isinstance(node.op, ast.And) else []
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield operand
        case ast.Call(func=ast.Name(id="bool" | "any" | "all"), args=args):
            for each in args:
                yield from each.elts if isinstance(each, ast.List | ast.Tuple | ast.Set) else [each]


def faults(tree: ast.Module) -> Iterator[tuple[int, str]]:
    strings_of_docs = {
        id(outer.body[0].value)
        for outer in ast.walk(tree)
        if isinstance(outer, ast.Module | ast.ClassDef | ast.FunctionDef)
        and outer.body
        and isinstance(outer.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            orders = any(isinstance(operation, ORDERED) for operation in node.ops)
            against = any(
                of_audience_class(side) or (isinstance(side, ast.Constant) and type(side.value) is int)
                for side in sides
            )
            if any(map(names_an_audience, sides)) and (orders or against):
                yield line, "compares an audience"
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if called in ("max", "min", "sorted", "Greatest", "Least", "Max", "Min") and any(
                names_an_audience(inner) or (isinstance(inner, ast.Constant) and inner.value == "audience")
                for argument in [*node.args, *node.keywords]
                for inner in ast.walk(argument)
            ):
                yield line, f"orders audiences by {called}()"
            if called in ("filter", "exclude", "get", "Q", "When", "get_object_or_404") and any(
                LOOKUP.search(keyword.arg or "") for keyword in node.keywords
            ):
                yield line, f"looks rows up by audience in {called}()"
            if called == "filter" and "Meeting.Status.PUBLISHED" in ast.unparse(node):
                yield line, "looks for published meetings"
        if isinstance(node, ast.Attribute) and node.attr in ROLES:
            yield line, f"asks for {node.attr}"
        if any(map(names_an_audience, conditions(node))):
            yield line, "asks whether an audience is that of everybody"
        if isinstance(node, ast.Compare) and "Meeting.Status.PUBLISHED" in ast.unparse(node):
            yield line, "asks whether a meeting is published"
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in strings_of_docs
            and SQL.search(node.value)
        ):
            yield line, "compares audiences in SQL"


def code() -> Iterator[Path]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            parts = path.relative_to(ROOT).parts
            if parts[:2] not in (HOME, OTHER_AUDIENCE) and "migrations" not in parts:
                yield path


def test_code_compares_no_audiences() -> None:
    found = {}
    for path in code():
        name = str(path.relative_to(ROOT))
        wrong = [f"{name}:{line} {what}" for line, what in faults(ast.parse(path.read_text()))]
        if wrong:
            found[name] = wrong
    assert found.keys() - ALLOWED.keys() == set(), "\n".join(line for lines in found.values() for line in lines)
    assert ALLOWED.keys() <= found.keys(), "no longer needed in ALLOWED"


# A choice that is marked as the one in force is no question of access.
IN_TEMPLATE = re.compile(
    r"\{%\s*(?:el)?if(?! value == row\.audience %\}selected)"
    r"[^%]*(?:\bperms\.|\bis_staff\b|\bis_superuser\b|audience(?!\s*\|\s*is_restricted)[\w.]*)[^%]*%\}"
)


def test_templates_ask_by_name() -> None:
    wrong = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            if IN_TEMPLATE.search(line):
                wrong.append(f"{path.relative_to(ROOT)}:{number} {line.strip()}")
    assert wrong == []


@pytest.mark.parametrize(
    "written",
    [
        "row.audience <= level",
        "level >= row['audience']",
        "row.get('audience', 0) > 1",
        "row.audience == Audience.EDITORS",
        "meeting.audience != 0",
        "max(meeting.audience, 1)",
        "max(row.audience for row in rows)",
        "min(found, key=lambda row: row.audience)",
        "rows.filter(audience__lte=2)",
        "rows.exclude(meeting__audience=2)",
        "Q(audience__gt=0)",
        "'WHERE entry.audience <= %s'",
        "f'WHERE {table}.audience = 0'",
        "'SELECT GREATEST(said.audience, paper.audience)'",
        "'SELECT min(audience)'",
        "bool(row.audience)",
        "not row.audience",
        "any([meeting.audience, *audiences])",
        "all(row.audience for row in rows)",
        "[row for row in rows if row.audience]",
        "'' if row.audience else 'x'",
        "user.has_perm('minutes.add_upload')",
        "user.is_staff",
        "meeting.status == Meeting.Status.PUBLISHED",
        "clearance(user) >= 1",
    ],
)
def test_the_scan_finds_what_it_looks_for(written: str) -> None:
    assert list(faults(ast.parse(f"x = {written}")))


@pytest.mark.parametrize(
    "written",
    [
        "Row(audience=2)",
        "row.audience = 1",
        "access.narrower(a.audience, b.audience)",
        "y = audience or 0",
        "audience is None",
    ],
)
def test_the_scan_lets_pass_what_compares_nothing(written: str) -> None:
    assert not list(faults(ast.parse(written)))
