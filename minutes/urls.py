"""Addresses of the minutes. Meetings (by key) and utterances (by ref) keep theirs for ever."""

from django.urls import path

from minutes.views import browse, documents, home, meeting, papers, uploads, versions

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
    path("meetings/<slug:key>/papers/<int:pk>/file/", papers.attachment_file, name="attachment_file"),
    path("meetings/<slug:key>/versions/", versions.meeting_versions, name="meeting_versions"),
    path("meetings/<slug:key>/versions/compare/", versions.versions_compared, name="versions_compared"),
    path("meetings/<slug:key>/versions/<int:number>/", versions.meeting_version, name="meeting_version"),
    path("meetings/<slug:key>/versions/<int:number>/changes/", versions.version_changes, name="version_changes"),
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
    path("staff/uploads/<int:pk>/source/", uploads.upload_source, name="upload_source"),
    path("staff/uploads/<int:pk>/papers/", papers.upload_papers, name="upload_papers"),
    path("staff/papers/<int:pk>/file/", papers.paper_source, name="upload_paper_source"),
    path("meetings/<slug:key>/papers/", papers.meeting_papers, name="meeting_papers"),
    path("meetings/<slug:key>/correct/", uploads.meeting_correct, name="meeting_correct"),
]
