"""Pictures and shapes of the pages of a PDF, made once and kept under VAR_DIR/pages by the document's digest."""

import json
import os
import shutil
import tempfile
from pathlib import Path

from django.conf import settings

from minutes import intake
from minutes.models import SourceDocument

WIDTHS = (600, 900, 1400)  # pixels; a few, so that few pictures are kept


def page_picture(source: SourceDocument, page: int, width: int) -> bytes:
    """One page (1-based) as PNG, as wide as the smallest of WIDTHS that is not narrower than `width`.

    Raises DocumentError for a document that is no PDF or has no such page.
    """
    fitting = next((known for known in WIDTHS if known >= width), WIDTHS[-1])
    kept = _folder(source.sha256) / f"{page}-{fitting}.png"
    try:
        return kept.read_bytes()
    except FileNotFoundError:
        drawn = intake.draw_page(bytes(source.content), page, fitting)
        _keep(kept, drawn)
        return drawn


def page_shapes(source: SourceDocument) -> list[float]:
    """Width by height of every page, measured once and kept beside the pictures. Raises DocumentError for no PDF."""
    kept = _folder(source.sha256) / "shapes.json"
    try:
        return [float(shape) for shape in json.loads(kept.read_bytes())]
    except FileNotFoundError:
        shapes = intake.page_shapes(bytes(source.content))
        _keep(kept, json.dumps(shapes).encode())
        return shapes


def forget(digest: str) -> None:
    """Removes what is kept of the document with this digest; nothing where nothing is."""
    shutil.rmtree(_folder(digest), ignore_errors=True)


def _folder(digest: str) -> Path:
    return Path(settings.VAR_DIR) / "pages" / digest[:2] / digest


def _keep(path: Path, data: bytes) -> None:
    """Writes the file whole or not at all: another request may look for it at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(name).replace(path)
