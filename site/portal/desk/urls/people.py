"""Addresses about people: 常用语, 委托."""

from django.urls import path

from ..views import lending, phrases

urlpatterns = [
    path("me/phrases/", phrases.phrases, name="phrases"),
    path("me/phrases/<int:pk>/", phrases.change, name="phrase"),
    path("me/lend/", lending.lend, name="lend"),
    path("me/lend/<int:pk>/revoke/", lending.revoke, name="revoke"),
]
