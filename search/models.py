"""What the search looks at: one row for each utterance of published minutes."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from minutes.models import Audience, Body, Meeting, Utterance


class SearchEntry(models.Model):
    """The words of one utterance, and copies of what hits are filtered, counted and sorted by.

    The copies let hits, total and facets come from one condition on one table. Rows are written by
    search.indexing in the transaction that writes the utterances, never by hand.
    """

    utterance = models.OneToOneField(
        Utterance, verbose_name="発言", primary_key=True, on_delete=models.CASCADE, related_name="search_entry"
    )
    meeting = models.ForeignKey(Meeting, verbose_name="会議", on_delete=models.CASCADE, related_name="+")
    order = models.IntegerField("順")
    held_on = models.DateField("開催日", null=True)
    fiscal_year = models.IntegerField("年度")
    # The meeting's own key guards the body; a second index and check would only slow the import.
    body = models.ForeignKey(
        Body,
        verbose_name="会議体",
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    speaker = models.TextField("発言者", blank=True)
    kind = models.TextField("種類", choices=Utterance.Kind.choices)
    topics = ArrayField(
        models.BigIntegerField(),
        verbose_name="分類",
        default=list,
        blank=True,
        help_text="議題に付いた分類と、その上位の分類の番号",
    )
    audience = models.SmallIntegerField(
        "閲覧範囲", choices=Audience.choices, help_text="会議と発言のうち、閲覧できる人が少ない方"
    )
    vector = SearchVectorField("語の索引")
    folded = models.TextField("検索用の本文", help_text="表記をそろえた本文")
    analyzer = models.TextField("解析の版", help_text="表記の変換、形態素解析器、辞書の版")

    class Meta:
        verbose_name = "検索の索引"
        verbose_name_plural = "検索の索引"
        # New entries wait in a short list (kB) and enter the index together: an import is three times as fast,
        # and a search reads the list in a few milliseconds.
        indexes = [GinIndex(fields=["vector"], name="entry_words", fastupdate=True, gin_pending_list_limit=2048)]

    def __str__(self) -> str:
        return f"{self.meeting} {self.order}"
