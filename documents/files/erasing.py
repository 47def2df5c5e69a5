"""抹去 files: the file goes, its row stays with size and digest, so that whatever names it still stands."""

from collections.abc import Iterable
from functools import partial

from django.db import transaction

from .models import Upload

BLANK = "（已抹去）"


def blank(uploads: Iterable[Upload]) -> int:
    """Blank the names, and delete the files once the transaction has been committed; how many there were."""
    count = 0
    for upload in uploads:
        Upload.objects.filter(pk=upload.pk).update(name=BLANK)
        transaction.on_commit(partial(upload.file.storage.delete, str(upload.file.name)))
        count += 1
    return count
