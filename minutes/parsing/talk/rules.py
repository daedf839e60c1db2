"""The rules of the record in the order in which they are tried; the last one takes any row."""

from __future__ import annotations

from minutes.parsing.talk.headings import ItemHeading, PointsHeading, TalkHeading, UnlistedTitle
from minutes.parsing.talk.narration import Narrated, Point, Summary, Told
from minutes.parsing.talk.notes import Bracketed, Dashed, Event, Legend, Remark
from minutes.parsing.talk.outcomes import Outcome
from minutes.parsing.talk.papers import PageFoot, Papers
from minutes.parsing.talk.reader import Rule
from minutes.parsing.talk.speeches import FurtherText, ReadingAloud, SignedPoint, SpeakerMark, TaughtMark

RULES: tuple[Rule, ...] = (
    TaughtMark(),
    ReadingAloud(),
    PageFoot(),
    Papers(),
    Summary(),
    Legend(),
    ItemHeading(),
    PointsHeading(),
    TalkHeading(),
    SpeakerMark(),
    SignedPoint(),
    Bracketed(),
    Dashed(),
    Outcome(),
    UnlistedTitle(),
    Event(),
    Remark(),
    Told(),
    Narrated(),
    Point(),
    FurtherText(),
)
