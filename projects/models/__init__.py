from .applications import Application, ApplicationFile, ApplicationFileQuerySet, ApplicationQuerySet
from .axes import Action, AxisContact, AxisPage, Milestone
from .calls import LabelCall, LabelCriterion
from .candidates import CandidateCommune, CandidateHolder, CandidatePage
from .labels import LabelEditionPage, LabelIndexPage, LabelResult, LabelStep
from .network import Award, MemberPage, NetworkIndexPage
from .roadmap import Contribution, RoadmapIndexPage, RoadmapPage

__all__ = [
    "Action",
    "Application",
    "ApplicationFile",
    "ApplicationFileQuerySet",
    "ApplicationQuerySet",
    "Award",
    "AxisContact",
    "AxisPage",
    "CandidateCommune",
    "CandidateHolder",
    "CandidatePage",
    "Contribution",
    "LabelCall",
    "LabelCriterion",
    "LabelEditionPage",
    "LabelIndexPage",
    "LabelResult",
    "LabelStep",
    "MemberPage",
    "Milestone",
    "NetworkIndexPage",
    "RoadmapIndexPage",
    "RoadmapPage",
]
