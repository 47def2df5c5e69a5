"""抹去 files: the file goes with all views made of it; its row stays with size and digest, so that whatever names it stands."""

from collections.abc import Callable, Iterable
from functools import partial

from django.db import transaction

from workflows.engine import BLANK

from .models import Upload

Views = Callable[[Upload], Iterable[str]]

_views: list[Views] = []


def views(function: Views) -> Views:
    """Register where a package keeps what it made of a file, such as small pictures for the public site."""
    _views.append(function)
    return function


def blank(uploads: Iterable[Upload]) -> int:
    """Blank the names, and delete the files once the transaction has been committed; how many there were."""
    found = list(uploads)
    Upload.objects.filter(pk__in=[upload.pk for upload in found]).update(name=BLANK)
    for upload in found:
        places = {*upload.places, *(place for function in _views for place in function(upload))}
        transaction.on_commit(partial(_delete, upload, places))
    return len(found)


def _delete(upload: Upload, places: Iterable[str]) -> None:
    """Storages say nothing when there is none."""
    for place in places:
        upload.file.storage.delete(place)
