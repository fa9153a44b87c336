"""Who writes at a laptop, said at the laptop itself; and leaving the table with it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from regions.access import TableVisit, take_grant, visit
from regions.actions import name_laptop
from regions.dialogs import PartRequest, show, spoken_at
from regions.laptop_forms import LaptopNameForm, offered_names
from regions.layout import put_out


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def laptop_name(request: PartRequest, table_id: int) -> HttpResponse:
    """The laptop's name, chosen from the table's people or typed."""
    here = visit(request, table_id)
    with spoken_at(here.table, request):
        form = LaptopNameForm(request.POST if request.method == "POST" else None, initial={"name": here.laptop.name})
        if not form.is_valid():
            return _form(request, here, form)
        name_laptop(laptop=here.laptop, name=form.cleaned_data["name"])
        if not request.htmx:
            return redirect("notebook", table_id=table_id)
        return _form(request, here, LaptopNameForm(initial={"name": here.laptop.name}), said=_("Saved."))


def _form(request: PartRequest, here: TableVisit, form: LaptopNameForm, said: str = "") -> HttpResponse:
    context = {
        "heading": _("Who writes at this laptop?"),
        "laptop": here.laptop,
        "form": form,
        "offered": offered_names(here.table, here.laptop),
        "said": said,
    }
    return show(request, "regions/laptop_form.html", here.table, context)


@require_POST
@never_cache
def laptop_leave(request: HttpRequest, table_id: int) -> HttpResponse:
    """The laptop gives its grant back, which then opens nothing any more, wherever a copy of it may be."""
    here = visit(request, table_id)
    put_out(here.laptop)
    response = redirect("laptop_left")
    take_grant(response, here.table)
    return response


@require_safe
@never_cache
def laptop_left(request: HttpRequest) -> HttpResponse:
    """That nothing of the table is on this laptop, and how to come back."""
    return render(request, "regions/laptop_left.html")
