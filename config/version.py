"""Which release this is: pyproject.toml says so, once."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def version() -> str:
    """0.5.0"""
    project = tomllib.loads((Path(__file__).resolve().parents[1] / "pyproject.toml").read_text("utf-8"))
    return str(project["project"]["version"])
