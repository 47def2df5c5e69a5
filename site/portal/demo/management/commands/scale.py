"""``manage.py scale``: fill an empty database with a province of true size, for measuring."""

import sys
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.demo.scaling.growing import database_title, grow
from workflows.organisations.models import Organisation, User


class Command(BaseCommand):
    """装入一个足够大的示例省，用来测量速度."""

    help = "把 3221 个示例单位和给定数目的公文装入空的数据库，用来测量速度；不要用在正式的数据库上。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many."""
        parser.add_argument("--instances", type=int, default=10_000, help="公文份数，一万到一百万")

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse a database that holds anything."""
        if options["instances"] < 100:
            self.stderr.write("份数太少：至少 100。")
            sys.exit(1)
        if Organisation.objects.exists() or User.objects.exists():
            self.stderr.write("数据库里已经有数据，只装入空的数据库。请另建一个，用 DATABASE_URL 指明。")
            sys.exit(1)
        begun = time.perf_counter()
        grow(options["instances"], say=self.stdout.write)
        spent = time.perf_counter() - begun
        self.stdout.write(f"{database_title()}：公文 {options['instances']} 份，用时 {spent:.0f} 秒")
