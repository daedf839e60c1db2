"""How a process that shares in work begins. It is imported there before Django is set up, so it imports no model."""

import gc
import multiprocessing
import os
import signal
import threading

import django


def start(database_name: str) -> None:
    """Sets Django up and turns to the database of the process that shares out the work (in tests, not the settings').

    Ctrl-C is for that process alone, and when it is killed this one ends too.
    """
    if multiprocessing.parent_process() is not None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        threading.Thread(target=_end_with_parent, daemon=True).start()
    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = database_name
    # What stands there stays, and what comes goes without help: the collector would only walk over it.
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
