"""What a sentence is about, once its words need not stand together."""

import pytest

from search.language import Loose, Wish, loosened, parse


def loose(text: str) -> Loose:
    found = loosened(parse(text).tree)
    assert found is not None
    return found


def words(text: str) -> list[str]:
    return [word.text for word in loose(text).words]


@pytest.mark.parametrize(
    ("sentence", "about"),
    [
        ("新中央図書館はいつ開館するのか", ["中央", "図書館", "開館"]),
        ("給食費の未納にどう対応しているのですか", ["給食費", "未納", "対応"]),
        ("水族館の入館料を教えてください", ["水族館", "入館料"]),
        ("川と駅の間にあるものは何ですか", ["川", "駅", "間"]),
        ("待機児童の数、いくらぐらい", ["待機児童", "数"]),
        ("誰が反対したのか", ["反対"]),
        ("田中さんが言ったこと", ["田中"]),
        ("防災 いつから", ["防災"]),
        ("令和3年度の待機児童は何人ですか", ["令和3年度", "待機児童"]),
        ("2021年10月1日の会議で決めたことは", ["2021年10月1日", "会議", "決め"]),
        ("5月31日に締め切る申請は", ["5月31日", "締め切る", "申請"]),
        ("令和3年2月30日の防災訓練", ["防災", "訓練"]),
        ("第2回の訓練と給食費", ["訓練", "給食費"]),
    ],
)
def test_words_of_asking_and_of_no_content_are_left_out(sentence: str, about: list[str]) -> None:
    assert words(sentence) == about


def test_what_neighbours_form_is_a_clue_too() -> None:
    assert [compound.text for compound in loose("防災計画の改定日程はいつ").compounds] == ["防災計画", "改定日程"]


@pytest.mark.parametrize(
    "text",
    [
        "防災",
        "保育圏",
        "「防災訓練の日」",
        "「防災」「訓練」",
        "発言者:山田",
        "-防災",
        "の は",
        "どこで何をするの",
        "ていがくきゅうふ",
        "",
        "令和3年2月30日",
        "令和99年",
        "5/32",
        "2031年5月31日の会議",
        "平成17年2月31日の本会議",
        "第2回の会議録",
    ],
)
def test_a_single_word_and_what_is_quoted_stay_as_they_are(text: str) -> None:
    assert loosened(parse(text).tree) is None


def test_fields_years_and_what_is_refused_hold_all_the_same() -> None:
    tree = loose("給食費 未納 発言者:山田 年度:2023 -中止").required
    assert tree == parse("発言者:山田 年度:2023 -中止").tree


@pytest.mark.parametrize(
    ("question", "wish"),
    [
        ("図書館はいつ開館するのか", Wish.TIME),
        ("工事費はいくらか", Wish.AMOUNT),
        ("利用者は何人か", Wish.NUMBER),
        ("利用はどれくらいあるか", Wish.NUMBER),
        ("だれが決めたのか 理由", None),
    ],
)
def test_what_a_question_asks_for_is_known(question: str, wish: Wish | None) -> None:
    assert loose(f"{question} 予算").wish is wish
