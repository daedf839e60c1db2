"""What is stored with a document that was read."""

import json
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from fixtures.document_files import to_docx, to_pdf
from minutes.documents import DocumentError, read_document, reader_version
from minutes.intake.items import parse_document
from minutes.models import SourceDocument, Upload
from minutes.parsing.lessons import Lesson
from minutes.parsing.model import ParsedMinutes
from minutes.uploads import lifecycle

TEXT = "会議録\n\n日時\t令和6年3月25日\n\n○会長　ただいまから会議を開きます。\n○委員　はい。\n" * 20


@pytest.mark.django_db
def test_pages_and_places_are_stored_with_the_text() -> None:
    data = to_pdf(TEXT)
    _, source = parse_document(data, "会議録.pdf")
    source.save()
    stored = SourceDocument.objects.get()
    expected = read_document(data, "会議録.pdf")
    assert stored.text.split("\n") == list(expected.lines)
    assert stored.line_pages == list(expected.pages)
    assert (stored.page_count, stored.recognised, stored.reader_version) == (
        max(expected.pages),
        None,
        reader_version(),
    )
    first = expected.places[0][0]
    assert stored.places[0][0] == [1, first.left, first.top, first.right, first.bottom]
    assert len(stored.places) == len(stored.line_pages)


def test_a_format_without_pages_has_none() -> None:
    _, source = parse_document(to_docx(TEXT), "会議録.docx")
    assert (source.line_pages, source.places, source.page_count) == ([], [], 0)


def test_lessons_reach_the_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []

    def parse_apart(data: bytes, name: str, limits: object, lessons: object) -> None:
        seen.append(lessons)
        raise DocumentError("empty", "")

    monkeypatch.setattr("minutes.intake.apart.sandbox.parse_apart", parse_apart)
    lesson = Lesson("speaker", "Ｎｏ.１", "Ｎｏ.１　はい。")
    with pytest.raises(DocumentError):
        parse_document(b"x", "a.txt", [lesson])
    assert seen == [[lesson]]


@pytest.mark.django_db
def test_each_meeting_of_a_structured_file_becomes_an_upload(
    build_parsed: Callable[..., ParsedMinutes], editor: User, read_waiting: Callable[[], None]
) -> None:
    lines = [{"catalogue": {"bodies": [], "topics": []}}, *(build_parsed(number=n).to_json() for n in (1, 2))]
    data = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines).encode()
    whole = lifecycle.keep(data, "書き出し.jsonl", user=editor)
    read_waiting()
    read_waiting()
    whole.refresh_from_db()
    assert (whole.state, whole.error) == (Upload.State.DISCARDED, "2件の会議録に分けて取り込みました。")
    parts = Upload.objects.filter(state=Upload.State.DRAFT).order_by("pk")
    assert [(part.source.filename, lifecycle.draft_of(part).number) for part in parts] == [
        ("書き出し-2.json", 1),
        ("書き出し-3.json", 2),
    ]
    assert {part.batch for part in parts} == {whole.batch} != {None}
    assert [part.certainty for part in parts] == [1.0, 1.0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "message"), [(b'{"utterances": [{"kind": "x"}]}', "kind"), (b'{"catalogue": {}}', "load_catalogue")]
)
def test_a_structured_file_that_cannot_be_taken_says_why(
    data: bytes, message: str, editor: User, read_waiting: Callable[[], None]
) -> None:
    upload = lifecycle.keep(data, "会議録.json", user=editor)
    read_waiting()
    upload.refresh_from_db()
    assert (upload.state, upload.error_code) == (Upload.State.UNREADABLE, "structured")
    assert message in upload.error
