"""« Prêt à partir ? »: what is said of an issue before it leaves, and where the editor is led to mend it."""

import datetime

import pytest
from django.urls import reverse

from newsletter import checks
from newsletter.models import IssuePage
from pma_site.core.refusals import Refused
from tests import builders, contents
from tests.back_office import is_refused, save, signed_in
from tests.reading import links, text

pytestmark = pytest.mark.django_db

STREAMS = ["cover", "feature", "territory", "committee"]


def address(issue):
    return reverse("newsletter_readiness", args=[issue.pk])


@pytest.fixture
def editor():
    return signed_in(builders.account("Rédaction"))


@pytest.fixture
def said(editor):
    """What an editor reads of an issue, without what is said of its outputs."""

    def said(issue):
        response = editor.get(address(issue))
        assert response.status_code == 200
        return text(response).replace("\u00a0", " ")

    return said


def callout(title="Encart", words="<p>Un mot.</p>"):
    return ("callout", {"title": title, "text": words, "tone": "craie", "contacts": []})


def paragraph(words):
    return ("paragraph", f"<p>{words}</p>")


def test_a_sound_issue_has_nothing_against_it(said):
    words = said(contents.sound_issue())

    assert "Bloquant" not in words
    assert "À vérifier" not in words
    assert "vérifications sans remarque" in words


def test_an_issue_with_only_a_number_is_told_all_that_it_lacks(said):
    words = said(builders.issue())

    for sentence in (
        "La partie « La une » est vide.",
        "La partie « Le dossier » est vide.",
        "La partie « Le territoire » est vide.",
        "L’ours ne nomme pas la direction de la publication.",
        "La une n’a pas de chapeau.",
        "La une n’a pas d’image.",
    ):
        assert sentence in words


class TestPictures:
    def test_a_picture_without_description_is_named(self, said):
        image = {"image": builders.image().pk, "alt_text": "", "decorative": False}
        issue = contents.sound_issue(cover=[("figure", {"image": image, "caption": "Le marché"})])

        assert "Il manque le texte de remplacement d’une image : bloc « Le marché PMA »." in said(issue)

    def test_the_picture_of_the_front_page_too(self, said):
        words = said(contents.sound_issue(cover_image_alt=""))

        assert "Il manque le texte de remplacement d’une image : image de une." in words

    def test_a_decorative_picture_needs_none(self, said):
        image = {"image": builders.image().pk, "alt_text": "", "decorative": True}

        assert "texte de remplacement d’une" not in said(
            contents.sound_issue(cover=[("figure", {"image": image, "caption": ""})])
        )

    def test_a_picture_without_credit_is_named(self, said):
        words = said(contents.sound_issue(cover_image=builders.image(credit=" ")))

        assert "Il manque le crédit d’une image : image de une." in words


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("Rendez-vous mardi 21 juin 2023.", "« mardi 21 juin 2023 » : le 21/06/2023 est un mercredi"),
        ("Rendez-vous dimanche 1er août.", "« dimanche 1er août » : le 01/08/2023 est un mardi"),
        ("Rendez-vous lundi 31 juin 2023.", "« lundi 31 juin 2023 » n’existe pas"),
        ("Tarif : 35 la journée.", "Un prix sans unité, « 35 »"),
        ("À Fouquieres les Lens.", "« Fouquieres les Lens » s’écrit « Fouquières-lès-Lens »"),
        ("À Lievin.", "« Lievin » s’écrit « Liévin »"),
        ('Pour le programme, <a href="https://example.org">cliquez ici</a>.', "Le lien « cliquez ici » ne dit pas où"),
        ('<a href="/nulle-part/">Le programme</a>.', "Un lien mène à une page qui n’est pas en ligne, /nulle-part/"),
        ('<a linktype="page" id="99999">Le programme</a>.', "Un lien mène à une page supprimée"),
    ],
)
def test_words_that_cannot_be_right_are_quoted(said, written, sentence):
    builders.commune("Fouquières-lès-Lens")
    builders.commune("Liévin")

    assert sentence in said(contents.sound_issue(cover=[paragraph(written)]))


