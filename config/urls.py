"""The site's addresses. Those of meetings and utterances are permanent: never change them."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("minutes.urls")),
    path("search/", include("search.urls")),
    path("", include("config.accounts.urls")),
    path("admin/", admin.site.urls),
]
if settings.SIGN_IN_PROVIDER:
    urlpatterns.append(path("login/oidc/", include("config.sign_in.provider_urls")))
if settings.TOTP:
    urlpatterns.append(path("", include("config.sign_in.second_factor_urls")))

handler400 = "config.errors.bad_request"
handler403 = "config.errors.forbidden"
handler404 = "config.errors.not_found"
handler500 = "config.errors.server_error"
