from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The full-text index and its query language."""

    name = "search"
    verbose_name = "検索"

    def ready(self) -> None:
        from django.db.models.signals import post_delete, pre_delete

        from minutes.models import Meeting
        from minutes.signals import dialogue_renewed, meeting_changed, meetings_relabelled, words_erased
        from search import index, suggestions

        meeting_changed.connect(index.on_meeting_changed, dispatch_uid="search.meeting_changed")
        meetings_relabelled.connect(index.on_meetings_relabelled, dispatch_uid="search.meetings_relabelled")
        dialogue_renewed.connect(index.on_dialogue_renewed, dispatch_uid="search.dialogue_renewed")
        meeting_changed.connect(suggestions.on_meeting_changed, dispatch_uid="search.suggestions_changed")
        meetings_relabelled.connect(suggestions.on_meetings_relabelled, dispatch_uid="search.suggestions_relabelled")
        words_erased.connect(index.on_words_erased, dispatch_uid="search.words_erased")
        pre_delete.connect(index.on_meeting_leaving, sender=Meeting, dispatch_uid="search.meeting_leaving")
        pre_delete.connect(suggestions.on_meeting_deleted, sender=Meeting, dispatch_uid="search.suggestions_deleted")
        post_delete.connect(index.on_meeting_deleted, sender=Meeting, dispatch_uid="search.meeting_deleted")
