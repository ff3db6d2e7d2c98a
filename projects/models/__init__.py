from .actions import Action, Milestone
from .applications import Application, ApplicationFile, ApplicationFileQuerySet, ApplicationQuerySet
from .axes import AxisContact, AxisPage
from .calls import LabelCall, LabelCriterion
from .candidate_links import CandidateCommune, CandidateHolder
from .candidates import CandidatePage
from .certificate_sendings import CertificateSending
from .closings import YearClosing
from .committees import Admissibility, Hearing, LabelCommittee
from .label_catalogue import LabelMark
from .label_results import LabelResult
from .label_steps import LabelStep
from .labels import LabelEditionPage, LabelIndexPage
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
    "LabelMark",
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
