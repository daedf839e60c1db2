"""読み取りの改善: documents that newer readers and rules read otherwise. They are offered, never silently changed.

`outdated` finds the documents that were read by others than today's, `outlook` tells what one of them would become,
`comparing` keeps that for the desk in the background, `offers` lists it, and accepts it or lets it be.
"""

from minutes.rereading import comparing, offers
from minutes.rereading.comparing import Result, compare, compare_one, look_at
from minutes.rereading.offers import NotAccepted, Offer
from minutes.rereading.outdated import outdated_sources
from minutes.rereading.outlook import Outlook

__all__ = [
    "NotAccepted",
    "Offer",
    "Outlook",
    "Result",
    "compare",
    "compare_one",
    "comparing",
    "look_at",
    "offers",
    "outdated_sources",
]
