"""What the minutes of one meeting record: who was there, what was on the agenda, said and handed out."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from minutes.dialogue import CATEGORY_CHOICES
from minutes.models.audience import AudienceField
from minutes.models.meeting import Meeting
from minutes.models.shown import Shown


class Attendee(Shown):
    """One entry of the attendance list, as printed."""

    meeting = models.ForeignKey(Meeting, verbose_name="会議", on_delete=models.CASCADE, related_name="attendees")
    order = models.IntegerField("順")
    group = models.TextField("区分", blank=True, help_text="部員、委員、事務局など")
    name = models.TextField("氏名・職名")
    role = models.TextField("役職", blank=True, help_text="本部長、委員長など")
    affiliation = models.TextField("所属", blank=True)
    proxy = models.BooleanField("代理", default=False)

    class Meta:
        verbose_name = "出席者"
        verbose_name_plural = "出席者"
        ordering = ["meeting", "order"]

    def __str__(self) -> str:
        return self.name


class AgendaItem(Shown):
    """One item of the agenda (議題)."""

    meeting = models.ForeignKey(Meeting, verbose_name="会議", on_delete=models.CASCADE, related_name="agenda_items")
    order = models.IntegerField("順", help_text="1 から")
    category = models.TextField("区分", blank=True, help_text="議案、報告事項など")
    number = models.IntegerField("番号", null=True, blank=True)
    title = models.TextField("件名")
    outcome = models.TextField("結果", blank=True)
    audience = AudienceField("閲覧範囲")
    topics = models.ManyToManyField("minutes.Topic", through="minutes.TopicLink", related_name="agenda_items")

    class Meta:
        verbose_name = "議題"
        verbose_name_plural = "議題"
        ordering = ["meeting", "order"]
        # The few that not everybody may read.
        indexes = [models.Index(fields=["audience"], name="item_restricted", condition=models.Q(audience__gt=0))]

    def __str__(self) -> str:
        return f"{self.label} {self.title}".strip()

    @property
    def label(self) -> str:
        """議案（1）, 報告事項, （2）or nothing: the printed class and number."""
        return self.category + (f"（{self.number}）" if self.number is not None else "")


class Utterance(Shown):
    """One thing said or recorded (発言).

    `order` counts from 1 in the current version; `ref` is its number in the permanent address and is
    kept when the minutes are corrected. `speaker_category` is empty until it is worked out (minutes.record.dialogue);
    so are the number of the inquiry (質疑) that it is part of, and the `ref`s of the questions that it answers. `at` is
    when it begins, in seconds from the start of the recording, where a transcript told it.
    """

    class Kind(models.TextChoices):
        SPEECH = "speech", "発言"
        EXPLANATION = "explanation", "説明"
        SUMMARY = "summary", "要旨"
        DECISION = "decision", "決定"
        NOTE = "note", "記録"

    meeting = models.ForeignKey(Meeting, verbose_name="会議", on_delete=models.CASCADE, related_name="utterances")
    order = models.IntegerField("順")
    ref = models.IntegerField("固定番号")
    kind = models.TextField("種類", choices=Kind.choices)
    speaker = models.TextField("発言者", blank=True)
    speaker_role = models.TextField("発言者の役職", blank=True)
    speaker_category = models.TextField("発言者の区分", blank=True, choices=CATEGORY_CHOICES)
    inquiry = models.IntegerField("質疑の番号", null=True, blank=True, help_text="会議の中での番号")
    answers = ArrayField(
        models.IntegerField(), verbose_name="答えている質問", default=list, blank=True, help_text="質問の固定番号"
    )
    text = models.TextField("本文")
    agenda_items = models.ManyToManyField(AgendaItem, verbose_name="議題", blank=True, related_name="utterances")
    source_line = models.IntegerField("原本の行", null=True, blank=True)
    source_page = models.IntegerField("原本のページ", null=True, blank=True)
    at = models.FloatField("録音の時間（秒）", null=True, blank=True, help_text="録音の先頭から、発言の始まりまで")
    audience = AudienceField("閲覧範囲")

    class Meta:
        verbose_name = "発言"
        verbose_name_plural = "発言"
        ordering = ["meeting", "order"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "ref"], name="utterance_ref_unique"),
            models.UniqueConstraint(fields=["meeting", "order"], name="utterance_order_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.speaker or self.get_kind_display()}: {self.text[:30]}"

    def get_absolute_url(self) -> str:
        return reverse("minutes:utterance", args=[self.meeting.key, self.ref])


class Attachment(Shown):
    """A paper handed out (資料)."""

    meeting = models.ForeignKey(Meeting, verbose_name="会議", on_delete=models.CASCADE, related_name="attachments")
    order = models.IntegerField("順")
    label = models.TextField("番号", blank=True, help_text="資料1-1 など")
    title = models.TextField("名称", blank=True)
    agenda_item = models.ForeignKey(
        AgendaItem,
        verbose_name="議題",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="attachments",
    )
    source = models.ForeignKey(
        "minutes.SourceDocument",
        verbose_name="ファイル",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="attachments",
    )
    audience = AudienceField("閲覧範囲")

    class Meta:
        verbose_name = "資料"
        verbose_name_plural = "資料"
        ordering = ["meeting", "order"]

    def __str__(self) -> str:
        return f"{self.label} {self.title}".strip()

    def get_absolute_url(self) -> str:
        """Its place in the list of papers on the meeting's page."""
        return f"{self.meeting.get_absolute_url()}#paper-{self.pk}"

    def address_of_page(self, number: int) -> str:
        """The same, with the page named in which something was found."""
        return f"{self.meeting.get_absolute_url()}?paper={self.pk}-{number}#paper-{self.pk}"


class AttachmentPage(Shown):
    """The text of one page of a paper."""

    attachment = models.ForeignKey(Attachment, verbose_name="資料", on_delete=models.CASCADE, related_name="pages")
    number = models.IntegerField("ページ", help_text="1 から")
    text = models.TextField("本文")
    audience = AudienceField("閲覧範囲")

    class Meta:
        verbose_name = "資料のページ"
        verbose_name_plural = "資料のページ"
        ordering = ["attachment", "number"]
        constraints = [models.UniqueConstraint(fields=["attachment", "number"], name="attachment_page_unique")]

    def __str__(self) -> str:
        return f"{self.attachment} {self.number}ページ"
