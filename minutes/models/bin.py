"""What was put in the bin (ごみ箱), why, and what it was before."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from minutes.models.meeting import Meeting
from minutes.models.source import Upload


class BinEntry(models.Model):
    """That minutes were withdrawn or an upload discarded; the row goes when they come back.

    `was` is the status or state that they come back to. Minutes that were withdrawn before there was a bin have none.
    """

    meeting = models.OneToOneField(
        Meeting, verbose_name="会議", null=True, on_delete=models.CASCADE, related_name="bin_entry"
    )
    upload = models.OneToOneField(
        Upload, verbose_name="取込み", null=True, on_delete=models.CASCADE, related_name="bin_entry"
    )
    was = models.TextField("前の状態")
    reason = models.TextField("理由", blank=True)
    created_at = models.DateTimeField("入れた日時", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="入れた人", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "ごみ箱に入れたもの"
        verbose_name_plural = "ごみ箱に入れたもの"
        ordering = ["-pk"]
        permissions = [("remove_for_ever", "ごみ箱から完全に削除する")]
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, upload__isnull=True) | Q(meeting__isnull=True, upload__isnull=False),
                name="bin_entry_of_one",
            )
        ]

    def __str__(self) -> str:
        return str(self.meeting or self.upload)
