"""Subscribing, confirming, leaving, and managing what is kept."""

from django.http import HttpResponse


def subscribe(request):
    """Ask for the letter."""
    return HttpResponse(status=501)


def confirm(request, token):
    """Confirm."""
    return HttpResponse(status=501)


def leave(request, token):
    """Leave."""
    return HttpResponse(status=501)


def manage(request, token):
    """Manage."""
    return HttpResponse(status=501)
