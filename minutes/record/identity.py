"""Which stored meeting some minutes belong to: the one answer for import, desk, duplicates and restoring.

The rule, from what is surest: a number of the system that they came from; the same content, or the same document read
once more; the address of an export, where no other meeting stands there; the same body (by any of its names), date and
number. Without a number, and without a date, heads and words decide (minutes.comparing.sittings); where they do not, the
answer is UNSURE and somebody has to choose. It is asked for many minutes at once: the number of queries does not grow
with them.
"""

import json
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum, StrEnum
from threading import Lock
from typing import Any, Protocol

from django.db.models import Q, QuerySet

from minutes.comparing import Answer, Sitting, agree, resemblance, sittings, sketch_of
from minutes.exchange import ArchivePart
from minutes.models import AgendaItem, Body, Meeting, MeetingVersion, SourceDocument, Upload, Utterance
from minutes.parsing import ParsedMinutes
from minutes.record import bodies
from minutes.record.restoring import said_in
from minutes.wording import fiscal_year, name_key

UNKNOWN_BODY = "会議体不明"
# Where Upload.choices keeps what a person chose.
CHOICE = "meeting"
# Two stored meetings whose words are as like as that to some minutes: neither is the likelier.
_NO_LIKELIER = 0.05
_SKETCHES_KEPT = 500
_VERSION = "version "


