"""Addresses of the search pages."""

from django.urls import path

from search import suggestions
from search.page import around, results, titles

app_name = "search"

urlpatterns = [
    path("", results, name="results"),
    path("titles/", titles, name="titles"),
    path("around/<slug:key>/<int:ref>/", around, name="around"),
    path("suggest/", suggestions.suggestions, name="suggest"),
]
