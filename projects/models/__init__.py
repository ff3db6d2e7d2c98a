from .actions import Action, Milestone
from .applications import Application, ApplicationFile, ApplicationFileQuerySet, ApplicationQuerySet
from .axes import AxisContact, AxisPage
from .calls import LabelCall, LabelCriterion
from .candidates import CandidateCommune, CandidateHolder, CandidatePage
from .certificate_sendings import CertificateSending
from .closings import YearClosing
from .committees import Admissibility, Hearing, LabelCommittee
from .label_steps import LabelStep
from .labels import LabelEditionPage, LabelIndexPage, LabelResult
from .network import Award, MemberPage, NetworkIndexPage
from .network_confirmations import Campaign, Confirmation, MemberContact
from .network_contributions import Correction, MembershipRequest
from .network_directory import NetworkMark
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
    "Campaign",
    "CandidateCommune",
    "CandidateHolder",
    "CandidateNews",
    "CandidatePage",
    "CertificateSending",
    "Confirmation",
    "Contribution",
    "Correction",
    "Hearing",
    "LabelCall",
    "LabelCommittee",
    "LabelCriterion",
    "LabelEditionPage",
    "LabelIndexPage",
    "LabelResult",
    "LabelStep",
    "MemberContact",
    "MemberPage",
    "MembershipRequest",
    "Milestone",
    "NetworkIndexPage",
    "NetworkMark",
    "Opinion",
    "RoadmapIndexPage",
    "RoadmapPage",
    "YearClosing",
]
