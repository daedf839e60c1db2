"""How one document sets its speaker marks, where a row alone does not tell: numbered speeches, a name behind the post,
〃 for the speaker above, signs and letters that a legend explains.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from minutes.parsing.marks.glued import glued_marks
from minutes.parsing.marks.legend import read_legend, short_names
from minutes.parsing.marks.marks import LEGEND, NOT_SPEAKERS, Mark, Marks, is_speaker, read_mark
from minutes.parsing.marks.questions import question_marks
from minutes.parsing.rows.lines import PrintedLine
from minutes.parsing.rows.text import SPEECH_BULLETS, flat, is_sentence, squeeze
from minutes.parsing.words.people import has_seat, is_person, is_role

_SURNAME = re.compile(r"[一-龥々ァ-ヴー]{1,4}(?:[ 　][一-龥々ぁ-んァ-ヴー]{1,4})?")
# 教育総務課長 山田：, ３番　赤井花子君
_NAME_BEHIND = re.compile(
    r"(?P<name>[一-龥々ヶァ-ヴー]{1,5}[ぁ-ん]{0,3}(?:君|氏|さん|委員|議員)?)(?:\s*[:：]\s*|\s+|(?=[(（〔［]登壇))(?P<speech>\S.*)",
    re.DOTALL,
)
# ●青野一郎君（登壇）: what the speaker does is none of the name
_ENTERS = re.compile(r"[(\[](?:登壇|自席(?:で|から)?(?:発言)?|着席のまま)[)\]]$")
# The next part of a name: short, and what is said stands behind a space.
_NAME_PART = re.compile(r"(?P<part>[一-龥々ヶァ-ヴー]{1,3})[ 　]+(?=\S)")
_MOST_PARTS = 3
_MISREAD = ("O", "0", "Ｏ", "０", "o", "Q")
_NUMBER = re.compile(
    r"(?P<open>[(\[]?)(?P<number>[1-9][0-9]{0,3})(?:[)\].．、:]\s*|\s+|(?=[^\s0-9]))(?![番号月日年時分人名回条項点つか期度%])"
)
_WHO = re.compile(r"(?P<who>\([^()。、]{2,14}\))(?=\s?[^\s])")
_OPEN_BRACKET = re.compile(r"[(\[][^()\[\]]{0,20}$")
# How the words for people end: a look that costs little.
_ANYBODY = re.compile("[員長局者君氏様会事人課部室]|さん")
_DITTO = frozenset(["〃", "同", "仝", "″", "々", '"', "”", "同上"])
# Signs that end a mark where a document sets them so, and stand in what is said elsewhere.
_LATER_SIGNS = (":", ";", "-", "─")
_FIRST_WORD = re.compile(rf"[{SPEECH_BULLETS}]?[ 　]?(?P<name>[^\s:：]{{2,14}})[ 　]+")
# So many rows make a way of setting marks the document's own.
_ENOUGH = 3
# So many signs are a line of running text, though no sentence ends on it.
_LINE = 24
_FIRST_LINE = 14
_LEAST = 3


def read_marks(rows: list[PrintedLine]) -> Marks:
    """What could be a mark at the start of each row, by row key."""
    marks = {row.key: mark for row in rows if len(row.text) > 1 and (mark := read_mark(row)) is not None}
    marks |= {key: entered for key, mark in marks.items() if (entered := _without_entrance(mark)) is not None}
    for row, after in itertools.pairwise(rows):
        if _closes_bracket(row, after, marks):
            del marks[after.key]
        mark = marks.get(row.key)
        if mark is not None and mark.style == "space" and len(row.text) <= 20 and _is_name_line(mark, after, marks):
            name = f"{mark.name} {squeeze(mark.speech)}"
            marks[row.key] = Mark("alone", name, "")
    marks |= _misread_bullets(marks)
    marks |= _at_separator(rows, marks)
    marks |= _quoted(marks)
    marks |= glued_marks(rows, marks)
    marks |= _numbered(rows)
    marks |= _with_names(marks)
    for _ in range(_MOST_PARTS):
        marks |= _with_further_names(marks)
    marks |= _dittos(rows, marks)
    marks |= question_marks(rows)
    if legend := read_legend(rows):
        marks |= _legend_marks(rows, marks, legend)
    if short := short_names(rows):
        marks |= {
            key: replace(mark, style=LEGEND) for key, mark in marks.items() if flat(mark.name) in short and mark.speech
        }
    return marks


def _misread_bullets(marks: Marks) -> Marks:
    """O事務局長: the circle before a mark, read as a letter or nought in a document that sets circles before its marks."""
    if sum(mark.style == "bullet" and is_speaker(mark.name) for mark in marks.values()) < _ENOUGH:
        return {}
    return {
        key: replace(mark, style="bullet", name=mark.name[1:])
        for key, mark in marks.items()
        if mark.name[:1] in _MISREAD and mark.style != "cell" and is_speaker(mark.name[1:])
    }


def _closes_bracket(row: PrintedLine, after: PrintedLine, marks: Marks) -> bool:
    """…どうぞ。（青野 / 会長）: what looks like a mark is the rest of a bracket that the width broke."""
    mark = marks.get(after.key)
    return mark is not None and mark.style in ("closing", "half") and _OPEN_BRACKET.search(row.flat) is not None


def _is_name_line(mark: Mark, after: PrintedLine, marks: Marks) -> bool:
    """事務局 甲野 / 資料1をご覧ください。: a group and a name are a mark of their own where a sentence stands below."""
    if _SURNAME.fullmatch(mark.speech) is None or not (is_role(mark.name) or has_seat(mark.name)):
        return False
    below = marks.get(after.key)
    return is_sentence(after.text) and (below is None or not is_person(below.name))


def _quoted(marks: Marks) -> Marks:
    """Marks whose speech a document sets in 「」, a space between, wherever anybody speaks: the quotes are no part of it."""
    said = {key: mark for key, mark in marks.items() if mark.style in ("bullet", "space") and len(mark.speech) > _LINE}
    spoken = {key: mark for key, mark in said.items() if is_person(mark.name)}
    if not spoken or not all(mark.speech[0] in "「『" for mark in spoken.values()):
        return {}
    return {key: replace(mark, quoted=True) for key, mark in spoken.items()}


def _at_separator(rows: list[PrintedLine], marks: Marks) -> Marks:
    """Marks that end where the document's others do, not at a colon or dash of what is said: ○青野　時刻は10：30です。"""
    ends: defaultdict[str, Counter[str]] = defaultdict(Counter)
    behind: list[tuple[PrintedLine, Mark]] = []
    for row in rows:
        mark = marks.get(row.key)
        if mark is None or mark.style not in ("bullet", "colon", "space") or not mark.speech or len(row.cells) > 1:
            continue
        sign = _end_of(row, mark)
        ends[row.flat[0] if mark.style == "bullet" else ""][sign] += 1
        if sign in _LATER_SIGNS:
            behind.append((row, mark))
    found: Marks = {}
    for row, mark in behind:
        used = ends[row.flat[0] if mark.style == "bullet" else ""]
        if used[" "] < _ENOUGH or 2 * used[" "] < used.total():
            continue
        match = _FIRST_WORD.match(row.text)
        if match is not None and match.end() < len(row.text) - len(mark.speech):
            style = "bullet" if mark.style == "bullet" else "space"
            found[row.key] = Mark(style, match["name"], row.text[match.end() :].strip())
    return found


