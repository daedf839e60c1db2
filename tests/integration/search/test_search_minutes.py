"""manage.py search_minutes: the answers as other programs read them."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from minutes.models import Attachment, AttachmentPage, Audience, Meeting
from minutes.signals import meeting_changed

pytestmark = pytest.mark.django_db


def run(*arguments: Any) -> str:
    out = StringIO()
    call_command("search_minutes", *arguments, stdout=out)
    return out.getvalue()


def answer(*arguments: Any) -> dict[str, Any]:
    lines = run(*arguments, "--json").splitlines()
    assert len(lines) == 1
    found: dict[str, Any] = json.loads(lines[0])
    return found


def test_one_object_with_total_facets_and_hits(say: Any) -> None:
    said = {"speaker": "部員", "speaker_category": "member", "text": "＜髙橋＞防災訓練を行う"}
    meeting = say("給食です", said, source_id="h17-1")
    found = answer("防災")
    assert list(found) == [
        "query",
        "understood",
        "expansions",
        "total",
        "loosened",
        "inside_words",
        "ms",
        "facets",
        "hits",
        "known",
        "replaced",
        "meant",
    ]
    assert (found["query"], found["total"]) == ("防災", 1)
    assert found["ms"] > 0
    assert found["facets"]["fiscal_year"] == {"2023": 1}
    assert found["facets"]["body"] == {"総務委員会": 1}
    assert found["facets"]["category"] == {"member": 1}
    assert found["hits"] == [
        {
            "meeting": "h17-1",
            "utterance": 2,
            "attachment": None,
            "page": None,
            "held_on": "2024-03-25",
            "body": "総務委員会",
            "speaker": "部員",
            "category": "member",
            "agenda": ["議案（1） 防災計画について"],
            "tier": "compound",
            "snippet": "＜髙橋＞<mark>防災</mark>訓練を行う",
            "url": f"/meetings/{meeting.key}/u/2/",
        }
    ]
    assert found["known"] == []


def test_a_meeting_without_number_elsewhere_has_its_key(say: Any) -> None:
    meeting = say({"text": "<b>防災</b>です", "speaker": ""}, held_on=None)
    (hit,) = answer("防災")["hits"]
    assert (hit["meeting"], hit["held_on"], hit["speaker"]) == (meeting.key, None, None)
    assert hit["snippet"] == "&lt;b&gt;<mark>防災</mark>&lt;/b&gt;です"


def test_options_narrow_sort_and_limit(say: Any) -> None:
    say("防災です", held_on=date(2020, 5, 1), fiscal_year=2020, body="区民委員会")
    say("防災と防災と防災です", held_on=date(2019, 5, 1), fiscal_year=2019, topics=["安全"])
    assert answer("防災", "--fiscal-year", "2020")["total"] == 1
    assert answer("防災", "--body", "区民委員会")["facets"]["fiscal_year"] == {"2020": 1}
    assert answer("防災", "--topic", "安全")["facets"]["topic"] == {"安全": 1}
    assert answer("防災", "--category", "officer")["total"] == 0
    limited = answer("防災", "--limit", "1", "--sort", "newest")
    assert (limited["total"], len(limited["hits"])) == (2, 1)
    assert limited["hits"][0]["held_on"] == "2020-05-01"
    assert answer("防災", "--sort", "relevance")["hits"][0]["held_on"] == "2019-05-01"
    assert answer("防災", "--limit", "0")["hits"] == []


def test_a_file_of_queries_is_answered_line_by_line(say: Any, tmp_path: Path) -> None:
    say("防災です")
    queries = tmp_path / "queries.jsonl"
    queries.write_text(
        '{"id": "a", "query": "防災"}\n{"id": 2, "query": "((「"}\n\n{"id": null, "query": "給食"}\n', encoding="utf-8"
    )
    lines = [json.loads(line) for line in run("--queries", queries).splitlines()]
    assert [(line["id"], line["query"], line["total"]) for line in lines] == [
        ("a", "防災", 1),
        (2, "((「", 0),
        (None, "給食", 0),
    ]


def test_dates_of_meetings_narrow_in_any_form(say: Any, tmp_path: Path) -> None:
    for held_on in (date(2021, 9, 30), date(2021, 10, 1), date(2022, 3, 31), None):
        say("防災です", held_on=held_on)
    held = ["2022-03-31", "2021-10-01"]
    for first, last in (("2021-10", "2022-03"), ("R3.10.1", "令和4年3月31日"), ("令和4年3月", "2021/10")):
        found = answer("防災", "--date-from", first, "--date-to", last)
        assert [hit["held_on"] for hit in found["hits"]] == held
    assert answer("防災", "--date-from", "令和3年度", "--date-to", "令和3年")["total"] == 2
    assert answer("防災", "--date-to", "R3.9")["total"] == 1
    assert answer("防災 日付:R3.10〜R4.3")["total"] == 2
    lines = tmp_path / "lines.jsonl"
    lines.write_text('{"id": 1, "query": "防災", "options": {"date_from": "R3.10", "date_to": "R3.10.1"}}\n', "utf-8")
    assert json.loads(run("--queries", str(lines)))["total"] == 1
    for wrong in ("来月", "", "〜2021"):
        with pytest.raises(CommandError, match="読み取れません"):
            run("防災", "--date-from", wrong)


def test_each_line_may_hold_its_own_options(say: Any, tmp_path: Path) -> None:
    say("京都の話", "給食の話", "東京都の話")
    queries = tmp_path / "queries.jsonl"
    options = [
        {"sort": "newest"},
        {"literal": True},
        {"inside": True},
        {"scope": "meeting"},
        {"sort": "relevance"},
    ]
    words = ["京都", "京都", "京都", "京都 給食", "京都"]
    lines = [
        {"id": n, "query": text, "options": each} for n, (text, each) in enumerate(zip(words, options, strict=True))
    ]
    queries.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    answers = [json.loads(line) for line in run("--queries", queries).splitlines()]
    assert [found["total"] for found in answers] == [1, 2, 2, 2, 1]
    assert [found["inside_words"] for found in answers] == [1, 0, 0, 1, 1]
    assert [found["hits"][0]["tier"] for found in answers] == [None, "compound", "compound", None, "compound"]


def test_scope_literal_and_inside(say: Any) -> None:
    say("京都の話", "給食の話", "東京都の話")
    assert answer("京都 給食", "--strict")["total"] == 0
    nearby = answer("京都 給食")
    assert (nearby["loosened"], nearby["total"]) == (True, 2)
    assert answer("京都 給食", "--scope", "meeting")["total"] == 2
    assert answer("京都", "--literal")["total"] == 2
    assert (answer("京都", "--inside")["total"], answer("京都")["inside_words"]) == (2, 1)
    assert "語の一部として含む 1 件" in run("京都")


def test_what_was_understood_and_the_forms_of_each_word(say: Any, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        say("取り組みです")
    found = answer("取組 -中止")
    assert found["understood"] == "「取組」を含み、「中止」を含まない発言"
    assert found["expansions"] == {"取組": [{"text": "取り組み", "kind": "variant"}], "中止": []}


def test_what_was_meant_is_searched_for_and_told(say: Any, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        say(*("図書館の話です" for _ in range(6)), "システムの話です")
    found = answer("toshokan")
    assert (found["query"], found["replaced"], found["total"]) == ("toshokan", True, 6)
    assert found["understood"] == "「図書館」を含む発言"
    assert "「toshokan」では見つからないため" in run("toshokan")
    strict = answer("toshokan", "--strict")
    assert (strict["replaced"], strict["total"]) == (False, 0)
    assert strict["meant"] == [{"query": "図書館", "total": 6}]
    assert "もしかして: システム 1 件" in run("シズテム")


def test_what_a_title_holds_is_not_taken_for_a_slip(
    say: Any, django_capture_on_commit_callbacks: Any, client: Client
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        meeting = say(*("図書館の話です" for _ in range(6)))
        meeting.agenda_items.update(title="toshokan の名称について")
        meeting_changed.send(sender=Meeting, meeting=meeting)
    found = answer("toshokan")
    assert (found["replaced"], found["total"], found["meant"]) == (False, 0, [{"query": "図書館", "total": 6}])
    page = client.get(reverse("search:results"), {"q": "toshokan"}).context["page"]
    assert (page.replaced, page.total, [link.label for link in page.proposals]) == (None, "0", ["図書館"])


def test_pages_of_papers_are_told(say: Any) -> None:
    meeting = say("開会します")
    paper = Attachment.objects.create(meeting=meeting, order=1, label="資料2", title="給食の計画")
    AttachmentPage.objects.create(attachment=paper, number=3, text="献立の表です")
    meeting_changed.send(sender=type(meeting), meeting=meeting)
    (hit,) = answer("献立")["hits"]
    assert (hit["utterance"], hit["attachment"], hit["page"]) == (None, "資料2 給食の計画", 3)
    assert hit["url"] == f"/meetings/{meeting.key}/"
    assert "資料2 給食の計画 3ページ" in run("献立")


def test_explain_shows_words_forms_bounds_and_plan(say: Any, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        say("取り組みです")
    told = run("取組 「の計画」", "--explain")
    for part in ("「取組」と「の計画」", "取り組み（variant）", "'=取り組み'", "strpos", "search_entry_index", "␂の計"):
        assert part in told


def test_only_what_everyone_may_read_is_found(say: Any) -> None:
    say("防災 公開", {"text": "防災 職員", "audience": Audience.STAFF})
    found = answer("防災")
    assert found["total"] == 1
    assert "職員" not in json.dumps(found, ensure_ascii=False)


def test_without_json_a_list_for_people(say: Any) -> None:
    say(("部員", "防災訓練を行う"))
    text = run("防災")
    assert "「防災」を含む発言: 1 件" in text
    assert "令和6年（2024年）3月25日（月）　総務委員会　部員" in text
    assert "/meetings/" in text


@pytest.mark.parametrize("query", ["", "　", "OR", "「", "の", "((((", "\0", "\udc80防災"])
def test_any_query_has_an_answer(say: Any, query: str) -> None:
    say("給食です")
    assert answer(query)["total"] == 0


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["防災", "--queries", "x.jsonl"],
        ["--queries", "missing.jsonl"],
        ["防災", "--body", "ない会"],
        ["防災", "--explain", "--json"],
    ],
)
def test_what_cannot_be_is_told_in_japanese(db: None, arguments: list[str]) -> None:
    with pytest.raises(CommandError, match=r"ください|ありません|使えません"):
        run(*arguments)


@pytest.mark.parametrize(
    "line",
    [
        "x",
        "[]",
        '{"id": 1}',
        '{"id": 1, "query": "a", "options": {"scope": "x"}}',
        '{"id": 1, "query": "a", "options": {"x": 1}}',
        '"防災"',
    ],
)
def test_an_unreadable_line_of_queries_is_told(db: None, tmp_path: Path, line: str) -> None:
    path = tmp_path / "queries.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(CommandError, match="読めません"):
        run("--queries", path)
