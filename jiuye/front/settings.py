"""Django's settings. Everything that differs between installations comes from the environment,
which `jiuye run` fills from the data directory."""

import json
import os
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from jiuye.lib import fonts

HERE = Path(__file__).resolve().parent
TIME_ZONE = "Asia/Shanghai"
SECRET_KEY = os.environ.get("JIUYE_SECRET_KEY") or "only for checks that serve nothing"
DEBUG = False
DEMO = os.environ.get("JIUYE_DEMO", "") == "1"
ALLOWED_HOSTS = os.environ.get("JIUYE_HOSTS", "localhost 127.0.0.1 [::1]").split()

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django_htmx",
    "jiuye.front",
    "jiuye.quality",
    "jiuye.maintenance",
    "jiuye.usage",
    "jiuye.collection",
    "jiuye.records",
    "jiuye.standards",
    "jiuye.jobs",
    "jiuye.parties",
    "jiuye.ledger",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jiuye.front.middleware.ContentSecurity",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "jiuye.front.middleware.OneStandard",
    "jiuye.front.middleware.Gate",
]
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
ROOT_URLCONF = "jiuye.front.urls"
WSGI_APPLICATION = "jiuye.front.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "jiuye.front.context.frame",
            ],
            "builtins": ["jiuye.front.templatetags.look"],
        },
    }
]


def _database(login: str) -> dict[str, object]:
    """A connection by one of the logins; the owner's carries the reason of the migration it is for."""
    dsn = conninfo_to_dict(os.environ.get(f"JIUYE_DSN_{login.upper()}", ""))
    options: dict[str, object] = {"options": "-c search_path=jiuye,work,behaviour"}
    if login == "owner":
        options["options"] = f"{options['options']} -c jiuye.migration={os.environ.get('JIUYE_MIGRATION', '')}"
    elif os.environ.get("JIUYE_POOL"):
        options["pool"] = {"min_size": 2, "max_size": int(os.environ["JIUYE_POOL"]), "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": dsn.get("dbname", "jiuye"),
        "USER": dsn.get("user", ""),
        "PASSWORD": dsn.get("password", ""),
        "HOST": dsn.get("host", ""),
        "PORT": str(dsn.get("port", "")),
        "TIME_ZONE": TIME_ZONE,  # moments come back in the city's zone, so that their date is the city's day
        "OPTIONS": options,
    }


# The app serves; the owner only migrates; the inspector judges across districts on facts and indexes.
DATABASES = {"default": _database(os.environ.get("JIUYE_LOGIN", "app")), "inspector": _database("inspector")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
LANGUAGE_CODE = "zh-hans"
USE_TZ = True
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = os.environ.get("JIUYE_STATIC", "")
STATICFILES_DIRS = [("rare", str(folder))] if (folder := fonts.rare()) else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

CSRF_COOKIE_SAMESITE = "Strict"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

# Addresses of the departments' gateways, by the code of the standard's list: {"10": "https://…"}. Art. 6(4).
PARTNERS: dict[str, str] = json.loads(os.environ.get("JIUYE_PARTNERS") or "{}")

# Where files live beside the database: frozen snapshots, files handed in, checkpoints of the book.
FILES = Path(os.environ.get("JIUYE_FILES") or HERE.parent.parent / ".jiuye")
SNAPSHOTS = FILES / "snapshots"
