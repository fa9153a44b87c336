"""Pages travel compressed; streams never pass here, files that are compressed already stay as they are."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

_KINDS = ("text/html", "text/css", "text/javascript", "image/svg+xml", "application/json")


class CompressPages(GZipMiddleware):
    """Compresses words, not pictures and PDFs. The random padding of its parent keeps lengths from telling secrets."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """As its parent, for words only."""
        if not isinstance(response, HttpResponse) or not response.headers.get("Content-Type", "").startswith(_KINDS):
            return response
        return super().process_response(request, response)
