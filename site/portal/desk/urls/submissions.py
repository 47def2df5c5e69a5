"""Addresses of calls, submissions and 典型; they live in the namespace of the desk."""

from django.urls import path

from ..views import arranging, calls, consents, filling, progress, ranking, sending, showcases, submissions, supplements

urlpatterns = [
    path("calls/", calls.calls, name="calls"),
    path("calls/new/", arranging.new, name="call_new"),
    path("calls/<int:pk>/", calls.call, name="call"),
    path("calls/<int:pk>/edit/", arranging.edit, name="call_edit"),
    path("calls/<int:pk>/open/", arranging.send_out, name="call_open"),
    path("calls/<int:pk>/end/", arranging.end, name="call_end"),
    path("calls/<int:pk>/start/", calls.start, name="call_start"),
    path("calls/<int:pk>/results/", calls.results, name="call_results"),
    path("calls/<int:pk>/ranking/", ranking.ranking, name="call_ranking"),
    path("calls/<int:pk>/progress/", progress.call_progress, name="call_progress"),
    path("calls/<int:pk>/progress.xlsx", progress.export, name="call_export"),
    path("calls/<int:pk>/files.zip", progress.files, name="call_files"),
    path("calls/<int:pk>/remind/", progress.remind_units, name="call_remind"),
    path("calls/<int:pk>/units/<int:addressee>/", progress.unit, name="unit"),
    path("calls/<int:pk>/units/<int:addressee>/<slug:what>/", progress.grant, name="grant"),
    path("submissions/<int:pk>/", submissions.submission, name="submission"),
    path("submissions/<int:pk>/act/", submissions.act, name="submission_act"),
    path("submissions/<int:pk>/sheet.pdf", submissions.sheet, name="submission_sheet"),
    path("submissions/<int:pk>/fill/", filling.fill, name="fill"),
    path("submissions/<int:pk>/fill/<slug:section>/", filling.fill_section, name="fill_section"),
    path("submissions/<int:pk>/fill/<slug:section>/autosave/", filling.autosave, name="autosave"),
    path("submissions/<int:pk>/fill/<slug:section>/<slug:key>/upload/", filling.upload, name="fill_upload"),
    path("submissions/<int:pk>/fill/<slug:section>/<slug:key>/remove/", filling.remove, name="fill_remove"),
    path("submissions/<int:pk>/submit/", sending.submit, name="submit"),
    path("submissions/<int:pk>/merge/", sending.merge, name="merge"),
    path("submissions/<int:pk>/later/<slug:key>/", supplements.supplement, name="supplement"),
    path("submissions/<int:pk>/later/<slug:key>/upload/", supplements.upload, name="supplement_upload"),
    path("submissions/<int:pk>/later/<slug:key>/remove/", supplements.remove, name="supplement_remove"),
    path("showcases/", showcases.showcases, name="showcases"),
    path("showcases/<int:pk>/", showcases.showcase, name="showcase"),
    path("showcases/<int:pk>/begin/", showcases.begin, name="showcase_begin"),
    path("showcases/<int:pk>/consents/", consents.consent, name="consent"),
    path("showcases/<int:pk>/consents/<int:consent>/withdraw/", consents.consent_withdraw, name="consent_withdraw"),
]
