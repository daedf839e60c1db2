"""Passages are marked, lifted and put right. Each change is one transaction, the copies of the minutes included."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from minutes import access
from minutes.models import Ground, Meeting, Passage, Upload
from minutes.passages.listing import FIELD_NAMES, Owner, name_of, owned_rows, row_of
from minutes.record import MarkedRow, agreed, key_of, renew_dialogue
from minutes.signals import meeting_changed
from minutes.withholding import printed_places
from minutes.wording import visible_text

SURROUNDINGS = 30
NO_REASON = "理由を入力してください。"
NOT_PUBLISHED = "この会議録は取り下げられたか、ほかの人が変えました。画面を開き直してください。"
CHANGED = "会議録が変わったため、保存していません。画面を開き直して、もう一度選んでください。"
NO_DRAFT = "この下書きは公開されたか、取り消されました。画面を開き直してください。"
DRAFT_CHANGED = "下書きが変わったため、保存していません。場所をもう一度選んでください。"
LIFTED = "この非公開部分は、ほかの人が先に取り消しました。"
NONE_CHOSEN = "非公開にする場所を選んでください。"


class PassageError(Exception):
    """What cannot be done as it was asked; the message is Japanese and says what to do."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On what ground something is withheld, and who may read it all the same."""

    audience: int
    ground: Ground | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place where words stand: characters [start, end) of a field of a row, with what stands around them."""

    part: str
    row: int | str
    field: str
    start: int
    end: int
    quote: str
    row_name: str = ""
    before: str = ""
    after: str = ""

    @property
    def key(self) -> str:
        """How a form names it: utterance:12:text:5:9."""
        return f"{self.part}:{self.row}:{self.field}:{self.start}:{self.end}"

    @property
    def field_name(self) -> str:
        return FIELD_NAMES.get(self.field, "")


def occurrence(row: MarkedRow, field: str, start: int, end: int) -> Occurrence:
    """The place of characters [start, end) of a field of a row, with what stands around it."""
    text = row.texts[field]
    around = text[max(0, start - SURROUNDINGS) : start], text[end : end + SURROUNDINGS]
    return Occurrence(row.part, row.row, field, start, end, text[start:end], name_of(row), *around)


def occurrences_in(owner: Owner, words: str, only: tuple[str, int | str] | None = None) -> list[Occurrence]:
    """Everywhere that words stand in a meeting or a draft, in one row of it where `only` names one (kind, number or id).

    White space within them makes no difference.
    """
    return [
        occurrence(row, field, start, end)
        for row in owned_rows(owner)
        if only is None or row.key == only
        for field, text in row.texts.items()
        for start, end in printed_places(text, words)
    ]


@transaction.atomic
def mark(*, owner: Owner, words: str, keys: Sequence[str], terms: Terms, user: User) -> int:
    """Withholds the words where `keys` (Occurrence.key) say; returns at how many places they were not withheld yet.

    In a draft they are withheld from the moment of publication on. Raises PassageError where none is given, or one is
    not there any more.
    """
    owner = locked(owner)
    standing = {one.key: one for one in occurrences_in(owner, words)}
    if not keys:
        raise PassageError(NONE_CHOSEN)
    if not standing.keys() >= set(keys):
        raise PassageError(changed_told(owner))
    return withhold(owner, [(standing[key], terms) for key in keys], user)


def withhold(owner: Owner, places: Sequence[tuple[Occurrence, Terms]], user: User) -> int:
    """Withholds each of these places on its terms; returns how many were not withheld so yet.

    Within a transaction that holds the owner. Raises PassageError where the terms would withhold nothing.
    """
    if not all(access.is_restricted(terms.audience) for _, terms in places):
        raise PassageError("読める人を「公開」以外から選んでください。")
    known = {(*key_of(one), one.field, one.start, one.end, one.audience) for one in owner.passages.filter(placed=True)}
    wished = {(place.key, terms.audience): (place, terms) for place, terms in places}
    new = [
        (place, terms)
        for place, terms in wished.values()
        if (place.part, place.row, place.field, place.start, place.end, terms.audience) not in known
    ]
    for place, terms in new:
        Passage.objects.create(
            meeting=owner if isinstance(owner, Meeting) else None,
            upload=owner if isinstance(owner, Upload) else None,
            part=place.part,
            row=place.row if isinstance(place.row, int) else 0,
            draft_row=place.row if isinstance(place.row, str) else "",
            field=place.field,
            start=place.start,
            end=place.end,
            quote=place.quote,
            audience=terms.audience,
            ground=terms.ground,
            note=visible_text(terms.note),
            created_by=user,
        )
    if new and isinstance(owner, Meeting):
        _tell(owner)
    return len(new)


@transaction.atomic
def lift_of_draft(*, upload: Upload, pk: int) -> None:
    """Takes a passage of a draft away: nothing of it is public yet. Raises PassageError where either is gone."""
    if not _locked_draft(upload).passages.filter(pk=pk).delete()[0]:
        raise PassageError(LIFTED)


@transaction.atomic
def lift(*, passage: Passage, reason: str, user: User) -> bool:
    """Takes a passage away: its words are read again by all who may read the row. The reason stays in the trail.

    False where a second person has to agree first.
    """
    meeting = _locked_of(passage)
    told = visible_text(reason)
    if not told:
        raise PassageError(NO_REASON)
    if not _is_agreed(user, meeting, passage, "lift", "非公開の解除"):
        return False
    passage.note = f"{passage.note}　解除の理由：{told}".strip()
    passage.save(update_fields=["note"])
    passage.delete()
    _tell(meeting)
    return True


@transaction.atomic
def put_right(*, passage: Passage, key: str, user: User) -> bool:
    """Puts a passage that waits for a look on a place (Occurrence.key) of its row that a person chose.

    False where a second person has to agree first: the rest of the row is read by more people. Raises PassageError where the row has no such place any more.
    """
    meeting = _locked_of(passage)
    place = next((one for one in _places_in_row(meeting, passage) if one.key == key), None)
    if place is None:
        raise PassageError(CHANGED)
    if not _is_agreed(user, meeting, passage, key, "非公開の場所"):
        return False
    passage.field, passage.start, passage.end = place.field, place.start, place.end
    passage.quote, passage.placed = place.quote, True
    passage.save(update_fields=["field", "start", "end", "quote", "placed"])
    _tell(meeting)
    return True


@transaction.atomic
def set_words(*, passage: Passage, words: str, user: User) -> bool:
    """The same where the words read otherwise now, as a person typed them; every place of them is withheld."""
    meeting = _locked_of(passage)
    places = occurrences_in(meeting, words, (passage.part, passage.row))
    if not places:
        raise PassageError("その語句は、この文章にありません。文章から写して入力してください。")
    if not _is_agreed(user, meeting, passage, " ".join(place.key for place in places), "非公開の場所"):
        return False
    for number, place in enumerate(places):
        if number:
            passage.pk = None
            passage._state.adding = True
        passage.field, passage.start, passage.end = place.field, place.start, place.end
        passage.quote, passage.placed = place.quote, True
        passage.save()
    _tell(meeting)
    return True


@transaction.atomic
def set_gone(*, passage: Passage, user: User) -> bool:
    """Says that the words are not in the row any more. How the row read before stays withheld.

    False where a second person has to agree first.
    """
    meeting = _locked_of(passage)
    if not _is_agreed(user, meeting, passage, "gone", "非公開部分の確認"):
        return False
    passage.field, passage.placed = "", True
    passage.save(update_fields=["field", "placed"])
    _tell(meeting)
    return True


def likely_places(passage: Passage) -> list[Occurrence]:
    """Where in its row the words of a passage stand today."""
    return [] if passage.meeting is None else list(_places_in_row(passage.meeting, passage))


def readers_after(meeting: Meeting, passage: Passage) -> str:
    """Who reads the words when the passage is lifted: an audience's name."""
    row = row_of(meeting, passage.part, passage.row)
    audiences = [meeting.audience]
    if row is not None:
        audiences += _audiences_of(meeting, passage)
    others = meeting.passages.filter(part=passage.part, row=passage.row, placed=False).exclude(pk=passage.pk)
    audiences += others.exclude(field="").values_list("audience", flat=True)
    return access.name_of(access.narrower(*audiences))


