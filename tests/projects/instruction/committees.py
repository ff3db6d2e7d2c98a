"""Committees and applications, as a test goes through them."""

from io import BytesIO

from django.urls import reverse
from openpyxl import load_workbook


def at(name, *args):
    return reverse(name, args=[getattr(each, "pk", each) for each in args])


def table_of(response):
    """The rows of a workbook."""
    return list(load_workbook(BytesIO(response.content)).active.iter_rows(values_only=True))
