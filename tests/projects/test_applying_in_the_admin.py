"""What the role « Label » does with applications in the admin, from the call to the page of a candidate."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.utils import timezone
from PIL import Image
from wagtail.test.utils.form_data import querydict_from_html

from pma_site.contributions import links
from pma_site.directory.models import Organisation
from projects.choices import ApplicationState
from projects.models import Admissibility, CandidatePage, LabelCall
from tests import builders
from tests.agenda.proposers import button, delivered
from tests.back_office import is_refused, messages, signed_in
from tests.reading import elements, text

pytestmark = pytest.mark.django_db

LIST = "/admin/label/candidatures/"


@pytest.fixture
def label():
    return signed_in(builders.account("Label"))


@pytest.fixture
def call():
    return builders.label_call()


def picture():
    made = BytesIO()
    Image.new("RGB", (640, 480), "#205040").save(made, "JPEG")
    return made.getvalue()


def page_of(application):
    return f"{LIST}{application.pk}/"


def follow(application):
    return links.follow_path("applying:file", application.reference)


def make(client, application, **data):
    return client.post(f"{page_of(application)}fiche/", data)


class TestTheList:
    def test_it_shows_what_was_deposited_in_the_latest_edition_the_oldest_to_examine_first(self, label, call):
        now, towns = timezone.now(), [builders.commune("Lens"), builders.commune("Liévin")]
        for day, title in ((3, "Ancienne"), (1, "Récente")):
            builders.application(
                call.edition, title=title, sent_at=now - timedelta(days=day), communes=towns if day == 3 else []
            )
        builders.application(call.edition, title="Décidée", state=ApplicationState.ACCEPTED)
        builders.application(call.edition, title="Secrète", state=ApplicationState.DRAFT)

        shown = text(label.get(LIST))

        assert shown.index("Ancienne") < shown.index("Récente") < shown.index("Décidée")
        assert "Lens et Liévin" in shown
        assert "1 500 €" in shown
        assert "Secrète" not in shown
        assert "Dossiers en préparation" in shown
        assert "Décidée" not in text(label.get(f"{LIST}?etat=a-examiner"))
        assert "Récente" not in text(label.get(f"{LIST}?q=ancien"))

    @pytest.mark.parametrize("words", ["ecole", "ÉCOLE ouverte", "écureuil", "ecureuils ouverte"])
    def test_it_is_searched_by_title_and_holder_in_any_spelling(self, label, call, words):
        builders.application(call.edition, title="École ouverte", holders=[{"name": "Les Écureuils", "siret": ""}])
        builders.application(call.edition, title="Autre", holders=[{"name": "Personne", "siret": ""}])

        shown = text(label.get(LIST, {"q": words}))

        assert "École ouverte" in shown
        assert "Autre" not in shown
        assert "École ouverte" not in text(label.get(LIST, {"q": "siret"}))

    @pytest.mark.parametrize("query", ["edition=²&etat=x", f"edition={10**30}", "p=-1&q=%00", "q=éé"])
    def test_an_odd_query_is_no_fault_of_the_server(self, label, call, query):
        builders.application(call.edition)

        assert label.get(f"{LIST}?{query}").status_code == 200

    def test_it_costs_the_same_whatever_their_number(self, label, call, django_assert_max_num_queries):
        towns = [builders.commune("Lens")]
        for _ in range(25):
            builders.application(call.edition, communes=towns)
        label.get(LIST)

        with django_assert_max_num_queries(30):
            label.get(LIST)


class TestTheCandidate:
    def test_one_click_makes_the_page_and_the_second_leads_to_the_same(self, label, call):
        towns = [builders.commune("Lens"), builders.commune("Liévin")]
        known = builders.organisation("Les Jardins du Canal")
        builders.candidate(call.edition, number=7)
        numbers = ["73282932000074", "21620510600015"]
        names = ["les jardins du canal", "Ville de Liévin"]
        holders = [{"name": name, "siret": siret} for name, siret in zip(names, numbers, strict=True)]
        application = builders.application(call.edition, title="Un jardin", holders=holders, communes=towns)
        file = builders.application_file(application, "photo.jpg", picture(), "image")
        record = label.get(page_of(application))
        [chosen] = [one for one in elements(record, "input") if one.get("type") == "radio" and "checked" in one]

        first = make(label, application, image=chosen["value"])
        second = make(label, application)

        assert chosen["value"] == str(file.pk)
        assert first.url == second.url
        page = CandidatePage.objects.get(title="Un jardin")
        assert (page.number, page.live, page.state) == (8, False, "definition")
        assert page.subject == application.subject
        assert [link.commune for link in page.communes.order_by("sort_order")] == towns
        assert [link.organisation for link in page.holders.order_by("sort_order")] == [
            known,
            Organisation.objects.get(name="Ville de Liévin", kind="commune"),
        ]
        assert [link.organisation.siret for link in page.holders.order_by("sort_order")] == numbers
        assert page.image.credit == "les jardins du canal et Ville de Liévin"
        draft = page.get_latest_revision_as_object()
        assert (draft.title, draft.holders.count(), draft.communes.count()) == ("Un jardin", 2, 2)
        assert label.get(first.url).status_code == 200
        application.refresh_from_db()
        assert (application.state, application.candidate) == (ApplicationState.ACCEPTED, page)
        assert "candidat n° 8" in text(label.get(page_of(application)))

    def test_nothing_private_is_on_the_page(self, label, call):
        application = builders.application(call.edition, communes=[builders.commune("Lens")], note="CANARI")
        for answer in application.answers:
            answer["text"] = "CANARI"
        application.budget = [{"origin": "CANARI", "amount": "1.00"}]
        application.save()
        make(label, application)
        page = CandidatePage.objects.get()

        shown = label.get(f"/admin/pages/{page.pk}/edit/").content.decode() + str(page.latest_revision.content)

        assert "CANARI" not in shown
        assert application.sender_email not in shown

    def test_what_is_inadmissible_becomes_nothing_as_long_as_it_is(self, label, call):
        application = builders.application(call.edition)
        admissible = Admissibility.objects.create(application=application, verdict="irrecevable", reason="Loin")

        shown = label.get(page_of(application))
        assert "Recevabilité : irrecevable – Loin" in text(shown)
        assert "Créer la fiche candidat" not in text(shown)
        assert "irrecevable" in text(label.get(make(label, application).url))
        assert not CandidatePage.objects.exists()
        admissible.verdict = "recevable"
        admissible.save()
        make(label, application)
        assert CandidatePage.objects.exists()

    def test_what_was_withdrawn_becomes_nothing(self, label, call):
        application = builders.application(call.edition, state=ApplicationState.WITHDRAWN)

        answer = make(label, application)

        assert answer.url == page_of(application)
        assert "retirée" in messages(label.get(answer.url))[0]
        assert not CandidatePage.objects.exists()


class TestAnswering:
    def test_a_question_opens_the_file_again_after_the_closing(self, label, client, call):
        application = builders.application(call.edition)
        seen = application.fingerprint
        data = {"question-words": "Qui paie le reste ?", "question-seen": seen}

        with time_machine.travel(call.closes_at + timedelta(days=5), tick=True):
            builders_label = signed_in(builders.account("Label"))
            builders_label.post(f"{page_of(application)}question/", data)
            [message] = delivered()
            file = client.get(follow(application))
            step = client.get(f"{follow(application)}budget/")

        assert "Qui paie le reste" in message.body
        assert button(message) == follow(application)
        assert "Qui paie le reste ?" in text(file)
        assert step.status_code == 200

    def test_a_question_about_what_has_changed_since_it_was_read_is_not_sent_but_kept(self, label, call):
        application = builders.application(call.edition)
        data = {"question-words": "Qui paie le reste ?", "question-seen": "autre chose"}

        answer = label.post(f"{page_of(application)}question/", data)

        assert answer.status_code == 409
        assert "Qui paie le reste ?" in answer.content.decode()
        assert not delivered()

    def test_a_word_and_a_delay_leave_by_e_mail(self, label, client, call):
        draft = builders.application(call.edition, state=ApplicationState.DRAFT, deposited_at=None)
        deposited = builders.application(call.edition)

        label.post(f"{page_of(deposited)}message/", {"mot-words": "Bravo.", "mot-seen": "x"})
        with time_machine.travel(call.closes_at + timedelta(days=2), tick=True):
            again = signed_in(builders.account("Label"))
            assert client.get(f"{follow(draft)}projet/").status_code == 410
            until = timezone.localtime() + timedelta(days=2)
            past = again.post(f"{page_of(draft)}delai/", {"open_until": "2020-01-01T10:00"})
            again.post(f"{page_of(draft)}delai/", {"open_until": f"{until:%Y-%m-%dT%H:%M}"})
            assert client.get(f"{follow(draft)}projet/").status_code == 200
            word, delay = delivered()

        assert past.status_code == 400
        assert "Bravo." in word.body
        assert "peut encore être complété" in " ".join(delay.body.split())

    def test_nobody_else_acts_on_an_application(self, call):
        application = builders.application(call.edition)

        for role in ("Rédaction", "Direction de publication", "Agenda", "Réseau", "Diffusion"):
            other = signed_in(builders.account(role))
            assert all(
                is_refused(other, f"{page_of(application)}{act}/", {"words": "x"})
                for act in ("fiche", "question", "message", "delai")
            )
            assert is_refused(other, "/admin/snippets/projects/labelcall/")


class TestTheCall:
    def test_a_new_one_asks_what_the_last_one_asked(self, label):
        builders.label_call(
            builders.edition(year=2025),
            criteria=["Pourquoi ?", {"heading": "Comment ?", "most_characters": 700, "is_required": False}],
            opens_at=timezone.now() - timedelta(days=300),
            closes_at=timezone.now() - timedelta(days=200),
        )
        edition, address = builders.edition(year=2026), "/admin/snippets/projects/labelcall/add/"
        data = querydict_from_html(label.get(address).content.decode(), form_id="w-editor-form")
        now = timezone.localtime()
        # As a browser sends a box that is ticked.
        data["criteria-0-is_required"] = "on"
        data["edition"] = str(edition.pk)
        data["opens_at"], data["closes_at"] = f"{now:%Y-%m-%d %H:%M}", f"{now + timedelta(days=80):%Y-%m-%d %H:%M}"

        answer = label.post(address, data)

        assert answer.status_code == 302, text(answer)
        made = LabelCall.objects.get(edition=edition)
        assert [(one.heading, one.most_characters, one.is_required) for one in made.criteria.all()] == [
            ("Pourquoi ?", 2000, True),
            ("Comment ?", 700, False),
        ]
        assert "Appel à candidatures 2026" in text(label.get("/admin/snippets/projects/labelcall/"))

    def test_a_call_of_a_draft_says_that_nobody_sees_it(self, label, call):
        builders.label_call(
            builders.edition(year=2027, live=False),
            opens_at=timezone.now() + timedelta(days=100),
            closes_at=timezone.now() + timedelta(days=200),
        )

        listed = text(label.get("/admin/snippets/projects/labelcall/"))

        assert listed.count("L’édition n’est pas publiée : l’appel ne paraît pas.") == 1

    def test_an_edition_with_applications_is_not_deleted(self, label, call):
        builders.application(call.edition)
        chief = signed_in(builders.administrator())

        answer = chief.post(f"/admin/pages/{call.edition.pk}/delete/", follow=True)

        assert answer.status_code == 200
        assert type(call.edition).objects.filter(pk=call.edition.pk).exists()
