"""What every page needs to know about the site."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, str]:
    """The archive's name, as the office set it."""
    return {"site_name": settings.SITE_NAME}
