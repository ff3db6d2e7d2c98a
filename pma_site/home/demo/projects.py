"""The roadmap, the label and the network."""

from projects.models import AxisPage, CandidatePage, LabelEditionPage, MemberPage, RoadmapPage

from .records import Kind

KINDS = [
    Kind("roadmap", "Feuilles de route", RoadmapPage, identity=("year",), parent="page/feuille-de-route"),
    Kind("axis", "Axes", AxisPage),
    Kind("edition", "Éditions du label", LabelEditionPage, identity=("year",), parent="page/label-euralens"),
    Kind("candidate", "Candidats au label", CandidatePage),
    Kind("member", "Membres du réseau", MemberPage, identity=("organisation",), parent="page/innov-in-artois"),
]
