"""How files leave the archive: whatever they hold, no browser runs it as a page of this site."""

import re
import unicodedata
from collections.abc import Iterable
from typing import TypeVar

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

_Response = TypeVar("_Response", bound=HttpResponseBase)
# Types that no browser runs; all others go out as plain bytes.
SAFE_TYPES = {
    "text/plain",
    "text/csv",
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "image/png",
}
PLAIN_BYTES = "application/octet-stream"
# Were a file shown as a page all the same, it would have no origin, run nothing and load nothing.
POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"
LONGEST_NAME = 120
_NOT_IN_NAMES = re.compile(r'["\\/:*?<>|]+')
# Control signs, signs that are not seen or turn what follows around, halves of signs, ends of lines.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# Names of devices to Windows, whatever stands behind the point.
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)")


def file_response(content: bytes, filename: str, media_type: str = PLAIN_BYTES) -> HttpResponse:
    """A file to be kept, under its own name as far as names may be: never opened in the place of a page.

    `media_type` may have parameters (text/csv; charset=utf-8); what is not in SAFE_TYPES is told as plain bytes.
    """
    return _tamed(HttpResponse(content, content_type=_told(media_type)), filename)


def file_in_parts(parts: Iterable[bytes], filename: str, media_type: str) -> StreamingHttpResponse:
    """The same of a file that is made while it is sent."""
    return _tamed(StreamingHttpResponse(parts, content_type=_told(media_type)), filename)


def _told(media_type: str) -> str:
    return media_type if media_type.partition(";")[0].strip().lower() in SAFE_TYPES else PLAIN_BYTES


def _tamed(response: _Response, filename: str) -> _Response:
    name = safe_name(filename)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = POLICY
    return response


def safe_name(filename: str) -> str:
    """The name of a file without what leads elsewhere, breaks the header or shows another name than it is."""
    seen = "".join("\n" if unicodedata.category(sign) in _UNSEEN else sign for sign in filename)
    name = re.sub("[\n_]*\n[\n_]*", "_", _NOT_IN_NAMES.sub("_", seen)).strip(" .")
    if len(name) > LONGEST_NAME:
        stem, point, ending = name.rpartition(".")
        ending = f"{point}{ending}" if stem and len(ending) <= 10 else ""
        name = name[: LONGEST_NAME - len(ending)].rstrip(" .") + ending
    return f"_{name}" if _DEVICES.match(name) else name or "source"
