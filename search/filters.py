"""What a search can be narrowed to, as declared form fields."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest

from minutes import labels
from minutes.access import visible_meetings
from minutes.models import Body, Topic, Utterance
from minutes.reading import find_branch, topic_tree
from search.engine import Filters
from search.models import SearchEntry


class YearFilter(django_filters.Filter):  # type: ignore[misc]
    """A fiscal year, as the Gregorian year in which it begins."""

    field_class = forms.IntegerField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, min_value=1, max_value=9999, **kwargs)


def _bodies(request: HttpRequest | None) -> QuerySet[Body]:
    """Only bodies that the person may know of: others are as unknown as a number that never was."""
    if request is None:
        return Body.objects.none()
    return Body.objects.filter(pk__in=visible_meetings(request.user).order_by().values("body"))


def _topics(request: HttpRequest | None) -> QuerySet[Topic]:
    """The topic asked for, where it leads to something that the person may read."""
    wanted = request.GET.get("topic", "") if request is not None else ""
    if request is None or not wanted.isascii() or not wanted.isdigit():
        return Topic.objects.none()
    branch = find_branch(topic_tree(request.user), int(wanted))
    return Topic.objects.filter(pk=branch.topic.pk) if branch else Topic.objects.none()


class SearchFilters(django_filters.FilterSet):  # type: ignore[misc]
    """The filters of the results page; values that cannot be are passed over, and told in `problems`."""

    year_from = YearFilter(field_name="fiscal_year", lookup_expr="gte", label="年度（から）")
    year_to = YearFilter(field_name="fiscal_year", lookup_expr="lte", label="年度（まで）")
    body = django_filters.ModelChoiceFilter(queryset=_bodies, label="会議体")
    topic = django_filters.ModelChoiceFilter(queryset=_topics, field_name="topics", method="of_topic", label="分類")
    speaker = django_filters.CharFilter(label="発言者", max_length=200)
    kind = django_filters.ChoiceFilter(choices=Utterance.Kind.choices, label="種類")

    class Meta:
        model = SearchEntry
        fields = ["year_from", "year_to", "body", "topic", "speaker", "kind"]

    def of_topic(self, entries: QuerySet[SearchEntry], name: str, topic: Topic) -> QuerySet[SearchEntry]:
        return entries.filter(topics__contains=[topic.pk])

    def chosen(self) -> Filters:
        """The valid filters, for the engine; a range given the wrong way round is turned."""
        data = self._valid_data()
        year_from, year_to = data.get("year_from"), data.get("year_to")
        if year_from and year_to and year_from > year_to:
            year_from, year_to = year_to, year_from
        body, topic = data.get("body"), data.get("topic")
        return Filters(
            year_from=year_from,
            year_to=year_to,
            body=body.pk if body else None,
            topic=topic.pk if topic else None,
            speaker=data.get("speaker") or None,
            kind=data.get("kind") or None,
        )

    def shown(self) -> dict[str, str]:
        """The label of each valid filter's value: {"body": "総務委員会"}; years with era and Gregorian year."""
        data = self._valid_data()
        texts = {name: str(value) for name, value in data.items() if value not in (None, "")}
        for name in ("year_from", "year_to"):
            if name in texts:
                texts[name] = labels.fiscal_year_label(data[name])
        if "kind" in texts:
            texts["kind"] = str(Utterance.Kind(data["kind"]).label)
        return texts

    def problems(self) -> list[str]:
        """The labels of filters whose values cannot be."""
        return [str(self.form.fields[name].label) for name in self.form.errors]

    def _valid_data(self) -> dict[str, Any]:
        self.form.is_valid()
        return dict(self.form.cleaned_data)
