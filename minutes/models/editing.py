"""What editors do to a draft, one operation at a time, and who is looking at it."""

from django.conf import settings
from django.db import models

from minutes.models.source import Upload


class DraftEdit(models.Model):
    """One correction of a draft: what was done, what undoes it, and which rows it touched.

    `operation` and `inverse` are operations of minutes.editing; `touched` lists [table, id] of the rows and [table,
    null] where the order of a table changed. `unplaced` says that the correction did not fit the text any more after
    the document was read again; it is shown, not lost. `token` is the sender's own: an operation that is sent twice is
    done once.
    """

    upload = models.ForeignKey(Upload, verbose_name="取込み", on_delete=models.CASCADE, related_name="edits")
    number = models.IntegerField("番号")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="訂正した人", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField("訂正日時", auto_now_add=True)
    operation = models.JSONField("操作")
    inverse = models.JSONField("元に戻す操作")
    touched = models.JSONField("変わった行", default=list)
    undoes = models.ForeignKey(
        "self", verbose_name="元に戻した訂正", null=True, on_delete=models.CASCADE, related_name="undone_by"
    )
    unplaced = models.BooleanField("反映できなかった訂正", default=False)
    token = models.TextField("送信者の番号", blank=True)

    class Meta:
        verbose_name = "下書きの訂正"
        verbose_name_plural = "下書きの訂正"
        ordering = ["upload", "number"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="edit_number_unique"),
            models.UniqueConstraint(
                fields=["upload", "token"], condition=~models.Q(token=""), name="edit_token_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.upload} {self.number}"


class DraftPresence(models.Model):
    """Who has a draft open, and when the page last said so."""

    upload = models.ForeignKey(Upload, verbose_name="取込み", on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="開いている人", on_delete=models.CASCADE, related_name="+"
    )
    seen_at = models.DateTimeField("最後に確かめた日時")

    class Meta:
        verbose_name = "下書きを開いている人"
        verbose_name_plural = "下書きを開いている人"
        constraints = [models.UniqueConstraint(fields=["upload", "user"], name="presence_unique")]

    def __str__(self) -> str:
        return f"{self.upload} {self.user}"
