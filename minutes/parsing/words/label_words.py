"""Labels put together from the vocabulary of minutes forms: 出席並びに欠席委員の詳細, 会議に付すべき事件, 担当課・係名.

The list of labels.py names the usual labels; offices word theirs in ever new ways, though from the same few words. A
word is a label of a field where it consists of that field's words alone, holds the one that tells the field, and ends
as labels do.
"""

from __future__ import annotations

import re
from functools import lru_cache

_LONGEST = 30
_JOIN = "及び|並びに|および|ならびに|又は|または|・|、|と|の|等"


def _ends(*words: str) -> str:
    """A look-behind for any of the words."""
    return "|".join(rf"(?<={word})" for word in words)


def _pattern(words: str, telling: str, ends: tuple[str, ...], never: str = "") -> re.Pattern[str]:
    barred = rf"(?!(?:{never})\Z)" if never else ""
    return re.compile(rf"{barred}(?=.*(?:{telling}))(?:{words}|{_JOIN})+(?:{_ends(*ends)})等?")


# In order: the first field whose words a label consists of is its field.
_FIELDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "reason",
        _pattern(
            "会議録?|議事録|公開|非公開|傍聴|不可|一部|全部|と|する|した|しない|でない|認めない|場合|は|その|に|を|理由",
            "理由",
            ("理由",),
            "(?:その)?理由",
        ),
    ),
    (
        "minutes_access",
        _pattern(
            "会議録|議事録|公開|非公開|一部|別|可否|区分|状況",
            "(?:会議録|議事録)の?.*公開",
            ("別", "可否", "区分", "状況", "公開"),
        ),
    ),
    (
        "access",
        _pattern(
            "会議|審議会|公開|非公開|一部|全部|別|可否|区分|状況|有無",
            "公開",
            ("別", "可否", "区分", "状況", "有無", "又は非公開", "または非公開", "・非公開"),
        ),
    ),
    (
        "audience",
        _pattern(
            "一般|会議|傍聴|報道機関|報道関係|関係|者|人|数|定員|状況|可否|有無|席|氏名",
            "傍聴",
            ("者", "人", "数", "定員", "状況", "可否", "有無", "席", "氏名"),
        ),
    ),
    (
        "attendees",
        _pattern(
            "本日|当日|会議|審議会|協議会|委員会|その他|以外|外|出席|欠席|出欠席?|参加|陪席|列席|同席|臨席|立会|した|する|求めた|に|へ|ため|説明|職務|委員"
            "|議員|職員|員|部員|会員|構成員|役員|幹事|説明員|理事者?|事務局|関係|行政|市|町|村|区|県|都|側|当局|執行部|執行機関|者|人|職名?|役職名?|氏名|名簿?|一覧表?|詳細|内訳|状況|表|書記",
            "出席|欠席|出欠|参加者|陪席|列席|同席|臨席|会議の?書記|事務局職?員|説明員",
            (
                "者",
                "委員",
                "議員",
                "員",
                "人",
                "氏名",
                "名",
                "名簿",
                "一覧",
                "一覧表",
                "詳細",
                "内訳",
                "状況",
                "表",
                "書記",
            ),
        ),
    ),
    (
        "attachments",
        _pattern(
            "当日|事前|本日|会議|席上|机上|追加|要求|配布|配付|添付|提出|参考|使用|関係|説明|補足|審議|した|された|に|資料|書類|物|一覧表?|名称?|目録|リスト|表",
            "資料|書類|配[布付]物",
            ("資料", "書類", "物", "一覧", "一覧表", "名", "名称", "目録", "リスト"),
        ),
    ),
    (
        "office",
        _pattern(
            "事務局|事務|担当|所管|主管|庶務|所属|会議|部局|部署|部|課|係|室|名",
            "(?:事務|担当|所管|主管|庶務|所属)の?・?(?:局|課|部|室|係)|事務局",
            ("課", "部署", "部局", "課名", "係", "室", "名", "局名"),
        ),
    ),
    (
        "when",
        _pattern(
            "会議|開催|開会|開議|招集|実施|年月日|月日|日時|日|期日|時間|時刻",
            "日",
            ("年月日", "月日", "日時", "開催日", "開会日", "期日", "時間", "時刻"),
        ),
    ),
    (
        "venue",
        _pattern(
            "会議|開催|開会|招集|実施|場所|会場|方法|形式|形態|名",
            "場所|会場",
            ("場所", "会場", "会場名", "方法", "形式", "形態"),
        ),
    ),
    (
        "title",
        _pattern(
            "会議|審議会|委員会|協議会|附属機関|付属機関|懇談会|会議体|会|名称?",
            "会",
            ("名", "名称"),
        ),
    ),
    (
        "agenda",
        _pattern(
            "本日|今回|会議|総会|定例会|臨時会|例会|部会|審議会|委員会|協議会|懇談会|懇話会|検討会|理事会|役員会|に|付した|付すべき|付議した|付託|付議|審議|協議|審査|調査|抽出|報告|検討|討議|説明|連絡|した|された|すべき|議題|議案|案件|事件|件名|事項|項目|議事|日程|次第|名|一覧",
            "議題|案件|事件|事項|次第|日程|件名",
            ("議題", "議題名", "案件", "案件名", "事件", "事件名", "件名", "事項", "項目", "日程", "次第", "一覧"),
            "報告及び協議事項|次第",
        ),
    ),
    (
        "other",
        _pattern(
            "その他|必要な?|特に|特記|特筆|すべき|留意|した|して|おく|事項",
            "必要|特記|特筆",
            ("必要事項", "必要な事項", "記事項", "筆事項", "べき事項"),
        ),
    ),
    (
        "record",
        _pattern(
            "会議|議事|審議|審査|協議|検討|発言|質疑|応答|議論|討議|意見|主な|主たる|内容|経過|結果|概要|要旨|要点|大要|詳細|記録|てん末|顛末|進行|交換|模様|次第",
            "会議|議事|審議|審査|協議|検討|発言|質疑|議論|討議|意見",
            ("内容", "経過", "結果", "概要", "要旨", "要点", "大要", "詳細", "てん末", "顛末", "模様", "質疑応答"),
        ),
    ),
)


@lru_cache(maxsize=4096)
def composed_field(word: str) -> str | None:
    """The field that a label opens which the vocabulary alone makes, None where it makes none."""
    if not 3 <= len(word) <= _LONGEST:
        return None
    for field, pattern in _FIELDS:
        if pattern.fullmatch(word):
            return field
    return None
