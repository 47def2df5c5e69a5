"""How fast papers, sheets, ledgers and reports are made. Prints seconds (best and median) and pages a second; asserts nothing."""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace

started = time.perf_counter()

from documents.printing import Paper, Paragraph, Printed, Table, measure, typeset  # noqa: E402
from documents.printing.ledgers import ledger  # noqa: E402
from documents.printing.sheets import sheet  # noqa: E402
from tests.documents.printing import papers  # noqa: E402

HEAD = ("序号", "单位", "小屋", "时间", "人数", "人次", "值守", "电话", "状态", "说明")
ROW = (
    "鹭汀县晚渡镇",
    "渡口小屋",
    "2026-11-05",
    "12",
    "1,138",
    "孟云舒",
    "0000-0000103",
    "已报",
    "材料齐全，同意推荐。",
)
FORM = "<table>" + "<tr><th class='w3'>工作情况</th><td>各级团组织要把陪伴落到日常。</td></tr>" * 30 + "</table>"


def say(what: str, runs: list[float], pages: int, size: int = 0) -> None:
    best, middle = min(runs), statistics.median(runs)
    kilobytes = f"{size / 1024:7.0f} KB" if size else ""
    sys.stdout.write(f"{what:<36}{best:8.3f} s best{middle:8.3f} s median{pages / best:8.0f} pages/s{kilobytes}\n")


def timed(what: str, make: Callable[[], Printed], runs: int) -> Printed:
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        printed = make()
        times.append(time.perf_counter() - begun)
    say(what, times, printed.pages, len(printed.pdf))
    return printed


def collection(pages: int) -> Paper:
    text = papers.SENTENCE * 14
    return replace(papers.NOTICE, body=tuple(Paragraph(text) for _ in range(pages)), contacts=(), attachments=())


def main() -> None:
    """Cold start first, then everything warm."""
    typeset(papers.NOTICE)
    sys.stdout.write(f"cold process, first notice              {time.perf_counter() - started:8.3f} s\n")
    notice = timed("notice, 3 pages and 版记, warm", lambda: typeset(papers.NOTICE), 20)
    timed("joint notice of five organs, warm", lambda: typeset(papers.JOINT), 20)
    long = timed("collection of 100 pages", lambda: typeset(collection(100)), 3)
    table = Table((HEAD, *((str(n), *ROW) for n in range(1, 1001))))
    timed("ledger, 1,000 rows of 10", lambda: ledger(table, title="台账"), 3)
    sheet(FORM, title="申报表")
    timed("sheet of 30 rows, warm", lambda: sheet(FORM, title="申报表"), 5)
    for what, printed, paper in (
        ("report on the notice", notice, papers.NOTICE),
        ("report on 100 pages", long, collection(100)),
    ):
        begun = time.perf_counter()
        measure(printed.pdf, paper)
        say(what, [time.perf_counter() - begun], printed.pages)


if __name__ == "__main__":
    main()
