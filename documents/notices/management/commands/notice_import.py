"""``manage.py notice_import``: read a paper from .txt or .docx, say what was found, keep it as a draft when asked."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, NoReturn

from django.core.files.base import ContentFile, File
from django.core.management.base import BaseCommand
from django.utils import timezone

from documents.files.receiving import RefusedFileError
from documents.notices.lint import checked
from documents.notices.management.opening import content_of
from documents.notices.parts import parts
from documents.notices.reading import WEIGHTS, ReadError, Reading, read_file
from documents.notices.reading.structure import SEVERITIES
from workflows.organisations.models import Organisation

UNTITLED = 2
"""The exit status of a paper that was read and has no title: whoever scripts the import learns that a person must look."""
_LISTED = frozenset({"contacts", "deadlines", "parents"})
"""Parts whose entries stand on lines of their own, and which are passed over when there are none."""
_MARKS = {"error": "✗", "warning": "！", "info": "·"}


class Command(BaseCommand):
    """把 .txt 或 .docx 读成公文的各个部分."""

    help = "读入一份公文（.txt 或 .docx），修复、标出问题，列出各个部分：notice_import 文件 [--json] [--save --organisation 单位代码]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A file, and what to do with it."""
        parser.add_argument("file", type=Path, help="要读入的 .txt 或 .docx 文件")
        parser.add_argument("--json", action="store_true", help="只输出 JSON")
        parser.add_argument("--save", action="store_true", help="存为草稿，须同时给出 --organisation")
        parser.add_argument("--organisation", metavar="CODE", help="拟稿单位的代码")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, check, print; what is refused is one line on stderr and exit status 1, a paper without a title status 2."""
        if options["save"] and not options["organisation"]:
            self._refuse("存为草稿须写明拟稿单位：--organisation 单位代码。")
        data = self._data(options["file"])
        try:
            reading = checked(read_file(options["file"].name, data, timezone.localdate()), timezone.localdate())
        except ReadError as error:
            self._refuse(f"{options['file'].name}：{error.message}")
        if options["json"]:
            self.stdout.write(json.dumps(reading.to_json(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(summary(reading))
        if options["save"]:
            file = ContentFile(data, name=options["file"].name)
            self._save(reading, file, options["organisation"], quiet=options["json"])
        if not reading.title:
            self.stderr.write(f"{options['file'].name}：没有读出标题。读出的其他部分已经列出，请补上标题再导入。")
            sys.exit(UNTITLED)

    def _data(self, path: Path) -> bytes:
        try:
            return content_of(path)
        except ReadError as error:
            self._refuse(error.message)

    def _save(self, reading: Reading, file: File, code: str, *, quiet: bool) -> None:
        from documents.notices import importing, originals

        organisation = Organisation.objects.filter(code=code).first()
        if organisation is None:
            self._refuse(f"没有代码为 {code} 的单位。")
        try:
            importing.refuse_untitled(reading)
            author = importing.drafter_of(organisation)
            original = originals.take_file(file, user=author, organisation=organisation)
            notice = importing.adopt(original, organisation=organisation, author=author)
        except (importing.ImportRefused, RefusedFileError) as error:
            self._refuse(str(error))
        if not quiet:
            self.stdout.write(f"已存为草稿，编号 {notice.pk}，原件一并保存。")

    def _refuse(self, message: str) -> NoReturn:
        self.stderr.write(message)
        sys.exit(1)


def summary(reading: Reading) -> str:
    """The parts of a paper and the findings as a person reads them, errors first."""
    lines = []
    for part in parts(reading):
        if part.key in _LISTED:
            lines += [f"{part.label}：{entry}" for entry in part.lines]
        else:
            lines.append(f"{part.label}：{'；'.join(part.lines) or '（没有）'}")
    count = sum(not character.isspace() for character in reading.text())
    lines.append(f"正文：{len(reading.body)}段，{count}字" if reading.body else "正文：（没有）")
    for severity in SEVERITIES:
        found = [finding for finding in reading.findings if finding.severity == severity]
        if found:
            lines += ["", f"{WEIGHTS[severity]}（{len(found)}）"]
            for finding in found:
                lines.append(
                    f"{_MARKS[severity]} {finding.message}"
                    + (f"　〔{finding.excerpt}〕" if finding.excerpt else "")
                    + f"　{finding.code}"
                )
    return "\n".join(lines)
