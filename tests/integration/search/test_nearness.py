"""Words that may have been meant: read alike, in whatever letters they are typed, or written nearly so."""

from functools import partial
from typing import Any

import pytest

from minutes.access import VISITOR
from search import engine
from search.synonyms import near_words
from search.synonyms.nearness import Likeness, is_one_edit, sounds_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(say: Any, django_capture_on_commit_callbacks: Any) -> None:
    """An index of a few texts, with their words."""
    with django_capture_on_commit_callbacks(execute=True):
        say(
            "図書館と公園の話。学校給食費の改定、地域の支え合い。児童館で遊ぶ。",
            "公園を直す。公園の木。認知症の講座。防災訓練の日。",
            "講演の記録。サーバーとインターネット。新しい広報を出す。",
            "公園の管理。児童館の庭。大きな倉庫。",
        )


def near(text: str) -> list[str]:
    return [word.text for word in near_words(text, VISITOR, partial(engine.frequencies, clearance=VISITOR))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("以外", "意外"),
        ("情報公開条令", "情報公開条例"),
        ("防災訓錬", "防災訓練"),
        ("セキリュティ", "セキュリティ"),
        ("キャシュレス", "キャッシュレス"),
        ("図書缶", "図書館"),
        ("ネットワクー", "ネットワーク"),
    ],
)
def test_words_written_nearly_so_are_found(
    say: Any, django_capture_on_commit_callbacks: Any, text: str, found: str
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        say("意外な防災訓練。情報公開条例とセキュリティ、キャッシュレス。図書館のネットワーク。")
    assert found in near(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("としょかん", "図書館"),
        ("トショカン", "図書館"),
        ("toshokan", "図書館"),
        ("ＴＯＳＨＯＫＡＮ", "図書館"),
        ("tosyokan", "図書館"),
        ("にんちしょう", "認知症"),
        ("ninchisho", "認知症"),
        ("nintisyou", "認知症"),
        ("ninchishō", "認知症"),
        ("kouen", "公園"),
        ("koen", "公園"),
        ("kōen", "公園"),
        ("kôen", "公園"),
        ("souko", "倉庫"),
        ("じどうかん", "児童館"),
        ("自動館", "児童館"),
        ("ジドー館", "児童館"),
        ("jidou館", "児童館"),
        ("がっこうきゅうしょくひ", "学校給食費"),
        ("にんちしょうのこうざ", "認知症の講座"),
        ("koennokanri", "公園の管理"),
        ("gakkokyushokuhi", "学校給食費"),
        ("インタネト", "インターネット"),
        ("防炎訓練", "防災訓練"),
        ("学校給職費", "学校給食費"),
        ("認知定の講座", "認知症の講座"),
    ],
)
def test_what_is_read_so_comes_first(archive: None, typed: str, meant: str) -> None:
    assert near(typed)[0] == meant


def test_of_words_read_alike_the_most_frequent_comes_first(archive: None) -> None:
    assert near("こうえん") == ["公園", "講演"]


def test_a_whole_word_is_meant_before_pieces(archive: None) -> None:
    """広報 is a word; 公|報 and other pieces are not tried."""
    found = near_words("こうほう", VISITOR, partial(engine.frequencies, clearance=VISITOR))
    assert [(word.text, word.likeness) for word in found] == [("広報", Likeness.READ)]


def test_the_nearer_word_comes_first_unless_another_is_far_more_frequent(
    say: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """保育圏 is read like nothing else; 保育園 is a sign apart."""
    with django_capture_on_commit_callbacks(execute=True):
        say("保育健", *("保育園の話" for _ in range(21)))
    assert near("保育圏") == ["保育園", "保育健"]


def test_pieces_are_words_that_stand_side_by_side(archive: None) -> None:
    """Both words are there, but never one behind the other."""
    assert near("こうえんきゅうしょく") == []


def test_what_is_found_anyway_is_not_meant(archive: None) -> None:
    """The dictionary joins ぼうさい with 防災, サーバ with サーバー."""
    assert near("ぼうさいくんれん") == []
    assert near("サーバ") == []


def test_a_sentence_is_no_word(archive: None) -> None:
    assert near("図書缶のサーバーはいつ新しくなるのでしょうか") == []


def test_near_words_are_few_and_never_the_word_itself(say: Any, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        say("公園と講演、公演、後援、公援、広園、香園。")
    assert "公園" not in near("公園")
    assert len(near("公園")) <= 12


@pytest.mark.parametrize(
    "text", ["", "、", "の", "%_\\", "a" * 500, "\x00", "n", "-", "'", "ー", "っ", "aaaaaaaaaaaaaaaaaaaaaaaa"]
)
def test_any_text_may_be_asked_for(archive: None, text: str) -> None:
    assert len(near(text)) <= 12


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


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("えれべーたー", "えれべた"),
        ("とうきょう", "ときょ"),
        ("こみゅにてぃ", "こみゅにてい"),
        ("きゃっしゅ", "きゃしゅ"),
        ("ぼらんてぃあ", "ぼらんちあ"),
    ],
)
def test_sounds_that_are_easily_written_otherwise(one: str, other: str) -> None:
    assert sounds_of(one) & sounds_of(other)
