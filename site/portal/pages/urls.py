"""Addresses of the public site that are not pages. The pages themselves come last, as :data:`pages`."""

from django.urls import path, re_path
from wagtail import urls as wagtail_urls

from . import feeds, serving, views

app_name = "public"

urlpatterns = [
    path("search/", views.find, name="search"),
    path("v/", views.verify, name="verify"),
    path("v/<str:code>/", views.verified, name="verified"),
    path("v/<str:code>", views.verified),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("robots.txt", views.robots, name="robots"),
    path("feeds/notices.atom", feeds.NoticeFeed(), name="notice_feed"),
    path("feeds/showcase.atom", feeds.ShowcaseFeed(), name="showcase_feed"),
    path("notices/<slug:slug>/print/<str:name>", serving.notice_print, name="notice_print"),
    path("notices/<slug:slug>/files/<int:pk>/", serving.notice_file, name="notice_file"),
    path("showcase/<slug:slug>/picture-<int:width>.jpg", serving.story_picture, name="story_picture"),
]

pages = [re_path(wagtail_urls.serve_pattern, views.page, name="wagtail_serve")]
