"""Topics (分類): what an agenda item is about, across bodies and years."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from minutes.models.record import AgendaItem


class Topic(models.Model):
    """A subject that agenda items are filed under; `terms` in an item's title suggest it."""

    name = models.TextField("名称", unique=True)
    parent = models.ForeignKey(
        "self", verbose_name="上位の分類", null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )
    terms = ArrayField(
        models.TextField(),
        verbose_name="手がかりの語",
        default=list,
        blank=True,
        help_text="件名にこの語があれば、この分類を提案します。カンマで区切ります。",
    )

    class Meta:
        verbose_name = "分類"
        verbose_name_plural = "分類"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("minutes:topic", args=[self.pk])


class TopicLink(models.Model):
    """An agenda item filed under a topic: by a suggestion that stands until refused, or by a person."""

    class State(models.TextChoices):
        SUGGESTED = "suggested", "提案"
        CONFIRMED = "confirmed", "確定"
        REFUSED = "refused", "却下"

    agenda_item = models.ForeignKey(
        AgendaItem, verbose_name="議題", on_delete=models.CASCADE, related_name="topic_links"
    )
    topic = models.ForeignKey(Topic, verbose_name="分類", on_delete=models.CASCADE, related_name="links")
    state = models.TextField("状態", choices=State.choices, default=State.SUGGESTED)

    class Meta:
        verbose_name = "議題の分類"
        verbose_name_plural = "議題の分類"
        constraints = [models.UniqueConstraint(fields=["agenda_item", "topic"], name="topic_link_unique")]

    def __str__(self) -> str:
        return f"{self.topic}（{self.get_state_display()}）"
