from .actions import Action, Milestone
from .axes import AxisContact, AxisPage
from .candidates import CandidateCommune, CandidateHolder, CandidatePage
from .closings import YearClosing
from .labels import LabelEditionPage, LabelIndexPage, LabelResult, LabelStep
from .network import Award, MemberPage, NetworkIndexPage
from .network_confirmations import Campaign, Confirmation, MemberContact
from .network_contributions import Correction, MembershipRequest
from .network_directory import NetworkMark
from .roadmap import Contribution, RoadmapIndexPage, RoadmapPage

__all__ = [
    "Action",
    "Award",
    "AxisContact",
    "AxisPage",
    "Campaign",
    "CandidateCommune",
    "CandidateHolder",
    "CandidatePage",
    "Confirmation",
    "Contribution",
    "Correction",
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
    "RoadmapIndexPage",
    "RoadmapPage",
    "YearClosing",
]
