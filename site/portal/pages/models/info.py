"""Standing texts: 关于, 儿童个人信息处理规则, 无障碍说明."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from ..blocks import ProseBlock, plain_text
from .base import SitePage


class InfoPage(SitePage):
    """A standing text of the site."""

    parent_page_types: ClassVar[list[str]] = ["pages.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("关于、规则、说明一类的固定文字")
    called = _("说明")
    roads = frozenset({"edit", "unpublish", "delete"})

    body = StreamField(ProseBlock(), verbose_name=_("正文"), blank=True)
    text = models.TextField(editable=False, blank=True)

    content_panels: ClassVar[list[Any]] = [FieldPanel("title"), FieldPanel("body")]

    class Meta:
        verbose_name = _("说明页")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the words beside the stream, for search."""
        self.text = plain_text(self.body)
        super().save(*args, **kwargs)
