"""How many searches run at once, and what one of them may cost: a few slow ones must not stop everybody else."""

from search.budget.slots import Pool, give_back, take
from search.budget.turns import RETRY_AFTER, SearchBusy, SearchTimeout, Turn, current_turn, limited, turn_of

__all__ = [
    "RETRY_AFTER",
    "Pool",
    "SearchBusy",
    "SearchTimeout",
    "Turn",
    "current_turn",
    "give_back",
    "limited",
    "take",
    "turn_of",
]
