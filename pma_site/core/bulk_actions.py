"""Actions on several records at once: Wagtail's, which would name to anybody the records that they may not touch."""

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import NoReverseMatch, reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import page_permission_policy

from .media_privacy import POLICIES

ACTIONS = ["add", "change", "delete", "view", "publish", "lock", "unlock"]


class _Discreet:
    """Names what somebody may not touch only where they see it in other lists; refuses where nothing is left."""

    def get_actionable_objects(self):
        objects, left = super().get_actionable_objects()
        left["items_with_no_access"] = [each for each in left["items_with_no_access"] if self._is_known(each)]
        if not objects and not any(left.values()):
            raise PermissionDenied
        return objects, left

    def _is_known(self, record):
        user = self.request.user
        if isinstance(record, Page):
            return page_permission_policy.user_has_any_permission_for_instance(user, ACTIONS, record)
        if type(record) in POLICIES:
            return POLICIES[type(record)].user_has_any_permission_for_instance(user, ["change", "choose"], record)
        return ModelPermissionPolicy(type(record)).user_has_any_permission(user, ACTIONS)


def bulk_action(request, app_label, model_name, action):
    """Do what Wagtail does with several records, for who may see them.

    Raises Http404 for an action that nobody knows, and for deleting what no screen deletes.
    """
    try:
        model = apps.get_model(app_label, model_name)
    except LookupError as error:
        raise Http404 from error
    found = bulk_action_registry.get_bulk_action_class(app_label, model_name, action)
    if found is None or (action == "delete" and not _is_deleted_by_hand(model)):
        raise Http404
    return type(found.__name__, (_Discreet, found), {})(request, model).dispatch(request)


def _is_deleted_by_hand(model):
    screens = getattr(model, "snippet_viewset", None)
    try:
        return screens is None or bool(reverse(screens.get_url_name("delete"), args=[1]))
    except NoReverseMatch:
        return False
