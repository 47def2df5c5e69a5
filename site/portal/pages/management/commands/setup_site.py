"""``manage.py setup_site``: the tree of the public site, as far as it is missing."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.pages.tree import build


class Command(BaseCommand):
    help = "建立公众站的首页、栏目和说明页；已有的不动。可以重复运行。"

    def handle(self, *args: Any, **options: Any) -> None:
        made = build()
        self.stdout.write("已建立：" + "、".join(made) if made else "公众站已经齐全，没有改动。")
