"""Making versions of forms, and freezing those in use."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from .models import Form, FormVersion
from .schema import digest_of


@transaction.atomic
def revise(form: Form, document: Any, *, actor: Any = None) -> FormVersion:
    """Keep *document* as the newest version of the form.

    The same document gives the same version again; a version that nobody uses yet is rewritten, a frozen one is followed by
    the next number. Raises ``ValidationError`` with all faults of the document.
    """
    locked = Form.objects.select_for_update().get(pk=form.pk)
    newest = locked.versions.order_by("-number").first()
    if newest is not None and newest.digest == digest_of(document):
        return newest
    if newest is None or newest.frozen_at is not None:
        number = (locked.versions.aggregate(last=Max("number"))["last"] or 0) + 1
        newest = FormVersion(form=locked, number=number)
    newest.schema, newest.created_by = document, actor
    newest.save()
    return newest


def freeze(version: FormVersion, *, now: datetime | None = None) -> FormVersion:
    """From now on the version cannot change: a call asks by it and answers refer to it. Freezing twice is harmless."""
    FormVersion.objects.filter(pk=version.pk, frozen_at__isnull=True).update(frozen_at=now or timezone.now())
    version.refresh_from_db(fields=["frozen_at"])
    return version
