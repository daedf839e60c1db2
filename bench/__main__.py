"""make bench: measures the archive's speed and memory in a database of its own, and prints tables."""

import argparse
import json
import os
import tempfile
from pathlib import Path

from django.conf import settings

from bench.archive import Bench
from bench.own_archive import ROOT, OwnArchive
from bench.queries import QUERIES, Query
from bench.reading import reading_report, sample_files
from bench.withheld import WithheldBench


def main(arguments: list[str] | None = None) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    options = _parser().parse_args(arguments)
    if missing := [path for path in options.paths if not path.exists()]:
        raise SystemExit(f"ファイルがありません: {missing[0]}")
    if options.reading:
        with tempfile.TemporaryDirectory() as folder:
            _say(str(reading_report(options.paths or sample_files(Path(folder)))))
    elif options.intake:
        # The documents are written by development libraries: other benchmarks do without.
        from bench.intake import IntakeBench

        _say("測定を始めます: まとめての取込み（数分かかります）")
        IntakeBench(settings.VAR_DIR / "bench-intake", _say).run()
    elif options.relevance:
        # Another engine is a development library.
        from bench.relevance.comparison import RelevanceBench

        paths = _paths(options.paths)
        RelevanceBench(_archive(options.archive), _say).run(paths)
    elif options.withheld:
        WithheldBench(settings.VAR_DIR / "bench-withheld", _say).run(_paths(options.paths), _queries(options.queries))
    elif options.archive:
        Bench(options.archive.resolve(), _say, kept=True).ask_all(_queries(options.queries))
    else:
        paths = _paths(options.paths)
        Bench(settings.VAR_DIR / "bench", _say).run(paths, _queries(options.queries), options.sizes)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="make bench", description="取込み・検索・画面の速さとメモリを、専用のデータベースで測ります。"
    )
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH", help="取り込む会議録（既定: ../shared/corpus、なければ見本）"
    )
    parser.add_argument(
        "--intake", action="store_true", help="文書をまとめて取り込む速さ、メモリー、その間の画面を測ります"
    )
    parser.add_argument("--relevance", action="store_true", help="検索が正しいものを見つける割合を測り、BM25と比べます")
    parser.add_argument(
        "--withheld", action="store_true", help="閲覧範囲と非公開部分があるときとないときの検索を、交互に測って比べます"
    )
    parser.add_argument(
        "--archive",
        type=Path,
        metavar="FOLDER",
        help="取り込む代わりに、このVAR_DIRの会議録で検索を測ります（書き換えも削除もしません）",
    )
    parser.add_argument("--queries", type=Path, help='検索語の一覧（1行に1つの {"id", "query"}）')
    parser.add_argument(
        "--sizes",
        type=int,
        nargs="+",
        default=[],
        metavar="N",
        help="会議を複製して、発言がこの件数になるごとに測ります（例: --sizes 300000 1020115）",
    )
    parser.add_argument(
        "--reading",
        action="store_true",
        help="PDFやWordなどを読み取る速さとメモリだけを測ります（PATHの文書。省くと見本から作ります）",
    )
    return parser


def _paths(given: list[Path]) -> list[Path]:
    paths = [path.resolve() for path in given or [_corpus()]]
    _say(f"測定を始めます: {', '.join(path.name for path in paths)}（数分かかります）")
    return paths


def _archive(kept: Path | None) -> OwnArchive:
    return OwnArchive(kept.resolve(), kept=True) if kept else OwnArchive(settings.VAR_DIR / "bench-relevance")


def _corpus() -> Path:
    corpus = ROOT.parent / "shared" / "corpus"
    return corpus if corpus.is_dir() else ROOT / "fixtures" / "minutes"


def _queries(path: Path | None) -> tuple[Query, ...]:
    if path is None:
        return QUERIES
    return tuple(Query("file", json.loads(line)["query"]) for line in path.read_text().splitlines() if line.strip())


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main()
