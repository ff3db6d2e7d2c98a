"""Addresses of Wagtail's admin at which the site answers itself: Wagtail's own views tell more than one may know.

They have no names: Wagtail's lead here, as these addresses stand before its own.
"""

from django.urls import path
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.urls import display_custom_404
from wagtail.utils.urlpatterns import decorate_urlpatterns

from . import page_windows
from .bulk_actions import bulk_action
from .choosing import select_format

_STEP = "<int:page_id>/<slug:action_name>/<int:task_state_id>/"

urlpatterns = [
    path("admin/bulk/<str:app_label>/<str:model_name>/<str:action>/", bulk_action),
    path("admin/images/chooser/<int:image_id>/select_format/", select_format),
    path("admin/choose-page/", page_windows.BrowseView.as_view()),
    path("admin/choose-page/<int:parent_page_id>/", page_windows.BrowseView.as_view()),
    path("admin/choose-page/chosen-multiple/", page_windows.ChosenMultipleView.as_view()),
    path(f"admin/pages/workflow/action/{_STEP}", page_windows.WorkflowAction.as_view()),
    path(f"admin/pages/workflow/collect_action_data/{_STEP}", page_windows.CollectWorkflowActionData.as_view()),
    path("admin/pages/workflow/preview/<int:page_id>/<int:task_id>/", page_windows.PreviewRevisionForTask.as_view()),
    path("admin/reports/page-types-usage/", page_windows.PageTypesUsageReportView.as_view()),
    path("admin/reports/page-types-usage/results/", page_windows.PageTypesUsageReportView.as_view(results_only=True)),
]
# As Wagtail does with its own.
for decorate in (require_admin_access, display_custom_404, never_cache):
    urlpatterns = decorate_urlpatterns(urlpatterns, decorate)
