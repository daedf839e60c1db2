"""In which part the speakers of a body speak, as an editor sees and settles it (発言者の区分)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count

from minutes import record
from minutes.dialogue import CATEGORY_LABELS, SpeakerCategory
from minutes.drafts.settling import ChoiceError
from minutes.models import Body, SpeakerAssignment, Utterance

MOST_TOLD = 50


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A speaker, or a post that several bear, of a body: how often he speaks in which category, what was settled."""

    name: str
    counts: tuple[tuple[str, int], ...]
    assigned: str
    newest: SpeakerAssignment | None

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)


@dataclass(frozen=True, slots=True)
class Wished:
    """What an editor chose for a speaker or post, and what stood there when he did; empty for what is worked out."""

    speaker: str
    category: str
    was: str


@dataclass(frozen=True, slots=True)
class Speakers:
    """The posts and the speakers of a body, the most frequent first, and what was settled, the newest first."""

    posts: tuple[SpeakerRow, ...]
    names: tuple[SpeakerRow, ...]
    history: tuple[SpeakerAssignment, ...]


def speakers_of(body: Body) -> Speakers:
    """All who speak in a body's stored minutes. Two queries."""
    spoken = Utterance.objects.filter(meeting__body=body).exclude(speaker="").order_by()
    groups = spoken.values_list("speaker", "speaker_role", "speaker_category").annotate(n=Count("pk"))
    posts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    names: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for speaker, post, category, count in groups:
        if post:
            posts[post][category] += count
        if speaker != post:
            names[speaker][category] += count
    history = list(body.speaker_assignments.select_related("created_by").order_by("-pk"))
    newest: dict[str, SpeakerAssignment] = {}
    for row in history:
        newest.setdefault(row.speaker, row)
    return Speakers(_rows(posts, newest), _rows(names, newest), tuple(history[:MOST_TOLD]))


@transaction.atomic
def settle_speakers(body: Body, wished: Iterable[Wished], user: User) -> int:
    """Puts speakers into the categories that differ from what stood there; returns how many meetings changed.

    Raises ChoiceError where nothing is chosen, or somebody else settled one of them meanwhile.
    """
    body = Body.objects.select_for_update().get(pk=body.pk)
    known = _known_in(body)
    chosen = {wish.speaker: wish for wish in wished if wish.category != wish.was and wish.speaker in known}
    if not chosen:
        raise ChoiceError("変えた区分がありません。区分を選び直してから保存してください。")
    now = record.assigned(body)
    stale = [name for name, wish in chosen.items() if now.get(name, "") != wish.was]
    if stale:
        told = "、".join(f"「{name}」は{_label(now.get(name))}" for name in stale)
        raise ChoiceError(
            f"ほかの人が先に変えたため、保存していません（{told}）。確かめてから、もう一度選んでください。"
        )
    return record.assign(body, {name: wish.category for name, wish in chosen.items()}, user)


def _known_in(body: Body) -> set[str]:
    """Everybody who speaks in the body's minutes, and their posts."""
    spoken = Utterance.objects.filter(meeting__body=body).order_by().values_list("speaker", "speaker_role").distinct()
    return {name for pair in spoken for name in pair if name}


def _rows(counts: dict[str, Counter[str]], newest: dict[str, SpeakerAssignment]) -> tuple[SpeakerRow, ...]:
    rows = [
        SpeakerRow(
            name,
            tuple((_label(category), count) for category, count in found.most_common()),
            newest[name].category if name in newest else "",
            newest.get(name),
        )
        for name, found in counts.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.total, row.name)))


def _label(category: str | None) -> str:
    return CATEGORY_LABELS[SpeakerCategory(category)] if category else "自動"


def choices() -> Sequence[tuple[str, str]]:
    """What a speaker can be put into; the first leaves it to the rules."""
    return [("", "自動"), *((category.value, label) for category, label in CATEGORY_LABELS.items())]
