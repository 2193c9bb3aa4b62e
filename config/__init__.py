"""The Django project: settings, urls, wsgi and asgi, and which modules run compiled. Nothing else lives here."""

from config.compiled import use_compiled

use_compiled()
