"""Sum the tests of several JUnit reports into one closing line: `count.py REPORT…`; a missing report is a failed test."""

import sys
from pathlib import Path
from xml.etree import ElementTree


def main(reports: list[str]) -> None:
    """Print how many tests passed, failed and were skipped."""
    passed = failed = skipped = 0
    for report in map(Path, reports):
        if not report.exists():
            failed += 1
            continue
        for suite in ElementTree.parse(report).iter("testsuite"):  # noqa: S314 (our own reports)
            count = {key: int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped")}
            failed += count["failures"] + count["errors"]
            skipped += count["skipped"]
            passed += count["tests"] - count["failures"] - count["errors"] - count["skipped"]
    sys.stdout.write(f"{passed} passed, {failed} failed, {skipped} skipped\n")


if __name__ == "__main__":
    main(sys.argv[1:])
