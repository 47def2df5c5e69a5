"""How people recognise a file in a list or a comparison: by its name, and by when it was handed in."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .models import Upload


def labels_by_digest(digests: Iterable[str]) -> dict[str, str]:
    """The label of each file by its digest; of several with the same bytes the first that was handed in. One query."""
    wanted = {digest for digest in digests if digest}
    found = Upload.objects.filter(sha256__in=wanted).order_by("-created_at", "pk") if wanted else ()
    return {upload.sha256: label(upload) for upload in found}


def labels_by_key(keys: Iterable[str]) -> dict[str, str]:
    """The label of each file by its key; one query."""
    wanted = set(keys)
    return {str(upload.pk): label(upload) for upload in Upload.objects.filter(pk__in=wanted)} if wanted else {}


def label(upload: Upload) -> str:
    """Name and moment, so that a file that was replaced by another of the same name is seen to be another."""
    moment = date_format(timezone.localtime(upload.created_at), "n月j日 H:i:s")
    return _("%(name)s（%(moment)s上传）") % {"name": upload.name, "moment": moment}


def unknown(digest: str) -> str:
    """What is said of a file that is no longer there: the beginning of its digest."""
    return _("已删去的文件 %(digest)s") % {"digest": digest[:12]}
