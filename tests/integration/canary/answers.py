"""What an answer holds, however it is packed, and what of it may differ from one asking to the next."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.header import decode_header, make_header
from urllib.parse import unquote

import pypdfium2
from django.http.response import HttpResponseBase

from tests.integration.canary.archive import Canary

# Written anew for each answer, and what the clock tells.
_OWN = re.compile(
    r'(?<=csrfmiddlewaretoken" value=")[^"]+|(?<=X-CSRFToken": ")[^"]+'
    r"|\d+(?:\.\d+)?(?:ミリ)?秒"
)
_ORIGINAL = re.compile(r"<div>\s*<dt>原本</dt>.*?</div>", re.DOTALL)
_BLANK = re.compile(r"\s+")
# Headers that tell the length of what else is compared, the time, or the number of the request, and keys in cookies.
_PASSED_OVER = ("Content-Length", "Expires", "X-Request-ID", "Set-Cookie")
_DEPTH = 3


@dataclass(frozen=True)
class Answer:
    """Status, headers and body as they went out."""

    status: int
    head: str
    body: bytes

    @classmethod
    def of(cls, response: HttpResponseBase) -> Answer:
        cookies = [f"Set-Cookie: {morsel.OutputString()}" for morsel in response.cookies.values()]
        lines = [*(f"{name}: {value}" for name, value in sorted(response.headers.items())), *cookies]
        body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
        return cls(response.status_code, "\n".join(lines), body)

    def texts(self) -> Iterator[str]:
        """All that can be read of it: the head, the body, and what is packed or written in another way in them."""
        yield from _readings(self.head)
        yield from _unpacked(self.body)

    def comparable(self) -> tuple[int, str, str]:
        """What has to be the same in an archive in which nothing hidden ever was, but for the line of the original: of
        minutes that hold more than one may read, it is kept back."""
        head = "\n".join(line for line in self.head.split("\n") if not line.startswith(_PASSED_OVER))
        body = _ORIGINAL.sub("", self.body.decode(errors="backslashreplace"))
        return self.status, _OWN.sub("…", head), _BLANK.sub(" ", _OWN.sub("…", body))

    def difference(self, other: Answer) -> str:
        """Where two answers part, for the eye."""
        for one, another in zip(self.comparable(), other.comparable(), strict=True):
            if one != another:
                here, there = str(one), str(another)
                place = next((n for n, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), len(here))
                return " ≠ ".join(text[max(0, place - 80) : place + 120] for text in (here, there))
        return ""


class Detector:
    """Finds canaries in texts."""

    def __init__(self, canaries: Iterable[Canary]) -> None:
        self._of = {form: canary for canary in canaries for form in canary.word.forms}
        self._any = re.compile("|".join(sorted(self._of)))

    def found(self, texts: Iterable[str]) -> set[Canary]:
        return {self._of[form] for text in texts for form in self._any.findall(text)}


def _readings(text: str) -> Iterator[str]:
    """A text, and as it reads when it is written in the ways of addresses, pages, headers and scripts."""
    yield text
    if "%" in text:
        yield unquote(text)
    if "&" in text:
        yield html.unescape(text)
    if "=?" in text:
        yield str(make_header(decode_header(text)))
    if "\\u" in text:
        yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)


def _unpacked(data: bytes, depth: int = _DEPTH) -> Iterator[str]:
    if data.startswith(b"PK") and zipfile.is_zipfile(io.BytesIO(data)) and depth:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            yield "\n".join(packed.namelist())
            for name in packed.namelist():
                yield from _unpacked(packed.read(name), depth - 1)
    elif data.startswith(b"%PDF"):
        yield from _of_pdf(data)
    else:
        yield from _readings(data.decode(errors="replace"))


def _of_pdf(data: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(data)
    yield json.dumps(document.get_metadata_dict(), ensure_ascii=False)
    yield "\n".join(entry.get_title() for entry in document.get_toc())
    for page in document:
        yield page.get_textpage().get_text_bounded()
    yield from _readings(data.decode("utf-16-be", errors="ignore"))
    yield from _readings(data.decode(errors="ignore"))
