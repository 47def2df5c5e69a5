"""封存: a root over all events since the last seal, chained to it, written to a text file that is kept elsewhere.

What was sealed and exported can be changed by nobody unnoticed, not even with the keys of the database; what came after
the last exported seal has the chain of its case only.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from workflows.definition import canonical_json

from ..deciding.recording import EPOCH, microseconds
from ..models import Event, Instance, Seal
from . import merkle

FORMAT = "tuanwen-seal-1"


class SealFault(Exception):
    """A seal file that cannot be used, or a folder that cannot be written; the text says why, in Chinese."""


@dataclass(frozen=True)
class Head:
    """The last sealed event of one case."""

    case: int
    subject: str
    event: int
    seq: int
    digest: str

    @property
    def line(self) -> str:
        """The head as it stands in the file and is covered by the seal."""
        return canonical_json(self.__dict__)


@dataclass(frozen=True)
class Exported:
    """A seal as its file tells it."""

    seal: Seal
    heads: tuple[Head, ...]


def seal_now(*, now: datetime | None = None) -> Seal | None:
    """Seal every event since the last seal; None when there is nothing new. Two at once: one seals, the other finds nothing.

    On PostgreSQL ids are given out before the commit: the lock waits for whoever is writing, so that no number below the
    last one appears afterwards. It needs a role that owns the tables (README).
    """
    moment = now or timezone.now()
    with transaction.atomic():
        _lock()
        before = Seal.objects.order_by("-number").first()
        first = before.last_event + 1 if before is not None else 1
        last = Event.objects.filter(pk__gte=first).aggregate(last=Max("pk"))["last"]
        if last is None:
            return None
        seal = Seal(
            number=before.number + 1 if before is not None else 1,
            first_event=first,
            last_event=last,
            count=Event.objects.filter(pk__range=(first, last)).count(),
            root=merkle.root(leaves(first, last)),
            heads=heads_digest(heads(first, last)),
            previous=bytes(before.digest) if before is not None else b"",
            at=moment,
        )
        seal.digest = seal_digest(seal)
        seal.save(force_insert=True)
    return seal


def leaves(first: int, last: int) -> Iterator[bytes]:
    """The leaves of a range of events, in the order of their ids."""
    rows = Event.objects.filter(pk__range=(first, last)).order_by("pk").values_list("pk", "digest")
    return (merkle.leaf(pk, bytes(digest)) for pk, digest in rows.iterator(chunk_size=2000))


def heads(first: int, last: int) -> list[Head]:
    """The last event of every case that has some in the range, by case."""
    ends = Event.objects.filter(pk__range=(first, last)).order_by().values("instance").annotate(end=Max("pk"))
    rows = Event.objects.filter(pk__in=ends.values("end")).order_by("instance_id")
    fields = ("instance_id", "instance__subject_type__app_label", "instance__subject_type__model")
    return [
        Head(case, f"{app}.{model}:{subject}", pk, seq, bytes(digest).hex())
        for case, app, model, subject, pk, seq, digest in rows.values_list(
            *fields, "instance__subject_id", "pk", "seq", "digest"
        )
    ]


def heads_digest(lines: list[Head]) -> bytes:
    """What a seal holds of the heads."""
    return hashlib.sha256("\n".join(one.line for one in lines).encode()).digest()


def seal_digest(seal: Seal) -> bytes:
    """SHA-256 over every column of the seal but this one."""
    return hashlib.sha256(canonical_json(_columns(seal)).encode()).digest()


def export(seal: Seal, folder: Path | None = None) -> Path:
    """Write the seal to *folder* (``TUANWEN_SEALS`` when none is given) as JSON lines; a file already there is never replaced.

    Raises:
        SealFault: the folder cannot be written, another seal of this number lies there, or the events of the seal changed.
    """
    target = (folder or Path(settings.SEAL_FOLDER)) / f"seal-{seal.number:06d}.jsonl"
    lines = heads(seal.first_event, seal.last_event)
    if heads_digest(lines) != bytes(seal.heads):
        raise SealFault(f"第 {seal.number} 封封存以后，所封的经过又有变动，不能导出。先运行 history verify --all。")
    head = canonical_json({"format": FORMAT, **_columns(seal), "digest": bytes(seal.digest).hex()})
    text = "\n".join((head, *(one.line for one in lines), ""))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            if target.read_text(encoding="utf-8") == text:
                return target
            raise SealFault(f"{target} 已经有了，内容不同。把它另存好，再换一个文件夹导出。")
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SealFault(f"写不进 {target}：{error.strerror}。") from error
    return target


def read_export(path: Path) -> Exported:
    """The seal in a file.

    Raises:
        SealFault: it cannot be read, is no seal file, or was changed since it was written.
    """
    try:
        first, *rest = path.read_text(encoding="utf-8").splitlines()
        told = json.loads(first)
        if told.pop("format") != FORMAT:
            raise ValueError
        digest = told.pop("digest")
        found = tuple(Head(**json.loads(line)) for line in rest if line)
        seal = Seal(
            **{name: told[name] for name in ("number", "first_event", "last_event", "count")},
            **{name: bytes.fromhex(told[name]) for name in ("root", "heads", "previous")},
            at=EPOCH + timedelta(microseconds=told["at"]),
            digest=bytes.fromhex(digest),
        )
    except OSError as error:
        raise SealFault(f"读不到 {path}：{error.strerror}。") from error
    except (ValueError, KeyError, TypeError) as error:
        raise SealFault(f"{path} 不是封存文件。") from error
    if seal_digest(seal) != bytes(seal.digest) or heads_digest(list(found)) != bytes(seal.heads):
        raise SealFault(f"{path} 被改动过，不能用来核验。请换另一份保存的封存文件。")
    return Exported(seal, found)


def inclusion(instance: Instance) -> list[dict[str, Any]]:
    """For each event of a case: its digest, and the way from it to the root of the seal that holds it (None: not sealed yet)."""
    found: list[dict[str, Any]] = []
    ranges: dict[int, tuple[Seal, list[int], list[bytes]]] = {}
    seals = list(Seal.objects.order_by("number"))
    for pk, seq, digest in Event.objects.filter(instance=instance).order_by("seq").values_list("pk", "seq", "digest"):
        told: dict[str, Any] = {"event": pk, "seq": seq, "digest": bytes(digest).hex(), "seal": None}
        seal = next((one for one in seals if one.first_event <= pk <= one.last_event), None)
        if seal is not None:
            if seal.number not in ranges:
                pks = Event.objects.filter(pk__range=(seal.first_event, seal.last_event)).order_by("pk")
                all_leaves = list(leaves(seal.first_event, seal.last_event))
                ranges[seal.number] = (seal, list(pks.values_list("pk", flat=True)), all_leaves)
            _seal, order, tree = ranges[seal.number]
            index = order.index(pk)
            told |= {
                "seal": seal.number,
                "index": index,
                "count": len(tree),
                "path": [one.hex() for one in merkle.path(tree, index)],
                "root": bytes(seal.root).hex(),
            }
        found.append(told)
    return found


def _columns(seal: Seal) -> dict[str, Any]:
    return {
        "number": seal.number,
        "first_event": seal.first_event,
        "last_event": seal.last_event,
        "count": seal.count,
        "root": bytes(seal.root).hex(),
        "heads": bytes(seal.heads).hex(),
        "previous": bytes(seal.previous).hex(),
        "at": microseconds(seal.at.astimezone(UTC)),
    }


def _lock() -> None:
    """Nobody else seals, and nobody is still writing events; SQLite's transactions are one after another anyhow."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {Seal._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
            cursor.execute(f"LOCK TABLE {Event._meta.db_table} IN SHARE MODE")
