"""Bodies (会議体): who meets."""

from django.db import models
from django.urls import reverse


class Body(models.Model):
    """A committee, council, headquarters or project team. A renamed one points to its successor."""

    name = models.TextField("名称", unique=True)
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

    class Meta:
        verbose_name = "会議体"
        verbose_name_plural = "会議体"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("minutes:body", args=[self.pk])
