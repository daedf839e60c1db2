"""How a process of a bulk import begins. It is imported there before Django is set up, so it imports no model."""

import django


def start(database_name: str) -> None:
    """Sets Django up and turns to the database of the process that shares out the work (in tests, not the settings')."""
    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = database_name