class Verdict(StrEnum):
    """A meeting that is not stored, one that is, or that it cannot be known."""

    NEW = "new"
    SAME = "same"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Identity:
    """The answer. `meeting` is the stored one where the verdict is SAME.

    `candidates` are those it may be where it is UNSURE, the likeliest first; `others` are further meetings of the same
    body and day.
    """

    verdict: Verdict
    meeting: Meeting | None = None
    candidates: tuple[Meeting, ...] = ()
    others: tuple[Meeting, ...] = ()

    @property
    def possible(self) -> tuple[Meeting, ...]:
        """The meetings that it is or may be."""
        return self.candidates if self.meeting is None else (self.meeting, *self.candidates)

    @property
    def shown(self) -> tuple[Meeting, ...]:
        """All meetings of the body and day, the likeliest first."""
        return (*self.possible, *self.others)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose for one document: a meeting of its own (`key` empty), or a version of the meeting of that key.

    `seen` holds the meetings that were shown for choosing, their status by their key, `drafts` the other drafts.
    """

    key: str
    seen: Mapping[str, str]
    drafts: tuple[int, ...] = ()

    @classmethod
    def of(cls, upload: Upload) -> "Choice | None":
        """What was chosen for the upload, None where nothing was."""
        stored = upload.choices.get(CHOICE)
        return cls(stored["key"], stored["seen"], tuple(stored["drafts"])) if stored else None

    def to_json(self) -> dict[str, Any]:
        return {"key": self.key, "seen": dict(self.seen), "drafts": list(self.drafts)}

    def holds(self, identity: Identity) -> bool:
        """Whether nothing has come that it might be and was not shown, and what is chosen stands as it was shown."""
        stands = {meeting.key: str(meeting.status) for meeting in identity.shown}
        asked = {meeting.key for meeting in identity.possible} | ({self.key} if self.key else set())
        return all(key in stands and self.seen.get(key) == stands[key] for key in asked)


@dataclass(frozen=True, slots=True)
class Account:
    """What some minutes tell of their meeting.

    `name` tells them from all others that are ever stored. The words are `texts`; where these are None, `sitting` holds
    number, title and parts at least, and the rest and the words are asked for by the name where they are needed.
    """

    body_key: str
    held_on: str | None
    fiscal_year: int | None
    sitting: Sitting
    name: str = ""
    texts: Sequence[str] | None = None

    def is_of_day(self, other: "Account") -> bool:
        """Whether both are of one body and day, or of one body, year and title or number where no day is known."""
        if self.body_key != other.body_key or self.held_on != other.held_on:
            return False
        return self.held_on is not None or (
            self.fiscal_year == other.fiscal_year and self.sitting.may_be(other.sitting)
        )


class Reader(Protocol):
    """Reads more of minutes that are not stored yet, by the names of their accounts."""

    def sittings(self, names: Sequence[str]) -> Mapping[str, Sitting]:
        """All that their heads tell."""

    def words(self, names: Sequence[str]) -> Mapping[str, Sequence[str]]:
        """What is said in them."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Minutes whose meeting is asked for, with the document that they come from.

    `edited` says that a person corrected what was read of it.
    """

    account: Account
    sha256: str = ""
    parser_version: str = ""
    source_id: str = ""
    content_hash: str = ""
    edited: bool = False
    archive: ArchivePart | None = None


def identify(
    *,
    parsed: ParsedMinutes,
    source: SourceDocument,
    body: Body | None = None,
    edited: bool = False,
    archive: ArchivePart | None = None,
    content_hash: str = "",
) -> Identity:
    """The meeting of minutes that were read from `source`, or are restored with `archive`; changes nothing.

    `body` is what the name of their body means, looked up where it is not given; `content_hash` is that of
    minutes.record.importing.hash_of, where it is known.
    """
    name = parsed.body or UNKNOWN_BODY
    body = body or bodies.find(name)
    sitting = Sitting.of(
        number=parsed.number,
        title=parsed.title or (body.name if body else name),
        starts_at=parsed.starts_at,
        venue=parsed.venue,
        agenda=[item.title for item in parsed.agenda],
        filename=source.filename,
    )
    account = Account(
        body_key=body.name_key if body else name_key(name),
        held_on=parsed.held_on,
        fiscal_year=parsed.fiscal_year or _fiscal_year(parsed.held_on),
        sitting=sitting,
        texts=[row.text for row in parsed.utterances],
    )
    arrival = Arrival(
        account,
        sha256=source.sha256,
        parser_version=source.parser_version,
        source_id=parsed.source_id or "",
        content_hash=content_hash,
        edited=edited,
        archive=archive,
    )
    return identify_all([arrival])[0]


def identify_all(arrivals: Sequence[Arrival], reader: Reader | None = None) -> list[Identity]:
    """The meeting of each of the minutes. `reader` is needed where they do not hold their words."""
    findings: list[list[_Finding]] = []
    open_pairs: list[tuple[int, _Stored]] = []
    for index, (arrival, around) in enumerate(zip(arrivals, _Stored.around(arrivals), strict=True)):
        told = [(stored, _by_document(arrival, stored)) for stored in around]
        findings.append([finding for _, finding in told if finding is not None])
        open_pairs += [(index, stored) for stored, finding in told if finding is None]
    compared = compare_all([(arrivals[index].account, stored.account) for index, stored in open_pairs], reader)
    for (index, stored), comparison in zip(open_pairs, compared, strict=True):
        findings[index].append(_by_comparison(arrivals[index], stored, comparison))
    return [_identity(each) for each in findings]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing two accounts of one body and day gave, and how large a part of their words they share, if asked."""

    answer: Answer
    shared: float | None = None


def compare_all(pairs: Sequence[tuple[Account, Account]], reader: Reader | None = None) -> list[Comparison]:
    """Whether the accounts of each pair, of one body and day, are of one meeting.

    Of each no more is read than it takes to tell.
    """
    result = [Comparison(Answer.OTHER) for _ in pairs]
    near = [index for index, (new, old) in enumerate(pairs) if not sittings.are_apart(new.sitting, old.sitting)]
    whole = _sittings_of([account for index in near for account in pairs[index]], reader)
    in_doubt = []
    for index in near:
        new, old = pairs[index]
        answer = sittings.by_heads(whole[id(new)], whole[id(old)])
        if answer is None:
            in_doubt.append(index)
        else:
            result[index] = Comparison(answer)
    sketches = _sketches_of([account for index in in_doubt for account in pairs[index]], reader)
    for index in in_doubt:
        new, old = pairs[index]
        one, other = sketches[id(new)], sketches[id(old)]
        shared = resemblance(one, other) if one and other else None
        result[index] = Comparison(sittings.by_words(whole[id(new)], whole[id(old)], shared), shared)
    return result


