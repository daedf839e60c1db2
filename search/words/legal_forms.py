"""Short signs of legal forms in folded texts, (株) for 株式会社, and what they stand for. No Django."""

import re
from collections.abc import Iterable

# A form of several names has the likeliest first.
NAMES_OF_FORMS = {
    "(株)": ("株式会社",),
    "(有)": ("有限会社",),
    "(同)": ("合同会社",),
    "(資)": ("合資会社",),
    "(名)": ("合名会社",),
    "(社)": ("社団法人", "一般社団法人", "公益社団法人"),
    "(一社)": ("一般社団法人",),
    "(公社)": ("公益社団法人",),
    "(財)": ("財団法人", "一般財団法人", "公益財団法人"),
    "(一財)": ("一般財団法人",),
    "(公財)": ("公益財団法人",),
    "(福)": ("社会福祉法人",),
    "(社福)": ("社会福祉法人",),
    "(独)": ("独立行政法人",),
    "(地独)": ("地方独立行政法人",),
    "(国研)": ("国立研究開発法人",),
    "(学)": ("学校法人",),
    "(医)": ("医療法人", "医療法人社団", "医療法人財団"),
    "(医社)": ("医療法人社団",),
    "(宗)": ("宗教法人",),
    "(協)": ("協同組合",),
    "(npo)": ("npo法人", "特定非営利活動法人"),
    "(特非)": ("特定非営利活動法人", "npo法人"),
}
FORMS_OF_NAMES = {
    name: tuple(form for form, names in NAMES_OF_FORMS.items() if name in names)
    for name in dict.fromkeys(name for names in NAMES_OF_FORMS.values() for name in names)
}
# Each is also said for the other.
FORMS_OF_NAMES["npo法人"] += ("特定非営利活動法人",)
FORMS_OF_NAMES["特定非営利活動法人"] += ("npo法人",)


def _any_of(texts: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(texts, key=len, reverse=True))))


LEGAL_FORM = _any_of(NAMES_OF_FORMS)
LEGAL_NAME = _any_of(FORMS_OF_NAMES)
