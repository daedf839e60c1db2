"""SourceText -> ParsedMinutes: the parts of this package put together. No Django, no I/O, deterministic."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from minutes.documents import SourceText
from minutes.parsing.agenda import read_agenda
from minutes.parsing.agenda_entry import AgendaEntry
from minutes.parsing.attachments import AttachmentReader
from minutes.parsing.attendees import AttendanceReader
from minutes.parsing.cell_ends import part_cell_ends
from minutes.parsing.certainty import Evidence, rated
from minutes.parsing.checks import check_discussed, check_end_time
from minutes.parsing.contacts import contact_office
from minutes.parsing.contents import contents_items
from minutes.parsing.doubled_print import without_doubles
from minutes.parsing.explanation import Explained, explain_head, explain_start, explained_rows
from minutes.parsing.first_words import without_record_label
from minutes.parsing.form_rows import read_form_rows
from minutes.parsing.glued_numbers import with_numbers_apart
from minutes.parsing.header import Head, read_head
from minutes.parsing.headings import HeadingReader
from minutes.parsing.item_classes import class_of_label, tells_what_was_done
from minutes.parsing.labels import LABELS
from minutes.parsing.layout import Layout, Section
from minutes.parsing.ledger import Ledger
from minutes.parsing.lesson_matches import LessonMatches
from minutes.parsing.lessons import Lesson
from minutes.parsing.letter_rows import with_words_whole
from minutes.parsing.lines import PrintedLine, keyed, read_rows
from minutes.parsing.list_furniture import is_preface
from minutes.parsing.mark_ways import read_marks
from minutes.parsing.marks import Marks
from minutes.parsing.model import AgendaItem, Attachment, Attendee, ParsedMinutes, Warning
from minutes.parsing.names import names_only_people
from minutes.parsing.numbering import forget, read_numbered
from minutes.parsing.outline import agenda_from_text, further_items, outlined_items, taught_items
from minutes.parsing.parting import join_statement, join_titles, part_fields
from minutes.parsing.points import points_in_speeches
from minutes.parsing.programme import is_furniture_of_programme, without_frame
from minutes.parsing.prose import parted_titles
from minutes.parsing.questions import with_columns_in_turn
from minutes.parsing.records import clock_in, is_opening
from minutes.parsing.repeats import discussed_procedures, with_record_from_repeat, without_repeats
from minutes.parsing.roster_entries import with_chairs_of_parties
from minutes.parsing.roster_lines import seats_by_sign, with_entries_apart
from minutes.parsing.roster_seats import joined_seats
from minutes.parsing.rosters import in_single_file
from minutes.parsing.run_on import part_run_on
from minutes.parsing.schedules import with_moments
from minutes.parsing.search_pages import without_controls
from minutes.parsing.sections import lay_out
from minutes.parsing.sittings import is_sitting_alone
from minutes.parsing.spaced_rosters import with_letters_closed
from minutes.parsing.speakers import SpeakerMarks
from minutes.parsing.talk import RULES, RecordReader
from minutes.parsing.text import flat, fold, squeeze
from minutes.parsing.titles import body_from_speech
from minutes.parsing.transcript import parsed_transcript
from minutes.parsing.web_frame import PageFrame, title_in_path, within_frame
from minutes.parsing.wrapped_marks import with_whole_marks
from minutes.parsing.zone_layout import SURE, explain_path, lay_out_zones, weighed_path
from minutes.transcripts import read_transcript
from minutes.wording import find_times, fiscal_year, parse_date

# No meeting has more people; a list that long is no attendance list.
_MOST_PRESENT = 2000
# What is said where a meeting opens, in its first rows.
_OPENS = re.compile(
    r"ただ(?:今|いま)|只今|定刻|開会|開催|始め(?:ます|たい|させ)|お集まり|出席(?:を|いただ)|あいさつ|挨拶|おはよう|こんにち"
)
_OPENING_ROWS = 6
# What a reading by weights may be less certain than one by rules.
_LOSS = 0.15
# A reading less sure than this is tried again with marks that the document does not bear out; it must become so much surer.
_DOUBTED, _GAIN = 0.65, 0.3


# Fields whose rows may hold a list that no label heads.
_PLAIN_FIELDS = frozenset(["free", "when", "venue", "title"])

LayOut = Callable[[list[PrintedLine], SpeakerMarks, LessonMatches], Layout]


Step = Callable[[list[PrintedLine]], list[PrintedLine]]
# What puts the rows right before anything is read, in order: of the page with its frame, and of what is within the frame.
_OF_PAGE: tuple[Step, ...] = (without_controls, read_form_rows, part_run_on)
_WITHIN_FRAME: tuple[Step, ...] = (
    with_columns_in_turn,
    without_doubles,
    with_words_whole,
    with_whole_marks,
    with_numbers_apart,
    part_cell_ends,
    without_record_label,
    part_fields,
    join_statement,
    join_titles,
    parted_titles,
)


def parse(source: SourceText, lessons: Sequence[Lesson] = ()) -> ParsedMinutes:
    """The minutes that a source text holds. Any text gives a result; what cannot be read is warned of.

    The remarks of the reader stand among the warnings. Transcripts of recordings have no layout: lessons are not for them.
    """
    transcript = read_transcript(source)
    if transcript is not None:
        return parsed_transcript(transcript, source)
    return _likeliest(source, lessons).parsed


def explain(source: SourceText, lessons: Sequence[Lesson] = ()) -> list[Explained]:
    """Why each line of a source text is read as it is. Of a transcript nothing is to be told: every cue is a speech."""
    if read_transcript(source) is not None:
        return []
    reading = _likeliest(source, lessons)
    return [*reading.told, *explained_rows(reading.rows, reading.ledger)]


def _likeliest(source: SourceText, lessons: Sequence[Lesson]) -> _Reading:
    """The reading of the likeliest layout; one in doubt is tried again with marks that the document does not bear out."""
    page = page_of(source)
    taught = LessonMatches(lessons, page.rows)
    possible = taught.applied(read_marks(page.rows))
    found = _in_likeliest_layout(source, page, possible, taught)
    if found.certainty >= _DOUBTED:
        return found
    trusting = _read(source, page, possible, taught, found.lay, trusting=True)
    return replace(trusting, told=found.told) if trusting.certainty >= found.certainty + _GAIN else found


def _in_likeliest_layout(source: SourceText, page: PageFrame, possible: Marks, taught: LessonMatches) -> _Reading:
    """The reading by the rules' layout, or that by the weights' where they overrule it."""
    rows = page.rows
    by_rules = _read(source, page, possible, taught, lay_out)
    if by_rules.certainty >= SURE:
        return by_rules
    path = weighed_path(rows, possible, taught)
    if not path.overrules(by_rules.certainty):
        return by_rules
    by_weights = _read(
        source, page, possible, taught, lambda rows, marks, taught: lay_out_zones(rows, path.zones, marks, taught)
    )
    # Weights find where a list or the talk begins; they do not see whether what is read then makes sense.
    if by_weights.certainty <= by_rules.certainty - _LOSS:
        return by_rules
    return replace(by_weights, told=explain_path(rows, path))


def page_of(source: SourceText) -> PageFrame:
    """The rows that a source text is read by, its lines cut and joined where fields and titles are; and its frame."""
    rows = read_rows(source)
    for step in _OF_PAGE:
        rows = step(rows)
    page = within_frame(rows)
    rows = page.rows
    for step in _WITHIN_FRAME:
        rows = step(rows)
    return replace(page, rows=keyed(rows), frame=keyed(page.frame, len(rows)))


def rows_of(source: SourceText) -> list[PrintedLine]:
    """The rows of a source text without its page's frame."""
    return page_of(source).rows