def settle(identity: Identity, choice: Choice | None) -> Identity:
    """The answer with what a person chose, where that still holds. A meeting that was chosen and is gone is asked for
    again, whatever else would be known."""
    if choice is None:
        return identity
    if not choice.holds(identity):
        if not choice.key:
            return identity
        return Identity(Verdict.UNSURE, candidates=identity.possible, others=identity.others)
    chosen = next((meeting for meeting in identity.shown if meeting.key == choice.key), None)
    others = tuple(meeting for meeting in identity.shown if meeting is not chosen)
    return Identity(Verdict.SAME if chosen else Verdict.NEW, chosen, others=others)


def choices_of(uploads: Iterable[Upload]) -> dict[int, Choice]:
    """What was chosen for each of the uploads, by its key. A meeting that came of a draft which was shown for choosing
    counts as shown. One query."""
    made = {upload.pk: choice for upload in uploads if (choice := Choice.of(upload))}
    drafts = {pk for choice in made.values() for pk in choice.drafts}
    published = Upload.objects.filter(pk__in=drafts, meeting__isnull=False).order_by()
    rows = published.values_list("pk", "meeting__key", "meeting__status") if drafts else ()
    came = {pk: (key, status) for pk, key, status in rows}
    return {
        pk: replace(choice, seen={**choice.seen, **dict(came[draft] for draft in choice.drafts if draft in came)})
        for pk, choice in made.items()
    }


class _Ground(IntEnum):
    """What a meeting was found by; the surer the greater."""

    WORDS = 1
    NUMBER = 2
    ADDRESS = 3
    DOCUMENT = 4
    CONTENT = 5
    SOURCE_ID = 6


@dataclass(slots=True)
class _Stored:
    """A stored meeting beside an arrival. `readings` are the versions of the parser under which the arrival's very
    document was read for it; `export_key` is the address that an export gave it, where it stands under that."""

    meeting: Meeting
    account: Account
    readings: frozenset[str] = frozenset()
    export_key: str = ""

    @classmethod
    def around(cls, arrivals: Sequence[Arrival]) -> "list[list[_Stored]]":
        """For each of the arrivals the meetings of its body and day, and those of its number, address or document."""
        days, readings = _of_days(arrivals), _readings(arrivals)
        known = {meeting.pk: meeting for meetings in days.values() for meeting in meetings}
        named = _named(arrivals, readings.keys() - known.keys())
        known |= {meeting.pk: meeting for meeting in named}
        by_source_id = {meeting.source_id: meeting for meeting in known.values() if meeting.source_id}
        by_key = {meeting.key: meeting for meeting in known.values()}
        by_document: defaultdict[str, list[Meeting]] = defaultdict(list)
        for pk, of_meeting in readings.items():
            for sha256 in of_meeting:
                by_document[sha256].append(known[pk])
        result = []
        for arrival in arrivals:
            account = arrival.account
            near = {meeting.pk: meeting for meeting in days.get(_day_of(account), ())}
            named_now = [
                by_source_id.get(arrival.source_id),
                by_key.get(arrival.archive.key if arrival.archive else ""),
            ]
            near |= {meeting.pk: meeting for meeting in (*named_now, *by_document[arrival.sha256]) if meeting}
            found = [
                cls(meeting, _account_of(meeting), readings.get(pk, {}).get(arrival.sha256, frozenset()))
                for pk, meeting in near.items()
            ]
            result.append(found)
        _add_export_keys(arrivals, result)
        return result


@dataclass(frozen=True, slots=True)
class _Finding:
    """What a stored meeting is to an arrival, and what that was found by."""

    meeting: Meeting
    answer: Answer
    ground: _Ground = _Ground.WORDS
    shared: float = 0.0
    is_of_day: bool = True


