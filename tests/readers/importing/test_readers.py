"""Lists of subscribers and of elected readers brought into the register."""

import datetime

import pytest
from django.utils import timezone

from pma_site.directory.models import Person
from pma_site.readers.models import ElectedReader, Recipient, Subscription
from tests import builders
from tests.back_office import messages
from tests.readers.importing.files import act, examined, filled_in, kept, leave, rows, upload, verdicts

pytestmark = pytest.mark.django_db


def test_subscribers_come_with_the_proof_of_their_consent(keeper, register):
    known = builders.subscriber("deja@lecteurs.example")
    waiting = builders.recipient("attend@lecteurs.example", state="a-confirmer")
    Subscription.objects.create(recipient=waiting)
    returned = builders.recipient("revient@lecteurs.example", state="suspendu")
    before = kept()
    content = rows(
        "Adresse mail;Ville;Inscrit le",
        "neuf@lecteurs.example;Lens;03/05/2019",
        "NEUF@lecteurs.example;Lens;",
        "deja@lecteurs.example;;",
        "attend@lecteurs.example;Paris;",
        "revient@lecteurs.example;Lens;",
        "demain@lecteurs.example;;01/01/2999",
        ";Lens;",
    )
    asked = {"consented_on": "01/03/2018", "consent_source": "Liste d’Outlook", "column_1": "commune"}
    run = examined(keeper, content, "abonnes", "abonnés.csv", **asked)

    assert kept() == before
    assert verdicts(run) == {
        2: "creee",
        3: "doublon",
        4: "inchangee",
        5: "mise-a-jour",
        6: "creee",
        7: "invalide",
        8: "invalide",
    }
    act(keeper, run, "apply")

    new = Subscription.objects.get(recipient__email="neuf@lecteurs.example")
    consent = new.recipient.consents.get()
    assert (new.commune.name, timezone.localdate(new.confirmed_at)) == ("Lens", datetime.date(2019, 5, 3))
    assert (consent.wording, consent.page, consent.confirmed_at) == (
        "Liste d’Outlook",
        f"Import n° {run.pk}",
        new.confirmed_at,
    )
    waiting.refresh_from_db()
    returned.refresh_from_db()
    assert (waiting.state, returned.state, known.consents.count()) == ("actif", "suspendu", 0)
    assert Recipient.objects.reachable().on_lists(["abonnes"]).count() == 3

    # Who leaves after an import stays as they left it, whatever is undone.
    leave(new.recipient)
    refused = act(keeper, run, "undo")
    assert refused.status_code == 409
    assert [row.line for row in refused.context["conflicts"]] == [2]
    assert Subscription.objects.filter(confirmed_at__isnull=False).count() == 4

    done = act(keeper, run, "undo", **{"malgre-tout": "1"})
    assert "sauf 1 ligne" in messages(done)[0]
    assert Recipient.objects.at("neuf@lecteurs.example").get().state == "parti"
    waiting.refresh_from_db()
    assert (waiting.state, waiting.subscription.confirmed_at) == ("a-confirmer", None)
    assert not Subscription.objects.filter(recipient=returned).exists()


def test_a_list_without_the_proof_of_a_consent_is_not_imported(keeper):
    address = upload(keeper, rows("E-mail", "a@lecteurs.example"), "abonnes").url
    response = keeper.post(address, filled_in(keeper, address))

    assert response.status_code == 400
    assert {"consented_on", "consent_source"} <= set(response.context["form"].errors)


def test_elected_members_are_found_in_the_directory(keeper):
    known = builders.person("Anne Durand")
    holder = builders.person("Paul Martin")
    ElectedReader.objects.create(person=holder, recipient=builders.recipient("paul@elus.example"))
    builders.person("Jean Petit")
    builders.person("Jean Petit")
    run = examined(
        keeper,
        rows(
            "Élu;Mail;Fin du mandat",
            "Mme DURAND Anne;anne@elus.example;31/12/2026",
            "Paul Martin;paul.martin@elus.example;",
            "Jean Petit;jean@elus.example;",
            "Zoé Neuve;paul@elus.example;",
            "Luc Neuf;luc@elus.example;",
        ),
        "elus",
    )

    assert verdicts(run) == {2: "creee", 3: "mise-a-jour", 4: "invalide", 5: "invalide", 6: "creee"}
    act(keeper, run, "apply")
    assert known.elected_reader.until == datetime.date(2026, 12, 31)
    assert ElectedReader.objects.get(person=holder).recipient.email == "paul.martin@elus.example"
    # The address that became free is somebody else's by then.
    ElectedReader.objects.create(person=builders.person(), recipient=Recipient.objects.at("paul@elus.example").get())
    assert [row.line for row in act(keeper, run, "undo").context["conflicts"]] == [3]
    act(keeper, run, "undo", **{"malgre-tout": "1"})
    assert not Person.objects.filter(last_name="Neuf").exists()
    assert Person.objects.filter(pk=known.pk).exists()
