"""The audit trail (監査記録): what was changed, by whom, and who looked at what is not public.

Changes are recorded by triggers of the database (`triggers`), whatever writes; `recorded` lists the tables. Nothing
here writes a Change: the triggers do, and `forget` takes words out by a function of the database's owner. It knows the
tables of the archive by their names alone and imports nothing of it.
"""

from trail.forgetting import forget
from trail.occasion import Occasion, during, kept_in, now, system_user

__all__ = ["Occasion", "during", "forget", "kept_in", "now", "system_user"]
