from .applications import Application, ApplicationFile, ApplicationFileQuerySet, ApplicationQuerySet
from .axes import Action, AxisContact, AxisPage, Milestone
from .calls import LabelCall, LabelCriterion
from .candidates import CandidateCommune, CandidateHolder, CandidatePage
from .committees import Admissibility, Hearing, LabelCommittee
from .label_steps import LabelStep
from .labels import LabelEditionPage, LabelIndexPage, LabelResult
from .network import Award, MemberPage, NetworkIndexPage
from .news import CandidateNews
from .opinions import Opinion
from .roadmap import Contribution, RoadmapIndexPage, RoadmapPage

__all__ = [
    "Action",
    "Admissibility",
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
    "Hearing",
    "LabelCall",
    "LabelCommittee",
    "LabelCriterion",
    "LabelEditionPage",
    "LabelIndexPage",
    "LabelResult",
    "LabelStep",
    "MemberPage",
    "Milestone",
    "NetworkIndexPage",
    "Opinion",
    "RoadmapIndexPage",
    "RoadmapPage",
]
