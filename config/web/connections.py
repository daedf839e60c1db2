"""Connections of one process, read and written without waiting: who may stay, for how long, and who gives way."""

import logging
import socket
import time
from collections import Counter
from enum import Enum, auto
from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import close_old_connections
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.utilities import Error, RequestEntityTooLarge

from config.request_bodies import allowance
from config.web import bounds
from config.web.answers import Answer, ErrorPage
from config.web.requests import Request, TooSlow
from minutes.intake import upload_limits

logger = logging.getLogger(__name__)


class Stage(Enum):
    """What a connection is at."""

    WAITING = auto()
    HEADER = auto()
    BODY = auto()
    ANSWERING = auto()
    SENDING = auto()
    # The answer is out and the connection ends, but the client may be sending yet.
    LINGERING = auto()


class Connection(HTTPChannel):  # type: ignore[misc]
    """A connection of waitress that is closed where it is too slow, at whatever stage."""

    parser_class = Request
    task_class = Answer
    error_task_class = ErrorPage

    request: Request | None
    close_when_flushed: bool
    # Set by a page of errors: the client may be sending yet, and would lose the page if the connection were cut.
    lingers = False
    is_lingering = False
    # Somebody is asked for before the body is read.
    is_asking = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.sent = self.served = 0
        super().__init__(*args, **kwargs)
        self._at: tuple[Stage, int] = (Stage.WAITING, 0)
        self._pace = bounds.Pace(time.monotonic())

    @property
    def stage(self) -> Stage:
        if self.is_lingering:
            return Stage.LINGERING
        if self.total_outbufs_len:
            return Stage.SENDING
        if self.requests or self.is_asking:
            return Stage.ANSWERING
        if self.request is None or not self.request.has_begun:
            return Stage.WAITING
        return Stage.BODY if self.request.headers_finished else Stage.HEADER

    def pace(self, now: float) -> tuple[Stage, bounds.Pace]:
        """The stage, and how it goes on since the connection came to it."""
        stage = self.stage
        moved = self.sent
        if stage is not Stage.SENDING:
            moved = self.request.body_bytes_received if self.request is not None else 0
        if (stage, self.served) != self._at:
            self._at, self._pace = (stage, self.served), bounds.Pace(now)
            self.sent = moved = 0
        self._pace.moved = moved
        return stage, self._pace

    def mind(self, now: float) -> None:
        """Ends what takes too long."""
        stage, pace = self.pace(now)
        if stage is Stage.ANSWERING or not pace.is_too_slow(now, self._patience(stage)):
            return
        if stage in (Stage.HEADER, Stage.BODY):
            self.refuse(TooSlow(""))
        else:
            self.handle_close()

    def _patience(self, stage: Stage) -> float:
        if stage is Stage.LINGERING:
            return bounds.LINGER_SECONDS
        if stage is Stage.WAITING and self.served:
            return bounds.KEEP_ALIVE_SECONDS
        return settings.HEADER_SECONDS if stage in (Stage.WAITING, Stage.HEADER) else settings.BODY_SECONDS

    def readable(self) -> bool:
        return self.is_lingering or (not self.is_asking and bool(super().readable()))

    def received(self, data: bytes) -> bool:
        if self.is_lingering:
            return False
        before = self.request
        taken = bool(super().received(data))
        if self.request is not before:
            self.served += 1
        if len(self.requests) > bounds.MOST_REQUESTS_AHEAD:
            self.handle_close()
        elif self.request is not None and self.request.asks:
            self.request.asks, self.is_asking = False, True
            self.server.add_task(Admission(self, self.request))
        return taken

    def send(self, data: bytes, do_close: bool = True) -> int:
        number: int = super().send(data, do_close=do_close)
        self.sent += number
        return number

    def handle_write(self) -> None:
        if not (self.lingers and self.close_when_flushed) or self.will_close:
            super().handle_write()
            return
        self._flush_exception(self._flush_some)
        if self.will_close:
            self.handle_close()
        elif not self.total_outbufs_len:
            self.close_when_flushed, self.is_lingering = False, True
            try:
                self.socket.shutdown(socket.SHUT_WR)
            except OSError:
                self.handle_close()

    def refuse(self, error: Error) -> None:
        """Answers the request that is coming in, as far as it has come, with an error."""
        with self.requests_lock:
            self._give_up(error)

    def admit(self, request: Request, is_allowed: bool) -> None:
        """Goes on with a request that was asked for, or refuses it. Called in a thread."""
        with self.requests_lock:
            self.is_asking = False
            if not self.connected or self.request is not request:
                return
            if not is_allowed:
                self._give_up(RequestEntityTooLarge(""))
            elif request.waits:
                request.expect_continue = True
                if not self.requests:
                    self.send_continue()
        self.server.pull_trigger()

    def _give_up(self, error: Error) -> None:
        request = self.request or self.parser_class(self.adj)
        request.error, request.completed, request.expect_continue = error, True, False
        self.request = None
        self.served += 1
        self.requests.append(request)
        if len(self.requests) == 1:
            self.server.add_task(self)


