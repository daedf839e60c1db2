"""How static files are stored: under names that hold a digest of their content."""

from collections.abc import Callable
from re import Match
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

OWN_SCRIPTS = "js/"


class StaticFilesStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Our modules of JavaScript name the modules that they import by their digests: a new release is seen at once."""

    support_js_module_import_aggregation = True

    def url_converter(self, name: str, *args: Any, **options: Any) -> Callable[[Match[str]], str]:
        """Other packages' scripts stay as they are: they import files that only their build tools know."""
        if name.endswith(".js") and not name.startswith(OWN_SCRIPTS):
            return lambda found: found[0]
        converter: Callable[[Match[str]], str] = super().url_converter(name, *args, **options)
        return converter
