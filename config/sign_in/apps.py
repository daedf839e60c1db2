from django.apps import AppConfig


class SignInConfig(AppConfig):
    """Accounts that the proxy, the directory or the OpenID provider vouch for."""

    name = "config.sign_in"
    label = "sign_in"
    verbose_name = "外部のログイン"
