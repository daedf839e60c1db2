"""What an editor settles about a draft before it is published: which body it belongs to, which topics its items have.

Kept with the upload as `choices`: {"new_body": key of the name that was confirmed, "topics": {key of an item's title:
{topic's number: "confirmed" or "refused"}}}. Titles and names are compared by minutes.models.body.name_key, so that a
choice holds when the document is read again.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from minutes import bodies, topics
from minutes.bodies import Recognition
from minutes.models import Body, BodyName, Meeting, Topic, TopicLink, Upload
from minutes.models.body import name_key
from minutes.signals import meetings_relabelled
from minutes.topics import NewTopic

CHOSEN = (TopicLink.State.CONFIRMED, TopicLink.State.REFUSED)


class ChoiceError(Exception):
    """A choice that cannot be kept; the message is Japanese and says what to do."""


@dataclass(frozen=True, slots=True)
class BodyChoice:
    """The draft's body: its printed name, the registered body it means, and what it may mean."""

    name: str
    recognition: Recognition
    confirmed: bool
    others: Sequence[Body]

    @property
    def is_open(self) -> bool:
        """Whether somebody has to choose before the draft can be published."""
        return bool(self.name) and self.recognition.body is None and not self.confirmed

    @property
    def is_other_name(self) -> bool:
        """Whether the printed name is not that of the registered body, but another one of it."""
        body = self.recognition.body
        return body is not None and body.name_key != name_key(self.name)


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
    return BodyChoice(name, known, _is_confirmed(upload, name), others)


def needs_body(upload: Upload) -> str | None:
    """The draft's name of a body that is not registered and not confirmed as a new one; None where all is settled."""
    name = _name_of(upload)
    if not name or bodies.find(name) is not None or _is_confirmed(upload, name):
        return None
    return name


@transaction.atomic
def confirm_new_body(*, upload: Upload, name: str) -> None:
    """Publishing the draft will register the body `name`. Raises ChoiceError where the draft names another by now."""
    stored = _locked(upload)
    if name_key(_name_of(stored)) != name_key(name):
        raise ChoiceError("会議体の名称が変わっています。画面を開き直して確かめてください。")
    stored.new_body_confirmed = True
    stored.choices = {**stored.choices, "new_body": name_key(name)}
    stored.save(update_fields=["new_body_confirmed", "choices"])


@transaction.atomic
def withdraw_new_body(*, upload: Upload) -> None:
    """Takes back what confirm_new_body did."""
    stored = _locked(upload)
    stored.new_body_confirmed = False
    stored.choices = {key: value for key, value in stored.choices.items() if key != "new_body"}
    stored.save(update_fields=["new_body_confirmed", "choices"])


@transaction.atomic
def remember_body(*, upload: Upload, name: str, body: Body, kind: str) -> None:
    """From now on `name`, the draft's, means `body`, for this draft and all others. Raises ChoiceError."""
    stored = _locked(upload)
    if name_key(_name_of(stored)) != name_key(name):
        raise ChoiceError("会議体の名称が変わっています。画面を開き直して確かめてください。")
    try:
        bodies.remember(body, name, BodyName.Kind(kind) if kind in BodyName.Kind.values else BodyName.Kind.VARIANT)
    except bodies.BodyError as error:
        raise ChoiceError(str(error)) from error


def topics_of(upload: Upload, propose: bool = False) -> DraftTopics:
    """The draft's agenda items with the topics they would be filed under, and those refused.

    `propose` looks for new topics for items that have none: it goes through the titles of the whole archive.
    """
    chosen = upload.choices.get("topics", {})
    by_term = topics.topics_by_term()
    topic_of = {str(topic.pk): topic for topic, _ in by_term}
    found: list[tuple[str, list[TopicChoice]]] = []
    for title in _titles_of(upload):
        states = dict.fromkeys((str(topic.pk) for topic in topics.suggested(title, by_term)), "suggested")
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
def choose_topic(*, upload: Upload, title: str, topic: Topic, state: str) -> None:
    """Settles that the draft's item of this title is filed under `topic`, or is not, or (suggested) leaves it open."""
    stored = _locked(upload)
    check_title(upload=stored, title=title)
    chosen = dict(stored.choices.get("topics", {}))
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
    return upload.new_body_confirmed and upload.choices.get("new_body", name_key(name)) == name_key(name)


# Of the draft only what is asked is read: these are shown with every page of it, however long it is.


def _name_of(upload: Upload) -> str:
    """The name of the body as the draft has it."""
    return str((upload.parsed or {}).get("body") or "").strip()


def _titles_of(upload: Upload) -> list[str]:
    """The titles of the draft's agenda items."""
    return [row["title"] for row in (upload.parsed or {}).get("agenda", [])]


def _locked(upload: Upload) -> Upload:
    stored = Upload.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if stored.state != Upload.State.DRAFT:
        raise ChoiceError(f"この取込みは「{stored.get_state_display()}」なので、変更できません。")
    return stored
