"""SourceText -> Transcript: what meeting tools write of a recording, read as cues with their times. No Django, no I/O.

`read_transcript` finds out by content, whatever the file is called: captions (WebVTT, SubRip, SBV), tables of time,
speaker and words (CSV, Excel, Word), scripts (stamped lines of Teams, Google Meet, AmiVoice and the like; names alone
where a tool wrote them). What makes minutes of it is minutes/parsing/transcript/transcript.py.
"""

from minutes.transcripts.model import Cue, HeadLine, Transcript, Untaken
from minutes.transcripts.reading import read_transcript
from minutes.transcripts.recordings import Recording, recording_named

__all__ = ["Cue", "HeadLine", "Recording", "Transcript", "Untaken", "read_transcript", "recording_named"]
