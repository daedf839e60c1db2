"""Minutes that other systems give as data, and the archive's own lines: values to values. No Django, no I/O.

`adapters` recognises a file by its content; `ndl` and `ndl_head` read the National Diet Library's answers, `archive`
what the archive's own export tells beside the parsed-minutes object (docs/exchange.md).
"""

from minutes.exchange import adapters
from minutes.exchange.archive import ArchivePart, Filed, PaperPart

__all__ = [
    "ArchivePart",
    "Filed",
    "PaperPart",
    "adapters",
]
