"""The suite itself stands: databases, their templates, media and browser."""

import pytest
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection
from wagtail.models import Page, Site


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model._meta.label)
def test_every_model_has_its_table(db, model):
    assert model.objects.count() >= 0


@pytest.mark.parametrize("attempt", range(3))
def test_a_transactional_test_leaves_the_tree_as_it_was(transactional_db, attempt):
    site = Site.objects.get(is_default_site=True)
    assert not Page.objects.filter(slug="reste").exists()
    site.root_page.add_child(instance=Page(title="Reste", slug="reste"))


def test_the_database_is_the_one_asked_for(db, settings):
    assert connection.settings_dict["NAME"].rpartition("/")[2].startswith("pma_")


@pytest.mark.parametrize("attempt", range(2))
def test_media_go_to_a_folder_of_the_process(settings, attempt, tmp_path):
    assert default_storage.path("x").startswith(str(settings.MEDIA_ROOT))
    assert "pma-tests-" in str(settings.MEDIA_ROOT)
