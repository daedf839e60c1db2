"""Addresses of the minutes. Meetings (by key) and utterances (by ref) keep theirs for ever."""

from django.urls import URLPattern

app_name = "minutes"

urlpatterns: list[URLPattern] = []
