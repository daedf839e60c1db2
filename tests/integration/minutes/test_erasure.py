"""消去: words that were published are found everywhere and go for ever, as one action, and the trail keeps the fact alone."""

import json
import re
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from fixtures.document_files import to_pdf
from minutes import access
from minutes.drafts import edits, page_pictures
from minutes.editing import read_operation
from minutes.erasure import Decision, ErasureError, Fate, Wanted, erase, left_over, unsettled
from minutes.erasure.fields import HELD, model_of
from minutes.erasure.files import Look, look_into
from minutes.erasure.finding import find
from minutes.erasure.printing import pattern_of
from minutes.intake.items import new_source
from minutes.models import (
    BinEntry,
    Body,
    BodyLesson,
    BodyName,
    Circle,
    Erasure,
    Ground,
    Meeting,
    MeetingVersion,
    OpeningRequest,
    Paper,
    Passage,
    PublicationRequest,
    Rereading,
    SourceDocument,
    SpeakerAssignment,
    Topic,
    TopicLink,
    Upload,
    UploadBatch,
    WatchedFile,
)
from minutes.papers import receiving
from minutes.papers.desk import MeetingPapers
from minutes.record import changes_of, hash_of, parsed_minutes_of, versions_without_changes
from minutes.record.importing import Outcome, import_minutes
from minutes.rereading import outdated_sources
from minutes.signals import meetings_relabelled
from minutes.uploads import lifecycle
from search import engine, index
from search.language import Question
from search.models import LoggedSearch, Suggestion, Synonym, SynonymGroup
from search.synonyms import understand
from trail.models import Access, Change

pytestmark = pytest.mark.django_db
Store = Callable[..., Any]
# Stands in everything that is to go, and nowhere else.
WORD = "朧木澄江"
OTHER = "堤防の話"


def docx(text: str, author: str = "") -> bytes:
    """A file that is packed as Word packs them: what is said cut into runs, who wrote it in its properties."""
    runs = "".join(f"<w:r><w:t>{sign}</w:t></w:r>" for sign in text)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", f"<w:document><w:p>{runs}</w:p></w:document>")
        file.writestr("docProps/core.xml", f"<cp:coreProperties><dc:creator>{author}</dc:creator></cp:coreProperties>")
    return packed.getvalue()


def said(text: str, speaker: str = "委員") -> dict[str, Any]:
    return {"kind": "speech", "speaker": speaker, "agenda": [0], "text": text}


