"""What a search can be narrowed to, as declared form fields."""

from collections import defaultdict
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from minutes.access import visible_items, visible_meetings
from minutes.dialogue import CATEGORY_CHOICES, CATEGORY_LABELS, SpeakerCategory
from minutes.models import AgendaItem, Body, Meeting, Topic
from minutes.reading_room import standing_links
from minutes.views.forms import given, whole_number
from minutes.wording import labels
from search.language import LONGEST_QUERY, Filters, is_end_of_month, read_day
from search.models import Profile, SearchEntry

FILTER_NAMES = (
    "year_from",
    "year_to",
    "date_from",
    "date_to",
    "body",
    "topic",
    "category",
    "speaker",
    "kind",
    "meeting",
    "item",
)
_DATES = ("date_from", "date_to")
NO_ITEM_LABEL = "議題なし"
_KIND_LABELS = {value: str(label) for value, label in Profile.KINDS}


class NumberFilter(django_filters.Filter):  # type: ignore[misc]
    """A whole number within bounds."""

    field_class = forms.IntegerField


class _DayField(forms.CharField):
    """The first or the last day of what a text names, in any form that 日付: reads."""

    def __init__(self, *, is_end: bool, **options: Any) -> None:
        super().__init__(max_length=LONGEST_QUERY, **options)
        self._is_end = is_end

    def clean(self, value: Any) -> date | None:
        text = super().clean(value)
        day = read_day(text, is_end=self._is_end) if text else None
        if text and day is None:
            raise forms.ValidationError("日付を読み取れません。")
        return day


class DayFilter(django_filters.Filter):  # type: ignore[misc]
    """A day of meetings."""

    field_class = _DayField


class _TopicForm(forms.Form):
    topic = whole_number()


def _bodies(request: HttpRequest | None) -> QuerySet[Body]:
    """Only bodies that the person may know of: others are as unknown as a number that never was."""
    if request is None:
        return Body.objects.none()
    return Body.objects.filter(Exists(visible_meetings(request.user).order_by().filter(body=OuterRef("pk"))))


def _meetings(request: HttpRequest | None) -> QuerySet[Meeting]:
    return Meeting.objects.none() if request is None else visible_meetings(request.user)


def _topics(request: HttpRequest | None) -> QuerySet[Topic]:
    """The topic asked for, where it or one below it leads to something that the person may read."""
    wanted = given(_TopicForm(request.GET))["topic"] if request is not None else None
    if request is None or wanted is None:
        return Topic.objects.none()
    items = visible_items(request.user).filter(pk=OuterRef("agenda_item"))
    links = standing_links().filter(Exists(items), topic__in=_with_those_below(wanted))
    return Topic.objects.filter(Exists(links), pk=wanted)


def _with_those_below(topic: int) -> set[int]:
    below: defaultdict[int | None, list[int]] = defaultdict(list)
    for pk, parent in Topic.objects.values_list("pk", "parent"):
        below[parent].append(pk)
    found = {topic}
    waiting = [topic]
    while waiting:
        children = set(below[waiting.pop()]) - found
        found |= children
        waiting += children
    return found


class SearchFilters(django_filters.FilterSet):  # type: ignore[misc]
    """The filters of the results page; values that cannot be are passed over, and told in `problems`.

    A meeting is named by its key, an agenda item by its place in that meeting: 0 is what stands under none.
    """

    year_from = NumberFilter(label="年度（から）", min_value=1, max_value=9999)
    year_to = NumberFilter(label="年度（まで）", min_value=1, max_value=9999)
    date_from = DayFilter(label="日付（から）", is_end=False)
    date_to = DayFilter(label="日付（まで）", is_end=True)
    body = django_filters.ModelChoiceFilter(queryset=_bodies, label="会議体")
    topic = django_filters.ModelChoiceFilter(queryset=_topics, label="分類")
    category = django_filters.ChoiceFilter(choices=CATEGORY_CHOICES, label="発言者の区分")
    speaker = django_filters.CharFilter(label="発言者", max_length=200)
    kind = django_filters.ChoiceFilter(choices=Profile.KINDS, label="種類")
    meeting = django_filters.ModelChoiceFilter(queryset=_meetings, to_field_name="key", label="会議")
    item = NumberFilter(label="議題", min_value=0, max_value=99_999)

    class Meta:
        model = SearchEntry
        fields: list[str] = []  # the engine narrows: nothing here is a filter of rows

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form.is_valid()
        self._valid: dict[str, Any] = {
            name: value for name, value in self.form.cleaned_data.items() if value not in (None, "")
        }
        self._problems = [str(self.form.fields[name].label) for name in self.form.errors]
        self._item = self._find_item()
        self._turn("year_from", "year_to")
        self._turn("date_from", "date_to")

    def chosen(self) -> Filters:
        """The valid filters, for the engine."""
        data = self._valid
        return Filters(
            year_from=data.get("year_from"),
            year_to=data.get("year_to"),
            date_from=data.get("date_from"),
            date_to=data.get("date_to"),
            category=data.get("category"),
            speaker=data.get("speaker"),
            kind=data.get("kind"),
            item=self._item.pk if self._item else data.get("item"),
            **{name: data[name].pk for name in ("body", "topic", "meeting") if name in data},
        )

    def shown(self) -> dict[str, str]:
        """The label of each valid filter's value: {"body": "総務委員会"}; years and dates with era and Gregorian year."""
        texts = {name: str(value) for name, value in self._valid.items()}
        for name in ("year_from", "year_to"):
            if name in texts:
                texts[name] = labels.fiscal_year_label(self._valid[name])
        for name in _DATES:
            if name in texts:
                day = self._valid[name]
                texts[name] = labels.month_label(day) if _is_edge(name, day) else labels.date_label(day)
        if "category" in texts:
            texts["category"] = CATEGORY_LABELS[SpeakerCategory(self._valid["category"])]
        if "kind" in texts:
            texts["kind"] = _KIND_LABELS[self._valid["kind"]]
        if "item" in texts:
            texts["item"] = str(self._item or NO_ITEM_LABEL)
        return texts

    def written(self) -> dict[str, str]:
        """Each valid filter's value as an address has it; dates as 2021-10 or 2021-10-15."""
        return {name: _written(name, value) or self.data[name] for name, value in self._valid.items()}

    def problems(self) -> list[str]:
        """The labels of filters whose values cannot be."""
        return self._problems

    def _turn(self, first: str, last: str) -> None:
        """A range given the wrong way round is turned."""
        given = self._valid
        if first in given and last in given and given[first] > given[last]:
            for name, other in ((first, self.data[last]), (last, self.data[first])):
                given[name] = self.form.fields[name].clean(other)

    def _find_item(self) -> AgendaItem | None:
        """The agenda item asked for; one that is none is taken out of the valid values."""
        order = self._valid.get("item")
        meeting = self._valid.get("meeting")
        if order is None or (order == 0 and meeting is not None):
            return None
        found = meeting and visible_items(self.request.user).filter(meeting=meeting, order=order).first()
        if not found:
            del self._valid["item"]
            self._problems.append(str(self.form.fields["item"].label))
        return found or None


def _is_edge(name: str, day: date) -> bool:
    """Whether a whole month begins or ends with a date that is a filter."""
    return day.day == 1 if name == "date_from" else is_end_of_month(day)


def _written(name: str, value: Any) -> str:
    """How an address writes a number or a date; empty for what it has written already."""
    if name in _DATES:
        return str(value.isoformat()[:7] if _is_edge(name, value) else value.isoformat())
    return str(value) if isinstance(value, int) else ""
