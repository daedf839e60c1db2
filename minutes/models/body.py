"""Bodies (会議体): who meets, under which names, and how their minutes are laid out."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from minutes.dialogue import CATEGORY_CHOICES
from minutes.models.audience import AudienceField
from minutes.wording import name_key


class Body(models.Model):
    """A committee, council, headquarters or project team. A renamed one points to its successor."""

    name = models.TextField("名称", unique=True)
    name_key = models.TextField("名称の照合キー", unique=True, editable=False)
    kind = models.TextField("種別", blank=True, help_text="審議会、委員会、推進本部など")
    office = models.TextField("事務局（担当課）", blank=True)
    successor = models.ForeignKey(
        "self",
        verbose_name="後継の会議体",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="predecessors",
        help_text="名称変更や統合の後の会議体",
    )
    audience = AudienceField("新しい会議の閲覧範囲", help_text="この会議体の新しい会議録を読める人")

    class Meta:
        verbose_name = "会議体"
        verbose_name_plural = "会議体"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("minutes:body", args=[self.pk])


class BodyName(models.Model):
    """Another name that a body goes by in documents: its former name or another spelling."""

    class Kind(models.TextChoices):
        FORMER = "former", "旧名"
        VARIANT = "variant", "別の書き方"

    body = models.ForeignKey(Body, verbose_name="会議体", on_delete=models.CASCADE, related_name="names")
    name = models.TextField("名称")
    name_key = models.TextField("名称の照合キー", unique=True, editable=False)
    kind = models.TextField("種類", choices=Kind.choices, default=Kind.VARIANT)

    class Meta:
        verbose_name = "会議体の別名"
        verbose_name_plural = "会議体の別名"
        ordering = ["body", "name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)


class BodyLesson(models.Model):
    """What an editor taught about the layout of a body's minutes; its next minutes are read with it.

    The body is named by key, because it may not be registered yet when its first minutes are corrected.
    """

    class Kind(models.TextChoices):
        SPEAKER = "speaker", "発言者の表示"
        NOT_SPEAKER = "not-speaker", "発言者の表示ではない"
        HEADING = "heading", "議題の見出し"
        NOT_HEADING = "not-heading", "見出しではない"

    body_key = models.TextField("会議体の照合キー", db_index=True)
    kind = models.TextField("種類", choices=Kind.choices)
    text = models.TextField("印刷された文字")
    line = models.TextField("見つけた行", blank=True)
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登録者", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "会議体ごとの読み取り方"
        verbose_name_plural = "会議体ごとの読み取り方"
        ordering = ["body_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["body_key", "kind", "text"], name="lesson_unique")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.text}"


class SpeakerAssignment(models.Model):
    """That a person put a speaker of a body into a category, named as printed (田中課長) or by post (課長).

    Of one speaker the newest row holds; an empty category says that it is worked out again. Rows are never changed: they
    tell who decided what, and when.
    """

    body = models.ForeignKey(Body, verbose_name="会議体", on_delete=models.CASCADE, related_name="speaker_assignments")
    speaker = models.TextField("発言者か役職")
    category = models.TextField("区分", blank=True, choices=CATEGORY_CHOICES)
    created_at = models.DateTimeField("指定日時", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="指定した人", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "発言者の区分の指定"
        verbose_name_plural = "発言者の区分の指定"
        ordering = ["body", "pk"]

    def __str__(self) -> str:
        return f"{self.speaker}：{self.get_category_display() or '自動'}"
