"""The registers of projects kept outside the tree of pages: the calls for applications of the label."""

from django.db.models import Count, Q
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView

from pma_site.core.registers import RegisterViewSet

from .admin_views.applications import MENU_HOOK
from .choices import STANDING_APPLICATIONS, ApplicationState
from .models import LabelCall, LabelCriterion


class CallCreateView(CreateView):
    """A new call asks what the last one asked."""

    def get_initial_form_instance(self):
        call = super().get_initial_form_instance() or self.model()
        last = LabelCall.objects.order_by("-opens_at").first()
        if last:
            call.instructions, call.notified_email = last.instructions, last.notified_email
            call.most_files = last.most_files
            call.criteria = [
                LabelCriterion(
                    heading=one.heading,
                    help=one.help,
                    most_characters=one.most_characters,
                    is_required=one.is_required,
                    sort_order=one.sort_order,
                )
                for one in last.criteria.all()
            ]
        return call


class LabelCallViewSet(RegisterViewSet):
    """The calls, the latest first."""

    model = LabelCall
    icon = "comment"
    has_chooser = False
    add_view_class = CallCreateView
    list_display = [
        "__str__",
        Column("when_kept", label="Quand"),
        Column("deposited", label="Déposées"),
        Column("begun", label="En préparation"),
    ]
    list_select_related = ["edition"]
    ordering = "-opens_at"
    menu_label = "Appels à candidatures"
    menu_name = "appels-du-label"
    menu_order = 20
    menu_hook = MENU_HOOK
    add_to_admin_menu = True

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .annotate(
                deposited=Count("edition__applications", Q(edition__applications__state__in=STANDING_APPLICATIONS)),
                begun=Count("edition__applications", Q(edition__applications__state=ApplicationState.DRAFT)),
            )
        )
