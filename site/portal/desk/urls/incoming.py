"""Addresses of 收文: signing for papers, dealing with them, entering those from outside, the book."""

from django.urls import path

from ..views import book, cascade, composing, incoming, received, registering

urlpatterns = [
    path("incoming/", incoming.incoming, name="incoming"),
    path("incoming/<int:pk>/", incoming.receipt, name="receipt"),
    path("incoming/<int:pk>/sign/", incoming.sign, name="receipt_sign"),
    path("incoming/<int:pk>/return/", incoming.send_back, name="receipt_return"),
    path("incoming/new/", registering.register, name="incoming_new"),
    path("incoming/book/", book.book, name="incoming_book"),
    path("incoming/book/export/", book.export, name="incoming_export"),
    path("incoming/book/print/", book.print_book, name="incoming_print"),
    path("received/<int:pk>/", received.received, name="received"),
    path("received/<int:pk>/act/", received.act, name="received_act"),
    path("received/<int:pk>/compose/", composing.compose, name="compose"),
    path("received/<int:pk>/slip.pdf", received.slip, name="received_slip"),
    path("notices/<int:pk>/receipts/", cascade.receipts, name="receipts"),
    path("notices/<int:pk>/receipts/remind/", cascade.remind, name="receipts_remind"),
    path("notices/<int:pk>/receipts/export/", cascade.export, name="receipts_export"),
    path("notices/<int:pk>/receipts/sheet/", cascade.sheet, name="receipts_sheet"),
    path("notices/<int:pk>/receipts/changes/<int:child>/", cascade.changes, name="receipts_changes"),
]
