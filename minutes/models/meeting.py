"""Meetings (会議) and the versions of their minutes."""

from django.conf import settings
from django.db import models
from django.urls import reverse

from minutes.models.audience import AudienceField
from minutes.models.body import Body
from minutes.wording import citation_of, labels


class AccessLevel(models.TextChoices):
    """What the printed minutes say of their own openness (公開・非公開)."""

    OPEN = "open", "公開"
    CLOSED = "closed", "非公開"
    PARTIAL = "partial", "一部非公開"


class Meeting(models.Model):
    """One meeting as its current version of the minutes tells it. Its key, and so its address, never changes."""

    class Status(models.TextChoices):
        DRAFT = "draft", "下書き"
        IN_REVIEW = "in_review", "確認中"
        PUBLISHED = "published", "公開"
        WITHDRAWN = "withdrawn", "取下げ"

    key = models.TextField("固定キー", unique=True, editable=False)
    source_id = models.TextField("元システムの番号", null=True, blank=True, unique=True)
    source_url = models.TextField("元システムのアドレス", blank=True)
    body = models.ForeignKey(Body, verbose_name="会議体", on_delete=models.PROTECT, related_name="meetings")
    title = models.TextField("会議名")
    fiscal_year = models.IntegerField("年度", help_text="4月から翌年3月まで。西暦で入力します。")
    number = models.IntegerField("回", null=True, blank=True)
    office = models.TextField("事務局（担当課）", blank=True)
    held_on = models.DateField("開催日", null=True, blank=True)
    starts_at = models.TimeField("開始", null=True, blank=True)
    ends_at = models.TimeField("終了予定", null=True, blank=True)
    adjourned_at = models.TimeField("閉会", null=True, blank=True)
    venue = models.TextField("場所", blank=True)
    meeting_access = models.TextField("会議の公開", choices=AccessLevel.choices, blank=True)
    meeting_access_reason = models.TextField("会議の非公開理由", blank=True)
    minutes_access = models.TextField("会議録の公開", choices=AccessLevel.choices, blank=True)
    minutes_access_reason = models.TextField("会議録の非公開理由", blank=True)
    status = models.TextField("状態", choices=Status.choices, default=Status.PUBLISHED)
    audience = AudienceField("閲覧範囲")
    edition_opened = models.BooleanField(
        "公開用会議録の公開", default=False, help_text="閲覧者が、非公開部分を除いた会議録をダウンロードできます。"
    )
    current_version = models.OneToOneField(
        "MeetingVersion", verbose_name="現在の版", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    last_ref = models.IntegerField("最後の発言番号", default=0, editable=False)
    dialogue_version = models.TextField(
        "発言者の区分と質疑を求めた版", blank=True, editable=False, help_text="空なら、まだ求めていません。"
    )
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    class Meta:
        verbose_name = "会議"
        verbose_name_plural = "会議"
        ordering = [models.F("held_on").desc(nulls_last=True), "-pk"]
        indexes = [
            models.Index(fields=["-held_on", "-id"], name="meeting_newest"),
            models.Index(fields=["fiscal_year", "body"], name="meeting_matrix"),
            models.Index(fields=["body", "held_on", "number"], name="meeting_identity"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("minutes:meeting", args=[self.key])

    @property
    def fiscal_year_label(self) -> str:
        """令和5年度（2023年度）"""
        return labels.fiscal_year_label(self.fiscal_year)

    @property
    def held_on_label(self) -> str:
        """令和6年（2024年）3月25日（月）, or that no date is known."""
        return labels.date_label(self.held_on) if self.held_on else "開催日不明"

    @property
    def citation(self) -> str:
        """図書館協議会 令和5年度第2回（令和5年5月31日）: how the meeting is cited, and found again by the search."""
        return self.cited()

    def cited(self, utterance: int | None = None) -> str:
        """The same, of an utterance by its permanent number: …¶12."""
        return citation_of(
            title=self.title,
            body=self.body.name,
            fiscal_year=self.fiscal_year,
            number=self.number,
            held_on=self.held_on,
            utterance=utterance,
        )

    @property
    def starts_at_label(self) -> str:
        """10:00～, or nothing."""
        return f"{self.starts_at:%H:%M}～" if self.starts_at else ""


class MeetingVersion(models.Model):
    """One version of a meeting's minutes: where it came from and, once it was replaced, what it said."""

    meeting = models.ForeignKey(Meeting, verbose_name="会議", on_delete=models.CASCADE, related_name="versions")
    number = models.IntegerField("版")
    source = models.ForeignKey(
        "minutes.SourceDocument", verbose_name="原本", on_delete=models.PROTECT, related_name="versions"
    )
    content_hash = models.TextField("内容のハッシュ値", help_text="保存した内容の SHA-256")
    snapshot = models.JSONField(
        "内容", null=True, editable=False, help_text="次の版に替わったときの内容。現在の版では空です。"
    )
    changes = models.JSONField(
        "前の版からの変更",
        null=True,
        editable=False,
        help_text="どこが変わったか（minutes.versions）。空なら、必要になったときに求めます。",
    )
    edited = models.BooleanField("手で訂正した版", default=False)
    reread = models.BooleanField("読み取りの改善", default=False, help_text="同じ原本を新しい読み取り方で読み直した版")
    reason = models.TextField("訂正の理由", blank=True)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登録者",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "会議録の版"
        verbose_name_plural = "会議録の版"
        ordering = ["meeting", "number"]
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="version_number_unique")]

    def __str__(self) -> str:
        return f"{self.meeting} {self.label}"

    @property
    def label(self) -> str:
        """第2版"""
        return f"第{self.number}版"
