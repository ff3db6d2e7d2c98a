"""What the menu offers to each role, and which registers open to it."""

import pytest

from pma_site.directory.models import Organisation
from tests import builders
from tests.back_office import asked, is_refusal, is_refused, menu
from tests.home.roles.branches import DIRECTION, EDITING, as_

pytestmark = pytest.mark.django_db

REGISTERS = {
    "organisation": ("directory/organisation", builders.organisation),
    "person": ("directory/person", builders.person),
    "mandate": ("directory/mandate", builders.mandate),
    "venue": ("agenda/venue", builders.venue),
    "series": ("agenda/eventseries", builders.event_series),
    "indicator": ("newsletter/indicator", builders.indicator),
    "audit": ("home/accessibilityaudit", builders.accessibility_audit),
    "commune": ("territory/commune", builders.commune),
    "epci": ("territory/epci", builders.epci),
    "synonym": ("search/synonym", builders.synonym),
    "labelcall": ("projects/labelcall", builders.label_call),
}
# Role → register → actions.
RIGHTS = {
    EDITING: {
        **dict.fromkeys(
            ["organisation", "person", "mandate", "venue", "series", "indicator", "audit"], {"add", "edit"}
        ),
        "commune": {"edit"},
        "synonym": {"add", "edit", "delete"},
    },
    DIRECTION: {
        **dict.fromkeys(
            ["organisation", "person", "mandate", "venue", "series", "indicator", "audit", "synonym"],
            {"add", "edit", "delete"},
        ),
        **dict.fromkeys(["commune", "epci"], {"edit"}),
    },
    "Agenda": dict.fromkeys(["organisation", "venue", "series"], {"add", "edit"}),
    "Label": dict.fromkeys(["organisation", "person", "labelcall"], {"add", "edit"}),
    "Réseau": dict.fromkeys(["organisation", "person"], {"add", "edit"}),
    "Feuille de route": dict.fromkeys(["organisation", "person"], {"add", "edit"}),
}
AGENDA_MENU = [
    *["Agenda", "Événements", "Semaines à venir", "Propositions", "Import d’agendas", "Lieux", "Séries"],
]
NETWORK_MENU = [
    *["Réseau", "Membres du réseau", "Contacts privés", "Confirmation annuelle", "Corrections"],
    *["Demandes d’adhésion", "Étiquettes du showroom"],
]
REMARKS = ["Participation", "Remarques"]
CALLS = ["Tous les appels", "Réponses", *REMARKS]
HELP = ["Aide", "Guide de rédaction", "Que faire si…", "Glossaire", "Raccourcis"]
COMMON_MENU = [
    "Pages",
    "Images",
    "Documents",
    "Rapports",
    "Circuits d’approbation",
    "Historique du site",
    "Pages vieillissantes",
]
MENUS = {
    EDITING: [
        *["Lettres", "Feuille de route"],
        "Annuaire",
        "Organisations",
        "Personnes",
        "Mandats",
        "Territoire",
        "Communes",
        *(entry for entry in AGENDA_MENU if entry != "Propositions"),
        *CALLS,
        "Chiffres-clés",
        "Accessibilité",
        "Synonymes",
    ],
    DIRECTION: [
        *["Lettres", "Feuille de route"],
        *["Annuaire", "Organisations", "Personnes", "Mandats", "Territoire", "Communes", "Intercommunalités"],
        *[*AGENDA_MENU, "Chiffres-clés", "Accessibilité", "Synonymes", "Pages verrouillées", *CALLS],
        *["Paramètres", "Utilisateurs", "Règles de Redirection", "Éditeur du site", "État du site"],
    ],
    "Agenda": ["Annuaire", "Organisations", *AGENDA_MENU, "Réponses", *REMARKS],
    "Label": [
        *["Annuaire", "Organisations", "Personnes", "Instruction"],
        *["Label Euralens", "Candidatures", "Appels à candidatures", *REMARKS],
    ],
    "Réseau": ["Annuaire", "Organisations", "Personnes", *NETWORK_MENU, *REMARKS],
    "Feuille de route": ["Feuille de route", "Annuaire", "Organisations", "Personnes"],
}


@pytest.mark.parametrize("role", MENUS)
def test_the_menu_offers_what_the_role_may_do_and_nothing_else(role):
    shown = menu(as_(role))

    assert sorted(shown) == sorted([*COMMON_MENU, *MENUS[role], *HELP, "Compte", "Se déconnecter"])


@pytest.mark.parametrize("role", RIGHTS)
@pytest.mark.parametrize("register", REGISTERS)
def test_each_register_opens_to_the_roles_that_keep_it(role, register):
    address, build = REGISTERS[register]
    record, writer = build(), as_(role)
    rights = RIGHTS[role].get(register, set())
    screens = {"add": "add/", "edit": f"edit/{record.pk}/", "delete": f"delete/{record.pk}/"}

    answers = {action: asked(writer, f"/admin/snippets/{address}/{end}") for action, end in screens.items()}

    assert {action for action, answer in answers.items() if answer.status_code == 200} == rights
    assert {action for action, answer in answers.items() if is_refusal(answer)} == set(screens) - rights
    assert is_refused(writer, f"/admin/snippets/{address}/") is not bool(rights)


def test_a_refused_deletion_deletes_nothing():
    organisation = builders.organisation()

    as_("Agenda").post(f"/admin/snippets/directory/organisation/delete/{organisation.pk}/")
    as_("Agenda").post(f"/admin/bulk/directory/organisation/delete/?id={organisation.pk}", {"confirm": "1"})

    assert Organisation.objects.filter(pk=organisation.pk).exists()
