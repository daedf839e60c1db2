"""The set phrases of a meeting: by which a chair leads it, a member asks and an official answers. Stdlib only."""

import re

from minutes.dialogue.marks import ends_in_post

# Said by whoever leads: opening and closing, the order of business, votes, leave to speak.
_LEADS = re.compile(
    r"(?:開会|開催|閉会|散会|開議|再開|休憩)(?:いた|し|を|を宣|とさ|に)|会議を(?:開|閉|始|再開)|議題(?:に|と|とい)(?:供|いた|し|なり|入)|"
    r"何か(?:ござい|あり)(?:ます|ません)|(?:質疑|質問|意見)[^。、]{0,6}(?:ある|ない)か|(?:ご|御)?異議(?:は|が)?(?:ござい|あり)ません|異議なし(?:と|で)|(?:ご|御)?(?:質疑|質問|意見|感想|発言)[^。、]{0,6}(?:ござい|あり)(?:ます(?:か|でしょうか)|ません|ましたら)|"
    r"(?:説明|報告|答弁|朗読|紹介)(?:を|のほう)?(?:お?願い|求め)|ほかに(?:は|も|何か)?(?:ござい|あり|よろしい|ない)|"
    r"なければ|ないよう(?:で|です)|質疑(?:を|に)(?:終|入|打ち切|許)|採決|お諮り|諮りいた|決定(?:いたし|しました|することに)|"
    r"賛成の(?:方|諸君)|(?:挙手|起立)(?:を|多数|全員|願)|発言(?:を許|願い|許可)|進行(?:を|さ|い|し)|次第|"
    r"次(?:に|は|の)(?:議題|日程|予定|案件|報告|議案|議事|項目)|(?:議事|審議|会議)(?:を|に)(?:進|入|終)|以上(?:を|で|をもちまして|をもって)(?:本日|議事|会議|予定)"
)
# The chair gives the floor: 田中課長。 次に、浅野委員。
_CALL = re.compile(
    r"\A(?:では|それでは|はい|次に|次は|続いて|続きまして|お待たせしました|[、。\s])*(?P<who>[^、。\s]{0,24}?)"
    r"(?:さん|様|氏)?[、。\s]*(?:どうぞ|お願い(?:いた)?します|お願い申し上げます|[、。\s])*\Z"
)
_SHORT = 40
_BEGINNING, _END, _FAR_BEGINNING = 60, 50, 200
# What is written into a speech without being said: 〔区長登壇〕, the heading of the next item between lines.
_STAGE = re.compile(r"〔[^〕]*〕|[─―-]{5,}.*\Z", re.DOTALL)
_ASKS_ITSELF = re.compile(
    r"(?:伺|お聞き|お尋ね|教えて|お聞かせ|質問(?:させ|いた|し))[^。]*。?\Z|(?:でしょうか|んですか|のですか|ですね)。?\Z"
)
_SENTENCE = re.compile(r"(?<=[。？?])|\n")
_LAST, _HANDED, _SHORT_ANSWER = 3, 200, 70
_OWN_QUESTION = re.compile(
    r"(?:私|委員長|会長|座長|議長)(?:の?ほう)?(?:から|も|が|として)[^。]{0,24}(?:伺|聞|尋|質問|確認|[1１一]点)|ちょっと(?:お)?(?:聞|伺)"
)
_REQUESTS = re.compile(
    r"(?:それ|その辺|その点|ところ|一点|点|こと)?(?:だけ)?(?:を|も)?(?:よろしく)?お願い(?:いた)?します[。]?\s*\Z"
)
_INTRODUCES = re.compile(
    r"よろしく(?:どうぞ)?(?:お願い(?:申し上げ|いた)?(?:し)?ます|お願い)[。]?\s*\Z|自己紹介|"
    r"\A[^はが]{0,24}(?:長|監|官|参事|主幹|助役)(?:の?[^。、はが]{1,6})?で(?:す|ございます)[。]?\s*\Z"
)
_REPLIES = re.compile(
    r"指摘|意見|質問|尋ね|お話|おっしゃ|委員|議員|要望|提案|先ほど|ただいま|今の|はい|そう|申しわけ|申し訳|失礼|答え|答弁"
)
_ASKS = re.compile(
    r"(?:伺|うかが)(?:い|え|わ|っ)(?:たい|ます|ました|れば|せて|ておき|いたし|し)|お?(?:聞|聴|訊)き(?:し|した|いた|たい|ます)|お?尋ね(?:し|いた)|"
    r"(?:教え|聞かせ|お聞かせ|示し|お示し|お答え|答え|説明し|お知らせ|知らせ)(?:て)?(?:い|くだ|いただ|下さ|願|ほし|もら|ちょうだ)|"
    r"質問(?:させ|いた|し(?:ま|た))|(?:ご|御)?(?:答弁|見解|所見|説明)(?:を|のほど)?(?:お願い|願|求め|いただ|お聞)|確認(?:させ|をさせ|した|し(?:て)?お)|"
    r"いかが(?:で|お考え)|どう(?:で|な(?:の|ん|って|る)|お?考え|思|いう|いった|する)|どのよう(?:に|な)|どの(?:くらい|ぐらい|程度)|どれ(?:くらい|ぐらい|だけ)"
)
_ENDS_ASKING = re.compile(
    r"(?:か|かね|かな|の|を|は|でしょう|よね|ですね|ますね|んだね|かということ)[。？?]?\s*\Z|[？?]\s*\Z"
)
_OUTRIGHT = re.compile(r"か[。？?]?\s*\Z|[？?]\s*\Z")
_ACKNOWLEDGES = re.compile(
    r"(?:はい|ええ|そうですか|そうですね|わかりました|分かりました|了解(?:しました|です)?|結構です|承知(?:いた)?しました|以上です|"
    r"(?:どうも)?ありがとうございま(?:す|した)|失礼(?:いた)?しました|すみません(?:でした)?|なるほど|いいです|賛成です|反対です|異議なし|[、。\s])+\Z"
)
_HANDS_ON = re.compile(
    r"\A(?:では|それでは|じゃあ|はい|[、。\s])*[^、。\s]{0,12}(?:課長|部長|局長|室長|次長|参事|所長|館長|教育長|区長|市長|町長|村長|事務局|担当)[、。]|"
    r"(?:事務局|当局|理事者|課長|部長|局長|室長|次長|参事|所長|館長|教育長|市長|区長|町長|村長|担当|説明員)(?:さん|の?ほう)?(?:から|より|、|は|に|で|どうぞ)?"
    r"[^。]{0,16}(?:お?願い|いかが|どう|回答|お?答え|答弁|どうぞ|説明|何か|あります|わかります|分かります)|"
    r"(?:今の|ただいまの|この)[^。]{0,16}(?:質問|質疑|意見|点|件|ところ|お話)[^。]{0,16}(?:お?願い|いかが|どう)"
)
_OPENS_MATTER = re.compile(
    r"紹介|議題|日程|次に|続いて|続きまして|その他|報告|終わ|終了|終結|ほかに|質疑(?:は|を|に入)"
)
_ANSWERS = re.compile(r"(?:ご|御)?(?:答弁|お答え|回答|答え)(?:を|は|の|いただ|くだ|でき|可能|願|お願い)")
_PUTS_OFF = re.compile(
    r"お待ち|もう一度|確認(?:し|いた|させ)[^。]{0,12}(?:いい|よろし|ください)|調べ(?:て|さ)|(?:という|ということ)?(?:ですか|でしょうか)[。]?\Z"
)
_BREAKS_OFF = re.compile(r"休憩|再開|開議|散会|閉会|延会|採決|起立|挙手|可決|否決|承認|決定")
_OPENS_FLOOR = re.compile(
    r"(?:何か|ほかに|他に|質疑|質問|意見|発言|異議|よろし)[^。]{0,16}(?:ますか|ませんか|でしょうか|ですか|ませんでしょうか)[。]?\s*\Z"
)
_TAKES_OVER = re.compile(
    r"(?:委員長|議長|会長|部会長|座長)(?:に|と)(?:か|代)わ|休憩前に引き続き|私が(?:議事|進行)|代理(?:を|として)(?:務|議事)"
)


