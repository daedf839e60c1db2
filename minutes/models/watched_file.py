"""The files that came by the watched folder."""

from django.db import models


class WatchedFile(models.Model):
    """A file that was taken in from the watched folder (minutes.uploads.watched_folder), and where it went.

    `name` is its name in the folder of those that are being read; of files that wait there to be moved each has one of
    its own. `uploads` are the keys of what became of it, several for a .zip file. `problems` say what of it was not taken.
    """

    class Outcome(models.TextChoices):
        READING = "reading", "読み取り中"
        DONE = "done", "済"
        LOOK = "look", "要確認"

    name = models.TextField("ファイル名")
    uploads = models.JSONField("取込み", default=list)
    problems = models.JSONField("取り込めなかったもの", default=list)
    outcome = models.TextField("結果", choices=Outcome.choices, default=Outcome.READING)
    taken_at = models.DateTimeField("取り込んだ日時", auto_now_add=True)

    class Meta:
        verbose_name = "取込みフォルダーのファイル"
        verbose_name_plural = "取込みフォルダーのファイル"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["name"], condition=models.Q(outcome="reading"), name="watched_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name