@dataclass(frozen=True, slots=True)
class _Reading:
    """The minutes in one layout of a document's rows, what became of each row, and what gave the layout; what is to be
    `told` of it."""

    parsed: ParsedMinutes
    rows: list[PrintedLine]
    ledger: Ledger
    lay: LayOut
    told: tuple[Explained, ...] = ()

    @property
    def certainty(self) -> float:
        return self.parsed.certainty or 0.0


def _read(
    source: SourceText,
    page: PageFrame,
    possible: Marks,
    taught: LessonMatches,
    lay: LayOut,
    *,
    trusting: bool = False,
) -> _Reading:
    """The minutes that a page's rows hold in the layout that `lay` gives them; `trusting`, by every mark that could be one."""
    rows = page.rows
    marks = SpeakerMarks(rows, possible, trusting=trusting)
    layout = with_moments(with_record_from_repeat(lay(rows, marks, taught), marks))
    ledger = Ledger([*page.frame, *rows])
    attendees = _read_attendees(layout, ledger)
    if 0 < len(attendees) <= _MOST_PRESENT:
        # The attendance list bears out marks that the record alone does not, the first one often among them.
        surnames, titles = [_surname(attendee) for attendee in attendees], _titles(attendees)
        marks = SpeakerMarks(rows, possible, surnames, titles, trusting=trusting)
        layout = with_moments(with_record_from_repeat(lay(rows, marks, taught), marks))
        ledger = Ledger([*page.frame, *rows])
        attendees = _read_attendees(layout, ledger)
    explain_head(layout, ledger)
    head = read_head(layout.sections, ledger, title_in_path(page.path))
    entries, opened, points = _read_agenda(layout, marks, taught, ledger)
    entries.extend(taught_items(layout.record, taught, [entry.item for entry in entries]))
    agenda = [entry.item for entry in entries]
    papers = _read_papers(layout, agenda, ledger)
    headings = HeadingReader(agenda, layout.ceremonies, [entry.place for entry in entries])
    reader = RecordReader(layout.record, marks, headings, ledger, opened, taught, points)
    reader.read(RULES)
    for row in page.frame:
        ledger.set_aside(row, row.text)
    _complete_head(head, reader)
    if head.office is None and (contact := contact_office(layout.record or rows)) is not None:
        row, head.office = contact
        # Telephone and address behind it are no field of minutes.
        ledger.set_aside(row, row.text.partition(head.office)[2] if head.office in row.text else row.text)
    if head.held_on is None and rows:
        ledger.warn("no-date", "開催日を読み取れませんでした。")
    check_end_time(head.ends_at, reader.adjourned, ledger)
    check_discussed(agenda, reader.discussed, {index: entry.row.number for index, entry in enumerate(entries)}, ledger)
    told = [Warning(remark.code, remark.message, remark.line) for remark in source.remarks]
    warnings = sorted(
        [*told, *ledger.warnings, *ledger.unparsed()], key=lambda warning: (warning.line or 0, warning.code)
    )
    parsed = ParsedMinutes(
        title=head.title,
        body=head.body,
        fiscal_year=head.fiscal_year,
        number=head.number,
        office=head.office,
        held_on=head.held_on,
        starts_at=head.starts_at,
        ends_at=head.ends_at,
        adjourned_at=reader.adjourned[0] if reader.adjourned else None,
        venue=head.venue,
        meeting_access=head.meeting_access,
        minutes_access=head.minutes_access,
        attendees=tuple(attendees),
        agenda=tuple(agenda),
        utterances=tuple(reader.utterances),
        attachments=(*papers, *reader.papers.attachments),
        warnings=tuple(warnings),
    )
    forget()
    return _Reading(
        rated(parsed, Evidence(layout.record, marks, source.recognised)), rows, ledger, lay, explain_start(layout)
    )


