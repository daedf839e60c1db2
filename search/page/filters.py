"""What a search can be narrowed to, as declared form fields."""

from collections import defaultdict
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from minutes.access import visible_meetings
from minutes.dialogue import CATEGORY_CHOICES, CATEGORY_LABELS, SpeakerCategory
from minutes.models import AgendaItem, Body, Meeting, Topic
from minutes.reading_room import standing_links
from minutes.views.forms import given, whole_number
from minutes.wording import labels
from search.language import Filters
from search.models import Profile, SearchEntry

FILTER_NAMES = ("year_from", "year_to", "body", "topic", "category", "speaker", "kind", "meeting", "item")
NO_ITEM_LABEL = "議題なし"
_KIND_LABELS = {value: str(label) for value, label in Profile.KINDS}


class NumberFilter(django_filters.Filter):  # type: ignore[misc]
    """A whole number within bounds."""

    field_class = forms.IntegerField


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
    items = AgendaItem.objects.filter(meeting__in=visible_meetings(request.user), pk=OuterRef("agenda_item"))
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

    def chosen(self) -> Filters:
        """The valid filters, for the engine; a range given the wrong way round is turned."""
        data = self._valid
        year_from, year_to = data.get("year_from"), data.get("year_to")
        if year_from and year_to and year_from > year_to:
            year_from, year_to = year_to, year_from
        return Filters(
            year_from=year_from,
            year_to=year_to,
            category=data.get("category"),
            speaker=data.get("speaker"),
            kind=data.get("kind"),
            item=self._item.pk if self._item else data.get("item"),
            **{name: data[name].pk for name in ("body", "topic", "meeting") if name in data},
        )

    def shown(self) -> dict[str, str]:
        """The label of each valid filter's value: {"body": "総務委員会"}; years with era and Gregorian year."""
        texts = {name: str(value) for name, value in self._valid.items()}
        for name in ("year_from", "year_to"):
            if name in texts:
                texts[name] = labels.fiscal_year_label(self._valid[name])
        if "category" in texts:
            texts["category"] = CATEGORY_LABELS[SpeakerCategory(self._valid["category"])]
        if "kind" in texts:
            texts["kind"] = _KIND_LABELS[self._valid["kind"]]
        if "item" in texts:
            texts["item"] = str(self._item or NO_ITEM_LABEL)
        return texts

    def problems(self) -> list[str]:
        """The labels of filters whose values cannot be."""
        return self._problems

    def _find_item(self) -> AgendaItem | None:
        """The agenda item asked for; one that is none is taken out of the valid values."""
        order = self._valid.get("item")
        meeting = self._valid.get("meeting")
        if order is None or (order == 0 and meeting is not None):
            return None
        found = meeting and AgendaItem.objects.filter(meeting=meeting, order=order).first()
        if not found:
            del self._valid["item"]
            self._problems.append(str(self.form.fields["item"].label))
        return found or None
