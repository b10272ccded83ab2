"""The project's settings. Each test sets `MIDDLEWARE` or `MIDDLEWARE_CLASSES` itself."""

ALLOWED_HOSTS = ["testserver"]
# Never used: there is no session, no form and no cookie.
SECRET_KEY = "tests"
ROOT_URLCONF = "tests.project.urls"
USE_TZ = True
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.locmem.Loader",
                    {"page.html": "{{ title }}"},
                )
            ]
        },
    }
]
# The tests make many 404s and 500s; what they log would bury the results.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"null": {"class": "logging.NullHandler"}},
    "loggers": {
        "django": {"handlers": ["null"], "propagate": False},
        "django.request": {"handlers": ["null"], "propagate": False},
        "asyncio": {"handlers": ["null"], "propagate": False},
    },
}
