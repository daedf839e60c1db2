"""Which uploads need a human eye: ready to publish, to look at, unreadable. Decided by the database, for any number.

READY means: read with great certainty, nothing missing, nothing to check, its body known, and not there already.
Everything else that was read is to be looked at.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    TextChoices,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from minutes.models import Body, BodyName, Meeting, MeetingVersion, Upload

READY_FROM = 0.9
# What a reader or the parser tells for the record; publishing need not wait for a person to look at it.
NOT_TELLING = ("running-text", "tracked-changes", "comments", "agenda-from-text")
# What each kind of warning is called in the list, the most telling first.
KINDS = {
    "near-same-text": "ほぼ同じ本文の文書",
    "garbled": "文字化け",
    "damaged-page": "読めないページ",
    "image-page": "画像だけのページ",
    "recognised-text": "文字認識した本文",
    "no-date": "開催日なし",
    "unparsed-text": "読み取れなかった部分",
    "doubted-mark": "疑わしい発言者の表示",
    "unknown-speaker": "発言者不明",
    "unread-part": "読み取っていない図",
    "weekday-mismatch": "曜日の誤り",
    "end-time-mismatch": "終了時刻の食い違い",
    "hidden-text": "隠し文字",
    "agenda-not-discussed": "見出しのない議題",
}
OTHER = "その他"
_NOTHING = Value("", output_field=TextField())


class Level(TextChoices):
    """Where an upload stands for the person at the desk, in the order of the work."""

    LOOK = "look", "確認が必要です"
    UNREADABLE = "unreadable", "読み取れません"
    READY = "ready", "公開できます"
    READING = "reading", "読み取り中"
    PUBLISHED = "published", "公開済み"
    DISCARDED = "discarded", "取消し"


OPEN = (Level.LOOK, Level.UNREADABLE, Level.READY, Level.READING)


class _NameKey(Func):
    """minutes.models.body.name_key of a text."""

    template = r"lower(regexp_replace(normalize(%(expressions)s, NFKC), '\s+', '', 'g'))"
    output_field = TextField()


class _HoldsTelling(Func):
    """Whether a list of warning codes holds one that a person should look at."""

    template = "jsonb_array_length(%(expressions)s) > 0"
    arg_joiner = " - "
    output_field = BooleanField()

    def __init__(self, codes: str) -> None:
        super().__init__(F(codes), Value(list(NOT_TELLING), output_field=ArrayField(TextField())))


def levelled(uploads: QuerySet[Upload]) -> QuerySet[Upload]:
    """Each upload with its `level` and, to sort by, the `rank` of that."""
    level = Case(
        When(state__in=(Upload.State.WAITING, Upload.State.READING), then=Value(Level.READING)),
        When(state=Upload.State.UNREADABLE, then=Value(Level.UNREADABLE)),
        When(state=Upload.State.PUBLISHED, then=Value(Level.PUBLISHED)),
        When(state=Upload.State.DISCARDED, then=Value(Level.DISCARDED)),
        When(_is_ready(), then=Value(Level.READY)),
        default=Value(Level.LOOK),
        output_field=CharField(),
    )
    ranks = [When(level=value, then=Value(rank)) for rank, value in enumerate(Level.values)]
    return uploads.annotate(level=level).annotate(rank=Case(*ranks, output_field=IntegerField()))


def count(uploads: QuerySet[Upload]) -> dict[str, int]:
    """How many uploads there are of each level, all levels named."""
    # The types of Django know no columns that another function adds.
    rows: Any = levelled(uploads.order_by())
    found = dict(rows.values("level").annotate(number=Count("pk")).values_list("level", "number"))
    return {level: found.get(level, 0) for level in Level.values}


def ready(uploads: QuerySet[Upload]) -> QuerySet[Upload]:
    """Those that can be published without a look."""
    return uploads.filter(state=Upload.State.DRAFT).filter(_is_ready())


def kinds_of(codes: Iterable[str]) -> list[tuple[str, int]]:
    """What there is to check, in words with the number of places, the most telling first."""
    counts = Counter(code for code in codes if code not in NOT_TELLING)
    order = list(KINDS)
    ranked = sorted(counts, key=lambda code: order.index(code) if code in KINDS else len(order))
    words: Counter[str] = Counter()
    for code in ranked:
        words[KINDS.get(code, OTHER)] += counts[code]
    return list(words.items())


def _is_ready() -> Q:
    """Cheap conditions first: the database looks for doubles of the remaining few only."""
    sound = Q(
        Q(draft_held_on__isnull=False) | Q(draft_fiscal_year__isnull=False),
        certainty__gte=READY_FROM,
        meeting=None,
        has_blank=False,
    )
    return sound & ~Q(_HoldsTelling("warning_codes")) & _body_is_known() & ~_is_there()


def _body_is_known() -> Q:
    key = _NameKey(OuterRef("draft_body"))
    named, renamed = Body.objects.filter(name_key=key), BodyName.objects.filter(name_key=key)
    return Q(new_body_confirmed=True, draft_body__regex=r"\S") | Q(Exists(named)) | Q(Exists(renamed))


def _is_there() -> Q:
    """Whether the same bytes or the same meeting came in before: as a stored meeting or as an earlier upload."""
    earlier = Upload.objects.filter(pk__lt=OuterRef("pk")).exclude(state=Upload.State.DISCARDED)
    same_bytes = earlier.filter(source__sha256=OuterRef("source__sha256")).exclude(source=OuterRef("source"))
    stored_bytes = MeetingVersion.objects.filter(source__sha256=OuterRef("source__sha256"))
    numbered = Coalesce(OuterRef("draft_number"), _NOTHING)
    same_draft = earlier.annotate(key=_NameKey(F("draft_body")), numbered=Coalesce(F("draft_number"), _NOTHING)).filter(
        state=Upload.State.DRAFT,
        draft_held_on=OuterRef("draft_held_on"),
        key=_NameKey(OuterRef("draft_body")),
        numbered=numbered,
    )
    same_meeting = Meeting.objects.annotate(
        day=Cast("held_on", TextField()), numbered=Coalesce(Cast("number", TextField()), _NOTHING)
    ).filter(body__name_key=_NameKey(OuterRef("draft_body")), day=OuterRef("draft_held_on"), numbered=numbered)
    return Q(Exists(same_bytes)) | Q(Exists(stored_bytes)) | Q(Exists(same_draft)) | Q(Exists(same_meeting))
