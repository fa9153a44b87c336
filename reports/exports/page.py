"""The report as a page to read in the browser."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from plenary.access import Watch
from reports.exports.material import Material
from reports.exports.outline import outline_of


def page(material: Material, request: HttpRequest, watch: Watch) -> bytes:
    """The page, in the look of the app."""
    context = {"outline": outline_of(material), "session": watch.session, "watch": watch}
    return render_to_string("reports/exports/page.html", context, request).encode()
