"""How the registers of projects are entered in the admin."""

from wagtail.admin.forms import WagtailAdminPageForm


class CandidateForm(WagtailAdminPageForm):
    """Tells a new candidate its edition, by which it checks its number and its result."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.future_parent = self.parent_page
