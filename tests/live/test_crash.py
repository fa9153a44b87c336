"""The crash bench in small: the server is killed while tables type, and nothing is missing.

`python -m bench.crash` does it twenty times over on both databases.
"""

import json
import os
import subprocess
import sys

import pytest

from tests.running import ROOT

if not os.environ.get("DATABASE_URL"):

    @pytest.mark.slow
    def test_nothing_is_missing_after_the_server_was_killed():
        command = [sys.executable, "-m", "bench.crash", "--kills=2", "--tables=6", "--database=sqlite"]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=120)
        told = json.loads(done.stdout.splitlines()[-1])
        assert (told["kills"], told["acked_missing"], told["typed_missing"]) == (2, 0, 0)
        assert told["acked"] > 50 and told["databases"][0]["refused"] == 0
