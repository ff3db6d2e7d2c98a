"""`manage.py load_demo` once it has run: it comes back to nothing that editors changed or deleted."""

import re
import tomllib
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from wagtail.models import Page, ReferenceIndex

from agenda.models import EventPage
from newsletter.models import IndicatorValue, IssuePage
from pma_site.core.models import SiteImage
from pma_site.directory.models import Mandate, Organisation, Person
from pma_site.home import demo as demo_package
from pma_site.home.models import LoadedContent, StandardPage
from projects.models import AxisPage, CandidatePage, MemberPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

FILES = sorted(Path(demo_package.__file__).parent.glob("*.toml"))


def load():
    """Run the command; return what it prints by kind."""
    output = StringIO()
    call_command("load_demo", stdout=output)
    return dict(line.removesuffix(".").split(" : ") for line in output.getvalue().splitlines())


def everything():
    models = [Page, Organisation, Person, Mandate, IndicatorValue, SiteImage, LoadedContent, ReferenceIndex]
    return {model: model.objects.count() for model in models}


def test_a_second_run_creates_nothing():
    before = everything()

    printed = load()

    assert everything() == before
    assert printed["Personnes"] == "0 création, 30 éléments déjà là"
    assert printed["Numéros de la lettre"] == "0 création, 1 élément déjà là"
    assert all(line.startswith("0 création, ") for line in printed.values())


def test_a_second_run_asks_one_question(django_assert_num_queries):
    with django_assert_num_queries(1):
        load()


def test_what_an_editor_changed_stays():
    issue = IssuePage.objects.get(number=9)
    issue.title = "Un autre titre"
    issue.save_revision().publish()
    Person.objects.filter(last_name="Bavay").update(last_name="Bavay-Durand")
    Organisation.objects.filter(name="ACC").update(name="Automotive Cells Company")

    load()

    assert IssuePage.objects.get(number=9).title == "Un autre titre"
    assert not Person.objects.filter(last_name="Bavay").exists()
    assert not Organisation.objects.filter(name="ACC").exists()


def test_what_an_editor_deleted_stays_deleted():
    AxisPage.objects.get(slug="ecotransition").delete()
    EventPage.objects.get(slug="bivouac-2023").delete()
    Mandate.objects.filter(person__last_name="Thellier").delete()

    printed = load()

    assert not AxisPage.objects.filter(slug="ecotransition").exists()
    assert not EventPage.objects.filter(slug="bivouac-2023").exists()
    assert Mandate.objects.count() == 21
    assert printed["Axes"] == "0 création, 3 éléments déjà là"


def test_a_load_that_was_cut_short_goes_on():
    IndicatorValue.objects.all().delete()
    LoadedContent.objects.filter(key__startswith="figure/").delete()

    printed = load()

    assert printed["Valeurs d’indicateurs"] == "4 créations, 0 élément déjà là"
    assert printed["Indicateurs"] == "0 création, 4 éléments déjà là"
    assert IndicatorValue.objects.count() == 4


def test_new_content_finds_the_records_that_editors_renamed():
    Person.objects.filter(last_name="Pilch").update(last_name="Pilch-Durand")
    Mandate.objects.filter(person__last_name="Pilch-Durand").delete()
    LoadedContent.objects.filter(key="mandate/comite-syndical-christophe-pilch").delete()

    load()

    assert Mandate.objects.get(rank=3).person.last_name == "Pilch-Durand"


def test_what_needs_a_deleted_record_is_left_aside():
    Person.objects.filter(last_name="Pilch").delete()
    LoadedContent.objects.filter(key="mandate/comite-syndical-christophe-pilch").delete()

    printed = load()

    assert printed["Mandats"] == "0 création, 21 éléments déjà là, 1 élément sans suite (fiche liée supprimée)"
    assert not Person.objects.filter(last_name="Pilch").exists()


def test_pages_have_a_revision_for_editors_and_a_description_for_search_engines():
    pages = Page.objects.filter(depth__gt=2)

    assert all(page.live and not page.has_unpublished_changes for page in pages)
    assert [page.slug for page in pages if not page.live_revision_id] == []
    assert [page.slug for page in pages if not 0 < len(page.search_description) <= 160] == []


def test_the_issue_came_out_in_june_2023():
    assert IssuePage.objects.get(number=9).first_published_at.date().isoformat() == "2023-06-21"


def test_every_picture_is_described_credited_and_made_in_all_sizes():
    for image in SiteImage.objects.all():
        assert image.description.startswith("Illustration")
        assert image.credit == "Illustration du site"
        assert image.files("wide", "avif")
        assert image.files("card", "jpeg")


def test_every_use_of_a_picture_is_described():
    illustrated = [*MemberPage.objects.all(), *CandidatePage.objects.all()]
    assert all(page.image_alt for page in illustrated if page.image)
    blocks = [*IssuePage.objects.get(number=9).feature, *IssuePage.objects.get(number=9).territory]
    images = [block.value["image"] for block in blocks if "image" in getattr(block.value, "bound_blocks", {})]
    assert len(images) >= 5
    assert all(image.contextual_alt_text for image in images)


def test_no_result_of_the_label_is_known_yet():
    assert {candidate.public_status for candidate in CandidatePage.objects.all()} == {"Candidat"}
    assert not CandidatePage.objects.filter(result__isnull=False).exists()


def test_the_same_organisation_is_holder_and_member():
    cousalis = Organisation.objects.get(name="Les Cousalis")

    assert cousalis.membership.title == "Cousalis Vestali"
    assert [link.candidate.number for link in cousalis.candidacies.all()] == [8]


def test_streams_hold_what_the_editors_form_accepts():
    pages = [IssuePage.objects.get(number=9), *StandardPage.objects.all()]
    for page in pages:
        for name in ("cover", "feature", "territory", "committee", "body"):
            if stream := getattr(page, name, None):
                stream.stream_block.clean(stream)


def texts(value):
    if isinstance(value, dict):
        return [text for child in value.values() for text in texts(child)]
    if isinstance(value, list):
        return [text for child in value for text in texts(child)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_french_is_typeset_as_it_should(path):
    faults = [
        text
        for text in texts(tomllib.loads(path.read_text(encoding="utf-8")))
        # A straight apostrophe, a space that may break before a sign or in a number, « oe ».
        if re.search(r"\w'\w|…\.| [;:?!%€»]|« |\d \d{3}\b|\d (?:h|ha|km)\b|\boeu|\bn° ", text)
    ]

    assert faults == []
