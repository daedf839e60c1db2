from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who signs in, and how: passwords, failed sign-ins, how long one stays signed in."""

    name = "config.accounts"
    label = "accounts"
    verbose_name = "ログイン"

    def ready(self) -> None:
        from config.accounts import signing_in

        signing_in.listen()
