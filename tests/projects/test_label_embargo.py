"""The embargo: results prepared together are released together on every door, and nobody learns anything before."""

import re
from datetime import UTC, timedelta

import pytest
import time_machine
from django.urls import reverse

from projects.models import (
    CandidateCommune,
    CandidateHolder,
    CandidatePage,
    LabelEditionPage,
    LabelResult,
    label_catalogue,
)
from tests import builders, canaries
from tests.back_office import edit_address, messages, save, signed_in
from tests.builders import local
from tests.contents import raw
from tests.reading import text

pytestmark = [pytest.mark.django_db, pytest.mark.followed]

INSTANT = local(2024, 1, 18, 19)
BEFORE, AFTER = INSTANT - timedelta(seconds=1), INSTANT + timedelta(days=40)
AWARD, SILENT = "Zirconium", "Molybdene"
# What the private instruction holds: never public, whatever the hour.
PRIVATE = ["Praseodyme", "Ytterbium", "Lutecium", "Hafnium", "Dysprosium"]


@pytest.fixture
def edition():
    return builders.edition(year=2023, slug="2023", title="Édition 2023", results_at=INSTANT)


def at(moment):
    return time_machine.travel(moment.astimezone(UTC), tick=False)


def prepare(edition, chosen, moment=BEFORE):
    """Save the table of results, as who runs the label does."""
    client = signed_in(builders.account("Label"))
    with at(moment):
        data = {f"resultat-{candidate.pk}": result.pk if result else "" for candidate, result in chosen.items()}
        return client.post(reverse("label_prepare", args=[edition.pk]), data, follow=True)


@pytest.fixture
def site(edition):
    """Two candidates in a commune, held by a member, cited by an issue, and an instruction full of secrets."""
    lens, organisation = builders.commune("Lens"), builders.organisation("Les Cousalis")
    builders.member(organisation=organisation, title="Les Cousalis")
    candidates = [builders.candidate(edition, title=title, slug=title.lower()) for title in ("Jardin", "Lavoir")]
    for candidate in candidates:
        candidate.holders = [CandidateHolder(organisation=organisation)]
        candidate.communes = [CandidateCommune(commune=lens)]
        candidate.save_revision().publish()
    issue = builders.issue(number=9)
    issue.feature = raw([("candidates", {"title": "Candidats", "edition": edition.pk, "text": "", "contacts": []})])
    issue.save_revision().publish()
    builders.label_call(edition, opens_at=local(2023, 3, 1), closes_at=local(2023, 6, 1))
    secrets = {"title": "Praseodyme", "subject": "Ytterbium", "candidate": candidates[0]}
    application = builders.admissible(edition, **secrets)
    builders.application_file(application, name="Dysprosium.pdf")
    member = builders.reviewer()
    hearing = builders.committee(edition, [member], [application], name="Comité technique").hearings.get()
    builders.opinion(hearing, member, note="Lutecium")
    hearing.conclusion, hearing.summary = "defavorable", "Hafnium"
    hearing.save()
    award = builders.label_result(edition, AWARD)
    silent = builders.label_result(edition, SILENT, is_public=False, is_award=False)
    return dict(zip(candidates, [award, silent], strict=True))


def kept_by_caches(pages):
    """Those answers that are the same for everybody."""
    own = re.compile("no-store|no-cache|private")
    return {name: answer for name, answer in pages.items() if not own.search(answer.headers.get("Cache-Control", ""))}


def test_preparing_leaves_no_trace_anywhere_before_the_instant(site, edition):
    untouched = canaries.crawl(BEFORE, asked=[AWARD])
    told = messages(prepare(edition, site))

    prepared = canaries.crawl(BEFORE, asked=[AWARD])

    assert told == [
        "2 résultats enregistrés. Sous embargo jusqu’au 18 janvier 2024 à 19\u00a0h. D’ici là, le site affiche "
        "« Candidat » ; à cet instant, tout paraît partout à la fois, sans que personne n’ait rien à faire."
    ]
    # Not a byte differs, not a date, not a header: nobody can even tell that results are ready. (Forms are drawn anew.)
    assert kept_by_caches(prepared) == kept_by_caches(untouched)
    assert canaries.where(prepared, AWARD, SILENT, *PRIVATE) == {}
    assert len([address for address, answer in prepared.items() if answer.status == 200]) > 25


