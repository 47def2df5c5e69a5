"""The routes of a paper beside its signatures: 征求意见, 复核, 补发 更正 撤回 撤销 废止, sheets, 签发权限, 主送组, 与上年比, 归档目录."""

from django.urls import path

from ..views import authority, consulting, groups, recheck, sequels, sheets, yearly

urlpatterns = [
    path("notices/<int:pk>/consult/", consulting.consult, name="consult"),
    path("notices/<int:pk>/opinions/<int:item>/", consulting.answer, name="opinion_answer"),
    path("notices/<int:pk>/declare/", recheck.declare, name="declare"),
    path("notices/<int:pk>/after/<slug:kind>/", sequels.sequel, name="sequel"),
    path("notices/<int:pk>/correct/", sequels.correct, name="correct"),
    path("notices/<int:pk>/sheets/<slug:name>.pdf", sheets.sheet, name="sheet"),
    path("register/seals.pdf", sheets.seals, name="seals"),
    path("register/year/", yearly.year, name="year"),
    path("register/archive/", yearly.archive, name="archive"),
    path("register/archive/export/", yearly.archive_export, name="archive_export"),
    path("register/archive/print/", yearly.archive_print, name="archive_print"),
    path("groups/", groups.recipient_groups, name="groups"),
    path("groups/new/", groups.new, name="group_new"),
    path("groups/<int:pk>/", groups.group, name="group"),
    path("groups/<int:pk>/retire/", groups.retire, name="group_retire"),
    path("authority/", authority.authorities, name="authorities"),
    path("authority/propose/", authority.propose, name="authority_propose"),
    path("authority/<int:pk>/<slug:act>/", authority.change, name="authority_change"),
]
