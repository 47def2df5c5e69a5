"""The house's settings with the differences that tests need: folders of their own, quick passwords, a file database.

The folder is chosen before the settings are read, so that whatever they derive from it, and every command that a test
starts, stays in it.
"""

import atexit
import os
import shutil
import tempfile

for name in (
    "ALLOWED_HOSTS",
    "DEBUG",
    "EMAIL_HOST",
    "TUANWEN_DEMO",
    "TUANWEN_HTTPS",
    "TUANWEN_URL",
    "TUANWEN_WEBHOOK",
    "TUANWEN_WORKER",
):
    os.environ.pop(name, None)
os.environ["TUANWEN_VAR"] = tempfile.mkdtemp(prefix="tuanwen-tests-")
atexit.register(shutil.rmtree, os.environ["TUANWEN_VAR"], ignore_errors=True)

from portal.settings import *  # noqa: E402, F403
from portal.settings import DATABASES, INSTALLED_APPS, STATIC_ROOT, STORAGES, VAR_DIR  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "tests.workflows.engine.papers"]

STATIC_ROOT.mkdir()
WHITENOISE_USE_FINDERS = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file: an in-memory database would ignore the busy timeout. What a power cut takes matters to no test.
    DATABASES["default"]["TEST"]["NAME"] = str(VAR_DIR / "test.sqlite3")
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
elif os.environ.get("TUANWEN_TESTS_COPY"):  # the database of $DATABASE_URL was migrated by tests.template
    DATABASES["default"]["TEST"] = {"TEMPLATE": DATABASES["default"]["NAME"]}
