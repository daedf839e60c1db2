"""Addresses of the minutes. Meetings (by key) and utterances (by ref) keep theirs for ever."""

from django.urls import path

from minutes.views import browse, choices, documents, home, meeting, uploads

app_name = "minutes"

# Reading
urlpatterns = [
    path("", home.home, name="home"),
    path("years/", browse.fiscal_years, name="fiscal_years"),
    path("years/<int:year>/", browse.fiscal_year, name="fiscal_year"),
    path("bodies/", browse.bodies, name="bodies"),
    path("bodies/<int:pk>/", browse.body, name="body"),
    path("topics/", browse.topics, name="topics"),
    path("topics/<int:pk>/", browse.topic, name="topic"),
    path("meetings/<slug:key>/", meeting.meeting, name="meeting"),
    path("meetings/<slug:key>/u/<int:ref>/", meeting.utterance, name="utterance"),
    path("meetings/<slug:key>/source/", documents.meeting_source, name="meeting_source"),
    path("meetings/<slug:key>/versions/", documents.meeting_versions, name="meeting_versions"),
]

# Uploading, correcting and publishing (editors)
urlpatterns += [
    path("staff/uploads/", uploads.uploads, name="uploads"),
    path("staff/uploads/new/", uploads.upload_new, name="upload_new"),
    path("staff/uploads/<int:pk>/", uploads.upload, name="upload"),
    path("staff/uploads/<int:pk>/progress/", uploads.upload_progress, name="upload_progress"),
    path("staff/uploads/<int:pk>/publish/", uploads.upload_publish, name="upload_publish"),
    path("staff/uploads/<int:pk>/discard/", uploads.upload_discard, name="upload_discard"),
    path("staff/uploads/<int:pk>/reopen/", uploads.upload_reopen, name="upload_reopen"),
    path("staff/uploads/<int:pk>/read-again/", uploads.upload_read_again, name="upload_read_again"),
    path("staff/uploads/<int:pk>/body/", choices.upload_body, name="upload_body"),
    path("staff/uploads/<int:pk>/topics/", choices.upload_topics, name="upload_topics"),
    path("staff/uploads/<int:pk>/source/", uploads.upload_source, name="upload_source"),
    path("meetings/<slug:key>/correct/", uploads.meeting_correct, name="meeting_correct"),
]
