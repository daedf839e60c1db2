"""The office's OpenID provider: code flow with PKCE and a nonce, by Authlib.

Of what the provider says only the ID token counts, signed by one of its keys, for this archive, for this attempt. Mail
addresses are not looked at: who they belong to is not proved by whoever wrote them there.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from joserfc.errors import JoseError
from requests import RequestException

from config.sign_in.ways import Provider

# Signatures that only the provider can have made: neither none at all nor those with a secret that is shared.
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_SECONDS = 10
# By how much the clocks of both may differ.
_LEEWAY_SECONDS = 60
_LONGEST = 255


class ProviderError(Exception):
    """The provider cannot be reached, or what it said cannot be believed; the message is for the log."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is kept of an attempt to sign in until the person comes back from the provider."""

    state: str
    nonce: str
    code_verifier: str
    redirect_uri: str
    next: str

    def as_json(self) -> dict[str, str]:
        return asdict(self)


def begin(redirect_uri: str, next_page: str) -> tuple[str, Attempt]:
    """The provider's address where the person signs in, and what has to be kept meanwhile. Raises ProviderError."""
    try:
        client = _client()
        _check(client.load_server_metadata())
        found = client.create_authorization_url(redirect_uri)
    except _TROUBLE as error:
        raise _told(error) from error
    attempt = Attempt(found["state"], found["nonce"], found["code_verifier"], redirect_uri, next_page)
    return found["url"], attempt


def claims(code: str, attempt: Attempt) -> Mapping[str, Any]:
    """What the provider's ID token says of who has signed in, and of his groups. Raises ProviderError."""
    provider = _provider()
    try:
        client = _client()
        _check(client.load_server_metadata())
        token = client.fetch_access_token(
            redirect_uri=attempt.redirect_uri, code=code, code_verifier=attempt.code_verifier
        )
        expected = {
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": provider.client_id},
            "sub": {"essential": True},
            "exp": {"essential": True},
            "nonce": {"essential": True, "value": attempt.nonce},
        }
        found = client.parse_id_token(token, attempt.nonce, claims_options=expected, leeway=_LEEWAY_SECONDS)
        if not found:
            raise ProviderError("no ID token")
        subject = found.get("sub")
        if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST:
            raise ProviderError("no subject")
        told = dict(found)
        if provider.groups_claim not in told and client.server_metadata.get("userinfo_endpoint"):
            more = client.userinfo(token=token)
            if more.get("sub") != subject:
                raise ProviderError("the user info is of somebody else")
            told = {**more, **told}
    except _TROUBLE as error:
        raise _told(error) from error
    return told


def groups_in(told: Mapping[str, Any], claim: str) -> list[str]:
    """The names in a claim that is a list of them, or one."""
    value = told.get(claim)
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str)]


def _provider() -> Provider:
    found = settings.SIGN_IN_PROVIDER
    assert found is not None, "these addresses are there where a provider is set"
    return found


@lru_cache(maxsize=1)
def _client_of(provider: Provider) -> Any:
    """The client, with what the provider says of itself and its keys: read once, again after anything went wrong."""
    return OAuth().register(
        "office",
        client_id=provider.client_id,
        client_secret=provider.client_secret,
        server_metadata_url=provider.issuer.rstrip("/") + "/.well-known/openid-configuration",
        client_kwargs={
            "scope": provider.scopes,
            "code_challenge_method": "S256",
            "default_timeout": _SECONDS,
            "verify": provider.ca_file or True,
        },
    )


def _client() -> Any:
    return _client_of(_provider())


def _check(metadata: dict[str, Any]) -> None:
    """What is found at the issuer's address has to be the issuer's, and sign in a way that proves something."""
    if metadata.get("issuer") != _provider().issuer:
        raise ProviderError(f"the provider calls itself {metadata.get('issuer')}")
    offered = metadata.get("id_token_signing_alg_values_supported") or ["RS256"]
    metadata["id_token_signing_alg_values_supported"] = [name for name in offered if name in _ALGORITHMS]


def _told(error: Exception) -> ProviderError:
    _client_of.cache_clear()
    return error if isinstance(error, ProviderError) else ProviderError(f"{type(error).__name__}: {error}")


# A provider that answers otherwise than the standard says makes the library fail in these ways, too.
_TROUBLE = (
    ProviderError,
    OAuthError,
    JoseError,
    RequestException,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    RuntimeError,
)
