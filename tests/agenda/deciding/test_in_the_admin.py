"""« Propositions » in the admin: read, accepted, joined to another event, asked about, declined; its sender is told."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from agenda.models import EventPage
from pma_site.contributions.choices import ContributionState
from pma_site.readers import privacy
from tests import builders
from tests.agenda.proposers import button, decide, delivered, follow_path, page, propose, send
from tests.back_office import is_refused, menu, messages, signed_in
from tests.readers.steps import later
from tests.reading import text

pytestmark = pytest.mark.django_db
LIST = "/admin/agenda/propositions/"


def accepted(keeper, proposal):
    """The draft that was made of it."""
    decide(keeper, proposal, "accepter")
    proposal.refresh_from_db()
    return proposal.event


def test_who_keeps_the_agenda_reads_it_and_others_do_not(keeper, proposal):
    stranger = signed_in(builders.account("Label"))

    assert "Propositions (1)" in menu(keeper)
    assert "Fête de la Sainte-Barbe" in text(keeper.get(LIST))
    shown = keeper.get(page(proposal))
    for said in ("Défilé et feu d’artifice.", "Qui propose Nom Camille Durand", "camille@ville.example", "Gratuit"):
        assert said in text(shown)
    assert keeper.get(f"{page(proposal)}image/0/").status_code == 200
    assert not any("Propositions" in label for label in menu(stranger))
    for address in (LIST, page(proposal), f"{page(proposal)}image/0/", f"{LIST}par-commune.csv"):
        assert is_refused(stranger, address)


def test_filters_and_pages_bear_anything(keeper, proposal):
    town = proposal.commune
    shown = keeper.get(LIST, {"etat": "en-attente", "commune": town.insee_code, "annee": proposal.sent_at.year})
    assert "Sainte-Barbe" in text(shown)
    assert "Aucune proposition" in text(keeper.get(LIST, {"etat": "declinee"}))
    for odd in ({"etat": "x"}, {"commune": "\0"}, {"annee": "1e9"}, {"p": "99999999999999999999"}, {"p": "-1"}):
        assert keeper.get(LIST, odd).status_code == 200


class TestAccepting:
    def test_it_becomes_a_draft_with_all_that_was_said_and_the_editor_opens(self, keeper, proposal, town):
        builders.organisation("Comité des fêtes")
        opened = decide(keeper, proposal, "accepter", follow=False)

        event = EventPage.objects.get()
        assert opened.url == reverse("wagtailadmin_pages:edit", args=[event.pk])
        assert not event.live
        assert (event.title, event.theme, event.conditions) == ("Fête de la Sainte-Barbe", "culture", "Gratuit")
        assert event.venue.name == "Salle des fêtes"
        assert event.venue.commune == town
        assert event.body == "<p>Défilé et feu d’artifice.</p>"
        assert [link.organisation.name for link in event.organisers.all()] == ["Comité des fêtes"]
        assert (event.image.credit, event.image.description, event.image_alt) == ("Durand", "La place", "La place")
        assert event.slots.get().in_words == proposal.when
        assert keeper.get(opened.url).status_code == 200

    def test_its_sender_is_told_once_it_is_online_and_once_only(self, keeper, proposal, client):
        event = accepted(keeper, proposal)
        assert delivered() == []
        assert "L’équipe prépare la page" in text(client.get(follow_path(proposal)))

        event.latest_revision.publish()
        event.refresh_from_db()
        event.save_revision().publish()
        [message] = delivered()

        assert message.to == ["camille@ville.example"]
        assert "En ligne" in message.subject
        assert client.get(button(message)).context["page"].pk == event.pk

    def test_what_was_written_as_html_stays_text(self, keeper, client):
        proposal = propose(
            client, quoi={"body": "<script>x</script>\n\n[lien](javascript:x) & co"}, comment={"organiser_name": ""}
        )

        assert accepted(keeper, proposal).body == (
            "<p>&lt;script&gt;x&lt;/script&gt;</p><p>[lien](javascript:x) &amp; co</p>"
        )

    def test_of_two_who_decide_at_once_one_does_and_the_other_is_told(self, keeper, proposal):
        seen = proposal.fingerprint
        decide(keeper, proposal, "accepter")

        for step, fields in (("accepter", {}), ("demander", {"words": "Où ?"}), ("decliner", {"words": "Non."})):
            late = decide(keeper, proposal, step, **{**fields, "seen": seen})
            assert "la situation a changé" in messages(late)[0]
        assert EventPage.objects.count() == 1

    def test_one_that_was_corrected_meanwhile_is_read_again_first(self, keeper, proposal, client):
        seen = proposal.fingerprint
        token = client.post(follow_path(proposal)).url.split("/")[3]
        send(client, token)

        late = decide(keeper, proposal, "decliner", seen=seen, words="Non.")

        assert "a changé entre-temps" in messages(late)[0]
        proposal.refresh_from_db()
        assert proposal.state == ContributionState.RECEIVED
        # What was written is there still, to be sent with what is read now.
        assert "Non." in text(late)
        assert f'name="refus-seen" value="{proposal.fingerprint}"' in late.content.decode()

    def test_its_sender_reads_that_the_event_is_gone(self, keeper, proposal, client):
        accepted(keeper, proposal).delete()

        assert "n’est plus dans l’agenda" in text(client.get(follow_path(proposal)))

    def test_long_words_in_place_of_dates_are_not_cut(self, keeper, client):
        words = "tous les mercredis jusqu’au 28 juin, " * 5
        event = accepted(
            keeper, propose(client, quand={"rows": "1", "day_0": "", "start_0": "", "end_0": "", "repeats": words})
        )

        assert words.strip() in event.body


class TestAnswering:
    def test_a_question_is_answered_by_correcting(self, keeper, proposal, client):
        decide(keeper, proposal, "demander", words="À quelle heure finit le feu d’artifice ?")
        [message] = delivered()
        asked = client.get(button(message))

        token = client.post(button(message)).url.split("/")[3]
        send(client, token)

        assert "À quelle heure finit le feu d’artifice\u00a0?" in " ".join(message.body.split(" "))
        assert "À quelle heure" in text(asked)
        proposal.refresh_from_db()
        assert proposal.state == ContributionState.RECEIVED
        assert "corrigée le" in text(keeper.get(LIST))

    def test_a_refusal_gives_its_reason(self, keeper, proposal, client):
        empty = decide(keeper, proposal, "decliner", words=" ")
        decide(keeper, proposal, "decliner", words="L’événement est privé.")
        [message] = delivered()

        assert empty.status_code == 400
        assert "L’événement est privé." in message.body
        assert "Sainte-Barbe" not in message.body
        assert "L’événement est privé." in text(client.get(button(message)))
        assert "Accepter" not in text(keeper.get(page(proposal)))


def test_figures_by_commune_are_shown_and_downloaded(keeper, proposal, client):
    propose(client)
    with later(days=3):
        decide(signed_in(builders.account("Agenda")), proposal, "decliner", words="Non.")

    assert "3,0" in text(keeper.get(f"{LIST}par-commune/"))
    file = keeper.get(f"{LIST}par-commune.csv").content.decode("utf-8-sig")
    assert file.splitlines()[1].startswith(f"Fouquières-lès-Lens;{proposal.commune.insee_code};2;0;1;0;1;3,0")


def test_a_person_who_asks_is_erased_everywhere(proposal, client, keeper):
    decide(keeper, proposal, "demander", words="Quand ?")
    client.post(follow_path(proposal))

    privacy.erase_person("camille@ville.example", user=None)

    proposal.refresh_from_db()
    assert (proposal.sender_email, proposal.sender_name, proposal.title) == ("", "", "")
    assert not proposal.images.exists()
    assert not proposal.drafts.exists()
    assert delivered() == []
    for step, fields in (("accepter", {}), ("demander", {"words": "Quand ?"})):
        assert "ont été effacées" in messages(decide(keeper, proposal, step, **fields))[0]
    assert "Plus personne" in messages(decide(keeper, proposal, "decliner", words="Effacée."))[0]
    assert delivered() == []


def test_a_year_after_the_answer_only_figures_are_left(proposal, keeper, settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    decide(keeper, proposal, "decliner", words="Non.")

    with later(days=32):
        call_command("apply_retention", stdout=StringIO(), stderr=StringIO())
    proposal.refresh_from_db()
    assert proposal.title
    assert not proposal.images.exists()
    with later(days=370):
        call_command("apply_retention", stdout=StringIO(), stderr=StringIO())

    proposal.refresh_from_db()
    assert (proposal.title, proposal.sender_email, proposal.answer, proposal.slots) == ("", "", "", [])
    assert proposal.state == ContributionState.DECLINED
    keeper = signed_in(builders.account("Agenda"))
    assert "Le contenu a été effacé" in text(keeper.get(page(proposal)))
