"""Rows of minutes as they are shown to somebody: what is withheld from that person is masked in the object."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models

from minutes.withholding import Mark, Span


class MaskedRow(Exception):
    """A row whose texts were masked for a reader is not to be saved: ■■■ would take the place of what was said."""


class Shown(models.Model):
    """A row of minutes. `withheld` maps a field to the marks in it, of an object that was masked for a reader; `told` to
    what of it others do not read, of one that is shown to an editor."""

    withheld: dict[str, tuple[Mark, ...]] = {}
    told: Mapping[str, Sequence[Span]] = {}

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.withheld:
            raise MaskedRow(repr(self))
        super().save(*args, **kwargs)

    def mask(self, field: str, text: str, marks: tuple[Mark, ...]) -> None:
        """Puts a masked text in the place of a field's, in this object alone."""
        setattr(self, field, text)
        self.withheld = {**self.withheld, field: marks}