@pytest.fixture
def archive(build_parsed: Any, editor: User, settings: Settings, tmp_path: Path) -> Meeting:
    """Published minutes whose every part holds the word, in two versions, with all that can be made of minutes."""
    settings.VAR_DIR = tmp_path
    parts: dict[str, Any] = {
        "title": f"{WORD}会議",
        "office": f"{WORD}課",
        "venue": f"{WORD}庁舎",
        "meeting_access": {"level": "closed", "reason": f"{WORD}のため"},
        "minutes_access": {"level": "partial", "reason": f"{WORD}のため"},
        "source_id": f"番号{WORD}",
        "source_url": "https://minutes.example/?name=%E6%9c%A7%E6%9C%A8%E6%BE%84%E6%B1%9F",
        "agenda": [{"category": f"{WORD}案", "number": 1, "title": f"{WORD}の件"}],
        "attendees": [
            {
                "group": f"{WORD}組",
                "name": f"{WORD}ほか",
                "role": f"{WORD}長",
                "affiliation": f"{WORD}社",
                "proxy": False,
            }
        ],
        "attachments": [{"label": f"資料{WORD}", "title": f"{WORD}の図"}],
    }
    data = to_pdf(f"会議録\n\n{WORD}\n")
    batch = UploadBatch.objects.create(name=f"{WORD}.zip", created_by=editor)
    upload = lifecycle.keep(data, f"{WORD}.pdf", user=editor, batch=batch)
    SourceDocument.objects.filter(pk=upload.source_id).update(
        text="会議録\n朧木\n澄江\n", warnings=[{"code": "x", "message": WORD}], parser_version="old"
    )
    upload = lifecycle.uploads().get(pk=upload.pk)
    first = build_parsed(
        utterances=[
            said(f"{WORD}の堤防の話です。", f"{WORD}委員"),
            {**said(f"{WORD}案"), "kind": "decision"},
            said(f"{WORD}は去る。"),
        ],
        **parts,
    )
    meeting = import_minutes(parsed=first, source=upload.source, user=editor).meeting
    Upload.objects.filter(pk=upload.pk).update(
        state="published", meeting=meeting, parsed=first.to_json(), base=first.to_json(), error=WORD, reason=WORD,
        lessons=[{"kind": "speaker", "text": WORD, "line": WORD}], choices={"topics": {WORD: "new"}},
    )  # fmt: skip
    second = build_parsed(
        utterances=[said("朧木 澄江\nの橋の話です。", f"{WORD}委員"), {**said(f"{WORD}案"), "kind": "decision"}],
        **parts,
    )
    source = new_source(docx(WORD, WORD), f"{WORD}2.docx")
    import_minutes(parsed=second, source=source, meeting=meeting, edited=True, user=editor, reason=f"{WORD}の訂正")
    receiving.keep(desk=MeetingPapers(meeting), data=to_pdf(f"{WORD}の図"), filename=f"資料{WORD}.pdf", user=editor)
    SourceDocument.objects.filter(filename=f"資料{WORD}.pdf").update(text=f"{WORD}の図")
    paper = meeting.attachments.get()
    paper.pages.create(number=1, text=f"図は{WORD}による。")
    draft = lifecycle.start_correction(meeting=Meeting.objects.get(), user=editor)
    change = {"op": "set", "table": "head", "field": "venue", "before": f"{WORD}庁舎", "after": f"{WORD}支所"}
    edits.do(pk=draft.pk, user=editor, operation=read_operation(change), since=0)
    topic = Topic.objects.create(name=f"{WORD}の治水", terms=[WORD, "堤防"])
    TopicLink.objects.get_or_create(agenda_item=meeting.agenda_items.earliest("pk"), topic=topic)
    ground = Ground.objects.create(text=f"条例（{WORD}）", note=WORD)
    places = ({"meeting": meeting, "row": 1}, {"upload": draft, "draft_row": "u1"})
    for place in places:
        text = "朧木 澄江\nの橋" if "meeting" in place else WORD
        Passage.objects.create(
            part="utterance", field="text", start=0, end=len(text), quote=text, note=WORD, ground=ground, **place
        )
    body = meeting.body
    BodyName.objects.create(body=body, name=f"{WORD}協議会")
    BodyLesson.objects.create(body_key=f"{WORD}会", kind="speaker", text=WORD, line=WORD)
    SpeakerAssignment.objects.create(body=body, speaker=f"{WORD}委員", category="member")
    body.name, body.kind, body.office = f"{WORD}本部", f"{WORD}会議体", f"{WORD}課"
    body.save()
    meetings_relabelled.send(sender=Body, meetings=Meeting.objects.all())
    WatchedFile.objects.create(name=f"{WORD}.pdf", problems=[WORD], uploads=[upload.pk], outcome="done")
    BinEntry.objects.create(upload=draft, was="draft", reason=WORD)
    Circle.objects.create(name=f"{WORD}の会")
    OpeningRequest.objects.create(what="meeting 1 audience 0", label=WORD, asked_by=editor)
    PublicationRequest.objects.create(upload=draft, draft="x", why=WORD)
    Rereading.objects.create(
        source=upload.source, reader_version="1", parser_version="1", state="offered", parsed=first.to_json(), read={"text": WORD}, error=WORD
    )  # fmt: skip
    Paper.objects.create(meeting=meeting, source=upload.source, label=WORD, title=WORD, error=WORD)
    Erasure.objects.create(reason=WORD)
    group = SynonymGroup.objects.create(note=WORD)
    for text in (WORD, "橋"):
        Synonym(group=group, text=text).save()
    now = timezone.now()
    LoggedSearch.objects.create(
        day=date(2026, 12, 1), folded=WORD, text=WORD, audiences=[], last_at=now, is_private=False
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE minutes_utterance SET speaker_role = %s", [f"{WORD}役"])
    page_pictures._keep(page_pictures._folder(upload.source.sha256) / "1-600.png", WORD.encode())
    (tmp_path / "editions/7").mkdir(parents=True)
    (tmp_path / "editions/7/x.pdf").write_bytes(WORD.encode())
    Access.objects.create(at=now, name="x", request="", what=f"GET /{WORD}", event="view", kind="", key="", detail=WORD)
    return Meeting.objects.get(pk=meeting.pk)


def held_anywhere(*words: str) -> list[str]:
    """Which columns of the whole database hold the words, however they are printed or packed."""
    pattern = re.compile(pattern_of(words))
    found = []
    models: list[type[Model]] = list(apps.get_models(include_auto_created=True))
    for table in sorted({model._meta.db_table for model in models}):
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column.name for column in cursor.description or ()]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    text = (
                        json.dumps(value, ensure_ascii=False, default=str)
                        if not isinstance(value, (str, memoryview, bytes))
                        else value
                    )
                    if isinstance(text, memoryview | bytes):
                        is_held = look_into(bytes(text), "", pattern) != Look.CLEAN
                    else:
                        is_held = bool(pattern.search(text))
                    if is_held:
                        found.append(f"{table}.{name}")
    return sorted(set(found))


