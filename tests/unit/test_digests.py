"""Digests of code and data: another one wherever a result may be another, the same one everywhere else."""

import io
import shutil
import subprocess
import sys
import tokenize
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from minutes import digests
from minutes.digests import ROOT, code_of, digest_of
from minutes.documents import reader_version
from minutes.parsing import parser_version
from search.words import analyzer_version

FILES = {
    "town/__init__.py": "",
    "town/rules.py": '''"""What is read."""

from town.words import LABEL, spell

LIMIT = 3  # lines


def read(text: str) -> str:
    """The label's line."""
    return spell(f"{LABEL}# {text}")[:LIMIT]
''',
    "town/words/__init__.py": "from town.words.labels import LABEL\nfrom town.words.spelling import (\n    other,\n    spell,\n)\n",
    "town/words/labels.py": "LABEL = '会議名'\n",
    "town/words/spelling.py": "def spell(text):\n    return text\n\n\ndef other():\n    return 0\n",
    "town/words/unused.py": "NOTHING = 1\n",
    "town/names.csv": "市,みなと野市\n",
}
Town = Callable[..., str]


@pytest.fixture
def town(tmp_path: Path) -> Town:
    """town(file=source): the digest of the rules of an invented package, with some of its files replaced."""
    count = 0

    def digest_with(
        changes: dict[str, str] | None = None,
        newline: str = "\n",
        module: str = "town.rules",
        alone: tuple[str, ...] = (),
    ) -> str:
        nonlocal count
        count += 1
        root = tmp_path / str(count)
        for name, source in {**FILES, **(changes or {})}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(source.replace("\n", newline).encode())
        return digest_of(module, alone=alone, root=root)

    return digest_with


def test_the_digest_is_the_same_on_every_machine_and_python(town: Town) -> None:
    assert town() == "2ce0b77bc771c288"


def test_comments_docstrings_blank_lines_and_ends_of_lines_decide_nothing(town: Town) -> None:
    source = FILES["town/rules.py"]
    told = source.replace("# lines", "# lines of a page, no more").replace(
        "The label's line.", 'Its "line".\n\n    Of the head.\n'
    )
    spaced = told.replace("LIMIT = 3", "\n\n# How many.\nLIMIT = 3").replace("\n\n\n", "\n   \n\n")
    assert spaced != source
    assert town({"town/rules.py": spaced}) == town(newline="\r\n") == town()


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("town/rules.py", "LIMIT = 3", "LIMIT = 4"),
        ("town/rules.py", "# {text}", "# {text} "),
        ("town/words/labels.py", "会議名", "会議の名称"),
        ("town/words/spelling.py", "return text", "return text.strip()"),
        ("town/names.csv", "みなと野市", "みなと市"),
    ],
)
def test_code_words_and_data_decide(town: Town, file: str, old: str, new: str) -> None:
    assert old in FILES[file]
    assert town({file: FILES[file].replace(old, new)}) != town()


def test_what_nobody_imports_decides_nothing(town: Town) -> None:
    assert town({"town/words/unused.py": "NOTHING = 2\n", "town/more.py": "MORE = 1\n"}) == town()


def test_of_a_module_alone_its_own_code_decides_and_not_what_it_imports(town: Town) -> None:
    def labels_with(file: str, old: str, new: str) -> str:
        changes = {file: FILES[file].replace(old, new)}
        return town(changes, module="town.words.labels", alone=("town.rules",))

    before = labels_with("town/rules.py", "", "")
    assert labels_with("town/rules.py", "LIMIT = 3", "LIMIT = 4") != before
    assert labels_with("town/words/spelling.py", "return 0", "return 1") == before


def test_the_library_that_is_imported_decides_by_its_version(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    using = {"town/words/labels.py": "import pypdfium2\n\nLABEL = '会議名'\n"}
    monkeypatch.setattr(digests, "version", lambda _: "1.0")
    before = town(using)
    monkeypatch.setattr(digests, "version", lambda _: "1.1")
    assert before != town(using)
    monkeypatch.undo()
    with pytest.raises(PackageNotFoundError):
        town({"town/words/labels.py": "import nobody_wrote_this\n\nLABEL = ''\n"})


@pytest.mark.parametrize(
    ("module", "file", "old", "new"),
    [
        ("minutes.parsing.parser", "minutes/parsing/words/label_words.py", "開催日", "開催した日"),
        ("minutes.parsing.parser", "minutes/wording/dates.py", "令和", "れいわ"),
        ("minutes.documents", "minutes/documents/paging.py", "def ", "def x"),
        ("search.words.vector", "search/words/folding.py", "高", "髙"),
    ],
)
def test_a_rule_that_changes_makes_another_digest_and_a_comment_does_not(
    tmp_path: Path, module: str, file: str, old: str, new: str
) -> None:
    copies = {}
    for name in ("comment", "rule"):
        for app in ("minutes", "search"):
            shutil.copytree(ROOT / app, tmp_path / name / app, ignore=shutil.ignore_patterns("__pycache__"))
        path = tmp_path / name / file
        source = path.read_text()
        assert old in source
        path.write_text(source + "# remarked\n" if name == "comment" else source.replace(old, new))
        copies[name] = digest_of(module, root=tmp_path / name)
    assert copies["comment"] == digest_of(module)
    assert copies["rule"] != digest_of(module)


def test_every_process_reckons_the_same_versions() -> None:
    program = (
        "from minutes.documents import reader_version; from minutes.parsing import parser_version;"
        "from search.words import analyzer_version; print(reader_version(), parser_version(), analyzer_version())"
    )
    for options in (["-O"], ["-X", "utf8=0"]):
        told = subprocess.run(
            [sys.executable, *options, "-c", program],
            cwd=ROOT,
            env={"PYTHONHASHSEED": "7", "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert told.stdout.split() == [reader_version(), parser_version(), analyzer_version()]


def significant(source: str) -> list[str]:
    """The tokens that decide something, as Python itself cuts them."""
    left_out = (tokenize.COMMENT, tokenize.NL, tokenize.ENCODING, tokenize.ENDMARKER)
    tokens = [token for token in tokenize.generate_tokens(io.StringIO(source).readline) if token.type not in left_out]
    opens = {tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}
    docstrings = {
        place
        for place, token in enumerate(tokens)
        if token.type == tokenize.STRING
        and (place == 0 or tokens[place - 1].type in opens)
        and tokens[place + 1].type == tokenize.NEWLINE
    }
    left = [token for place, token in enumerate(tokens) if not {place, place - 1} & docstrings]
    # A body of nothing but a docstring is no indented one any more.
    left = [token for token in left if token.type not in (tokenize.INDENT, tokenize.DEDENT)]
    return ["\n" if token.type == tokenize.NEWLINE else token.string for token in left]


@pytest.mark.parametrize("package", ["minutes/documents", "minutes/parsing", "minutes/wording", "search/words"])
def test_what_is_left_of_our_sources_is_what_python_reads(package: str) -> None:
    for path in sorted((ROOT / package).glob("*.py")):
        source = path.read_text()
        code = code_of(source)
        strings = iter(code.strings)
        again = "".join(next(strings) if sign == "\0" else sign for sign in code.lines)
        assert significant(again + "\n") == significant(source), path
