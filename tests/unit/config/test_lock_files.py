"""The lock files agree: what an office adds for a way of signing in changes no version of what it has."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_a_library_has_one_version_in_all_lock_files() -> None:
    found: dict[str, set[str]] = {}
    for file in ROOT.glob("requirements*.txt"):
        for name, version in re.findall(r"(?m)^([a-z0-9-]+)==(\S+)", file.read_text()):
            found.setdefault(name, set()).add(version)
    assert {name: versions for name, versions in found.items() if len(versions) > 1} == {}
    assert "django" in found and "python-ldap" in found