def _end_of(row: PrintedLine, mark: Mark) -> str:
    """The sign that ends a row's mark: a colon, a dash, or a space."""
    head = row.flat[: len(row.flat) - len(mark.speech)]
    return head.rstrip()[-1:] if head.rstrip()[-1:] in _LATER_SIGNS else " " if head[-1:].isspace() else ""


def _numbered(rows: list[PrintedLine]) -> Marks:
    """1. 会長　始めます。 / 2. 委員　はい。: the marks of speeches that count up."""
    found: Marks = {}
    run: Marks = {}
    last = 0
    for row, number, mark in _with_numbers(rows):
        if number != last + 1:
            found |= _if_speeches(run)
            run = {}
        run[row.key] = mark
        last = number
    return found | _if_speeches(run)


def _if_speeches(run: Marks) -> Marks:
    """A run of numbered marks, if something is said behind most of them."""
    said = sum(_is_text(mark.speech) for mark in run.values())
    return run if len(run) >= _ENOUGH and 3 * said >= 2 * len(run) else {}


def _with_numbers(rows: list[PrintedLine]) -> Iterator[tuple[PrintedLine, int, Mark]]:
    """The rows whose mark stands behind a number, with some words behind it."""
    for row in rows:
        match = _NUMBER.match(row.flat)
        if (
            match is None
            or _ANYBODY.search(row.text, 0, 40) is None
            or (match["open"] and row.flat[match.end("number")] not in ")]")
        ):
            continue
        text = row.text[match.end() :].lstrip()
        mark = read_mark(row.reworded(text, tuple(text.split("\t")))) if text else None
        if mark is not None and is_speaker(mark.name) and len(mark.speech) >= _LEAST:
            yield row, int(match["number"]), mark


def _is_text(text: str) -> bool:
    """Whether a text is a sentence, or as long as the first line of one."""
    return is_sentence(text) or len(text) >= _FIRST_LINE