def _texts(section: Section, index: int, row: PrintedLine, values: tuple[str, ...]) -> list[str]:
    """The cells of a section's row that belong to the field, its own label left out."""
    if section.label is not None and index < section.label.rows:
        return [value for value in section.label.values if value] if index == 0 else []
    return [value for value in values if value]


def _read_attendees(layout: Layout, ledger: Ledger) -> list[Attendee]:
    reader = AttendanceReader()
    for section in layout.sections:
        if section.kind != "attendees" or section.label is None:
            continue
        reader.heading(section.label.word, section.row)
        ledger.take_all(row for row, _ in section.rows)
        printed = [(row, _texts(section, index, row, values)) for index, (row, values) in enumerate(section.rows)]
        reader.signs, printed = seats_by_sign(printed)
        listed = in_single_file(joined_seats(with_letters_closed(with_entries_apart(printed))))
        for index, (row, texts) in enumerate(listed):
            following = listed[index + 1][0].text if index + 1 < len(listed) else ""
            reader.read(row, texts, following)
        reader.close()
    if not reader.attendees:
        for row in _unlabelled_rosters(layout):
            ledger.take(row)
            reader.read(row, [row.text])
            reader.close()
    for row, text in reader.left:
        keep = ledger.set_aside if (row.key, text) in reader.understood else ledger.leave
        keep(row, text)
    return with_chairs_of_parties(reader.attendees)


def _unlabelled_rosters(layout: Layout) -> list[PrintedLine]:
    """Lines of a head that only name people, though no label says so: 青野委員、赤井委員、白川委員（名簿順）."""
    rows = [row for section in layout.sections if section.kind in _PLAIN_FIELDS for row, _ in section.rows]
    return [row for row in rows if names_only_people(row.text)]


def _read_papers(layout: Layout, agenda: list[AgendaItem], ledger: Ledger) -> list[Attachment]:
    """The papers that the head lists; an item of the agenda above its papers is none of them."""
    reader = AttachmentReader()
    items = {fold(item.title) for item in agenda}
    for section in layout.sections:
        if section.kind != "attachments":
            continue
        for index, (row, values) in enumerate(section.rows):
            ledger.take(row)
            text = " ".join(_texts(section, index, row, values))
            numbered = read_numbered(flat(text))
            if text and not (numbered is not None and fold(text[numbered.start :]) in items):
                reader.read(row, text)
    for row, text in reader.left:
        ledger.leave(row, text)
    return reader.attachments


