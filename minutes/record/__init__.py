"""What is stored: minutes become rows here and nowhere else, each meeting in one transaction with the search index.

`importing` writes, `restoring` adds what an export tells beside the minutes, `snapshots` and `changes` keep the versions,
`papers` the files of papers, `bodies` and `topics` the names that things are filed under; `catalogue`, `exporting` and
`batch` take many at once.
"""

from minutes.record import bodies, topics
from minutes.record.batch import CATALOGUE, import_item, import_items
from minutes.record.bodies import Proposal, Recognition
from minutes.record.catalogue import CatalogueError, load_catalogue
from minutes.record.changes import (
    FORMAT,
    PaperKey,
    State,
    paper_audience,
    paper_keys,
    record_changes,
    refs_of,
    state_of,
)
from minutes.record.exporting import lines_of
from minutes.record.importing import (
    READS_OTHERWISE,
    ImportRefused,
    ImportResult,
    Outcome,
    as_stored,
    hash_of,
    import_minutes,
    matching_meeting,
)
from minutes.record.papers import give_file, keys_of_rows, loosen, same_papers, with_sources, write_pages
from minutes.record.snapshots import item_of_title, parsed_minutes_of, with_namesakes
from minutes.record.topics import NewTopic, find_topic, suggest_topics

__all__ = [
    "CATALOGUE",
    "FORMAT",
    "READS_OTHERWISE",
    "CatalogueError",
    "ImportRefused",
    "ImportResult",
    "NewTopic",
    "Outcome",
    "PaperKey",
    "Proposal",
    "Recognition",
    "State",
    "as_stored",
    "bodies",
    "find_topic",
    "give_file",
    "hash_of",
    "import_item",
    "import_items",
    "import_minutes",
    "item_of_title",
    "keys_of_rows",
    "lines_of",
    "load_catalogue",
    "loosen",
    "matching_meeting",
    "paper_audience",
    "paper_keys",
    "parsed_minutes_of",
    "record_changes",
    "refs_of",
    "same_papers",
    "state_of",
    "suggest_topics",
    "topics",
    "with_namesakes",
    "with_sources",
    "write_pages",
]
