"""Words that are looked for in place of one another: kept by the office, come along, or imported from Sudachi."""

from typing import Any

from django.db import models

from search.words import fold_text, normalized_form

LONGEST_WORD = 200


class SynonymGroup(models.Model):
    """Words that mean the same to a search. Each says in which direction it takes part."""

    id: int

    class Origin(models.TextChoices):
        OFFICE = "office", "庁内の同義語"
        STANDARD = "standard", "標準の同義語"
        SUDACHI = "sudachi", "Sudachi同義語辞書"

    origin = models.TextField("出典", choices=Origin.choices, default=Origin.OFFICE, editable=False)
    number = models.IntegerField("出典の番号", null=True, blank=True, editable=False)
    note = models.CharField(
        "メモ", max_length=200, blank=True, help_text="なぜ同じ意味とするか。検索結果の画面に表示します。"
    )
    is_active = models.BooleanField("検索に使う", default=True)
    is_offered = models.BooleanField(
        "候補として示すだけにする",
        default=False,
        help_text="ほかの意味もある言葉のときに選びます。検索結果の上に「～も探す」と示し、押したときだけ探します。",
    )

    class Meta:
        verbose_name = "同義語"
        verbose_name_plural = "同義語"

    def __str__(self) -> str:
        return "、".join(self.words.values_list("text", flat=True)[:6]) if self.pk else "新しい同義語"


class Synonym(models.Model):
    """One word of a group, with the texts by which a query's words meet it."""

    class Direction(models.TextChoices):
        BOTH = "both", "双方向"
        FROM = "from", "この語で検索したときに、ほかの語も探す"
        TO = "to", "ほかの語で検索したときに、この語も探す"

    # Those that lead to other words, and those that are led to.
    LEADING = (Direction.BOTH, Direction.FROM)
    LED_TO = (Direction.BOTH, Direction.TO)

    group = models.ForeignKey(
        SynonymGroup, verbose_name="同義語", on_delete=models.CASCADE, related_name="words", db_index=False
    )
    text = models.CharField("語", max_length=LONGEST_WORD)
    direction = models.TextField("向き", choices=Direction.choices, default=Direction.BOTH)
    order = models.IntegerField("順", default=0, editable=False)
    lexeme = models.SmallIntegerField(
        "語の番号", default=0, editable=False, help_text="同じ番号の語は、同じ語の略語や表記ゆれ"
    )
    folded = models.TextField("そろえた表記", editable=False)
    normalized = models.TextField("辞書の表記", editable=False)

    class Meta:
        verbose_name = "語"
        verbose_name_plural = "語"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "folded"],
                name="search_synonym_unique",
                violation_error_message="同じ語が2つあります。",
            )
        ]
        indexes = [
            models.Index(fields=["folded"], name="search_synonym_folded"),
            models.Index(fields=["normalized"], name="search_synonym_normalized"),
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.prepare()
        super().save(*args, **kwargs)

    def prepare(self) -> "Synonym":
        """Sets what follows from the text; save() does it, bulk_create() does not."""
        self.folded = fold_text(self.text)
        self.normalized = normalized_form(self.folded)
        return self


class StandardGroup(models.Model):
    """That a group of the list that comes along was put in once: what an editor removes does not come back."""

    number = models.IntegerField("一覧の番号", unique=True)

    class Meta:
        verbose_name = "登録済みの標準の同義語"
        verbose_name_plural = "登録済みの標準の同義語"

    def __str__(self) -> str:
        return str(self.number)
