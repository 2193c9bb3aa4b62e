"""Settings, all from the environment, with defaults that are safe on one machine.

Every variable read here is named in README.md. The embedded default needs no service and no
secret: SQLite in WAL mode and a media folder, both under ``var/`` and ``media/``.
"""

from pathlib import Path

import environ

from config.local_secret import read_or_create_secret

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
#: Where people find the server: what files that leave the house (preflight reports) point to.
SITE_URL = env.str("SITE_URL", default="")
SECRET_KEY = env.str("SECRET_KEY", default="") or read_or_create_secret(VAR_DIR / "secret_key")

INSTALLED_APPS = [
    "workbench",  # before the administration, whose shell it dresses
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "mptt",
    "django_tasks",
    "django_tasks_db",
    "authority",
    "census",
    "guji",
    "search",
    "catalog_export",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "workbench.middleware.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "workbench.middleware.RolesOnceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'census.sqlite3'}"),
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 30,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
            "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-65536; PRAGMA mmap_size=2147418112;"
            "PRAGMA secure_delete=FAST;"
        ),
    }
#: A connection made anew for every page costs it up to 30 ms at a province's size; a map is shared by all processes.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Shanghai")
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "media")))
MEDIA_URL = "media/"
#: Served as it is below the site's root: the slices of the web face, named by their content.
WEB_DIR = Path(env.str("WEB_DIR", default=str(VAR_DIR / "web")))
WEB_DIR.mkdir(parents=True, exist_ok=True)
WHITENOISE_ROOT = WEB_DIR
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+\.[0-9a-f]{12}\.[^.]+$"
SEARCH_ENGINE = env.str("SEARCH_ENGINE", default="search.engine.whoosh_store.WhooshStore")
SEARCH_INDEX_DIR = Path(env.str("SEARCH_INDEX_DIR", default=str(VAR_DIR / "index")))
FONT_DIRS = [Path(p) for p in env.list("FONT_DIRS", default=[])]
ICC_DIR = Path(env.str("ICC_DIR", default=str(VAR_DIR / "icc")))
FONT_CACHE_DIR = Path(env.str("FONT_CACHE_DIR", default=str(VAR_DIR / "fonts")))
VOLUME_DIR = Path(env.str("VOLUME_DIR", default=str(MEDIA_ROOT / "volumes")))

#: Pictures of records: files as they came, and what is made of them to look at.
IMAGE_ROOT = Path(env.str("IMAGE_ROOT", default=str(MEDIA_ROOT / "images")))
IMAGE_MAX_BYTES = env.int("IMAGE_MAX_BYTES", default=1024**3)
IMAGE_MAX_PIXELS = env.int("IMAGE_MAX_PIXELS", default=1_000_000_000)
#: What an institution may keep, where the administration sets nothing else for it.
IMAGE_QUOTA_BYTES = env.int("IMAGE_QUOTA_BYTES", default=50 * 1024**3)
#: Bounds of the process that opens a picture: bytes of memory, seconds.
IMAGE_CHILD_MEMORY = env.int("IMAGE_CHILD_MEMORY", default=1024**3)
IMAGE_CHILD_SECONDS = env.int("IMAGE_CHILD_SECONDS", default=900)
#: Hours after which an upload that nobody went on with is dropped.
IMAGE_UPLOAD_HOURS = env.int("IMAGE_UPLOAD_HOURS", default=72)
#: Where a proxy serves IMAGE_ROOT by X-Accel-Redirect, e.g. "/protected-images/"; empty: served here.
IMAGE_ACCEL_PREFIX = env.str("IMAGE_ACCEL_PREFIX", default="")

IMPORT_MAX_BYTES = env.int("IMPORT_MAX_BYTES", default=256 * 1024 * 1024)
#: A set of two thousand sub-works is a form of twenty thousand fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = env.int("DATA_UPLOAD_MAX_NUMBER_FIELDS", default=40_000)
DATA_UPLOAD_MAX_MEMORY_SIZE = env.int("DATA_UPLOAD_MAX_MEMORY_SIZE", default=10 * 1024 * 1024)

HTTPS = env.bool("HTTPS", default=False)
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=31536000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