def _audiences_of(meeting: Meeting, passage: Passage) -> list[int]:
    match passage.part:
        case Passage.Part.UTTERANCE:
            rows = meeting.utterances.filter(ref=passage.row)
            items = meeting.agenda_items.filter(utterances__in=rows)
            return [*rows.values_list("audience", flat=True), *items.values_list("audience", flat=True)]
        case Passage.Part.ITEM:
            return list(meeting.agenda_items.filter(pk=passage.row).values_list("audience", flat=True))
        case Passage.Part.PAPER:
            return list(meeting.attachments.filter(pk=passage.row).values_list("audience", flat=True))
        case Passage.Part.PAGE:
            papers = meeting.attachments.filter(pages=passage.row).values_list("audience", "pages__audience")
            return [audience for both in papers for audience in both]
    return []


def _is_agreed(user: User, meeting: Meeting, passage: Passage, what: str, label: str) -> bool:
    """Whether it may be done now; else it is noted, without the words, that somebody asks for it."""
    return agreed(
        user,
        f"passage {passage.pk} {what}",
        since=(passage.field, passage.start, passage.end, passage.placed),
        label=f"{label}：{meeting.title}",
        address=reverse("minutes:meeting_passages", args=[meeting.key]),
    )


def _places_in_row(meeting: Meeting, passage: Passage) -> Iterator[Occurrence]:
    yield from occurrences_in(meeting, passage.quote, (passage.part, passage.row))


def locked(owner: Owner) -> Owner:
    """Published minutes or a draft, locked. Raises PassageError where it is neither any more."""
    if isinstance(owner, Upload):
        return _locked_draft(owner)
    found = access.published().select_for_update(of=("self",)).filter(pk=owner.pk).first()
    if found is None:
        raise PassageError(NOT_PUBLISHED)
    return found


def changed_told(owner: Owner) -> str:
    """What is told where a place is not there any more."""
    return DRAFT_CHANGED if isinstance(owner, Upload) else CHANGED


def _locked_draft(upload: Upload) -> Upload:
    found = Upload.objects.select_for_update(of=("self",)).filter(pk=upload.pk, state=Upload.State.DRAFT).first()
    if found is None:
        raise PassageError(NO_DRAFT)
    return found


def _locked_of(passage: Passage) -> Meeting:
    """The meeting of a passage, locked. Raises PassageError where either is gone."""
    meeting = access.published().select_for_update(of=("self",)).filter(pk=passage.meeting_id or 0).first()
    if meeting is None or not Passage.objects.filter(pk=passage.pk).exists():
        raise PassageError(NOT_PUBLISHED)
    passage.refresh_from_db()
    return meeting


def _tell(meeting: Meeting) -> None:
    """Who asks and who answers follows from what each kind of readers reads: it is worked out anew, then copies are told."""
    renew_dialogue(meeting)
    meeting_changed.send(sender=Meeting, meeting=meeting)