def files_holding(folder: Path, word: str) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and word.encode() in path.read_bytes()]


def found(word: str) -> int:
    return engine.search(understand(Question(word)), clearance=access.VISITOR).total


def do_erase(user: User, *words: str, meeting: Meeting | None = None, **decided: Any) -> Erasure:
    wanted = Wanted(words or (WORD,), meeting)
    decision = Decision(seen=find(wanted).digest, ground=None, reason="本人の申出", **decided)
    done = erase(wanted=wanted, decision=decision, user=user)
    assert done is not None
    return done


# What is looked through


def test_every_column_that_may_hold_a_text_is_settled() -> None:
    assert unsettled() == []


def test_the_archive_of_the_proof_holds_the_word_in_every_column_that_is_erased(archive: Meeting) -> None:
    places = {(place.kind, place.column) for place in find(Wanted((WORD,))).places}
    wanted = {(label, name) for label, held in HELD.items() if model_of(label) for name in held.fields}
    assert wanted - places == set()


@pytest.mark.parametrize(
    "printed",
    [
        "朧木　澄江",
        "朧木\n澄江",
        "朧\u200b木 澄 江",
        "http://x/?n=%E6%9C%A7%e6%9c%a8%E6%BE%84%E6%B1%9F",
        "ＤｒＯＢＯＲＯ",
        "ﾎﾟﾌﾟﾗ",
        "ポプラ",
        "ほ㍿",
    ],
)
def test_words_are_found_however_they_are_printed(printed: str) -> None:
    pattern = re.compile(pattern_of(["朧木澄江", "drOboro", "ポプラ", "ほ株式会社"]))
    assert pattern.fullmatch(printed) or pattern.search(printed)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT %s ~ %s, to_jsonb(%s::text)::text ~ %s", [printed, pattern.pattern, printed, pattern.pattern]
        )
        assert cursor.fetchone() == (True, True)


def test_a_sign_with_another_mark_is_another_sign() -> None:
    assert not re.search(pattern_of(["ほホ"]), "ほボ") and not re.search(pattern_of(["あホ"]), "あﾎﾞ")


@pytest.mark.parametrize("words", ["", "　\n", "木", "■■■", "あ" * 400])
def test_what_stands_everywhere_is_not_erased(words: str) -> None:
    with pytest.raises(ErasureError):
        Wanted.of(words, None)


@pytest.mark.parametrize(
    ("content", "look"),
    [
        (docx(WORD), Look.HOLDS),
        (docx("", WORD), Look.HOLDS),
        (docx("堤防"), Look.CLEAN),
        (to_pdf("x"), Look.UNSURE),
        (WORD.encode("cp932"), Look.HOLDS),
        ("朧木\n澄江".encode("utf-16"), Look.HOLDS),
        (json.dumps([WORD]).encode(), Look.HOLDS),
        (f"<p>&#{ord('朧')};木<b>澄江</b></p>".encode(), Look.HOLDS),
        (b"PK\x03\x04broken", Look.UNSURE),
        (b"\x89PNG....", Look.UNSURE),
        (b"", Look.CLEAN),
    ],
)
def test_files_are_looked_into_beyond_what_is_read_of_them(content: bytes, look: Look) -> None:
    assert look_into(content, "", re.compile(pattern_of([WORD]))) == look


