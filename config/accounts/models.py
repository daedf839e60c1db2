"""What is kept of accounts besides Django's own tables."""

from django.conf import settings
from django.db import models


class InitialPassword(models.Model):
    """The user's password was given by somebody else: the next sign-in leads to the page that changes it, nowhere else."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="利用者",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="initial_password",
    )
    given_at = models.DateTimeField("発行日時", auto_now=True)

    class Meta:
        verbose_name = "初期パスワード"
        verbose_name_plural = "初期パスワード"
        ordering = ["-given_at"]

    def __str__(self) -> str:
        return str(self.user)


class FailedSignIns(models.Model):
    """How often signing in failed of late, for one of the things that is counted (config.accounts.throttling).

    `key` is a digest: what was typed as a name may be a password, and names that no account has are kept as the others.
    """

    class Scope(models.TextChoices):
        PAIR = "pair", "アカウントとアドレス"
        DEVICE = "device", "使い慣れた端末"
        ACCOUNT = "account", "アカウント"
        ADDRESS = "address", "アドレス"

    scope = models.TextField("数える単位", choices=Scope.choices)
    key = models.TextField("識別子", editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="利用者",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="failed_sign_ins",
    )
    address = models.TextField("アドレス", blank=True)
    failures = models.IntegerField("失敗の回数", default=0)
    since = models.DateTimeField("数え始め")
    locks = models.IntegerField("停止の回数", default=0)
    locked_until = models.DateTimeField("停止の終わり", null=True, blank=True)

    class Meta:
        verbose_name = "ログインの失敗"
        verbose_name_plural = "ログインの失敗"
        ordering = ["-since"]
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="failed_sign_ins_unique")]

    def __str__(self) -> str:
        return f"{self.get_scope_display()} {self.user or ''} {self.address}".rstrip()
