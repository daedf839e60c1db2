"""Addresses of the minutes. Meetings (by key) and utterances (by ref) keep theirs for ever."""

from django.urls import path

from minutes.views import browse, documents, home, meeting

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
urlpatterns += []
