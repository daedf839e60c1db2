"""Accounts in the administration pages: passwords that are given, failed sign-ins, locks that are ended."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from config.accounts import passwords, sessions, throttling
from config.accounts.models import FailedSignIns, InitialPassword

# The types of Django know which model an administration page is for, Django itself does not.
if TYPE_CHECKING:
    InitialPasswordModelAdmin = admin.ModelAdmin[InitialPassword]
    BaseUserAdmin = UserAdmin[User]
    AdminPasswordForm = AdminPasswordChangeForm[User]
    FailedSignInsModelAdmin = admin.ModelAdmin[FailedSignIns]
else:
    BaseUserAdmin, AdminPasswordForm = UserAdmin, AdminPasswordChangeForm
    InitialPasswordModelAdmin = FailedSignInsModelAdmin = admin.ModelAdmin

admin.site.unregister(User)


class GivenPasswordForm(AdminPasswordForm):
    """Sets somebody else's password, which its owner changes at the next sign-in."""

    def save(self, commit: bool = True) -> Any:
        user = super().save(commit)
        if self.cleaned_data["set_usable_password"]:
            passwords.mark_given(user)
        return user


@admin.register(User)
class AccountAdmin(BaseUserAdmin):
    """Django's page of accounts. Whoever sets a password here sets one that must be changed."""

    change_password_form = GivenPasswordForm
    list_display = ["username", "last_name", "first_name", "email", "is_active", "last_login"]
    actions = ["unlock", "sign_out"]

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if not change and obj.has_usable_password():
            passwords.mark_given(obj)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """One's own password is changed on one's own page, which asks for the present one."""
        if id == str(request.user.pk):
            return redirect("password_change")
        return super().user_change_password(request, id, form_url)

    @admin.action(description="ログインの停止を解除する", permissions=["change"])
    def unlock(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            throttling.unlock(user=user)
            self.log_change(request, user, "ログインの停止を解除した。")
        self.message_user(request, f"{len(queryset)}人のログインの停止を解除しました。", messages.SUCCESS)

    @admin.action(description="すべての端末でログアウトさせる", permissions=["change"])
    def sign_out(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            sessions.end_all(user)
            self.log_change(request, user, "すべての端末でログアウトさせた。")
        self.message_user(request, f"{len(queryset)}人をログアウトさせました。", messages.SUCCESS)


class _Looked:
    """To look at; a row that is deleted counts no longer."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(FailedSignIns)
class FailedSignInsAdmin(_Looked, FailedSignInsModelAdmin):
    """Who failed to sign in of late, and who is locked; deleting a row ends its lock."""

    list_display = ["scope", "user", "address", "failures", "since", "locked_until"]
    list_filter = ["scope"]
    search_fields = ["user__username", "address"]
    list_select_related = ["user"]


@admin.register(InitialPassword)
class InitialPasswordAdmin(_Looked, InitialPasswordModelAdmin):
    """Whose password somebody else gave, and that has not been changed yet."""

    list_display = ["user", "given_at"]
    search_fields = ["user__username"]
    list_select_related = ["user"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
