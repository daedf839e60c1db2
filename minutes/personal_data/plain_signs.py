"""A text with its signs made plain, one for one: places in it are places in the text as printed. Stdlib only."""

import re

# 保土ケ谷 and 保土ヶ谷, 四ノ宮 and 四之宮 are one; a name with 三ツ in it is one run of kanji.
_KANA_IN_KANJI = re.compile(r"(?<=[一-鿿])[ケノツ](?=[一-鿿])")
_AS_KANJI = {"ケ": "ヶ", "ノ": "之", "ツ": "津"}
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), ord("-"))
_OTHERS = {ord("　"): ord(" "), ord("〜"): ord("~"), ord("："): ord(":"), 0xA0: ord(" ")}
# A voiced sound has two half-width signs: the second becomes a long-vowel mark, so that places stay.
_HALF_WIDTH = "ｦｧｨｩｪｫｬｭｮｯｰｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝﾞﾟ"
_FULL_WIDTH = "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワンーー"
_KANA = {ord(half): full for half, full in zip(_HALF_WIDTH, _FULL_WIDTH, strict=True)}
_PLAIN: dict[int, str | int | None] = {**_KANA, **_WIDE, **_DASHES, **_OTHERS}


def plain(text: str) -> str:
    """Full-width letters, digits and signs as narrow ones, dashes as -, a long-vowel mark between digits too."""
    folded = text.translate(_PLAIN)
    if "ケ" in folded or "ノ" in folded or "ツ" in folded:
        folded = _KANA_IN_KANJI.sub(lambda found: _AS_KANJI[found[0]], folded)
    if "ー" not in folded:
        return folded
    signs = list(folded)
    for place, sign in enumerate(signs):
        if sign == "ー" and 0 < place < len(signs) - 1 and signs[place - 1].isdigit() and signs[place + 1].isdigit():
            signs[place] = "-"
    return "".join(signs)
