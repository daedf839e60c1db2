"""Rows of minutes as they are shown to somebody: what is withheld from that person is masked in the object."""

from typing import Any

from django.db import models

from minutes.withholding import Mark


class MaskedRow(Exception):
    """A row whose texts were masked for a reader is not to be saved: ■■■ would take the place of what was said."""


class Shown(models.Model):
    """A row of minutes. `withheld` maps a field to the marks in it, of an object that was masked for a reader."""

    withheld: dict[str, tuple[Mark, ...]] = {}

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
