"""What newer readers and rules make of documents that were read before."""

from django.db import models

from minutes.models.source import SourceDocument


class Rereading(models.Model):
    """A document as it reads today where that differs from what is stored, until somebody decides about it.

    `reader_version` and `parser_version` are the digests of what read it now; others than today's tell that it has to
    be read once more. `parsed` is the parsed-minutes object of that reading without anybody's corrections, `read` the
    fields of the source document that reading fills (minutes.intake.READ_FIELDS). The numbers are of the places that
    would change, of those of them where something would be gone, and of the corrections that would find no place.
    """

    class State(models.TextChoices):
        OFFERED = "offered", "改善あり"
        KEPT = "kept", "今のままにする"
        FAILED = "failed", "比べられません"

    source = models.OneToOneField(
        SourceDocument, verbose_name="原本", on_delete=models.CASCADE, related_name="rereading"
    )
    reader_version = models.TextField("読み取りの版")
    parser_version = models.TextField("解析の版")
    state = models.TextField("状態", choices=State.choices)
    parsed = models.JSONField("読み直した内容", null=True, editable=False)
    read = models.JSONField("読み直した原本", null=True, editable=False)
    changes = models.IntegerField("変わるところ", default=0)
    losses = models.IntegerField("なくなるところ", default=0)
    unplaced = models.IntegerField("反映できない訂正", default=0)
    error = models.TextField("比べられない理由", blank=True)
    read_at = models.DateTimeField("読み直した日時", auto_now=True)

    class Meta:
        verbose_name = "読み取りの改善"
        verbose_name_plural = "読み取りの改善"
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "id"], name="rereading_state")]

    def __str__(self) -> str:
        return str(self.source)