def leads(text: str) -> bool:
    """Whether this is said by whoever leads the meeting: so such words begin or end, long speeches hold them too."""
    text = _STAGE.sub("", text).strip()
    if _OPENS_FLOOR.search(text):
        return True
    if _ASKS_ITSELF.search(text[-_END:]) or _OWN_QUESTION.search(text):
        return False
    return bool(_LEADS.search(text[:_BEGINNING]) or _LEADS.search(text[-_END:]))


def asks(text: str) -> bool:
    """Whether something is asked: at the end of what is said, or by words that say so anywhere in it."""
    text = _STAGE.sub("", text).strip()
    return bool(_ASKS.search(text) or any(_ENDS_ASKING.search(each) for each in _SENTENCE.split(text)[-_LAST:]))


def acknowledges(text: str) -> bool:
    """Whether nothing is said but that an answer was heard."""
    return len(text) <= _SHORT and bool(_ACKNOWLEDGES.match(text.strip()))


def asks_outright(text: str) -> bool:
    """The same of a chair, who also repeats what was said and asks for things to be done."""
    text = _STAGE.sub("", text).strip()
    is_question = any(_OUTRIGHT.search(each) for each in _SENTENCE.split(text)[-_LAST:])
    return bool(is_question or _ASKS.search(text)) and not _REQUESTS.search(text)


def breaks_off(text: str) -> bool:
    """Whether what was noted ends what was going on: a break, a vote."""
    return bool(_BREAKS_OFF.search(text))


def requests(text: str) -> bool:
    """Whether a member ends with a request, by which he may mean that it be answered."""
    return bool(_REQUESTS.search(_STAGE.sub("", text).strip()))


def introduces(text: str) -> bool:
    """Whether somebody introduces himself or others: 財政課長の田中です。よろしくお願いいたします。"""
    return len(text) <= _SHORT_ANSWER and bool(_INTRODUCES.search(_STAGE.sub("", text).strip()))


def replies(text: str) -> bool:
    """Whether an official begins with what a member said."""
    return bool(_REPLIES.search(text[:_BEGINNING]))


def hands_on(text: str) -> bool:
    """Whether the chair asks others to answer what was asked."""
    return len(text) <= _HANDED and bool(_HANDS_ON.search(text))


def calls_for_answers(text: str) -> bool:
    """Whether the chair asks for an answer by that name, also for one more: 答弁を求めます。企画部長。"""
    return len(text) <= _HANDED and bool(_ANSWERS.search(text))


def opens_matter(text: str) -> bool:
    """Whether the chair goes on to something else by name."""
    return bool(_OPENS_MATTER.search(text))


def puts_off(text: str) -> bool:
    """Whether an official asks back, or to wait, instead of answering."""
    return len(text) <= _SHORT_ANSWER and bool(_PUTS_OFF.search(text))


def takes_over(text: str) -> bool:
    """Whether a vice-chair says that he leads from here on."""
    return bool(_TAKES_OVER.search(text[:_FAR_BEGINNING]))


def is_call(text: str) -> bool:
    """Whether nothing is said but who may speak."""
    text = _STAGE.sub("", text).strip()
    found = _CALL.match(text) if len(text) <= _SHORT else None
    return found is not None and (not found["who"] or ends_in_post(found["who"]) or found["who"].endswith("君"))
