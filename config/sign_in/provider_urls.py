"""Addresses of signing in by the OpenID provider; the second one is what the provider has to know."""

from django.urls import path

from config.sign_in import provider_views

urlpatterns = [
    path("", provider_views.begin, name="oidc_begin"),
    path("return/", provider_views.come_back, name="oidc_return"),
]
