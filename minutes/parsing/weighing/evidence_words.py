"""Pieces of evidence in Japanese, as an editor is shown what speaks for a row's label."""

from __future__ import annotations

import re
from collections.abc import Sequence

from minutes.parsing.weighing.weights import Weights

_SIDES = {"-2": "二つ上の行：", "-1": "上の行：", "+1": "下の行：", "+2": "二つ下の行：", "": ""}
_PARTS = re.compile(r"(?P<side>[+-][12])?(?P<rest>.*)", re.S)
_PIECE = re.compile(r"(?P<key>[a-z]+)(?:=(?P<value>[^ ]*))?")
_VALUE = re.compile(r"(?P<word>[a-z]{2,})(?P<sign>\W?)")
# Keys, and values that are words, of all evidence.
_WORDS = {
    "access": "公開",
    "again": "同じ表示の数",
    "agenda": "議題",
    "alone": "行に単独",
    "at": "の",
    "attachments": "資料",
    "attendance": "出欠",
    "attendees": "出席者",
    "audience": "傍聴",
    "bare": "印なし",
    "bill": "議案",
    "body": "団体名",
    "bracket": "括弧",
    "bracketed": "括弧の中",
    "bullet": "記号",
    "cell": "表の欄",
    "cells": "欄の数",
    "ceremony": "式次第",
    "chair": "議長など",
    "class": "種類",
    "closes": "閉会",
    "closing": "閉会",
    "colon": "コロン",
    "comma": "読点",
    "date": "日付",
    "depth": "上からの行数",
    "drawn": "罫線",
    "edge": "端",
    "end": "終わり",
    "ends": "文の後の割合",
    "event": "出来事",
    "fields": "欄",
    "figures": "数量",
    "first": "最初の字",
    "full": "行いっぱい",
    "gap": "空き",
    "group": "区分",
    "head": "長",
    "heading": "見出し",
    "hiragana": "ひらがなの割合",
    "honour": "敬称",
    "in": "中の",
    "indented": "字下げ",
    "item": "項目",
    "items": "議題",
    "kana": "かな",
    "kanji": "漢字",
    "label": "見出しの言葉",
    "last": "最後の字",
    "length": "長さ",
    "letters": "英字",
    "long": "長い",
    "mark": "発言者の表示",
    "masked": "伏せ字",
    "member": "委員など",
    "name": "名前",
    "names": "名前の数",
    "no": "なし",
    "none": "なし",
    "number": "番号",
    "off": "区切りあり",
    "office": "課・事務局",
    "one": "一",
    "opening": "書き出し",
    "opens": "開会",
    "other": "そのほか",
    "outdented": "字上げ",
    "paper": "資料",
    "papers": "資料",
    "particle": "助詞で始まる",
    "people": "人",
    "person": "人の名",
    "place": "文書の中の位置",
    "plain": "常体",
    "polite": "敬体",
    "possible": "表示かもしれない言葉",
    "post": "職",
    "postname": "職と名前",
    "quote": "かぎ括弧",
    "reason": "理由",
    "record": "本文",
    "rest": "後の文",
    "role": "役職",
    "rows": "行の数",
    "rules": "規則による区切り",
    "said": "発言らしさ",
    "seat": "議席番号",
    "set": "前後の",
    "share": "割合",
    "short": "短い",
    "sign": "記号",
    "signed": "後ろの括弧",
    "slash": "斜線",
    "space": "空白",
    "span": "広がり",
    "speech": "発言",
    "start": "始まりの字",
    "stop": "句点",
    "stops": "句点が複数",
    "time": "時刻",
    "title": "題名らしい終わり",
    "value": "値",
    "venue": "場所",
    "void": "見出しのみ",
    "way": "同じ書き方",
    "when": "日時",
    "with": "あり",
    "word": "言葉",
    "words": "語の数",
}
# The kinds of letters that no sign stands for itself.
_LETTER, _DIGIT = ("a", "英"), ("9", "数")
_OF_LETTERS = frozenset(("first", "last", "start"))


def in_japanese(name: str) -> str:
    """A piece of evidence in words: 下の行：種類＝委員など."""
    match = _PARTS.fullmatch(name)
    side, rest = (match["side"] or "", match["rest"]) if match is not None else ("", name)
    return _SIDES[side] + "・".join(_piece(piece) for piece in rest.split(" ") if piece)


def strongest_in_words(weights: Weights, evidence: Sequence[str], label: str) -> str:
    """What speaks most for a row's label: 種類＝委員など +1.2、句点 +0.8."""
    return "、".join(f"{in_japanese(name)} {weight:+.1f}" for name, weight in weights.strongest(evidence, label))


def _piece(piece: str) -> str:
    match = _PIECE.fullmatch(piece)
    if match is None:
        return piece
    key, value = match["key"], match["value"]
    word = _WORDS.get(key, key)
    if value is None:
        return word
    if key in _OF_LETTERS:
        return f"{word}＝{value.replace(*_LETTER).replace(*_DIGIT)}"
    if value == "\t":
        return f"{word}＝タブ"
    return f"{word}＝{_VALUE.sub(lambda found: _WORDS.get(found['word'], found['word']) + found['sign'], value)}"
