"""Read minutes files and print what the parser finds; touches no database."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from minutes.intake import DocumentError, explain_text, parse_file, read_file
from minutes.parsing import ParsedMinutes
from minutes.wording import format_era_date, format_fiscal_year, parse_date, reason_of

_KIND_NAMES = {"speech": "発言", "explanation": "説明", "summary": "要旨", "decision": "決定", "note": "記録"}


class Command(BaseCommand):
    """`manage.py parse_minutes FILE... [--json | --explain]`"""

    help = "会議録のファイルを読み取り、結果を表示します（データベースには何も書きません）。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """The files, and the form of the output."""
        parser.add_argument(
            "files", nargs="+", metavar="FILE", help="会議録のファイル（PDF、Word、テキスト、HTMLなど）"
        )
        parser.add_argument("--explain", action="store_true", help="どの行をなぜそう読み取ったかを、行ごとに表示します")
        parser.add_argument("--json", action="store_true", help="1ファイルにつき1行のJSONで出力します")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each file's result; the files that cannot be read are named on stderr and fail the command."""
        failed = False
        for name in options["files"]:
            try:
                if options["explain"]:
                    self.stdout.write(_explained(Path(name)))
                    continue
                parsed = _read(Path(name))
            except (OSError, DocumentError) as error:
                failed = True
                self.stderr.write(f"{name}：{_reason(error)}")
                continue
            if options["json"]:
                self.stdout.write(json.dumps(parsed.to_json(), ensure_ascii=False))
            else:
                self.stdout.write(_summary(name, parsed))
        if failed:
            sys.exit(1)


def _read(path: Path) -> ParsedMinutes:
    return parse_file(path.read_bytes(), path.name)[1]


def _explained(path: Path) -> str:
    rows = explain_text(read_file(path.read_bytes(), path.name))
    if not rows:
        return "文字起こしのファイルです。区切りごとに話者と発言を読み取りました。"
    return "\n".join(f"{row.line or '':>5}  {row.text[:40]:<40}  {row.reason}" for row in rows)


def _reason(error: OSError | DocumentError) -> str:
    return error.message if isinstance(error, DocumentError) else f"{reason_of(error)}。"


def _summary(name: str, parsed: ParsedMinutes) -> str:
    kinds = [f"{label}{count}件" for kind, label in _KIND_NAMES.items() if (count := _count(parsed, kind))]
    held_on = format_era_date(parse_date(parsed.held_on), weekday=True) if parsed.held_on else "（不明）"
    times = "～".join(time for time in (parsed.starts_at, parsed.ends_at) if time)
    lines = [
        f"■ {name}",
        f"会議名　：{parsed.title or '（不明）'}",
        f"会議体　：{parsed.body or '（不明）'}",
        f"年度・回：{format_fiscal_year(parsed.fiscal_year) if parsed.fiscal_year else '（不明）'}"
        + (f" 第{parsed.number}回" if parsed.number else ""),
        f"開催日時：{held_on} {times}".rstrip(),
        f"開催場所：{parsed.venue or '（不明）'}",
        f"事務局　：{parsed.office or '（不明）'}",
        f"出席者　：{len(parsed.attendees)}名",
        f"議題　　：{len(parsed.agenda)}件",
        *(f"　{item.category or ''}{item.number or ''} {item.title}" for item in parsed.agenda),
        f"発言等　：{len(parsed.utterances)}件（{'、'.join(kinds) or 'なし'}）",
        f"資料　　：{len(parsed.attachments)}件",
        *(f"　{' '.join(part for part in (paper.label, paper.title) if part)}" for paper in parsed.attachments),
        f"確認事項：{len(parsed.warnings)}件",
        *(f"　{f'{warning.line}行目 ' if warning.line else ''}{warning.message}" for warning in parsed.warnings),
    ]
    return "\n".join(lines) + "\n"


def _count(parsed: ParsedMinutes, kind: str) -> int:
    return sum(utterance.kind == kind for utterance in parsed.utterances)
