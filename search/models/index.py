"""What the search looks at: an entry for each utterance of published minutes and each page of their papers; where a part
is withheld, one for each way in which it reads."""

import secrets

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from minutes.dialogue import CATEGORY_CHOICES
from minutes.models import AttachmentPage, Body, Meeting, Utterance


class Profile(models.Model):
    """What many entries share, and hits are counted by: the facets of one body, year, speaker, category, kind and topics.

    Hits are grouped by profile first, and the few thousand profiles then rolled up to facets: a fraction
    of the cost of counting each hit six times. An unused one counts nothing; it goes with the last meeting of its body and year that is deleted.
    """

    id: int
    PAPER = "paper"
    KINDS = [*Utterance.Kind.choices, (PAPER, "資料")]

    fiscal_year = models.IntegerField("年度")
    # Meetings guard their bodies; a profile of a body that is gone is an unused one.
    body = models.ForeignKey(
        Body, verbose_name="会議体", on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    speaker = models.TextField("発言者", blank=True)
    speaker_folded = models.TextField(blank=True, editable=False)
    speaker_words = SearchVectorField(default="", editable=False)
    category = models.TextField("発言者の区分", choices=CATEGORY_CHOICES, blank=True)
    kind = models.TextField("種類", choices=KINDS)
    topics = ArrayField(
        models.BigIntegerField(),
        verbose_name="分類",
        default=list,
        blank=True,
        help_text="議題に付いた分類と、その上位の分類の番号",
    )

    class Meta:
        verbose_name = "索引の集計区分"
        verbose_name_plural = "索引の集計区分"
        constraints = [
            models.UniqueConstraint(
                fields=["fiscal_year", "body", "speaker", "category", "kind", "topics"], name="search_profile_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.fiscal_year} {self.speaker} {self.get_kind_display()}"


class SearchEntry(models.Model):
    """The words of one utterance or one page of a paper, as those read it whom `access` names. Rows are written by search.index in the
    transaction that writes what they are made of, never by hand.

    The index `search_entry_index` is on (vector || search_grams(folded, vector)): words and character bigrams
    together, so that one scan answers any mixture of both (the migration 0002 makes it; docs/search.md).
    """

    id: int
    utterance = models.ForeignKey(
        Utterance, verbose_name="発言", null=True, on_delete=models.CASCADE, related_name="search_entries"
    )
    page = models.ForeignKey(
        AttachmentPage,
        verbose_name="資料のページ",
        null=True,
        db_index=False,
        on_delete=models.CASCADE,
        related_name="search_entries",
    )
    meeting = models.ForeignKey(Meeting, verbose_name="会議", on_delete=models.CASCADE, related_name="+")
    order = models.IntegerField("順")
    items = ArrayField(models.BigIntegerField(), verbose_name="議題", default=list, blank=True)
    inquiry = models.IntegerField("質疑の番号", null=True, help_text="会議の中での番号。質疑に属さないものは空です。")
    recency = models.BigIntegerField("新しさ", help_text="開催日、会議、順をまとめた数。大きいほど新しいものです。")
    profile = models.ForeignKey(Profile, verbose_name="集計区分", on_delete=models.PROTECT, related_name="+")
    # No foreign key: the classes of the fixed audiences have no row.
    access = models.SmallIntegerField("閲覧の区分", help_text="この読み方で見つける人（minutes.AccessClass の番号）")
    vector = SearchVectorField("語の索引")
    folded = models.TextField("検索用の本文", help_text="表記をそろえた本文")

    class Meta:
        verbose_name = "検索の索引"
        verbose_name_plural = "検索の索引"
        indexes = [
            models.Index(fields=["page"], name="search_entry_page", condition=models.Q(page__isnull=False)),
            # What was said next has the next lower number.
            models.Index(fields=["recency"], name="search_entry_recency"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.order}"


def new_revision() -> int:
    """A number that no state of a meeting's entries has had before."""
    return secrets.randbits(62)


class IndexedMeeting(models.Model):
    """That a meeting is in the index, of which state of its rows, and by which analysis: check_index compares."""

    meeting = models.OneToOneField(
        Meeting, verbose_name="会議", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    names = models.TextField("名前", help_text="会議体と会議の名前。表記をそろえたもの")
    names_words = SearchVectorField(default="", editable=False)
    entries = models.IntegerField("索引の件数")
    rows_checksum = models.TextField("元の行の検査値", help_text="索引のもとになった行の MD5")
    entries_checksum = models.TextField("索引の検査値", help_text="書き込んだ索引の MD5")
    analyzer = models.TextField("解析の版", help_text="表記の変換、形態素解析器、辞書の版")
    revision = models.BigIntegerField(default=new_revision, editable=False, db_index=True)
    indexed_at = models.DateTimeField("索引の作成日時", auto_now=True)

    class Meta:
        verbose_name = "会議ごとの索引"
        verbose_name_plural = "会議ごとの索引"

    def __str__(self) -> str:
        return str(self.meeting)


class Word(models.Model):
    """One spelling that occurs in the index, and in entries of which access classes: of all, if everybody's is not
    among them."""

    surface = models.TextField("表記")
    normalized = models.TextField("辞書の表記")
    reading = models.TextField("読み", blank=True)
    access = ArrayField(models.SmallIntegerField(), verbose_name="閲覧の区分", help_text="この語を含む本文の閲覧の区分")

    class Meta:
        verbose_name = "索引の語"
        verbose_name_plural = "索引の語"
        constraints = [models.UniqueConstraint(fields=["surface", "normalized"], name="search_word_unique")]
        indexes = [
            models.Index(fields=["normalized"], name="search_word_normalized"),
            models.Index(fields=["reading"], name="search_word_reading"),
        ]

    def __str__(self) -> str:
        return self.surface
