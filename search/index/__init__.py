"""Meetings -> entries that follow them, and the proof that they do."""

from search.index.checking import Checked, Fault, Problem, check, unproven_keys
from search.index.erasing import on_words_erased
from search.index.rebuilding import (
    RebuildError,
    indexed_meetings,
    is_large,
    is_mostly_stale,
    one_at_a_time,
    progress,
    repair,
    repair_profiles,
    repair_whole,
)
from search.index.shadow import discard_shadow, is_shadow_usable, prove_keys, repair_index
from search.index.writing import (
    on_dialogue_renewed,
    on_meeting_changed,
    on_meeting_deleted,
    on_meeting_leaving,
    on_meetings_relabelled,
    rename,
)

__all__ = [
    "Checked",
    "Fault",
    "Problem",
    "RebuildError",
    "check",
    "discard_shadow",
    "indexed_meetings",
    "is_large",
    "is_mostly_stale",
    "is_shadow_usable",
    "on_dialogue_renewed",
    "on_meeting_changed",
    "on_meeting_deleted",
    "on_meeting_leaving",
    "on_meetings_relabelled",
    "on_words_erased",
    "one_at_a_time",
    "progress",
    "prove_keys",
    "rename",
    "repair",
    "repair_index",
    "repair_profiles",
    "repair_whole",
    "unproven_keys",
]
