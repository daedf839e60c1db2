"""What one person has asked for and a second one decides (FOUR_EYES)."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from minutes.models.source import Upload


class PublicationRequest(models.Model):
    """Somebody asks that a draft be published as it stands (公開待ち); or somebody gave it back, and `why`.

    `draft` is a digest of all that would be published: what changes after the request was made has not been asked for.
    """

    upload = models.OneToOneField(
        Upload, verbose_name="取込み", on_delete=models.CASCADE, related_name="publication_request"
    )
    draft = models.TextField("依頼した内容", editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="依頼した人", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField("依頼日時", default=timezone.now)
    given_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="差し戻した人",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    why = models.TextField("差し戻しの理由", blank=True)

    class Meta:
        verbose_name = "公開の依頼"
        verbose_name_plural = "公開の依頼"
        ordering = ["asked_at"]
        permissions = [("publish_upload", "会議録を公開し、閲覧範囲を広げる")]

    def __str__(self) -> str:
        return str(self.upload)


class OpeningRequest(models.Model):
    """Somebody asks that something be shown to more people than now; it is when a second person does the same.

    `what` names the row, its field and the value that was asked for: meeting 12 audience 0.
    """

    what = models.TextField("対象", unique=True)
    label = models.TextField("内容")
    address = models.TextField("画面", blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="依頼した人", on_delete=models.CASCADE, related_name="+"
    )
    asked_at = models.DateTimeField("依頼日時", default=timezone.now)

    class Meta:
        verbose_name = "公開範囲の依頼"
        verbose_name_plural = "公開範囲の依頼"
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return self.label
