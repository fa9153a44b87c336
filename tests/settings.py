"""The app's settings in a data folder of their own, with passwords that cost nothing.

Of the environment only DATABASE_URL counts: whoever exports PORT or PUBLIC_URL gets the same tests.
"""

import atexit
import os
import shutil
import tempfile

OWN = ("ALLOWED_HOSTS", "BEHIND_PROXY", "DEBUG", "HOST", "LOG_LEVEL", "PORT", "PUBLIC_URL", "SECRET_KEY", "TIME_ZONE")
for _name in OWN:
    os.environ.pop(_name, None)
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="rapporteur-tests-")
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from pga.settings import *  # noqa: E402, F403 the environment first
from pga.settings import DATA_DIR, DATABASES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if "init_command" in DATABASES["default"].get("OPTIONS", {}):
    # A file as in the hall, not a database in memory: the cellar's threads have connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "tests.sqlite3"}
    _pragmas = DATABASES["default"]["OPTIONS"]["init_command"]
    DATABASES["default"]["OPTIONS"]["init_command"] = _pragmas.replace("synchronous=FULL", "synchronous=OFF")