def _without_entrance(mark: Mark) -> Mark | None:
    """A mark without （登壇）, which then stands before what is said; None where it has none."""
    match = _ENTERS.search(flat(mark.name))
    if match is None or match.start() == 0:
        return None
    return replace(mark, name=mark.name[: match.start()], speech=f"{mark.name[match.start() :]} {mark.speech}".strip())


def _with_names(marks: Marks) -> Marks:
    """The marks of a post with a name behind it: 教育総務課長 山田：, ３番　赤井花子君　."""
    behind: dict[int, tuple[Mark, str]] = {}
    # By style: the posts of a roster are none of the marks.
    posts: Counter[tuple[str, str]] = Counter()
    tokens: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for key, mark in marks.items():
        if mark.style not in ("space", "bullet") or not mark.speech or not is_person(mark.name):
            continue
        posts[mark.style, mark.name] += 1
        match = _NAME_BEHIND.match(mark.speech, 0, 40)
        if match is None or NOT_SPEAKERS.fullmatch(match["name"]) or is_role(match["name"]):
            continue
        tokens[mark.style, mark.name][match["name"]] += 1
        named = replace(mark, name=f"{mark.name} {match['name']}", speech=mark.speech[match.start("speech") :].strip())
        behind[key] = (named, match["name"])
    texts = {key for key, (named, _) in behind.items() if _is_text(named.speech)}
    usual = sum(posts.values()) >= _ENOUGH and 5 * len(texts) >= 3 * sum(posts.values())
    found: Marks = {}
    for key, (named, name) in behind.items():
        post = (marks[key].style, marks[key].name)
        own = _is_own_name(name, tokens[post], posts[post])
        if (own and posts[post] > 1) or (key in texts and (usual or own or _is_seat_and_name(post[1], name))):
            found[key] = named
    return found


def _with_further_names(marks: Marks) -> Marks:
    """The marks of a post whose name goes on behind a space: 議長 大釜 登　始めます。, 議長　大　釜　登　始めます。

    Behind a post that is printed so throughout, what always stands there is the name; then others may be named so once.
    """
    rows: Counter[tuple[str, str]] = Counter()
    parts: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    found: dict[int, tuple[Mark, tuple[str, str]]] = {}
    for key, mark in marks.items():
        post, gap, name = mark.name.partition(" ")
        if mark.style not in ("space", "bullet") or not gap or not is_person(post):
            continue
        rows[mark.style, mark.name] += 1
        match = _NAME_PART.match(mark.speech)
        if match is None or NOT_SPEAKERS.fullmatch(match["part"]) or is_person(match["part"]):
            continue
        parts[mark.style, mark.name][match["part"]] += 1
        letters = len(name.split()[-1]) == 1 and len(match["part"]) == 1 and name.replace(" ", "") == name
        whole = f"{mark.name}{'' if letters else ' '}{match['part']}"
        found[key] = (replace(mark, name=whole, speech=mark.speech[match.end() :].strip()), (mark.style, mark.name))
    own = {post for post, names in parts.items() if len(names) == 1 and names.total() == rows[post]}
    usual = any(rows[post] >= _ENOUGH for post in own)
    return {
        key: mark
        for key, (mark, post) in found.items()
        if post in own and (rows[post] >= 2 or (usual and _is_text(mark.speech)))
    }


def _is_seat_and_name(post: str, name: str) -> bool:
    return post.endswith("番") and is_person(name)


def _is_own_name(name: str, names: Counter[str], rows: int) -> bool:
    """Whether a post is printed with one name throughout. A chair calls several people."""
    return name.endswith(("君", "氏")) and len(names) == 1 and names[name] == rows


def _dittos(rows: list[PrintedLine], marks: Marks) -> Marks:
    """〃　補足します。 is said by the speaker above."""
    found: Marks = {}
    above: dict[str, str] = {}
    for row in rows:
        mark = marks.get(row.key)
        if mark is None or not is_sentence(mark.speech):
            continue
        if mark.name in _DITTO:
            if mark.style in above:
                found[row.key] = replace(mark, name=above[mark.style])
        else:
            above[mark.style] = mark.name
    return found


def _legend_marks(rows: list[PrintedLine], marks: Marks, legend: dict[str, str]) -> Marks:
    """The rows that open with a legend's sign and name nobody themselves."""
    return {
        row.key: _legend_mark(row.text, legend)
        for row in rows
        if row.text[0] in legend
        and (is_sentence(row.text) or len(row.text) >= _LINE)
        and ((mark := marks.get(row.key)) is None or not is_person(mark.name))
    }


def _legend_mark(text: str, legend: dict[str, str]) -> Mark:
    """◇（霞浜電子）事実である。: the legend's name, and who of them."""
    said = text[1:].replace("\t", " ").strip()
    told = _WHO.match(flat(said))
    who = said[: told.end("who")] if told is not None else ""
    return Mark(LEGEND, legend[text[0]] + squeeze(who), said[len(who) :].strip())
