"""Pictures and files of the public library (材料库)."""

from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from documents.files.pictures import reencode
from documents.files.sniffing import sniff


def private_storage() -> Storage:
    """Where library files lie: outside the media folder, so that they leave by the checking view only."""
    return storages["private"]


class Picture(AbstractImage):
    """A picture of the library. What it shows must be said in words; place and camera are stripped when it comes in."""

    description = models.CharField(
        _("替代文字"),
        max_length=255,
        help_text=_("用一句话说出画面，供读屏软件朗读。不写姓名，不出现儿童正脸"),
    )

    admin_form_fields = (*Image.admin_form_fields,)

    class Meta(AbstractImage.Meta):
        verbose_name = _("图片")
        verbose_name_plural = _("图片")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a fresh file anew before it is kept: EXIF and GPS do not survive (ASVS 14.2.8)."""
        given: Any = self.file
        if given and not given._committed:  # noqa: SLF001 - Django's only way to tell a fresh file
            self._strip(given)
        super().save(*args, **kwargs)

    def _strip(self, given: Any) -> None:
        given.seek(0)
        kind = sniff(given.file)
        if kind is None or not kind.is_picture:
            return
        given.seek(0)
        fresh = reencode(given.file, kind)
        stem = given.name.rpartition("/")[2].rpartition(".")[0] or "picture"
        self.file: Any = ContentFile(fresh.data, name=f"{stem}.{fresh.kind.extensions[0]}")
        self._set_image_file_metadata()


class PictureRendition(AbstractRendition):
    """A size of a picture, made once."""

    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class PublicFile(AbstractDocument):
    """A file for the public to download; it is served while a live page leads to it."""

    file = models.FileField(_("文件"), storage=private_storage, upload_to="library")

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = _("公开文件")
        verbose_name_plural = _("公开文件")
