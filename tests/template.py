"""A migrated database to begin from: hundreds of migrations take half a minute, a copy takes none.

The copy is good as long as the same migrations and definitions made it. `migrate` still runs over it, so that what
is put in place after a migration (permissions, triggers) is always today's.

On SQLite the first run of the tests keeps one. ``python -m tests.template`` makes one beforehand; on PostgreSQL it migrates the
database of $DATABASE_URL itself, from which the tests take their copies with TUANWEN_TESTS_COPY=1 (`tests/settings.py`).
"""

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".var" / "tests"
KEPT = 3


def template_path() -> Path:
    """Where the template for today's migrations lies, or would lie; models of the tests' own have no migrations."""
    made_by = [path for part in ("site", "workflows", "documents") for path in ROOT.glob(f"{part}/**/migrations/*.py")]
    made_by += [*ROOT.glob("documents/*/definitions/*.toml"), *ROOT.glob("tests/**/definitions/*.toml")]
    made_by += [ROOT / "requirements.lock", *ROOT.glob("tests/**/models.py"), *ROOT.glob("tests/**/migrations/*.py")]
    digest = hashlib.sha256()
    for path in sorted(made_by):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return FOLDER / f"{digest.hexdigest()[:20]}.sqlite3"


def begin_from_template(database: Path) -> bool:
    """Put a copy of the template at *database*; False when there is none yet."""
    template = template_path()
    if not template.exists():
        return False
    shutil.copyfile(template, database)
    return True


def keep_as_template(database: Path) -> None:
    """Keep a copy of *database*, fresh from its migrations, and forget all but the newest few."""
    if not _is_migrated(database):  # a run with --nomigrations made it
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    draft = FOLDER / f"draft-{os.getpid()}"
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(draft)) as copy:
        source.backup(copy)
    draft.replace(template_path())
    for old in sorted(FOLDER.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)


def _is_migrated(database: Path) -> bool:
    with closing(sqlite3.connect(database)) as connection:
        query = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'django_migrations'"
        return bool(connection.execute(query).fetchone()[0])


def main() -> None:
    """Make the template, if there is none for today's migrations."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    on_sqlite = connection.vendor == "sqlite"
    if on_sqlite and template_path().exists():
        return
    if on_sqlite:
        connection.settings_dict["NAME"] = connection.settings_dict["TEST"]["NAME"]
    call_command("migrate", verbosity=0, run_syncdb=True)
    if on_sqlite:
        keep_as_template(Path(connection.settings_dict["NAME"]))


if __name__ == "__main__":
    main()
