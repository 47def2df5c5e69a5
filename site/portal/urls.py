"""Addresses: the desk for those who work, the administration for those who draft and administer, the rest is public."""

from django.contrib.auth import views as auth
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as public_file_urls

from portal.desk.views.door import Door
from portal.pages.serving import rendition
from portal.pages.urls import pages

urlpatterns = [
    path("login/", Door.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("desk/", include("portal.desk.urls")),
    path("admin/account/", RedirectView.as_view(pattern_name="desk:me")),  # one place for what belongs to a person
    path("admin/", include(admin_urls)),
    path("files/", include("documents.files.urls")),
    path("public-files/", include(public_file_urls)),
    path("media/<path:path>", rendition),
    path("", include("portal.pages.urls")),
    *pages,
    path("", include(wagtail_urls)),
]
