"""Topics of agenda items: suggested by the terms in their titles, proposed anew from words that keep coming back."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from minutes.models import AgendaItem, Meeting, Topic, TopicLink
from minutes.signals import meetings_relabelled
from minutes.wording import name_key

# A word is proposed as a topic where the items of so many other meetings hold it.
RECURS = 2
MOST_PROPOSALS = 3
_MOST_WORDS = 40
# Runs of letters that may name a matter; what only says of which kind the item is, names none.
_WORD = re.compile(r"[一-龥々〆ァ-ヴーA-Za-z]{3,20}")
_NO_MATTER = re.compile(
    r"(?:令和|平成|昭和)?(?:年度|[一二三四五六七八九十元]+年度?)|第?[一二三四五六七八九十]+[回号次期]"
    r"|(?:一部)?(?:改正|変更|策定|設置|廃止|実施|開催|提出|選任|互選|指定|制定|見直)(?:案|状況|結果|方針)?"
    r"|(?:中間|最終|経過|実績|状況|結果|概要|進捗|事業|年次|経営)?(?:報告|説明|状況|概要|結果)(?:書|会|等|案)?"
    r"|委員長|副委員長|委員会|審議会|協議会|会議録|議事録|条例案|要綱案|素案|骨子案|計画案|予算案|その他|今後"
)
_NOT_SAID = re.compile(
    r"(?:令和|平成|昭和)?[元0-9]+年度?|第[0-9]+[回号次期]|[（(〔\[【][^）)〕\]】]*[）)〕\]】]|について|に関する(?:件|こと)?|に伴う|における|に係る|の件"
)


def topics_by_term() -> list[tuple[Topic, list[str]]]:
    """Every topic with its terms as they are compared."""
    return [(topic, [key for key in map(name_key, topic.terms) if key]) for topic in Topic.objects.all()]


def suggested(title: str, topics: Iterable[tuple[Topic, list[str]]]) -> list[Topic]:
    """The topics one of whose terms stands in the title."""
    key = name_key(title)
    return [topic for topic, terms in topics if any(term in key for term in terms)]


def suggest_topics(items: Iterable[AgendaItem], only: Topic | None = None) -> None:
    """Files each item under every topic (or `only` that one) that its title suggests, unless somebody refused that."""
    items = list(items)
    if not items:
        return
    topics = [entry for entry in topics_by_term() if only is None or entry[0].pk == only.pk]
    TopicLink.objects.bulk_create(
        [TopicLink(agenda_item=item, topic=topic) for item in items for topic in suggested(item.title, topics)],
        ignore_conflicts=True,
    )


def find_topic(name: str) -> Topic | None:
    """The topic of that name: width, white space and case make no difference."""
    key = name_key(name)
    return next((topic for topic in Topic.objects.all() if name_key(topic.name) == key), None)


@transaction.atomic
def create_topic(name: str) -> Topic:
    """The topic of that name, made now if there is none; items whose title holds the name are filed under a new one."""
    # Two who click at once make one topic.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('minutes.record.topics'))")
    found = find_topic(name)
    if found is None:
        tidy = " ".join(name.split())
        found = Topic.objects.create(name=tidy, terms=[tidy])
        suggest_topics(AgendaItem.objects.all(), only=found)
        filed = TopicLink.objects.filter(topic=found).values("agenda_item__meeting")
        meetings_relabelled.send(sender=Topic, meetings=Meeting.objects.filter(pk__in=filed))
    return found


@dataclass(frozen=True, slots=True)
class NewTopic:
    """A word of a title that could be a topic, and in how many other meetings' items it stands."""

    name: str
    meetings: int


def words_of(title: str) -> list[str]:
    """The words of an item's title that may name a matter, as printed but for width, the longest first."""
    plain = _NOT_SAID.sub(" ", unicodedata.normalize("NFKC", title))
    found = [word for word in _WORD.findall(plain) if not _NO_MATTER.fullmatch(word)]
    return sorted(dict.fromkeys(found), key=len, reverse=True)


def proposals(titles: Sequence[str], meeting: Meeting | None = None) -> dict[str, list[NewTopic]]:
    """For each title the words that could be new topics: no topic knows them, and other meetings' items hold them too.

    `meeting` is the one that the titles belong to, if it is stored.
    """
    known = [key for topic, terms in topics_by_term() for key in (name_key(topic.name), *terms)]
    words = {title: [word for word in words_of(title) if not _is_known(word, known)] for title in titles}
    asked = list(dict.fromkeys(word for found in words.values() for word in found))[:_MOST_WORDS]
    counts = _meetings_with(asked, meeting)
    result = {}
    for title, found in words.items():
        recurring = [NewTopic(word, counts[word]) for word in found if counts.get(word, 0) >= RECURS]
        result[title] = sorted(recurring, key=lambda topic: -topic.meetings)[:MOST_PROPOSALS]
    return result


def _is_known(word: str, known: Iterable[str]) -> bool:
    key = name_key(word)
    return any(term in key or key in term for term in known if term)


def _meetings_with(words: Sequence[str], meeting: Meeting | None) -> dict[str, int]:
    """In how many meetings an agenda item's title holds each of the words, the given meeting apart."""
    if not words:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH titles AS MATERIALIZED (
                SELECT meeting_id, lower(regexp_replace(normalize(title, NFKC), '\\s', '', 'g')) AS title
                FROM minutes_agendaitem WHERE meeting_id <> %s
            )
            SELECT word, count(DISTINCT meeting_id)
            FROM unnest(%s::text[]) AS word JOIN titles ON strpos(titles.title, lower(word)) > 0
            GROUP BY word
            """,
            [meeting.pk if meeting else -1, list(words)],
        )
        return dict(cursor.fetchall())
