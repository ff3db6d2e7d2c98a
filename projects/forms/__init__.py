"""What is typed about the registers of projects."""

from .axes import AxisForm
from .candidates import CandidateForm

__all__ = ["AxisForm", "CandidateForm"]
