"""Personal data of drafts and published minutes, proposed for withholding: confirmed many at once, or declined and not proposed anew."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.crypto import salted_hmac

from minutes import personal_data
from minutes.models import DeclinedProposal, Ground, Meeting, Passage, Upload
from minutes.passages.listing import Owner, owned_rows
from minutes.passages.marking import (
    NONE_CHOSEN,
    Occurrence,
    PassageError,
    Terms,
    changed_told,
    locked,
    occurrence,
    withhold,
)
from minutes.record import MarkedRow, key_of, rows_of

# What of each kind of row tells of people; the name of who speaks or attends only where that is no office.
_LOOKED_THROUGH: Mapping[str, tuple[str, ...]] = {
    Passage.Part.UTTERANCE: ("text",),
    Passage.Part.ITEM: ("title",),
    Passage.Part.PAPER: ("title",),
    Passage.Part.PAGE: ("text",),
}
_NAMED_BY: Mapping[str, str] = {Passage.Part.UTTERANCE: "speaker", Passage.Part.ATTENDEE: "name"}


@dataclass(frozen=True, slots=True)
class Proposed:
    """One place with personal data, and of what kind (a key of personal_data.KIND_LABELS)."""

    place: Occurrence
    kind: str

    @property
    def key(self) -> str:
        return self.place.key

    @property
    def kind_name(self) -> str:
        return personal_data.KIND_LABELS[self.kind]

    @property
    def digest(self) -> str:
        """The same as long as the words and what stands around them read the same, wherever that is in the minutes."""
        return _digest(self.place)


def proposals_of(owner: Owner) -> list[Proposed]:
    """What is proposed of a meeting or a draft: neither withheld yet nor declined. Kind by kind, the most frequent words
    first. In the correction of published minutes what was settled of these counts too."""
    settled = set(owner.declined_proposals.values_list("digest", flat=True))
    if isinstance(owner, Upload) and owner.meeting is not None:
        settled |= set(owner.meeting.declined_proposals.values_list("digest", flat=True))
        settled |= _withheld_of(owner.meeting)
    return _proposals_in(owned_rows(owner), owner.passages.all(), settled)


def _proposals_in(
    rows: Sequence[MarkedRow], withheld: Iterable[Passage], declined: Iterable[str] = ()
) -> list[Proposed]:
    """The same of any rows that passages may be of."""
    by_key = {row.key: row for row in rows}
    numbers = {key: number for number, key in enumerate(by_key)}
    texts, holders = _material(rows, numbers)
    keys = list(by_key)
    covered: defaultdict[tuple[str, int | str, str], list[tuple[int, int]]] = defaultdict(list)
    for passage in withheld:
        covered[*key_of(passage), passage.field].append((passage.start, passage.end))
    known = set(declined)
    found = []
    for finding in personal_data.find_in_texts(texts, holders):
        row = by_key[keys[finding.row]]
        if any(start <= finding.start and finding.end <= end for start, end in covered[*row.key, finding.field]):
            continue
        proposed = Proposed(occurrence(row, finding.field, finding.start, finding.end), finding.kind)
        if proposed.digest not in known:
            found.append(proposed)
    return _in_order(found, numbers)


def grounds_proposed(kinds: Iterable[str]) -> dict[str, Ground | None]:
    """For each kind the ground of the office's list that its words name; None where there is none."""
    grounds = list(Ground.objects.filter(is_active=True))
    hints = personal_data.GROUND_HINTS
    return {kind: next((one for one in grounds if hints[kind] in str(one)), None) for kind in kinds}


@transaction.atomic
def withhold_proposed(*, owner: Owner, keys: Sequence[str], terms: Mapping[str, Terms], user: User) -> int:
    """Withholds the proposed places that `keys` (Proposed.key) name, each on the terms of its kind; returns how many.

    Raises PassageError where none is named, one is not proposed any more, or is of a kind without terms.
    """
    owner = locked(owner)
    chosen = _chosen(owner, keys)
    if not terms.keys() >= {one.kind for one in chosen}:
        raise PassageError(changed_told(owner))
    return withhold(owner, [(one.place, terms[one.kind]) for one in chosen], user)


@transaction.atomic
def decline(*, owner: Owner, keys: Sequence[str], user: User) -> int:
    """Notes that these places stay readable; returns how many. Raises PassageError as withhold_proposed does."""
    owner = locked(owner)
    digests = {one.digest for one in _chosen(owner, keys)}
    whose = {"meeting": owner} if isinstance(owner, Meeting) else {"upload": owner}
    DeclinedProposal.objects.bulk_create(
        [DeclinedProposal(**whose, digest=digest, declined_by=user) for digest in sorted(digests)],
        ignore_conflicts=True,
    )
    return len(keys)


@transaction.atomic
def propose_again(*, owner: Owner) -> int:
    """Forgets what was declined; returns how many places."""
    return owner.declined_proposals.all().delete()[0]


def _chosen(owner: Owner, keys: Sequence[str]) -> list[Proposed]:
    if not keys:
        raise PassageError(NONE_CHOSEN)
    standing = {one.key: one for one in proposals_of(owner)}
    if not standing.keys() >= set(keys):
        raise PassageError(changed_told(owner))
    return [standing[key] for key in dict.fromkeys(keys)]


def _material(
    rows: Sequence[MarkedRow], numbers: Mapping[tuple[str, int | str], int]
) -> tuple[list[personal_data.Text], list[str]]:
    """What is looked through, and who holds an office: all others that speak or are listed."""
    texts, holders = [], []
    for row in rows:
        named = _NAMED_BY.get(row.part, "")
        name = row.texts.get(named, "")
        fields = list(_LOOKED_THROUGH.get(row.part, ()))
        if name and personal_data.is_private_person(f"{row.texts.get('group', '')} {name}"):
            fields.append(named)
        elif name:
            holders.append(name)
        texts += [
            personal_data.Text(row.part, numbers[row.key], field, row.texts[field])
            for field in fields
            if row.texts.get(field)
        ]
    return texts, list(dict.fromkeys(holders))


def _digest(place: Occurrence) -> str:
    around = (place.part, place.field, place.before, place.quote, place.after)
    told = "\0".join("".join(text.split()) for text in around)
    # With the archive's key: words that were erased since are not to be guessed by what still stands around them.
    return salted_hmac("minutes.passages.proposals", told, algorithm="sha256").hexdigest()


def _withheld_of(meeting: Meeting) -> set[str]:
    """The places that are withheld of published minutes, as proposals name them."""
    passages = list(meeting.passages.filter(placed=True).exclude(field=""))
    rows = {row.key: row for row in rows_of(meeting)} if passages else {}
    return {
        _digest(occurrence(row, passage.field, passage.start, passage.end))
        for passage in passages
        if (row := rows.get(key_of(passage))) is not None
    }


def _in_order(found: Sequence[Proposed], numbers: Mapping[tuple[str, int | str], int]) -> list[Proposed]:
    kinds = {kind: number for number, kind in enumerate(personal_data.KIND_LABELS)}
    frequency: defaultdict[tuple[str, str], int] = defaultdict(int)
    for one in found:
        frequency[one.kind, one.place.quote] += 1
    return sorted(
        found,
        key=lambda one: (
            kinds[one.kind],
            -frequency[one.kind, one.place.quote],
            one.place.quote,
            numbers[one.place.part, one.place.row],
            one.place.start,
        ),
    )
