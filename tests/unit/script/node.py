"""Runs JavaScript of static/js without a browser, in the Node that Playwright brings."""

import os
import subprocess
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

FOLDER = Path(__file__).parent


def node(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """One process of Node with arguments, in this folder; `given` is what it reads."""
    program, _ = compute_driver_executable()
    return subprocess.run(
        [program, *arguments],
        input=given,
        capture_output=True,
        encoding="utf-8",
        cwd=FOLDER,
        env={**os.environ, "NO_COLOR": "1"},
        timeout=300,
        check=False,
    )
