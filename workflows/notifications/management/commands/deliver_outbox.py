"""``manage.py deliver_outbox``: deliver what waits, once or for ever."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection

from workflows.database import fault_in_words
from workflows.notifications.delivery import deliver


class Command(BaseCommand):
    help = "发出等待中的提醒和邮件；可随时重复运行，也可同时运行几个"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", type=float, metavar="秒", help="每隔几秒运行一次，直到中断")

    def handle(self, *args: Any, loop: float | None = None, **options: Any) -> None:
        while True:
            try:
                self.stdout.write(f"已处理 {deliver()} 件")
            except DatabaseError as error:
                if loop is None:
                    raise CommandError(fault_in_words(error)) from error
                self.stderr.write(fault_in_words(error))
                connection.close()
            if loop is None:
                return
            time.sleep(loop)