@pytest.mark.parametrize(
    "written",
    [
        "Rendez-vous mercredi 21 juin 2023, puis mardi 1er août.",
        "Tarif : 35 € la journée. Entrée 5 euros. Places à 7,50 €.",
        "À Fouquières-lès-Lens, à Liévin et à Avion.",
        "Un avion survole le lens.",
        'Le <a href="https://example.org">programme du festival</a>.',
        '<a href="/communes/">Les communes</a> et <a href="/lettres/">les lettres</a>.',
    ],
)
def test_words_that_are_right_are_left_alone(said, written):
    for name in ("Fouquières-lès-Lens", "Liévin", "Avion", "Lens"):
        builders.commune(name)

    words = said(contents.sound_issue(cover=[paragraph(written)]))

    assert "Bloquant" not in words
    assert "À vérifier" not in words


def test_a_page_that_was_unpublished_since_is_missed(said):
    edition = contents.full_edition()
    candidates = {"title": "Candidats", "edition": edition.pk, "text": "", "contacts": []}
    issue = contents.sound_issue(feature=[("candidates", candidates)])
    assert "Bloquant" not in said(issue)

    edition.unpublish()

    assert f"Une fiche choisie n’est pas en ligne : édition du label « {edition.title} »." in said(issue)


class TestTitles:
    def test_a_long_one_is_counted(self, said):
        assert "Un titre compte 91 signes, pour 90 au plus" in said(contents.sound_issue(title="t" * 91))
        assert "Un titre compte" not in said(contents.sound_issue(title="t" * 90))

    def test_one_that_opens_nothing_is_named(self, said):
        issue = contents.sound_issue(cover=[("heading", "La méthode")])

        assert "L’intertitre « La méthode » n’est suivi d’aucun texte." in said(issue)


def test_a_block_that_is_there_twice_is_named(said):
    issue = contents.sound_issue(feature=[callout("Le club"), callout("Le club")])

    assert "Ce bloc est là deux fois : bloc « Le club »." in said(issue)


class TestConsistency:
    def governance(self, title):
        body = builders.organisation()
        for number in range(3):
            builders.mandate(builders.person(f"Élu {number}"), body)
        return ("governance", {"title": title, "body": body.pk, "as_of": "2023-06-01", "text": ""})

    @pytest.mark.parametrize("title", ["3 élus pilotent le Pôle", "Trois élus pilotent le Pôle", "Les élus"])
    def test_a_count_that_the_register_confirms(self, said, title):
        assert "Le texte annonce" not in said(contents.sound_issue(feature=[self.governance(title)]))

    @pytest.mark.parametrize("title", ["22 élus pilotent le Pôle", "Vingt-deux élus pilotent le Pôle"])
    def test_a_count_that_it_contradicts(self, said, title):
        words = said(contents.sound_issue(feature=[self.governance(title)]))

        assert f"Le texte annonce 22 élus, les registres en comptent 3 : bloc « {title} »." in words

    def test_axes_and_candidates_are_counted(self, said):
        roadmap, edition = contents.full_roadmap(2), contents.full_edition(2)
        axes = ("roadmap_axes", {"title": "Quatre axes", "roadmap": roadmap.pk})
        candidates = {"title": "Label", "edition": edition.pk, "text": "<p>8 projets candidats.</p>", "contacts": []}
        words = said(contents.sound_issue(feature=[axes, ("candidates", candidates)]))

        assert "Le texte annonce 4 axes, les registres en comptent 2" in words
        assert "Le texte annonce 8 projets candidats, les registres en comptent 2" in words

    def test_contributions_are_added_up(self, said):
        roadmap = contents.full_roadmap(2)
        issue = contents.sound_issue(feature=[("budget", {"title": "Budget", "roadmap": roadmap.pk, "text": ""})])

        assert "Les contributions font 3 000 €, le budget annoncé est de 1 000 000 €." in said(issue)


