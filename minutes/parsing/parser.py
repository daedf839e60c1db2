"""SourceText -> ParsedMinutes: the parts of this package put together. No Django, no I/O, deterministic."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from minutes.documents import SourceText
from minutes.parsing.agenda.agenda import read_agenda
from minutes.parsing.agenda.entry import AgendaEntry
from minutes.parsing.agenda.headings import HeadingReader
from minutes.parsing.agenda.outline import (
    agenda_from_text,
    further_classes,
    further_items,
    outlined_items,
    taught_items,
)
from minutes.parsing.agenda.points import points_in_speeches
from minutes.parsing.attachments import AttachmentReader
from minutes.parsing.certainty import Evidence, rated, share_of_head
from minutes.parsing.checks import check_discussed, check_end_time
from minutes.parsing.explanation import Explained, explain_head, explain_start, explained_rows
from minutes.parsing.head.access import access_in_words
from minutes.parsing.head.contacts import contact_office, part_contact
from minutes.parsing.head.contents import contents_items
from minutes.parsing.head.contents_page import without_contents
from minutes.parsing.head.doubts import CODE, HeadFacts, doubts_of
from minutes.parsing.head.form_rows import read_form_rows
from minutes.parsing.head.header import Head, read_head
from minutes.parsing.head.layout import Layout
from minutes.parsing.head.present import lists_of, note_present, present_of
from minutes.parsing.head.programme import is_furniture_of_programme, without_frame
from minutes.parsing.head.record_rosters import with_rosters_of_record
from minutes.parsing.head.repeats import discussed_procedures, with_record_from_repeat, without_repeats
from minutes.parsing.head.schedules import with_moments
from minutes.parsing.head.search_pages import without_controls
from minutes.parsing.head.sections import lay_out
from minutes.parsing.head.session_times import closing_time, in_half_of, opening_clock
from minutes.parsing.head.sittings import holds_sitting, is_sitting_alone
from minutes.parsing.head.titles import body_from_speech
from minutes.parsing.head.web_frame import PageFrame, within_frame
from minutes.parsing.ledger import Ledger
from minutes.parsing.lesson_matches import LessonMatches
from minutes.parsing.lessons import Lesson
from minutes.parsing.marks.first_words import without_record_label
from minutes.parsing.marks.marks import Marks, is_speaker
from minutes.parsing.marks.questions import with_columns_in_turn
from minutes.parsing.marks.speakers import SpeakerMarks
from minutes.parsing.marks.ways import read_marks
from minutes.parsing.marks.wrapped import with_whole_marks
from minutes.parsing.model import Access, AgendaItem, Attachment, Attendee, ParsedMinutes, Warning
from minutes.parsing.rows.doubled_print import without_doubles
from minutes.parsing.rows.lines import PrintedLine, keyed, read_rows
from minutes.parsing.rows.text import flat, fold, squeeze
from minutes.parsing.run_on import part_run_on
from minutes.parsing.talk import RULES, RecordReader
from minutes.parsing.transcript.transcript import parsed_transcript
from minutes.parsing.weighing.turn_marks import explain_turns, opened_names, weighed_turns, with_weighed
from minutes.parsing.weighing.zone_layout import SURE, explain_path, lay_out_zones, weighed_path
from minutes.parsing.words.cell_ends import part_cell_ends
from minutes.parsing.words.glued_numbers import with_numbers_apart
from minutes.parsing.words.item_classes import class_of_label, tells_what_was_done
from minutes.parsing.words.labels import LABELS
from minutes.parsing.words.letter_rows import with_words_whole
from minutes.parsing.words.list_furniture import is_preface
from minutes.parsing.words.numbering import forget, read_numbered
from minutes.parsing.words.parting import join_statement, join_titles, part_fields
from minutes.parsing.words.prose import parted_titles
from minutes.parsing.words.records import clock_in, is_opening
from minutes.transcripts import read_transcript
from minutes.wording import find_times, fiscal_year, parse_date

# No meeting has more people; a list that long is no attendance list.
_MOST_PRESENT = 2000
# What is said where a meeting opens, in its first rows.
_OPENS = re.compile(
    r"ただ(?:今|いま)|只今|定刻|開会|開催|始め(?:ます|たい|させ)|お集まり|出席(?:を|いただ)|あいさつ|挨拶|おはよう|こんにち"
)
_OPENING_ROWS = 6
# So many speeches open a meeting.
_FIRST_SPEECHES = 3
# What a reading by weights may be less certain than one by rules.
_LOSS = 0.15
# A reading less sure than this is tried again with marks that the document does not bear out; it must become so much surer.
_DOUBTED, _GAIN = 0.65, 0.3
# So many marks that the document does not bear out are its own way, though it bears others out.
_BEYOND = 3
# The marks of the weights are tried where they outweigh the rules' by so much (in nats), and names where the document
# repeats so many, and so large a share of them, otherwise; and dropped where the talk becomes less certain.
_GAIN_OF_TURNS, _LEAST_RENAMED, _RENAMED = 10.0, 2, 0.3
_LOSS_OF_TALK, _LOSS_OF_HEAD = 0.1, 0.02
_GUESSED = "発言者の表示を、行の形と繰り返しから推定しました。発言者と発言の区切りを確かめてください。"
# What guessed marks leave of a document's certainty.
_MOST_FOR_GUESS = 0.9


# Lines of this kind are whole: no width broke them.
CELLS = "text/csv"
LayOut = Callable[[list[PrintedLine], SpeakerMarks, LessonMatches], Layout]


Step = Callable[[list[PrintedLine]], list[PrintedLine]]
# What puts the rows right before anything is read, in order: of the page with its frame, and of what is within the frame.
_OF_PAGE: tuple[Step, ...] = (without_contents, without_controls, read_form_rows, part_run_on, part_contact)
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
        return parsed_transcript(transcript, source, _read_lines)
    return _likeliest(source, lessons).parsed


def explain(source: SourceText, lessons: Sequence[Lesson] = ()) -> list[Explained]:
    """Why each line of a source text is read as it is. Of a transcript nothing is to be told: every cue is a speech."""
    if read_transcript(source) is not None:
        return []
    reading = _likeliest(source, lessons)
    return [*reading.told, *explained_rows(reading.rows, reading.ledger)]


def _read_lines(lines: Sequence[str]) -> ParsedMinutes:
    """The minutes that rows of cells hold: what a transcript says of its meeting."""
    return _likeliest(SourceText(tuple(lines), CELLS), ()).parsed


def _likeliest(source: SourceText, lessons: Sequence[Lesson]) -> _Reading:
    """The reading of the likeliest layout; one in doubt is tried again with marks that the document does not bear out."""
    page = page_of(source)
    taught = LessonMatches(lessons, page.rows)
    possible = taught.applied(read_marks(page.rows))
    found = _in_likeliest_layout(source, page, possible, taught)
    found = _with_whole_names(source, page, possible, taught, found)
    found = _with_weighed_marks(source, page, possible, taught, found)
    if found.certainty >= _DOUBTED or not found.marks.leaves_names:
        return found
    trusting = _read(source, page, possible, taught, found.lay, trusting=True)
    if trusting.certainty < found.certainty + _GAIN or not _may_trust(possible, found.begun, trusting.begun):
        return found
    return replace(trusting, told=found.told)


def _may_trust(possible: Marks, begun: frozenset[int], trusted: frozenset[int]) -> bool:
    """Whether the rows that only trust begins are speeches: many, or of people, set as the document's others are. One or two
    others are shown as doubts."""
    beyond = trusted - begun
    ways = {possible[key].style for key in begun if key in possible}
    alike = any(possible[key].style in ways and is_speaker(possible[key].name) for key in beyond if key in possible)
    return alike or len(beyond) >= min(len(begun), _BEYOND)


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


def _with_whole_names(
    source: SourceText, page: PageFrame, possible: Marks, taught: LessonMatches, found: _Reading
) -> _Reading:
    """The reading with the names of its marks as the document repeats them: whole, and without the signs around them."""
    opened = opened_names([row for row in page.rows if row.key in found.begun])
    named = with_weighed(possible, opened)
    renamed = sum(named[key].name != possible[key].name for key in opened if key in possible)
    if renamed < max(_LEAST_RENAMED, _RENAMED * len(found.begun)):
        return found
    reading = _read(source, page, named, taught, found.lay)
    return replace(reading, told=found.told) if reading.keeps(found) else found


def _with_weighed_marks(
    source: SourceText, page: PageFrame, possible: Marks, taught: LessonMatches, found: _Reading
) -> _Reading:
    """The reading with the marks on the best path of turns, where it begins speeches elsewhere than the rules do."""
    if found.certainty >= SURE:
        return found
    turns = weighed_turns(page.rows, found.begun, possible)
    if turns is None or turns.gain < _GAIN_OF_TURNS:
        return found
    # Where speeches were found, what stands above them is the head.
    below = {key: mark for key, mark in turns.marks.items() if key in found.record or not found.begun}
    reading = _read(source, page, taught.applied(with_weighed(possible, below)), taught, found.lay)
    if not reading.keeps(found) or reading.says_as(found):
        return found
    told = (*found.told, *explain_turns(page.rows, turns))
    return replace(reading, parsed=_with_guess_told(reading.parsed), told=told)


def _with_guess_told(parsed: ParsedMinutes) -> ParsedMinutes:
    """The minutes with a warning that their marks were guessed: they are never among the surest."""
    first = next((row.line for row in parsed.utterances if row.kind == "speech" and row.speaker), None)
    warnings = [*parsed.warnings, Warning("guessed-marks", _GUESSED, first)]
    certainty = round(_MOST_FOR_GUESS * (parsed.certainty or 0.0), 3)
    return replace(parsed, warnings=_in_order_of_lines(warnings), certainty=certainty)


def _in_order_of_lines(warnings: Iterable[Warning]) -> tuple[Warning, ...]:
    return tuple(sorted(warnings, key=lambda warning: (warning.line or 0, warning.code)))


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
    marks: SpeakerMarks
    # The keys of the record's rows, and of those that begin speeches.
    record: frozenset[int]
    begun: frozenset[int]
    told: tuple[Explained, ...] = ()

    @property
    def certainty(self) -> float:
        return self.parsed.certainty or 0.0

    @property
    def talk(self) -> float:
        """How sure the reading is of what is said, whatever the head holds."""
        return self.certainty / share_of_head(self.parsed)

    def says_as(self, other: _Reading) -> bool:
        """Whether another reading has the same said by the same people."""
        said, others = ([(row.speaker, row.text) for row in one.parsed.utterances] for one in (self, other))
        return said == others

    def keeps(self, other: _Reading) -> bool:
        """Whether this reading is about as sure of the talk and of the head as another, and holds as much of the head."""
        heads = share_of_head(self.parsed), share_of_head(other.parsed)
        return (
            self.talk >= other.talk - _LOSS_OF_TALK
            and heads[0] >= heads[1] - _LOSS_OF_HEAD
            and len(self.parsed.attendees) >= len(other.parsed.attendees)
        )


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
    layout = _laid_out(rows, marks, taught, lay)
    present = present_of(layout)
    if 0 < len(present.attendees) <= _MOST_PRESENT:
        # The attendance list bears out marks that the record alone does not, the first one often among them.
        surnames = [_surname(attendee) for attendee in present.attendees]
        titles = sorted({*_titles(present.attendees), *present.reader.seat_numbers})
        marks = SpeakerMarks(rows, possible, surnames, titles, trusting=trusting)
        layout = _laid_out(rows, marks, taught, lay)
        if present.unlabelled or lists_of(layout) != present.lists:
            present = present_of(layout)
    attendees = present.attendees
    ledger = Ledger([*page.frame, *rows])
    note_present(present, ledger)
    explain_head(layout, ledger)
    head = read_head(layout.sections, ledger, page.path)
    entries, opened, points = _read_agenda(layout, marks, taught, ledger)
    entries.extend(taught_items(layout.record, taught, [entry.item for entry in entries]))
    agenda = [entry.item for entry in entries]
    papers = _read_papers(layout, agenda, ledger)
    headings = HeadingReader(agenda, layout.ceremonies, [entry.place for entry in entries])
    reader = RecordReader(layout.record, marks, headings, ledger, opened, taught, points)
    reader.read(RULES)
    for row in page.frame:
        ledger.set_aside(row, row.text)
    _complete_head(head, reader, layout)
    adjourned = in_half_of(reader.adjourned or closing_time(layout.record), head.starts_at)
    if head.office is None and (contact := contact_office([*(layout.record or rows), *page.frame])) is not None:
        row, head.office = contact
        # Telephone and address behind it are no field of minutes.
        ledger.set_aside(row, row.text.partition(head.office)[2] if head.office in row.text else row.text)
    if head.held_on is None and rows:
        ledger.warn("no-date", "開催日を読み取れませんでした。")
    facts = HeadFacts(head.title, head.body, head.number, head.held_on, head.others, head.weak)
    for doubt in doubts_of(facts, reader.utterances):
        ledger.warn(CODE, doubt.message, doubt.line)
    check_end_time(head.ends_at, adjourned, ledger)
    check_discussed(agenda, reader.discussed, {index: entry.row.number for index, entry in enumerate(entries)}, ledger)
    told = [Warning(remark.code, remark.message, remark.line) for remark in source.remarks]
    warnings = _in_order_of_lines([*told, *ledger.warnings, *ledger.unparsed()])
    parsed = ParsedMinutes(
        title=head.title,
        body=head.body,
        fiscal_year=head.fiscal_year,
        number=head.number,
        office=head.office,
        held_on=head.held_on,
        starts_at=head.starts_at,
        ends_at=head.ends_at,
        adjourned_at=adjourned[0] if adjourned else None,
        venue=head.venue,
        meeting_access=head.meeting_access,
        minutes_access=head.minutes_access,
        attendees=tuple(attendees),
        agenda=tuple(agenda),
        utterances=tuple(reader.utterances),
        attachments=(*papers, *reader.papers.attachments),
        warnings=warnings,
    )
    forget()
    record = frozenset(row.key for row in layout.record)
    begun = frozenset(row.key for row in layout.record if marks.match(row) is not None)
    rated_one = rated(parsed, Evidence(layout.record, marks, source.recognised, len(rows) - len(layout.record)))
    return _Reading(rated_one, rows, ledger, lay, marks, record, begun, explain_start(layout))


def _laid_out(rows: list[PrintedLine], marks: SpeakerMarks, taught: LessonMatches, lay: LayOut) -> Layout:
    """The layout that `lay` gives, with what the record shows to be the head's, and lists and hours put right."""
    return with_moments(with_rosters_of_record(with_record_from_repeat(lay(rows, marks, taught), marks)))


