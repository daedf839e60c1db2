"""What can be known by name: meetings, agenda items and papers, with what they are called."""

from django.contrib.postgres.search import SearchVectorField
from django.db import models

from minutes.models import AgendaItem, Attachment, Body, Meeting


class KnownItem(models.Model):
    """One meeting, agenda item or paper of published minutes, by its title. Rows are written by search.known_items in
    the transaction that writes what they are made of, never by hand.

    `vector` holds the words of the title and what else the item is called (search.known_items.naming). The index
    `known_item_index` is on (vector || search_grams(folded, vector)), like that of the entries.
    """

    class Kind(models.TextChoices):
        MEETING = "meeting", "会議"
        ITEM = "item", "議題"
        PAPER = "paper", "資料"

    id: int
    kind = models.TextField("種類", choices=Kind.choices)
    meeting = models.ForeignKey(Meeting, verbose_name="会議", on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(
        AgendaItem, verbose_name="議題", null=True, on_delete=models.CASCADE, related_name="known_items"
    )
    paper = models.ForeignKey(
        Attachment, verbose_name="資料", null=True, on_delete=models.CASCADE, related_name="known_items"
    )
    order = models.IntegerField("順")
    # As those of its meeting: names are narrowed and sorted by them.
    body = models.ForeignKey(
        Body, verbose_name="会議体", on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    fiscal_year = models.IntegerField("年度")
    held_on = models.DateField("開催日", null=True)
    access = models.SmallIntegerField("閲覧の区分", help_text="この名前で見つける人（minutes.AccessClass の番号）")
    folded = models.TextField("検索用の名前", help_text="表記をそろえた名前")
    vector = SearchVectorField("語の索引")
    version = models.TextField("名前の付け方の版")

    class Meta:
        verbose_name = "名前の索引"
        verbose_name_plural = "名前の索引"

    def __str__(self) -> str:
        return self.folded
