"""The app's entry in Django's registry."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class EngineConfig(AppConfig):
    """流转."""

    name = "workflows.engine"
    label = "engine"
    verbose_name = _("流转")

    def ready(self) -> None:
        """Tell events; follow moves in the tree; after every migration guard the history, and load the definitions that the software brings along."""
        from workflows.organisations import moving

        from .clock import reminding  # noqa: F401 - registers a handler of the outbox
        from .deciding import telling  # noqa: F401 - registers handlers of the outbox
        from .people import placing
        from .processes.definitions import load_after_migration
        from .proving.triggers import install_after_migration

        moving.before_move.connect(placing.before_move, dispatch_uid="engine.before_move")
        moving.after_move.connect(placing.after_move, dispatch_uid="engine.after_move")
        post_migrate.connect(_forget, sender=self)
        post_migrate.connect(install_after_migration, sender=self)
        post_migrate.connect(load_after_migration, sender=self)


def _forget(**kwargs: Any) -> None:
    """What is kept in memory may have other ids after a migration."""
    from .people.directory import forget_roles
    from .processes.definitions import forget

    forget()
    forget_roles()
