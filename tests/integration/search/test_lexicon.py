"""Words of the index: spellings that are listed."""

import pytest

from search.index import vocabulary
from search.language import Question, Wanted
from search.synonyms import understand
from search.words import fold_text, tokenize, vocabulary_of

pytestmark = pytest.mark.django_db


def learn(text: str) -> None:
    """Puts the words of a text into the vocabulary, as indexing it does."""
    vocabulary.learn(dict.fromkeys(vocabulary_of(token for _, token in tokenize(fold_text(text))), frozenset({0})))


def forms_of(text: str, *, variants: bool = True) -> list[str]:
    tree = understand(Question(text, variants=variants)).tree
    assert isinstance(tree, Wanted)
    return [form.text for form in tree.forms]


def test_spellings_of_the_index_are_listed() -> None:
    learn("取組と取り組み、サーバーとサーバ。子どもと子供。")
    assert forms_of("取組") == ["取組", "取り組み"]
    assert forms_of("サーバ") == ["サーバ", "サーバー"]
    assert forms_of("子ども") == ["子ども", "子供"]
    assert forms_of("取組", variants=False) == ["取組"]
