"""What editors taught about the layout of a body's minutes (BodyLesson), for the next ones to be read with."""

from django.contrib.auth.models import User

from minutes.models import BodyLesson
from minutes.parsing import Lesson
from minutes.record import bodies
from minutes.wording import name_key


def lessons_for(body_name: str | None) -> tuple[Lesson, ...]:
    """What is known of the minutes of the body of this name, taught under any of its names."""
    rows = BodyLesson.objects.filter(body_key__in=_keys(body_name)).order_by("pk")
    return tuple(dict.fromkeys(Lesson(row.kind, row.text, row.line) for row in rows))


def keep_lesson(body_name: str, lesson: Lesson, user: User) -> None:
    """The body's next minutes are read with the lesson; what was taught to the contrary is forgotten."""
    forget_lesson(body_name, Lesson(contrary(lesson.kind), lesson.text))
    known = bodies.find(body_name)
    BodyLesson.objects.update_or_create(
        body_key=known.name_key if known else name_key(body_name),
        kind=lesson.kind,
        text=lesson.text,
        defaults={"line": lesson.line},
        create_defaults={"line": lesson.line, "created_by": user},
    )


def forget_lesson(body_name: str, lesson: Lesson) -> None:
    """The body's next minutes are read without the lesson."""
    BodyLesson.objects.filter(body_key__in=_keys(body_name), kind=lesson.kind, text=lesson.text).delete()


def contrary(kind: str) -> str:
    """speaker <-> not-speaker, heading <-> not-heading."""
    return kind.removeprefix("not-") if kind.startswith("not-") else f"not-{kind}"


def _keys(body_name: str | None) -> set[str]:
    if not body_name:
        return set()
    keys = {name_key(body_name)}
    known = bodies.find(body_name)
    if known is not None:
        keys |= {known.name_key, *known.names.values_list("name_key", flat=True)}
    return keys
