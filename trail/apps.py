from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class TrailConfig(AppConfig):
    """Who changed what, and who looked at what is not public."""

    name = "trail"
    verbose_name = "監査記録"

    def ready(self) -> None:
        from trail import statements, triggers

        connection_created.connect(statements.on_connection_created, dispatch_uid="trail.statements")

        def install(using: str, **_: Any) -> None:
            triggers.install(using)

        # Whatever migrations made of the tables, their triggers are those of this code afterwards.
        post_migrate.connect(install, sender=self, dispatch_uid="trail.triggers", weak=False)
