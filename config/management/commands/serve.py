"""manage.py serve: everything from a fresh database to a served archive, until Ctrl-C."""

import os
import signal
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.template import loader
from django.urls import get_resolver
from gunicorn import util
from gunicorn.app.base import BaseApplication
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine
from gunicorn.workers.gthread import ThreadWorker

from config import startup
from search.words import preload_dictionary

THREADS = 4
# A search of 500 kanji takes 4,500 bytes, and the address of the page before comes along in headers. More than this
# gunicorn does not take.
LONGEST_ADDRESS = 8190
_TOO_LONG = {LimitRequestLine: "414 URI Too Long", LimitRequestHeaders: "431 Request Header Fields Too Large"}
# Search pages answer within the statement timeout; uploads of many megabytes may take longer.
REQUEST_TIMEOUT_SECONDS = 120


class Worker(ThreadWorker):  # type: ignore[misc]
    """Tells people in their own language that what they sent is too long: gunicorn does in English."""

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:
        status = next((status for kind, status in _TOO_LONG.items() if isinstance(exc, kind)), "")
        if not status:
            super().handle_error(req, client, addr, exc)
            return
        page = loader.render_to_string("too_long.html").encode()
        head = f"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Type: text/html; charset=utf-8\r\n"
        try:
            util.write_nonblock(client, f"{head}Content-Length: {len(page)}\r\n\r\n".encode() + page)
        except OSError:
            self.log.debug("The client has gone before it was told.")


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn inside this process: workers are forked after the application and the dictionary are loaded."""

    def __init__(self, bind: str, say: startup.Say) -> None:
        self.bind = bind
        self.say = say
        super().__init__()

    def load_config(self) -> None:
        self.cfg.set("bind", self.bind)
        self.cfg.set("workers", settings.WEB_WORKERS)
        self.cfg.set("worker_class", Worker)
        self.cfg.set("threads", THREADS)
        self.cfg.set("timeout", REQUEST_TIMEOUT_SECONDS)
        self.cfg.set("graceful_timeout", 5)
        self.cfg.set("limit_request_line", LONGEST_ADDRESS)
        self.cfg.set("limit_request_field_size", 2 * LONGEST_ADDRESS)
        self.cfg.set("preload_app", True)
        self.cfg.set("loglevel", "warning")
        self.cfg.set("accesslog", None)
        self.cfg.set("when_ready", self.when_ready)
        # What clients send never becomes a variable of the server, whatever address they come from: no SCRIPT_NAME, no
        # scheme, no headers with underscores. Django alone reads X-Forwarded-Proto, in production.
        self.cfg.set("forwarded_allow_ips", "")
        self.cfg.set("forwarder_headers", "")
        self.cfg.set("secure_scheme_headers", {})
        self.cfg.set("header_map", "drop")

    def load(self) -> Any:
        application = get_wsgi_application()
        # Every view is loaded before the workers are forked: they share it, and what is broken shows now.
        assert get_resolver().url_patterns
        return application

    def when_ready(self, arbiter: Any) -> None:
        # A closed terminal ends the archive; gunicorn would reload its configuration instead.
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
        self.say(f"準備ができました。ブラウザで http://{self.bind}/ を開いてください。終了するには Ctrl-C を押します。")


class Command(BaseCommand):
    help = "データベースを準備し、会議録アーカイブを公開用のサーバーで開始します。"
    requires_system_checks: list[str] = []

    def say(self, message: str) -> None:
        self.stdout.write(message)
        self.stdout.flush()

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            self.prepare()
        except startup.StartError as error:
            self.stderr.write(f"開始できません: {error}")
            sys.exit(1)
        except KeyboardInterrupt:
            self.say("中止しました。")
            sys.exit(130)
        helpers = [startup.start_worker()]
        if rebuild := startup.complete_index(self.say):
            helpers.append(rebuild)
        connections.close_all()
        address = f"[{settings.BIND_ADDRESS}]" if ":" in settings.BIND_ADDRESS else settings.BIND_ADDRESS
        own_process = os.getpid()
        try:
            Server(f"{address}:{settings.PORT}", self.say).run()
        finally:
            # Workers leave through here too; the helpers are not theirs to end or to wait for.
            if os.getpid() != own_process:
                for helper in helpers:
                    helper.returncode = 0
            else:
                for helper in helpers:
                    helper.terminate()
                for helper in helpers:
                    helper.wait()
                self.say("終了しました。")

    def prepare(self) -> None:
        """Everything before the first request, telling what takes time."""
        startup.check_port(settings.BIND_ADDRESS, settings.PORT)
        self.say("データベースに接続しています…")
        startup.connect()
        startup.migrate(self.say)
        startup.complete_changes(self.say)
        startup.complete_synonyms(self.say)
        startup.complete_dialogue(self.say)
        startup.collect_static(self.say)
        if not startup.has_accounts():
            if not settings.PRODUCTION and not startup.has_meetings():
                startup.import_sample(self.say)
            accounts = startup.create_accounts()
            self.say("利用者を作りました。パスワードは今回だけ表示します。控えてください。")
            for username, role, password in accounts:
                self.say(f"  {role}: 利用者名 {username} / パスワード {password}")
        preload_dictionary()
