"""Addresses of the desk (工作台). ``submissions`` adds those of calls and answers, ``people`` those about people."""

from django.urls import include, path

from ..views import (
    acts,
    attachments,
    batch,
    case,
    contacts,
    incoming,
    me,
    measures,
    mine,
    notice,
    notifications,
    numbering,
    register,
    todo,
)

app_name = "desk"

urlpatterns = [
    path("", todo.todo, name="todo"),
    path("batch/", batch.batch, name="batch"),
    path("mine/", mine.mine, name="mine"),
    path("contacts/", contacts.contacts, name="contacts"),
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/read/", notifications.read_all, name="notifications_read"),
    path("me/", me.me, name="me"),
    path("me/password/", me.ChangePassword.as_view(), name="password"),
    path("notices/<int:pk>/", notice.notice, name="notice"),
    path("notices/<int:pk>/checked/", notice.tick, name="tick"),
    path("notices/<int:pk>/sample.pdf", notice.sample, name="sample"),
    path("notices/<int:pk>/attach/", attachments.attach, name="attach"),
    path("notices/<int:pk>/attachments/<int:row>/remove/", attachments.detach, name="detach"),
    path("notices/<int:pk>/propose/", notice.propose, name="propose"),
    path("notices/<int:pk>/receipts/", notice.receipts, name="receipts"),
    path("notices/<int:pk>/number/", numbering.number, name="number"),
    path("notices/<int:pk>/print/", numbering.make, name="print_make"),
    path("notices/<int:pk>/scan/", numbering.scan, name="scan"),
    path("prints/<int:pk>/", notice.kept_print, name="print"),
    path("instances/<int:pk>/act/", acts.act, name="act"),
    path("instances/<int:pk>/undo/<slug:transition>/", acts.undo, name="undo"),
    path("instances/<int:pk>/more/<slug:name>/", measures.measure, name="measure"),
    path("instances/<int:pk>/explain/", case.explain, name="explain"),
    path("instances/<int:pk>/history/", case.history, name="history"),
    path("instances/<int:pk>/offline/", case.offline, name="offline"),
    path("incoming/", incoming.incoming, name="incoming"),
    path("incoming/<int:pk>/", incoming.receipt, name="receipt"),
    path("incoming/<int:pk>/sign/", incoming.sign, name="receipt_sign"),
    path("incoming/<int:pk>/return/", incoming.send_back, name="receipt_return"),
    path("register/", register.register, name="register"),
    path("register/export/", register.export, name="register_export"),
    path("", include("portal.desk.urls.people")),
    path("", include("portal.desk.urls.submissions")),
]