def _read_papers(layout: Layout, agenda: list[AgendaItem], ledger: Ledger) -> list[Attachment]:
    """The papers that the head lists; an item of the agenda above its papers is none of them."""
    reader = AttachmentReader()
    items = {fold(item.title) for item in agenda}
    for section in layout.sections:
        if section.kind != "attachments":
            continue
        for row, texts in section.printed():
            ledger.take(row)
            text = " ".join(texts)
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
        for row, texts in section.printed():
            ledger.take(row)
            lines.extend([(row, " ".join(texts))] if texts else [])
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
            opened = (len(entries) - 1,) if runs_on and not _is_opened(layout.record) else ()
            return [*entries, *further], opened, points
        beyond = further_classes([entry.item for entry in entries], heads, marks)
        return [*entries, *beyond], _sole_item(entries, heads) if not beyond else (), points
    found = [entry for entry in agenda_from_text(heads, marks) or outlined_items(heads) if _is_named(entry)]
    head = [row for section in layout.sections if section.kind == "free" for row, _ in section.rows]
    if contents := contents_items(head, found):
        ledger.take_all(entry.row for entry in contents)
        return contents, (), points
    if found and first is not None:
        ledger.warn("agenda-from-text", "冒頭に議題の一覧がないため、本文の見出しから議題を作りました。", first.number)
    return found, (), points