def _by_document(arrival: Arrival, stored: _Stored) -> _Finding | None:
    """What numbers, addresses and documents tell; None where heads and words have to."""
    meeting, archive = stored.meeting, arrival.archive
    is_of_day = arrival.account.is_of_day(stored.account)
    other = _Finding(meeting, Answer.OTHER, is_of_day=is_of_day)
    if arrival.source_id and meeting.source_id:
        same = arrival.source_id == meeting.source_id
        return _Finding(meeting, Answer.SAME, _Ground.SOURCE_ID) if same else other
    if archive and stored.export_key not in ("", archive.key):
        return other
    version = meeting.current_version
    if is_of_day and version and arrival.content_hash == version.content_hash:
        return _Finding(meeting, Answer.SAME, _Ground.CONTENT)
    document = _by_bytes(arrival, stored, is_of_day) if stored.readings else None
    if document is not None:
        return document
    if is_of_day:
        return None
    if archive and meeting.key == archive.key and agree(said_in(meeting), _said_by(arrival)):
        return _Finding(meeting, Answer.SAME, _Ground.ADDRESS)
    return other


def _by_bytes(arrival: Arrival, stored: _Stored, is_of_day: bool) -> _Finding | None:
    """What it tells that the very document was read for the meeting before; None where it tells nothing.

    Read once more it is of the same meeting, whatever is read of it now. But a person may have made two meetings of one
    document that holds both.
    """
    new, old = arrival.account.sitting, stored.account.sitting
    is_one_number = is_of_day and new.number == old.number
    same = _Finding(stored.meeting, Answer.SAME, _Ground.DOCUMENT, shared=1.0 if is_one_number else 0.5)
    if arrival.edited:
        if not is_of_day:
            return None
        return replace(same, answer=Answer.UNSURE) if sittings.are_apart(new, old) else same
    version = stored.meeting.current_version
    is_read_otherwise = bool(version and version.edited) or arrival.parser_version not in stored.readings
    if is_read_otherwise or (is_of_day and None in (new.number, old.number)) or is_one_number:
        return same
    return None


def _by_comparison(arrival: Arrival, stored: _Stored, comparison: Comparison) -> _Finding:
    number = arrival.account.sitting.number
    is_numbered = number is not None and number == stored.account.sitting.number
    ground = _Ground.NUMBER if is_numbered else _Ground.WORDS
    answer = comparison.answer
    if arrival.archive and arrival.archive.key == stored.meeting.key and answer != Answer.OTHER:
        answer, ground = Answer.SAME, _Ground.ADDRESS
    return _Finding(stored.meeting, answer, ground, comparison.shared or 0.0)


def _identity(findings: Sequence[_Finding]) -> Identity:
    """One answer out of what each meeting is."""
    ranked = sorted(findings, key=lambda finding: (-finding.ground, -finding.shared, finding.meeting.pk))
    same = [finding for finding in ranked if finding.answer == Answer.SAME]
    unsure = [finding for finding in ranked if finding.answer == Answer.UNSURE]
    of_day = [finding.meeting for finding in ranked if finding.is_of_day or finding.answer != Answer.OTHER]
    if same:
        best = same[0]
        level = [one for one in same if one.ground == best.ground and best.shared - one.shared < _NO_LIKELIER]
        if len(level) == 1 or best.ground >= _Ground.ADDRESS:
            others = tuple(meeting for meeting in of_day if meeting.pk != best.meeting.pk)
            return Identity(Verdict.SAME, best.meeting, others=others)
        unsure = [*level, *unsure]
    candidates = tuple(finding.meeting for finding in unsure)
    keys = {meeting.pk for meeting in candidates}
    others = tuple(meeting for meeting in of_day if meeting.pk not in keys)
    return Identity(Verdict.UNSURE if candidates else Verdict.NEW, candidates=candidates, others=others)


