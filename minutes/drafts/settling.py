"""What an editor settles about a draft before it is published: its body, its meeting, the topics of its items.

Kept with the upload as `choices`: {"new_body": key of the name that was confirmed, "meeting":
minutes.record.identity.Choice, "topics": {key of an item's title: {topic's number: "confirmed" or "refused"}}}. Titles and names are compared by minutes.models.body.name_key, so that a
choice holds when the document is read again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, F, Func, JSONField, Min, QuerySet, Value
from django.db.models.fields.json import KT

from minutes.drafts import edits, meetings
from minutes.editing import Conflict, EditError, read_operation
from minutes.models import Body, BodyName, Meeting, Topic, TopicLink, Upload
from minutes.record import CHOICE, Choice, NewTopic, Proposal, Recognition, bodies, topics
from minutes.signals import meetings_relabelled
from minutes.wording import name_key

_NEW_BODY = "new_body"
CHOSEN = (TopicLink.State.CONFIRMED, TopicLink.State.REFUSED)
_SUGGESTED = "suggested"
_STATES = {
    str(TopicLink.State.CONFIRMED): "確定にしました",
    str(TopicLink.State.REFUSED): "却下にしました",
    _SUGGESTED: "未定に戻しました",
}


class _Joined(Func):
    """Two JSON objects in one; where both have a key, the second's value."""

    template = "(%(expressions)s)"
    arg_joiner = " || "
    output_field = JSONField()


class _Without(_Joined):
    """A JSON object without one of its keys."""

    arg_joiner = " - "


class ChoiceError(Exception):
    """A choice that cannot be kept; the message is Japanese and says what to do."""


@dataclass(frozen=True, slots=True)
class BodyChoice:
    """The draft's body: its printed name, the registered body it means, and what it may mean.

    `alike` is how many other drafts have the same unregistered name: what is chosen holds for them too.
    """

    name: str
    recognition: Recognition
    confirmed: bool
    others: Sequence[Body]
    alike: int

    @property
    def is_open(self) -> bool:
        """Whether somebody has to choose before the draft can be published."""
        return bool(self.name) and self.recognition.body is None and not self.confirmed

    @property
    def state(self) -> str:
        """How it is settled, for a form to say what it showed: open, new, or the number of the registered body."""
        body = self.recognition.body
        return str(body.pk) if body is not None else "new" if self.confirmed else "open"

    @property
    def told(self) -> str:
        """The same in words."""
        body = self.recognition.body
        if body is not None:
            return f"「{body}」の会議録です"
        return f"「{self.name}」を新しい会議体として登録することになっています" if self.confirmed else "未定です"

    @property
    def is_other_name(self) -> bool:
        """Whether the printed name is not that of the registered body, but another one of it."""
        body = self.recognition.body
        return body is not None and body.name_key != name_key(self.name)


@dataclass(frozen=True, slots=True)
class OpenBody:
    """A name of a body that nobody has settled: of how many drafts, the first of them and a title among theirs.

    `proposals` are registered bodies that it may mean, where they were asked for.
    """

    name: str
    drafts: int
    first: int
    title: str | None
    proposals: Sequence[Proposal] = ()


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """A topic of a draft's agenda item: suggested, or settled by a person."""

    topic: Topic
    state: str

    @property
    def is_confirmed(self) -> bool:
        return self.state == TopicLink.State.CONFIRMED

    @property
    def is_refused(self) -> bool:
        return self.state == TopicLink.State.REFUSED


@dataclass(frozen=True, slots=True)
class ItemTopics:
    """A draft's agenda item with its topics, and words of its title that could be new ones."""

    number: int
    title: str
    topics: Sequence[TopicChoice]
    proposals: Sequence[NewTopic]

    @property
    def shown(self) -> str:
        """The states of its topics, for a form to say what it showed: 12:confirmed 15:refused."""
        return " ".join(f"{choice.topic.pk}:{choice.state}" for choice in self.topics)


@dataclass(frozen=True, slots=True)
class DraftTopics:
    """The agenda items of a draft with their topics, and all topics that there are, by name."""

    rows: Sequence[ItemTopics]
    every: Sequence[Topic]


