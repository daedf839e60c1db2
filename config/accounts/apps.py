"""The applications that Django is told of."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class AccountsConfig(AppConfig):
    """Who signs in, and how: passwords, failed sign-ins, how long one stays signed in."""

    name = "config.accounts"
    label = "accounts"
    verbose_name = "ログイン"

    def ready(self) -> None:
        from config.accounts import signing_in

        signing_in.listen()


class AdministrationConfig(AdminConfig):
    """The administration pages with this site's way in."""

    default_site = "config.accounts.administration.Administration"
