"""Which uploads need a human eye: ready to publish, to look at, unreadable.

READY means: read with great certainty, nothing missing, nothing to check, its body known, and not there already.
Everything else that was read is to be looked at.
"""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    CharField,
    Count,
    F,
    Func,
    IntegerField,
    Min,
    Q,
    QuerySet,
    TextChoices,
    TextField,
    Value,
    When,
)

from minutes.drafts import DraftMeetings, meetings
from minutes.models import MeetingVersion, Upload
from minutes.wording import name_key

READY_FROM = 0.9
# What a reader or the parser tells for the record; publishing need not wait for a person to look at it.
NOT_TELLING = ("running-text", "attached-file", "tracked-changes", "comments", "agenda-from-text")
# What each kind of warning is called in the list, the most telling first.
KINDS = {
    "near-same-text": "ほぼ同じ本文の文書",
    "damaged-page": "読めないページ",
    "image-page": "画像だけのページ",
    "recognised-text": "文字認識した本文",
    "transcript": "文字起こし",
    "covered-text": "塗りつぶしの下の文字",
    "garbled-text": "文字化けした行",
    "no-date": "開催日なし",
    "unparsed-text": "読み取れなかった部分",
    "doubted-mark": "疑わしい発言者の表示",
    "guessed-marks": "推定した発言者の表示",
    "unknown-speaker": "発言者不明",
    "unreadable-sign": "読み取れない文字",
    "struck-text": "見え消しの文字",
    "unread-part": "読み取っていない図や画像",
    "weekday-mismatch": "曜日の誤り",
    "end-time-mismatch": "終了時刻の食い違い",
    "year-mismatch": "年の食い違い",
    "doubted-head": "疑わしい会議名や開催日",
    "hidden-text": "隠し文字",
    "agenda-not-discussed": "見出しのない議題",
}
OTHER = "その他"


class Level(TextChoices):
    """Where an upload stands for the person at the desk, in the order of the work."""

    LOOK = "look", "確認が必要です"
    UNREADABLE = "unreadable", "読み取れません"
    READY = "ready", "公開できます"
    READING = "reading", "読み取り中"
    PUBLISHED = "published", "公開済み"
    DISCARDED = "discarded", "取消し"


OPEN = (Level.LOOK, Level.UNREADABLE, Level.READY, Level.READING)


class _HoldsTelling(Func):
    """Whether a list of warning codes holds one that a person should look at."""

    template = "jsonb_array_length(%(expressions)s) > 0"
    arg_joiner = " - "
    output_field = BooleanField()

    def __init__(self, codes: str) -> None:
        super().__init__(F(codes), Value(list(NOT_TELLING), output_field=ArrayField(TextField())))


