"""Addresses of private files: a random key, nothing to count through."""

from django.urls import path

from . import views

app_name = "files"

urlpatterns = [
    path("<uuid:pk>/", views.inline, name="inline"),
    path("<uuid:pk>/thumb/", views.thumb, name="thumb"),
    path("<uuid:pk>/download/", views.download, name="download"),
]
