"""Addresses about people: 常用语, 委托, 岗位交接, 重置密码, 共享."""

from django.urls import path

from ..views import lending, people, phrases, sharing

urlpatterns = [
    path("me/phrases/", phrases.phrases, name="phrases"),
    path("me/phrases/<int:pk>/", phrases.change, name="phrase"),
    path("me/lend/", lending.lend, name="lend"),
    path("me/lend/<int:pk>/revoke/", lending.revoke, name="revoke"),
    path("instances/<int:pk>/share/", sharing.share, name="share"),
    path("instances/<int:pk>/unshare/", sharing.unshare, name="unshare"),
    path("me/shared/", sharing.shared, name="shared"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/password/", people.reset, name="reset_password"),
    path("posts/<int:pk>/hand-over/", people.hand_over, name="hand_over"),
    path("handovers/", people.handovers, name="handovers"),
    path("handovers/<int:pk>/", people.handover, name="handover"),
    path("handovers/<int:pk>/sheet.pdf", people.handover_sheet, name="handover_sheet"),
]
