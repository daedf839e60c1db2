"""Which views take more than a form's bytes, and from whom."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, AnonymousUser

from minutes import access

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "largest_body"


def takes_body_of(largest: Callable[[], int]) -> Callable[[View], View]:
    """Marks a view for editors that takes bodies of up to `largest()` bytes; other views take forms only."""

    def marked(view: View) -> View:
        setattr(view, _MARK, largest)
        return view

    return marked


def largest_body(view: Callable[..., Any], user: AbstractUser | AnonymousUser) -> int:
    """The most bytes that the view takes of this user: those of a form, unless it is marked and the user may edit."""
    largest: Callable[[], int] | None = getattr(view, _MARK, None)
    if largest is None or not access.can_edit(user):
        return int(settings.FORM_MAX_BYTES)
    return max(largest(), settings.FORM_MAX_BYTES)
