"""四つの目: with FOUR_EYES a draft is published by somebody who did not make it, as it was when another asked for it."""

import hashlib
import json
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import User

from minutes import access
from minutes.models import DraftEdit, Paper, PublicationRequest, Upload
from minutes.passages import draft_marks

NOBODY_KNOWN = "公開には二人が必要な設定（FOUR_EYES）です。画面で公開を依頼し、もう一人の公開責任者が公開してください。"
NOT_ASKED = "この下書きは、公開を依頼されていません。依頼の後に内容が変わったときは、もう一度依頼してください。"
OWN_WORK = "自分で取り込んだり訂正したりした会議録は、公開できません。もう一人の公開責任者が公開します。"
NO_RIGHT = "公開する権限がありません。公開責任者が公開します。"


def standing_request(upload: Upload) -> PublicationRequest | None:
    """The request to publish the draft as it is now."""
    request = PublicationRequest.objects.select_related("asked_by", "given_back_by").filter(upload=upload).first()
    if request is None or request.why or request.draft != digest_of(upload):
        return None
    return request


@dataclass(frozen=True, slots=True)
class Standing:
    """How a draft stands with its second person, for the page that one person sees."""

    upload: Upload
    user: User

    @property
    def is_needed(self) -> bool:
        return bool(settings.FOUR_EYES)

    @property
    def request(self) -> PublicationRequest | None:
        return standing_request(self.upload) if self.is_needed else None

    @property
    def given_back(self) -> PublicationRequest | None:
        return given_back(self.upload) if self.is_needed else None

    @property
    def asks(self) -> bool:
        """Whether the person's button asks for publication, and does not publish."""
        return bool(objection(self.upload, self.user))

    @property
    def may_give_back(self) -> bool:
        return self.request is not None and access.can_publish(self.user)


def given_back(upload: Upload) -> PublicationRequest | None:
    """The request that was given back, until somebody asks again."""
    return PublicationRequest.objects.select_related("given_back_by").filter(upload=upload).exclude(why="").first()


def waiting() -> list[PublicationRequest]:
    """The requests that stand, the oldest first."""
    if not settings.FOUR_EYES:
        return []
    asked = PublicationRequest.objects.filter(why="", upload__state=Upload.State.DRAFT)
    found = asked.select_related("upload__source", "asked_by").defer("upload__parsed", "upload__base")
    return [request for request in found if request.draft == digest_of(request.upload)]


def objection(upload: Upload, user: User | None) -> str:
    """Why `user` may not publish the draft, in words; nothing where he may."""
    if not settings.FOUR_EYES:
        return ""
    if user is None:
        return NOBODY_KNOWN
    if not access.can_publish(user):
        return NO_RIGHT
    request = standing_request(upload)
    if request is None:
        return NOT_ASKED
    return OWN_WORK if user.pk in {request.asked_by_id, *hands_on(upload)} else ""


def hands_on(upload: Upload) -> set[int]:
    """The keys of everybody who sent in or corrected what would be published."""
    edited = DraftEdit.objects.filter(upload=upload).values_list("user", flat=True)
    papers = Paper.objects.filter(upload=upload).values_list("created_by", flat=True)
    return {key for key in (upload.created_by_id, upload.source.created_by_id, *edited, *papers) if key}


def digest_of(upload: Upload) -> str:
    """Changes with everything that publishing the draft would show."""
    papers = Paper.objects.filter(upload=upload).order_by("pk")
    told = [
        upload.revision,
        upload.choices,
        upload.new_body_confirmed,
        list(papers.values_list("pk", "source", "row", "label", "title", "audience")),
        draft_marks(upload).digest,
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()
