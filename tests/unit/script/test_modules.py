"""The modules of static/js that need no browser, tested in Node by the files beside this one, all in one process."""

import re

from tests.unit.script.node import FOLDER, node


def test_modules_do_what_their_tests_say() -> None:
    files = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.glob("modules/*.test.js"))
    done = node("--test", "--test-isolation=none", "--test-reporter=spec", *files)
    assert done.returncode == 0, done.stdout + done.stderr
    passed = re.search(r"pass (\d+)", done.stdout)
    assert passed is not None
    assert int(passed[1]) >= len(files), "a file without a test"
