from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "tests.workflows.engine.papers"
    label = "papers"

    def ready(self) -> None:
        from . import workflow  # noqa: F401 - registers the type, its guards and effects
