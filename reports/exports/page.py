"""The report as a page to read in the browser."""

from django.template.loader import render_to_string

from reports.exports.material import Material
from reports.exports.outline import outline_of


def page(material: Material) -> bytes:
    """The page, in the look of the app; whoever reads it sees the same. Its other forms are of the same choices."""
    choices = material.choices
    context = {"outline": outline_of(material), "session": material.rows.session, "choices": choices}
    return render_to_string("reports/exports/page.html", context).encode()
