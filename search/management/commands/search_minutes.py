"""manage.py search_minutes QUERY: searches as a visitor who has not signed in would.

With --json one object a query; with --queries FILE.jsonl ({"id", "query", "options"} a line) one line each, in order.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.models import QuerySet

from minutes.access import VISITOR
from minutes.dialogue import SpeakerCategory
from minutes.models import Body, Meeting, Topic
from search import engine
from search.engine import condition_of
from search.known_items import KnownKind, Recognised
from search.language import Filters, Question, Scope, Sort, describe, read_ends, wanted_words
from search.page import KIND_LABELS, Answer, Asker, FoundEntry, facet_names, line_of, load_hits
from search.synonyms import understand
from search.words import preload_dictionary
from trail import access_log
from trail.access_log import Event, Look


class Command(BaseCommand):
    help = "会議録を検索します。例: search_minutes '防災 訓練 -中止' --limit 5"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("query", nargs="?", metavar="QUERY", help="検索の言葉")
        parser.add_argument(
            "--queries",
            type=Path,
            metavar="FILE.jsonl",
            help='1 行に {"id", "query"} を 1 つ。"options" に sort、scope、literal、inside、date_from、date_to も書けます',
        )
        parser.add_argument("--limit", type=int, default=20, metavar="N", help="表示する件数（既定: 20）")
        parser.add_argument("--sort", choices=[sort.value for sort in Sort], default=Sort.RELEVANCE.value)
        parser.add_argument(
            "--scope",
            choices=[scope.value for scope in Scope],
            default=Scope.UTTERANCE.value,
            help="すべての言葉がその中にあればよい範囲（既定: utterance）",
        )
        parser.add_argument("--literal", action="store_true", help="すべての言葉を文字どおりに、語の一部でも探します")
        parser.add_argument(
            "--strict",
            action="store_true",
            help="すべての言葉を含むものがないとき、一部を含むものも、読みや表記の近い言葉も探しません",
        )
        parser.add_argument("--inside", action="store_true", help="語の一部として含むものも探します")
        parser.add_argument(
            "--date-from", metavar="DATE", help="会議の日付（から）。例: 2021-10-01、令和3年10月、R3.10.1"
        )
        parser.add_argument("--date-to", metavar="DATE", help="会議の日付（まで）")
        parser.add_argument("--fiscal-year", type=int, metavar="Y", help="年度（西暦）")
        parser.add_argument("--body", metavar="NAME", help="会議体の名称")
        parser.add_argument("--topic", metavar="NAME", help="分類の名称")
        parser.add_argument("--category", choices=[category.value for category in SpeakerCategory], help="発言者の区分")
        parser.add_argument("--json", action="store_true", help="JSON で出力します")
        parser.add_argument(
            "--explain", action="store_true", help="読み取り方、探す言葉、索引の条件、実行計画を示します"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if (options["query"] is None) == (options["queries"] is None):
            raise CommandError("検索の言葉か --queries のどちらかを指定してください。")
        if options["explain"] and (options["queries"] is not None or options["json"]):
            raise CommandError("--explain は、--queries や --json と一緒に使えません。")
        if options["limit"] < 0:
            raise CommandError("--limit には 0 以上の数を指定してください。")
        # What happens once a process is no part of a search's time.
        preload_dictionary()
        connection.ensure_connection()
        asked = _question_of(options)
        if options["explain"]:
            self._explain(asked)
            return
        # Recorded as exports are: minutes leave by it. Not the words that were looked for, which may be somebody's name.
        detail = f"search_minutes {'' if options['queries'] is None else options['queries']}".strip()
        access_log.write(lambda: Look(Event.EXPORT, kind="minutes.meeting", detail=detail))
        if options["queries"] is None:
            self._answer({}, asked, as_json=options["json"])
        else:
            for key, line in _lines(options["queries"], asked):
                self._answer({"id": key}, line, as_json=True)

    def _answer(self, head: dict[str, Any], asked: Question, *, as_json: bool) -> None:
        asker = Asker(AnonymousUser())
        question = understand(asked, clearance=asker.clearance)
        try:
            answer = asker.answer(question) if question.is_something else Answer(question, engine.Results())
        except engine.SearchTimeout as error:
            raise CommandError(f"「{asked.text}」: {error}") from error
        inside = _inside(answer, asker)
        if as_json:
            self.stdout.write(json.dumps({**head, **_as_json(asked, answer, inside)}, ensure_ascii=False))
            return
        for each in _known_as_json(answer.known):
            label = KIND_LABELS[KnownKind(each["kind"])]
            self.stdout.write("　".join(filter(None, (label, each["held_on"], each["title"], each["url"]))))
        self._print_list(answer, inside)

    def _print_list(self, answer: Answer, inside: int) -> None:
        question, results = answer.question, answer.shown
        told = describe(question.tree) or "検索の言葉なし"
        if question.loose is not None:
            told = f"{told}はありません。言葉の多くを含むもの"
        self.stdout.write(f"{told}: {results.total:,} 件（{results.ms} ms）")
        if answer.typed is not None:
            self.stdout.write(
                f"「{answer.typed.read.text}」では見つからないため、この言葉で検索しました（--strict で入力のまま）"
            )
        if answer.meant:
            offered = "、".join(f"{meant.query} {meant.count:,} 件" for meant in answer.meant)
            self.stdout.write(f"もしかして: {offered}")
        for word, forms in _expansions(question).items():
            if forms:
                self.stdout.write(f"「{word}」として探した言葉: {'、'.join(form['text'] for form in forms)}")
        if inside:
            self.stdout.write(f"ほかに、語の一部として含む {inside:,} 件（--inside で加えます）")
        for found in _hits(answer):
            speaker = found.utterance.speaker if found.utterance else _place_in_paper(found)
            self.stdout.write(f"\n{found.meeting.held_on_label}　{found.meeting.body}　{speaker}")
            self.stdout.write(f"  {found.snippet}")
            self.stdout.write(f"  {_url_of(found)}")

    def _explain(self, asked: Question) -> None:
        question = understand(asked)
        self.stdout.write(f"読み取り: {describe(question.tree) or '検索の言葉なし'}")
        for notice in question.read.notices:
            self.stdout.write(f"  {notice}")
        self.stdout.write(f"木: {question.tree}")
        for word, forms in _expansions(question).items():
            told = "、".join(f"{form['text']}（{form['kind']}）" for form in forms)
            self.stdout.write(f"「{word}」: {told or 'このまま'}")
        condition = condition_of(question.tree, inside=question.inside) if question.tree is not None else None
        if condition is not None:
            self.stdout.write(f"索引の条件（これがあれば必ず該当）: {_readable(condition.least)}")
            self.stdout.write(f"索引の条件（これがなければ該当しない）: {_readable(condition.most)}")
            self.stdout.write(f"本文での確認: {condition.rest.sql if condition.rest else 'なし'}")
        plan = engine.explain(question, clearance=VISITOR)
        self.stdout.write(f"実行計画:\n{_readable(plan)}")


def _question_of(options: dict[str, Any]) -> Question:
    """What the command line asks for; its text is read later."""
    filters = Filters(
        year_from=options["fiscal_year"],
        year_to=options["fiscal_year"],
        body=_key_of(Body.objects.all(), "会議体", options["body"]),
        category=options.get("category"),
        topic=_key_of(Topic.objects.all(), "分類", options["topic"]),
    )
    return Question(
        text=options["query"] or "",
        literal=options["literal"],
        strict=options.get("strict", False),
        filters=_within(filters, options.get("date_from"), options.get("date_to")),
        scope=Scope(options["scope"]),
        inside=options["inside"],
        sort=Sort(options["sort"]),
        limit=options["limit"],
    )


def _key_of(rows: QuerySet[Any], label: str, name: str | None) -> int | None:
    if name is None:
        return None
    found = rows.filter(name=name).values_list("pk", flat=True).first()
    if found is None:
        raise CommandError(f"{label}「{name}」はありません。")
    return int(found)


def _within(filters: Filters, first: str | None, last: str | None) -> Filters:
    """The filters with the days between two texts. Raises CommandError for what is no date."""
    ends = read_ends(first or "", last or "")
    for text, day in ((first, ends[0]), (last, ends[1])):
        if text is not None and day is None:
            raise CommandError(
                f"「{text}」の日付を読み取れません。2021-10-01、令和3年10月、R3.10.1 のように書いてください。"
            )
    return replace(filters, date_from=ends[0] or filters.date_from, date_to=ends[1] or filters.date_to)


def _lines(path: Path, asked: Question) -> Iterator[tuple[Any, Question]]:
    """Each line's id and question, which is `asked` but for its text and options; all lines are read before the first
    is answered."""
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
        lines = [json.loads(line) for line in text.splitlines() if line.strip()]
        read = [
            (line["id"], _with_options(replace(asked, text=str(line["query"])), line.get("options") or {}))
            for line in lines
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CommandError(
            f'{path} を読めません。1 行に {{"id", "query"}} を 1 つ書いてください（{error}）。'
        ) from error
    return iter(read)


def _with_options(question: Question, options: dict[str, Any]) -> Question:
    """The question as a line's "options" change it. Raises KeyError or ValueError for what is none."""
    for name, value in options.items():
        match name:
            case "sort":
                question = replace(question, sort=Sort(value))
            case "scope":
                question = replace(question, scope=Scope(value))
            case "literal":
                question = replace(question, literal=bool(value))
            case "inside":
                question = replace(question, inside=bool(value))
            case "date_from" | "date_to":
                filters = _within(question.filters, options.get("date_from"), options.get("date_to"))
                question = replace(question, filters=filters)
            case "strict":
                question = replace(question, strict=bool(value))
            case _:
                raise KeyError(name)
    return question


