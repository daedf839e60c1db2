"""Who asks: what limits count by."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from config.client_address import client_address, counted_as


class TellAsker:
    """Puts into request.asker what stands for whoever asks: the account, or for visitors the address.

    Staff behind one address of the office are told apart once they have signed in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.asker = asker_of(request)  # type: ignore[attr-defined]
        return self.get_response(request)


def asker_of(request: HttpRequest) -> str:
    """account 12, or address 192.0.2.1; needs django.contrib.auth's middleware before it."""
    if request.user.is_authenticated:
        return f"account {request.user.pk}"
    return f"address {counted_as(client_address(request))}"
