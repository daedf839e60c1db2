"""manage.py import_minutes: files, folders and JSON lines; counts and exit status."""

import gzip
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from minutes.models import Meeting, SourceDocument, Utterance
from minutes.parsing.model import ParsedMinutes

Build = Callable[..., ParsedMinutes]


def line(build: Build, **changes: Any) -> bytes:
    return json.dumps(build(**changes).to_json(), ensure_ascii=False).encode() + b"\n"


def run(*paths: Path, processes: int = 1) -> str:
    out = StringIO()
    call_command("import_minutes", *map(str, paths), processes=processes, stdout=out, stderr=out)
    return out.getvalue()


@pytest.mark.django_db
def test_each_line_of_a_compressed_file_is_a_meeting(tmp_path: Path, build_parsed: Build) -> None:
    file = tmp_path / "minutes.jsonl.gz"
    file.write_bytes(gzip.compress(b"".join(line(build_parsed, number=number) for number in (1, 2, 3))))
    assert "inserted=3 updated=0 unchanged=0 failed=0" in run(file)
    assert "inserted=0 updated=0 unchanged=3 failed=0" in run(file)
    assert SourceDocument.objects.order_by("pk").values_list("filename", flat=True)[1] == "minutes-2.json"
    stored = bytes(SourceDocument.objects.order_by("pk")[1].content)
    assert stored == line(build_parsed, number=2).strip()


@pytest.mark.django_db
def test_one_bad_document_fails_alone_and_the_exit_status_tells(tmp_path: Path, build_parsed: Build) -> None:
    file = tmp_path / "minutes.jsonl"
    bad_kind: dict[str, Any] = {"kind": "shout", "speaker": None, "agenda": [], "text": "x"}
    broken = json.dumps({"title": "x", "utterances": [bad_kind]}).encode()
    file.write_bytes(line(build_parsed, number=1) + broken + b"\n{not json\n" + line(build_parsed, number=2))
    out = StringIO()
    with pytest.raises(CommandError, match="2 件"):
        call_command("import_minutes", str(file), processes=1, stdout=out, stderr=out)
    assert "inserted=2 updated=0 unchanged=0 failed=2" in out.getvalue()
    assert "minutes.jsonl:2: 会議録の JSON として読めません（utterances[0].kind" in out.getvalue()
    assert Meeting.objects.count() == 2


@pytest.mark.django_db
def test_a_missing_file_is_named_and_the_others_are_read(tmp_path: Path, build_parsed: Build) -> None:
    file = tmp_path / "minutes.jsonl"
    file.write_bytes(line(build_parsed))
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_minutes", str(tmp_path / "none.txt"), str(file), processes=1, stdout=out, stderr=out)
    assert "ファイルがありません" in out.getvalue()
    assert Meeting.objects.count() == 1


@pytest.mark.django_db
def test_a_truncated_archive_fails_by_name_after_its_readable_lines(tmp_path: Path, build_parsed: Build) -> None:
    file = tmp_path / "minutes.jsonl.gz"
    file.write_bytes(gzip.compress(line(build_parsed) * 3)[:-12])
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_minutes", str(file), processes=1, stdout=out, stderr=out)
    assert "minutes.jsonl.gz" in out.getvalue()
    assert "failed=1" in out.getvalue()


@pytest.mark.django_db
def test_a_folder_without_minutes_says_so(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("no minutes")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    with pytest.raises(CommandError, match="取り込むファイルがありません"):
        run(tmp_path)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_many_meetings_are_shared_out_to_processes(tmp_path: Path, build_parsed: Build) -> None:
    file = tmp_path / "minutes.jsonl"
    file.write_bytes(b"".join(line(build_parsed, number=number, body=f"第{number % 7}部会") for number in range(60)))
    assert "inserted=60 updated=0 unchanged=0 failed=0" in run(file, processes=2)
    assert Utterance.objects.count() == 60 * 6
    assert "unchanged=60" in run(file, processes=2)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_versions_of_one_meeting_keep_their_order_across_processes(tmp_path: Path, build_parsed: Build) -> None:
    file = tmp_path / "minutes.jsonl"
    lines = [line(build_parsed, number=number) for number in range(50)]
    file.write_bytes(b"".join(lines) + line(build_parsed, number=7, venue="講堂"))
    assert "inserted=50 updated=1" in run(file, processes=2)
    assert Meeting.objects.get(number=7).venue == "講堂"
