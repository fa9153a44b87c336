"""What a log may not say."""

import logging
import logging.config
import urllib.error

import pytest
from django.conf import settings

from pga.logs import DiscreetFormatter
from tests.running import DIRECT

TOKEN = "t12-3-AAAAbbbbCCCCdddd_-eeff"


@pytest.mark.slow
def test_a_refused_link_stands_in_no_log(app):
    with pytest.raises(urllib.error.HTTPError) as refused:
        DIRECT.open(f"{app.url}/t/{TOKEN}/")
    assert refused.value.code == 403
    refused.value.close()
    assert TOKEN not in app.log


def test_a_fault_behind_a_link_leaves_its_key_out():
    assert settings.LOGGING["formatters"]["plain"]["class"] == "pga.logs.DiscreetFormatter"
    try:
        raise ValueError(f"{TOKEN} is not /m/m1-1-x/")
    except ValueError as fault:
        record = logging.LogRecord("django.request", 40, "", 0, "Internal Server Error: %s", ("/t/x/",), None)
        record.exc_info = (ValueError, fault, fault.__traceback__)
    said = DiscreetFormatter("{message}", style="{").format(record)
    assert said.startswith("Internal Server Error: /t/…/\nTraceback")
    assert said.endswith("ValueError: … is not /m/…/")
    assert (
        DiscreetFormatter().format(logging.makeLogRecord({"msg": "/first/1-abc/ /tables/12/"}))
        == "/first/…/ /tables/12/"
    )
