"""Papers (資料) on their way in: which file is which paper, by a person or by its label.

`desk` is the page's view of the papers of one draft or meeting, `receiving` keeps files and puts them in their place,
`reading` reads their text in the background.
"""

from minutes.papers import reading, receiving
from minutes.papers.desk import DraftPapers, MeetingPapers, PaperDesk, PaperError, loose_in
from minutes.papers.forms import ArrangementForm, SendingForm
from minutes.papers.receiving import Received

__all__ = [
    "ArrangementForm",
    "DraftPapers",
    "MeetingPapers",
    "PaperDesk",
    "PaperError",
    "Received",
    "SendingForm",
    "loose_in",
    "reading",
    "receiving",
]
