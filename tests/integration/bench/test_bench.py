"""make bench --reading, and the documents of bench --intake."""

from pathlib import Path

import pytest

from bench.__main__ import main
from bench.documents import documents, meetings
from fixtures.document_files import to_docx, to_pdf
from minutes.documents import read_document
from minutes.parsing import parse

pytestmark = pytest.mark.slow

TEXT = "会議録\n\n日時\t令和6年3月25日\n\n○会長　ただいまから会議を開きます。\n○委員　はい。\n"


def test_reading_is_told_by_kind_of_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.pdf").write_bytes(to_pdf(TEXT * 20))
    (tmp_path / "b.docx").write_bytes(to_docx(TEXT))
    (tmp_path / "c.docx").write_bytes(b"damaged")
    main(["--reading", str(tmp_path)])
    rows = {
        line.split(" | ")[0]: line.split(" | ")
        for line in capsys.readouterr().out.splitlines()
        if line.startswith("| .")
    }
    assert rows["| .pdf"][1:3] == ["1", "4"]
    assert rows["| .docx"][1] == "2"
    assert rows["| .docx"][-1] == "1 |"
    assert all(int(row[-2].removesuffix(" MB")) > 5 for row in rows.values())


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="ありません"):
        main(["--reading", str(tmp_path / "nowhere")])


def test_the_documents_of_a_batch_are_of_different_meetings_in_every_format() -> None:
    parsed = [parse(read_document(text.encode(), f"{name}.txt")) for name, text in meetings(60)]
    assert len({(one.body, one.held_on, one.number) for one in parsed}) == 60
    assert all(one.body and one.held_on for one in parsed)
    suffixes = [name.rpartition(".")[2] for name in documents(8)]
    assert suffixes == ["txt"] * 2 + ["html"] * 2 + ["docx"] * 2 + ["pdf"] * 2
