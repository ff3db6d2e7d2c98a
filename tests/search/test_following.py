"""What changes on the site is found as it is now; what the public may not read is never found, counted or suggested."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from agenda.models import EventCommune, EventOrganiser
from pma_site.core.erasing import erase
from pma_site.core.traces import Wanted
from pma_site.directory.models import Organisation
from pma_site.search.models import SearchEntry
from pma_site.territory.models import Commune
from projects.models import CandidateHolder
from projects.releasing import prepare_results
from tests import builders
from tests.back_office import signed_in
from tests.contents import raw
from tests.reading import text
from tests.search.looking import addresses, ask, read

pytestmark = [pytest.mark.django_db, pytest.mark.followed]


def standing(**fields):
    """A page of running text, below the first floor: the foot of every page names those of the first."""
    return builders.standard_page(builders.standard_page(title="Étage"), **fields)


def is_unheard_of(client, word, near):
    """Whether nothing is found for a word, and nobody who mistypes it is told of it."""
    answers = [ask(client, word), ask(client, near)]
    told = [text(answer).replace(f"« {near} »", "").replace(f"« {word} »", "") for answer in answers]
    return not any(read(answer) for answer in answers) and not any(word in said for said in told)


@pytest.fixture
def page():
    """A page that alone has the word « hydravion »."""
    return standing(title="Un hydravion")


def test_it_is_found_and_its_word_forgives_a_slip(client, page):
    assert addresses(client, "hydravion") == addresses(client, "hydraviom") == [page.url]
    assert "Rien ne contient « hydraviom » : voici ce qui contient « hydravion »" in text(ask(client, "hydraviom"))


def _unpublish(page):
    page.unpublish()


def _delete(page):
    page.delete()


def _delete_parent(page):
    page.get_parent().delete()


def _restrict(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def _restrict_above(page):
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="password", password="secret")


def _move_under_a_restriction(page):
    closed = standing(title="Fermé")
    PageViewRestriction.objects.create(page=closed, restriction_type="login")
    page.move(closed, pos="last-child")


def _update_without_telling(page):
    """What no signal tells of, as a command of the database would do."""
    type(page).objects.filter(pk=page.pk).update(live=False)


@pytest.mark.parametrize(
    "withdraw", [_unpublish, _delete, _delete_parent, _restrict, _restrict_above, _move_under_a_restriction]
)
def test_what_is_withdrawn_is_gone_at_once_words_and_all(client, page, withdraw):
    withdraw(page)

    assert is_unheard_of(client, "hydravion", "hydraviom")


def test_what_was_withdrawn_behind_its_back_is_not_shown_and_the_command_mends_it(client, page):
    _update_without_telling(page)
    assert addresses(client, "hydravion") == []

    with pytest.raises(CommandError, match="pas à jour"):
        call_command("rebuild_search", check=True, stdout=StringIO())
    call_command("rebuild_search", stdout=StringIO())
    assert is_unheard_of(client, "hydravion", "hydraviom")
    call_command("rebuild_search", check=True, stdout=StringIO())


def test_what_was_restricted_comes_back_once_it_is_open(client, page):
    restriction = PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")
    restriction.delete()

    assert addresses(client, "hydravion") == [page.url]


def test_a_draft_is_unheard_of(client, page):
    page.title = "Un dirigeable"
    page.save_revision()

    assert is_unheard_of(client, "dirigeable", "dirigeabel")
    assert addresses(client, "hydravion") == [page.url]


def test_what_expires_goes_at_its_hour_whatever_the_commands_do(client, page):
    page.expire_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    assert addresses(client, "hydravion") == [page.url]

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        assert is_unheard_of(client, "hydravion", "hydraviom")


def test_a_result_is_found_from_the_instant_of_its_announcement_and_never_before(client):
    instant = timezone.now() + timedelta(days=1)
    edition = builders.edition(title="Édition", year=2023, results_at=instant)
    candidate, other = (builders.candidate(edition, title=title) for title in ("Un hydravion", "Un ballon"))
    shown = builders.label_result(edition, "Zéphyrin")
    hidden = builders.label_result(edition, "Bourrasque", is_public=False)
    prepare_results(edition, {candidate.pk: shown.pk, other.pk: hidden.pk}, user=builders.administrator())

    assert addresses(client, "hydravion") == [candidate.url]
    assert is_unheard_of(client, "zéphyrin", "zéphirin")
    with time_machine.travel(instant):
        assert addresses(client, "zephyrins 2023") == addresses(client, "hydravion") == [candidate.url]
        assert "édition 2023, Zéphyrin" in text(ask(client, "hydravion"))
        assert is_unheard_of(client, "bourrasque", "bourasque")

    edition.results_at = instant + timedelta(days=1)
    edition.save()
    with time_machine.travel(instant):
        assert is_unheard_of(client, "zéphyrin", "zéphirin")
    with time_machine.travel(edition.results_at):
        assert addresses(client, "zéphyrin") == [candidate.url]


def test_what_records_are_called_is_what_pages_are_found_by(client):
    lens = builders.commune("Lens")
    organisation = builders.organisation("Les Aérostiers")
    event = builders.event(title="Envol", venue=builders.venue("Hangar", commune=lens))
    event.communes = [EventCommune(commune=builders.commune("Liévin"))]
    event.organisers = [EventOrganiser(organisation=organisation)]
    event.save_revision().publish()
    candidate = builders.candidate(title="Hélice")
    candidate.holders = [CandidateHolder(organisation=organisation)]
    candidate.save_revision().publish()
    member = builders.member(title="Ailes", organisation=builders.organisation("Ailes", commune=lens))
    assert set(addresses(client, "aérostiers")) == {event.url, candidate.url}

    organisation = Organisation.objects.get(pk=organisation.pk)
    organisation.name = "Les Montgolfières"
    organisation.save()
    lens = Commune.objects.get(pk=lens.pk)
    lens.name = "Mireville"
    lens.save()

    assert addresses(client, "aérostiers") == []
    assert set(addresses(client, "montgolfière")) == {event.url, candidate.url}
    places = {lens.get_absolute_url(), lens.epci.get_absolute_url()}
    assert set(addresses(client, "mireville")) == {*places, event.url, member.url}


def test_an_issue_is_found_by_what_it_shows_of_the_registers(client):
    body = builders.organisation("Comité des vents")
    person = builders.person("Ada Zéphyr")
    builders.mandate(person, body, kind="executif", function="présidente")
    event = builders.event(title="Fête du cerf-volant")
    issue = builders.issue(number=9)
    issue.feature = raw(
        [("governance", {"title": "Les élus", "body": body.pk, "as_of": "2023-06-01", "text": "<p>Au travail.</p>"})]
    )
    issue.territory = raw(
        [("agenda", {"title": "Agenda", "events": [event.pk], "start": "2020-01-01", "end": "2090-01-01"})]
    )
    issue.save_revision().publish()
    assert addresses(client, "zéphyr") == [issue.url]
    assert addresses(client, "cerf volant") == [event.url, issue.url]

    person.last_name = "Alizé"
    person.save()
    event.title = "Fête du parapente"
    event.save_revision().publish()

    assert addresses(client, "zéphyr") == addresses(client, "cerf-volant") == []
    assert addresses(client, "alizé") == [issue.url]
    assert addresses(client, "parapente") == [event.url, issue.url]


def test_a_sent_issue_is_found_by_what_was_sent_until_a_rectification_says_otherwise(client):
    event = builders.event(title="Fête du cerf-volant")
    issue = builders.issue(number=9)
    issue.territory = raw([("agenda", {"title": "Agenda", "events": [event.pk]})])
    issue.save_revision().publish()
    director = signed_in(builders.account("Direction de publication"))
    of_day = {"day": "21/06/2023", "channel": "courriel", "sure": "on"}
    director.post(reverse("newsletter_dispatch", args=[issue.pk]), of_day)
    event.title = "Fête du parapente"
    event.save_revision().publish()
    assert addresses(client, "cerf-volant") == [issue.url]

    draft = issue.get_latest_revision_as_object()
    draft.title = "Le titre rectifié"
    draft.save_revision()
    said = {"day": "30/06/2023", "text": "Une erreur s’est glissée.", "changes": "Le titre."}
    director.post(reverse("newsletter_rectify", args=[issue.pk]), said)

    assert addresses(client, "rectifié parapente") == [issue.url]
    assert addresses(client, "cerf-volant") == []


def test_a_former_letter_is_found_by_the_text_of_its_pdf(client):
    letter = builders.archived_issue(number=3, title="Lettre d’hiver", text="Les mineurs\fet leurs chevaux")

    assert addresses(client, "cheval") == [letter.url]
    assert addresses(client, "n°3")[:1] == [letter.url]


def test_a_call_is_found_as_long_as_it_is_online(client):
    call = builders.call(title="Vos dirigeables")
    assert addresses(client, "dirigeable") == [call.url]
    call.is_online = False
    call.save()

    assert is_unheard_of(client, "dirigeable", "dirigeabel")


def test_who_is_erased_is_gone_from_the_index_too(client, page):
    page.body = raw([("paragraph", "<p>Écrivez à ada.zephyr@aerostat.example.</p>")])
    page.save_revision().publish()
    assert addresses(client, "zephyr aerostat") == [page.url]

    erase(Wanted("ada.zephyr@aerostat.example"), wipe=False)

    assert addresses(client, "zephyr aerostat") == []
    assert "zephyr" not in " ".join(f"{entry.text} {entry.card}" for entry in SearchEntry.objects.all())


def test_a_change_costs_few_queries(client, page, django_assert_max_num_queries):
    searched = addresses(client, "hydravion")
    page.title = "Un hydravion bleu"

    with django_assert_max_num_queries(32):
        page.save()
    with django_assert_max_num_queries(10):
        assert addresses(client, "hydravion bleu") == searched
