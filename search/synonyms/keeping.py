"""Keeping the synonyms: what a group must be like, and files in and out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction

import trail
from search.models import StandardGroup, Synonym, SynonymGroup
from search.synonyms.files import BadLine, SynonymSet, SynonymWord, read_standard
from search.words import fold_text, tokenize

Origin = SynonymGroup.Origin
_BATCH = 2_000
_COLUMNS = 'group_id, text, direction, "order", lexeme, folded, normalized'


class NoSynonymsError(Exception):
    """A file in which nothing could be read as a group; what was there before stays."""


@dataclass(slots=True)
class Imported:
    """What an import did: groups and words now there, groups that were left out, and lines that were bad."""

    groups: int = 0
    words: int = 0
    unchanged: int = 0
    left_out: list[str] = field(default_factory=list)
    bad_lines: list[BadLine] = field(default_factory=list)


def problems_of(words: Sequence[SynonymWord]) -> list[str]:
    """Why these words are no group, in Japanese sentences; empty where they are one."""
    problems = []
    seen: dict[str, str] = {}
    for word in words:
        folded = fold_text(word.text)
        if not any(found.lexemes for _, found in tokenize(folded)):
            problems.append(f"「{word.text}」には、検索できる言葉がありません。")
        elif folded in seen:
            problems.append(
                f"「{seen[folded]}」と「{word.text}」は、検索では同じ語です。どちらかを消してください。"
                if seen[folded] != word.text
                else f"「{word.text}」が2つあります。どちらかを消してください。"
            )
        seen.setdefault(folded, word.text)
    if len(seen) < 2:
        problems.append("同義語は2語以上を登録してください。")
    elif not problems and not _leads_anywhere(words):
        problems.append(
            "どの語で検索しても、ほかの語が探されません。「向き」を見直してください。"
            "「この語で検索したときに、ほかの語も探す」だけ、または「ほかの語で検索したときに、この語も探す」だけの"
            "組合せはできません。"
        )
    return problems


def _leads_anywhere(words: Sequence[SynonymWord]) -> bool:
    return any(
        one is not other and one.direction in Synonym.LEADING and other.direction in Synonym.LED_TO
        for one in words
        for other in words
    )


@transaction.atomic
@trail.kept_in("search.synonymgroup", Origin.SUDACHI)
def replace_sudachi(read: Iterable[SynonymSet | BadLine]) -> Imported:
    """Puts the groups of a SudachiDict source in the place of those imported before. Groups that an editor
    switched off stay off. Raises NoSynonymsError where there is no group at all."""
    result = Imported()
    former = SynonymGroup.objects.filter(origin=Origin.SUDACHI)
    inactive = set(former.filter(is_active=False).values_list("number", flat=True))
    # Tens of thousands of rows that nothing else refers to: no need to look for that row by row.
    Synonym.objects.filter(group__in=former)._raw_delete(using=connection.alias)
    former._raw_delete(using=connection.alias)
    waiting: list[SynonymSet] = []
    for group in read:
        if isinstance(group, BadLine):
            result.bad_lines.append(group)
            continue
        words = list({fold_text(word.text): word for word in reversed(group.words)}.values())[::-1]
        # Groups of which only one spelling takes part say nothing.
        if len(words) < 2 or not _leads_anywhere(words):
            result.left_out.append(group.number)
            continue
        number = int(group.number)
        waiting.append(SynonymSet(group.number, words, is_active=number not in inactive))
        result.groups += 1
        result.words += len(words)
        if len(waiting) >= _BATCH:
            _add(waiting, Origin.SUDACHI)
            waiting.clear()
    _add(waiting, Origin.SUDACHI)
    if not result.groups:
        raise NoSynonymsError
    return result


@transaction.atomic
def import_office(read: Iterable[SynonymSet | BadLine]) -> Imported:
    """Adds the groups of an office's file; a group of the same words takes directions and notes from the file."""
    result = Imported()
    existing = {
        frozenset(word.folded for word in group.words.all()): group
        for group in SynonymGroup.objects.filter(origin=Origin.OFFICE).prefetch_related("words")
    }
    for group in read:
        if isinstance(group, BadLine):
            result.bad_lines.append(group)
            continue
        problems = problems_of(group.words)
        if problems:
            result.left_out.append(f"グループ {group.number}: {problems[0]}")
            continue
        former = existing.get(frozenset(fold_text(word.text) for word in group.words))
        if former is not None and _as_set(former) == (group.words, group.note, group.is_active, group.is_offered):
            result.unchanged += 1
            continue
        if former is not None:
            former.delete()
        _add([group], Origin.OFFICE)
        result.groups += 1
        result.words += len(group.words)
    return result


@transaction.atomic
@trail.kept_in("search.synonymgroup", Origin.STANDARD)
def add_standard() -> int:
    """Adds the groups of the list that comes along that were never added here; returns how many. What an editor changed
    or removed stays as it is."""
    known = set(StandardGroup.objects.values_list("number", flat=True))
    new = [group for group in read_standard() if int(group.number) not in known]
    StandardGroup.objects.bulk_create(StandardGroup(number=int(group.number)) for group in new)
    _add(new, Origin.STANDARD)
    return len(new)


def office_sets() -> list[SynonymSet]:
    """The office's groups, to be written to a file."""
    groups = SynonymGroup.objects.filter(origin=Origin.OFFICE).order_by("pk").prefetch_related("words")
    found = []
    for number, group in enumerate(groups, start=1):
        found.append(SynonymSet(str(number), *_as_set(group)))
    return found


def _as_set(group: SynonymGroup) -> tuple[list[SynonymWord], str, bool, bool]:
    words = [SynonymWord(word.text, word.direction) for word in group.words.all()]
    return words, group.note, group.is_active, group.is_offered


def _add(groups: Sequence[SynonymSet], origin: Origin) -> None:
    rows = SynonymGroup.objects.bulk_create(
        SynonymGroup(
            origin=origin,
            number=None if origin == Origin.OFFICE else int(group.number),
            note=group.note,
            is_active=group.is_active,
            is_offered=group.is_offered,
        )
        for group in groups
    )
    with connection.cursor() as cursor, cursor.copy(f"COPY search_synonym ({_COLUMNS}) FROM STDIN") as copy:
        for row, group in zip(rows, groups, strict=True):
            for order, word in enumerate(group.words):
                new = Synonym(text=word.text).prepare()
                copy.write_row((row.pk, word.text, word.direction, order, word.lexeme, new.folded, new.normalized))
