"""Which uploads need a human eye: ready to publish, to look at, unreadable.

READY means: read with great certainty, nothing missing, nothing to check, its body known, and not there already.
Everything else that was read is to be looked at.
"""

from collections import Counter
from collections.abc import Container, Iterable
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
    Q,
    QuerySet,
    TextChoices,
    TextField,
    Value,
    When,
)
from django.db.models.fields.json import KT

from minutes.models import Meeting, MeetingVersion, Upload
from minutes.record import bodies
from minutes.wording import name_key

READY_FROM = 0.9
# What a reader or the parser tells for the record; publishing need not wait for a person to look at it.
NOT_TELLING = ("running-text", "tracked-changes", "comments", "agenda-from-text")
# What each kind of warning is called in the list, the most telling first.
KINDS = {
    "near-same-text": "ほぼ同じ本文の文書",
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
    """Those of the uploads, of all unless told, that can be published without a look. Six queries for any number."""
    sound = _sound(Upload.objects.all() if uploads is None else uploads)
    if not sound:
        return frozenset()
    stored, meetings = _stored_hashes({row.sha256 for row in sound}), _stored_meetings({row.held_on for row in sound})
    others = _others(sound)
    known = bodies.known_keys({row.body_key for row in (*sound, *others)})
    first_of_bytes, first_of_meeting = _first_uploads(others, known)
    return frozenset(
        row.pk
        for row in sound
        if (row.body_key in known or row.is_confirmed)
        and row.sha256 not in stored
        and row.meeting(known) not in meetings
        and first_of_bytes.get(row.sha256, row.pk) >= row.pk
        and first_of_meeting.get(row.meeting(known), row.pk) >= row.pk
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


def reasons_of(upload: Upload, known: Container[str], doubles: Iterable[str]) -> list[str]:
    """Why a draft is to be looked at, beside its warnings, in words; what stops publishing comes first.

    `known` are the keys of the names of registered bodies, `doubles` why it is taken for something there already.
    """
    key = _key(upload.draft_body or "")
    is_settled = key in known or (upload.new_body_confirmed and upload.choices.get("new_body", key) == key)
    is_sure = upload.certainty is not None and upload.certainty >= READY_FROM
    told = (
        ("会議体が未入力", not key),
        ("会議体が未登録", bool(key) and not is_settled),
        ("開催日と年度が未入力", not (upload.draft_held_on or upload.draft_fiscal_year)),
        ("本文のない発言", bool(upload.has_blank)),
        ("訂正の下書き", upload.meeting_id is not None),
    )
    reasons = [word for word, holds in told if holds]
    reasons += [f"{double}あり" for double in dict.fromkeys(doubles)]
    return reasons if is_sure or upload.meeting_id else [*reasons, f"確からしさが{READY_FROM:.0%}未満"]


@lru_cache(maxsize=4096)
def _key(body: str) -> str:
    """The same few bodies come again and again."""
    return name_key(body)


class _ReadyRow(NamedTuple):
    """What decides whether an upload is there already."""

    pk: int
    state: str
    sha256: str
    body_key: str
    held_on: str
    number: str
    is_confirmed: bool

    def meeting(self, known: dict[str, str]) -> tuple[str, str, str]:
        """Body, day and number; `known` leads from the key of any name of a body to the key of its own."""
        return known.get(self.body_key, self.body_key), self.held_on, self.number


def _rows(uploads: QuerySet[Upload]) -> list[_ReadyRow]:
    columns = ("pk", "state", "source__sha256", "draft_body", "draft_held_on", "draft_number")
    found = uploads.order_by("pk").values_list(*columns, "new_body_confirmed", KT("choices__new_body"))
    rows = []
    for pk, state, sha256, body, held_on, number, confirmed, confirmed_key in found:
        key = _key(body or "")
        is_confirmed = confirmed and confirmed_key in (None, key)
        rows.append(_ReadyRow(pk, state, sha256, key, held_on or "", number or "", is_confirmed))
    return rows


def _sound(uploads: QuerySet[Upload]) -> list[_ReadyRow]:
    """Drafts read with great certainty, with nothing missing and nothing to check."""
    found = uploads.filter(
        Q(draft_held_on__isnull=False) | Q(draft_fiscal_year__isnull=False),
        ~Q(_HoldsTelling("warning_codes")),
        state=Upload.State.DRAFT,
        certainty__gte=READY_FROM,
        meeting=None,
        has_blank=False,
    )
    return [row for row in _rows(found) if row.body_key]


def _stored_hashes(hashes: set[str]) -> set[str]:
    versions = MeetingVersion.objects.filter(source__sha256__in=hashes)
    return set(versions.values_list("source__sha256", flat=True))


def _stored_meetings(days: set[str]) -> set[tuple[str, str, str]]:
    meetings = Meeting.objects.filter(held_on__in=days - {""}).values_list("body__name_key", "held_on", "number")
    return {(key, str(day), "" if number is None else str(number)) for key, day, number in meetings}


def _others(sound: list[_ReadyRow]) -> list[_ReadyRow]:
    """The uploads on the desk of the same bytes or of the same days."""
    same = Q(source__sha256__in={row.sha256 for row in sound}) | Q(
        state=Upload.State.DRAFT, draft_held_on__in={row.held_on for row in sound}
    )
    return _rows(Upload.objects.filter(same).exclude(state__in=(Upload.State.DISCARDED, Upload.State.PUBLISHED)))


def _first_uploads(
    others: list[_ReadyRow], known: dict[str, str]
) -> tuple[dict[str, int], dict[tuple[str, str, str], int]]:
    """The earliest upload of each of the bytes, and the earliest draft of each meeting."""
    bytes_: dict[str, int] = {}
    meetings: dict[tuple[str, str, str], int] = {}
    for row in others:
        bytes_.setdefault(row.sha256, row.pk)
        if row.state == Upload.State.DRAFT and row.held_on:
            meetings.setdefault(row.meeting(known), row.pk)
    return bytes_, meetings
