"""A request as it comes in: waitress's parser, with the bounds of this archive."""

import re
from typing import Any

from django.conf import settings
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.receiver import ChunkedReceiver
from waitress.utilities import BadRequest, Error, RequestEntityTooLarge

from config.web import bounds

_HEADER_END = b"\r\n\r\n"
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_FOLDED = re.compile(rb"(?:\A|\n)[ \t]")
_HOST = re.compile(rb"\nhost[ \t]*:", re.IGNORECASE)


class AddressTooLong(Error):  # type: ignore[misc]
    code = 414


class TooSlow(Error):  # type: ignore[misc]
    code = 408


class Request(HTTPRequestParser):  # type: ignore[misc]
    """A request, complete or not; one with an `error` is answered by a page that says what is wrong with it."""

    # Some requests are refused before they have these.
    path = command = ""
    version = "1.1"
    # The body is larger than anybody's form, and whoever sends it is to be asked for.
    asks = False
    # The client waits to be told that it may send the body.
    waits = False
    expect_continue: bool
    # Of an address that names its host: GET http://host/.
    proxy_netloc: str

    def __init__(self, adj: Any) -> None:
        super().__init__(adj)
        self._header = bytearray()

    @property
    def has_begun(self) -> bool:
        return self.headers_finished or bool(self._header.strip())

    def received(self, data: bytes) -> int:
        """Takes what has come; returns how many bytes of it belong to this request."""
        if self.completed:
            return 0
        if self.headers_finished:
            consumed: int = super().received(data)
            self._bound_body()
            return consumed
        # The whole is looked at once, when it has come: not with every byte that a client sends by itself.
        before = len(self._header)
        self._header += data
        is_whole = self._header.find(_HEADER_END, max(0, before - len(_HEADER_END) + 1)) >= 0
        if self._has_long_address():
            self._refuse(AddressTooLong(""))
            return len(data)
        if not is_whole and len(self._header) <= bounds.LONGEST_HEADER:
            return len(data)
        consumed = super().received(bytes(self._header)) - before
        if self.headers_finished:
            self._header.clear()
            self._bound_body()
        # A request that is answered now gets no leave to send its body.
        if self.completed:
            self.expect_continue = False
        return max(consumed, 0)

    def parse_header(self, header_plus: bytes) -> None:
        # Programs that are no browsers send Japanese as it is.
        line, end, rest = header_plus.partition(b"\r\n")
        if not line.endswith((b" HTTP/1.1", b" HTTP/1.0")):
            raise ParsingError("a version that is not spoken here")
        # What a proxy in front may read otherwise is not read at all.
        if _FOLDED.search(rest):
            raise ParsingError("a header over several lines")
        super().parse_header(_NOT_ASCII.sub(lambda sign: b"%%%02X" % sign[0][0], line) + end + rest)
        hosts = _HOST.findall(end + rest)
        if len(hosts) > 1 or (not hosts and self.version == "1.1"):
            raise ParsingError("no host, or several")
        if self.proxy_netloc and self.proxy_netloc != self.headers.get("HOST"):
            raise ParsingError("two hosts")
        if self.version != "1.1" and "TRANSFER_ENCODING" in self.headers:
            raise ParsingError("chunks are of HTTP/1.1")
        if self.chunked and "CONTENT_LENGTH" in self.headers:
            raise ParsingError("two lengths")

    def _has_long_address(self) -> bool:
        end = self._header.find(b"\n", 0, bounds.LONGEST_ADDRESS)
        return end < 0 and len(self._header) > bounds.LONGEST_ADDRESS

    def _bound_body(self) -> None:
        if self.error:
            return
        if self.chunked:
            body = self.body_rcv
            assert isinstance(body, ChunkedReceiver)
            if self.body_bytes_received > settings.FORM_MAX_BYTES:
                # Nobody knows how much is to come: large files are sent with their length.
                self._refuse(RequestEntityTooLarge(""))
            elif len(body.control_line) > bounds.LONGEST_CHUNK_LINE or len(body.trailer) > bounds.LONGEST_TRAILER:
                self._refuse(BadRequest(""))
        elif self.content_length > settings.FORM_MAX_BYTES and not self.body_bytes_received:
            self.asks = True
            self.waits, self.expect_continue = self.expect_continue, False

    def _refuse(self, error: Error) -> None:
        self.error = error
        self.completed = self.headers_finished = True
        self.expect_continue = False
