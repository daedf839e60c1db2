"""Passages withheld (非公開部分), and the grounds on which they are."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from minutes.models.audience import Audience, AudienceField


class Ground(models.Model):
    """Why something is withheld: a clause of the office's ordinance (条例の条項)."""

    text = models.TextField("条項", unique=True, help_text="情報公開条例第7条第2号など。■■■とともに表示します。")
    note = models.TextField("内容", blank=True, help_text="個人に関する情報など")
    order = models.IntegerField("順", default=0)
    is_active = models.BooleanField("選べる", default=True)

    class Meta:
        verbose_name = "非公開の根拠"
        verbose_name_plural = "非公開の根拠"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return f"{self.text}（{self.note}）" if self.note else self.text


class Passage(models.Model):
    """A part of what is shown that not everybody may read: characters [start, end) of one field of one row.

    `row` is the permanent number (`ref`) of an utterance, the primary key of any other row of published minutes, and of
    a draft's row 0, with its id as `draft_row`. `quote` is what stood there when it was marked: where it does not stand
    there any more, nobody but those of the audience reads the row at all until a person has looked (`placed`). `field` is
    empty where the words are gone from the row: how it read before stays withheld.
    """

    class Part(models.TextChoices):
        UTTERANCE = "utterance", "発言"
        ITEM = "item", "議題"
        ATTENDEE = "attendee", "出席者"
        PAPER = "paper", "資料"
        PAGE = "page", "資料のページ"

    meeting = models.ForeignKey(
        "minutes.Meeting", verbose_name="会議", null=True, on_delete=models.CASCADE, related_name="passages"
    )
    upload = models.ForeignKey(
        "minutes.Upload", verbose_name="取込み", null=True, on_delete=models.CASCADE, related_name="passages"
    )
    part = models.TextField("種類", choices=Part.choices)
    row = models.BigIntegerField("行の番号", default=0)
    draft_row = models.TextField("下書きの行", blank=True)
    field = models.TextField("項目")
    start = models.IntegerField("始まり")
    end = models.IntegerField("終わり")
    quote = models.TextField("原文")
    audience = AudienceField("閲覧範囲", default=Audience.EDITORS, help_text="この部分を読める人")
    ground = models.ForeignKey(
        Ground, verbose_name="根拠", null=True, blank=True, on_delete=models.PROTECT, related_name="passages"
    )
    note = models.TextField("備考", blank=True)
    placed = models.BooleanField("場所が確かなもの", default=True)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登録者", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "非公開部分"
        verbose_name_plural = "非公開部分"
        ordering = ["meeting", "upload", "part", "row", "draft_row", "field", "start"]
        indexes = [models.Index(fields=["meeting", "part", "row"], name="passage_place")]
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, upload__isnull=True) | Q(meeting__isnull=True, upload__isnull=False),
                name="passage_of_one",
            ),
            models.CheckConstraint(condition=Q(start__gte=0, end__gt=models.F("start")), name="passage_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.get_part_display()} {self.field} {self.start}–{self.end}"


class DeclinedProposal(models.Model):
    """Personal data that was proposed for withholding and that somebody chose to leave readable: it is not proposed anew.

    `digest` names the words with what stands around them (minutes.passages), without telling them.
    """

    meeting = models.ForeignKey(
        "minutes.Meeting", verbose_name="会議", null=True, on_delete=models.CASCADE, related_name="declined_proposals"
    )
    upload = models.ForeignKey(
        "minutes.Upload", verbose_name="取込み", null=True, on_delete=models.CASCADE, related_name="declined_proposals"
    )
    digest = models.TextField("提案の検査値")
    declined_at = models.DateTimeField("見送った日時", auto_now_add=True)
    declined_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="見送った人", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "見送った個人情報の提案"
        verbose_name_plural = "見送った個人情報の提案"
        ordering = ["-declined_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, upload__isnull=True) | Q(meeting__isnull=True, upload__isnull=False),
                name="declined_of_one",
            ),
            models.UniqueConstraint(fields=["meeting", "digest"], name="declined_once_of_meeting"),
            models.UniqueConstraint(fields=["upload", "digest"], name="declined_once_of_upload"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting or self.upload}　{self.declined_at:%Y-%m-%d}"
