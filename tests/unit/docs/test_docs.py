"""The documents are held to the code: settings, addresses, commands, warnings, files that they name."""

import re
import tomllib
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from django.urls import URLPattern

from config.accounts import urls as accounts_urls
from config.sign_in import provider_urls, second_factor_urls
from minutes import urls as minutes_urls
from minutes.documents import model
from minutes.parsing import ledger
from minutes.uploads import triage
from search import urls as search_urls

ROOT = Path(__file__).resolve().parents[3]
DOCS = ROOT / "docs"
PAGES = [*ROOT.glob("*.md"), *DOCS.glob("*.md"), DOCS / "guide" / "README.md"]


def first_column(page: str, section: str = "") -> list[str]:
    """What stands in code letters in the first column of the page's tables, below a heading where one is named."""
    text = (DOCS / page).read_text()
    if section:
        text = text.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    return [name for cell in re.findall(r"^\|([^|]*)\|", text, re.M) for name in re.findall(r"`([^`]+)`", cell)]


def test_the_settings_page_names_exactly_the_variables_that_are_read() -> None:
    read = re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "config" / "settings.py").read_text())
    assert sorted(set(read)) == sorted(first_column("settings.md"))


@pytest.mark.parametrize(
    ("app", "patterns"), [("minutes", minutes_urls.urlpatterns), ("search", search_urls.urlpatterns)]
)
def test_the_reference_names_exactly_the_addresses(app: str, patterns: list[URLPattern]) -> None:
    known = [f"{app}:{pattern.name}" for pattern in patterns]
    documented = [name for name in first_column("reference.md", "Addresses") if name.startswith(f"{app}:")]
    assert documented == known


def test_the_reference_names_the_addresses_of_accounts() -> None:
    documented = first_column("reference.md", "Addresses")
    ways = (accounts_urls, provider_urls, second_factor_urls)
    known = [pattern.name for one in ways for pattern in one.urlpatterns]
    assert [name for name in documented if ":" not in name] == known


def test_the_reference_names_exactly_the_commands() -> None:
    files = [path for way in ("*", "config/*") for path in ROOT.glob(f"{way}/management/commands/[a-z]*.py")]
    assert sorted(first_column("reference.md", "Commands")) == sorted(path.stem for path in files)


def test_every_warning_is_explained_and_has_words_for_the_desk() -> None:
    told = {"near-same-text", *ledger.CODES}
    for path in (ROOT / "minutes" / "documents").glob("*.py"):
        told |= set(re.findall(r'Remark\(\s*"([a-z-]+)"', path.read_text()))
    documented = set(first_column("parsed-minutes.md"))
    assert told - documented == set()
    assert set(triage.KINDS) - told - documented == set()


def test_every_reason_why_a_file_cannot_be_read_is_explained_where_it_is_raised() -> None:
    explained = (ROOT / "minutes" / "documents" / "__init__.py").read_text()
    assert {code for code in model.CODES if f"`{code}`" not in explained} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_page_links_to_is_there(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#\s]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "CHANGELOG.md"], ids=str)
def test_files_that_a_page_names_are_there(page: Path) -> None:
    named = re.findall(
        r"`((?:bench|config|minutes|search|static|templates|tests|fixtures|docs)/[\w/.-]+)`", page.read_text()
    )
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_list_of_the_asvs_has_every_point_of_its_levels_and_no_gap() -> None:
    text = (DOCS / "asvs.md").read_text()
    rows = re.findall(r"^\| V(\d+)\.(\d+)\.(\d+) \| ([12]) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", text, re.M)
    assert len(rows) == text.count("\n| V") == 253
    assert Counter(level for *_, level, _, _ in rows) == {"1": 70, "2": 183}
    points = {tuple(map(int, row[:3])) for row in rows}
    deeper = {
        tuple(map(int, point.split(".")))
        for line in re.findall(r"^Level 3, not looked at: (.+)\.$", text, re.M)
        for point in re.findall(r"V([\d.]+\d)", line)
    }
    assert len(deeper) == 92 and not points & deeper
    sections: dict[tuple[int, int], list[int]] = defaultdict(list)
    for chapter, section, number in sorted(points | deeper):
        sections[chapter, section].append(number)
    assert {section: numbers for section, numbers in sections.items() if numbers != [*range(1, len(numbers) + 1)]} == {}
    assert {chapter for chapter, _ in sections} == set(range(1, 18))
    assert all(where.strip() for *_, where in rows)
    told = dict(re.findall(r"^\| (met|partly|not met|n/a)[^|]*\| (\d+) \|$", text, re.M))
    assert {state: int(number) for state, number in told.items()} == Counter(state for *_, state, _ in rows)


def test_the_changelog_begins_with_this_release_and_its_day() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert headings[0].startswith(f"{version} (")
    assert all(re.fullmatch(r"\d+\.\d+\.\d+ \(\d{4}-\d{2}-\d{2}\)", heading) for heading in headings)
