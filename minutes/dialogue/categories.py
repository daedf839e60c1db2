"""The four categories of speakers (発言者の区分), and the words that people use for them. Stdlib only."""

from enum import StrEnum


class SpeakerCategory(StrEnum):
    """In which part somebody speaks. What is printed without a speaker is OTHER."""

    CHAIR = "chair"
    MEMBER = "member"
    OFFICER = "officer"
    OTHER = "other"


CATEGORY_LABELS = {
    SpeakerCategory.CHAIR: "議長・委員長",
    SpeakerCategory.MEMBER: "質問者（委員・議員）",
    SpeakerCategory.OFFICER: "答弁者（事務局・理事者）",
    SpeakerCategory.OTHER: "その他",
}
# What a category is called where there is no room for examples.
SHORT_LABELS = {
    SpeakerCategory.CHAIR: "議長",
    SpeakerCategory.MEMBER: "質問者",
    SpeakerCategory.OFFICER: "答弁者",
    SpeakerCategory.OTHER: "その他",
}
CATEGORY_CHOICES = [(category.value, label) for category, label in CATEGORY_LABELS.items()]
