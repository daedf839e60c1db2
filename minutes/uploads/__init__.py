"""Documents on the desk: received, read in the background, listed by what they need, published.

`receiving` takes files in, `watched_folder` those that are put in a folder, `reading` makes drafts of them, `lifecycle` changes an upload's state, `preview` shows
beforehand what publishing changes, `proposed_audience` who would read the minutes, `duplicates` and `triage` say what is there already and what needs an eye, `desk_list` is the list of them all.
"""

from minutes.uploads import (
    desk_list,
    lifecycle,
    proposed_audience,
    reading,
    receiving,
    second_person,
    triage,
    watched_folder,
)
from minutes.uploads.desk_list import Outcome, Query
from minutes.uploads.duplicates import NEAR_SAME
from minutes.uploads.forms import UploadForm
from minutes.uploads.lifecycle import Shown, StaleDraft, UploadError
from minutes.uploads.preview import Preview
from minutes.uploads.receiving import Received
from minutes.uploads.triage import Level

__all__ = [
    "NEAR_SAME",
    "Level",
    "Outcome",
    "Preview",
    "Query",
    "Received",
    "Shown",
    "StaleDraft",
    "UploadError",
    "UploadForm",
    "desk_list",
    "lifecycle",
    "proposed_audience",
    "reading",
    "receiving",
    "second_person",
    "triage",
    "watched_folder",
]
