"""Who did what, and when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from plenary.access import session_watch
from plenary.activity_queries import activity_page
from plenary.forms import ActivityForm
from plenary.page_streams import active_language
from plenary.reading_views import page_context


@require_GET
@never_cache
def activity(request: HttpRequest, session_id: int) -> HttpResponse:
    """Everything that changed the session's state, newest first; as a part where htmx asks for it again."""
    watch = session_watch(request, session_id)
    form = ActivityForm(request.GET, session=watch.session)
    wanted = form.wanted()
    context = page_context(watch, "activity") | {
        "page": activity_page(watch.session, wanted),
        "form": form,
        "wanted": wanted,
        "filters": urlencode(form.filters()),
        "language": active_language(),
    }
    part = request.headers.get("HX-Request-Type") == "partial"
    return render(request, "plenary/activity_list.html" if part else "plenary/activity.html", context)
