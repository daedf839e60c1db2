"""What the sign-in page offers beside a password."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.urls import reverse

register = template.Library()


@dataclass(frozen=True, slots=True)
class OtherSignIn:
    label: str
    address: str


@register.simple_tag(takes_context=True)
def other_sign_in(context: template.Context) -> OtherSignIn | None:
    """The link to the OpenID provider, which leads back to where one was going; None where there is none."""
    provider = settings.SIGN_IN_PROVIDER
    if provider is None:
        return None
    query = urlencode({"next": context["next"]}) if context.get("next") else ""
    return OtherSignIn(provider.label, f"{reverse('oidc_begin')}?{query}")


@register.simple_tag
def second_factor_address() -> str:
    """Of one's own app; empty where there is no second factor."""
    return reverse("second_factor") if settings.TOTP else ""
