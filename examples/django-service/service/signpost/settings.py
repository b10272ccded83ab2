"""Django's settings: the same everywhere, but for what the environment says."""

import os
from pathlib import Path

from signpost.environment import read_environment

_environment = read_environment(os.environ)
_folder = Path(__file__).resolve().parent

SECRET_KEY = _environment.secret_key
DEBUG = _environment.debug
ALLOWED_HOSTS = _environment.allowed_hosts

#: Short addresses and where they lead.
REDIRECTS = _environment.redirects
REDIRECTS_ENABLED = bool(REDIRECTS)

INSTALLED_APPS = ["django.contrib.staticfiles", "signpost"]
ROOT_URLCONF = "signpost.urls"
WSGI_APPLICATION = "signpost.wsgi.application"

MIDDLEWARE = [
    # The load balancer asks for a task by its address, which is in no ALLOWED_HOSTS, as nobody knows it before. So this
    # one answers before any other middleware asks what the host of the request is.
    "signpost.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Refuses requests for other hosts than ALLOWED_HOSTS.
    "django.middleware.common.CommonMiddleware",
    "signpost.redirects.RedirectMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [_folder / "templates"], "OPTIONS": {}},
]

# Nothing is kept.
DATABASES = {}

# `collectstatic` gives each file a name with its hash; WhiteNoise serves them, to be cached for ever.
STATIC_URL = "/static/"
STATIC_ROOT = _environment.static_root or str(_folder.parent.parent / "build" / "static")
STORAGES = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}

if _environment.https:
    # The load balancer sets this header itself, whatever a request brings, and nobody else reaches a task.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60

SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
USE_I18N = False
USE_TZ = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name} {message}", "style": "{"}},
    "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}},
    "root": {"handlers": ["stdout"], "level": _environment.log_level},
    # Django's own handlers would write to stderr while debugging, and send mail otherwise.
    "loggers": {"django": {"handlers": [], "level": _environment.log_level, "propagate": True}},
}