def _expansions(question: Question) -> dict[str, list[dict[str, str]]]:
    """What matches in place of each word, beside the word itself."""
    return {
        word.text: [{"text": form.text, "kind": form.kind.value} for form in word.others]
        for word in wanted_words(question.tree)
    }


def _hits(answer: Answer) -> list[FoundEntry]:
    return load_hits(answer.shown.hits, answer.shown_words, clearance=VISITOR, inside=answer.question.inside)


def _inside(answer: Answer, asker: Asker) -> int:
    """How many more stand inside other words alone; none where counting them takes too long, or other hits are shown
    than those of the words."""
    if answer.is_loose or answer.spoken is not None:
        return 0
    try:
        return asker.inside(answer.question)
    except engine.SearchTimeout:
        return 0


def _as_json(asked: Question, answer: Answer, inside: int) -> dict[str, Any]:
    question, results = answer.question, answer.shown
    return {
        "query": asked.text.encode(errors="replace").decode(),
        "understood": describe(question.tree),
        "expansions": _expansions(question),
        "total": results.total,
        "loosened": answer.is_loose,
        "inside_words": inside,
        "ms": results.ms,
        "facets": {
            facet: {names.get(value, str(value)): number for value, number in results.facets[facet].items()}
            for facet, names in facet_names(results.facets).items()
        },
        "hits": [_hit_as_json(found) for found in _hits(answer)],
        "known": list(_known_as_json(answer.known)),
        "replaced": answer.typed is not None,
        "meant": [{"query": meant.query, "total": meant.count} for meant in answer.meant],
    }


