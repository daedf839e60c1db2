"""関連語: words that stand in the first hits far more often than elsewhere; a click narrows the search to one of them."""

import re
from collections.abc import Sequence

from minutes.access import Clearance
from search import engine, language
from search.language import Question
from search.words import fold_text, names_a_person, tokenize, units_of

# Of fewer hits nothing can be said, and nothing needs to be narrowed.
FEWEST_HITS = 8
MOST_RELATED = 8
# Where one word is part of another, the longer one stands for both unless the shorter is so much more frequent.
MUCH_MORE = 1.5
# Of several words with one beginning or end no more are told.
MOST_ALIKE = 2
# What is said in every meeting, whatever it is about: whole words, and what no telling word holds.
_PROCEDURAL = frozenset(
    "委員 議長 議員 会長 部会長 座長 区長 市長 町長 村長 知事 助役 収入役 教育長 部長 課長 係長 次長 室長 局長 所長 館長 参事 主査 理事者"
    " 事務局 幹事 書記 会派 代表 本会議 委員会 会議 議会 議題 議事 陳情 請願 賛成 反対 審査 審議 質疑 質問 答弁 説明 報告 発言 意見 要望"
    " 提案 提出 確認 決定 以上 本日 今日 今回 今後 年度 本年 平成 令和 昭和 現在 現状 状況 状態 内容 問題 課題 関係 関連 対応 対策 検討"
    " 実施 推進 事業 計画 場合 部分 必要 必要性 重要 皆さん 皆様 方々 資料 別紙 前段 後段 視点 観点 趣旨 理由 結果 経過 予定 時期 段階 方向"
    " 方針 努力 充実 強化 活用 中身 全体 一部 自体 自分 先生 具体 具体的 基本的 全体的 積極的 大変 非常 本当 先般 先日 昨年 今年 来年"
    " 午前 午後 休憩 一致 解決 投入 表現 展開 工夫 有効 機能 提供 設置 増加 時代 規定 使用 一般 会計 表明 当然 期待 今度 半分 全部 ページ 一括 当初 本案 全会 区民 市民 住民 区内 市内 担当課".split()
)
_PROCEDURE = re.compile(
    "とおり|採決|可決|否決|採択|原案|異議|全会一致|意見表明|修正案|議案|登壇|所見|閉会|開会|散会|継続審査|挙手|特別委員|一般会計|特別会計"
)
# A single kanji with the ending of a verb: 設け, 取り.
_VERBAL = re.compile("[一-鿿々]?[ぁ-ゖ]+")


def related_words(question: Question, entries: Sequence[int], clearance: Clearance) -> tuple[str, ...]:
    """At most MOST_RELATED words of these first hits, the most telling first; one statement. Raises SearchTimeout.

    Nouns and compounds alone: no names of persons, no numbers, nothing that the query says already.
    """
    if question.tree is None or len(entries) < FEWEST_HITS:
        return ()
    typed = _typed(question.tree)
    terms = engine.telling_terms(entries, clearance=clearance)
    found = [
        term
        for term in terms
        if not any(term.lexeme in text for text in typed)
        and _says_something(term.lexeme)
        and not _is_fragment(term, terms)
    ]
    # Abbreviations as they are written.
    return tuple(text.upper() if text.isascii() else text for text in (term.lexeme for term in _told(found)))


def _is_fragment(term: engine.Telling, terms: Sequence[engine.Telling]) -> bool:
    """Whether two units side by side are parts of a longer word and its neighbour: 学校図書 of 学校図書館."""
    units = [unit.surface for _, unit in units_of(term.lexeme)]
    if len(units) != 2 or len(tokenize(term.lexeme)) == 1:
        return False
    left, right = units
    return any(
        other.holding >= term.holding
        and other is not term
        and (
            (other.lexeme.startswith(right) and other.lexeme != right)
            or (other.lexeme.endswith(left) and other.lexeme != left)
        )
        for other in terms
    )


def _told(terms: Sequence[engine.Telling]) -> list[engine.Telling]:
    """The longest of words of which one is part of another, and not many that are alike."""
    told: list[engine.Telling] = []
    for term in terms:
        longer = [other for other in terms if term.lexeme in other.lexeme and other is not term]
        if any(term.holding < MUCH_MORE * other.holding for other in longer):
            continue
        alike = [
            other for other in told if other.lexeme[:2] == term.lexeme[:2] or other.lexeme[-2:] == term.lexeme[-2:]
        ]
        if len(alike) < MOST_ALIKE:
            told.append(term)
    return told[:MOST_RELATED]


def _typed(tree: language.Node) -> list[str]:
    """All texts that the query finds: a part of one says nothing new."""
    texts = []
    for word in language.positive(tree):
        forms = word.forms if isinstance(word, language.Wanted) else (word,)
        texts += [fold_text(form.text) for form in forms]
    return texts


def _says_something(lexeme: str) -> bool:
    if lexeme in _PROCEDURAL or _PROCEDURE.search(lexeme) or _VERBAL.fullmatch(lexeme) or lexeme.isdigit():
        return False
    words = [word for _, word in tokenize(lexeme)]
    # A sign of its own in front belongs to the word before: 者|制度.
    is_whole = len(words) == 1 or len(words[0].surface) > 1
    is_nominal = all(word.is_content and unit.is_nominal for word in words for unit in word.units)
    return is_whole and is_nominal and not any(word.is_numeral for word in words) and not names_a_person(lexeme)
