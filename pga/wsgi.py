"""Django's WSGI handler; `pga.asgi` runs it in a small fixed pool of threads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pga.settings")
application = get_wsgi_application()
