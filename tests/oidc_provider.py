"""An OpenID provider of an invented city, run as a process of its own: python oidc_provider.py PORT FOLDER RETURN_ADDRESS.

It is django-oauth-toolkit, with discovery, keys, PKCE and all. FOLDER/mischief names what it does wrong with the next
ID tokens, as a provider that was broken into would; FOLDER/claims.json holds what it says of whom.
"""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.urls import include, path

CLIENT, SECRET, PASSWORD = "kaigiroku", "client-secret-of-the-archive-0123456789", "provider-password"
PEOPLE = ("kawase", "misaki", "admin")
urlpatterns: list[Any] = []


def configure(port: int, folder: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    settings.configure(
        SECRET_KEY="provider",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "provider.sqlite3")}},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        USE_TZ=True,
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": key.decode(),
            "OIDC_ISS_ENDPOINT": f"http://127.0.0.1:{port}",
            "OAUTH2_VALIDATOR_CLASS": validator(folder),
            "SCOPES": {"openid": "OpenID", "profile": "Profile"},
            "PKCE_REQUIRED": True,
        },
    )


def validator(folder: Path) -> type:
    """The toolkit's validator with this city's claims, and with what goes wrong where somebody asks for it."""

    def claims(request: Any) -> dict[str, Any]:
        told: dict[str, Any] = json.loads((folder / "claims.json").read_text()).get(request.user.username, {})
        return {"preferred_username": request.user.username, **told}

    def make() -> type:
        from jwcrypto import jwk, jwt
        from oauth2_provider.oauth2_validators import OAuth2Validator

        class Validator(OAuth2Validator):  # type: ignore[misc]
            oidc_claim_scope = None

            def get_additional_claims(self, request: Any) -> dict[str, Any]:
                return claims(request)

            def finalize_id_token(self, id_token: dict[str, Any], token: Any, handler: Any, request: Any) -> str:
                good: str = super().finalize_id_token(id_token, token, handler, request)
                mischief = (folder / "mischief").read_text() if (folder / "mischief").exists() else ""
                if not mischief:
                    return good
                key = request.client.jwk_key
                header = {"typ": "JWT", "alg": "RS256", "kid": key.thumbprint()}
                told = json.loads(jwt.JWT(jwt=good, key=key).claims)
                if mischief == "issuer":
                    told["iss"] = "https://elsewhere.example"
                elif mischief == "audience":
                    told["aud"] = "another-application"
                elif mischief == "audience with azp":
                    told.update(aud="another-application", azp=CLIENT)
                elif mischief == "expired":
                    told.update(exp=int(time.time()) - 3600, iat=int(time.time()) - 7200)
                elif mischief == "no expiry":
                    del told["exp"]
                elif mischief == "nonce":
                    told["nonce"] = "of-another-attempt"
                elif mischief == "no nonce":
                    del told["nonce"]
                elif mischief == "no subject":
                    del told["sub"]
                elif mischief == "foreign key":
                    key = jwk.JWK.generate(kty="RSA", size=2048)
                elif mischief == "public key as secret":
                    header["alg"] = "HS256"
                    public = request.client.jwk_key.export_to_pem()
                    key = jwk.JWK(kty="oct", k=jwk.base64url_encode(public))
                elif mischief == "client secret":
                    header = {"typ": "JWT", "alg": "HS256"}
                    key = jwk.JWK(kty="oct", k=jwk.base64url_encode(SECRET.encode()))
                elif mischief == "no signature":
                    parts = [jwk.base64url_encode(json.dumps(part)) for part in ({"alg": "none"}, told)]
                    return ".".join([*parts, ""])
                elif mischief == "no signature, key named":
                    parts = [jwk.base64url_encode(json.dumps(part)) for part in ({**header, "alg": "none"}, told)]
                    return ".".join([*parts, ""])
                made = jwt.JWT(header=header, claims=told)
                made.make_signed_token(key)
                return str(made.serialize())

        return Validator

    class Later(type):
        """Made when the toolkit asks for it: its models are not there before."""

        made: type | None = None

        def __call__(cls, *args: Any, **kwargs: Any) -> Any:
            Later.made = Later.made or make()
            return Later.made(*args, **kwargs)

    return Later("Validator", (), {})


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Says nothing."""


def main(port: int, folder: Path, return_address: str) -> None:
    # The toolkit takes addresses without TLS where it is told so.
    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
    configure(port, folder)
    django.setup()
    from django.contrib.auth import authenticate, login
    from django.contrib.auth.models import User
    from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
    from oauth2_provider.models import Application

    def sign_in(request: HttpRequest) -> HttpResponse:
        user = authenticate(request, **request.POST.dict())
        if user is None:
            return HttpResponse("Who are you?")
        login(request, user)
        return HttpResponseRedirect(request.GET["next"])

    urlpatterns.extend(
        (path("accounts/login/", sign_in), path("", include("oauth2_provider.urls", namespace="oauth2_provider")))
    )
    call_command("migrate", verbosity=0)
    for name in PEOPLE:
        User.objects.create_user(name, password=PASSWORD)
    Application.objects.create(
        client_id=CLIENT,
        client_secret=SECRET,
        hash_client_secret=False,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_AUTHORIZATION_CODE,
        redirect_uris=return_address,
        algorithm=Application.RS256_ALGORITHM,
        skip_authorization=True,
    )
    with make_server("127.0.0.1", port, get_wsgi_application(), handler_class=Quiet) as server:
        print("ready", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
