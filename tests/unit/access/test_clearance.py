"""What a person may read, as a value, and the questions asked of audiences."""

import operator
from collections.abc import Callable
from typing import Any

import pytest

from minutes.access import VISITOR, Clearance, is_narrower, is_restricted, narrower, restriction, sql
from minutes.models import Audience

STAFF, EDITOR = Clearance.of(Audience.STAFF), Clearance.of(Audience.EDITORS)


@pytest.mark.parametrize("compares", [operator.lt, operator.le, operator.gt, operator.ge, max])
@pytest.mark.parametrize("other", [EDITOR, 1])
def test_a_clearance_has_no_order_that_others_could_rely_on(compares: Callable[[Any, Any], Any], other: Any) -> None:
    with pytest.raises(TypeError):
        compares(STAFF, other)


def test_equal_clearances_may_stand_for_each_other_in_a_cache() -> None:
    assert {("search", STAFF): 1}[("search", Clearance.of(Audience.STAFF))] == 1
    assert len({VISITOR, STAFF, EDITOR}) == 3


def test_all_audiences_that_apply_must_hold() -> None:
    assert STAFF.may_see()
    assert STAFF.may_see(Audience.EVERYONE, Audience.STAFF)
    assert not STAFF.may_see(Audience.STAFF, Audience.EDITORS)
    assert EDITOR.may_see(*Audience)
    assert [one.sees_all for one in (VISITOR, STAFF, EDITOR)] == [False, False, True]


@pytest.mark.parametrize("first", Audience)
@pytest.mark.parametrize("second", Audience)
def test_the_narrower_audience_lets_in_who_is_in_both(first: Audience, second: Audience) -> None:
    for person in (VISITOR, STAFF, EDITOR):
        assert person.may_see(narrower(first, second)) == person.may_see(first, second)
    left_out = [one for one in (VISITOR, STAFF, EDITOR) if one.may_see(second) and not one.may_see(first)]
    assert is_narrower(first, than=second) == bool(left_out)


def test_what_restricts_nobody_says_nothing() -> None:
    assert narrower() == Audience.EVERYONE
    assert not is_restricted(Audience.EVERYONE)
    assert not is_restricted(None)
    assert is_restricted(Audience.STAFF)
    assert restriction(Audience.EVERYONE) == ""
    assert restriction(Audience.EDITORS) == "編集者"


def test_conditions_of_statements_take_the_place_that_they_are_given() -> None:
    assert sql.readable("entry.access") == "entry.access = ANY(%s::smallint[])"
    assert sql.readable_somewhere("access", "%(classes)s") == "access && %(classes)s::smallint[]"
    assert [sql.asker(one) for one in (VISITOR, STAFF, EDITOR)] == [[0], [0, 1], [0, 1, 2]]
