"""The service's tests, for Django's runner."""
