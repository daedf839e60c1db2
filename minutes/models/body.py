"""Bodies (会議体): who meets."""

import unicodedata
from typing import Any

from django.db import models
from django.urls import reverse


def name_key(name: str) -> str:
    """What two spellings of one body's name share: full and half width alike, no white space, one case."""
    return "".join(unicodedata.normalize("NFKC", name).split()).casefold()


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
