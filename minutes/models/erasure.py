"""That words were erased (消去) for ever: when, by whom, on what ground and in which rows. Never the words."""

from django.conf import settings
from django.db import models

from minutes.models.meeting import Meeting
from minutes.models.passage import Ground


class Erasure(models.Model):
    """One act of erasing. `places` counts the rows in which words stood, `files` the documents that were taken away.

    `meeting` is the one that was searched, null where it was the whole archive.
    """

    meeting = models.ForeignKey(
        Meeting, verbose_name="探した会議", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ground = models.ForeignKey(
        Ground, verbose_name="根拠", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField("理由")
    places = models.IntegerField("消した場所の数", default=0)
    files = models.IntegerField("消したファイルの数", default=0)
    created_at = models.DateTimeField("消去日時", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="消去した人", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "消去"
        verbose_name_plural = "消去"
        ordering = ["-pk"]
        permissions = [("erase_words", "公開した語句を消去する")]

    def __str__(self) -> str:
        return f"消去 {self.pk}"


class ErasedRow(models.Model):
    """A row in which words were erased: `kind` is its model (minutes.utterance), `key` its primary key."""

    erasure = models.ForeignKey(Erasure, verbose_name="消去", on_delete=models.CASCADE, related_name="rows")
    kind = models.TextField("種類")
    key = models.BigIntegerField("番号")
    meeting = models.ForeignKey(
        Meeting, verbose_name="会議", null=True, on_delete=models.CASCADE, related_name="erased_rows"
    )

    class Meta:
        verbose_name = "消去した行"
        verbose_name_plural = "消去した行"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
