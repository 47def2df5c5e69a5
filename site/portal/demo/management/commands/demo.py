"""``manage.py demo``: load the sample province into an empty database."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from portal.demo.loading import load
from portal.demo.people import PASSWORD
from workflows.organisations.models import Organisation, User


class Command(BaseCommand):
    """装入虚构的曦原省."""

    help = "把虚构的“曦原省”装入空的数据库：单位、人员、公文、报送和公众站。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse a database that holds anything; load all or nothing."""
        if Organisation.objects.exists() or User.objects.exists():
            self.stderr.write("数据库里已经有数据，演示数据只装入空的数据库。要从头再来：make reset。")
            sys.exit(1)
        with transaction.atomic():
            load()
        self.stdout.write(f"演示数据已装入。所有演示账号的密码：{PASSWORD}")