# The proof


def test_nothing_holds_erased_words_and_the_trail_tells_the_fact(
    archive: Meeting, administrator: User, settings: Settings, django_capture_on_commit_callbacks: Any
) -> None:
    assert len(held_anywhere(WORD)) > 60
    assert files_holding(settings.VAR_DIR, WORD)
    assert found(WORD) > 0 and Suggestion.objects.filter(text__contains=WORD).exists()
    with django_capture_on_commit_callbacks(execute=True):
        erasure = do_erase(administrator)
    assert held_anywhere(WORD) == []
    assert files_holding(settings.VAR_DIR, WORD) == []
    assert found(WORD) == 0
    assert left_over(Wanted((WORD,)), Decision("", None, "")) == 0
    fact = Change.objects.latest("pk")
    assert (fact.action, fact.kind, fact.key) == ("forget", "minutes.erasure", str(erasure.pk))
    assert "本人の申出" in (fact.after or {})["reason"] and "会議1件" in (fact.after or {})["reason"]
    assert erasure.rows.filter(kind="minutes.utterance").count() == 2
    assert erasure.files == SourceDocument.objects.filter(erasure=erasure).count() == 3


def test_what_was_made_of_erased_minutes_stays_consistent(
    archive: Meeting, administrator: User, django_capture_on_commit_callbacks: Any
) -> None:
    addresses = [row.get_absolute_url() for row in archive.utterances.all()]
    with django_capture_on_commit_callbacks(execute=True):
        do_erase(administrator)
    meeting = Meeting.objects.get(pk=archive.pk)
    assert [row.get_absolute_url() for row in meeting.utterances.all()] == addresses
    assert meeting.title == "■■■会議" and meeting.body.name == "■■■本部" and meeting.body.name_key == "■■■本部"
    assert meeting.utterances.get(ref=1).text == "■■■\nの橋の話です。"
    assert not any(checked.faults or checked.findings for checked in index.check())
    assert not versions_without_changes().exists()
    current = MeetingVersion.objects.get(meeting=meeting, number=2)
    assert current.content_hash == hash_of(parsed_minutes_of(meeting)) and current.changes == changes_of(current)
    passage = Passage.objects.get(meeting=meeting)
    assert meeting.utterances.get(ref=1).text[passage.start : passage.end] == passage.quote == "■■■\nの橋"
    draft = Passage.objects.get(meeting=None)
    assert draft.quote


def test_passages_stay_on_their_words(store: Store, administrator: User) -> None:
    text = f"{WORD}が{OTHER}をし、{WORD}は帰った。{OTHER}は続く。"
    meeting = store(utterances=[said(text)]).meeting
    start = text.rindex(OTHER)
    for place, quote in ((start, OTHER), (2, "澄江が")):
        end = place + len(quote)
        assert text[place:end] == quote
        Passage.objects.create(
            meeting=meeting, part="utterance", row=1, field="text", start=place, end=end, quote=quote
        )
    do_erase(administrator)
    now = meeting.utterances.get().text
    assert now == f"■■■が{OTHER}をし、■■■は帰った。{OTHER}は続く。"
    quotes = [now[one.start : one.end] for one in meeting.passages.order_by("-start")]
    assert quotes == [one.quote for one in meeting.passages.order_by("-start")] == [OTHER, "■■■が"]
    assert OTHER in access.visible_utterances(administrator).get(meeting=meeting).text
    reader = User.objects.create(username="dare")
    shown = access.visible_utterances(reader).get(meeting=meeting)
    assert shown.text == f"■■■{OTHER}をし、■■■は帰った。■■■は続く。"


def test_places_that_are_kept_stay_and_so_does_all_that_follows_them(
    store: Store, administrator: User, django_capture_on_commit_callbacks: Any
) -> None:
    meeting = store(utterances=[said(f"{WORD}委員の質問。"), said(f"同名の{WORD}橋の話。")]).meeting
    kept = meeting.utterances.get(ref=2)
    with django_capture_on_commit_callbacks(execute=True):
        do_erase(administrator, kept=frozenset({f"minutes.utterance:{kept.pk}:text"}))
    assert [row.text for row in meeting.utterances.all()] == ["■■■委員の質問。", f"同名の{WORD}橋の話。"]
    assert found(WORD) == 1
    assert not any(checked.faults or checked.findings for checked in index.check())


