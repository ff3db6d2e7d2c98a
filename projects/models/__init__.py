from .actions import Action, Milestone
from .axes import AxisContact, AxisPage
from .candidates import CandidateCommune, CandidateHolder, CandidatePage
from .closings import YearClosing
from .labels import LabelEditionPage, LabelIndexPage, LabelResult, LabelStep
from .network import Award, MemberPage, NetworkIndexPage
from .roadmap import Contribution, RoadmapIndexPage, RoadmapPage

__all__ = [
    "Action",
    "Award",
    "AxisContact",
    "AxisPage",
    "CandidateCommune",
    "CandidateHolder",
    "CandidatePage",
    "Contribution",
    "LabelEditionPage",
    "LabelIndexPage",
    "LabelResult",
    "LabelStep",
    "MemberPage",
    "Milestone",
    "NetworkIndexPage",
    "RoadmapIndexPage",
    "RoadmapPage",
    "YearClosing",
]
