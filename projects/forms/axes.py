"""How an axis is entered in the admin."""

from wagtail.admin.forms import WagtailAdminPageForm


class AxisForm(WagtailAdminPageForm):
    """An axis: an action that only its draft has keeps its identity, which the form itself does not carry."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._drafted = {action.title: action for action in self.instance.actions.all() if action.pk is None}

    def save(self, commit=True):
        axis = super().save(commit=False)
        for action in axis.actions.all():
            if action.pk is None and action.title in self._drafted:
                drafted = self._drafted.pop(action.title)
                action.key, action.carried_from = drafted.key, drafted.carried_from
        if commit:
            axis.save()
            self.save_m2m()
        return axis
