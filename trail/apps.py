from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class TrailConfig(AppConfig):
    """Who changed what, and who looked at what is not public."""

    name = "trail"
    verbose_name = "監査記録"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

        from trail import access_log, statements, triggers

        user_logged_in.connect(access_log.on_signed_in, dispatch_uid="trail.signed_in")
        user_logged_out.connect(access_log.on_signed_out, dispatch_uid="trail.signed_out")
        user_login_failed.connect(access_log.on_sign_in_failed, dispatch_uid="trail.sign_in_failed")

        connection_created.connect(statements.on_connection_created, dispatch_uid="trail.statements")

        def install(using: str, **_: Any) -> None:
            triggers.install(using)

        # Whatever migrations made of the tables, their triggers are those of this code afterwards.
        post_migrate.connect(install, sender=self, dispatch_uid="trail.triggers", weak=False)
