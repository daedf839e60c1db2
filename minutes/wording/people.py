"""What users of the archive are called on its pages."""

from typing import Protocol


class Named(Protocol):
    """An account, so far as its name goes."""

    first_name: str
    last_name: str

    def get_username(self) -> str: ...


def person_name(user: Named) -> str:
    """Family name first, as in Japan; the account's name where no name is registered."""
    return f"{user.last_name} {user.first_name}".strip() or user.get_username()
