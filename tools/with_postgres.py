"""Run a command with DATABASE_URL on a PostgreSQL cluster of its own: `python tools/with_postgres.py COMMAND…`.

The cluster lives in a temporary folder, listens on a socket in it and nowhere else, and is gone when the command ends,
however it ends. A cluster that happens to run on the machine is never touched. Standard library only.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn
from urllib.parse import quote

DATABASE = OWNER = "rapporteur"
# The data die with the cluster, so nothing has to reach the disk.
SERVER_OPTIONS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "120",
    "shared_buffers": "64MB",
}


def binaries() -> Path:
    """The folder of the newest PostgreSQL server on this machine."""
    found = list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return max(found, key=lambda path: int(path.parts[-3])).parent
    initdb = shutil.which("initdb")
    if initdb is None:
        sys.exit("No PostgreSQL server here: `make setup-test` installs it.")
    return Path(initdb).resolve().parent


def server_user() -> str | None:
    """Whom the server runs as: initdb refuses root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


class Cluster:
    """A cluster in a folder; it may be stopped, killed and started again."""

    def __init__(self, folder: Path, **options: str) -> None:
        self.folder, self.user, self.tools = folder, server_user(), binaries()
        self.options = SERVER_OPTIONS | options
        self.server: subprocess.Popen[bytes] | None = None
        if self.user is not None:
            shutil.chown(folder, self.user)
        made = self._run(
            f"{self.tools}/initdb", "-D", f"{folder}/data", "-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-sync"
        )
        if made.wait() != 0:
            sys.exit(f"initdb failed:\n{(folder / 'log').read_text()}")

    @property
    def address(self) -> str:
        """What DATABASE_URL says."""
        return f"postgres://{OWNER}@{quote(str(self.folder), safe='')}/{DATABASE}"

    def _run(self, *command: str) -> "subprocess.Popen[bytes]":
        # A session of its own: Ctrl+C is for the command first, for the server afterwards.
        with (self.folder / "log").open("ab") as log:
            return subprocess.Popen(
                command, user=self.user, extra_groups=[] if self.user else None, cwd=self.folder, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True,
                env=os.environ | {"HOME": str(self.folder), "LC_ALL": "C.UTF-8"},
            )  # fmt: skip

    def start(self) -> None:
        """Start it and wait until it takes connections, at most 30 seconds."""
        options = [part for name, value in self.options.items() for part in ("-c", f"{name}={value}")]
        self.server = None
        for _ in range(300):
            # After a kill its children may live for a moment more, and it does not start beside them.
            if self.server is None or self.server.poll() is not None:
                self.server = self._run(
                    f"{self.tools}/postgres", "-D", f"{self.folder}/data", "-k", str(self.folder), *options
                )
            ready = [f"{self.tools}/pg_isready", "-q", "-h", str(self.folder), "-U", OWNER, "-d", "postgres"]
            if subprocess.run(ready).returncode == 0 and self.server.poll() is None:
                return
            time.sleep(0.1)
        sys.exit(f"PostgreSQL did not start:\n{(self.folder / 'log').read_text()}")

    def make_database(self) -> None:
        """The database that the address names."""
        subprocess.run([f"{self.tools}/createdb", "-h", str(self.folder), "-U", OWNER, DATABASE], check=True)

    def kill(self) -> None:
        """End the postmaster at once, without asking it."""
        if self.server is not None:
            self.server.kill()
            self.server.wait()

    def stop(self) -> None:
        """Fast shutdown, and after ten seconds a hard one."""
        if self.server is not None:
            stop(self.server)


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A running cluster in the folder; yields its address."""
    made = Cluster(folder)
    try:
        made.start()
        made.make_database()
        yield made.address
    finally:
        made.stop()


def stop(server: "subprocess.Popen[bytes]") -> None:
    """Fast shutdown, and after ten seconds a hard one."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()


def run(command: list[str], address: str) -> int:
    """Run the command with the address, hand signals on to it, return its exit code."""
    child = subprocess.Popen(command, env=os.environ | {"DATABASE_URL": address})
    try:
        return child.wait()
    except BaseException:
        child.terminate()
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        raise


def leave(number: int, frame: FrameType | None) -> NoReturn:
    """Turn a signal into an ordinary way out, so that everything is cleaned up."""
    sys.exit(128 + number)


def main() -> int:
    """Make the cluster, run the command, remove the cluster."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
    # A socket's path holds about 100 letters, so not under a long TMPDIR.
    folder = Path(tempfile.mkdtemp(prefix="rapporteur-pg-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        with cluster(folder) as address:
            code = run(sys.argv[1:], address)
            return code if code >= 0 else 128 - code
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
