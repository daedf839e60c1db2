"""Lines where nobody is speaking: whether they tell what happened, and whether the page's width broke them off."""

from __future__ import annotations

import re

from minutes.parsing.rows.text import ends_sentence, is_sentence
from minutes.parsing.words.list_furniture import is_reference
from minutes.parsing.words.prose import tells_politely

# A line without a sentence, a sentence that tells, the first line of a sentence that the width broke.
LONGEST_LINE, LONGEST_TOLD, SHORTEST_BROKEN = 60, 200, 24
# So many of ten signs of prose are hiragana.
_HIRAGANA = 3
_TOLD = re.compile(
    r"(?:した|けた|えた|めた|れた|あった|なった|行った|った|いた|である|する|なし|説明|報告|承認|了承|決定|可決)。?$"
)
# 検討が行われた。 tells what nobody says.
_IMPERSONAL = re.compile(
    r"(?:(?:が|は)(?:行われ|なされ|あっ|述べられ|出され|示され|確認され|了承され|承認され|可決され|決定され)た|(?:確認|了承|承認|可決|決定|報告|説明|紹介)された|こと(?:とした|となった)|を宣(?:し|言し|告し)た)。?$"
)
# A line that the page broke: 会長より / 指名がありました。
_INSIDE = re.compile(r"(?:[はがをにとへ、，]|より|及び|並びに)$")
# ・次回は3月の予定。
NEXT = re.compile(
    r"[・○◯●※ 　]*次回(?:の?(?:会議|会合|開催|日程|審議会|委員会|定例会|検討会|部会|協議会|懇談会|総会))?(?:は|の予定|開催)"
)
_NARRATED = re.compile(
    r"[^。、]{1,20}(?:より|から)[^。]{0,120}(?:説明|報告|回答|挨拶|あいさつ|発言)(?:した|があった|がなされた|が行われた|を行った|を受けた)?。?"
)
# 触れてはどうか。 書くべきである。 is somebody's opinion, whoever it was
_OPINION = re.compile(
    r"(?:べき(?:である|だ|ではないか)?|ではないか|(?:はどう|どうなの|のではない|いかがなもの|だろう)か|ほしい|欲しい|望ましい|と?思う|と考える|と感じる|必要(?:がある|だ|である|ではないか)|(?:が|も)[良よ]い)。?$"
)
POLITE = re.compile(r"です|でした|ます|ました|ません|ください|でしょう|か。|ね。|よ。")


class Teller:
    """What lines of one document tell that no mark opens."""

    def __init__(self, has_marks: bool) -> None:
        """`has_marks`: the document marks its speakers."""
        self._has_marks = has_marks

    def tells(self, text: str, *, marked: bool, talks: bool) -> bool:
        """Whether a line tells what happened, or is a short line without a sentence; `marked` if somebody was marked above,
        `talks` if an item or opinions were opened."""
        if is_reference(text):
            return True
        if not is_sentence(text) and len(text) <= LONGEST_LINE and not text.endswith("。"):
            return not self.is_inside(text)
        short = len(text) <= LONGEST_TOLD
        if short and (_NARRATED.fullmatch(text) or (NEXT.match(text) and not POLITE.search(text))):
            return True
        if not self._has_marks and tells_politely(text):
            return True
        if text[0] == "※" and short and POLITE.search(text) is None:
            return True
        if short and _IMPERSONAL.search(text) is not None:
            return True
        if marked or POLITE.search(text) is not None or _OPINION.search(text) is not None:
            return False
        # ・過半数の出席を確認: before the first of the marked speeches
        before_talk = self._has_marks and not talks
        return _TOLD.search(text) is not None or (before_talk and short and text[0] in "・※")

    def is_inside(self, text: str) -> bool:
        """Whether a line ends inside a sentence that the page's width broke; without marks every full line is prose."""
        if _INSIDE.search(text) is not None:
            return True
        prose = not self._has_marks and len(text) >= SHORTEST_BROKEN and not ends_sentence(text)
        return prose and 10 * sum("ぁ" <= sign <= "ん" for sign in text) >= _HIRAGANA * len(text)
