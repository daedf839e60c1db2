"""Addresses of the search pages."""

from django.urls import URLPattern

app_name = "search"

urlpatterns: list[URLPattern] = []