class Admission:
    """Asks, in a thread and before the body is read, whether this request may bring so large a body."""

    def __init__(self, connection: Connection, request: Request) -> None:
        self._connection = connection
        self._request = request

    def service(self) -> None:
        is_allowed = False
        try:
            environ = Answer(self._connection, self._request).get_environment()
            close_old_connections()
            is_allowed = self._request.content_length <= allowance({**environ, "wsgi.input": BytesIO()})
        except Exception:
            logger.exception("Nobody could be asked for a large body.")
        finally:
            close_old_connections()
            self._connection.admit(self._request, is_allowed)

    def cancel(self) -> None:
        self._connection.cancel()


class Listener(TcpWSGIServer):  # type: ignore[misc]
    """Takes the connections of one socket, no more than may be, and minds them."""

    channel_class = Connection

    def __init__(self, application: Any, listening: socket.socket, dispatcher: Any, sockets: dict[int, Any]) -> None:
        host = listening.getsockname()[0]
        adjustments = Adjustments(
            sockets=[listening],
            # Every request of this process that names no host is for this address.
            server_name=host,
            ident="archive",
            backlog=2048,
            recv_bytes=64 * 1024,
            inbuf_overflow=64 * 1024,
            outbuf_overflow=256 * 1024,
            # An answer never waits for its reader; it goes into a temporary file.
            outbuf_high_watermark=2**40,
            connection_limit=2 * settings.WEB_CONNECTIONS + 16,
            log_socket_errors=False,
            max_request_header_size=bounds.LONGEST_HEADER,
            max_request_body_size=upload_limits.largest_request() + 1,
            # Django and config.client_address decide what to believe of them.
            clear_untrusted_proxy_headers=False,
        )
        adjustments.socket_options = [
            *adjustments.socket_options,
            (socket.SOL_SOCKET, socket.SO_SNDBUF, bounds.SEND_BUFFER),
        ]
        sockinfo = (listening.family, listening.type, listening.proto, listening.getsockname())
        super().__init__(
            application,
            map=sockets,
            _sock=listening,
            dispatcher=dispatcher,
            adj=adjustments,
            sockinfo=sockinfo,
            bind_socket=False,
        )
        self._next_look = 0.0

    def handle_accept(self) -> None:
        super().handle_accept()
        self._close_surplus()

    def maintenance(self, now: float) -> None:
        """Nothing: waitress asks for it while it collects what to wait for. A connection that was closed then would be waited
        for all the same, and who comes next, and gets its number, would be cut in its place."""

    def mind(self) -> None:
        """Ends, once a second, what takes too long. To be called between two rounds of waiting."""
        now = time.monotonic()
        if now < self._next_look:
            return
        self._next_look = now + bounds.LOOK_SECONDS
        for connection in list(self.active_channels.values()):
            try:
                connection.mind(now)
            except Exception:
                # What is wrong with one connection is not to end the process of all.
                logger.exception("A connection could not be minded.")
                connection.handle_close()

    def stop_listening(self) -> None:
        """Takes no more; what is being answered goes on, and nobody else is waited for."""
        self.del_channel()
        self.accepting = False
        for connection in list(self.active_channels.values()):
            if connection.stage not in (Stage.ANSWERING, Stage.SENDING):
                connection.handle_close()

    @property
    def is_idle(self) -> bool:
        return not self.active_channels

    def _close_surplus(self) -> None:
        """Where there are too many, of one address or in all, one gives way: of the address that has the most, the one
        that came longest ago to where it is. Who reads an answer comes after the others, who came last after those, and
        who waits for an answer last of all.
        """
        connections = list(self.active_channels.values())
        if not connections:
            return
        ((address, number),) = Counter(connection.addr[0] for connection in connections).most_common(1)
        if number <= settings.WEB_CONNECTIONS_PER_ADDRESS and len(connections) <= settings.WEB_CONNECTIONS:
            return
        now, newest = time.monotonic(), connections[-1]

        def order(connection: Connection) -> tuple[bool, bool, bool, float]:
            stage, pace = connection.pace(now)
            return stage is Stage.ANSWERING, connection is newest, stage is Stage.SENDING, pace.since

        min((connection for connection in connections if connection.addr[0] == address), key=order).handle_close()
