"""``manage.py erase_expired_uploads``: once a day, erase the files that nothing came of."""

from typing import Any

from django.core.management.base import BaseCommand

from documents.files.expiring import erase_expired


class Command(BaseCommand):
    help = "删去过期未用的上传文件，如导入后没有采用的原件；每天运行一次即可，可随时重复运行"

    def handle(self, *args: Any, **options: Any) -> None:
        erased = 0
        while now_erased := erase_expired():
            erased += now_erased
        self.stdout.write(f"已删去 {erased} 个文件")
