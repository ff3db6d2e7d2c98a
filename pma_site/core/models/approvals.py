"""The approval of a page before it goes online: by somebody else than who wrote it last."""

from django.urls import reverse
from wagtail.forms import TaskStateCommentForm
from wagtail.models import GroupApprovalTask, Revision

from pma_site.core.drafts import fingerprint
from pma_site.core.refusals import Refused

OWN_WORK = "Vous avez modifié cette page en dernier : le bon à tirer revient à une autre personne."


def last_writer(page):
    """Return the key of the account that last changed what a page says, or None where no account did.

    Who saves without changing anything, or sets only the hour of going online, wrote nothing.
    """
    revisions = Revision.objects.for_instance(page).order_by("-created_at", "-pk").values_list("user", "content")
    writer, said = None, None
    for user, content in revisions.iterator(chunk_size=2):
        before = fingerprint(content)
        if said not in (None, before):
            break
        writer, said = user, before
    return writer


class _ReasonForm(TaskStateCommentForm):
    """What is asked of who wants changes: which."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["comment"].required = True
        self.fields["comment"].error_messages["required"] = "Dites ce qu’il faut corriger."


class SecondReaderTask(GroupApprovalTask):
    """« Bon à tirer »: a member of the groups approves what somebody else wrote last. Nobody is exempt."""

    class Meta:
        verbose_name = "approbation par une autre personne"
        verbose_name_plural = "approbations par une autre personne"

    def get_actions(self, obj, user):
        actions = super().get_actions(obj, user)
        if actions and last_writer(obj) == user.pk:
            return [action for action in actions if action[0] != "approve"]
        return actions

    def get_form_for_action(self, action):
        return _ReasonForm if action == "reject" else super().get_form_for_action(action)

    def on_action(self, task_state, user, action_name, **kwargs):
        page = task_state.workflow_state.content_object
        if action_name == "approve" and last_writer(page) == user.pk:
            raise Refused(OWN_WORK, reverse("wagtailadmin_pages:edit", args=[page.pk]))
        return super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls):
        return "Un membre des groupes choisis approuve, s’il n’est pas le dernier à avoir écrit"
