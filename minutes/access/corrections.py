"""What stays restricted when minutes are corrected."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from minutes.access.audiences import is_restricted, narrower
from minutes.comparing import without_spaces
from minutes.models import Audience

# So many characters in a row that left one utterance and came into another are its words.
WORDS_TAKEN = 10


def audiences_kept(old: Sequence[tuple[int, str, int]], refs: Sequence[int], texts: Sequence[str]) -> list[int]:
    """The audience of each new utterance (its number in `refs`, its text) given the old ones (ref, text, audience).

    One that kept its number keeps its audience. Words that left a restricted utterance stay restricted wherever they
    stand now, and so does what came in the place of one that was dropped.
    """
    audience_of = {ref: audience for ref, _, audience in old}
    kept = [audience_of.get(ref, Audience.EVERYONE) for ref in refs]
    new_text, old_text = dict(zip(refs, texts, strict=True)), {ref: text for ref, text, _ in old}
    left = [
        (without_spaces(text), audience)
        for ref, text, audience in old
        if is_restricted(audience) and new_text.get(ref) != text
    ]
    if not left:
        return kept
    words: dict[str, int] = {}
    for text, audience in left:
        for chunk in _chunks(text):
            words[chunk] = narrower(audience, words.get(chunk, 0))
    for index, (ref, text) in enumerate(zip(refs, texts, strict=True)):
        if old_text.get(ref) != text:
            come = _chunks(without_spaces(text)) - _chunks(without_spaces(old_text.get(ref, "")))
            taken = _taken(without_spaces(text), left, is_new=ref not in old_text)
            kept[index] = narrower(kept[index], *taken, *(words.get(chunk, 0) for chunk in come))
    for old_run, new_run in _replaced([ref for ref, _, _ in old], refs):
        gone = narrower(*(audience for ref, _, audience in old[old_run] if ref not in new_text))
        for index in range(*new_run.indices(len(refs))):
            kept[index] = narrower(kept[index], 0 if refs[index] in old_text else gone)
    return kept


def _taken(text: str, left: Sequence[tuple[str, int]], *, is_new: bool) -> Iterator[int]:
    """The audiences of short texts that stand in `text` as a whole, and, of a new one, of texts that it is a part of."""
    for words, audience in left:
        if (len(words) < WORDS_TAKEN and words in text) or (is_new and text in words):
            yield audience


def _replaced(old: Sequence[int], new: Sequence[int]) -> Iterator[tuple[slice, slice]]:
    """The runs of numbers in whose place others came."""
    for tag, *ends in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "replace":
            yield slice(*ends[:2]), slice(*ends[2:])


def _chunks(text: str) -> set[str]:
    """All runs of WORDS_TAKEN characters of a text."""
    return {text[start : start + WORDS_TAKEN] for start in range(len(text) - WORDS_TAKEN + 1)}