def test_every_door_opens_at_the_very_instant_and_caches_with_them(site, edition):
    prepare(edition, site)
    jardin, lavoir = site

    before = canaries.crawl(BEFORE, asked=[AWARD])
    now = canaries.crawl(INSTANT, asked=[AWARD])
    later = canaries.crawl(AFTER, asked=[AWARD])

    shown = canaries.where(now, AWARD)[AWARD]
    assert {
        jardin.url,
        edition.url,
        "/label-euralens/candidats/",
        jardin.communes.get().commune.get_absolute_url(),
        f"{jardin.communes.get().commune.get_absolute_url()}nouvelles.atom",
    } <= set(shown)
    assert canaries.where(now, SILENT, *PRIVATE) == canaries.where(later, SILENT, *PRIVATE) == {}
    assert set(shown) <= set(canaries.where(later, AWARD)[AWARD])
    for address in set(shown) & set(before):
        # No cache keeps « Candidat » beyond the instant, nor takes the answer of before for that of now.
        assert before[address].fresh_for <= 1, address
        assert "ETag" not in now[address].headers or before[address].headers["ETag"] != now[address].headers["ETag"]
    assert before[lavoir.url].content == now[lavoir.url].content


def test_a_hidden_result_is_no_filter_that_one_could_guess(client, site, edition):
    prepare(edition, site)

    with at(BEFORE):
        hidden, unknown = (client.get(f"/label-euralens/candidats/?resultat={word}") for word in (AWARD, "Inconnu"))
    with at(INSTANT):
        shown = client.get(f"/label-euralens/candidats/?resultat={AWARD}")

    assert hidden.status_code == unknown.status_code == 400
    assert text(hidden) == text(unknown)
    assert [title in text(shown) for title in ("Jardin", "Lavoir")] == [True, False]


@pytest.mark.parametrize("role", ["Agenda", "Réseau", "Diffusion", "Comités du label"])
def test_who_has_no_right_to_the_label_finds_nothing_in_the_admin_either(site, edition, role):
    client = signed_in(builders.account(role))
    prepare(edition, site)
    jardin = next(iter(site))
    keys = [jardin.pk, edition.pk, edition.get_parent().pk]
    pages = ["edit", "history", "view_draft", "usage", "delete", "workflow_history"]
    addresses = ["/admin/", "/admin/pages/", "/admin/reports/site-history/", "/admin/reports/aging-pages/"]
    addresses += [reverse(f"wagtailadmin_pages:{name}", args=[jardin.pk]) for name in pages]
    addresses += [reverse("wagtailadmin_explore", args=[key]) for key in keys]
    addresses += [f"/admin/choose-page/{key}/" for key in keys] + ["/admin/choose-page/search/?q=jardin"]
    addresses += [f"/admin/api/main/pages/{key}/?fields=*" for key in keys] + ["/admin/api/main/pages/?fields=*"]
    addresses += ["/admin/pages/search/?q=jardin", f"/admin/pages/search/?q={AWARD}"]
    revision = CandidatePage.objects.get(pk=jardin.pk).latest_revision
    addresses += [
        reverse("wagtailadmin_pages:revisions_view", args=[jardin.pk, revision.pk]),
        reverse("wagtailadmin_pages:revisions_compare", args=[jardin.pk, "earliest", "latest"]),
    ]

    with at(BEFORE):
        for address in addresses:
            shown = client.get(address).content.decode().replace(f"?q={AWARD}", "").replace(f'value="{AWARD}"', "")
            assert not any(word in shown for word in [AWARD, SILENT, *PRIVATE] if word not in address), address


