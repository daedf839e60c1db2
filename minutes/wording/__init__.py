"""Words for people: dates and years, names, reasons of the file system. Stdlib only: settings and start-up read it too."""

from minutes.wording import dates, labels, people
from minutes.wording.citations import UTTERANCE_MARK, citation_of
from minutes.wording.dates import (
    DateError,
    FoundDate,
    FoundTime,
    clock_minutes,
    clock_of_recording,
    find_date,
    find_fiscal_year,
    find_times,
    find_year,
    fiscal_year,
    format_era_date,
    format_fiscal_year,
    parse_date,
    parse_number,
)
from minutes.wording.file_errors import reason_of
from minutes.wording.names import name_key, visible_text
from minutes.wording.people import person_name

__all__ = [
    "UTTERANCE_MARK",
    "DateError",
    "FoundDate",
    "FoundTime",
    "citation_of",
    "clock_minutes",
    "clock_of_recording",
    "dates",
    "find_date",
    "find_fiscal_year",
    "find_times",
    "find_year",
    "fiscal_year",
    "format_era_date",
    "format_fiscal_year",
    "labels",
    "name_key",
    "parse_date",
    "parse_number",
    "people",
    "person_name",
    "reason_of",
    "visible_text",
]
