"""The administration page where somebody outside gets the account that is his."""

from typing import TYPE_CHECKING

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

from config.sign_in.models import Identity

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
