from .applications import Application, ApplicationFile, ApplicationFileQuerySet, ApplicationQuerySet
from .axes import Action, AxisContact, AxisPage, Milestone
from .calls import LabelCall, LabelCriterion
from .candidates import CandidateCommune, CandidateHolder, CandidatePage
from .label_steps import LabelStep
from .labels import LabelEditionPage, LabelIndexPage, LabelResult
from .network import Award, MemberPage, NetworkIndexPage
from .news import CandidateNews
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
    "CandidateNews",
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
