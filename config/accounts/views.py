"""Signing in, and changing one's own password."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import views as auth
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone

from config.accounts import passwords
from config.accounts.forms import PasswordChangeForm, SignInForm

TOO_MANY_REQUESTS = 429


class SignIn(auth.LoginView):
    """The one page for signing in, the administration pages' too."""

    template_name = "login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_invalid(self, form: Any) -> HttpResponse:
        answer = super().form_invalid(form)
        if form.refused_until:
            answer.status_code = TOO_MANY_REQUESTS
            seconds = (form.refused_until - timezone.now()).total_seconds()
            answer.headers["Retry-After"] = str(max(int(seconds), 1))
        return answer


class ChangePassword(auth.RedirectURLMixin, auth.PasswordChangeView):
    """Changes one's own password; then on to where the user wanted to go, within this site."""

    template_name = "accounts/password_change.html"
    form_class = PasswordChangeForm

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        del kwargs["user"]
        return {**kwargs, "request": self.request}

    def get_default_redirect_url(self) -> str:
        return resolve_url("minutes:home")

    def get_success_url(self) -> str:
        return self.get_redirect_url() or self.get_default_redirect_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = cast(User, self.request.user)  # dispatch lets nobody else in
        return super().get_context_data(
            **kwargs,
            next=self.get_redirect_url(),
            given=passwords.must_change(user),
            has_password=user.has_usable_password(),
        )

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, "パスワードを変更しました。ほかの端末やブラウザーではログアウトしています。")
        return super().form_valid(form)
