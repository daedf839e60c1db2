"""With FOUR_EYES, what shows something to more people is asked for by one person and done by a second one."""

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from minutes import access
from minutes.models import OpeningRequest

# What is told to whoever asked.
ASKED = "もう一人の公開責任者が同じ操作をすると変わります。取込みの画面の「公開範囲の依頼」に載せました。"


@transaction.atomic
def agreed(user: User, what: str, *, since: object, label: str, address: str = "") -> bool:
    """Whether `what` may be done now: because no second person is needed, or because another person asked for the same.

    Else it is noted as asked for. `what` names the row, its field and the value; `since` how it stands now: what was asked
    for while it stood otherwise is void. `label` says it in words; `address` is the page on which it is done.
    """
    if not settings.FOUR_EYES:
        return True
    wish = f"{what} since {since}"
    OpeningRequest.objects.filter(what__startswith=f"{what} since ").exclude(what=wish).delete()
    found = OpeningRequest.objects.select_for_update().filter(what=wish).first()
    if found and found.asked_by_id != user.pk and access.can_publish(user):
        found.delete()
        return True
    if found is None:
        OpeningRequest.objects.create(what=wish, label=label, address=address, asked_by=user)
    return False


def void(what: str) -> None:
    """Takes back what was asked for of `what` (a row and its field), whichever value: it was changed otherwise."""
    OpeningRequest.objects.filter(what__startswith=f"{what} ").delete()


def openings_asked() -> list[OpeningRequest]:
    """What waits for a second person, the oldest first."""
    return list(OpeningRequest.objects.select_related("asked_by")) if settings.FOUR_EYES else []
