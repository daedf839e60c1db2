"""The backend Django loads: see the package's first lines.

Commands that read no data (parse_minutes, check, collectstatic) start no server, because the
server starts with the first connection and not with the settings.
"""

from pathlib import Path
from typing import Any

from django.db.backends.postgresql import base

from config import embedded_postgres


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects to the embedded server of OPTIONS["folder"], starting it where needed."""

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        folder = params.pop("folder")
        throwaway = params.pop("throwaway", False)
        cache_mb = params.pop("cache_mb", 256)
        params["host"] = embedded_postgres.start(Path(folder), throwaway, cache_mb)
        return params