# What is read of the stored meetings


_Day = tuple[str, str | None, int | None]


def _day_of(account: Account) -> _Day:
    """Body and day; the year where no day is known."""
    return account.body_key, account.held_on, None if account.held_on else account.fiscal_year


def _meetings() -> QuerySet[Meeting]:
    """Meetings with what an account tells of them, and no more."""
    columns = ("key", "title", "number", "held_on", "fiscal_year", "starts_at", "venue", "status", "source_id")
    of_version = ("content_hash", "edited", "source__filename", "source__media_type")
    return (
        Meeting.objects.select_related("body", "current_version__source")
        .only(*columns, "body__name", "body__name_key", *(f"current_version__{name}" for name in of_version))
        .order_by("pk")
    )


def _of_days(arrivals: Sequence[Arrival]) -> dict[_Day, list[Meeting]]:
    """The meetings of the arrivals' bodies and days."""
    days = {_day_of(arrival.account) for arrival in arrivals}
    dated = {held_on for _, held_on, _ in days if held_on}
    years = {year for _, held_on, year in days if held_on is None and year is not None}
    of_days = Q(held_on__in=dated) if dated else Q()
    of_years = Q(held_on=None, fiscal_year__in=years) if years else Q()
    if not (of_days or of_years):
        return {}
    found: defaultdict[_Day, list[Meeting]] = defaultdict(list)
    for meeting in _meetings().filter(of_days | of_years, body__name_key__in={key for key, _, _ in days}):
        held_on = meeting.held_on.isoformat() if meeting.held_on else None
        found[meeting.body.name_key, held_on, None if held_on else meeting.fiscal_year].append(meeting)
    return found


