"""Addresses of the minutes. Meetings (by key) and utterances (by ref) keep theirs for ever."""

from django.urls import path

from minutes.views import (
    bin,
    browse,
    checking,
    choices,
    desk,
    documents,
    draft_passages,
    drafts_api,
    editions,
    erasure,
    home,
    meeting,
    papers,
    passages,
    publishing,
    rereadings,
    speakers,
    trail,
    uploads,
    versions,
)

app_name = "minutes"

# Reading
urlpatterns = [
    path("", home.home, name="home"),
    path("years/", browse.fiscal_years, name="fiscal_years"),
    path("years/<int:year>/", browse.fiscal_year, name="fiscal_year"),
    path("bodies/", browse.bodies, name="bodies"),
    path("bodies/<int:pk>/", browse.body, name="body"),
    path("bodies/<int:pk>/speakers/", speakers.body_speakers, name="body_speakers"),
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
    path("staff/uploads/", desk.uploads, name="uploads"),
    path("staff/uploads/progress/", desk.uploads_progress, name="uploads_progress"),
    path("staff/uploads/bulk/", desk.uploads_bulk, name="uploads_bulk"),
    path("staff/uploads/question/", desk.uploads_question, name="uploads_question"),
    path("staff/uploads/bodies/", desk.uploads_bodies, name="uploads_bodies"),
    path("staff/uploads/new/", desk.upload_new, name="upload_new"),
    path("staff/uploads/<int:pk>/", checking.upload, name="upload"),
    path("staff/uploads/<int:pk>/progress/", uploads.upload_progress, name="upload_progress"),
    path("staff/uploads/<int:pk>/publish/", publishing.upload_publish, name="upload_publish"),
    path(
        "staff/uploads/<int:pk>/publish/changes/",
        publishing.upload_publish_changes,
        name="upload_publish_changes",
    ),
    path("staff/uploads/<int:pk>/discard/", uploads.upload_discard, name="upload_discard"),
    path("staff/uploads/<int:pk>/reopen/", uploads.upload_reopen, name="upload_reopen"),
    path("staff/uploads/<int:pk>/read-again/", uploads.upload_read_again, name="upload_read_again"),
    path("staff/uploads/<int:pk>/passages/", draft_passages.upload_passages, name="upload_passages"),
    path("staff/uploads/<int:pk>/passages/mark/", draft_passages.upload_passage_mark, name="upload_passage_mark"),
    path("staff/uploads/<int:pk>/passages/proposals/", draft_passages.upload_proposals, name="upload_proposals"),
    path("staff/uploads/<int:pk>/body/", choices.upload_body, name="upload_body"),
    path("staff/uploads/<int:pk>/meeting/", choices.upload_meeting, name="upload_meeting"),
    path("staff/uploads/<int:pk>/topics/", choices.upload_topics, name="upload_topics"),
    path("staff/uploads/<int:pk>/source/", uploads.upload_source, name="upload_source"),
    path("staff/uploads/<int:pk>/papers/", papers.upload_papers, name="upload_papers"),
    path("staff/papers/<int:pk>/file/", papers.paper_source, name="upload_paper_source"),
    path("meetings/<slug:key>/papers/", papers.meeting_papers, name="meeting_papers"),
    path("meetings/<slug:key>/correct/", uploads.meeting_correct, name="meeting_correct"),
]

# What of published minutes is withheld, from whom, and who may read which row (editors)
urlpatterns += [
    path("meetings/<slug:key>/passages/", passages.meeting_passages, name="meeting_passages"),
    path("meetings/<slug:key>/passages/mark/", passages.passage_mark, name="passage_mark"),
    path("meetings/<slug:key>/passages/proposals/", passages.passage_proposals, name="passage_proposals"),
    path("meetings/<slug:key>/passages/<int:pk>/lift/", passages.passage_lift, name="passage_lift"),
    path("meetings/<slug:key>/passages/<int:pk>/settle/", passages.passage_settle, name="passage_settle"),
    path("meetings/<slug:key>/audiences/", passages.meeting_audiences, name="meeting_audiences"),
    path("meetings/<slug:key>/edition/", editions.meeting_edition, name="meeting_edition"),
    path("meetings/<slug:key>/edition/withheld.csv", editions.edition_withheld, name="edition_withheld"),
    path("meetings/<slug:key>/edition/<slug:kind>/", editions.edition_file, name="edition_file"),
]

# Documents that newer readers and rules read otherwise (editors)
urlpatterns += [
    path("staff/rereadings/", rereadings.rereadings, name="rereadings"),
    path("staff/rereadings/question/", rereadings.rereadings_question, name="rereadings_question"),
    path("staff/rereadings/<int:pk>/", rereadings.rereading, name="rereading"),
]

# A draft as the checking page works with it (JSON, editors; docs/editing.md)
urlpatterns += [
    path("staff/uploads/<int:pk>/draft/", drafts_api.upload_draft_json, name="upload_draft_json"),
    path("staff/uploads/<int:pk>/changes/", drafts_api.upload_changes, name="upload_changes"),
    path("staff/uploads/<int:pk>/edits/", drafts_api.upload_edit, name="upload_edit"),
    path("staff/uploads/<int:pk>/undo/", drafts_api.upload_undo, name="upload_undo"),
    path("staff/uploads/<int:pk>/redo/", drafts_api.upload_redo, name="upload_redo"),
    path("staff/uploads/<int:pk>/lessons/", drafts_api.upload_lesson, name="upload_lesson"),
    path("staff/uploads/<int:pk>/reason/", drafts_api.upload_reason, name="upload_reason"),
]

# What the checking page shows beside the draft
urlpatterns += [
    path("staff/uploads/<int:pk>/source-lines/", checking.upload_source_lines, name="upload_source_lines"),
    path("staff/uploads/<int:pk>/pages/shapes/", checking.upload_page_shapes, name="upload_page_shapes"),
    path("staff/uploads/<int:pk>/pages/<int:page>.png", checking.upload_page, name="upload_page"),
    path("staff/uploads/<int:pk>/explanation/", checking.upload_explanation, name="upload_explanation"),
    path("staff/uploads/<int:pk>/missing/", checking.upload_missing, name="upload_missing"),
]

# What was withdrawn or discarded: out of sight, back, or gone for ever
urlpatterns += [
    path("meetings/<slug:key>/withdraw/", bin.meeting_withdraw, name="meeting_withdraw"),
    path("staff/bin/", bin.contents, name="bin"),
    path("staff/bin/meetings/<slug:key>/restore/", bin.meeting_restore, name="bin_meeting_restore"),
    path("staff/bin/meetings/<slug:key>/remove/", bin.meeting_remove, name="bin_meeting_remove"),
    path("staff/bin/uploads/<int:pk>/remove/", bin.upload_remove, name="bin_upload_remove"),
]

# Words that go for ever, from everywhere (administrators)
urlpatterns += [
    path("staff/erasure/", erasure.erasure, name="erasure"),
]

# Who changed what, and who looked at what is not public (administrators)
urlpatterns += [
    path("staff/trail/", trail.changes, name="trail"),
    path("staff/trail/changes.csv", trail.changes_csv, name="trail_csv"),
    path("staff/access/", trail.accesses, name="access_log"),
    path("staff/access/access.csv", trail.accesses_csv, name="access_log_csv"),
]
