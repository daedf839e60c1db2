"""The pages of the second factor: the code at sign-in, and one's own app and recovery codes."""

from base64 import b32encode

import segno
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from config.sign_in import second_factor

_WRONG = "コードが違います。アプリに今表示されているコードを入力してください。同じコードは一度しか使えません。"
_pages = require_http_methods(["GET", "HEAD", "POST"])


class CodeForm(forms.Form):
    """The app's code, or one of recovery."""

    code = forms.CharField(label="認証コード", max_length=30)


@login_not_required
@never_cache
@_pages
def code(request: HttpRequest) -> HttpResponse:
    """Asks whoever has an app for its code."""
    user = second_factor.half_signed_in(request)
    if user is None:
        return redirect("login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        trouble = _trouble(request, user, form.cleaned_data["code"])
        if trouble is None:
            return HttpResponseRedirect(_next_page(request))
        form.add_error("code", trouble)
        user_login_failed.send(__name__, credentials={"username": user.get_username()}, request=request)
    return render(
        request,
        "sign_in/second_factor_code.html",
        {"form": form, "next": _next_page(request), "name": user.get_username()},
    )


@login_not_required
@never_cache
@_pages
def second_factor_page(request: HttpRequest) -> HttpResponse:
    """One's own app: set up, seen, replaced, taken away."""
    user = second_factor.half_signed_in(request) or request.user
    if not isinstance(user, User):
        return redirect("login")
    if request.method == "POST":
        return _change(request, user)
    return _show(request, user, CodeForm())


def _change(request: HttpRequest, user: User) -> HttpResponse:
    wanted = request.POST.get("action")
    if second_factor.device_of(user) is None:
        if wanted == "begin":
            second_factor.begin_enrolment(request)
            return HttpResponseRedirect(request.get_full_path())
        return _enrol(request, user)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _show(request, user, form)
    try:
        right = second_factor.confirm(user, form.cleaned_data["code"])
    except second_factor.TooManyAttempts as error:
        form.add_error("code", _too_early(error))
        return _show(request, user, form)
    if not right:
        form.add_error("code", _WRONG)
        return _show(request, user, form)
    if wanted == "renew":
        return _show_codes(request, second_factor.renew_recovery_codes(user))
    if wanted == "remove" and not second_factor.is_required(user):
        second_factor.remove(user)
    return redirect("second_factor")


def _enrol(request: HttpRequest, user: User) -> HttpResponse:
    form = CodeForm(request.POST)
    if form.is_valid():
        codes = second_factor.enrol(request, user, form.cleaned_data["code"])
        if codes is not None:
            return _show_codes(request, codes)
        form.add_error("code", _WRONG)
    return _show(request, user, form)


def _show(request: HttpRequest, user: User, form: CodeForm) -> HttpResponse:
    device = second_factor.device_of(user)
    begun = second_factor.enrolment(request, user) if device is None else None
    context = {
        "form": form,
        "device": device,
        "codes_left": second_factor.recovery_codes_left(user),
        "is_required": second_factor.is_required(user),
        "is_half": second_factor.half_signed_in(request) is not None,
        "begun": begun,
        "picture": _picture(begun.config_url) if begun else "",
        "secret": _secret(begun.bin_key) if begun else "",
        "next": _next_page(request),
    }
    return render(request, "sign_in/second_factor.html", context)


def _show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return render(request, "sign_in/recovery_codes.html", {"codes": codes, "next": _next_page(request)})


def _trouble(request: HttpRequest, user: User, text: str) -> str | None:
    """Why the session is not whole; None where it is now."""
    try:
        return None if second_factor.check(request, user, text) else _WRONG
    except second_factor.TooManyAttempts as error:
        return _too_early(error)


def _too_early(error: second_factor.TooManyAttempts) -> str:
    seconds = int((error.until - timezone.now()).total_seconds()) + 1
    wait = f"{seconds} 秒" if seconds < 120 else f"{seconds // 60 + 1} 分"
    return f"間違いが続いたため、入力を受け付けていません。{wait}ほど待ってから入力してください。"


def _picture(text: str) -> SafeString:
    """A QR code as SVG, drawn here: the secret goes nowhere."""
    return mark_safe(segno.make(text, error="m").svg_inline(scale=5, border=4))  # noqa: S308 - shapes, none of the text


def _secret(key: bytes) -> str:
    """For typing in, in groups of four."""
    text = b32encode(key).decode().rstrip("=")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def _next_page(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)
