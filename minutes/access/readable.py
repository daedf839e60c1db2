"""Querysets whose rows are as one person may read them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self, TypeVar, cast

from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable

from minutes.access.clearance import Clearance
from minutes.access.masking import FIELDS, PART_OF, mask
from minutes.models import Shown

Row = TypeVar("Row", bound=Model)


class Readable(QuerySet[Row]):
    """Rows that a person may read, what is withheld from that person masked in each that comes out.

    Texts are not given but as parts of rows: values() and values_list() of them raise TypeError.
    """

    _reader: Clearance | None = None

    @classmethod
    def of(cls, model: type[Row], clearance: Clearance) -> Self:
        rows = cls(model)
        rows._reader = clearance
        return rows

    def iterator(self, chunk_size: int | None = None) -> Iterator[Row]:
        return iter(self)

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._reader = self._reader
        return clone

    def _fetch_all(self) -> None:
        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new and self._reader is not None and issubclass(self._iterable_class, ModelIterable):
            mask(cast(list[Shown], self._result_cache), self._reader)

    def _values(self, *fields: Any, **expressions: Any) -> Self:
        told = FIELDS[PART_OF[self.model]]  # type: ignore[index]
        asked = {*fields, *expressions.values()} if fields or expressions else set(told)
        if not asked.isdisjoint(told):
            raise TypeError(f"texts are read from rows, where they are masked: {asked & set(told)}")
        return super()._values(*fields, **expressions)  # type: ignore[misc, no-any-return]
