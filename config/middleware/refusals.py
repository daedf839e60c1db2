"""Pages for whoever asks for too much: in plain Japanese, with what to do."""

from django.http import HttpRequest, HttpResponse
from django.template import loader


def refusal(request: HttpRequest, *, status: int, heading: str, advice: str, retry_after: int) -> HttpResponse:
    """A page that stands alone, as the database may be what is short. `retry_after` is in seconds."""
    again = request.get_full_path() if request.method in ("GET", "HEAD") else ""
    page = loader.render_to_string("refused.html", {"heading": heading, "advice": advice, "again": again})
    return HttpResponse(
        page, status=status, headers={"Retry-After": str(retry_after), "Cache-Control": "no-store, private"}
    )
