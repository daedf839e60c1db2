"""The documents that came in: never changed, never lost."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from minutes.models.meeting import Meeting


class SourceDocumentManager(models.Manager["SourceDocument"]):
    """Leaves the bytes in the database unless somebody asks for them."""

    def get_queryset(self) -> models.QuerySet["SourceDocument"]:
        return super().get_queryset().defer("content", "text")


class SourceDocument(models.Model):
    """The original of some minutes (会議録の原本): its bytes as received, and the text read from them."""

    filename = models.TextField("ファイル名")
    media_type = models.TextField("種類")
    encoding = models.TextField("文字コード", blank=True)
    sha256 = models.TextField("SHA-256", db_index=True)
    size = models.BigIntegerField("大きさ（バイト）")
    content = models.BinaryField("内容")
    text = models.TextField("読み取った本文", blank=True)
    reader_version = models.TextField("読み取りの版", blank=True)
    parser_version = models.TextField("解析の版", blank=True)
    warnings = models.JSONField("確認事項", default=list)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登録者",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = SourceDocumentManager()

    class Meta:
        # Also where a version or an upload reaches for its source.
        base_manager_name = "objects"
        verbose_name = "会議録の原本"
        verbose_name_plural = "会議録の原本"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.filename


class Upload(models.Model):
    """A document on its way in: kept from the moment it arrives, corrected as a draft, then published.

    `parsed` is the parsed-minutes object (docs/parsed-minutes.md) with the editor's corrections;
    publishing hands it to the importer.
    """

    class State(models.TextChoices):
        UNREADABLE = "unreadable", "読み取れません"
        DRAFT = "draft", "下書き"
        PUBLISHED = "published", "公開済み"
        DISCARDED = "discarded", "取消し"

    source = models.ForeignKey(SourceDocument, verbose_name="原本", on_delete=models.PROTECT, related_name="uploads")
    state = models.TextField("状態", choices=State.choices)
    parsed = models.JSONField("下書きの内容", null=True, blank=True)
    error = models.TextField("読み取れない理由", blank=True)
    reason = models.TextField("訂正の理由", blank=True)
    revision = models.IntegerField("保存回数", default=0, editable=False)
    meeting = models.ForeignKey(
        Meeting, verbose_name="会議", null=True, blank=True, on_delete=models.SET_NULL, related_name="uploads"
    )
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登録者", null=True, on_delete=models.SET_NULL, related_name="uploads"
    )
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="最後に保存した人",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "取込み"
        verbose_name_plural = "取込み"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.source.filename

    def get_absolute_url(self) -> str:
        return reverse("minutes:upload", args=[self.pk])
