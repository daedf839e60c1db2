"""Minutes that other systems give as data, and the archive's own lines: values to values. No Django, no I/O.

`adapters` recognises a file by its content; `ndl` and `ndl_head` read the National Diet Library's answers, `archive`
what the archive's own export tells beside the parsed-minutes object (docs/exchange.md). `office_csv` is for tables that
spreadsheets write and read.
"""

from minutes.exchange import adapters
from minutes.exchange.archive import ArchivePart, Filed, Named, PaperPart, PassagePart
from minutes.exchange.office_csv import CsvError, CsvFault, CsvRow, cell_text, csv_bytes, csv_decoded, csv_rows

__all__ = [
    "ArchivePart",
    "CsvError",
    "CsvFault",
    "CsvRow",
    "Filed",
    "Named",
    "PaperPart",
    "PassagePart",
    "adapters",
    "cell_text",
    "csv_bytes",
    "csv_decoded",
    "csv_rows",
]