class TestInstant:
    @pytest.fixture
    def manager(self):
        return signed_in(builders.account("Label"))

    def errors(self, response, name="results_at"):
        return response.context["form"].errors.get(name)

    def test_one_that_has_passed_does_not_move(self, manager, edition):
        with at(AFTER):
            response = save(manager, edition, action="publish", results_at="2024-03-01 19:00")

        assert self.errors(response) == [
            "Les résultats sont publics depuis le 18 janvier 2024 à 19\u00a0h : cet instant ne change plus."
        ]

    def test_a_draft_from_before_does_not_move_it_when_published_after(self, edition, site):
        prepare(edition, site)
        jardin = next(iter(site))
        with at(BEFORE):
            edition.results_at = local(2024, 6, 1, 19)
            draft = LabelEditionPage.objects.get(pk=edition.pk).get_latest_revision_as_object()
            draft.results_at = local(2024, 6, 1, 19)
            revision = draft.save_revision()

        with at(AFTER):
            revision.publish()
            assert CandidatePage.objects.get(pk=jardin.pk).public_status == AWARD
        assert LabelEditionPage.objects.get(pk=edition.pk).results_at == INSTANT

    def test_one_to_come_moves_and_does_not_fall_into_the_past(self, manager, edition, site, client):
        prepare(edition, site)
        jardin = next(iter(site))
        with at(BEFORE):
            refused = save(manager, edition, action="publish", results_at="2023-12-01 19:00")
            shown = {"results-0-is_public": "on", "results-0-is_award": "on"}
            moved = save(manager, edition, action="publish", results_at="2024-02-01 19:00", **shown)

        assert moved.status_code == 302, self.errors(moved)
        assert "Cet instant est passé" in self.errors(refused)[0]
        with at(INSTANT):
            assert AWARD not in text(client.get(jardin.url))
        with at(local(2024, 2, 1, 19)):
            assert AWARD in text(client.get(jardin.url))

    def test_a_result_decided_later_waits_for_its_own_instant_and_none_comes_earlier(self, manager, edition, client):
        candidate = builders.candidate(edition, result=builders.label_result(edition, AWARD), title="Jardin")
        early = save(manager, candidate, streams=["body"], result_announced_at="2024-01-01 10:00")
        save(manager, candidate, action="publish", streams=["body"], result_announced_at="2024-03-01 10:00")

        assert "aucun ne paraît avant" in self.errors(early, "result_announced_at")[0]
        for moment, seen in ((INSTANT, False), (local(2024, 3, 1, 10), True)):
            with at(moment):
                assert (AWARD in text(client.get(candidate.url))) is seen
                # The same in SQL: filters and counts say no more than the page.
                assert CandidatePage.objects.announced().exists() is seen
                assert (AWARD in text(client.get("/label-euralens/candidats/"))) is seen

    def test_without_an_instant_a_result_stays_hidden(self, client):
        edition = builders.edition(year=2023)
        candidate = builders.candidate(edition, result=builders.label_result(edition, AWARD))

        assert AWARD not in text(client.get(candidate.url))
        assert not CandidatePage.objects.announced().exists()
        assert "Aucun instant d’annonce" in text(signed_in(builders.account("Label")).get(edit_address(candidate)))

    def test_once_public_results_are_put_right_on_the_page_of_the_candidate_alone(self, site, edition):
        answer = prepare(edition, site, AFTER)

        assert answer.status_code == 409
        assert "ne changent plus ici" in text(answer)
        assert not CandidatePage.objects.filter(result__isnull=False).exists()


class TestPreparing:
    def test_a_draft_that_waits_keeps_what_was_written_and_gets_the_result_too(self, edition):
        candidate = builders.candidate(edition, title="Jardin")
        candidate.save_revision().publish()
        candidate.title = "Jardin, nouvelle version"
        candidate.save_revision()
        result = builders.label_result(edition, AWARD)

        prepare(edition, {candidate: result})

        stored = CandidatePage.objects.get(pk=candidate.pk)
        draft = stored.get_latest_revision_as_object()
        assert (stored.title, stored.result) == ("Jardin", result)
        assert (draft.title, draft.result) == ("Jardin, nouvelle version", result)
        draft.save_revision().publish()
        assert CandidatePage.objects.get(pk=candidate.pk).result == result

    def test_results_of_another_edition_are_refused(self, edition):
        candidate = builders.candidate(edition)

        answer = prepare(edition, {candidate: builders.label_result(builders.edition(), AWARD)})

        assert answer.status_code == 400
        assert not CandidatePage.objects.filter(result__isnull=False).exists()

    def test_what_would_not_appear_is_told(self, edition):
        ready, draft = (
            builders.candidate(edition, title="Prêt"),
            builders.candidate(edition, title="Brouillon", live=False),
        )
        builders.candidate(edition, title="Oublié")
        result = builders.label_result(edition, AWARD)

        page = text(prepare(edition, {ready: result, draft: result}))

        assert "le résultat ne paraîtrait pas : Brouillon." in page
        assert "Sans résultat : Oublié." in page

    def test_a_result_that_somebody_has_stays_in_the_list(self, edition):
        builders.candidate(edition, result=builders.label_result(edition, AWARD))
        manager = signed_in(builders.account("Label"))

        response = save(manager, edition, action="publish", **{"results-0-DELETE": "1"})

        assert f"Le résultat « {AWARD} » est donné à un candidat" in text(response).replace("\u00a0", " ")
        assert LabelResult.objects.exists()


def test_caches_can_ask_when_results_were_and_will_be_released(edition):
    candidate = builders.candidate(edition, result=builders.label_result(edition, AWARD))
    later = INSTANT + timedelta(days=2)
    other = builders.candidate(edition, result=candidate.result, result_announced_at=later)

    def around(moment):
        with at(moment):
            return CandidatePage.objects.latest_release(), label_catalogue.next_release()

    assert around(BEFORE) == (None, INSTANT)
    assert around(INSTANT) == (INSTANT, later)
    assert around(later) == (later, None)
    other.unpublish()
    assert around(INSTANT) == (INSTANT, None)
