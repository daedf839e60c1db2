"""What a printed speaker mark says of the speaker's post. Stdlib only."""

import re

# The longest posts first: 副委員長 is no 委員長, 課長補佐 no 課長.
_POST = re.compile(
    r"(副?(?:本部長|委員長|部会長|分科会長|会長|議長|座長|代表)|職務代理者?|議員|委員|部員|"
    r"副?(?:知事|市長|区長|町長|村長)|教育長|事務局長|事務局|書記|監査委員|"
    r"(?:課長|部長|局長|室長|係長)(?:補佐|代理)?|次長|参事|主幹|主査|主任|館長|所長|園長|校長|理事|専門員|部門長)"
    r"[）)」』]?\d*\Z"
)
_NAME_AFTER_POST = re.compile(r"^[○◯〇●◎◆]?(.+?)[（(].*[）)]$")


def role_of(speaker: str) -> str:
    """The post at the end of a mark: 佐藤委員長 -> 委員長, 委員11 -> 委員, 会長（山田） -> 会長; else nothing."""
    bare = _NAME_AFTER_POST.sub(r"\1", speaker.strip())
    found = _POST.search(bare)
    return found.group(1) if found else ""
