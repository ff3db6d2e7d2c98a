"""A result, and when it is announced."""

from projects.models import LabelResult
from tests.builders import local

ANNOUNCED = local(2024, 1, 18, 19)
RESULT = "Mention Extraordinaire"


def result_of(edition, name=RESULT, **fields):
    return LabelResult.objects.create(edition=edition, name=name, **fields)
