"""What people search for: counts by day and words, without who they are unless the office wants that."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class LoggedSearch(models.Model):
    """All searches of one day for the same words, made by people who may read the same.

    A search narrowed by a filter is counted, but says nothing of what the words find: `hits` and
    `found_at` come from searches without filters alone.
    """

    day = models.DateField("日付")
    folded = models.TextField("表記をそろえた言葉")
    text = models.TextField("入力された言葉", help_text="その日の最初の入力のとおり")
    audiences = ArrayField(models.SmallIntegerField(), verbose_name="検索した人の閲覧範囲")
    searches = models.IntegerField("検索の回数", default=1)
    hits = models.IntegerField("最後の検索の件数", null=True, help_text="絞り込みのない検索での件数")
    last_at = models.DateTimeField("最後に検索した日時")
    found_at = models.DateTimeField("最後に見つかった日時", null=True)
    is_private = models.BooleanField("ほかの人に勧めない", help_text="氏名や番号などを含むとみられる言葉")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="利用者",
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="SEARCH_LOG_USERS を 1 にしたときだけ記録されます。",
    )

    class Meta:
        verbose_name = "検索の記録"
        verbose_name_plural = "検索の記録"
        constraints = [
            models.UniqueConstraint(
                fields=["folded", "day", "audiences", "user"], name="logged_search_unique", nulls_distinct=False
            )
        ]
        indexes = [
            # What may be suggested to others, by the beginning of the words.
            models.Index(
                fields=["folded"],
                name="logged_search_shared",
                opclasses=["text_pattern_ops"],
                condition=Q(is_private=False),
            )
        ]

    def __str__(self) -> str:
        return self.text


class Narrowing(models.Model):
    """A moment at which minutes that could be found were changed or withdrawn.

    Searches that found something before are suggested again once they find something after it.
    """

    at = models.DateTimeField("日時", db_index=True)

    class Meta:
        verbose_name = "公開範囲などの変更"
        verbose_name_plural = "公開範囲などの変更"

    def __str__(self) -> str:
        return str(self.at)
