"""What Wagtail's admin learns about organisations."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from .registers import OrganisationRegisters
from .views import confirm_post

modeladmin_register(OrganisationRegisters)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [path("registers/posts/confirm/<int:pk>/", confirm_post, name="confirm_post")]