def _readings(arrivals: Sequence[Arrival]) -> dict[int, dict[str, frozenset[str]]]:
    """The meetings, by their key in the database, of which a version came from an arrival's very bytes: by the digest
    of these the parser's versions."""
    hashes = {arrival.sha256 for arrival in arrivals if arrival.sha256}
    rows = MeetingVersion.objects.filter(source__sha256__in=hashes).order_by()
    found: defaultdict[int, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for pk, sha256, version in rows.values_list("meeting_id", "source__sha256", "source__parser_version"):
        found[pk][sha256].add(version)
    return {pk: {sha256: frozenset(every) for sha256, every in of.items()} for pk, of in found.items()}


def _named(arrivals: Sequence[Arrival], keys: Iterable[int]) -> list[Meeting]:
    """The meetings of these keys in the database, and those of the arrivals' source_ids and addresses."""
    found: list[Meeting] = []
    wanted = {
        "source_id__in": {arrival.source_id for arrival in arrivals} - {""},
        "key__in": {arrival.archive.key for arrival in arrivals if arrival.archive},
        "pk__in": set(keys),
    }
    for condition, values in wanted.items():
        if values:
            found += _meetings().filter(**{condition: values})
    return found


def _account_of(meeting: Meeting) -> Account:
    """Without the agenda: that is read where it is needed."""
    version = meeting.current_version
    sitting = Sitting.of(
        number=meeting.number,
        title=meeting.title,
        starts_at=meeting.starts_at.strftime("%H:%M") if meeting.starts_at else "",
        venue=meeting.venue,
        agenda=(),
        filename=version.source.filename if version else "",
    )
    held_on = meeting.held_on.isoformat() if meeting.held_on else None
    return Account(
        meeting.body.name_key, held_on, meeting.fiscal_year, sitting, f"{_VERSION}{version.pk}" if version else ""
    )


def _add_export_keys(arrivals: Sequence[Arrival], found: Sequence[Sequence[_Stored]]) -> None:
    """Notes which meetings beside lines of an export came from one themselves, and stand under the address it gave."""
    beside = [
        stored
        for arrival, around in zip(arrivals, found, strict=True)
        for stored in around
        if arrival.archive and stored.meeting.key != arrival.archive.key
    ]
    sources = {stored.meeting.current_version.source_id for stored in beside if stored.meeting.current_version}
    if not sources:
        return
    rows = SourceDocument.objects.filter(pk__in=sources, media_type="application/json").values_list("pk", "content")
    keys = {pk: _export_key(bytes(content)) for pk, content in rows}
    for stored in beside:
        version = stored.meeting.current_version
        key = keys.get(version.source_id, "") if version else ""
        stored.export_key = key if key == stored.meeting.key else ""


def _export_key(content: bytes) -> str:
    try:
        return str(json.loads(content)["archive"]["key"])
    except (ValueError, KeyError, TypeError):
        return ""


def _said_by(arrival: Arrival) -> dict[int, str]:
    """The words of an exported line by their permanent numbers."""
    refs = arrival.archive.refs if arrival.archive else ()
    return dict(zip(refs, arrival.account.texts or (), strict=True))


def _fiscal_year(held_on: str | None) -> int | None:
    return fiscal_year(date.fromisoformat(held_on)) if held_on else None


# What is read of accounts where it is needed


def _sittings_of(accounts: Sequence[Account], reader: Reader | None) -> dict[int, Sitting]:
    """The whole sitting of each of the accounts, by the account's id()."""
    lacking = {account.name: account for account in accounts if account.texts is None}
    agendas = _agendas_of([name for name in lacking if name.startswith(_VERSION)])
    found = {name: replace(lacking[name].sitting, agenda=sittings.keys_of(titles)) for name, titles in agendas.items()}
    asked = [name for name in lacking if not name.startswith(_VERSION)]
    if asked and reader:
        found |= reader.sittings(asked)
    return {id(account): found.get(account.name, account.sitting) for account in accounts}


def _agendas_of(names: Sequence[str]) -> dict[str, list[str]]:
    """The titles of the agenda items of the current versions of these names."""
    versions = {int(name.removeprefix(_VERSION)): name for name in names}
    rows = AgendaItem.objects.filter(meeting__current_version__in=versions).order_by()
    found: defaultdict[str, list[str]] = defaultdict(list)
    for version, title in rows.values_list("meeting__current_version", "title") if versions else ():
        found[versions[version]].append(title)
    return dict(found)


# Sketches of words, few numbers each, are kept: the desk asks again and again about the same drafts.
_sketches: OrderedDict[str, list[int]] = OrderedDict()
_sketches_lock = Lock()


def _sketches_of(accounts: Sequence[Account], reader: Reader | None) -> dict[int, list[int]]:
    """The sketch of each account's words, by the account's id()."""
    result = {id(account): sketch_of("\n".join(account.texts)) for account in accounts if account.texts is not None}
    named = {account.name for account in accounts if account.texts is None}
    with _sketches_lock:
        known = {name: _sketches[name] for name in named if name in _sketches}
    missing = named - known.keys()
    words = _words_of_versions([name for name in missing if name.startswith(_VERSION)])
    asked = [name for name in missing if not name.startswith(_VERSION)]
    if asked and reader:
        words |= reader.words(asked)
    fresh = {name: sketch_of("\n".join(words.get(name, ()))) for name in missing}
    with _sketches_lock:
        _sketches.update(fresh)
        while len(_sketches) > _SKETCHES_KEPT:
            _sketches.popitem(last=False)
    known |= fresh
    return result | {id(account): known[account.name] for account in accounts if account.texts is None}


def _words_of_versions(names: Sequence[str]) -> dict[str, Sequence[str]]:
    """What is said in the current versions of these names."""
    versions = {int(name.removeprefix(_VERSION)): name for name in names}
    rows = Utterance.objects.filter(meeting__current_version__in=versions).order_by("meeting", "order")
    found: defaultdict[str, list[str]] = defaultdict(list)
    for version, text in rows.values_list("meeting__current_version", "text") if versions else ():
        found[versions[version]].append(text)
    return dict(found)
