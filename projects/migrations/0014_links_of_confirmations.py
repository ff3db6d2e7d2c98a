"""The link of a record is of the address that it was sent to: that of the last message, or the contact's of today."""

from django.db import migrations, models

from pma_site.core.mail_addresses import address_hash


def remember(apps, schema_editor):
    rows = apps.get_model("projects.Confirmation").objects.exclude(asked_at=None)
    messages = apps.get_model("contributions.Message").objects.exclude(email="").order_by("pk")
    written = dict(messages.values_list("reference", "email"))
    contacts = dict(apps.get_model("projects.MemberContact").objects.values_list("member_id", "email"))
    for key, reference, member in list(rows.values_list("pk", "reference", "member_id")):
        address = written.get(reference) or contacts.get(member)
        if address:
            rows.filter(pk=key).update(asked_hash=address_hash(address))


class Migration(migrations.Migration):
    dependencies = [("contributions", "0002_remarks"), ("projects", "0013_actions_with_links")]

    operations = [
        migrations.AddField(
            model_name="confirmation",
            name="asked_hash",
            field=models.CharField(blank=True, db_default="", default="", editable=False, max_length=64),
        ),
        migrations.RunPython(remember, migrations.RunPython.noop),
    ]
