"""Minutes that a person may not read change nothing of what the search shows: not a count, an order or a link."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import cycle
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client

from minutes import access
from minutes.models import AgendaItem, Attachment, AttachmentPage, Audience, Meeting, Utterance
from minutes.record import renew_dialogue
from minutes.signals import meeting_changed
from search import engine
from search.engine import ranking
from search.language import Key, Question
from search.models import SearchEntry
from search.synonyms import loosen, understand

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

_TOKEN = re.compile(r'(?<=csrfmiddlewaretoken" value=")[^"]+|(?<=X-CSRFToken": ")[^"]+')
_QUERIES = (
    # names: titles, days, numbers, bills, months, bodies, addresses
    "第2回図書館協議会",
    "図書館協議会 令和5年5月31日",
    "2023-05-31",
    "R5.5",
    "図書館協議会",
    "図書館協議会 第9回",
    "秘匿語審議会",
    "秘匿語審議会 第9回",
    "議案第45号",
    "令和5年議案第45号",
    "秘匿語の条例",
    "資料1 秘匿語の図面",
    "http://host/meetings/hidden-1/",
    "/meetings/hidden-1/u/1/",
    "/meetings/m-1/u/4/",
    "/meetings/m-1/#agenda-2",
    # words, spellings, readings, sentences, operators
    "図書館",
    "秘匿語",
    "打合せ",
    "保育圏",
    "ひとくご",
    "hitokugo",
    "ほいくえん",
    "図書館はいつ開館するのか",
    "秘匿語の開館はいつですか",
    "開館 秘匿語",
    "図書館 OR 秘匿語",
    "図書館 近接20 開館",
    "-秘匿語",
    "秘匿*",
    "「秘匿語」",
    "発言者:秘匿語太郎",
    "答弁者:図書館長",
    "質問者:田中 図書館",
    "会議:秘匿語",
    "議題:秘匿語",
    "資料:秘匿語",
    "区分:答弁者 図書館",
    "日付:2023-05",
    "年度:令和5",
    "10%",
    "1,234千円",
)
_OPTIONS: tuple[dict[str, str], ...] = (
    {"scope": "inquiry"},
    {"scope": "meeting", "group": "meeting"},
    {"group": "inquiry"},
    {"group": "item", "inside": "1"},
    {"category": "answerer"},
    {"date_from": "2023-05", "date_to": "2023-06"},
    {"strict": "1"},
    {"meeting": "hidden-1"},
    {"speaker": "秘匿語太郎"},
)


def _addresses() -> Iterator[str]:
    """Each query in the plain search and in one other, and its titles."""
    for query, options in zip(_QUERIES, cycle(_OPTIONS), strict=False):
        yield f"/search/?{urlencode({'q': query})}"
        yield f"/search/?{urlencode({'q': query, **options})}"
        yield f"/search/titles/?{urlencode({'q': query})}"
        yield f"/search/suggest/?{urlencode({'q': query[:6]})}"
    for place in ("m-1/1", "m-1/4", "hidden-1/1"):
        yield f"/search/around/{place}/"


def _pages(client: Client) -> dict[str, str]:
    cache.clear()
    pages = {}
    for address in _addresses():
        response = client.get(address)
        assert response.status_code in (200, 404), address
        pages[address] = _TOKEN.sub("", response.content.decode())
    return pages


@pytest.fixture
def public(say: Any, django_capture_on_commit_callbacks: Any) -> Meeting:
    """What everyone may read, its vocabulary written."""
    with django_capture_on_commit_callbacks(execute=True):
        return _publish(say)


def _publish(say: Any) -> Meeting:
    meeting: Meeting = say(
        ("佐藤委員長", "質疑はございますか。"),
        ("田中委員", "図書館の開館はいつですか。打合せはしましたか。10%の額は1,234千円ですか。"),
        ("図書館長", "図書館の開館は11月です。保育園も開きます。"),
        body="図書館協議会",
        held_on=date(2023, 5, 31),
        number=2,
    )
    meeting.agenda_items.update(title="図書館の開館について")
    Attachment.objects.create(meeting=meeting, order=1, label="資料1", title="図書館の図面")
    renew_dialogue(meeting)
    meeting_changed.send(sender=Meeting, meeting=meeting)
    for number in range(3):
        other = say(f"防災の訓練を{number + 1}回した。図書館でもした。", held_on=date(2023, 6, number + 1))
        renew_dialogue(other)
        meeting_changed.send(sender=Meeting, meeting=other)
    return meeting


def _hide(meeting: Meeting, say: Any, audience: Audience, statuses: tuple[str, ...]) -> None:
    """Stores all sorts of things that only `audience` may see, or nobody."""
    places = [("published", audience), *((status, Audience.EVERYONE) for status in statuses)]
    for place, (status, seen_by) in enumerate(places, start=1):
        hidden = say(
            ("秘匿語委員長", "秘匿語の質疑はございますか。"),
            *[("秘匿語太郎委員", f"図書館の開館と打ち合わせ、秘匿語{n}。保育園。保育圏。防災計画。") for n in range(8)],
            ("図書館長", "図書館の開館は秘匿語です。10%、1234千円、123万4千円。"),
            {"kind": "decision", "speaker": "", "text": "秘匿語のとおり可決"},
            body="秘匿語審議会",
            held_on=date(2023, 5, 31),
            number=9,
            audience=seen_by,
            status=status,
        )
        Meeting.objects.filter(pk=hidden.pk).update(key=f"hidden-{place}", title="令和5年度第9回秘匿語審議会会議録")
        hidden.refresh_from_db()
        hidden.agenda_items.all().delete()
        for order in range(1, 4):
            AgendaItem.objects.create(
                meeting=hidden, order=order, category="議案", number=45, title="秘匿語の条例", outcome="秘匿語で可決"
            )
        paper = Attachment.objects.create(meeting=hidden, order=1, label="資料1", title="秘匿語の図面")
        AttachmentPage.objects.create(attachment=paper, number=1, text="秘匿語の図面、図書館。")
        renew_dialogue(hidden)
        meeting_changed.send(sender=Meeting, meeting=hidden)
    paper = Attachment.objects.create(
        meeting=meeting, order=2, label="資料2", title="秘匿語の図書館の図面", audience=audience
    )
    AttachmentPage.objects.create(attachment=paper, number=1, text="秘匿語の図面、図書館。")
    item = meeting.agenda_items.get()
    for order, (speaker, text) in enumerate(
        [
            ("秘匿語太郎委員", "秘匿語の図書館の開館はいつですか。"),
            ("図書館長", "秘匿語の図書館の開館は11月です。"),
            ("秘匿語次郎部長", "秘匿語の図書館です。"),
        ],
        start=4,
    ):
        said = Utterance.objects.create(
            meeting=meeting, order=order, ref=order, kind="speech", speaker=speaker, text=text, audience=audience
        )
        said.agenda_items.add(item)
    decision = Utterance.objects.create(
        meeting=meeting, order=7, ref=7, kind="decision", text="秘匿語のとおり承認", audience=audience
    )
    decision.agenda_items.add(item)
    renew_dialogue(meeting)
    meeting_changed.send(sender=Meeting, meeting=meeting)


def test_what_is_hidden_changes_nothing_for_visitors(
    public: Meeting, say: Any, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    before = _pages(client)
    with django_capture_on_commit_callbacks(execute=True):
        _hide(public, say, Audience.STAFF, ("draft", "withdrawn"))
    after = _pages(client)
    assert [address for address in before if before[address] != after[address]] == []


def test_the_order_of_near_hits_follows_from_what_the_reader_reads(
    public: Meeting, say: Any, django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither what is hidden counts among the entries of which a word is rare, nor does Postgres's own estimate of them."""
    # How frequent words are is told by Postgres's statistics, which ANALYZE makes anew.
    monkeypatch.setattr(ranking, "_rareness", dict)
    question = loosen(understand(Question("図書館の打合せの日はいつの水曜日ですか")))
    assert question is not None

    def scores() -> list[Key]:
        cache.clear()
        return [hit.key for hit in engine.search(question, clearance=access.VISITOR).hits]

    before = scores()
    assert before
    with django_capture_on_commit_callbacks(execute=True):
        _hide(public, say, Audience.STAFF, ("draft", "withdrawn"))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_searchentry")
    assert scores() == before


def test_what_somebody_reads_is_counted_once_for_a_while(
    public: Meeting, say: Any, django_assert_num_queries: Any
) -> None:
    cache.clear()
    everybody = ranking.entries_read_by(access.VISITOR)
    assert everybody == SearchEntry.objects.count()
    say("議会だけの話", audience=Audience.EDITORS)
    assert SearchEntry.objects.count() == everybody + 1
    cache.clear()
    assert ranking.entries_read_by(access.VISITOR) == everybody
    with django_assert_num_queries(0):
        ranking.entries_read_by(access.VISITOR)
