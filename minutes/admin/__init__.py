"""Every table of the minutes in the administration pages.

What documents say is corrected on the staff pages, where each change becomes a version: here it is
only looked at. Status, audience, the catalogue of bodies and the topics are changed here, and whoever
keeps copies is told in the same transaction.
"""

from django.contrib import admin

from minutes.admin import audiences, bodies, erasures, meetings, records, topics, uploads

__all__ = ["audiences", "bodies", "erasures", "meetings", "records", "topics", "uploads"]

admin.site.site_header = "会議録アーカイブ 管理画面"
admin.site.site_title = "会議録アーカイブ"
admin.site.index_title = "管理メニュー"