def body_of(upload: Upload) -> BodyChoice:
    """What is known of the draft's body, for the editor to settle."""
    draft = upload.parsed or {}
    name = _name_of(upload)
    known = bodies.recognise(name, draft.get("office"), draft.get("title"))
    proposed = {proposal.body.pk for proposal in known.proposals}
    others = [] if known.body else list(Body.objects.exclude(pk__in=proposed))
    alike = 0 if known.body or not name else _drafts_of(name).exclude(pk=upload.pk).count()
    return BodyChoice(name, known, _is_confirmed(upload, name), others, alike)


def check_shown(*, upload: Upload, shown: str) -> None:
    """Raises ChoiceError where the draft's body was settled by somebody else since the page showed it as `shown`:
    BodyChoice.state of that time.
    """
    now = body_of(_current(upload))
    if now.state != shown:
        raise ChoiceError(f"会議体は、ほかの人が先に決めました。今は{now.told}。変えるときは、もう一度選んでください。")


def needs_body(upload: Upload) -> str | None:
    """The draft's name of a body that is not registered and not confirmed as a new one; None where all is settled."""
    name = _name_of(upload)
    if not name or bodies.find(name) is not None or _is_confirmed(upload, name):
        return None
    return name


def open_bodies() -> list[OpenBody]:
    """The names of bodies that are not registered and not settled, over all drafts; the most frequent first."""
    columns = ("draft_body", "new_body_confirmed", KT("choices__new_body"))
    rows: Any = Upload.objects.filter(state=Upload.State.DRAFT, draft_body__isnull=False).order_by()
    rows = rows.values_list(*columns).annotate(Count("pk"), Min("pk"), Min("draft_title"))
    known = bodies.known_keys({name_key(row[0]) for row in rows})
    found: dict[str, OpenBody] = {}
    for printed, confirmed, confirmed_key, number, first, title in rows:
        name, key = printed.strip(), name_key(printed)
        if not key or key in known or (confirmed and confirmed_key in (None, key)):
            continue
        before = found.get(key)
        found[key] = OpenBody(
            before.name if before else name,
            number + (before.drafts if before else 0),
            min(first, before.first) if before else first,
            before.title if before else title,
        )
    return sorted(found.values(), key=lambda body: (-body.drafts, body.first))


def with_proposals(found: Sequence[OpenBody]) -> list[OpenBody]:
    """The same with what each may mean. Two queries."""
    names = bodies.known_names() if found else []
    return [replace(body, proposals=bodies.propose(body.name, names, title=body.title)) for body in found]


def confirm_new_body(*, upload: Upload, name: str) -> int:
    """Publishing the draft, or another of that body, will register the body `name`. Returns how many drafts it settles.

    Raises ChoiceError where the draft names another by now.
    """
    _check_name(upload, name)
    return confirm_new_name(name=name)


@transaction.atomic
def confirm_new_name(*, name: str) -> int:
    """Publishing any draft of this body will register it. Returns how many drafts that settles.

    Raises ChoiceError where the name means a registered body by now.
    """
    known = bodies.find(name)
    if known is not None:
        raise ChoiceError(f"「{name}」は、すでに「{known}」の名称として登録されています。")
    _check_waiting(name)
    chosen = Value({_NEW_BODY: name_key(name)}, output_field=JSONField())
    return _drafts_of(name).update(new_body_confirmed=True, choices=_Joined(F("choices"), chosen))


def check_open(*, name: str) -> None:
    """Raises ChoiceError where all drafts of this name are settled by now: it will be registered as a new body."""
    drafts = _drafts_of(name)
    if drafts.exists() and not drafts.filter(new_body_confirmed=False).exists():
        raise ChoiceError(
            f"「{name}」は、ほかの人が先に、新しい会議体として登録すると決めました。"
            "変えるときは、その文書の「会議体の登録」で選び直してください。"
        )


@transaction.atomic
def withdraw_new_body(*, upload: Upload) -> None:
    """Takes back what confirm_new_body did, for all drafts of the body."""
    stored = _locked(upload)
    _drafts_of(_name_of(stored)).update(new_body_confirmed=False, choices=_Without(F("choices"), Value(_NEW_BODY)))


