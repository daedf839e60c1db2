"""Commands of manage.py: those that print minutes for everybody print no canary, and each says what it prints.

Whoever can run them reads the database itself, so what an export or a reading of a file prints is no leak. A new command
fails test_search.py until it has its line here.
"""

from __future__ import annotations

import json
from io import StringIO

from django.core.management import call_command

# Apps of other people: their commands know nothing of minutes.
FOREIGN = ("django.", "procrastinate", "pg")
FOR_EVERYBODY = "prints what a visitor may read"
# What each prints of minutes: to whom, or why nothing.
COMMANDS = {
    "search_minutes": FOR_EVERYBODY,
    "export_minutes": "all of it, restricted or not, for whoever keeps copies of the archive: with each audience",
    "parse_minutes": "the file that it is given; touches no database",
    "import_minutes": "names of the files that it is given, and what they could not be told from",
    "load_catalogue": "numbers",
    "record_changes": "numbers",
    "record_dialogue": "numbers",
    "reread": "names of documents and what of them reads otherwise, for whoever runs the archive",
    "worker": "what it logs: numbers of uploads",
    "check_folder": "names of files that wait, for whoever keeps the folder",
    "check_index": "names of meetings whose entries are wrong, for whoever runs the archive",
    "rebuild_index": "numbers",
    "export_synonyms": "the office's synonyms, which are no minutes",
    "import_synonyms": "numbers",
    "prune_search_log": "numbers",
    "prune_access_log": "numbers",
    "import_people": "names of accounts",
    "export_people": "accounts and their groups, for whoever keeps them",
    "remove_second_factor": "names of accounts",
    "issue_password": "a password, and whose",
    "unlock_sign_in": "names of accounts",
    "changepassword": "a password, and whose",
    "serve": "addresses and what it logs",
}


def searched(query: str) -> str:
    """What somebody is told who searches on the command line."""
    printed = StringIO()
    call_command("search_minutes", query, "--json", "--limit", "50", stdout=printed)
    answer = json.loads(printed.getvalue())
    # How long it took.
    del answer["ms"]
    return json.dumps(answer, ensure_ascii=False)