def _read_agenda(
    layout: Layout, marks: SpeakerMarks, taught: LessonMatches, ledger: Ledger
) -> tuple[list[AgendaEntry], tuple[int, ...], frozenset[int]]:
    """The list of the head, where it has none that can be used, the headings of the text; the items that are open
    where the record begins; and the rows of the record that are points of a speech."""
    lists: list[list[AgendaEntry]] = []
    first: PrintedLine | None = None
    for section in layout.sections:
        if section.kind != "agenda" or section.label is None:
            continue
        first = first or section.row
        word = section.label.word
        category = class_of_label(word)
        lines: list[tuple[PrintedLine, str]] = []
        for index, (row, values) in enumerate(section.rows):
            ledger.take(row)
            lines.extend((row, text) for text in [" ".join(_texts(section, index, row, values))] if text)
        left: list[tuple[PrintedLine, str]] = []
        lists.append(read_agenda(lines, category, left, read_numbered(section.row.flat) if word else None))
        for row, text in left:
            keep = ledger.set_aside if is_preface(text) else ledger.leave
            keep(row, text)
    entries = without_repeats(lists)
    entries, framed = without_frame(entries)
    for entry in framed:
        if not is_furniture_of_programme(entry.item.title):
            ledger.set_aside(entry.row, entry.item.title)
    discussed = discussed_procedures(entries, layout.record)
    kept = {id(entry) for entry in discussed}
    for entry in entries:
        if id(entry) not in kept:
            ledger.leave(entry.row, entry.item.title)
    entries = discussed
    points = points_in_speeches(layout.record, marks, entries) - taught.headings
    heads = [row for row in layout.record if row.key not in taught.no_headings_like | points]
    if entries:
        if layout.sections[-1].kind == "agenda":
            further = further_items(entries[-1].item, heads, marks)
            # Then the last of the list is no list entry but the heading that the record begins with.
            runs_on = bool(further) or (bool(layout.record) and tells_what_was_done(layout.record[0].text))
            return [*entries, *further], (len(entries) - 1,) if runs_on else (), points
        return entries, _sole_item(entries, heads), points
    found = [entry for entry in agenda_from_text(heads, marks) or outlined_items(heads) if _is_named(entry)]
    head = [row for section in layout.sections if section.kind == "free" for row, _ in section.rows]
    if contents := contents_items(head, found):
        ledger.take_all(entry.row for entry in contents)
        return contents, (), points
    if found and first is not None:
        ledger.warn("agenda-from-text", "冒頭に議題の一覧がないため、本文の見出しから議題を作りました。", first.number)
    return found, (), points


def _is_named(entry: AgendaEntry) -> bool:
    """Whether an item made from a heading has a name, and one that is no label of the form: 傍聴者, 会議概要."""
    word = re.split(r"[(（]", squeeze(entry.item.title))[0]
    return bool(word) and LABELS.get(word, "agenda") == "agenda"


def _sole_item(entries: list[AgendaEntry], heads: list[PrintedLine]) -> tuple[int, ...]:
    """The only item of a meeting whose record has no opening and no heading of it: it is about that item from the first."""
    if len(entries) != 1 or not heads:
        return ()
    reader = HeadingReader([entry.item for entry in entries])
    opened = any(is_opening(row.text) or _OPENS.search(row.text) for row in heads[:_OPENING_ROWS])
    headed = any((found := reader.read(row.text)) is not None and found.items for row in heads if len(row.text) <= 200)
    return () if opened or headed else (0,)


def _complete_head(head: Head, reader: RecordReader) -> None:
    """What the head leaves open and the first words of the record say."""
    opening = reader.utterances[0] if reader.utterances else None
    if opening is not None and opening.kind == "note" and head.starts_at is None and _opens(opening.text):
        head.starts_at = clock_in(opening.text)
    sitting = head.body if head.body is not None and is_sitting_alone(head.body) else None
    if head.body is None or sitting is not None:
        for utterance in [row for row in reader.utterances if row.kind == "speech"][:3]:
            found = body_from_speech(utterance.text)
            if found is not None and (sitting is None or found[0].endswith(sitting)):
                head.body, number = found
                head.number = head.number or number
                break
    if head.fiscal_year is None and head.held_on is not None:
        head.fiscal_year = fiscal_year(parse_date(head.held_on))


def _opens(text: str) -> bool:
    """Whether a note tells when the meeting began: 午前10時 開会; 午前10時 alone under the heading 開会."""
    times = find_times(text[:60])
    return is_opening(text) or (len(times) == 1 and (times[0].start, times[0].end) == (0, len(text)))


def _surname(attendee: Attendee) -> str:
    """The person's name of an entry, its post left out."""
    return attendee.name.split(" ")[-1].removesuffix("君").removesuffix("氏")


def _titles(attendees: list[Attendee]) -> list[str]:
    """Seats, groups and posts of the attendance list, brackets left out."""
    titles = {attendee.group for attendee in attendees} | {attendee.role for attendee in attendees}
    posts = {re.split(r"[（(\s]", attendee.name)[0] for attendee in attendees}
    return sorted({title for title in titles | posts if title})
