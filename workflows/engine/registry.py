"""What the floors above bring in: their document types, guards and effects. The engine never imports them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.functional import Promise

from .errors import Refused
from .reading.differing import Passage

if TYPE_CHECKING:
    from workflows.definition import Definition, State, Transition
    from workflows.organisations.models import Membership, Organisation, User

    from .deciding.actions import Offline
    from .models import Instance


@dataclass(frozen=True)
class Description:
    """What the engine shows and routes by: *organ* acts, *organisation* is the organ or its drafting department.

    *series* groups documents, such as ``call:12`` or ``campaign:3``; empty when there is none.
    """

    title: str
    url: str
    organ: Organisation
    organisation: Organisation
    series: str = ""


@dataclass(frozen=True)
class Entitled:
    """Who alone may act in a state, by key and name, whoever holds the posts; *say* puts into Chinese who that is and why."""

    people: Mapping[int, str]
    say: Callable[[], str]

    @property
    def sentence(self) -> str:
        """Who alone may act and why; only refusals and explanations ask for it."""
        return self.say()


@dataclass(frozen=True)
class Holder:
    """Who holds a post on a day; *principal* marks the 主要负责人."""

    membership_id: int
    user_id: int
    name: str
    role: str
    role_title: str
    title: str
    principal: bool


Holders = Callable[["Organisation", Iterable[str]], list[Holder]]
"""Who holds one of some roles in an organ or its departments, 主要负责人 first."""


class DocumentType:
    """The adapter of a kind of document. Subclass it, and register one instance in ``AppConfig.ready()``."""

    key: ClassVar[str] = ""
    title: ClassVar[str | Promise] = ""
    model: ClassVar[type[models.Model] | str] = ""

    parties: ClassVar[Mapping[str, str | Promise]] = {}
    """The lists of parties that its documents name (``at = "@co_issuers"``), with what administrators call them."""

    entitlements: ClassVar[Mapping[str, str | Promise]] = {}
    """The lists of people who alone may act (``entitled = "signing"``), likewise."""

    entitling_roles: ClassVar[frozenset[str]] = frozenset()
    """The roles that :meth:`entitled` asks for; their holders are read together with whoever else matters to the case."""

    def describe(self, subject: Any) -> Description:
        """Title, address and organs of one document."""
        raise NotImplementedError

    def projection(self, subject: Any) -> dict[str, Any]:
        """The substantive content, as canonical JSON knows it: no floats; attachments by their SHA-256.

        Signatures bind to it. What the office adds after 签发 (number, copies, dates of printing) is not part of it.
        """
        raise NotImplementedError

    titles: ClassVar[Mapping[str, str | Promise]] = {}
    """How people call the keys of the projection, where a comparison shows them."""

    def passages(self, content: Mapping[str, Any]) -> list[Passage]:
        """A content as people read it, field by field, for comparing; *content* is what :meth:`projection` gave once.

        Shown to whoever may see the document: leave out what some of them may not read.
        """
        return [Passage(key, str(self.titles.get(key, key)), as_text(value)) for key, value in content.items()]

    def party(self, subject: Any, name: str) -> Sequence[Organisation | Membership]:
        """The organisations that the document names as *name*, such as ``co_issuers``; or persons, by a post of theirs
        (read with organisation and user), who are then asked themselves.
        """
        return []

    def entitled(self, subject: Any, name: str, on: date, holders: Holders) -> Entitled | None:
        """Who alone may act in a state that asks for *name* (``entitled = "signing"``) on a day; None for whoever holds the post.

        *holders* answers who holds which post on that day.
        """
        return None

    def link(self, subject_id: int) -> str:
        """The address of a document without loading it; worklists ask once per row, so override it."""
        return self.describe(self.get_model().objects.get(pk=subject_id)).url

    def read(self, keys: Iterable[int]) -> dict[int, Any]:
        """The documents as they are now, by key; the engine holds the locks of their cases.

        Override it to read along what projection, parties and guards look at: forty decisions ask once.
        """
        return dict(self.get_model().objects.in_bulk(keys))

    def lock(self, subject: Any) -> Any:
        """One document as it is now, read afresh."""
        return self.read([subject.pk])[subject.pk]

    def get_model(self) -> Any:
        """The model class, also when it was named as text."""
        return apps.get_model(self.model) if isinstance(self.model, str) else self.model

    def content_type(self) -> ContentType:
        """The key under which cases refer to this type."""
        return ContentType.objects.get_for_model(self.get_model(), for_concrete_model=False)


def as_text(value: Any) -> str:
    """A value of a projection in lines: one for each thing in a list, ``key：value`` for what has keys."""
    if isinstance(value, Mapping):
        return "\n".join(f"{key}：{as_text(one)}" for key, one in value.items() if one not in (None, "", [], {}))
    if isinstance(value, (list, tuple)):
        return "\n".join(filter(None, map(as_text, value)))
    return "" if value is None else str(value)


@dataclass(frozen=True)
class Moment:
    """What guards and effects may look at. Nothing in it is to be changed.

    *moving* is False while guards are asked for a display; *post* is None for those who act without one; *organisation* is
    the post's, else the case's. *paper* says who signed and when, where the act was done on paper (代录): *actor* only records it.
    """

    subject: Any
    instance: Instance
    definition: Definition
    state: State
    transition: Transition
    actor: User | None
    post: Membership | None
    behalf: User | None
    organisation: Organisation
    now: datetime
    params: Mapping[str, Any] = field(default_factory=dict)
    opinion: str = ""
    moving: bool = False
    paper: Offline | None = None


GuardFunction = Callable[[Moment], "str | None"]
EffectFunction = Callable[[Moment], None]


@dataclass(frozen=True)
class Guard:
    """A registered condition."""

    name: str
    title: str | Promise
    ask: GuardFunction


@dataclass(frozen=True)
class Effect:
    """A registered effect: what the system does when a transition moves the case."""

    name: str
    title: str | Promise
    run: EffectFunction


_types: dict[str, DocumentType] = {}
_guards: dict[str, Guard] = {}
_effects: dict[str, Effect] = {}


def register_document_type(adapter: DocumentType) -> None:
    """Make a kind of document known to the engine.

    Raises:
        ValueError: the key is taken by another adapter class.
    """
    known = _types.get(adapter.key)
    if known is not None and type(known) is not type(adapter):
        raise ValueError(f"document type {adapter.key!r} is registered twice")
    _types[adapter.key] = adapter


def guard(name: str, *, title: str | Promise) -> Callable[[GuardFunction], GuardFunction]:
    """Register a condition: the function returns None for yes, else the reason in Chinese."""

    def register(function: GuardFunction) -> GuardFunction:
        _guards[name] = Guard(name, title, function)
        return function

    return register


def effect(name: str, *, title: str | Promise) -> Callable[[EffectFunction], EffectFunction]:
    """Register what is done in the same transaction when a transition moves the case; *title* says it to administrators."""

    def register(function: EffectFunction) -> EffectFunction:
        _effects[name] = Effect(name, title, function)
        return function

    return register


def document_type(key: str) -> DocumentType:
    """The adapter of *key*.

    Raises:
        Refused: nothing of that kind is installed.
    """
    if key not in _types:
        raise Refused([f"系统里没有“{key}”这类文书。"])
    return _types[key]


def adapter_of(subject: Any) -> DocumentType:
    """The adapter of a document, of its model, or of a key.

    Raises:
        Refused: this kind of document takes no process.
    """
    if isinstance(subject, str):
        return document_type(subject)
    model = subject if isinstance(subject, type) else type(subject)
    for adapter in _types.values():
        if issubclass(model, adapter.get_model()):
            return adapter
    raise Refused(["这类内容不走流程。"])


def adapter_for(content_type: ContentType) -> DocumentType:
    """The adapter of the documents of a content type."""
    return adapter_of(content_type.model_class())


def find_guard(name: str) -> Guard | None:
    """The guard of that name."""
    return _guards.get(name)


def find_effect(name: str) -> EffectFunction | None:
    """What the effect of that name does."""
    found = _effects.get(name)
    return found.run if found is not None else None


@dataclass(frozen=True)
class Vocabulary:
    """Everything that a definition may name, by key."""

    types: Mapping[str, DocumentType]
    guards: Mapping[str, Guard]
    effects: Mapping[str, Effect]


def vocabulary() -> Vocabulary:
    """What is registered, each kind in the order of its keys."""
    return Vocabulary(*(dict(sorted(one.items())) for one in (_types, _guards, _effects)))  # type: ignore[arg-type]
