"""The organizer lays tables out and hands out their links."""

import io

import segno
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from regions import layout
from regions.erasing import erase_table
from regions.forms import LayOutForm, RegionForm, TableForm
from regions.models import DiscussionTable
from regions.organizer_access import organizer_laptop, organizer_region, organizer_table
from regions.organizer_queries import tables_of
from sessions.access import organizer_event, signed_in
from sessions.forms.erasing import TypedAgainForm
from sessions.models import Event


@require_safe
def table_list(request: HttpRequest, event_id: int) -> HttpResponse:
    """All tables of an event, by session and region."""
    event = organizer_event(request, event_id)
    return _list(request, event)


@require_POST
def table_lay_out(request: HttpRequest, event_id: int) -> HttpResponse:
    """Some tables for each region, in one session."""
    event = organizer_event(request, event_id)
    form = LayOutForm(request.POST, event=event)
    if not form.is_valid():
        return _list(request, event, lay_out_form=form)
    session, language = form.cleaned_data["session"], form.cleaned_data["language"]
    made = layout.lay_out_regions(session, wanted=form.wanted(), language=language)
    messages.success(
        request, ngettext("%(n)s table is laid out.", "%(n)s tables are laid out.", len(made)) % {"n": len(made)}
    )
    return redirect("table_list", event.pk)


@require_POST
def region_add(request: HttpRequest, event_id: int) -> HttpResponse:
    """A region of the organizer's own."""
    event = organizer_event(request, event_id)
    form = RegionForm(request.POST, event=event)
    if not form.is_valid():
        return _list(request, event, region_form=form)
    layout.add_region(event=event, **form.typed())
    return redirect("table_list", event.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def region_edit(request: HttpRequest, region_id: int) -> HttpResponse:
    """Name, colour and languages of a region."""
    region = organizer_region(request, region_id)
    form = RegionForm(request.POST if request.method == "POST" else None, event=region.event, region=region)
    if not form.is_valid():
        context = {"event": region.event, "region": region, "form": form}
        return render(request, "regions/table_region.html", context)
    layout.change_region(region, **form.typed())
    messages.success(request, _("The region is saved."))
    return redirect("table_list", region.event_id)


@require_POST
def region_usual(request: HttpRequest, event_id: int) -> HttpResponse:
    """The six regions that most events seat."""
    event = organizer_event(request, event_id)
    layout.add_usual_regions(event)
    return redirect("table_list", event.pk)


@require_POST
def region_remove(request: HttpRequest, region_id: int) -> HttpResponse:
    """Take away a region that has no table."""
    region = organizer_region(request, region_id)
    try:
        layout.remove_region(region)
    except layout.RegionInUse:
        messages.error(request, _("%(region)s has tables; remove them first.") % {"region": region.shown_name})
    return redirect("table_list", region.event_id)


def _list(
    request: HttpRequest, event: Event, lay_out_form: LayOutForm | None = None, region_form: RegionForm | None = None
) -> HttpResponse:
    context = {
        "event": event,
        "sessions": tables_of(event),
        "regions": event.regions.all(),
        "lay_out_form": lay_out_form or LayOutForm(event=event),
        "region_form": region_form or RegionForm(event=event),
        "local_address": settings.PUBLIC_URL if settings.PUBLIC_URL_IS_LOCAL else "",
    }
    return render(request, "regions/table_list.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def table_detail(request: HttpRequest, table_id: int) -> HttpResponse:
    """One table: its people, its link, its laptops."""
    table = organizer_table(request, table_id)
    form = TableForm(request.POST if request.method == "POST" else None, table=table)
    if not form.is_valid():
        return _detail(request, table, form)
    try:
        layout.change_table(table, **form.cleaned_data)
    except layout.NumberTaken:
        form.add_error("number", _("This session has a table of this number already."))
        return _detail(request, table, form)
    messages.success(request, _("Table %(number)s is saved.") % {"number": table.number})
    return redirect("table_list", table.session.event_id)


def _detail(request: HttpRequest, table: DiscussionTable, form: TableForm) -> HttpResponse:
    context = {
        "event": table.session.event,
        "table": table,
        "form": form,
        "address": layout.table_url(table),
        "laptops": table.laptops.all(),
    }
    return render(request, "regions/table_detail.html", context)


@never_cache
@require_safe
def table_qr(request: HttpRequest, table_id: int) -> HttpResponse:
    """The QR code of a table's link, as a picture."""
    table = organizer_table(request, table_id)
    picture = io.BytesIO()
    segno.make(layout.table_url(table), error="m").save(picture, kind="svg", scale=5, border=4, light="#ffffff")
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


@require_POST
def table_remove(request: HttpRequest, table_id: int) -> HttpResponse:
    """Take away a table that has written nothing."""
    table = organizer_table(request, table_id)
    event_id, number = table.session.event_id, {"number": table.number}
    try:
        layout.remove_table(table)
    except layout.TableInUse:
        messages.error(request, _("At table %(number)s somebody has joined or written; it stays.") % number)
        return redirect("table_detail", table_id)
    messages.success(request, _("Table %(number)s is removed.") % number)
    return redirect("table_list", event_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def table_erase(request: HttpRequest, table_id: int) -> HttpResponse:
    """What goes and what remains; then, once its number is typed, an empty table."""
    table = organizer_table(request, table_id)
    typed, number = request.POST if request.method == "POST" else None, str(table.number)
    label = _("Type the table’s number to erase: %(number)s") % {"number": number}
    form = TypedAgainForm(typed, label=label, wanted=number)
    if not form.is_valid():
        return render(request, "regions/table_erase.html", {"event": table.session.event, "table": table, "form": form})
    erase_table(table=table, organizer=signed_in(request))
    messages.success(request, _("The notes of table %(number)s are erased.") % {"number": number})
    return redirect("table_detail", table.pk)


@require_POST
def table_link_renew(request: HttpRequest, table_id: int) -> HttpResponse:
    """A new card for the table."""
    table = organizer_table(request, table_id)
    layout.renew_link(table)
    messages.success(request, _("The table has a new link and a new code. Laptops that have joined stay."))
    return redirect("table_detail", table.pk)


@require_POST
def table_link_revoke(request: HttpRequest, table_id: int) -> HttpResponse:
    """No card opens the table any more, and every laptop is out."""
    table = organizer_table(request, table_id)
    layout.revoke_link(table)
    messages.success(request, _("The link is revoked, and every laptop is out. Renew it to let people in again."))
    return redirect("table_detail", table.pk)


@require_POST
def laptop_put_out(request: HttpRequest, laptop_id: int) -> HttpResponse:
    """One laptop may no longer write at its table."""
    laptop = organizer_laptop(request, laptop_id)
    layout.put_out(laptop)
    messages.success(request, _("The laptop is out. What it has written stays."))
    return redirect("table_detail", laptop.table_id)
