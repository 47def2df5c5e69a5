"""``manage.py notice_print``: set a notice, or a file, as an official paper."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from documents.notices.management.opening import content_of
from documents.notices.models import Notice
from documents.notices.printing import PrintRefused, paper, paper_of
from documents.notices.reading import ReadError, read_file
from documents.printing import Paper, PrintingError, measure, typeset


class RefusedError(Exception):
    """What was asked for cannot be printed; the message says why."""


class Command(BaseCommand):
    """按 GB/T 9704-2012 排版一份公文."""

    help = (
        "按 GB/T 9704-2012 把一份公文排成 PDF：notice_print 编号 -o 文件.pdf，或 notice_print --from 文件 -o 文件.pdf"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One source, one target."""
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("pk", nargs="?", type=int, help="系统里公文的编号")
        source.add_argument("--from", dest="file", type=Path, help="直接排版一个 .txt 或 .docx 文件")
        parser.add_argument("-o", "--output", type=Path, required=True, help="写到哪个 PDF 文件")
        parser.add_argument("--report", action="store_true", help="把量出来的版式检查表打印出来")
        parser.add_argument("--sample", action="store_true", help="样稿：红头灰色、有水印")

    def handle(self, *args: Any, **options: Any) -> None:
        """Typeset, measure, write; a refusal is one line on stderr and exit status 1."""
        try:
            source = self._source(options)
            printed = typeset(source)
            report = measure(printed.pdf, source)
            options["output"].write_bytes(printed.pdf)
        except (RefusedError, ReadError, PrintingError, PrintRefused) as error:
            self.stderr.write(f"{error}")
            sys.exit(1)
        except OSError as error:
            self.stderr.write(f"不能写入 {options['output']}：{error.strerror}。")
            sys.exit(1)
        kept = sum(found.ok for found in report.findings)
        self.stdout.write(
            f"已写入 {options['output']}：{printed.pages} 页，版式检查 {len(report.findings)} 项，符合 {kept} 项。"
        )
        for found in report.faults:
            self.stdout.write(f"  {found.clause} {found.what}：要求{found.wanted}，实测{found.found}")
        if printed.missing:
            self.stderr.write(f"缺字：{''.join(printed.missing)}，已用〓代替，请补装字体后再印。")
        if options["report"]:
            self.stdout.write(report.table())
            for decision in printed.adjusted:
                self.stdout.write(f"排版说明：{decision}")
            if printed.fallback:
                self.stdout.write(f"备用字体排出的字：{''.join(printed.fallback)}")

    def _source(self, options: dict[str, Any]) -> Paper:
        if options["file"] is None:
            notice = Notice.objects.filter(pk=options["pk"]).first()
            if notice is None:
                raise RefusedError(f"没有编号为 {options['pk']} 的公文。")
            return paper(notice, sample=options["sample"] or not notice.number)
        return paper_of(read_file(options["file"].name, content_of(options["file"])))
