"""How people recognise a file in a list or a comparison: by its name, and by when it was handed in."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from workflows.database import keep, known, once

from .models import Upload


def labels_by_digest(digests: Iterable[str]) -> dict[str, str]:
    """The label of each file by its digest; of several with the same bytes the first that was handed in. One query."""
    wanted = {digest for digest in digests if digest}
    if not wanted:
        return {}
    found = Upload.objects.filter(sha256__in=wanted).order_by("-created_at", "pk")
    return once(("labels", *sorted(wanted)), lambda: {upload.sha256: label(upload) for upload in found})


def labels_by_key(keys: Iterable[str]) -> dict[str, str]:
    """The label of each file by its key; one query."""
    return {key: label(upload) for key, upload in by_key(keys).items()}


def by_key(keys: Iterable[str]) -> dict[str, Upload]:
    """The files of those keys; one query, none for what the same glance has read."""
    found: dict[str, Upload | None] = {key: known(("upload", key)) for key in keys}
    if missing := [key for key, upload in found.items() if upload is None]:
        read = {str(upload.pk): upload for upload in Upload.objects.filter(pk__in=missing)}
        found |= {key: keep(("upload", key), upload) for key, upload in read.items()}
    return {key: upload for key, upload in found.items() if upload is not None}


def label(upload: Upload) -> str:
    """Name and moment, so that a file that was replaced by another of the same name is seen to be another."""
    moment = date_format(timezone.localtime(upload.created_at), "n月j日 H:i:s")
    return _("%(name)s（%(moment)s上传）") % {"name": upload.name, "moment": moment}


def unknown(digest: str) -> str:
    """What is said of a file that is no longer there: the beginning of its digest."""
    return _("已删去的文件 %(digest)s") % {"digest": digest[:12]}
