"""manage.py parse_minutes."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command

TEXT = "令和5年度第1回甲町景観審議会会議録\n日時：令和5年7月3日（月）10:00～11:00\n会議内容\n会長：始めます。\n"


@pytest.fixture
def minutes_file(tmp_path: Path) -> Path:
    path = tmp_path / "minutes.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.mark.slow
def test_json_is_one_object_a_line(minutes_file: Path) -> None:
    out = io.StringIO()
    call_command("parse_minutes", str(minutes_file), str(minutes_file), "--json", stdout=out)
    objects = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [(parsed["body"], parsed["held_on"]) for parsed in objects] == [("甲町景観審議会", "2023-07-03")] * 2


def test_the_summary_is_japanese(minutes_file: Path) -> None:
    out = io.StringIO()
    call_command("parse_minutes", str(minutes_file), stdout=out)
    assert "会議体　：甲町景観審議会" in out.getvalue()
    assert "開催日時：令和5年7月3日（月） 10:00～11:00" in out.getvalue()


def test_each_line_is_explained(minutes_file: Path) -> None:
    out = io.StringIO()
    call_command("parse_minutes", str(minutes_file), "--explain", stdout=out)
    lines = out.getvalue().splitlines()
    assert "日時（見出し「日時」の欄）" in lines[1] and "発言者の表示" in lines[3]


def test_an_unreadable_file_fails_in_one_line_and_the_others_are_read(minutes_file: Path, tmp_path: Path) -> None:
    out, err = io.StringIO(), io.StringIO()
    missing = tmp_path / "missing.txt"
    with pytest.raises(SystemExit) as exit_info:
        call_command("parse_minutes", str(missing), str(minutes_file), "--json", stdout=out, stderr=err)
    assert exit_info.value.code == 1
    assert err.getvalue() == f"{missing}：ファイルが見つかりません。\n"
    assert json.loads(out.getvalue())["number"] == 1
