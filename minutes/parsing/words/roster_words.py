"""Words and ways of printing that more than one part of the roster's reading knows."""

from __future__ import annotations

import re

COUNT = re.compile(
    r"[(\[]?\s?(?:計|合計|全員?|以上|外|他|ほか)?\s?(?:[0-9]{1,3}|(?<![^\s(])[一二三四五六七八九十]{1,4}(?=名\s*$))\s?[名人](?:\s?中\s?[0-9]{1,3}\s?[名人])?(?:出席)?\s?[)\]]?"
)
STARRED = re.compile(r"\s*※\s?(?P<seat>\S{2,8})\s*$")
ORDER = re.compile(
    r"[(\[]?[・、]?(?:[5五]十音順|50音順|敬称略|順不同|議席順|名簿順)(?:[・、]|[5五]十音順|50音順|敬称略|順不同|議席順|名簿順)*[)\]]?"
)
# A word or sign of a table that says who was there.
STATE = re.compile("出席|欠席|出|欠|[○〇◯●×✕△]|途中出席|途中退席|遅参|早退")
# Words for those who belong to a body.
MEMBERS = ("委員", "議員", "部員", "会員", "構成員")
# Posts that are a word of the entry, not its group: 書記　甲野太郎
POST_GROUPS = frozenset(["書記", "幹事", "理事", "監事", "庶務", "職員", "記録"])
# How a post goes on behind what is one itself: 教育委員|会次長, 総務課長|補佐.
GOES_ON = re.compile("[会補代兼心査]")
# What the sections and posts of a municipality begin with.
OFFICE_WORDS = re.compile(
    "副|代表|教育|教委|農委|町立|市立|村立|学校|生涯|社会|学習|総務|総合|企画|政策|財政|財務|行政|会計|税務|納税|課税|収納|住民|町民|市民|村民|区民|戸籍|生活|環境|"
    "保健|健康|福祉|高齢|介護|障|国保|国民|医療|病院|診療|子ども|こども|子育|児童|保育|幼児|青少年|産業|経済|商工|観光|農|林|水産|港湾|建設|土木|"
    "建築|都市|道路|住宅|用地|公園|上下水|水道|下水|簡易水道|管財|契約|検査|工事|施設|危機|防災|消防|交通|情報|デジタル|広報|秘書|人事|職員|庶務|議事|議会|"
    "事務|監査|選挙|固定|地域|まち|未来|協働|国際|文化|図書|博物|公民|体育|スポーツ|給食|老人|支所|出張所|出納|収入|助役|町長|市長|村長|区長|議長|委員|会長|"
    "局長|部長|課長|室長|係長|次長|主幹|主査|主任|主事|書記|参事|理事|技監|所長|館長|園長|校長|局|部|課|室|統括|担当|専門|指導|管理|調査|業務|振興|推進|新|脱炭素"
)
