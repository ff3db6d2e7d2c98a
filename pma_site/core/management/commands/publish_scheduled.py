"""Wagtail's command of this name stops at the first error: who calls it out of habit gets ours."""

from .publish_due import Command

__all__ = ["Command"]
