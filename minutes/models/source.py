"""The documents that came in: never changed, never lost, unless words in them are erased (消去)."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.fields.json import KT
from django.urls import reverse

from minutes.models.meeting import Meeting


def _of_draft(name: str, key: str) -> models.GeneratedField:
    """A column that Postgres keeps equal to one key of the draft: lists are sorted and filtered without opening it."""
    return models.GeneratedField(
        verbose_name=name, expression=KT(f"parsed__{key}"), output_field=models.TextField(null=True), db_persist=True
    )


class WarningCodes(models.Func):
    """The codes of a draft's warnings in their order, but for the minor ones."""

    function = "jsonb_path_query_array"
    template = "%(function)s(%(expressions)s, '$.warnings[*] ? (!(@.minor == true)).code')"


class HoldsBlank(models.Func):
    """Whether an utterance of a draft holds nothing but white space."""

    function = "jsonb_path_exists"
    template = "%(function)s(%(expressions)s, '$.utterances[*] ? (@.text like_regex \"^[\\\\s\\u3000]*$\")')"


class SourceDocumentManager(models.Manager["SourceDocument"]):
    """Leaves the bytes, the text and its places in the database unless somebody asks for them."""

    def get_queryset(self) -> models.QuerySet["SourceDocument"]:
        return super().get_queryset().defer(*SourceDocument.LARGE)


class SourceDocument(models.Model):
    """The original of some minutes (会議録の原本) or a paper: its bytes as received, and the text read from them.

    `line_pages` holds the 1-based page of each line of `text`, empty where the format has no pages; `places` for each
    line its rectangles [page, left, top, right, bottom] in shares of the page (minutes.documents.model.Place).
    `sketch` holds the smallest hashes of the text's pieces: near-same texts share most of them. Where `erasure` stands, the
    file was taken away or replaced by a text; `sha256` stays that of the file as it was received, so that it is known again.
    """

    LARGE = ("content", "text", "line_pages", "places", "sketch")

    filename = models.TextField("ファイル名")
    media_type = models.TextField("種類")
    encoding = models.TextField("文字コード", blank=True)
    sha256 = models.TextField("SHA-256", db_index=True)
    size = models.BigIntegerField("大きさ（バイト）")
    content = models.BinaryField("内容")
    text = models.TextField("読み取った本文", blank=True)
    line_pages = models.JSONField("行のページ", default=list, editable=False)
    places = models.JSONField("行の位置", default=list, editable=False)
    page_count = models.IntegerField("ページ数", default=0)
    recognised = models.FloatField("文字認識の確からしさ", null=True, blank=True)
    sketch = ArrayField(models.BigIntegerField(), verbose_name="本文の指紋", default=list, editable=False)
    reader_version = models.TextField("読み取りの版", blank=True)
    parser_version = models.TextField("解析の版", blank=True)
    warnings = models.JSONField("確認事項", default=list)
    erasure = models.ForeignKey(
        "minutes.Erasure",
        verbose_name="消去",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="documents",
    )
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="登録者",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = SourceDocumentManager()

    class Meta:
        # Also where a version or an upload reaches for its source.
        base_manager_name = "objects"
        verbose_name = "会議録の原本"
        verbose_name_plural = "会議録の原本"
        ordering = ["-pk"]
        indexes = [GinIndex(fields=["sketch"], name="source_sketch")]

    def __str__(self) -> str:
        return self.filename

    @property
    def is_erased(self) -> bool:
        """Whether the file is gone for ever, and nothing stands in its place."""
        return self.erasure_id is not None and not self.size


class UploadBatch(models.Model):
    """Files that were sent in together."""

    name = models.TextField("名称", blank=True, help_text="まとめて送ったファイル（.zip）の名前")
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登録者", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = "まとめての取込み"
        verbose_name_plural = "まとめての取込み"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name or f"取込み {self.pk}"


class Upload(models.Model):
    """A document on its way in: kept from the moment it arrives, read, corrected as a draft, then published.

    `parsed` is the parsed-minutes object (docs/parsed-minutes.md) with the editor's corrections and an `id` for each
    row; publishing hands it to the importer. `base` is what the parser gave. `lessons` are what a person taught about
    this document's layout (minutes.parsing.lessons.Lesson). `choices` is what was settled of its body and topics
    (minutes.drafts.settling). `rereads` says that it is published minutes as their document reads today. The columns that begin with draft_ are kept by Postgres from `parsed`, all of them texts or null.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "読み取り待ち"
        READING = "reading", "読み取り中"
        UNREADABLE = "unreadable", "読み取れません"
        DRAFT = "draft", "下書き"
        PUBLISHED = "published", "公開済み"
        DISCARDED = "discarded", "取消し"

    source = models.ForeignKey(SourceDocument, verbose_name="原本", on_delete=models.PROTECT, related_name="uploads")
    state = models.TextField("状態", choices=State.choices)
    batch = models.ForeignKey(
        UploadBatch,
        verbose_name="まとめての取込み",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="uploads",
    )
    parsed = models.JSONField("下書きの内容", null=True, blank=True)
    base = models.JSONField("読み取ったままの内容", null=True, blank=True, editable=False)
    lessons = models.JSONField("教えた読み取り方", default=list, editable=False)
    certainty = models.FloatField("確からしさ", null=True, blank=True)
    attempts = models.IntegerField("読み取りの回数", default=0, editable=False)
    reading_since = models.DateTimeField("読み取りの開始", null=True, blank=True, editable=False)
    new_body_confirmed = models.BooleanField("新しい会議体として登録する", default=False)
    choices = models.JSONField("公開前に決めたこと", default=dict, editable=False)
    error = models.TextField("読み取れない理由", blank=True)
    error_code = models.TextField("読み取れない理由の種類", blank=True)
    reason = models.TextField("訂正の理由", blank=True)
    rereads = models.BooleanField("読み取りの改善", default=False, editable=False)
    revision = models.IntegerField("保存回数", default=0, editable=False)
    meeting = models.ForeignKey(
        Meeting, verbose_name="会議", null=True, blank=True, on_delete=models.SET_NULL, related_name="uploads"
    )
    draft_title = _of_draft("会議名", "title")
    draft_body = _of_draft("会議体", "body")
    draft_held_on = _of_draft("開催日", "held_on")
    draft_fiscal_year = _of_draft("年度", "fiscal_year")
    draft_number = _of_draft("回数", "number")
    warning_codes = models.GeneratedField(
        verbose_name="確かめる箇所の種類",
        expression=WarningCodes("parsed"),
        output_field=models.JSONField(null=True),
        db_persist=True,
    )
    has_blank = models.GeneratedField(
        verbose_name="本文のない発言がある",
        expression=HoldsBlank("parsed"),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )
    created_at = models.DateTimeField("登録日時", auto_now_add=True)
    updated_at = models.DateTimeField("更新日時", auto_now=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="登録者", null=True, on_delete=models.SET_NULL, related_name="uploads"
    )
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="最後に保存した人",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "取込み"
        verbose_name_plural = "取込み"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "-id"], name="upload_state"),
            models.Index(fields=["draft_held_on"], name="upload_held_on"),
        ]

    def __str__(self) -> str:
        return self.source.filename

    def get_absolute_url(self) -> str:
        return reverse("minutes:upload", args=[self.pk])
