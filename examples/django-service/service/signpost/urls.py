"""The addresses of the service that are pages; health and short addresses are answered by middleware."""

from django.urls import path

from signpost.views import page

urlpatterns = [path("", page)]
