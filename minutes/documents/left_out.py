"""Remarks on what readers leave out of a text, in the same words for every kind of file."""

from __future__ import annotations

from collections.abc import Iterable

from minutes.documents.model import Remark

_MOST_TOLD = 2000  # characters in one remark


def running_text(what: str, texts: Iterable[str]) -> Remark:
    """Heads, feet and the like; `what` they are."""
    return _left_out("running-text", what, texts)


def struck_text(texts: Iterable[str]) -> Remark:
    """Words that a line strikes out (見え消し)."""
    return _left_out("struck-text", "取り消し線で消された文字（見え消し）", texts)


def hidden_text(found: str) -> Remark:
    """What the file holds and nobody sees, as a clause that ends in あり: who publishes the file publishes it too."""
    advice = "本文に入れていません。個人情報などが残っていないか、公開する前に確かめてください。"
    return Remark("hidden-text", f"{found}、{advice}")


def _left_out(code: str, what: str, texts: Iterable[str]) -> Remark:
    return Remark(code, f"{what}は、本文に入れていません：{'／'.join(dict.fromkeys(texts))[:_MOST_TOLD]}")
