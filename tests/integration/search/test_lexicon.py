"""Words of the index: spellings that are listed, and words written nearly so."""

import pytest

from minutes.access import VISITOR
from search.index.writing import learn_words
from search.language import Question, Wanted
from search.synonyms import near_words, understand
from search.synonyms.lexicon import is_one_edit
from search.words import fold_text, tokenize, vocabulary_of

pytestmark = pytest.mark.django_db


def learn(text: str) -> None:
    """Puts the words of a text into the vocabulary, as indexing it does."""
    learn_words(dict.fromkeys(vocabulary_of(token for _, token in tokenize(fold_text(text))), 0))


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


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("以外", "意外"),
        ("ぼうさい", "防災"),
        ("情報公開条令", "情報公開条例"),
        ("防災訓錬", "防災訓練"),
        ("セキリュティ", "セキュリティ"),
        ("キャシュレス", "キャッシュレス"),
        ("図書缶", "図書館"),
        ("ネットワクー", "ネットワーク"),
    ],
)
def test_words_written_nearly_so_are_found(text: str, found: str) -> None:
    learn("意外な防災訓練。情報公開条例とセキュリティ、キャッシュレス。図書館のネットワーク。")
    assert found in near_words(text, VISITOR)


def test_near_words_are_few_and_never_the_word_itself() -> None:
    learn("公園と講演、公演、後援、公援、広園、香園。")
    assert "公園" not in near_words("公園", VISITOR)
    assert len(near_words("公園", VISITOR)) <= 5


@pytest.mark.parametrize("text", ["", "、", "の", "%_\\", "a" * 500, "\x00"])
def test_any_text_may_be_asked_for(text: str) -> None:
    learn("防災訓練。")
    assert len(near_words(text, VISITOR)) <= 5


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("図書館", "図書缶", True),
        ("図書館", "図書", True),
        ("図書館", "図書館員", True),
        ("図書館", "図館書", True),
        ("図書館", "図書館", False),
        ("図書館", "館書図", False),
        ("図書館", "図", False),
        ("", "図", True),
    ],
)
def test_one_edit(one: str, other: str, is_one: bool) -> None:
    assert is_one_edit(one, other) is is_one
    assert is_one_edit(other, one) is is_one
