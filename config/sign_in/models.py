"""Which account belongs to whom outside."""

from django.conf import settings
from django.db import models


class Way(models.TextChoices):
    PROXY = "proxy", "プロキシ"
    DIRECTORY = "ldap", "LDAP／Active Directory"
    PROVIDER = "oidc", "OpenID Connect"


class Identity(models.Model):
    """Somebody whom a way of signing in names for good, and the account that is his.

    Without an account it waits: there is one of this name already, and only an administrator can say that it is his.
    """

    way = models.TextField("方法", choices=Way.choices)
    issuer = models.TextField("発行者", blank=True)
    subject = models.TextField("識別子")
    name = models.TextField("利用者名", blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="アカウント",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="identities",
    )
    first_seen = models.DateTimeField("登録日時", auto_now_add=True)

    class Meta:
        verbose_name = "外部の利用者"
        verbose_name_plural = "外部の利用者"
        ordering = ["way", "name"]
        constraints = [models.UniqueConstraint(fields=["way", "issuer", "subject"], name="identity_unique")]

    def __str__(self) -> str:
        return f"{self.get_way_display()} {self.name or self.subject}"


class RecoveryCode(models.Model):
    """A code that stands in for the second factor once. Kept as a digest: it was shown to its owner and to nobody else."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="アカウント", on_delete=models.CASCADE, related_name="recovery_codes"
    )
    digest = models.TextField("ダイジェスト", editable=False)
    made_at = models.DateTimeField("発行日時", auto_now_add=True)
    used_at = models.DateTimeField("使用日時", null=True, blank=True)

    class Meta:
        verbose_name = "回復コード"
        verbose_name_plural = "回復コード"
        ordering = ["user", "pk"]

    def __str__(self) -> str:
        return f"{self.user} {self.made_at:%Y-%m-%d}"
