"""Each step of an approval is one: Wagtail writes some in several parts, and who looks in between finds half."""

from django.db import transaction

_STEPS = ("resume", "update", "cancel")


def keep_whole() -> None:
    """Have a step be written whole or not at all, as is proposed to Wagtail too (wagtail/wagtail#14586)."""
    from wagtail.models import WorkflowState

    for step in _STEPS:
        setattr(WorkflowState, step, transaction.atomic(getattr(WorkflowState, step)))
