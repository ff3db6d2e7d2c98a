"""What an import does not write over, and how it is undone."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from pma_site.core.mail_addresses import address_hash
from pma_site.readers import links
from pma_site.readers.models import (
    Consent,
    ElectedReader,
    ImportRun,
    Office,
    OfficeMandate,
    Recipient,
    Refusal,
    Subscription,
)
from tests import builders
from tests.back_office import messages
from tests.readers.importing.files import act, changes_of, command_says, examined, kept, leave, row_of, rows, verdicts

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("forgotten", [False, True], ids=["left", "forgotten"])
@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("mairies", "Commune;E-mail;Téléphone\r\nLens;{};03 21 99 99 99\r\n"),
        ("abonnes", "E-mail;Date;Origine\r\n{};01/02/2020;ancien fichier\r\n"),
        ("elus", "Prénom;Nom;E-mail\r\nAnne;Durand;{}\r\n"),
    ],
)
def test_no_file_brings_back_who_left(keeper, register, kind, content, forgotten):
    address = "Parti@Lens.Example"
    if forgotten:
        Refusal.objects.create(address_hash=address_hash(address), way="effacement")
    else:
        leave(builders.recipient("parti@lens.example"))
    before = {"recipients": Recipient.objects.reachable().count(), "refusals": Refusal.objects.count()}
    asked = {"consented_on": "01/02/2020", "consent_source": "ancien fichier"} if kind == "abonnes" else {}
    run = examined(keeper, content.format(address), kind, **asked)

    assert verdicts(run) == {2: "refusee"}
    assert "ne réinscrit jamais" in row_of(run, 2).reason
    act(keeper, run, "apply")
    act(keeper, run, "undo")

    assert not Recipient.objects.at(address).exclude(state="parti").exists()
    assert before == {"recipients": Recipient.objects.reachable().count(), "refusals": Refusal.objects.count()}
    register.refresh_from_db()
    assert (register.email, register.phone) == ("mairie@lens.example", "03 21 00 00 00")


def test_no_file_writes_elsewhere_to_who_left(keeper, register):
    leave(register.recipient)
    Office.objects.filter(pk=register.pk).update(by_post=False)
    member = ElectedReader.objects.create(
        person=builders.person("Anne Durand"), recipient=builders.recipient("anne@elus.example")
    )
    leave(member.recipient)
    halls = examined(keeper, rows("Commune;E-mail;Téléphone;Par la poste", "Lens;contact@lens.example;0321999999;oui"))
    members = examined(keeper, rows("Prénom;Nom;E-mail", "Anne;Durand;anne@orange.example"), "elus")

    assert verdicts(halls) == verdicts(members) == {2: "refusee"}
    assert "mairie@lens.example a demandé" in row_of(halls, 2).reason
    assert "Le courrier a été arrêté" in row_of(halls, 2).notes[0]
    act(keeper, halls, "apply")
    act(keeper, members, "apply")

    register.refresh_from_db()
    member.refresh_from_db()
    assert (register.email, register.phone, register.by_post) == ("mairie@lens.example", "03 21 99 99 99", False)
    assert member.email == "anne@elus.example"
    assert not Recipient.objects.reachable().exists()


def test_what_changed_since_the_examination_is_told_and_nothing_is_written(keeper, register):
    run = examined(keeper, rows("Commune;Téléphone", "Lens;03 21 11 11 11", "Liévin;03 21 22 22 22"))
    Office.objects.filter(pk=register.pk).update(phone="03 21 33 33 33")

    told = act(keeper, run, "apply")

    assert "la ligne 2 change" in messages(told)[0]
    assert not Office.objects.filter(phone__in=["03 21 11 11 11", "03 21 22 22 22"]).exists()
    assert changes_of(run, 2) == {"Téléphone": ("03 21 33 33 33", "03 21 11 11 11")}
    act(keeper, run, "apply")
    assert Office.objects.filter(phone__in=["03 21 11 11 11", "03 21 22 22 22"]).count() == 2
    assert "déjà été appliqué" in messages(act(keeper, run, "apply"))[0]


def test_who_comes_after_an_import_is_told_who_worked_there(keeper, register):
    seen = register.fingerprint
    act(keeper, examined(keeper, rows("Commune;Téléphone", "Lens;03 21 11 11 11")), "apply")

    told = keeper.post(f"/admin/lecteurs/demandes/{register.pk}/accepter/", {"seen": seen}, follow=True)

    account = ImportRun.objects.get().applied_by
    assert f"{account.get_full_name() or account.get_username()} vient d’y travailler" in messages(told)[0]


def test_what_somebody_changed_since_is_not_undone_behind_their_back(keeper, register):
    run = examined(
        keeper,
        rows("Commune;Téléphone;Civilité;Maire", "Lens;03 21 11 11 11;Mme;Anne Durand", "Saint-Venant;0321222222;;"),
    )
    act(keeper, run, "apply")
    Office.objects.filter(pk=register.pk).update(phone="03 21 44 44 44")
    after = kept()

    refused = act(keeper, run, "undo")

    assert refused.status_code == 409
    assert "Mairie de Lens" in refused.content.decode() and "téléphone" in refused.content.decode()
    assert kept() == after
    act(keeper, run, "undo", **{"malgre-tout": "1"})
    register.refresh_from_db()
    assert (register.phone, str(register.current_mandate)) == ("03 21 44 44 44", "Madame la Maire Anne Durand")
    assert not Office.objects.filter(name="Mairie de Saint-Venant").exists()
    assert "ne s’annule pas" in messages(act(keeper, run, "undo"))[0]


def test_a_town_hall_that_has_served_since_is_not_taken_away(keeper, register):
    run = examined(keeper, rows("Commune", "Saint-Venant", "Fouquières-lès-Lens"))
    act(keeper, run, "apply")
    hall = Office.objects.get(name="Mairie de Saint-Venant")
    OfficeMandate.objects.create(office=hall, person=builders.person(), form_of_address="monsieur-le-maire")

    assert [row.line for row in act(keeper, run, "undo").context["conflicts"]] == [2]


def test_the_former_address_waits_as_long_as_an_import_may_be_undone(keeper, register):
    member = ElectedReader.objects.create(
        person=builders.person("Paul Martin"), recipient=builders.recipient("paul@elus.example")
    )
    Recipient.objects.update(created_at=timezone.now() - datetime.timedelta(days=40))
    halls = examined(keeper, rows("Commune;E-mail", "Lens;contact@lens.example"))
    act(keeper, halls, "apply")
    members = examined(keeper, rows("Prénom;Nom;E-mail", "Paul;Martin;p.martin@elus.example"), "elus")
    act(keeper, members, "apply")

    command_says("apply_retention")
    act(keeper, halls, "undo")
    # Of who asked to be erased meanwhile, nothing is put back.
    Recipient.objects.at("paul@elus.example").delete()
    refused = act(keeper, members, "undo")

    register.refresh_from_db()
    member.refresh_from_db()
    assert register.email == "mairie@lens.example"
    assert refused.status_code == 409 and "effacé depuis" in refused.content.decode()
    assert member.email == "p.martin@elus.example"


def test_undoing_brings_nobody_back_and_silences_nobody(keeper, register):
    waiting = [builders.recipient(f"{name}@lens.example", state="a-confirmer") for name in ("attend", "confirme")]
    subscriber = builders.recipient("abonne@lecteurs.example", state="a-confirmer")
    Subscription.objects.create(recipient=subscriber)
    Consent.objects.create(recipient=subscriber, version="1", wording="Oui", page="/abonnement/")
    towns = ("Lens;attend@lens.example", "Liévin;confirme@lens.example", "Hénin-Beaumont;contact@henin.example")
    Office.objects.filter(name="Mairie d’Hénin-Beaumont").update(recipient=builders.recipient("mairie@henin.example"))
    there = builders.recipient("contact@henin.example")
    halls = examined(keeper, rows("Commune;E-mail", *towns))
    act(keeper, halls, "apply")
    asked = {"consented_on": "01/03/2018", "consent_source": "Liste d’Outlook"}
    list_ = examined(keeper, rows("E-mail", "abonne@lecteurs.example"), "abonnes", **asked)
    act(keeper, list_, "apply")
    told = [row_of(halls, 2).notes, row_of(list_, 2).notes]
    assert all("une fois l’import appliqué, la lettre y est envoyée" in notes[-1] for notes in told)

    leave(there)
    Subscription.objects.create(recipient=waiting[1], confirmed_at=timezone.now())
    # Their own link still asks them, and what they say is theirs.
    link = links.confirm_address(subscriber.subscription)
    assert "Confirmez votre abonnement" in Client().get(link).content.decode()
    Client().post(link)
    assert "Votre abonnement est confirmé" in Client().get(link).content.decode()
    conflicts = [row.line for run in (halls, list_) for row in act(keeper, run, "undo").context["conflicts"]]
    for run in (halls, list_):
        act(keeper, run, "undo", **{"malgre-tout": "1"})

    assert conflicts == [4, 2]
    assert Office.objects.get(name="Mairie d’Hénin-Beaumont").recipient == there
    states = [Recipient.objects.get(pk=each.pk).state for each in (*waiting, subscriber, there)]
    assert states == ["a-confirmer", "actif", "actif", "parti"]