def take_over(*, upload: Upload) -> None:
    """A draft that was read just now is settled as the others of its body are. The caller stores it."""
    key = name_key(_name_of(upload))
    others = Upload.objects.filter(state=Upload.State.DRAFT, new_body_confirmed=True)
    if key and others.exclude(pk=upload.pk).filter(choices__contains={_NEW_BODY: key}).exists():
        upload.new_body_confirmed = True
        upload.choices = {**upload.choices, _NEW_BODY: key}


def remember_body(*, upload: Upload, name: str, body: Body, kind: str) -> int:
    """From now on `name`, the draft's, means `body`, for this draft and all others. Returns how many drafts it settles.

    Raises ChoiceError.
    """
    _check_name(upload, name)
    return remember_name(name=name, body=body, kind=kind)


def use_body_once(*, upload: Upload, name: str, body: Body, user: User) -> None:
    """The draft names `body` from now on, and nothing is learnt of `name`. A correction like any other.

    Raises ChoiceError.
    """
    _check_name(upload, name)
    stored = Upload.objects.only("revision", "parsed").get(pk=upload.pk)
    change = {"table": "head", "field": "body", "before": (stored.parsed or {}).get("body"), "after": body.name}
    try:
        operation = read_operation({"op": "set", **change})
        edits.do(pk=upload.pk, user=user, operation=operation, since=stored.revision)
    except (Conflict, EditError, edits.NoDraft) as error:
        raise ChoiceError(str(error)) from error


@transaction.atomic
def remember_name(*, name: str, body: Body, kind: str) -> int:
    """From now on `name` means `body`. Returns how many drafts that settles. Raises ChoiceError."""
    _check_waiting(name)
    try:
        bodies.remember(body, name, BodyName.Kind(kind) if kind in BodyName.Kind.values else BodyName.Kind.VARIANT)
    except bodies.BodyError as error:
        raise ChoiceError(str(error)) from error
    return _drafts_of(name).count()


@transaction.atomic
def choose_meeting(*, upload: Upload, key: str, shown: str) -> None:
    """Settles that the draft is of a meeting of its own (`key` empty), or is a correction of the meeting of that key.

    `shown` is the digest of the meetings that were shown (DraftMeeting.digest). Raises ChoiceError where others have
    come since, or the meeting was not among them.
    """
    stored = _locked(upload)
    found = meetings.meeting_of(stored)
    if shown != found.digest:
        raise ChoiceError("同じ日の会議が、画面を開いた後に変わりました。確かめて、もう一度選んでください。")
    seen = {meeting.key: str(meeting.status) for meeting in found.identity.shown}
    if key and key not in seen:
        raise ChoiceError("その会議録は、もう選べません。確かめて、もう一度選んでください。")
    choice = Choice(key, seen, tuple(rival.upload.pk for rival in found.rivals))
    stored.choices = {**stored.choices, CHOICE: choice.to_json()}
    stored.save(update_fields=["choices"])


@transaction.atomic
def withdraw_meeting(*, upload: Upload) -> None:
    """Takes back what choose_meeting did."""
    stored = _locked(upload)
    stored.choices = {name: value for name, value in stored.choices.items() if name != CHOICE}
    stored.save(update_fields=["choices"])


def topics_of(upload: Upload, propose: bool = False) -> DraftTopics:
    """The draft's agenda items with the topics they would be filed under, and those refused.

    `propose` looks for new topics for items that have none: it goes through the titles of the whole archive.
    """
    chosen = upload.choices.get("topics", {})
    by_term = topics.topics_by_term()
    topic_of = {str(topic.pk): topic for topic, _ in by_term}
    found: list[tuple[str, list[TopicChoice]]] = []
    for title in _titles_of(upload):
        states = dict.fromkeys((str(topic.pk) for topic in topics.suggested(title, by_term)), _SUGGESTED)
        states |= chosen.get(name_key(title), {})
        found.append((title, [TopicChoice(topic_of[pk], state) for pk, state in states.items() if pk in topic_of]))
    bare = [title for title, choices in found if not choices]
    proposed = topics.proposals(bare, upload.meeting) if propose else {}
    items = [
        ItemTopics(number, title, choices, proposed.get(title, ()))
        for number, (title, choices) in enumerate(found, start=1)
    ]
    return DraftTopics(items, list(topic_of.values()))


