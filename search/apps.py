from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The full-text index and its query language."""

    name = "search"
    verbose_name = "検索"
