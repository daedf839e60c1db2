"""Tables of questions and answers: who asks and who answers stands in columns, or nowhere."""

from __future__ import annotations

import pytest

from tests.unit.parsing.support import parse_text

HEAD = """令和4年度第2回霞浜市行政改革懇談会会議録
日時　令和5年3月1日（水）午後1時30分
出席者　青野座長、赤井委員、白川委員
議題　施設の使用料について
会議内容
"""


def talk(*lines: str) -> list[tuple[str, str | None, str]]:
    """Kind, speaker and text of what a record of these lines holds."""
    return [(row.kind, row.speaker, row.text) for row in parse_text(HEAD + "\n".join(lines)).utterances]


@pytest.mark.parametrize(
    "heads",
    [
        "番号\t発言者\t意見・質問\t回答課\t回答",
        "№\t委員名\t質問・意見等\t担当課\t回答・対応",
        "\t質問者\t意見\t所管課\t市の考え方",
    ],
)
def test_who_asks_and_who_answers_stand_in_columns(heads: str) -> None:
    found = talk(
        heads,
        "1\t赤井委員\t使用料を上げるのは乱暴ではないか。\t資産経営課\t原価の半分を求める考え方です。",
        "2\t白川委員\t減免の団体はいくつあるのか。\tスポーツ振興課\t214団体です。",
        "夜間をほぼ押さえている。上限を設けるべきだ。\tスポーツ振興課\t予約の状況を調べます。",
        "資産経営課\t基準は統一したものがありません。",
        "3\t青野座長\t時期をずらしてほしい。\t資産経営課\t10月を想定しています。",
    )
    assert [row[1] for row in found] == [
        "赤井委員",
        "資産経営課",
        "白川委員",
        "スポーツ振興課",
        "白川委員",
        "スポーツ振興課",
        "資産経営課",
        "青野座長",
        "資産経営課",
    ]
    assert found[4][2] == "夜間をほぼ押さえている。上限を設けるべきだ。"


@pytest.mark.parametrize("heads", ["意見・質問\t回答", "委員からの質問\t事務局の回答", "質疑\t答弁"])
def test_without_names_question_and_answer_take_turns(heads: str) -> None:
    found = talk(
        heads,
        "くじ引きは何件か。\t41件中14件です。",
        "(1) 舗装補修工事",
        "同じ額が多いのはなぜか。\t単価を公表しているためです。",
        "辞退の理由は何か。\t技術者がいないためです。",
    )
    said = [row[2] for row in found if row[0] == "speech"]
    assert said == [
        "くじ引きは何件か。",
        "41件中14件です。",
        "同じ額が多いのはなぜか。",
        "単価を公表しているためです。",
        "辞退の理由は何か。",
        "技術者がいないためです。",
    ]


@pytest.mark.parametrize(
    "told", ["別添資料1のとおり事務局から報告。", "資料2により石森課長から報告", "（資料3に基づき事務局より提案）"]
)
def test_a_paper_that_was_reported_is_an_explanation(told: str) -> None:
    found = talk(told, "青野座長：始めます。", "赤井委員：はい。", "青野座長：終わります。")
    assert found[0] == ("explanation", None, told.strip("（）"))


def test_points_in_the_middle_of_a_sentence_that_tells_of_them_are_opinions() -> None:
    found = talk(
        "石森課長より資料2に基づき説明がなされた。",
        "これに対し、",
        "　・聞き取りの対象が偏っているのではないか。",
        "　・来年度も継続すべきである。",
        "等の委員の意見及び質疑応答があった。",
    )
    assert found == [
        ("explanation", None, "石森課長より資料2に基づき説明がなされた。"),
        ("note", None, "これに対し、"),
        ("speech", None, "聞き取りの対象が偏っているのではないか。"),
        ("speech", None, "来年度も継続すべきである。"),
        ("note", None, "等の委員の意見及び質疑応答があった。"),
    ]


def test_numbered_lines_that_tell_what_was_done_name_no_speaker_of_the_next() -> None:
    found = talk(
        "1) 新任委員紹介（白川委員、赤井委員）", "2) 青野座長あいさつ", "3) 会長代理指名（赤井委員を指名）", "4) 閉会"
    )
    assert [row for row in found if row[0] == "speech"] == []
    assert ("note", None, "青野座長あいさつ") in found