def test_one_meeting_is_searched_alone(store: Store, administrator: User) -> None:
    one = store(utterances=[said(f"{WORD}の話")]).meeting
    other = store(utterances=[said(f"{WORD}の話")], number=9, held_on="2024-02-02").meeting
    Topic.objects.create(name=f"{WORD}の件")
    done = do_erase(administrator, meeting=one)
    assert one.utterances.get().text == "■■■の話" and other.utterances.get().text == f"{WORD}の話"
    assert Topic.objects.get().name == f"{WORD}の件"
    assert done.meeting == one and set(done.rows.values_list("meeting", flat=True)) == {one.pk}


def test_names_that_have_to_differ_still_do(store: Store, administrator: User) -> None:
    store()
    for name in (WORD, "朧木　澄江"):
        Topic.objects.create(name=name)
    do_erase(administrator)
    names = sorted(Topic.objects.values_list("name", flat=True))
    assert len(set(names)) == 2 and all(name.startswith("■■■") for name in names)


def test_a_file_is_replaced_by_its_text_or_kept_where_a_person_says_so(store: Store, administrator: User) -> None:
    meetings = [store(utterances=[said(f"{WORD}{number}")], number=number).meeting for number in (3, 4)]
    sources = [meeting.versions.get().source for meeting in meetings]
    for source in sources:
        SourceDocument.objects.filter(pk=source.pk).update(text="一行目\n朧木\n澄江\n", filename=f"{WORD}.docx")
    do_erase(administrator, fates={sources[0].pk: Fate.REPLACE, sources[1].pk: Fate.KEEP})
    first, second = (SourceDocument.objects.defer(None).get(pk=source.pk) for source in sources)
    assert bytes(first.content).decode() == first.text == "一行目\n■■■\n\n"
    assert (first.filename, first.media_type, first.size, first.is_erased) == (
        "■■■.txt",
        "text/plain",
        len(first.text.encode()),
        False,
    )
    assert first.sha256 == sources[0].sha256 and first.erasure is not None
    assert second.text == "一行目\n朧木\n澄江\n" and second.erasure is None and second.filename == "■■■.docx"


def test_what_the_erased_file_says_does_not_come_back(
    client: Client, archive: Meeting, administrator: User, editor: User, django_capture_on_commit_callbacks: Any
) -> None:
    version = archive.versions.get(number=2)
    content = bytes(SourceDocument.objects.defer(None).get(pk=version.source_id).content)
    SourceDocument.objects.filter(pk=version.source_id).update(parser_version="old", reader_version="old")
    assert outdated_sources().filter(pk=version.source_id).exists()
    with django_capture_on_commit_callbacks(execute=True):
        do_erase(administrator)
    assert not outdated_sources().filter(erasure__isnull=False).exists() and not Rereading.objects.exists()
    again = new_source(content, "もう一度.docx")
    again.parser_version = again.reader_version = "new"
    said_before = parsed_minutes_of(Meeting.objects.get(pk=archive.pk))
    parsed = type(said_before).from_json(json.loads(json.dumps(said_before.to_json()).replace("■■■", "朧木")))
    done = import_minutes(parsed=parsed, source=again, meeting=archive, reread=True)
    assert done.outcome == Outcome.UNCHANGED and not done.note
    client.force_login(editor)
    assert client.get(reverse("minutes:meeting_source", args=[archive.key])).status_code == 404
    assert "消去しました" in client.get(archive.get_absolute_url()).content.decode()


