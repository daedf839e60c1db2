"""Addresses of the second factor."""

from django.urls import path

from config.sign_in import second_factor_views

urlpatterns = [
    path("login/code/", second_factor_views.code, name="second_factor_code"),
    path("account/second-factor/", second_factor_views.second_factor_page, name="second_factor"),
]