def test_a_finding_leads_to_the_field(editor):
    issue = contents.sound_issue(
        cover=[callout("Encart", '<p><a href="https://example.org">ici</a></p>')], standfirst=""
    )
    block = IssuePage.objects.get(pk=issue.pk).cover[1].id

    found = links(editor.get(address(issue)))

    edit = reverse("wagtailadmin_pages:edit", args=[issue.pk])
    assert f"{edit}#:w:contentpath=standfirst" in found
    assert f"{edit}#block-{block}-section" in found


def test_it_is_the_draft_that_is_checked(said):
    issue = contents.sound_issue()
    issue.title = "t" * 91
    issue.save_revision()

    assert "Un titre compte 91 signes" in said(issue)


@pytest.mark.parametrize("role", ["Agenda", "Label", "Réseau"])
def test_other_roles_are_refused(role):
    assert is_refused(signed_in(builders.account(role)), address(contents.sound_issue()))


def test_the_edit_page_leads_to_it(editor):
    issue = contents.sound_issue(month=datetime.date(2023, 9, 1))

    assert address(issue) in editor.get(reverse("wagtailadmin_pages:edit", args=[issue.pk])).content.decode()


@pytest.mark.parametrize(
    "address",
    ["/agenda/", "/agenda/?mois=6", "/agenda#juin", "/agenda", "{letter}pdf/", "{letter}versions/1/", "/media/x.pdf"],
)
def test_a_link_to_what_the_site_answers_is_right(said, address):
    address = address.format(letter=builders.issue(number=3).url)
    words = f'<p><a href="{address}">Le programme</a>, <a href="/agenda/">l’agenda</a></p>'

    assert "pas en ligne" not in said(contents.sound_issue(feature=[("paragraph", words)]))


def test_an_event_whose_address_has_an_accent_is_one_that_answers(said):
    event = builders.event(title="Fête du terril", slug="fête-du-terril")
    words = f'<p><a href="{event.url}">La fête</a> et <a href="/agenda/">l’agenda</a></p>'

    assert event.url == "/agenda/f%C3%AAte-du-terril/"
    assert "pas en ligne" not in said(contents.sound_issue(feature=[("paragraph", words)]))


FAULT = "n’est pas prêt à partir. À corriger : Textes de remplacement des images"


@pytest.mark.checked
class TestSignOff:
    """What blocks stops the sign-off, whatever the way, and never the saving of a draft."""

    @pytest.fixture
    def issue(self, monkeypatch):
        """An issue with a fault in its text; its outputs are measured elsewhere."""
        without_outputs = [check for check in checks.all_checks() if not check.of_outputs]
        monkeypatch.setattr(checks, "all_checks", lambda: without_outputs)
        issue = contents.sound_issue(cover_image_alt="")
        issue.save_revision(user=builders.account("Rédaction"))
        issue.unpublish()
        return issue

    @pytest.fixture
    def director(self):
        return signed_in(builders.account("Direction de publication"))

    def test_a_director_cannot_approve_it(self, issue, director, client):
        state = issue.get_workflow().start(issue, builders.account("Rédaction")).current_task_state
        approval = reverse("wagtailadmin_pages:workflow_action", args=[issue.pk, "approve", state.pk])

        answer = director.post(approval, {"comment": ""}, follow=True)

        assert FAULT in text(answer).replace("\u00a0", " ")
        assert answer.redirect_chain[-1][0] == address(issue)
        assert client.get(issue.url).status_code == 404
        state.refresh_from_db()
        assert state.status == "in_progress"

    def test_its_draft_is_saved(self, issue, director):
        save(director, issue, streams=STREAMS, title="Un titre en plus")

        assert IssuePage.objects.get(pk=issue.pk).get_latest_revision_as_object().title == "Un titre en plus"

    def test_once_mended_it_is_published(self, issue, director, client):
        mended = issue.get_latest_revision_as_object()
        mended.cover_image_alt = "Le showroom"
        revision = mended.save_revision(user=builders.account("Rédaction"))

        revision.publish(user=builders.account("Direction de publication"))

        assert client.get(issue.url).status_code == 200

    def test_no_way_leads_around(self, issue):
        with pytest.raises(Refused, match="Textes de remplacement"):
            issue.get_latest_revision().publish(user=builders.administrator())
