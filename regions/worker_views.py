"""The service worker, which lets a notebook open without a network. Open to anybody: it holds no word of any table."""

import hashlib
import json
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe

WORKER = "build/worker.js"
# What a notebook's page is built of.
SHELL = (
    "css/tokens.css",
    "css/base.css",
    "css/notebook.css",
    "css/front.css",
    "css/history.css",
    "build/notebook.js",
    "img/icon.svg",
)
# What a synthesis is built of beside that; kept where one was opened, and not by every table's laptop.
MORE = ("css/board.css", "css/stars.css", "css/synthesis.css", "build/synthesis.js")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """At the root, since a worker serves what stands below its own address."""
    answer = HttpResponse(_script(), content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@cache
def _script() -> str:
    """The worker, told which version of which files it keeps: another version is another worker."""
    files = [_file(name) for name in (*SHELL, WORKER)]
    version = hashlib.sha256(b"\0".join(files)).hexdigest()[:16]
    shell, more = (json.dumps([static(name) for name in names]) for names in (SHELL, MORE))
    return f'self.VERSION = "{version}";\nself.SHELL = {shell};\nself.MORE = {more};\n{files[-1].decode()}'


def _file(name: str) -> bytes:
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(f"{name} is not built yet: make setup")
    return Path(found).read_bytes()
