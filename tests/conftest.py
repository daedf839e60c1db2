"""What all tests share: the processes they run in, what marks them, builders of parsed minutes, accounts of the roles."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings
from procrastinate.contrib.django.models import ProcrastinateJob
from psycopg.errors import ReadOnlySqlTransaction

from config import embedded_postgres
from config.middleware import statements
from minutes import access
from minutes.intake.items import new_source
from minutes.models import Body
from minutes.papers import reading as paper_reading
from minutes.parsing.model import ParsedMinutes
from minutes.record.importing import ImportResult, import_minutes
from minutes.uploads import reading
from minutes.worker import tasks
from search.log import recording
from search.suggestions import suggesting
from tests import emptying
from trail import access_log

# Nothing is told by the clock, which tells more of what else the machine does; a fixture may serve all examples.
settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
# The gate tries the same examples every time; HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("gate", settings.get_profile("untimed"), derandomize=True)
settings.register_profile("explore", settings.get_profile("untimed"), print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))

Build = Callable[..., ParsedMinutes]
# Each process has a database and a browser of its own: what more of them would cost in memory, they would not save in time.
MOST_PROCESSES = 8
FUNCTIONAL = Path(__file__).parent / "functional"
# Fixtures that lead to the database; pytest-django's mark leads there as well.
OF_DATABASE = {"db", "transactional_db", "django_db_setup", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--canary-full",
        action="store_true",
        help="the canary test asks everything of everybody (minutes), not each address once for each person and object",
    )


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """As many processes as there are cores, and two where there is one: tests of the browser mostly wait."""
    return min(max(len(os.sched_getaffinity(0)), 2), MOST_PROCESSES)


def pytest_configure(config: pytest.Config) -> None:
    """Starts the embedded server for all processes of the run: they find it in their environment, and it ends with this one."""
    options = site.DATABASES["default"].get("OPTIONS", {})
    if config.getoption("numprocesses") and "folder" in options:
        # Where it cannot be started, those tests that need it say why.
        with suppress(embedded_postgres.EmbeddedPostgresError):
            embedded_postgres.start(Path(options["folder"]), options["throwaway"])


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Asked to be quiet, pytest-xdist says all the same, and twice, that it starts its processes."""
    distribution = session.config.pluginmanager.get_plugin("dsession")
    if distribution is not None and session.config.get_verbosity() < 0:
        distribution.trdist.ensure_show_status = lambda: None


def pytest_collection_finish() -> None:
    """Leaves what all tests share out of the search for garbage, which would walk over some hundred thousand objects again
    and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks what uses the database, which has to hold on every Postgres, and what drives whole programs, which is slow."""
    for item in items:
        if OF_DATABASE & set(getattr(item, "fixturenames", ())) or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)
        if FUNCTIONAL in item.path.parents:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[emptying.Beginning]:
    """The tables as they are at first, and are again after tests that commit.

    Postgres does not tidy up the index by itself while a test runs: the order of hits follows its statistics of words, and
    pages that a test compares would be ordered otherwise between one asking and the next.
    """
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE search_searchentry SET (autovacuum_enabled = false)")
        at_first = emptying.beginning()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: at_first.restore())
        yield at_first


@pytest.fixture(autouse=True, scope="session")
def patience() -> Iterator[None]:
    """What is given up after half a second, for those who type on, a test can wait for on a busy machine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(suggesting, "TIMEOUT_MS", 60_000)
        patch.setattr(recording, "TIMEOUT_MS", 60_000)
        yield


def build_parsed(**changes: Any) -> ParsedMinutes:
    """Parsed minutes of an invented meeting; keyword arguments replace keys of its JSON form."""
    data: dict[str, Any] = {
        "title": "令和5年度 第2回みなと野市情報化推進本部",
        "body": "みなと野市情報化推進本部",
        "fiscal_year": 2023,
        "number": 2,
        "office": "総務部情報課",
        "held_on": "2024-03-25",
        "starts_at": "13:00",
        "ends_at": "14:00",
        "adjourned_at": "13:55",
        "venue": "庁議室",
        "meeting_access": {"level": "closed", "reason": "意思決定の途中であるため"},
        "minutes_access": {"level": "partial", "reason": None},
        "attendees": [
            {"group": "部員", "name": "副市長（本部長）", "role": "本部長", "affiliation": None, "proxy": False},
            {"group": "事務局", "name": "情報係長", "role": None, "affiliation": "情報課", "proxy": False},
        ],
        "agenda": [
            {"category": "議案", "number": 1, "title": "窓口のオンライン化について"},
            {"category": "報告事項", "number": 1, "title": "電話システムの更新について"},
        ],
        "utterances": [
            {"kind": "speech", "speaker": "本部長", "agenda": [], "text": "ただいまから第2回の会議を開きます。"},
            {"kind": "explanation", "speaker": "事務局", "agenda": [0], "text": "「窓口のオンライン化について」を説明"},
            {
                "kind": "speech",
                "speaker": "部員",
                "agenda": [0],
                "text": "申請の件数はどれくらいですか。",
                "at": 723.5,
            },
            {"kind": "decision", "speaker": None, "agenda": [0], "text": "案のとおり承認"},
            {"kind": "speech", "speaker": "事務局", "agenda": [1], "text": "電話システムの更新は来年度です。"},
            {"kind": "note", "speaker": None, "agenda": [], "text": "13:55 閉会"},
        ],
        "attachments": [{"label": "資料1", "title": "窓口のオンライン化について"}],
        "warnings": [],
    }
    return ParsedMinutes.from_json({**data, **changes})


@pytest.fixture(name="build_parsed")
def build_parsed_fixture() -> Build:
    return build_parsed


@pytest.fixture
def store(db: None) -> Callable[..., ImportResult]:
    """store(title=…, …): imports minutes built by build_parsed from bytes of their own."""

    def store_one(**changes: Any) -> ImportResult:
        parsed = build_parsed(**changes)
        return import_minutes(parsed=parsed, source=new_source(repr(parsed).encode(), "会議録.txt", "text/plain"))

    return store_one


@pytest.fixture
def known_body(db: None) -> Body:
    """The body of build_parsed's meeting, registered: a draft of it can be published without asking."""
    return Body.objects.create(name="みなと野市情報化推進本部")