def check_title(*, upload: Upload, title: str) -> None:
    """Raises ChoiceError where no item of the draft has this title by now."""
    if name_key(title) not in set(map(name_key, _titles_of(upload))):
        raise ChoiceError("議題の件名が変わっています。画面を開き直して確かめてください。")


@transaction.atomic
def choose_topic(*, upload: Upload, title: str, topic: Topic, state: str, shown: str | None = None) -> None:
    """Settles that the draft's item of this title is filed under `topic`, or is not, or (suggested) leaves it open.

    `shown` is the state that the page showed. Raises ChoiceError where somebody else has settled it otherwise since.
    """
    stored = _locked(upload)
    check_title(upload=stored, title=title)
    chosen = dict(stored.choices.get("topics", {}))
    before = chosen.get(name_key(title), {}).get(str(topic.pk), _SUGGESTED)
    if shown is not None and before not in (shown or _SUGGESTED, state):
        raise ChoiceError(
            f"分類「{topic}」は、ほかの人が先に{_STATES[before]}。今の状態を確かめて、変えるときは、もう一度選んでください。"
        )
    states = {pk: kept for pk, kept in chosen.get(name_key(title), {}).items() if pk != str(topic.pk)}
    if state in CHOSEN:
        states[str(topic.pk)] = str(state)
    chosen[name_key(title)] = states
    stored.choices = {**stored.choices, "topics": {key: value for key, value in chosen.items() if value}}
    stored.save(update_fields=["choices"])


def apply_topics(*, upload: Upload, meeting: Meeting) -> None:
    """Files the published items as was settled for the draft. Called in the transaction that publishes."""
    chosen = upload.choices.get("topics", {})
    topic_of = Topic.objects.in_bulk([int(pk) for states in chosen.values() for pk in states])
    for item in meeting.agenda_items.all() if chosen else ():
        for pk, state in chosen.get(name_key(item.title), {}).items():
            if int(pk) in topic_of:
                TopicLink.objects.update_or_create(
                    agenda_item=item, topic=topic_of[int(pk)], defaults={"state": TopicLink.State(state)}
                )
    if chosen:
        meetings_relabelled.send(sender=TopicLink, meetings=Meeting.objects.filter(pk=meeting.pk))


def _is_confirmed(upload: Upload, name: str) -> bool:
    return upload.new_body_confirmed and upload.choices.get(_NEW_BODY, name_key(name)) == name_key(name)


# Of the draft only what is asked is read: these are shown with every page of it, however long it is.


def _name_of(upload: Upload) -> str:
    """The name of the body as the draft has it."""
    return str((upload.parsed or {}).get("body") or "").strip()


def _titles_of(upload: Upload) -> list[str]:
    """The titles of the draft's agenda items."""
    return [row["title"] for row in (upload.parsed or {}).get("agenda", [])]


def _check_name(upload: Upload, name: str) -> None:
    """Raises ChoiceError where the draft names another body by now."""
    if name_key(_name_of(_current(upload))) != name_key(name):
        raise ChoiceError("会議体の名称が変わっています。画面を開き直して確かめてください。")


def _check_waiting(name: str) -> None:
    """Raises ChoiceError where no draft has this name by now."""
    if not _drafts_of(name).exists():
        raise ChoiceError(f"「{name}」の下書きは、もうありません。")


def _drafts_of(name: str) -> QuerySet[Upload]:
    """All drafts of the body of this name, however it is spelt in them."""
    drafts = Upload.objects.filter(state=Upload.State.DRAFT)
    printed = drafts.order_by().values_list("draft_body", flat=True).distinct()
    return drafts.filter(draft_body__in=[one for one in printed if one and name_key(one) == name_key(name)])


def _locked(upload: Upload) -> Upload:
    return _draft(Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk))


def _current(upload: Upload) -> Upload:
    return _draft(Upload.objects.get(pk=upload.pk))


def _draft(stored: Upload) -> Upload:
    if stored.state != Upload.State.DRAFT:
        raise ChoiceError(f"この取込みは「{stored.get_state_display()}」なので、変更できません。")
    return stored
