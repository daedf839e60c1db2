from django.apps import AppConfig
from django.db.models.signals import post_migrate


class MinutesConfig(AppConfig):
    """What is stored, how it gets in, how it is browsed."""

    name = "minutes"
    verbose_name = "会議録"

    def ready(self) -> None:
        from minutes import access, reading_room, signals

        post_migrate.connect(access.ensure_roles, sender=self, dispatch_uid="minutes.roles")
        signals.meeting_changed.connect(reading_room.on_meeting_changed, dispatch_uid="minutes.printed_editions")
