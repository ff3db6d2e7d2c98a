"""The acronyms and other ways to say that readers type; the team keeps them from then on."""

from django.db import migrations

FIRST = [
    ("PMA", "Pôle Métropolitain de l’Artois"),
    ("CABBALR", "communauté d’agglomération de Béthune-Bruay, Artois Lys Romane", "agglo de Béthune-Bruay"),
    ("CALL", "communauté d’agglomération de Lens-Liévin", "agglo de Lens-Liévin"),
    ("CAHC", "communauté d’agglomération d’Hénin-Carvin", "agglo d’Hénin-Carvin"),
    ("SIZIAF", "Parc des Industries Artois-Flandres"),
    ("ADEME", "agence de la transition écologique"),
    ("AULA", "agence d’urbanisme de l’Artois"),
    ("écotransition", "éco-transition", "transition écologique"),
    ("EPCI", "intercommunalité", "communauté d’agglomération"),
    ("électromobilité", "mobilité électrique", "véhicule électrique"),
    ("fluvial", "voie d’eau", "transport par voie d’eau"),
    ("vélo", "bicyclette", "cyclisme"),
    ("start-up", "jeune pousse"),
    ("désabonnement", "désinscription", "se désabonner"),
    ("RGPD", "données personnelles"),
]


def add(apps, schema_editor):
    synonyms = apps.get_model("search.Synonym").objects
    synonyms.bulk_create(synonyms.model(expressions="\n".join(group)) for group in FIRST)


def take_out(apps, schema_editor):
    """Those that nobody changed."""
    synonyms = apps.get_model("search.Synonym").objects
    synonyms.filter(expressions__in=["\n".join(group) for group in FIRST]).delete()


class Migration(migrations.Migration):
    dependencies = [("search", "0001_entries_and_synonyms")]

    operations = [migrations.RunPython(add, take_out)]
