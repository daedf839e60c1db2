"""manage.py search_minutes QUERY: searches as a visitor who has not signed in would.

With --json one object a query; with --queries FILE.jsonl ({"id", "query"} a line) one line each, in order.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.models import QuerySet

from minutes.access import clearance
from minutes.models import Body, Topic
from search import engine, query, tokens
from search.hits import FoundEntry, facet_names, load_hits


class Command(BaseCommand):
    help = "会議録を検索します。例: search_minutes '防災 訓練 -中止' --limit 5"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("query", nargs="?", metavar="QUERY", help="検索の言葉")
        parser.add_argument("--queries", type=Path, metavar="FILE.jsonl", help='1 行に {"id", "query"} を 1 つ')
        parser.add_argument("--limit", type=int, default=20, metavar="N", help="表示する件数（既定: 20）")
        parser.add_argument("--sort", choices=[sort.value for sort in engine.Sort], default=engine.Sort.NEWEST.value)
        parser.add_argument("--fiscal-year", type=int, metavar="Y", help="年度（西暦）")
        parser.add_argument("--body", metavar="NAME", help="会議体の名称")
        parser.add_argument("--topic", metavar="NAME", help="分類の名称")
        parser.add_argument("--json", action="store_true", help="JSON で出力します")

    def handle(self, *args: Any, **options: Any) -> None:
        if (options["query"] is None) == (options["queries"] is None):
            raise CommandError("検索の言葉か --queries のどちらかを指定してください。")
        if options["limit"] < 0:
            raise CommandError("--limit には 0 以上の数を指定してください。")
        filters = engine.Filters(
            year_from=options["fiscal_year"],
            year_to=options["fiscal_year"],
            body=_key_of(Body.objects.all(), "会議体", options["body"]),
            topic=_key_of(Topic.objects.all(), "分類", options["topic"]),
        )
        # What happens once a process is no part of a search's time.
        tokens.preload()
        connection.ensure_connection()
        if options["queries"] is None:
            self._answer({}, options["query"], filters, options)
            return
        for line in _lines(options["queries"]):
            self._answer({"id": line["id"]}, line["query"], filters, options)

    def _answer(self, head: dict[str, Any], text: str, filters: engine.Filters, options: dict[str, Any]) -> None:
        read = query.parse(text)
        results = engine.Results()
        if read.tree is not None or filters:
            try:
                results = engine.search(
                    read.tree,
                    clearance=clearance(AnonymousUser()),
                    filters=filters,
                    sort=engine.Sort(options["sort"]),
                    limit=options["limit"],
                )
            except engine.SearchTimeout as error:
                raise CommandError(f"「{text}」: {error}") from error
        hits = load_hits(results.hits, read.tree)
        if options["json"] or options["queries"] is not None:
            self.stdout.write(json.dumps({**head, **_as_json(text, results, hits)}, ensure_ascii=False))
        else:
            self._print_list(read, results, hits)

    def _print_list(self, read: query.Query, results: engine.Results, hits: list[FoundEntry]) -> None:
        self.stdout.write(f"{query.describe(read.tree) or '検索の言葉なし'}: {results.total:,} 件（{results.ms} ms）")
        for found in hits:
            meeting = found.utterance.meeting
            self.stdout.write(f"\n{meeting.held_on_label}　{meeting.body}　{found.utterance.speaker}")
            self.stdout.write(f"  {found.snippet}")
            self.stdout.write(f"  {found.utterance.get_absolute_url()}")


def _key_of(rows: QuerySet[Any], label: str, name: str | None) -> int | None:
    if name is None:
        return None
    found = rows.filter(name=name).values_list("pk", flat=True).first()
    if found is None:
        raise CommandError(f"{label}「{name}」はありません。")
    return int(found)


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
        lines = [json.loads(line) for line in text.splitlines() if line.strip()]
        return [{"id": line["id"], "query": str(line["query"])} for line in lines]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CommandError(
            f'{path} を読めません。1 行に {{"id", "query"}} を 1 つ書いてください（{error}）。'
        ) from error


def _as_json(text: str, results: engine.Results, hits: list[FoundEntry]) -> dict[str, Any]:
    return {
        "query": text.encode(errors="replace").decode(),
        "total": results.total,
        "ms": results.ms,
        "facets": {
            facet: {names.get(value, str(value)): number for value, number in results.facets[facet].items()}
            for facet, names in facet_names(results.facets).items()
        },
        "hits": [
            {
                "meeting": found.utterance.meeting.source_id or found.utterance.meeting.key,
                "utterance": found.utterance.order,
                "held_on": found.utterance.meeting.held_on and found.utterance.meeting.held_on.isoformat(),
                "body": found.utterance.meeting.body.name,
                "speaker": found.utterance.speaker or None,
                "agenda": [str(item) for item in found.agenda],
                "snippet": str(found.snippet),
                "url": found.utterance.get_absolute_url(),
            }
            for found in hits
        ],
    }