def test_readers_find_nothing_of_erased_words_anywhere(
    tmp_path: Path,
    client: Client,
    archive: Meeting,
    administrator: User,
    editor: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        do_erase(administrator)
    key, dropped = archive.key, 3
    client.force_login(editor)
    pages = [
        reverse("minutes:meeting", args=[key]),
        reverse("minutes:utterance", args=[key, 1]),
        reverse("minutes:utterance", args=[key, dropped]),
        reverse("minutes:meeting_versions", args=[key]),
        reverse("minutes:meeting_version", args=[key, 1]),
        reverse("minutes:version_changes", args=[key, 2]),
        reverse("minutes:versions_compared", args=[key]) + "?from=1&to=2",
        reverse("minutes:body", args=[archive.body_id]),
        reverse("minutes:topics"),
        reverse("minutes:uploads"),
        reverse("minutes:bin"),
        *(reverse("minutes:upload_draft_json", args=[pk]) for pk in Upload.objects.values_list("pk", flat=True)),
        reverse("search:suggest") + "?q=朧",
        reverse("search:results") + "?q=朧木澄紅",
        reverse("search:titles") + "?q=の件",
    ]
    for page in pages:
        answer = client.get(page, follow=True)
        assert answer.status_code in (200, 410), page
        assert not re.search(pattern_of([WORD]), answer.content.decode()), page
    call_command("export_minutes", tmp_path / "all.jsonl")
    assert "■■■" in (exported := (tmp_path / "all.jsonl").read_text())
    assert not re.search(pattern_of([WORD]), exported)


# The pages


def ask(client: Client, **sent: Any) -> str:
    sent = {"words": WORD, "reason": "本人の申出", "scope": "whole"} | sent
    return client.post(reverse("minutes:erasure"), sent, follow=True).content.decode()


def fields_of(html: str) -> dict[str, Any]:
    """What the form of a page would send, its buttons aside."""
    form = html[html.index('name="words"') :]
    hidden = dict(re.findall(r'<input type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"', html))
    places = re.findall(r'<input type="checkbox"\s+name="place"\s+value="([^"]+)"\s+checked', form)
    files = re.findall(
        r'<select class="input"\s+id="file-\d+"\s+name="(file-\d+)">.*?<option value="(\w+)"\s+selected',
        form,
        re.DOTALL,
    )
    hidden_places = re.findall(r'name="place" value="([^"]+)"', form)
    return {**hidden, **dict(files), "place": places or hidden_places}


def test_erasing_is_for_administrators_alone(
    client: Client, store: Store, reader: User, editor: User, administrator: User
) -> None:
    meeting = store(utterances=[said(f"{WORD}の話")]).meeting
    page = reverse("minutes:erasure")
    codes = {"visitor": (client.get(page).status_code, client.post(page, {"action": "find"}).status_code)}
    for user in (reader, editor, administrator):
        client.force_login(user)
        codes[user.username] = (client.get(page).status_code, client.post(page, {"words": WORD}).status_code)
    assert codes == {"visitor": (302, 302), "yomu": (403, 403), "henshu": (403, 403), "kanri": (200, 200)}
    passages = client.get(reverse("minutes:meeting_passages", args=[meeting.key])).content.decode()
    assert f"{page}?meeting={meeting.key}" in passages
    client.force_login(editor)
    assert page not in client.get(reverse("minutes:meeting_passages", args=[meeting.key])).content.decode()


def test_words_are_erased_after_a_list_and_a_question(
    client: Client, store: Store, administrator: User, caplog: pytest.LogCaptureFixture
) -> None:
    meeting = store(utterances=[said(f"{WORD}の話"), said(f"{WORD}橋の話")]).meeting
    client.force_login(administrator)
    page = reverse("minutes:erasure")
    assert f'value="{meeting.key}"' in client.get(page, {"meeting": meeting.key}).content.decode()
    listed = ask(client, action="find", meeting=meeting.key, scope="meeting")
    assert "2か所とファイル1件に見つかりました" in listed and f"<mark>{WORD}</mark>" in listed
    sent = fields_of(listed)
    bridge = meeting.utterances.get(ref=2)
    sent["place"].remove(f"minutes.utterance:{bridge.pk}:text")
    asked = ask(client, action="check", **sent)
    assert "1か所は残します" in asked and "元に戻せません" in asked
    sent = fields_of(asked)
    refused = ask(client, action="erase", typed="はい", **sent)
    assert "「消去」と入力してください" in refused
    assert "何もしていません" in ask(client, typed="消去", **sent)
    assert meeting.utterances.get(ref=1).text == f"{WORD}の話"
    done = ask(client, action="erase", typed="消去", **fields_of(refused))
    assert "1か所とファイル1件から消去しました" in done and "まだ" not in done
    assert [row.text for row in meeting.utterances.all()] == ["■■■の話", f"{WORD}橋の話"]
    assert WORD not in done and WORD not in caplog.text
    fact = Change.objects.latest("pk")
    assert (fact.action, fact.name, fact.what) == ("forget", "kanri", f"POST {page}")
    told = client.get(reverse("minutes:trail"), {"kind": "minutes.erasure"}).content.decode()
    assert "本人の申出" in told and WORD not in told
    of_meeting = client.get(reverse("minutes:meeting_passages", args=[meeting.key])).content.decode()
    assert "消去した語句" in of_meeting and "本人の申出" in of_meeting


def test_a_list_that_was_overtaken_is_asked_anew(client: Client, store: Store, administrator: User) -> None:
    meeting = store(utterances=[said(f"{WORD}の話")]).meeting
    client.force_login(administrator)
    sent = fields_of(ask(client, action="check", **fields_of(ask(client, action="find"))))
    Topic.objects.create(name=f"{WORD}の件")
    again = ask(client, action="erase", typed="消去", **sent)
    assert "内容が変わりました" in again and "minutes.topic" in again
    assert meeting.utterances.get().text == f"{WORD}の話" and not Erasure.objects.exists()
    with pytest.raises(ErasureError):
        erase(wanted=Wanted((WORD,)), decision=Decision("old", None, "x"), user=administrator)


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"words": ""}, "2文字以上"),
        ({"reason": " "}, "理由を入力"),
        ({"words": "どこにもない語"}, "どこにもありません"),
    ],
)
def test_what_is_missing_is_asked_for(client: Client, store: Store, administrator: User, sent: Any, told: str) -> None:
    store(utterances=[said(f"{WORD}の話")])
    client.force_login(administrator)
    html = ask(client, **{"action": "find", **sent})
    assert told in html and "語句のある場所を探す" in html


