"""``manage.py search_index``: read what was saved and not yet read; ``--all`` everything anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from documents.search.indexing import catch_up, rebuild


class Command(BaseCommand):
    """检索的索引."""

    help = "把新存的文书读进检索索引；--all 全部重建"

    def add_arguments(self, parser: CommandParser) -> None:
        """``--all``."""
        parser.add_argument("--all", action="store_true", help="全部重建")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, and say how many."""
        self.stdout.write(f"读入 {rebuild() if options['all'] else catch_up()} 份")
