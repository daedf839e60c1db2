"""Whether anything bears an audience."""

from minutes.models import AgendaItem, Attachment, AttachmentPage, Body, Meeting, Paper, Passage, Utterance

_BEARERS = (Body, Meeting, AgendaItem, Utterance, Attachment, AttachmentPage, Paper, Passage)


def is_in_use(audience: int) -> bool:
    """Whether rows, passages or a body's default bear it."""
    return any(model._default_manager.filter(audience=audience).exists() for model in _BEARERS)
