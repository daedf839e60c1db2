"""What is left in the index of words that were erased for ever: profiles, spellings and suggestions that nothing uses, and
the entries of a rebuild that was not finished."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from search.index import shadow, vocabulary
from search.models import Profile, SearchEntry, Suggestion, SuggestionSource, Word


def on_words_erased(sender: Any, expression: str, **_: Any) -> None:
    used = Exists(SearchEntry.objects.filter(profile=OuterRef("pk")))
    held = Q(speaker__regex=expression) | Q(speaker_folded__regex=expression)
    Profile.objects.filter(~used, held).delete()
    shown = Exists(SuggestionSource.objects.filter(suggestion=OuterRef("pk")))
    Suggestion.objects.filter(~shown, Q(text__regex=expression) | Q(folded__regex=expression)).delete()
    shadow.forget(expression)
    # After the entries that are written now have brought their words.
    transaction.on_commit(partial(_forget_words, expression))


def _forget_words(expression: str) -> None:
    held = Q(surface__regex=expression) | Q(normalized__regex=expression) | Q(reading__regex=expression)
    words = Word.objects.filter(held).values_list("surface", "access")
    vocabulary.forget({(one, surface) for surface, classes in words for one in classes})
