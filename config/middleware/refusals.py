"""Pages for whoever asks for too much: in plain Japanese, with what to do."""

from django.http import HttpRequest, HttpResponse

from config.refusals import HOME, Refusal


def refusal(request: HttpRequest, *, status: int, heading: str, advice: str, retry_after: int) -> HttpResponse:
    """The page, with the way to the same page once more. `retry_after` is in seconds."""
    again = ((request.get_full_path(), "もう一度開く"),) if request.method in ("GET", "HEAD") else ()
    page = Refusal(status, heading, (advice,), (*again, HOME)).page()
    return HttpResponse(
        page, status=status, headers={"Retry-After": str(retry_after), "Cache-Control": "no-store, private"}
    )
