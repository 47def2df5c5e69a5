"""``manage.py load_definitions``: check processes, and put them in force when they are sound."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from workflows.engine.definitions import LoadResult, check_source, load_shipped, load_source
from workflows.engine.models import Definition


class Command(BaseCommand):
    help = "检查流程定义，没有错误的启用；不给文件时载入系统自带的全部流程"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="*", type=Path, metavar="文件", help="流程定义（TOML）")
        parser.add_argument("--check-only", action="store_true", help="只检查，不载入")

    def handle(self, *args: Any, files: list[Path], check_only: bool, **options: Any) -> None:
        sources = {path: self._read(path) for path in files}
        if check_only:
            self._check(sources)
            return
        results = [
            load_source(text, name=path.name, origin=Definition.Origin.LOCAL) for path, text in sources.items()
        ] or load_shipped()
        for result in results:
            self._tell(result)
        if any(result.definition is None for result in results):
            raise CommandError("有流程没有启用，原因见上。")

    @staticmethod
    def _read(path: Path) -> str:
        try:
            return path.read_text(encoding="utf-8")
        except OSError as error:
            raise CommandError(f"读不到 {path}：{error.strerror}") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{path} 不是 UTF-8 文本，请另存为 UTF-8") from error

    def _check(self, sources: dict[Path, str]) -> None:
        if not sources:
            raise CommandError("请给出要检查的文件。")
        sound = True
        for path, text in sources.items():
            report, lines = check_source(text)
            sound = sound and report is not None and report.sound
            self.stdout.write(f"{path.name}\n" + "\n".join(f"  {line}" for line in lines))
        if not sound:
            raise CommandError("有错误，不能启用。")

    def _tell(self, result: LoadResult) -> None:
        if result.definition is None:
            self.stdout.write(f"{result.name}：不启用\n" + "\n".join(f"  {line}" for line in result.lines))
            return
        row = result.definition
        state = "新版本" if result.created else "已有版本"
        self.stdout.write(f"{result.name}：{row.title} v{row.version}，{state}，{row.get_status_display()}")