def test_a_second_person_agrees_where_the_office_wants_that(
    client: Client, store: Store, administrator: User, settings: Settings
) -> None:
    settings.FOUR_EYES = True
    meeting = store(title=f"{WORD}会議", utterances=[said(f"{WORD}の話")]).meeting
    second = User.objects.create_user("futari", password="x")
    second.groups.add(Group.objects.get(name=access.ADMINISTRATOR))
    for user in (administrator, administrator):
        client.force_login(user)
        sent = fields_of(
            ask(client, action="check", **fields_of(ask(client, action="find", meeting=meeting.key, scope="meeting")))
        )
        assert "もう一人の公開責任者" in ask(client, action="erase", typed="消去", **sent)
        assert meeting.utterances.get().text == f"{WORD}の話"
    wish = OpeningRequest.objects.get()
    assert WORD not in f"{wish.what}{wish.label}{wish.address}"
    client.force_login(second)
    sent = fields_of(
        ask(client, action="check", **fields_of(ask(client, action="find", meeting=meeting.key, scope="meeting")))
    )
    assert "消去しました" in ask(client, action="erase", typed="消去", **sent)
    assert meeting.utterances.get().text == "■■■の話" and not OpeningRequest.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_old_states_of_rows_are_given_up_by_the_database(
    store: Store, administrator: User, caplog: pytest.LogCaptureFixture
) -> None:
    store(utterances=[said(f"{WORD}の話")])
    with CaptureQueriesContext(connection) as queries:
        do_erase(administrator)
    swept = {query["sql"] for query in queries.captured_queries if query["sql"].startswith("VACUUM")}
    assert {'VACUUM "minutes_utterance"', 'VACUUM "trail_change"', 'VACUUM "search_searchentry"'} <= swept
    assert not caplog.records


def test_passages_of_a_draft_stay_on_their_words_too(archive: Meeting, administrator: User) -> None:
    draft = Upload.objects.get(state=Upload.State.DRAFT)
    row = next(row["id"] for row in (draft.parsed or {})["utterances"])
    Passage.objects.filter(upload=draft).delete()
    text = (draft.parsed or {})["utterances"][0]["text"]
    place = (text.index("の橋"), text.index("の橋") + 2)
    passage = Passage.objects.create(
        upload=draft, part="utterance", draft_row=row, field="text", start=place[0], end=place[1], quote="の橋"
    )
    do_erase(administrator)
    passage.refresh_from_db()
    now = (Upload.objects.get(pk=draft.pk).parsed or {})["utterances"][0]["text"]
    assert now == "■■■\nの橋の話です。" and now[passage.start : passage.end] == passage.quote == "の橋"
