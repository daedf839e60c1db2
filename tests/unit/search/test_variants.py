"""Other spellings by rule: what each rule gives, and what it leaves alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.words import fold_text, guessed_spellings, spellings_by_rule
from search.words.variants import MOST_VARIANTS, in_kanji, value_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("百二十人", "120人"),
        ("二〇二〇年", "2020年"),
        ("三世代住宅", "3世代住宅"),
        ("第二次計画", "第2次計画"),
        ("一人", "1人"),
        ("十人", "10人"),
        ("三丁目", "3丁目"),
        ("第一四半期", "第1四半期"),
        ("令和元年度", "令和1年度"),
        ("令和五年", "令和5年"),
        ("三ヶ月", "三か月"),
        ("三カ月", "三箇月"),
        ("五ヵ所", "五ヶ所"),
        ("霞ヶ関", "霞が関"),
        ("茅ヶ崎", "茅ケ崎"),
        ("フロスタ", "フロスター"),
        ("ヴェルデス", "ベルデス"),
        ("佐々木", "佐佐木"),
        ("人々", "人人"),
        ("古々々米", "古古古米"),
        ("部分々々", "部分部分"),
        ("㈱みなと商会", "株式会社みなと商会"),
        ("みなと商会㈱", "みなと商会株式会社"),
        ("（福）なぎさ会", "社会福祉法人なぎさ会"),
        ("NPO法人なぎさ", "特定非営利活動法人なぎさ"),
        ("15%", "15パーセント"),
        ("30㎡", "30平方メートル"),
        ("40km", "40キロメートル"),
        ("ファミリー・サポート・センター", "ファミリーサポートセンター"),
        ("子育てファミリー・サポート事業", "子育てファミリーサポート事業"),
    ],
)
def test_a_rule_holds_in_both_directions(one: str, other: str) -> None:
    assert fold_text(other) in spellings_by_rule(fold_text(one))
    assert fold_text(one) in spellings_by_rule(fold_text(other))


@pytest.mark.parametrize(
    "text",
    "一般 一部 三鷹 十分 八王子 四国 一切 統一 千葉 五十嵐 八百屋 四半期 第三者 一体 一方 万一 一覧 一時 "
    "一万五千 12:30 covid19 05 民主主義 システム サービス カメラ ルビー 防災訓練 議員".split(),
)
def test_words_that_no_rule_is_for_stay_alone(text: str) -> None:
    assert spellings_by_rule(fold_text(text)) == ()


def test_a_guess_names_the_word_that_must_be_written_so() -> None:
    assert guessed_spellings("防災カメラ") == {"防災カメラー": "カメラー"}
    assert guessed_spellings("ドラマ") == {}  # ドラマー is another word, which the dictionary knows
    assert guessed_spellings("防災") == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ボウリング", "ボーリング"),
        ("スケジューリング", "スケジュウリング"),
        ("ケイパビリティ", "ケーパビリティ"),
        ("ファンタスティック", "ファンタスチック"),
        ("キヤノン", "キャノン"),
        ("ワイファイ", "ワイフアイ"),
        ("トゥイッター", "ツイッター"),
        ("グラビア", "グラビヤ"),
        ("インフォメーション", "インホメーション"),
        ("スタジオ", "スタヂオ"),
        ("エイジフレンドリー", "エージフレンドリー"),
    ],
)
def test_loanwords_heard_otherwise_are_guessed_in_both_directions(one: str, other: str) -> None:
    assert other in guessed_spellings(one)
    assert one in guessed_spellings(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("バッグ", "バック"),
        ("フォーム", "ホーム"),
        ("ソウル", "ソール"),
        ("ベッド", "ベット"),
        ("チーム", "ティーム"),
        ("ウイルス", "ビールス"),
        ("ビル", "ビール"),
    ],
)
def test_other_words_that_sound_alike_are_no_guess(one: str, other: str) -> None:
    assert other not in guessed_spellings(one)
    assert one not in guessed_spellings(other)


@given(st.integers(0, 9999))
def test_numbers_are_read_back(value: int) -> None:
    assert value_of(in_kanji(value)) == value
    assert value_of(str(value)) == value


@pytest.mark.parametrize("text", ["十百", "二十三十", "05", "12345", "千千"])
def test_what_no_one_writes_is_no_number(text: str) -> None:
    assert value_of(text) is None


@settings(deadline=None)
@given(st.text(alphabet="一二十百千〇0123年人ヶかカ月所ーアヴァバ々防災が・元令和", max_size=30))
def test_any_text_has_few_variants(text: str) -> None:
    folded = fold_text(text)
    found = spellings_by_rule(folded)
    assert folded not in found
    assert len(set(found)) == len(found) <= MOST_VARIANTS
