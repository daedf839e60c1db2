"""The request that the pages get: as the middleware leaves it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class HtmxHttpRequest(HttpRequest):
    """A request that knows whether htmx asks, for which part of the page."""

    htmx: HtmxDetails
