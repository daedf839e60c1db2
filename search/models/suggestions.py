"""What the search boxes suggest while a person types: texts, and the meetings that they stand in."""

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F

from minutes.models import Meeting


class Suggestion(models.Model):
    """One agenda title, topic, body or speaker, however many meetings it stands in.

    The row says nothing of who may see the text: a person may where one of its `sources` may be read.
    """

    class Kind(models.TextChoices):
        AGENDA = "agenda", "議題"
        TOPIC = "topic", "分類"
        BODY = "body", "会議体"
        SPEAKER = "speaker", "発言者"

    kind = models.TextField("種類", choices=Kind.choices)
    text = models.TextField("表示する言葉")
    folded = models.TextField("表記をそろえた言葉")
    reading = models.TextField("読み", blank=True, help_text="ひらがな")
    target = models.BigIntegerField("会議体または分類の番号", default=0, help_text="0 は番号のない種類")
    weight = models.IntegerField("公開されている会議の数", default=0)

    class Meta:
        verbose_name = "検索語の候補"
        verbose_name_plural = "検索語の候補"
        constraints = [models.UniqueConstraint(fields=["kind", "folded", "target"], name="suggestion_unique")]
        # A third index, of the bigrams of `folded`, is made by the migration.
        indexes = [
            models.Index("kind", F("weight").desc(), "id", name="suggestion_weight"),
            models.Index(OpClass("folded", "text_pattern_ops"), name="suggestion_folded"),
            models.Index(OpClass("reading", "text_pattern_ops"), name="suggestion_reading"),
        ]

    def __str__(self) -> str:
        return self.text


class SuggestionSource(models.Model):
    """A published meeting that a suggestion stands in, and who may see that it does."""

    suggestion = models.ForeignKey(
        Suggestion, verbose_name="候補", on_delete=models.CASCADE, related_name="sources", db_index=False
    )
    meeting = models.ForeignKey(Meeting, verbose_name="会議", on_delete=models.CASCADE, related_name="+")
    access = models.SmallIntegerField("閲覧の区分", help_text="minutes.AccessClass の番号")

    class Meta:
        verbose_name = "候補のある会議"
        verbose_name_plural = "候補のある会議"
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "access", "meeting"], name="suggestion_source_unique")
        ]

    def __str__(self) -> str:
        return f"{self.suggestion}（{self.meeting}）"
