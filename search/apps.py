from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The full-text index and its query language."""

    name = "search"
    verbose_name = "検索"

    def ready(self) -> None:
        from django.db.models.signals import pre_delete

        from minutes.models import Meeting
        from minutes.signals import meeting_changed, meetings_relabelled
        from search.index import writing as indexing
        from search.suggestions import index as suggestion_index

        meeting_changed.connect(indexing.on_meeting_changed, dispatch_uid="search.meeting_changed")
        meetings_relabelled.connect(indexing.on_meetings_relabelled, dispatch_uid="search.meetings_relabelled")
        meeting_changed.connect(suggestion_index.on_meeting_changed, dispatch_uid="search.suggestions_changed")
        meetings_relabelled.connect(
            suggestion_index.on_meetings_relabelled, dispatch_uid="search.suggestions_relabelled"
        )
        pre_delete.connect(
            suggestion_index.on_meeting_deleted, sender=Meeting, dispatch_uid="search.suggestions_deleted"
        )
