"""What sessions of the ways that need no password are kept by: where a way is switched off, its sessions end."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.http import HttpRequest

from config.sign_in.models import Way


class _Vouched(ModelBackend):
    """Knows accounts and permissions, and no password."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        return None


class ProxyBackend(_Vouched):
    """Sessions of people whom the proxy names."""


class ProviderBackend(_Vouched):
    """Sessions of people whom the OpenID provider vouches for."""


PATHS = {
    Way.PROXY: f"{__name__}.{ProxyBackend.__name__}",
    Way.PROVIDER: f"{__name__}.{ProviderBackend.__name__}",
    Way.DIRECTORY: "config.sign_in.directory.DirectoryBackend",
}