class _IsAmong(Func):
    """Whether a row is one of these keys, however many they are."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, keys: Iterable[int]) -> None:
        super().__init__(F("pk"), Value(sorted(keys), output_field=ArrayField(BigIntegerField())))


def levelled(uploads: QuerySet[Upload], ready: Iterable[int] | None = None) -> QuerySet[Upload]:
    """Each upload with its `level` and, to sort by, the `rank` of that.

    `ready` are those that ready_keys found, asked for now where they are not given.
    """
    ready = ready_keys(uploads) if ready is None else ready
    states = {
        Level.READING: (Upload.State.WAITING, Upload.State.READING),
        Level.UNREADABLE: (Upload.State.UNREADABLE,),
        Level.PUBLISHED: (Upload.State.PUBLISHED,),
        Level.DISCARDED: (Upload.State.DISCARDED,),
    }
    cases = [(level, Q(state__in=of_level)) for level, of_level in states.items()]
    cases.append((Level.READY, Q(_IsAmong(ready))))
    order = list(Level)
    return uploads.annotate(
        level=Case(
            *(When(condition, then=Value(level.value)) for level, condition in cases),
            default=Value(Level.LOOK.value),
            output_field=CharField(),
        ),
        rank=Case(
            *(When(condition, then=Value(order.index(level))) for level, condition in cases),
            default=Value(order.index(Level.LOOK)),
            output_field=IntegerField(),
        ),
    )


def count(uploads: QuerySet[Upload], ready: Iterable[int]) -> dict[str, int]:
    """How many uploads there are of each level, all levels named."""
    # The types of Django know no columns that another function adds.
    rows: Any = levelled(uploads.order_by(), ready)
    found = dict(rows.values("level").annotate(number=Count("pk")).values_list("level", "number"))
    return {level: found.get(level, 0) for level in Level.values}


def ready_keys(uploads: QuerySet[Upload] | None = None) -> frozenset[int]:
    """Those of the uploads, of all unless told, that can be published without a look.

    The number of queries does not grow with them.
    """
    sound = _sound(Upload.objects.all() if uploads is None else uploads)
    if not sound:
        return frozenset()
    hashes = {row.sha256 for row in sound}
    stored, first_of_bytes = _stored_hashes(hashes), _first_uploads(hashes)
    found = meetings.meetings_of(row.upload for row in sound)
    return frozenset(
        row.upload.pk
        for row in sound
        if (row.body_key in found.bodies or row.is_confirmed)
        and row.sha256 not in stored
        and first_of_bytes.get(row.sha256, row.upload.pk) >= row.upload.pk
        and found.of(row.upload).is_new
    )


def kinds_of(codes: Iterable[str]) -> list[tuple[str, int]]:
    """What there is to check, in words with the number of places, the most telling first."""
    counts = Counter(code for code in codes if code not in NOT_TELLING)
    order = list(KINDS)
    ranked = sorted(counts, key=lambda code: order.index(code) if code in KINDS else len(order))
    words: Counter[str] = Counter()
    for code in ranked:
        words[KINDS.get(code, OTHER)] += counts[code]
    return list(words.items())


def reasons_of(upload: Upload, found: DraftMeetings, doubles: Iterable[str]) -> list[str]:
    """Why a draft is to be looked at, beside its warnings, in words; what stops publishing comes first.

    `found` is what is known of the meetings and bodies of drafts, `doubles` why it is taken for something there already.
    """
    key = _key(upload.draft_body or "")
    about = found.of(upload)
    is_settled = key in found.bodies or (upload.new_body_confirmed and upload.choices.get("new_body", key) == key)
    is_sure = upload.certainty is not None and upload.certainty >= READY_FROM
    told = (
        ("会議体が未入力", not key),
        ("会議体が未登録", bool(key) and not is_settled),
        ("開催日と年度が未入力", not (upload.draft_held_on or upload.draft_fiscal_year)),
        ("同じ会議か別の会議かが未決定", about.is_asked),
        ("本文のない発言", bool(upload.has_blank)),
        ("訂正の下書き", upload.meeting_id is not None or about.is_correction),
    )
    reasons = [word for word, holds in told if holds]
    reasons += [f"{double}あり" for double in dict.fromkeys(doubles)]
    return reasons if is_sure or upload.meeting_id else [*reasons, f"確からしさが{READY_FROM:.0%}未満"]


@lru_cache(maxsize=4096)
def _key(body: str) -> str:
    """The same few bodies come again and again."""
    return name_key(body)


class _Sound(NamedTuple):
    """A draft that is ready if it is not there already and its body is settled."""

    upload: Upload
    body_key: str

    @property
    def sha256(self) -> str:
        return self.upload.source.sha256

    @property
    def is_confirmed(self) -> bool:
        """Whether a person confirmed the body as a new one."""
        return self.upload.new_body_confirmed and self.upload.choices.get("new_body", self.body_key) == self.body_key


def _sound(uploads: QuerySet[Upload]) -> list[_Sound]:
    """Drafts read with great certainty, with nothing missing and nothing to check."""
    found = uploads.filter(
        Q(draft_held_on__isnull=False) | Q(draft_fiscal_year__isnull=False),
        ~Q(_HoldsTelling("warning_codes")),
        state=Upload.State.DRAFT,
        certainty__gte=READY_FROM,
        meeting=None,
        has_blank=False,
    )
    columns = ("state", "meeting", "draft_body", "draft_held_on", "draft_fiscal_year", "new_body_confirmed", "choices")
    rows = found.select_related("source").only(*columns, "source__sha256").order_by("pk")
    return [_Sound(row, key) for row in rows if (key := _key(row.draft_body or ""))]


def _stored_hashes(hashes: set[str]) -> set[str]:
    versions = MeetingVersion.objects.filter(source__sha256__in=hashes)
    return set(versions.values_list("source__sha256", flat=True))


def _first_uploads(hashes: set[str]) -> dict[str, int]:
    """The earliest upload on the desk of each of these bytes."""
    gone = (Upload.State.DISCARDED, Upload.State.PUBLISHED)
    found = Upload.objects.filter(source__sha256__in=hashes).exclude(state__in=gone).order_by()
    return dict(found.values_list("source__sha256").annotate(Min("pk")))