def _is_opened(record: list[PrintedLine]) -> bool:
    """Whether a record begins with the opening of the meeting, not with what was said on an item."""
    return any(is_opening(row.text) or _OPENS.search(row.text) for row in record[:_OPENING_ROWS])


def _is_named(entry: AgendaEntry) -> bool:
    """Whether an item made from a heading has a name, and one that is no label of the form: 傍聴者, 会議概要."""
    word = re.split(r"[(（]", squeeze(entry.item.title))[0]
    return bool(word) and LABELS.get(word, "agenda") == "agenda"


def _sole_item(entries: list[AgendaEntry], heads: list[PrintedLine]) -> tuple[int, ...]:
    """The only item of a meeting whose record has no opening and no heading of it: it is about that item from the first."""
    if len(entries) != 1 or not heads:
        return ()
    reader = HeadingReader([entry.item for entry in entries])
    opened = _is_opened(heads)
    headed = any((found := reader.read(row.text)) is not None and found.items for row in heads if len(row.text) <= 200)
    return () if opened or headed else (0,)


def _complete_head(head: Head, reader: RecordReader, layout: Layout) -> None:
    """What the head leaves open and the first words of the record say."""
    opening = reader.utterances[0] if reader.utterances else None
    if opening is not None and opening.kind == "note" and head.starts_at is None and _opens(opening.text):
        head.starts_at = clock_in(opening.text)
    last = [row for section in layout.sections[-1:] for row, _ in section.rows[-2:]]
    head.starts_at = head.starts_at or opening_clock([*last, *layout.record])
    sitting = head.body if head.body is not None and is_sitting_alone(head.body) else None
    if head.number is None and head.body is not None and sitting is None and not holds_sitting(head.body):
        # An assembly's sitting without number (定例会6月会議) is opened by that of the year's assembly.
        head.number = _spoken_number(head.body, reader)
    if head.body is None or sitting is not None:
        for body, number in _spoken_bodies(reader):
            if sitting is None or body.endswith(sitting):
                head.body, head.number = body, head.number or number
                break
    if head.meeting_access.level is None:
        # 本会議は公開にて行われた。 above the first words
        spoken = next((index for index, row in enumerate(reader.utterances) if row.speaker is not None), 0)
        lines = [line for row in reader.utterances[:spoken] for line in row.text.split("\n")]
        head.meeting_access = Access(next(filter(None, map(access_in_words, lines)), None), head.meeting_access.reason)
    if head.fiscal_year is None and head.held_on is not None:
        head.fiscal_year = fiscal_year(parse_date(head.held_on))


def _spoken_number(body: str, reader: RecordReader) -> int | None:
    """第N回, as whoever opens the meeting of this body says it, where no title line does."""
    for spoken, number in _spoken_bodies(reader):
        if number is not None and fold(spoken) and fold(spoken) in fold(body):
            return number
    return None


def _spoken_bodies(reader: RecordReader) -> Iterator[tuple[str, int | None]]:
    """The bodies that the first speeches name, with their numbers."""
    for utterance in [row for row in reader.utterances if row.kind == "speech"][:_FIRST_SPEECHES]:
        if (found := body_from_speech(utterance.text)) is not None:
            yield found


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
