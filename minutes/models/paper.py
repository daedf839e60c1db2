"""Papers (資料) on their way in."""

from django.conf import settings
from django.db import models

from minutes.models.audience import AudienceField
from minutes.models.source import Upload


class Paper(models.Model):
    """The file of a paper (資料) on its way in: for a draft, or for published minutes.

    `row` is the id of the draft's attachment that it belongs to; `attachment` the stored one. A file that matches no
    label stands with neither until somebody says where it belongs. `audience` is what the stored attachment gets when
    a draft is published; null leaves it as it is.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "読み取り待ち"
        READ = "read", "読み取り済み"
        UNREADABLE = "unreadable", "本文なし"

    upload = models.ForeignKey(
        Upload, verbose_name="取込み", null=True, blank=True, on_delete=models.CASCADE, related_name="papers"
    )
    meeting = models.ForeignKey(
        "minutes.Meeting", verbose_name="会議", null=True, blank=True, on_delete=models.CASCADE, related_name="papers"
    )
    source = models.ForeignKey(
        "minutes.SourceDocument", verbose_name="ファイル", on_delete=models.PROTECT, related_name="papers"
    )
    label = models.TextField("番号", blank=True)
    title = models.TextField("名称", blank=True)
    row = models.TextField("下書きの資料", blank=True)
    attachment = models.ForeignKey(
        "minutes.Attachment",
        verbose_name="資料",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="papers",
    )
    audience = AudienceField("閲覧範囲", default=None, null=True, blank=True)  # type: ignore[misc] # may be null here
    state = models.TextField("状態", choices=State.choices, default=State.WAITING)
    error = models.TextField("読み取れない理由", blank=True)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登録者", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "資料のファイル"
        verbose_name_plural = "資料のファイル"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.source.filename
