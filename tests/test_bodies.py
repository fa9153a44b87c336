"""Bodies of requests on their way to the pages: slow ones keep nobody waiting, far too large ones are not taken."""

import re
import socket
from urllib.parse import urlsplit

import pytest

from pga.bodies import LARGE, LARGE_AT_ONCE, MOST
from tests.running import DIRECT, RunningApp

PATIENCE_SECONDS = 20


def begin(app: RunningApp, size: int, sent: bytes) -> socket.socket:
    """A form whose body is announced, and begun, and not ended: what a phone does whose Wi-Fi is gone."""
    with DIRECT.open(f"{app.url}/sign-in/", timeout=PATIENCE_SECONDS) as page:
        token = re.search(r"csrftoken=(\w+)", page.headers["Set-Cookie"])[1]
    server = urlsplit(app.url)
    phone = socket.create_connection((server.hostname, server.port), timeout=PATIENCE_SECONDS)
    head = (
        f"POST /sign-in/ HTTP/1.1\r\nHost: {server.netloc}\r\nOrigin: {app.url}\r\nCookie: csrftoken={token}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {size}\r\n\r\n"
    )
    phone.sendall(head.encode() + sent)
    return phone


@pytest.mark.slow
def test_forms_that_never_end_keep_nobody_waiting(app):
    phones = [begin(app, 500, b"username=") for _ in range(8)]
    with DIRECT.open(f"{app.url}/code/", timeout=PATIENCE_SECONDS) as page:
        assert page.status == 200
    for phone in phones:
        phone.close()
    large = [begin(app, LARGE * 2, b"u" * (LARGE + 1)) for _ in range(LARGE_AT_ONCE + 1)]
    assert large[-1].recv(100).startswith(b"HTTP/1.1 503 ")
    for phone in large:
        phone.close()


@pytest.mark.slow
def test_what_is_far_too_large_is_refused_before_it_is_sent(app):
    phone, answer = begin(app, MOST + 1, b"u"), b""
    while b"</html>" not in answer:
        answer += phone.recv(65536) or pytest.fail("no page came")
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert "far larger than a paper" in answer.decode()
    phone.close()
