"""The queries that `make bench` asks: words of every kind a user types, by what they put to the test."""

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Query:
    """`kind` is what the tables group by; `literal` has the switch 文字どおり on."""

    kind: str
    text: str
    literal: bool = False


_TEXTS = {
    "one rare word": ("電子申請", "羽田空港", "平和都市宣言", "液状化", "地籍調査", "成年後見制度"),
    "one common word": ("防災", "図書館", "予算", "学校", "委員長", "区民", "システム", "待機児童", "介護保険", "商店街"),
    "the commonest noun": ("こと",),
    "compound": ("情報公開条例", "自転車駐車場", "地球温暖化対策", "公共施設整備"),
    "two and three words": (
        "防災 訓練", "図書館 開館時間", "学校 耐震", "予算 補正", "保育園 待機児童", "高齢者 福祉 施設",
        "清掃 工場 建設", "学校 給食 費用",
    ),
    "phrase": ("「補正予算」", "「個人情報の保護」", "「地域防災計画」", "「学校選択制」", "「区民の皆様」"),
    "OR": ("防災 OR 災害", "図書館 | 児童館", "介護 OR 福祉 OR 医療", "(防災 OR 災害) 訓練"),
    "NOT": ("防災 -訓練", "予算 NOT 補正", "学校 -小学校 -中学校"),
    "prefix": ("システム*", "図書*"),
    "variants": ("コンピュータ", "取組", "子供", "ﾊﾟｿｺﾝ"),
    "near": ("防災 近接20 訓練",),
    "filtered": ("年度:2005 防災", "年度:2003-2006 学校", "会議:総務 予算", "発言者:区長 図書館", "年度:平成20 介護 保険"),
}  # fmt: skip
_LITERAL = (
    "京都", "補正", "予算", "教育委員会", "保育園", "情報公開", "区長", "ＩＴ", "票", "ありがとうございます", "条例",
    "コミュニティバス", "防犯カメラ", "国民健康保険", "パブリックコメント", "駅前", "再開発", "学童クラブ", "％", "の皆様",
)  # fmt: skip

# Questions as people ask them, of which nothing holds all the words.
_QUESTIONS = (Path(__file__).parent / "relevance" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
_MOST_QUESTIONS = 20

QUERIES = (
    *(Query(kind, text) for kind, texts in _TEXTS.items() for text in texts),
    *(Query("sentence", json.loads(line)["query"]) for line in _QUESTIONS[:_MOST_QUESTIONS]),
    *(Query("literal", text, literal=True) for text in _LITERAL),
)
