"""The web server: gunicorn keeps the processes, waitress the connections (docs/adr/0020).

A thread is given to a request that has come whole, and only until its answer is made: what comes slowly or is read
slowly waits in the loop of its process, in memory and temporary files, and holds nobody else up.
"""

from config.web.processes import Worker

__all__ = ["Worker"]
