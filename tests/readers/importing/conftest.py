"""A keeper, and a register to bring files into."""

import datetime

import pytest

from pma_site.readers.models import OfficeMandate
from tests import builders
from tests.back_office import signed_in
from tests.readers.importing.files import leave


@pytest.fixture
def keeper():
    return signed_in(builders.account("Diffusion"))


@pytest.fixture
def register():
    """Three towns with a town hall each, of which one has left, and two towns without."""
    towns = {
        name: builders.commune(name, insee_code=code)
        for name, code in [
            ("Lens", "62498"),
            ("Hénin-Beaumont", "62427"),
            ("Liévin", "62510"),
            ("Fouquières-lès-Lens", "62351"),
            ("Saint-Venant", "62770"),
        ]
    }
    # As if it lay in Aisne, whose codes begin with 0.
    type(towns["Lens"]).objects.filter(name="Saint-Venant").update(postal_codes="62350, 02350")
    hall = builders.office("Mairie de Lens", "mairie@lens.example", commune=towns["Lens"], phone="03 21 00 00 00")
    mayor = builders.person("Sylvain Exemple")
    OfficeMandate.objects.create(
        office=hall, person=mayor, form_of_address="monsieur-le-maire", start=datetime.date(2020, 5, 25)
    )
    builders.office("Mairie d’Hénin-Beaumont", commune=towns["Hénin-Beaumont"])
    builders.office("Mairie de Liévin", commune=towns["Liévin"])
    leave(builders.recipient("mairie@lievin.example"))
    return hall
