"""Record lines: what the minutes record beside what is said.

Rules: 〔事務局：…を説明〕 is an explanation; an outcome between dashes or brackets is a decision; a bare （質疑） is
structure; any other bracketed line, and an event line with a time (午前10時 開会), is a note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from minutes.parsing.rows.text import flat, squeeze
from minutes.parsing.words.numbering import read_numbered
from minutes.parsing.words.people import GROUPS, is_person
from minutes.wording import find_times

_OUTCOME = re.compile(
    r"(?:審議|審査|協議|採決|表決|投票|選考|採点|評価|互選|抽選|検討)の結果、|承認|継続(?:審議|協議|検討|して|とする|と決)|保留|取り?下げ|撤回|再検討|再審議|差し?戻し|付託|不採択|可決|否決|決定|了承|採択|同意|議決|決した|決する|継続審査|認定|原案(?:の)?(?:とおり|どおり|通り)|了解|(?:こと|方向|案)で(?:一致|合意)|ことと(?:した|する)"
)
_NO_OUTCOME = re.compile(r"(?:承認|採決|決定|議決).{0,6}(?:なし|見送り|求め)|を求め|について$")
_QUESTIONS = re.compile(r"(?:主な)?(?:質疑|質問|意見)(?:[・、]?(?:応答|意見|質問|質疑|回答))*(?:等|開始)?")
# <議決案件>: the class of the items below
_CLASS = re.compile("(?:議決|報告|協議|審議|付議|諮問|確認|検討|連絡|承認)(?:案件|事項)")
_TALK = r"(?:質疑応答|質疑|質問|意見|発言|議論|議事内容|審議内容|協議内容|内容|要望|回答|応答|意見交換)"
_RECORD_HEADING = re.compile(
    rf"(?:各?(?:議事|会議|審議|協議|委員)(?:における|での|からの|の)?)?(?:主な{_TALK}(?:(?:[・、と]|及び)?{_TALK})*等?(?:の?(?:要旨|概要|要点))?"
    rf"|{_TALK}(?:(?:[・、と]|及び)?{_TALK})*等?の?(?:要旨|概要|要点|記録))等?|(?:議事|審議|協議)内容"
)
# ◇意見・質疑
_SEVERAL_TALKS = re.compile(
    r"質疑応答|意見交換|(?:質疑|質問|意見|要望|応答|回答)(?:(?:[・、,]|及び|と)(?:質疑|質問|意見|要望|応答|回答|討議))+"
)
_EVENT = (
    r"(?:開\s?会|閉\s?会|散\s?会|休\s?憩|再\s?開|終\s?了|開\s?議|閉\s?議|休\s?会|延\s?会|休憩に入る|会議を?(?:再開|休憩|終了|開会|閉会|散会)|休憩(?:後)?再開|開\s?始"
    r"|(?:入|退)室|(?:委員|議員|部員|傍聴[者人]).{0,10}(?:入場|退場|退席|着席|入室|退室|到着|出席|離席)|(?:入|退)場|暫時休憩|議事再開|会議再開|再開議)"
)
_TIME = r"(?:(?:午前|午後)?\s?[0-9０-９零〇一二三四五六七八九十]{1,3}\s?[時:：]\s?(?:[0-9０-９一二三四五六七八九十]{1,3}\s?分?|半)?|正午)"
_EVENT_LINE = re.compile(
    rf"(?:{_TIME}\s?(?:から|~)?\s?)?(?:に|、|,|:)?\s?{_EVENT}(?:[、・]\s?{_EVENT})?(?:\s?(?:した|する|しました|宣言|宣告))?[\s:。]*(?:[(\[]?\s?{_TIME}(?:\s?[~-]\s?{_TIME})?\s?[)\]]?)?[\s。]*"
)
_SITTING_DAY = re.compile(
    r"[0-9一二三四五六七八九十]{1,3}\s?月\s?[0-9一二三四五六七八九十]{1,3}\s?日\s?(?:\([月火水木金土日](?:曜日?)?\))?(?=[\s(\[午0-9])"
)
_END_FIRST = re.compile(r"以上[\s、。]+(?=.*[0-9時])")
# 日出委員　退席（午後三時）; 教育長が着席した。
_MOVE = r"(?:入場|退場|退席|着席|入室|退室|到着|離席|出席|起立|登壇|降壇|遅参|早退|中座|議長席に着く|席に着く)"
_MOVEMENT = re.compile(
    rf"(?P<who>[^、。「」:]{{1,20}}?)(?:は|が|、)?\s?(?:{_TIME}\s?(?:に|、)?\s?)?{_MOVE}(?:する|した|しました)?。?\s?(?:[(\[]\s?{_TIME}\s?[)\]]|{_TIME})?"
)
_EVENT_SIGNS = re.compile("[会憩開了議始室場席着到上]")
_LONGEST_MOVEMENT = 40
_CLOSING = re.compile(r"閉\s?会|散\s?会|終\s?了|閉\s?議|閉\s?廷")
_OPENING = re.compile(r"開\s?会|開\s?議|開\s?始")
_CLASSES = {"[": "]", "(": ")", "【": "】", "<": ">", "《": "》", "〈": "〉", "{": "}"}
OPENING_BRACKETS = frozenset(_CLASSES)
_SPOKEN_BY = re.compile(r"(?P<name>[^:;。、「」]{1,24}?)\s?[:;]\s?")
# 資料３について事務局から説明: the words tell who explained, no mark does
_EXPLANATION = re.compile(
    r"^(?!省略|略).*(?:説明$|説明(?:した|があった|を行った|がなされた|する)。?$|説明、?(?:記載|内容|以下)?(?:省略|略)$)"
)
# 資料1により委員長から報告
_REPORTED = re.compile(
    r"(?:別添)?資料[^。]{1,40}?(?:により|に基づき|に沿って|を用いて|のとおり|にて)、?[^。]{0,20}?(?:から|より)、?[^。]{0,40}(?:報告|提案)"
)
_TRUE_DASHES = "-─━"
_MISREAD_DASHES = "一ー"
_SUMMARY = re.compile(
    r"[【(\[<]?\s?(?:説明)?要\s?旨\s?[】)\]>]?\s?[::]?\s*|[【(\[<]\s?(?:説明の?)?概要\s?[】)\]>]\s?[::]?\s*"
)
_LONGEST_OUTCOME = 80
# What stands between one of several pairs of brackets says something.
_SHORTEST_INNER = 2


_ASSENT = re.compile(
    r"(?:(?:全員|一同|委員|議員)?(?:、|から)?「?(?:異議|質疑|意見|質問|討論|発言|特に)(?:等)?(?:は)?(?:なし|無し|ありません)」?(?:(?:と|との)?(?:呼ぶ者あり|の?声(?:あり|多数)?|発言あり))?"
    r"|(?:賛成(?:者|委員|議員)?|反対(?:者)?)?の?(?:挙手|起立|賛成)(?:全員|多数|少数|なし|者?[0-9]{1,3}[名人])?|全員(?:挙手|起立|賛成|了承|異議なし)|挙手による採決|拍手|(?:全員)?(?:うなずく|首肯))。?"
)
_ASSENT_SIGNS = re.compile("[異質意討発特手立賛拍う首]")
_MANNER = r"(?:全会一致|全員一致|満場一致|全員賛成|全員異議なく|異議なく|賛成多数|賛成全員|挙手全員|挙手多数|起立全員|起立多数|多数決|委員の?総意|一致)(?:で|により|にて|をもって|、)?"
_VERDICT = r"(?:可決|承認|決定|了承|採択|不採択|否決|議決|同意|認定|継続審[議査]|趣旨採択|修正可決|閉会中の?継続審査)"
_VERDICTS = re.compile(_VERDICT)
_DECIDED = re.compile(
    rf"(?:[(\[【<]?(?:審議|採決|協議|表決|審査|議決|討議)?(?:結果|決定)[)\]】>]?(?::|は、?|、)?|(?:採決|審議|協議|表決|投票|審査|挙手)の結果、?|(?:以上|これ)(?:により|で)、?)?"
    rf"(?:(?:本案|本件|本議案|[一-龥]{{1,6}}第[0-9]{{1,3}}号)(?:は|について)?、?)?(?:{_MANNER})?、?"
    rf"(?:(?:原案|提案|議案|案|事務局案|申請|報告|修正案?|委員長提案)(?:の)?(?:とおり|どおり|通り)(?:に|で)?、?)?(?:{_MANNER})?{_VERDICT}"
    r"(?:(?:を|と)?(?:され(?:た|ました)|した|しました|する|すること(?:とした|に決定した?|となった)?|すべきもの(?:と決定した?|とする)?|と(?:なった|する|した)|することと(?:する|した)))?。?"
)


# 事務局から資料1に基づき説明。 環境課長から甲について説明があった。
_EXPLAINED = re.compile(
    r"(?:[^。]{1,60}(?:について|により|に基づき|に基き|に沿って|に沿い)、?)?(?P<who>[^。、「」:]{1,20}?)(?:より|から|が)、?[^。]{0,200}説明(?:した|があった|がなされた|が行われた|を(?:行った|受けた))?(?:\([^()]{1,20}\))?(?:。|$)"
)
_EXPLAINED_BY = re.compile(r"(?P<who>[^。、「」:\s]{1,16}?)の?説明\s?(?:\([^()]{1,20}\))?。?")
# 採点の結果、甲社を候補者とした。 再開発の方向で一致した。
_SETTLED = re.compile(
    r"(?:[^。]{0,12}(?:審議|審査|協議|討議|検討|採決|表決|採点|投票|選考|評価|互選|選挙|抽選)の結果、?[^。]+"
    r"|[^。]*(?:全員一致|全会一致|満場一致|異議なく|賛成多数|挙手多数|多数決)[^。]*|(?:[^。]*。)?[^。]*(?:可決|否決|承認|了承|採択|議決|決定)(?:し|さ)[^。]*"
    r"|[^。]*(?:方向|こと|案|内容|方針)(?:で|に)(?:一致|合意|了承|決定|決ま)[^。]*|[^。]*(?:継続|こと)と(?:すること|決定|決)[^。]*)"
    r"(?:した|された|なった|決まった|決した|確認した)。?"
)
# …することで確認が行われた。 …全員賛成で原案どおり可決した。
_CONFIRMED = re.compile(
    r"[^。]*(?:(?:確認|承認|了承|議決|採択)が(?:行われ|なされ)た|(?:採決|賛成|起立|挙手|一致)[^。]*(?:可決|否決|採択|議決)(?:した|された|する))。?(?:\([^()]{1,16}\))?"
)
_SETTLED_LABEL = re.compile(
    r"[【\[<(]?\s?(?:審議|協議|検討|採決)?の?(?:結\s?論|決\s?定(?:事項)?|結\s?果|決)\s?[】\]>)]\s?:?\s*(?=\S)"
)
_SETTLED_CELL = re.compile(r"(?:審議|協議|検討|採決)?の?(?:結\s?論|決\s?定(?:事項)?|結\s?果)\t(?=\S)")
_SPOKEN = re.compile(r"です|ます|ました|ません|ください|でしょう|か。|ね。|よ。|思う|たい。")


@dataclass(frozen=True, slots=True)
class Record:
    """A record line: its kind ("structure" for a bare （質疑）), speaker and text."""

    kind: str
    speaker: str | None
    text: str


def bracketed(text: str) -> str | None:
    """What stands between the brackets round a whole line, None where none stand round it.

    ［ and 〔 are one kind: text recognition mixes them.
    """
    if not text or flat(text[0]) not in _CLASSES:
        return None
    plain = flat(text)
    close = _CLASSES[plain[0]]
    if len(plain) < 3 or not plain.endswith(close):
        return None
    depth = 0
    for position, sign in enumerate(plain):
        if sign == plain[0]:
            depth += 1
        elif sign == close:
            depth -= 1
            if depth == 0 and position < len(plain) - 1:
                return None
    return text[1:-1].strip()


def several_bracketed(text: str) -> list[str]:
    """What stands between several pairs of brackets that make up a whole line: 〔青野一郎君起立〕（拍手）. Empty where they do not,
    or where one holds a number or sign alone."""
    plain, found, start = flat(text), [], 0
    while start < len(plain):
        close = _CLASSES.get(plain[start])
        end = plain.find(close, start + 1) if close is not None else -1
        inner = text[start + 1 : end].strip()
        if end < 0 or len(inner) < _SHORTEST_INNER or any(sign in plain[start + 1 : end] for sign in _CLASSES):
            return []
        found.append(inner)
        start = end + 1 + len(plain[end + 1 :]) - len(plain[end + 1 :].lstrip())
    return found if len(found) > 1 else []


def opens_bracket(plain: str) -> bool:
    """Whether a flat line opens a bracket that it does not close."""
    close = _CLASSES.get(plain[:1])
    return close is not None and close not in plain


def closes_bracket(opener: str, plain: str) -> bool:
    """Whether a flat line ends with the closing bracket of the flat line `opener`."""
    return plain.endswith(_CLASSES[opener[0]])


def dashed(text: str) -> str | None:
    """What stands between dashes at both ends of a line, None where none do.

    One of the dashes may be misread as 一 or ー; both only round an outcome or event.
    """
    plain = flat(text)
    if len(plain) < 4 or len(plain) > 80:
        return None
    true = (plain[0] in _TRUE_DASHES) + (plain[-1] in _TRUE_DASHES)
    if (plain[0] == "~" and plain[-1] == "~") or true == 2:
        true = 2
    elif plain[0] not in _TRUE_DASHES + _MISREAD_DASHES or plain[-1] not in _TRUE_DASHES + _MISREAD_DASHES:
        return None
    inner = text.strip("".join(sign for sign in text if flat(sign) in "-~─━ 　")).strip()
    if true < 2:
        inner = inner.removeprefix("一").removeprefix("ー").removesuffix("一").removesuffix("ー").strip()
    if not inner or (true == 0 and not (_OUTCOME.search(inner) or _EVENT_LINE.fullmatch(flat(inner)))):
        return None
    return inner


def read_record(inner: str, *, in_dashes: bool = False) -> Record:
    """The record that the text between brackets or dashes is."""
    plain = flat(inner)
    named = _SPOKEN_BY.match(plain)
    if named and is_person(named["name"]) and len(plain) > named.end() and not in_dashes:
        return Record("explanation", squeeze(inner[: named.end("name")]), inner[named.end() :].strip())
    bare = squeeze(plain)
    if _QUESTIONS.fullmatch(bare) or bare == "意見交換" or _CLASS.fullmatch(bare) or is_record_heading(plain):
        return Record("structure", None, inner)
    if tells_explanation(plain):
        return Record("explanation", None, inner)
    if _OUTCOME.search(plain) and not _NO_OUTCOME.search(plain) and len(plain) <= 60:
        return Record("decision", None, inner)
    return Record("note", None, inner)


def tells_explanation(text: str) -> bool:
    """Whether a text without politeness ends by saying that something was explained: 資料1により、改定の考え方を説明."""
    plain = flat(text)
    return (_EXPLANATION.search(plain) is not None or _REPORTED.fullmatch(plain) is not None) and "なし" not in text


def narrated(text: str) -> str | None:
    """The kind of record that a line without mark tells: who explained a paper, or what was settled; None where neither."""
    if len(text) > 400 or _SPOKEN.search(text) is not None:
        return None
    plain = flat(text).lstrip("○◯●◎・■◆◇※→⇒= ")
    explained = _EXPLAINED.match(plain) or _EXPLAINED_BY.fullmatch(plain)
    if explained is not None and (is_person(explained["who"]) or explained["who"] in GROUPS):
        return "explanation"
    return "decision" if is_settled(text) else None


def is_settled(text: str) -> bool:
    """Whether a line tells what the meeting came to: 採点の結果、甲社を候補者とした。"""
    if len(text) > 200 or _SPOKEN.search(text) is not None:
        return False
    plain = flat(text).lstrip("○◯●◎・■◆◇※→⇒= ").strip()
    return _SETTLED.fullmatch(plain) is not None or _CONFIRMED.fullmatch(plain) is not None


def tells_outcome(text: str) -> bool:
    """Whether a line behind an arrow tells what came of an item: ⇒ 原案のとおり承認された。"""
    if len(text) > _LONGEST_OUTCOME:
        return False
    return is_settled(text) or read_record(text[1:].strip() or text).kind == "decision"


def settled_start(text: str) -> int | None:
    """Where the outcome stands behind its label: 【結論】甲を副題に入れる。 None where the line has no such label."""
    # 結果 | 案を了承, in two cells
    label = _SETTLED_LABEL.match(flat(text[:20])) if text[0] in "【［[〔<＜(（" else _SETTLED_CELL.match(text[:20])
    return label.end() if label is not None else None


def is_record_heading(text: str) -> bool:
    """Whether a line only says that the talk follows: 5.主な内容, （発言要旨）, ○ 議事における主な意見, <議事内容>."""
    if len(text) > 40:
        return False
    plain = flat(text)
    numbered = read_numbered(plain)
    bare = squeeze(plain[numbered.start :] if numbered and numbered.klass is None else plain)
    if plain[0] in "◇◆■□○●◎・※" and _SEVERAL_TALKS.fullmatch(bare.strip("◇◆■□○●◎・※:")):
        return True
    return _RECORD_HEADING.fullmatch(bare.strip("【】[]()<>《》〈〉○◯〇●◎■□◆◇・※:")) is not None


def event_line(text: str) -> str | None:
    """An event line without brackets (午前10時 開会, ※ 休憩, 閉会（午後3時）), its ※ or ・ dropped; None where it is none."""
    if len(text) > 60 or _EVENT_SIGNS.search(text) is None:
        return None
    bare = text.strip().lstrip("※・○◯●◎*■△▲ 　").strip()
    plain = flat(bare)
    if (end := _END_FIRST.match(plain)) is not None:
        # 以上　16時35分終了
        plain = plain[end.end() :]
    numbered = read_numbered(plain)
    if numbered is not None and numbered.klass is None and find_times(plain[numbered.start :]):
        # ５．閉会　午後４時１０分
        bare, plain = bare[numbered.start :], plain[numbered.start :]
    if squeeze(plain).strip("()") in ("以上", "了"):
        return bare
    if (day := _SITTING_DAY.match(plain)) is not None:
        # 9月23日（金）（10:00開議）: of minutes that hold several days
        plain = plain[day.end() :].strip("()[] ")
    if not plain or _EVENT_LINE.fullmatch(re.sub(" +", " ", plain)) is None:
        return None
    return bare


def is_movement(text: str, who: str = "") -> bool:
    """Whether a text tells that somebody came, went or rose: 退席（午後三時） behind the name of `who`, or with the name in it."""
    if len(text) + len(who) > _LONGEST_MOVEMENT:
        return False
    match = _MOVEMENT.fullmatch(flat(f"{who} {text}".strip()))
    return match is not None and is_person(squeeze(match["who"]))


def assent_line(text: str) -> str | None:
    """How the members answered, on a line of its own: 異議なし, 挙手多数, （拍手）. Its bullet dropped; None where it is none."""
    if len(text) > 24 or _ASSENT_SIGNS.search(text) is None:
        return None
    bare = text.strip().lstrip("※・○◯●◎*■◇◆→⇒ 　").strip()
    return bare if _ASSENT.fullmatch(squeeze(flat(bare))) is not None else None


def decision_line(text: str) -> str | None:
    """An outcome on a line of its own: 原案どおり可決, ◇採決の結果、全会一致で可決, 結果：承認. Its bullet dropped; None where it is
    none."""
    if len(text) > 60 or _VERDICTS.search(text) is None:
        return None
    bare = text.strip().lstrip("※・○◯●◎*■◇◆→⇒ 　").strip()
    return bare if _DECIDED.fullmatch(squeeze(flat(bare))) is not None else None


def is_closing(text: str) -> bool:
    """Whether a record line closes the meeting."""
    return len(text) <= 60 and _CLOSING.search(text) is not None and "休憩" not in text and "質疑" not in text


def is_opening(text: str) -> bool:
    """Whether a record line opens the meeting."""
    return len(text) <= 60 and _OPENING.search(text) is not None


def clock_in(text: str) -> str | None:
    """The last time of day in a record line, as "HH:MM"."""
    times = find_times(text[:100])
    return times[-1].clock if times else None


def summary_start(text: str) -> int | None:
    """Where the text behind a 要旨 label starts, None where the line has no such label."""
    plain = flat(text[:20])
    match = _SUMMARY.match(plain)
    if match is None:
        return None
    label = plain[: match.end()]
    return match.end() if label.rstrip()[-1:] in ":】)]>" else None
