"""Former issues, as they are entered: a PDF is given, checked, replaced, refused."""

import pytest
from django.urls import reverse

from newsletter.models import ArchivedIssuePage, IssueIndexPage
from pma_site.core.models import SiteImage
from tests import builders
from tests.back_office import edit_address, filled_in, is_refused, signed_in
from tests.newsletter.archive.entering import LETTER, add_address, content_of, enter, upload
from tests.pdfs import locked_pdf, pdf
from tests.reading import elements, links, text

pytestmark = pytest.mark.django_db


def replace(client, page, content=None, action="publish", **fields):
    data = filled_in(client, edit_address(page), **fields)
    for name in [name for name in data if name.startswith("action-")]:
        del data[name]
    if content is not None:
        data["pdf"] = upload(content)
    return client.post(edit_address(page), {**data, f"action-{action}": "1"}, follow=True)


def errors(response):
    return response.context["form"].errors


def test_the_list_of_letters_leads_to_the_form_of_a_former_issue():
    letters = reverse("wagtailadmin_explore", args=[IssueIndexPage.objects.get().pk])

    for role, led in (("Rédaction", True), ("Direction de publication", True), ("Agenda", False)):
        page = signed_in(builders.account(role)).get(letters)

        assert ("Ajouter un ancien numéro" in page.content.decode()) is led
        assert (add_address() in links(page)) is led


class TestDraft:
    def test_a_new_pdf_waits_until_it_is_published(self, published, director, client):
        replace(director, published, pdf(["Une autre lettre"]), action="save")

        assert "péniches" in text(client.get(published.url))
        assert content_of(client.get(f"{published.url}pdf/")) == LETTER

    def test_a_new_pdf_takes_the_place_of_the_former(
        self, published, director, client, django_capture_on_commit_callbacks
    ):
        before = SiteImage.objects.get()
        with django_capture_on_commit_callbacks(execute=True):
            replace(director, published, pdf(["Une autre lettre"]))

        assert "péniches" not in text(client.get(published.url))
        assert "Une autre lettre" in text(client.get(published.url))
        assert published.url not in links(client.get("/recherche/", {"q": "péniches"}))
        assert content_of(client.get(f"{published.url}pdf/")) == pdf(["Une autre lettre"])
        assert SiteImage.objects.get() != before

    def test_a_word_changed_keeps_the_pdf(self, published, director, client):
        replace(director, published, title="Les berges du canal")

        assert "péniches" in text(client.get(published.url))
        assert content_of(client.get(f"{published.url}pdf/")) == LETTER

    def test_the_same_pdf_sent_again_is_kept_once(self, published, director):
        replace(director, published, LETTER, title="Les berges du canal")

        after = ArchivedIssuePage.objects.get()
        assert after.title == "Les berges du canal"
        assert after.pdf.name == published.pdf.name


class TestRefusalBesideAnother:
    def test_a_wrong_file_leaves_the_page_as_it_was(self, published, director, client):
        response = replace(director, published, b"Bonjour", title="Un autre titre")

        assert errors(response)["pdf"] == ["Ce fichier n’est pas un PDF."]
        assert "Les berges" in text(client.get(published.url))
        assert content_of(client.get(f"{published.url}pdf/")) == LETTER

    def test_a_number_is_taken_once_among_all_letters(self, director, published):
        builders.issue(number=9, title="Le réseau")

        assert errors(enter(director, number="9"))["number"] == [
            "Le numéro 9 est déjà pris : « Le réseau » (numéro de la lettre)."
        ]
        assert errors(enter(director, number="3"))["number"] == [
            "Le numéro 3 est déjà pris : « Les berges » (ancien numéro de la lettre)."
        ]

    def test_an_issue_does_not_take_the_number_of_a_former_one(self, director, published):
        address = reverse("wagtailadmin_pages:add", args=["newsletter", "issuepage", published.get_parent().pk])
        streams = ["cover", "feature", "territory", "committee"]
        data = filled_in(director, address, streams, title="Le réseau", number="3", month="2023-06-01")

        found = errors(director.post(address, {**data, "action-publish": "1"}))

        assert found["number"] == ["Le numéro 3 est déjà pris : « Les berges » (ancien numéro de la lettre)."]


class TestRefusal:
    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (None, "Champ requis."),
            (b"", "vide"),
            (b"Bonjour", "Ce fichier n’est pas un PDF."),
            (LETTER[:100], "Ce PDF est abîmé"),
            (locked_pdf(), "protégé par un mot de passe"),
            (pdf([]), "que d’images"),
        ],
        ids=["none", "empty", "text", "damaged", "locked", "pictures"],
    )
    @pytest.mark.parametrize("action", ["publish", "save"])
    def test_a_wrong_file_is_told_and_nothing_typed_is_lost(self, director, content, message, action):
        response = enter(director, content, action=action, title="Les berges", standfirst="Un chapeau déjà écrit.")

        assert response.status_code == 200
        assert message in " ".join(errors(response)["pdf"])
        fields = {field.get("name"): field.get("value") for field in elements(response, "input")}
        assert (fields["title"], fields["number"], fields["month"]) == ("Les berges", "3", "01/03/2021")
        assert "Un chapeau déjà écrit." in response.content.decode()
        assert not ArchivedIssuePage.objects.exists()

    def test_a_heavy_file_is_refused_unread(self, director, monkeypatch):
        monkeypatch.setattr("newsletter.forms.issues.MAX_PDF_SIZE", 500)

        assert "le maximum est de 40" in errors(enter(director))["pdf"][0]

    def test_another_mistake_asks_for_the_file_again(self, director):
        found = errors(enter(director, month="15/03/2021"))

        assert found["month"] == ["Indiquez le premier jour du mois de parution."]
        assert "Choisissez de nouveau le fichier" in found["pdf"][0]

    @pytest.mark.parametrize("number", ["0", "-1", "", "abc"])
    def test_it_counts_from_one(self, director, number):
        assert "number" in errors(enter(director, number=number))


def test_editing_adds_a_draft_and_other_roles_nothing():
    editing = signed_in(builders.account("Rédaction"))

    enter(editing, action="save")

    assert not ArchivedIssuePage.objects.get().live
    assert is_refused(signed_in(builders.account("Agenda")), add_address())
