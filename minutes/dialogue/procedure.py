"""The set phrases of a meeting: by which a chair leads it, a member asks and an official answers. Stdlib only."""

import re

# Said by whoever leads: opening and closing, the order of business, votes, leave to speak.
_LEADS = re.compile(
    r"(?:開会|閉会|散会|開議|再開|休憩)(?:いた|し|を|を宣|とさ|に)|会議を(?:開|閉|始|再開)|議題(?:に|と|とい)(?:供|いた|し|なり|入)|"
    r"(?:ご|御)?異議(?:は|が)?(?:ござい|あり)ません|異議なし(?:と|で)|(?:ご|御)?(?:質疑|質問|意見|発言)(?:等|など)?(?:は|が|を|も)?(?:ござい|あり)(?:ます(?:か|でしょうか)|ません|ましたら|ましたらば)|"
    r"(?:説明|報告|答弁|朗読|紹介)(?:を|のほう)?(?:お?願い|求め)|ほかに(?:は|も|何か)?(?:ござい|あり|よろしい|ない)|"
    r"なければ|ないよう(?:で|です)|質疑(?:を|に)(?:終|入|打ち切|許)|採決|お諮り|諮りいた|決定(?:いたし|しました|することに)|"
    r"賛成の(?:方|諸君)|(?:挙手|起立)(?:を|多数|全員|願)|発言(?:を許|願い|許可)|進行(?:を|さ|い|し)|次第|"
    r"次(?:に|は|の)(?:議題|日程|予定|案件|報告|議案|議事|項目)|(?:議事|審議|会議)(?:を|に)(?:進|入|終)|以上(?:を|で|をもちまして|をもって)(?:本日|議事|会議|予定)"
)
# The chair gives the floor: 田中課長。 次に、浅野委員。
_CALL = re.compile(
    r"\A(?:では|それでは|はい|次に|続いて|続きまして|どうぞ|、|。|\s)*(?:\S{1,24})(?:どうぞ|お願いします|お願いいたします|、|。|\s)*\Z"
)
_SHORT = 40
_BEGINNING, _END, _FAR_BEGINNING = 60, 50, 200
# What is written into a speech without being said: 〔区長登壇〕, the heading of the next item between lines.
_STAGE = re.compile(r"〔[^〕]*〕|[─―-]{5,}.*\Z", re.DOTALL)
_ASKS_ITSELF = re.compile(
    r"(?:伺|お聞き|お尋ね|教えて|お聞かせ|質問)[^。]*。?\Z|(?:でしょうか|んですか|のですか|ですね)。?\Z"
)
_TAKES_OVER = re.compile(
    r"(?:委員長|議長|会長|部会長|座長)(?:に|と)(?:か|代)わ|休憩前に引き続き|私が(?:議事|進行)|代理(?:を|として)(?:務|議事)"
)


def leads(text: str) -> bool:
    """Whether this is said by whoever leads the meeting: so such words begin or end, long speeches hold them too."""
    text = _STAGE.sub("", text).strip()
    return bool(_LEADS.search(text[:_BEGINNING]) or _LEADS.search(text[-_END:])) and not _ASKS_ITSELF.search(
        text[-_END:]
    )


def takes_over(text: str) -> bool:
    """Whether a vice-chair says that he leads from here on."""
    return bool(_TAKES_OVER.search(text[:_FAR_BEGINNING]))


def is_call(text: str) -> bool:
    """Whether nothing is said but who may speak."""
    return len(text) <= _SHORT and bool(_CALL.match(text.strip()))
