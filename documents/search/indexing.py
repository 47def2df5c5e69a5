"""What is searched, and how it gets into the index: marked in the transaction of the save, read after its commit."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save

from documents.files.contents import text_of
from documents.files.models import Upload
from workflows.database import purge

from .models import Entry, Stale
from .tokens import chunks, row

logger = logging.getLogger(__name__)

BATCH = 200


@dataclass(frozen=True)
class Searchable:
    """One kind of document: its title, its texts, its files, and how rows that are saved with it lead to it.

    *only*: values of columns by which rows of the model are searched at all; all of them where nothing is said.
    """

    model: type[Any]
    title: Callable[[Any], str]
    texts: Callable[[Any], Iterable[str]]
    uploads: Callable[[Any], Iterable[Upload]] = lambda _subject: ()
    only: Mapping[str, Any] = field(default_factory=dict)

    @property
    def rows(self) -> models.QuerySet[Any]:
        """The rows that are searched."""
        found: models.QuerySet[Any] = self.model.objects.filter(**self.only)
        return found

    def has(self, row: models.Model) -> bool:
        """Whether the row is searched."""
        return all(getattr(row, name) == value for name, value in self.only.items())


_known: dict[type[models.Model], Searchable] = {}


def register(searchable: Searchable, **parts: Callable[[Any], int | None]) -> None:
    """Search documents of this kind. *parts*: labels of models with ``__`` for the dot (``notices__NoticeAttachment``), and
    the document's key on a row of each; saving or deleting such a row marks the document."""
    _known[searchable.model] = searchable

    def saved(sender: Any, instance: Any, **kwargs: Any) -> None:
        if not kwargs.get("raw") and searchable.has(instance):
            index_soon(searchable.model, instance.pk)

    def deleted(sender: Any, instance: Any, **kwargs: Any) -> None:
        if searchable.has(instance):
            forget(searchable.model, instance.pk)

    post_save.connect(saved, sender=searchable.model, weak=False)
    post_delete.connect(deleted, sender=searchable.model, weak=False)
    for label, key in parts.items():

        def touched(sender: Any, instance: Any, key: Callable[[Any], int | None] = key, **kwargs: Any) -> None:
            if not kwargs.get("raw") and (owner := key(instance)) is not None:
                index_soon(searchable.model, owner)

        sender = label.replace("__", ".")
        models.signals.post_save.connect(touched, sender=sender, weak=False)
        models.signals.post_delete.connect(touched, sender=sender, weak=False)


def index_soon(model: type[models.Model], pk: int) -> None:
    """Mark a document, and have it read again once the present transaction is committed."""
    Stale.objects.create(subject_type=ContentType.objects.get_for_model(model), subject_id=pk)
    from .tasks import catch_up_soon

    catch_up_soon()


def forget(model: type[models.Model], pk: int) -> int:
    """Take a document out of the index; how many rows there were."""
    kind = ContentType.objects.get_for_model(model)
    Stale.objects.filter(subject_type=kind, subject_id=pk).delete()
    return Entry.objects.filter(subject_type=kind, subject_id=pk).delete()[0]


def held(model: type[models.Model], pk: int) -> int:
    """In how many rows of the index a document stands."""
    kind = ContentType.objects.get_for_model(model)
    return Entry.objects.filter(subject_type=kind, subject_id=pk).count()


def erase(model: type[models.Model], pk: int) -> int:
    """Take a document out of the index for good (抹去), its words in SQLite's full text table included."""
    count = forget(model, pk)
    purge("search_words")
    return count


def catch_up() -> int:
    """Read every document that is marked; how many. Two at once do no harm: each takes away only the marks that it saw."""
    done = 0
    while marked := list(Stale.objects.order_by("pk").values_list("pk", "subject_type", "subject_id")[:BATCH]):
        for kind, pk in dict.fromkeys((kind, pk) for _mark, kind, pk in marked):
            seen = [mark for mark, one, key in marked if (one, key) == (kind, pk)]
            try:
                index(ContentType.objects.get_for_id(kind), pk)
            except Exception:
                logger.exception("%s %s could not be indexed", kind, pk)
            Stale.objects.filter(pk__in=seen).delete()
            done += 1
    return done


def rebuild() -> int:
    """Read everything anew; how many documents."""
    done = 0
    for searchable in _known.values():
        kind = ContentType.objects.get_for_model(searchable.model)
        for pk in searchable.rows.order_by("pk").values_list("pk", flat=True).iterator():
            index(kind, pk)
            done += 1
    return done


def index(kind: ContentType, pk: int) -> None:
    """Read one document, and replace what the index has of it. Files are read outside the transaction, and only once."""
    searchable = _known.get(kind.model_class() or models.Model)
    subject = searchable.rows.filter(pk=pk).first() if searchable is not None else None
    if searchable is None or subject is None:
        Entry.objects.filter(subject_type=kind, subject_id=pk).delete()
        return
    uploads = {str(upload.pk): upload for upload in searchable.uploads(subject)}
    known = set(
        Entry.objects.filter(subject_type=kind, subject_id=pk).exclude(source="").values_list("source", flat=True)
    )
    rows = list(_own(kind, pk, searchable, subject))
    for key in uploads.keys() - known:
        rows += _of_file(kind, pk, uploads[key])
    with transaction.atomic():
        # The lock: two readers of the same document replace one after the other.
        list(searchable.model.objects.select_for_update(of=("self",)).filter(pk=pk).values_list("pk"))
        held = Entry.objects.filter(subject_type=kind, subject_id=pk)
        held.exclude(source__in=known & uploads.keys()).delete()
        Entry.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


def _own(kind: ContentType, pk: int, searchable: Searchable, subject: Any) -> Iterator[Entry]:
    """Rows of the document itself: its title, then its texts."""
    yield Entry(subject_type=kind, subject_id=pk, part=0, words=row(kind.pk, pk, [searchable.title(subject)]))
    whole = "\n\n".join(filter(None, searchable.texts(subject)))
    for part, piece in enumerate(chunks(whole), start=1):
        yield Entry(subject_type=kind, subject_id=pk, part=part, words=row(kind.pk, pk, piece.split("\n\n")))


def _of_file(kind: ContentType, pk: int, upload: Upload) -> list[Entry]:
    """Rows of an attachment: its name, then what can be read of it."""
    pieces = [upload.name, *islice(chunks(text_of(upload)), 100)]
    return [
        Entry(subject_type=kind, subject_id=pk, source=str(upload.pk), part=part, words=row(kind.pk, pk, [piece]))
        for part, piece in enumerate(pieces)
    ]
