"""What the minutes tell others. Receivers run inside the sender's transaction: if one fails, nothing is stored."""

from django.dispatch import Signal

# Sent with `meeting` (a minutes.models.Meeting) after its rows were written or its status or
# audience changed. A receiver that keeps copies of them writes them anew.
meeting_changed = Signal()

# Sent with `meetings` (a QuerySet of Meeting) when names or topics that copies hold have changed,
# without a change of the text.
meetings_relabelled = Signal()

# Sent with `meetings` (a QuerySet of Meeting) when rules of a new release worked out anew who speaks in which part, maybe
# for the whole archive. Copies that are written anew after the upgrade anyway can wait for that.
dialogue_renewed = Signal()

# Sent with `expression` (a regular expression, to Postgres) of all forms of words that were erased for ever, after
# `meetings` (a QuerySet of Meeting) that held them were told of as changed. Whoever keeps copies removes what is left.
words_erased = Signal()
