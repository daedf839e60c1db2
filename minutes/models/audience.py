"""Who may read: the audiences that rows bear, the circles of people among them, and what both come to in an index."""

from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Audience(models.IntegerChoices):
    """Who may read what bears it. Numbers from FIRST_CIRCLE on are the primary keys of circles; minutes.access alone
    compares them."""

    EVERYONE = 0, "公開"
    STAFF = 1, "庁内"
    EDITORS = 2, "編集者"


FIRST_CIRCLE = 10


# The types of Django know what a field holds, Django itself does not.
if TYPE_CHECKING:
    SmallIntegerField = models.SmallIntegerField[int, int]
else:
    SmallIntegerField = models.SmallIntegerField


class AudienceField(SmallIntegerField):
    """A row's audience: one of Audience, or the primary key of a circle."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Audience.EVERYONE)
        super().__init__(*args, **kwargs)


class Circle(models.Model):
    """Named people who may read what others may not (限定): whoever is in one of the groups is in the circle, and so is
    every editor."""

    id = models.SmallAutoField(primary_key=True)
    name = models.TextField("名称", unique=True, help_text="防災会議の委員と事務局など")
    groups = models.ManyToManyField("auth.Group", verbose_name="利用者のグループ", blank=True, related_name="circles")

    class Meta:
        verbose_name = "限定の範囲"
        verbose_name_plural = "限定の範囲"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class AccessClass(models.Model):
    """Who finds an entry of the index: people who are in all of the audiences `needs` and in none of `lacks`.

    The three fixed audiences have classes of their own numbers without a row. Rows are never changed or deleted.
    """

    id = models.SmallAutoField(primary_key=True)
    needs = ArrayField(models.SmallIntegerField(), verbose_name="必要な閲覧範囲")
    lacks = ArrayField(models.SmallIntegerField(), verbose_name="含まれない閲覧範囲")

    class Meta:
        verbose_name = "閲覧の区分"
        verbose_name_plural = "閲覧の区分"
        constraints = [models.UniqueConstraint(fields=["needs", "lacks"], name="access_class_unique")]

    def __str__(self) -> str:
        return f"{self.needs}－{self.lacks}"
