"""The record: its rows -> utterances, and the papers listed behind it.

Row by row the first rule that takes it decides: a list of papers, 要旨, a heading, a mark, a record between brackets or
dashes, an event line; what none takes goes on with the text above it, or is said by nobody known. A new way of printing
is a new rule in the module of its subject, and its place in `RULES`.
"""

from minutes.parsing.talk.reader import RecordReader, Rule
from minutes.parsing.talk.rules import RULES

__all__ = ["RULES", "RecordReader", "Rule"]
