"""Addresses of the search pages."""

from django.urls import path

from search.page import views
from search.suggestions import views as suggestion_views

app_name = "search"

urlpatterns = [
    path("", views.results, name="results"),
    path("around/<slug:key>/<int:ref>/", views.around, name="around"),
    path("suggest/", suggestion_views.suggestions, name="suggest"),
]
