"""The project's pages."""

from tests.project import views

try:
    from django.urls import re_path
except ImportError:  # Django older than 2.0
    from django.conf.urls import url as re_path

urlpatterns = [
    re_path(r"^page$", views.page),
    re_path(r"^template$", views.template),
    re_path(r"^missing$", views.missing),
    re_path(r"^broken$", views.broken),
    re_path(r"^broken-template$", views.broken_template),
]