@pytest.fixture
def read_waiting(db: None) -> Callable[[], None]:
    """read_waiting(): does the jobs that wait, in their order, as the worker would."""
    return do_waiting_jobs


def do_waiting_jobs() -> None:
    jobs = ProcrastinateJob.objects.filter(status="todo").order_by("-priority", "pk")
    for job, name, args in jobs.values_list("pk", "task_name", "args"):
        if name == tasks.read_paper.name:
            paper_reading.read(args["paper"])
        elif name == tasks.compare_reading.name:
            tasks.compare_reading()
        else:
            reading.read(args["upload"])
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job])


def account_of(username: str, role: str, administers: bool = False) -> User:
    user = User.objects.create_user(username, password="correct-horse", is_staff=administers, is_superuser=administers)
    user.groups.add(Group.objects.get(name=role))
    return user


@receiver(connection_created)
def _begin_without_limits(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """The limits of settings_test, told before the test's transaction: within it each request would tell them again."""
    if getattr(connection, statements._KEPT) is None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0"
            )
        setattr(connection, statements._KEPT, statements.Limits.of(0))


@pytest.fixture(autouse=True)
def limits_are_taken_back() -> Iterator[None]:
    """With the test's transaction, those that it told are gone."""
    before = getattr(connection, statements._KEPT, None)
    yield
    if getattr(connection, statements._KEPT, None) is None:
        setattr(connection, statements._KEPT, before)


@pytest.fixture(autouse=True)
def searches_are_counted_at_once() -> Iterator[None]:
    """In the test's own transaction, which the background's connection could not see."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recording.writer, "put", recording.write_search)
        yield


@pytest.fixture(autouse=True)
def nobody_is_recorded() -> Iterator[None]:
    """Looks at what is not public are recorded where a test asks for it (`access_recorded`)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(access_log.writer, "put", lambda _: None)
        yield


@pytest.fixture
def access_recorded(db: None, nobody_is_recorded: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks are recorded at once, in the test's own transaction, which the background's connection could not see."""
    monkeypatch.setattr(access_log.writer, "put", access_log.write)


@pytest.fixture
def read_only(db: None) -> Callable[[], AbstractContextManager[list[Any]]]:
    """with read_only() as left: …: pages are answered as by a replica, which writes nothing.

    The test fails where a page tries to write, even if it goes on after that. `left` gathers the searches that are left
    to be written after the answer, elsewhere; the record of access, the other exception, is left out too.
    """

    @contextmanager
    def only_reading() -> Iterator[list[Any]]:
        left: list[Any] = []
        refused: list[str] = []

        def run(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
            try:
                return execute(sql, params, many, context)
            except Exception as error:
                if isinstance(error.__cause__, ReadOnlySqlTransaction):
                    refused.append(str(sql))
                raise

        with pytest.MonkeyPatch.context() as patch, transaction.atomic():
            patch.setattr(recording.writer, "put", left.append)
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
            with connection.execute_wrapper(run):
                yield left
            # Takes the mode back, too.
            transaction.set_rollback(True)
        assert not refused, f"A page that is only read writes: {refused}"

    return only_reading


@pytest.fixture
def reader(db: None) -> User:
    return account_of("yomu", access.READER)


@pytest.fixture
def editor(db: None) -> User:
    return account_of("henshu", access.EDITOR)


@pytest.fixture
def administrator(db: None) -> User:
    return account_of("kanri", access.ADMINISTRATOR, administers=True)
