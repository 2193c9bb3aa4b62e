"""The Django project: settings, urls, wsgi and asgi. Nothing else lives here."""
