"""The engine at true size, on SQLite and on PostgreSQL: medians, statements, growth from size to size. Asserts nothing.

$SIZES names the sizes (default "10000 100000"; a million takes some minutes and about 10 GB). PostgreSQL is the server that
$DATABASE_URL_POSTGRES names, or the one behind this machine's socket; each run gets a database of its own, dropped afterwards.
"""

import json
import os
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

SIZES = [int(size) for size in os.environ.get("SIZES", "10000 100000").split()]
SERVERS = (
    os.environ.get("DATABASE_URL_POSTGRES", ""),
    "postgres:///postgres",
    "postgres://postgres@127.0.0.1/postgres",
)

Figures = dict[str, dict[str, object]]


@contextmanager
def sqlite() -> Iterator[dict[str, str]]:
    """The environment of a run on a SQLite file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        yield {"TUANWEN_VAR": folder}


@contextmanager
def postgres(server: str) -> Iterator[dict[str, str]]:
    """The environment of a run on a PostgreSQL database of its own."""
    name = f"tuanwen_bench_{os.getpid()}"

    def tell(statement: str) -> None:
        with psycopg.connect(server, autocommit=True) as link:
            link.execute(sql.SQL(statement).format(sql.Identifier(name)))  # type: ignore[arg-type]

    tell("CREATE DATABASE {}")
    try:
        with tempfile.TemporaryDirectory() as folder:
            yield {"TUANWEN_VAR": folder, "DATABASE_URL": urlunsplit(urlsplit(server)._replace(path=f"/{name}"))}
    finally:
        tell("DROP DATABASE {} WITH (FORCE)")


def postgres_server() -> str:
    """The first server that answers; empty when none does."""
    for server in filter(None, SERVERS):
        try:
            psycopg.connect(server, connect_timeout=3).close()
        except psycopg.Error:
            continue
        return server
    return ""


def measure(size: int, environment: dict[str, str]) -> Figures:
    """The figures of one database of one size, by name."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.engine.run", str(size)]
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(command, env=inherited | environment, stdout=subprocess.PIPE, text=True, check=False)
    figures: Figures = {}
    for line in done.stdout.splitlines():
        figure = json.loads(line)
        figures[figure["what"]] = figure
    return figures


def report(database: str, found: dict[int, Figures]) -> None:
    """A table: a row for each figure, a column for each size, and how much the last is of the first."""
    sizes = list(found)
    say = sys.stdout.write
    say(f"\n{database}\n{padded('', 40)}{padded('语句', 6)}")
    say("".join(f"{size:>12,}" for size in sizes) + (f"{'增长':>8}" if len(sizes) > 1 else "") + "   目标\n")
    for what, last in found[sizes[-1]].items():
        times = [float(str(found[size].get(what, {}).get("ms", "nan"))) for size in sizes]
        growth = f"{times[-1] / times[0]:9.1f}×" if len(sizes) > 1 and times[0] else ""
        count = "" if last["statements"] is None else str(last["statements"])
        cells = "".join(f"{ms:9.2f} ms" for ms in times)
        say(f"{padded(what, 40)}{padded(count, 6)}{cells}{growth}   {last['reach']}  {last['note']}\n")


def padded(text: str, width: int) -> str:
    """Chinese takes two columns."""
    taken = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
    return text + " " * max(width - taken, 0)


def main() -> None:
    """Every size on every database at hand."""
    server = postgres_server()
    places = [("SQLite", sqlite)] + ([("PostgreSQL", lambda: postgres(server))] if server else [])
    if not server:
        sys.stdout.write(
            "没有找到 PostgreSQL，只测 SQLite。要一并测：DATABASE_URL_POSTGRES=postgres:///postgres make bench\n"
        )
    for database, opened in places:
        found = {}
        for size in SIZES:
            sys.stderr.write(f"{database}，公文 {size} 份\n")
            with opened() as environment:
                found[size] = measure(size, environment)
        if all(found.values()):
            report(database, found)
        else:
            sys.stdout.write(f"{database}：测量没有完成，原因见上。\n")


if __name__ == "__main__":
    main()
