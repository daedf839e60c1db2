"""manage.py serve: everything from a fresh database to a served archive, until Ctrl-C."""

import os
import signal
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.urls import get_resolver
from gunicorn.app.base import BaseApplication

from config import startup
from config.web import Worker
from search.words import preload_dictionary

THREADS = 4
# Search pages answer within the statement timeout; uploads of many megabytes may take longer.
REQUEST_TIMEOUT_SECONDS = 120


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
        self.cfg.set("preload_app", True)
        self.cfg.set("loglevel", "warning")
        self.cfg.set("accesslog", None)
        # The archive is ended by signals; nobody has to give it orders through a socket.
        self.cfg.set("control_socket_disable", True)
        self.cfg.set("when_ready", self.when_ready)

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
