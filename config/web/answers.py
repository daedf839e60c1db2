"""Answers as waitress writes them, but for HEAD, and for its own errors: those are pages in Japanese."""

from typing import Any

from django.template import loader
from waitress.task import ErrorTask, WSGITask

from config.middleware import content_policy
from config.refusals import refusal


class Answer(WSGITask):  # type: ignore[misc]
    """What the application answers. To HEAD waitress would send the body too."""

    def write(self, data: bytes) -> None:
        super().write(b"" if self.request.command == "HEAD" else data)

    def finish(self) -> None:
        if self.request.command != "HEAD":
            super().finish()
        elif not self.wrote_header:
            self.write(b"")

    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        if self.request.command == "HEAD":
            environ.pop("wsgi.file_wrapper", None)
        return environ


class ErrorPage(ErrorTask):  # type: ignore[misc]
    """Says why a request is not answered, and ends the connection."""

    def execute(self) -> None:
        status = self.request.error.code
        told = refusal(status)
        page = loader.render_to_string("server_error.html") if status == 500 else told.page()
        body = page.encode()
        self.status = f"{status} {told.reason}" if status != 500 else "500 Internal Server Error"
        self.response_headers += [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", content_policy()),
        ]
        self.content_length = len(body)
        self.set_close_on_finish()
        self.channel.lingers = True
        self.write(b"" if self.request.command == "HEAD" else body)
