"""Uploads that nothing came of: a purpose may say how long a file waits for its subject; after that it is erased."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from .models import Upload, private_storage

_TERMS: dict[str, timedelta] = {}
AT_ONCE = 200
"""Files erased in one go."""


def expires(purpose: str, after: timedelta) -> None:
    """Uploads of the purpose without a subject are erased when they are older. Call it beside the purpose's reader rule."""
    _TERMS[purpose] = after


def erase_expired(*, now: datetime | None = None, most: int = AT_ONCE) -> int:
    """Erase what waited too long, the oldest first; the number of files erased. Runs outside any transaction.

    A file that is given its subject meanwhile stays: its row is locked and looked at again.
    """
    moment = now or timezone.now()
    erased = 0
    for purpose, term in _TERMS.items():
        late = Upload.objects.filter(purpose=purpose, subject_id__isnull=True, created_at__lt=moment - term)
        for pk in list(late.order_by("created_at").values_list("pk", flat=True)[: most - erased]):
            with transaction.atomic():
                upload = Upload.objects.select_for_update().filter(pk=pk, subject_id__isnull=True).first()
                if upload is None:
                    continue
                places = upload.places
                upload.delete()
            _erase_bytes(places)
            erased += 1
    return erased


def erase(upload: Upload) -> None:
    """Row and bytes, for good. Runs outside any transaction: bytes cannot be rolled back."""
    places = upload.places
    upload.delete()
    _erase_bytes(places)


def _erase_bytes(places: tuple[str, ...]) -> None:
    storage = private_storage()
    for place in places:
        storage.delete(place)
