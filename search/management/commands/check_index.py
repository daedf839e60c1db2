"""manage.py check_index: proves that the index says what the minutes say; exits with 1 where it does not."""

import argparse
import json
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand

from search.index import Checked, check

SHOW_SECONDS = 2
SHOWN = 20


class Command(BaseCommand):
    help = (
        "検索の索引が会議録と一致しているかを、会議ごとに件数と検査値で確かめます。"
        "違いがあれば 1 で終わります。違いは rebuild_index が直します。"
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="結果を JSON で出力する")
        parser.add_argument("--sample", type=int, default=200, help="本文を解析し直して比べる件数（既定: 200）")

    def handle(self, *args: Any, **options: Any) -> None:
        started = shown = time.monotonic()
        found = Checked()
        for found in check(sample=max(0, options["sample"])):
            if time.monotonic() - shown > SHOW_SECONDS:
                shown = time.monotonic()
                self.stderr.write(
                    f"… 会議 {found.meetings:,} 件（索引 {found.entries:,} 件、解析し直し {found.sampled:,} 件）"
                )
        seconds = time.monotonic() - started
        if options["json"]:
            self.stdout.write(json.dumps(_as_json(found, seconds), ensure_ascii=False, indent=2))
        else:
            self._report(found, seconds)
        if not found.agrees:
            sys.exit(1)

    def _report(self, found: Checked, seconds: float) -> None:
        looked_at = (
            f"会議 {found.meetings:,} 件、発言と資料 {found.entries:,} 件、"
            f"解析し直し {found.sampled:,} 件、{seconds:.1f} 秒"
        )
        if found.agrees:
            self.stdout.write(f"索引は会議録と一致しています（{looked_at}）。")
            return
        for fault in found.faults:
            self.stdout.write(f"索引全体: {fault}")
        for finding in found.findings[:SHOWN]:
            self.stdout.write(f"会議 {finding.meeting} {finding.name}: {'、'.join(finding.problems)}")
        if len(found.findings) > SHOWN:
            self.stdout.write(f"ほか {len(found.findings) - SHOWN:,} 件の会議")
        self.stdout.write(
            f"索引が会議録と合いません: 会議 {len(found.findings):,} 件、索引全体 {len(found.faults)} 件（{looked_at}）。"
            "rebuild_index を実行すると直ります。"
        )


def _as_json(found: Checked, seconds: float) -> dict[str, Any]:
    return {
        "agrees": found.agrees,
        "meetings": found.meetings,
        "entries": found.entries,
        "sampled": found.sampled,
        "seconds": round(seconds, 1),
        "faults": [fault.name.lower() for fault in found.faults],
        "findings": [
            {
                "meeting": finding.meeting,
                "name": finding.name,
                "problems": [problem.name.lower() for problem in finding.problems],
            }
            for finding in found.findings
        ],
    }
