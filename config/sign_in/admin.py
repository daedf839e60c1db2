"""The administration page where somebody outside gets the account that is his."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

from config.sign_in.models import Identity
from minutes import access

if settings.TOTP:
    from django_otp.plugins.otp_totp.models import TOTPDevice

    from config.sign_in import second_factor

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Identity]
else:
    ModelAdmin = admin.ModelAdmin


@admin.register(Identity)
class IdentityAdmin(ModelAdmin):
    list_display = ("name", "way", "user", "subject", "first_seen")
    list_filter = ("way", ("user", admin.EmptyFieldListFilter))
    search_fields = ("name", "subject", "user__username")
    autocomplete_fields = ("user",)
    readonly_fields = ("first_seen",)
    actions = ("link_by_name",)

    @admin.action(description="同じ利用者名のアカウントに結び付ける", permissions=["change"])
    def link_by_name(self, request: HttpRequest, queryset: QuerySet[Identity]) -> None:
        """For those that wait: the administrator says that each is the person whose account has this name."""
        linked = 0
        for identity in queryset.filter(user=None):
            identity.user = User.objects.filter(username=identity.name).first()
            if identity.user is not None:
                identity.save(update_fields=["user"])
                linked += 1
        messages.info(request, f"{linked} 件を結び付けました。")


class SecondFactorAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Who has an app, and when it was last used; its secret is shown to nobody. Deleting it lets the person begin anew."""

    list_display = ("user", "created_at", "last_used_at")
    search_fields = ("user__username",)
    fields = ("user", "created_at", "last_used_at")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.keeps_accounts(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return access.keeps_accounts(request.user)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return access.keeps_accounts(request.user)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        """The recovery codes go as well."""
        second_factor.remove(obj.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for device in queryset.select_related("user"):
            second_factor.remove(device.user)


if settings.TOTP:
    # The library's own pages show secrets, and have addresses for it.
    if admin.site.is_registered(TOTPDevice):
        admin.site.unregister(TOTPDevice)
    TOTPDevice._meta.verbose_name = TOTPDevice._meta.verbose_name_plural = "二要素認証"
    admin.site.register(TOTPDevice, SecondFactorAdmin)
