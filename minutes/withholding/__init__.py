"""Parts of texts that not everybody may read: what stands in their place, and where they are after a correction. No Django.

`masking` puts ■■■ in their place, `placing` finds a part again in a corrected text and every occurrence of a term.
"""

from minutes.withholding.masking import MASK, Mark, Masked, Span, masked
from minutes.withholding.placing import carried, common_start, occurrences, printed_places

__all__ = ["MASK", "Mark", "Masked", "Span", "carried", "common_start", "masked", "occurrences", "printed_places"]
