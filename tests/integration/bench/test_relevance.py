"""make bench --relevance: what it asks, and how it scores what comes back."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench.own_archive import OwnArchive
from bench.relevance.bm25 import Bm25
from bench.relevance.comparison import SETS, RelevanceBench
from bench.relevance.corpus import Meeting, meetings_of
from bench.relevance.sets import SETS as NAMES
from bench.relevance.sets import Judged, read_sets, score_of
from bench.relevance.topics import sections_of, topic_sets

pytestmark = pytest.mark.slow

TALK = (
    "霞浜の水族館は来年の春に開館する予定で、工事は順調に進んでおります。",
    "その水族館の入館料は大人が千二百円、子どもは半額と考えております。",
    "入館料の減免につきましては、障害のある方と七十歳以上の方を考えております。",
    "給食費の滞納は昨年度より二割減りまして、督促の効果が出ております。",
    "督促は電話によるものが最も多く、訪問は年に三回ほど行っております。",
)
CALL = "それでは次に移ります。\n────────────────────\n"


def _corpus(folder: Path) -> Path:
    utterances = [{"kind": "speech", "speaker": f"委員{n}", "agenda": [], "text": text} for n, text in enumerate(TALK)]
    meeting = {"source_id": "m-1", "title": "第1回文教委員会", "body": "文教委員会", "held_on": "2020-05-01"}
    file = folder / "corpus.jsonl"
    file.write_text(json.dumps({**meeting, "agenda": [], "utterances": utterances}, ensure_ascii=False))
    return file


def _write_sets(folder: Path, rows: list[dict[str, Any]]) -> None:
    for name in NAMES:
        (folder / f"{name}.jsonl").write_text("")
    (folder / "questions.jsonl").write_text("\n".join(json.dumps(row) for row in rows))


def test_a_score_tells_where_the_right_utterances_stand() -> None:
    right, poor = frozenset({("m", 1), ("m", 2)}), frozenset({("m", 9)})
    asked = [Judged("a", right, poor), Judged("b", right, poor), Judged("c", right), Judged("d", right)]
    far = [("m", 20 + n) for n in range(10)]
    score = score_of(asked, [[("m", 1), ("m", 2)], [("m", 9), ("m", 2)], [*far, ("m", 1)], []])
    assert (score.asked, score.first, score.in_top, score.poor_first, score.empty) == (4, 0.25, 0.5, 0.25, 1)
    assert score.precision == pytest.approx((0.2 + 0.1) / 4)
    assert score.reciprocal == pytest.approx((1 + 1 / 2 + 1 / 11) / 4)


def test_queries_that_were_held_back_are_a_set_before_the_others(tmp_path: Path) -> None:
    place = {"meeting": "m-1", "utterance": 0}
    rows: list[dict[str, Any]] = [
        {"id": "1", "query": "見た", "right": [place, {"meeting": "m-1", "utterance": 99}]},
        {"id": "2", "query": "見ていない", "right": [place], "held": True},
        {"id": "3", "query": "ここにない", "right": [{"meeting": "m-2", "utterance": 0}]},
    ]
    _write_sets(tmp_path, rows)
    found = read_sets(tmp_path, [("m-1", 0)])
    assert [(one.name, [judged.query for judged in one.asked]) for one in found] == [
        ("questions, held back", ["見ていない"]),
        ("questions", ["見た"]),
    ]
    assert found[1].asked[0].right == {("m-1", 0)}


def test_every_query_of_the_sets_has_an_answer() -> None:
    for name in NAMES:
        rows = [json.loads(line) for line in (SETS / f"{name}.jsonl").read_text().splitlines()]
        assert len(rows) >= 50
        assert len({row["id"] for row in rows}) == len({row["query"] for row in rows}) == len(rows)
        # Whoever knows the archive's texts from here knows too much: references alone.
        assert all(set(row) <= {"id", "query", "right", "poor", "held"} and row["right"] for row in rows)
        assert all(set(place) == {"meeting", "utterance"} for row in rows for place in row["right"])


def test_a_section_begins_with_its_call_and_ends_before_the_next() -> None:
    first, second = CALL + "　　 (1)　霞浜水族館の開館について", CALL + "２　給食費の滞納対策について"
    meeting = Meeting("m-1", ("開会します。", first, *TALK[:3], second, *TALK[3:]))
    assert [(section.title, section.start, section.end) for section in sections_of(meeting)] == [
        ("霞浜水族館の開館", 1, 5),
        ("給食費の滞納対策", 5, 8),
    ]


def test_topics_are_asked_by_their_title_and_by_its_two_rarest_words() -> None:
    meeting = Meeting("m-1", (CALL + "1　霞浜水族館の入館料の減免について", *TALK))
    holding = {"霞浜": 10_000, "水族館": 30, "入館料": 40, "減免": 5_000}
    pairs, titles = topic_sets([meeting], holding)
    assert [judged.query for judged in titles.asked] == ["霞浜水族館の入館料の減免"]
    assert [judged.query for judged in pairs.asked] == ["水族館 入館料"]
    assert pairs.asked[0].right == {("m-1", place) for place in range(6)}


def test_bm25_finds_utterances_by_any_word(tmp_path: Path) -> None:
    meetings = list(meetings_of([_corpus(tmp_path)]))
    bm25 = Bm25(tmp_path, meetings)
    assert bm25.places == [("m-1", place) for place in range(len(TALK))]
    assert bm25.holding["水族館"] == 2
    assert bm25.search("水族館はいつ開館するのか", 5)[0] == ("m-1", 0)
    assert bm25.search("、。", 5) == []


def test_both_engines_are_scored_in_an_archive_that_goes_again(tmp_path: Path) -> None:
    rows: list[dict[str, Any]] = [
        {"id": "1", "query": "水族館 開館", "right": [{"meeting": "m-1", "utterance": 0}]},
        {"id": "2", "query": "訪問による督促は何回か", "right": [{"meeting": "m-1", "utterance": 4}], "held": True},
    ]
    _write_sets(tmp_path, rows)
    said: list[str] = []
    archive = OwnArchive(tmp_path / "archive")
    RelevanceBench(archive, said.append, tmp_path).run([_corpus(tmp_path)])
    cells = [line.strip("| ").split(" | ") for line in said[1].splitlines() if line.startswith("| questions")]
    assert [row[:4] for row in cells] == [
        ["questions, held back", "1", "this archive", "1.000"],
        ["questions, held back", "1", "BM25", "1.000"],
        ["questions", "1", "this archive", "1.000"],
        ["questions", "1", "BM25", "1.000"],
    ]
    assert "Known items" in said[2]
    assert not archive.folder.exists()
