"""The feed and the search, before moderators and the organizers who watch with them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from plenary.access import session_watch
from plenary.feed import PAGE, feed_page
from plenary.feed_choices import choice_fields
from plenary.feed_filter import FeedFilter, number
from plenary.folding import query_of
from plenary.indexing import catch_up
from plenary.reading_views import page_context

MOST_AGAIN = 500


def _most(request: HttpRequest) -> int:
    """As many items as the page shows already, where it asks for them again; not without end."""
    return min(number(request.GET.get("count", "")) or PAGE, MOST_AGAIN)


@require_GET
@never_cache
def feed(request: HttpRequest, session_id: int) -> HttpResponse:
    """What arrives and what is found; as a part where htmx asks, whose address the page then takes."""
    watch = session_watch(request, session_id)
    asked = FeedFilter.of(request.GET.dict())
    if asked.q:
        catch_up(watch.session.tables.values_list("pk", flat=True))
    context = page_context(watch, "feed") | {
        "asked": asked,
        "query": query_of(asked.q),
        "page": (page := feed_page(watch.session, asked, _most(request))),
        "earlier": asked.address(page.earlier) if page.earlier else "",
    }
    if request.headers.get("HX-Request-Type") == "partial":
        answer = render(request, "plenary/feed_items.html" if asked.before else "plenary/feed_list.html", context)
        if not asked.before:
            answer["HX-Replace-Url"] = request.path + (asked.address() if asked.narrows else "")
        return answer
    return render(request, "plenary/feed.html", context | {"fields": choice_fields(watch.session, asked)})