def _hit_as_json(found: FoundEntry) -> dict[str, Any]:
    meeting = found.meeting
    return {
        "meeting": meeting.source_id or meeting.key,
        "utterance": found.utterance.order if found.utterance else None,
        "attachment": str(found.page.attachment) if found.page else None,
        "page": found.page.number if found.page else None,
        "held_on": meeting.held_on and meeting.held_on.isoformat(),
        "body": meeting.body.name,
        "speaker": (found.utterance.speaker or None) if found.utterance else None,
        "category": (found.utterance.speaker_category or None) if found.utterance else None,
        "agenda": [str(item) for item in found.agenda],
        "tier": found.hit.tier.name.lower() if found.hit.tier else None,
        "snippet": str(found.snippet),
        "url": _url_of(found),
    }


def _known_as_json(known: Recognised | None) -> Iterator[dict[str, Any]]:
    """What the query names, the best first: a body before its newest meetings, an utterance before its meeting."""
    if known is None:
        return
    if known.body is not None:
        yield _one_as_json(KnownKind.BODY, None, known.body.name, known.body.get_absolute_url())
    for each in known.found:
        line = line_of(each)
        if known.utterance is not None:
            utterance = known.utterance
            yield _one_as_json(
                KnownKind.UTTERANCE,
                line.meeting,
                utterance.speaker or utterance.get_kind_display(),
                utterance.get_absolute_url(),
            )
        yield _one_as_json(KnownKind(each.kind), line.meeting, line.title, line.url)


def _one_as_json(kind: KnownKind, meeting: Meeting | None, title: str, url: str) -> dict[str, Any]:
    return {
        "kind": kind.value,
        "meeting": meeting and (meeting.source_id or meeting.key),
        "title": title,
        "body": meeting and meeting.body.name,
        "held_on": meeting and meeting.held_on and meeting.held_on.isoformat(),
        "url": url,
    }


def _url_of(found: FoundEntry) -> str:
    return found.utterance.get_absolute_url() if found.utterance else found.meeting.get_absolute_url()


def _place_in_paper(found: FoundEntry) -> str:
    return f"{found.page.attachment} {found.page.number}ページ" if found.page else ""


def _readable(text: str | None) -> str:
    """Bigrams begin with a sign that no terminal shows."""
    return "（なし）" if text is None else text.replace("\x02", "␂").replace("\x03", "␃")
