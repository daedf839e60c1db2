"""So many requests of one asker within a minute, and no more."""

import math
import time
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from config.middleware.refusals import refusal
from config.request_rate import RequestRate


@cache
def _rate() -> RequestRate:
    return RequestRate(settings.VAR_DIR / "request-rate", settings.SECRET_KEY)


class LimitRequestRate:
    """Counts by account, and visitors by address, whom many may share; static files come before this."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_account = request.user.is_authenticated
        allowed = settings.REQUESTS_PER_MINUTE if is_account else settings.VISITOR_REQUESTS_PER_MINUTE
        if allowed:
            asker: str = request.asker  # type: ignore[attr-defined]
            wait = _rate().take(asker, allowed, time.time())
            if wait:
                return refusal(
                    request,
                    status=429,
                    heading="アクセスが多すぎます",
                    advice="短い時間に多くのページが開かれたため、少しのあいだ表示を止めています。1分ほど待ってから、もう一度お試しください。",
                    retry_after=math.ceil(wait),
                )
        return self.get_response(request)
