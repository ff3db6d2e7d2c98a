"""The approval « Bon à tirer » becomes one that the last writer cannot give. What it has approved so far stays its own."""

from django.db import migrations

WORKFLOW = "Bon à tirer"


def _kind(apps, label, model):
    return apps.get_model("contenttypes.ContentType").objects.get_or_create(app_label=label, model=model)[0]


def _turn(apps, before, after):
    """Yield the tasks of the workflow that are of the kind `before`, made of the kind `after`."""
    tasks = apps.get_model("wagtailcore.GroupApprovalTask").objects
    for task in tasks.filter(workflow_tasks__workflow__name=WORKFLOW, content_type=before):
        task.content_type = after
        task.save(update_fields=["content_type"])
        yield task


def ask_a_second_reader(apps, schema_editor):
    SecondReaderTask = apps.get_model("core.SecondReaderTask")
    before, after = _kind(apps, "wagtailcore", "groupapprovaltask"), _kind(apps, "core", "secondreadertask")
    for task in _turn(apps, before, after):
        # Its own row only: that of the task it extends is there.
        SecondReaderTask(groupapprovaltask_ptr=task).save_base(raw=True)


def ask_anyone(apps, schema_editor):
    SecondReaderTask = apps.get_model("core.SecondReaderTask")
    before, after = _kind(apps, "core", "secondreadertask"), _kind(apps, "wagtailcore", "groupapprovaltask")
    for task in _turn(apps, before, after):
        SecondReaderTask.objects.get(pk=task.pk).delete(keep_parents=True)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0007_statement_on_its_page"),
        ("core", "0005_second_reader"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(ask_a_second_reader, ask_anyone)]
