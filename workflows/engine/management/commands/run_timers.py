"""``manage.py run_timers``: what the passing of time does, once or for ever."""

import argparse
import logging
import time
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from workflows.engine.clock.timers import run_timers

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "到时自动办理、到期和逾期提醒、按新公布的节假日重算期限；可随时重复运行，也可同时运行几个"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--loop", type=float, metavar="秒", help="每隔几秒运行一次，直到中断")
        parser.add_argument("--now", type=_moment, help=argparse.SUPPRESS)

    def handle(self, *args: Any, loop: float | None = None, now: datetime | None = None, **options: Any) -> None:
        if loop is None:
            self._run(now)
            return
        while True:
            try:
                self._run(now)
            except DatabaseError:  # the database is away for a while: the next turn does everything
                logger.exception("this turn failed; the next one does what it left")
            close_old_connections()
            time.sleep(loop)

    def _run(self, now: datetime | None) -> None:
        ran = run_timers(now=now)
        self.stdout.write(
            f"自动办理 {ran.moved} 件，提醒 {ran.reminded} 件，重算期限 {ran.renewed} 件，交接岗位 {ran.handed} 个"
        )
        if ran.failed:
            self.stderr.write(f"有 {ran.failed} 步没有做完，原因见日志；下次运行会再试")


def _moment(text: str) -> datetime:
    """A moment written as ISO 8601; without a zone, that of the house."""
    found = parse_datetime(text)
    if found is None:
        raise CommandError(f"看不懂时间“{text}”，写成 2026-11-05T09:30")
    return found if timezone.is_aware(found) else timezone.make_aware(found)
