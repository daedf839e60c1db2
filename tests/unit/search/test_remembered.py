"""What is remembered holds for one state of the index, and is computed once however many ask."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from search.page.memory import remember


def test_an_answer_is_computed_once_for_each_state() -> None:
    asked: list[int] = []

    def compute() -> int:
        asked.append(1)
        return len(asked)

    key = "computed once"
    assert [remember((1, 7), key, compute), remember((1, 7), key, compute)] == [1, 1]
    assert remember((1, 8), key, compute) == 2


def test_those_who_ask_at_once_wait_for_one_answer() -> None:
    together, asked = Barrier(4), []

    def compute() -> str:
        asked.append(1)
        Event().wait(0.05)
        return "answer"

    def ask() -> str:
        together.wait()
        return remember((1, 1), "asked at once", compute)

    with ThreadPoolExecutor(4) as people:
        answers = [person.result() for person in [people.submit(ask) for _ in range(4)]]
    assert (answers, len(asked)) == (["answer"] * 4, 1)


def test_a_search_that_fails_is_asked_again() -> None:
    def fail() -> str:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        remember((1, 1), "fails first", fail)
    assert remember((1, 1), "fails first", lambda: "answer") == "answer"
