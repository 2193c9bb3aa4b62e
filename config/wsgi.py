"""WSGI entry point, served by gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

from authority.actions.local_eras import start_with_local_eras  # noqa: E402  (needs the applications loaded)

start_with_local_eras()
