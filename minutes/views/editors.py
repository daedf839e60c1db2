"""Pages for editors alone: the request that such a view gets, and the sign-in that it asks for."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from minutes import access
from minutes.views.http import HtmxHttpRequest

# What is told where a form was sent without one of its buttons.
NOTHING_DONE = "何もしていません。ボタンを押してください。"


class EditorRequest(HtmxHttpRequest):
    """A request of somebody who may edit."""

    user: User


def editors_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Sends visitors to the sign-in page; whoever signed in without the right gets the 403 page.

    Marked as open in a closed archive (config.middleware), because it asks by itself and answers htmx in its own way.
    """

    @wraps(view)
    def checked(request: EditorRequest, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            if request.htmx:
                # No page to swap in: what was entered stays where it is, and the page says that it is not saved.
                return HttpResponse(status=401)
            back = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("minutes:uploads")
            return redirect_to_login(back)
        if not access.can_edit(request.user):
            raise PermissionDenied
        return view(request, **kwargs)

    return login_not_required(checked)
