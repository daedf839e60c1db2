"""Reads the file of a paper (資料) in the background, and gives it to the row that it names."""

import logging

from django.db import InterfaceError, OperationalError, transaction

from minutes import queue
from minutes.comparing import labels_at_top
from minutes.documents import DocumentError, SourceText, reader_version
from minutes.intake import read_file
from minutes.models import Paper, SourceDocument, Upload
from minutes.papers.desk import MeetingPapers, PaperDesk, desk_of
from minutes.record import carrying_passages, with_sources, write_pages

logger = logging.getLogger(__name__)


NO_TEXT = "この形式のファイルからは本文を読み取れません。ダウンロードはできますが、検索の対象にはなりません。"


BROKEN = "読み取りの途中で不具合が起きました。ファイルは保管してあり、ダウンロードはできます。"


NO_READER = {"unknown-type", "unsupported-type"}


def read(pk: int) -> None:
    """Reads the file of a waiting paper, then gives it to its row. Does nothing where it does not wait any more.

    A file without text to be read stays as it is, with the reason: it is handed out all the same. Raises Stopped where
    the worker ends meanwhile, and what the database raises: the paper waits then as before.
    """
    paper = with_sources(Paper.objects.filter(pk=pk, state=Paper.State.WAITING)).first()
    if paper is None:
        return
    source = paper.source
    try:
        _store(pk, read_file(bytes(source.content), source.filename))
    except DocumentError as error:
        if queue.is_stopping():
            raise queue.Stopped from error
        _store(pk, None, NO_TEXT if error.code in NO_READER else error.message)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        # Whatever goes wrong in a reader: the file is kept, and the log says what to mend.
        logger.exception("reading paper %s failed", pk)
        _store(pk, None, BROKEN)


@transaction.atomic
def _store(pk: int, read: SourceText | None, error: str = "") -> None:
    """Stores what was read of a paper, unless somebody else did or it is gone."""
    desk = _locked_desk(pk)
    paper = with_sources(Paper.objects.filter(pk=pk, state=Paper.State.WAITING)).first()
    if paper is None or desk is None:
        return
    if paper.source.erasure_id is not None:
        # Words of it were erased for ever while it was read.
        read, error = None, NO_TEXT
    paper.state, paper.error = (Paper.State.READ, "") if read else (Paper.State.UNREADABLE, error)
    if read:
        _store_text(paper.source, read)
        top = labels_at_top(read.text[:4000])
        paper.label = top[0].replace("/", "") if top else paper.label
    paper.save(update_fields=["state", "error", "label"])
    if not desk.row_of(paper):
        desk.place(paper)
    elif paper.attachment is not None:
        with carrying_passages(paper.attachment.meeting):
            write_pages(paper.attachment, paper)
    if desk.row_of(paper):
        desk.finish()


def _locked_desk(pk: int) -> PaperDesk | None:
    """The desk of a paper, locked as publishing locks it: the upload first, then the meeting."""
    where = Paper.objects.filter(pk=pk).values_list("upload", "meeting").first()
    if where is None:
        return None
    if where[0] is not None:
        Upload.objects.select_for_update(of=("self",)).filter(pk=where[0]).first()
    paper = Paper.objects.select_related("upload__meeting", "meeting").defer("upload__parsed").get(pk=pk)
    desk = desk_of(paper)
    if isinstance(desk, MeetingPapers):
        desk.lock()
    return desk


def _store_text(source: SourceDocument, read: SourceText) -> None:
    source.media_type, source.encoding = read.media_type, read.encoding
    source.text = read.text.replace("\x00", "")
    source.line_pages, source.page_count, source.recognised = list(read.pages), read.page_count, read.recognised
    source.reader_version = reader_version()
    source.save(
        update_fields=[
            "media_type",
            "encoding",
            "text",
            "line_pages",
            "page_count",
            "recognised",
            "reader_version",
        ]
    )
