"""What is stored: minutes become rows here and nowhere else, each meeting in one transaction with the search index.

`importing` writes, `restoring` adds what an export tells beside the minutes, `snapshots` and `changes` keep the versions,
`forecast` tells beforehand what a draft would make of them, `papers` the files of papers, `passages` and `draft_passages` what is withheld, `bodies` and `topics` the names that things are filed under, `identity` says which stored
meeting some minutes are of, `dialogue` who speaks in which part; `catalogue`, `exporting` and
`batch` take many at once.
"""

from minutes.record import bodies, topics
from minutes.record.batch import CATALOGUE, UNSURE, Wish, import_item, import_items
from minutes.record.bodies import Proposal, Recognition
from minutes.record.catalogue import CatalogueError, load_catalogue
from minutes.record.changes import (
    PaperKey,
    State,
    changes_of,
    changes_version,
    paper_audience,
    paper_keys,
    record_missing_changes,
    refs_of,
    state_of,
    versions_without_changes,
)
from minutes.record.dialogue import assign, assigned, meetings_without_dialogue, record_missing_dialogue, renew_dialogue
from minutes.record.draft_passages import carry_in_draft, draft_pages, draft_rows
from minutes.record.exporting import lines_of
from minutes.record.first_audience import first_audience
from minutes.record.forecast import Forecast, Opening
from minutes.record.identity import (
    CHOICE,
    Account,
    Arrival,
    Choice,
    Identity,
    Verdict,
    choices_of,
    compare_all,
    identify,
    identify_all,
    settle,
)
from minutes.record.importing import (
    READS_OTHERWISE,
    ImportRefused,
    ImportResult,
    MeetingUnsure,
    Outcome,
    as_stored,
    hash_of,
    import_minutes,
)
from minutes.record.openings import ASKED, agreed, openings_asked, void
from minutes.record.papers import (
    corrects_current,
    give_file,
    keys_of_rows,
    loosen,
    same_papers,
    with_sources,
    write_pages,
)
from minutes.record.passage_forecast import PassageForecast
from minutes.record.passages import Correction, MarkedRow, carrying_passages, key_of, rows_of
from minutes.record.snapshots import item_of_title, parsed_minutes_of, with_namesakes
from minutes.record.topics import NewTopic, find_topic, suggest_topics

__all__ = [
    "ASKED",
    "CATALOGUE",
    "CHOICE",
    "READS_OTHERWISE",
    "UNSURE",
    "Account",
    "Arrival",
    "CatalogueError",
    "Choice",
    "Correction",
    "Forecast",
    "Identity",
    "ImportRefused",
    "ImportResult",
    "MarkedRow",
    "MeetingUnsure",
    "NewTopic",
    "Opening",
    "Outcome",
    "PaperKey",
    "PassageForecast",
    "Proposal",
    "Recognition",
    "State",
    "Verdict",
    "Wish",
    "agreed",
    "as_stored",
    "assign",
    "assigned",
    "bodies",
    "carry_in_draft",
    "carrying_passages",
    "changes_of",
    "changes_version",
    "choices_of",
    "compare_all",
    "corrects_current",
    "draft_pages",
    "draft_rows",
    "find_topic",
    "first_audience",
    "give_file",
    "hash_of",
    "identify",
    "identify_all",
    "import_item",
    "import_items",
    "import_minutes",
    "item_of_title",
    "key_of",
    "keys_of_rows",
    "lines_of",
    "load_catalogue",
    "loosen",
    "meetings_without_dialogue",
    "openings_asked",
    "paper_audience",
    "paper_keys",
    "parsed_minutes_of",
    "record_missing_changes",
    "record_missing_dialogue",
    "refs_of",
    "renew_dialogue",
    "rows_of",
    "same_papers",
    "settle",
    "state_of",
    "suggest_topics",
    "topics",
    "versions_without_changes",
    "void",
    "with_namesakes",
    "with_sources",
    "write_pages",
]
