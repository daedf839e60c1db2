"""Why an operation is not done. Messages are Japanese and say what to do."""

from __future__ import annotations

from typing import Any


class EditError(Exception):
    """An operation that nobody could do: malformed, or with a value that its field cannot hold."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Conflict(EditError):
    """An operation that was made on another state of the draft.

    `current` is what stands there now (None where it was deleted), `yours` what the operation would have put there.
    """

    def __init__(self, message: str, current: Any = None, yours: Any = None) -> None:
        super().__init__(message)
        self.current = current
        self.yours = yours
