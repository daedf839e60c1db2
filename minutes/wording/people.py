"""What users of the archive are called on its pages."""

from django.contrib.auth.models import AbstractUser


def person_name(user: AbstractUser) -> str:
    """Family name first, as in Japan; the account's name where no name is registered."""
    return f"{user.last_name} {user.first_name}".strip() or user.get_username()
