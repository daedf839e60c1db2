from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The full-text index and its query language."""

    name = "search"
    verbose_name = "検索"

    def ready(self) -> None:
        from minutes.signals import meeting_changed, meetings_relabelled
        from search import indexing

        meeting_changed.connect(indexing.on_meeting_changed, dispatch_uid="search.meeting_changed")
        meetings_relabelled.connect(indexing.on_meetings_relabelled, dispatch_uid="search.meetings_relabelled")
