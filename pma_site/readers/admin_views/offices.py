"""Forms of the register of readers: they are saved by the use cases, which say no where a rule does."""

from django.db import transaction
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.snippets.views.snippets import CreateView, EditView

from pma_site.core.refusals import Refused

from .. import register
from ..forms import addresses


class _KeptByUseCaseMixin:
    """A form of the admin whose record a use case saves; what it refuses is told over the form, as it was filled in."""

    def keep(self):
        """Save the record by its use case and return it."""
        raise NotImplementedError

    def save_instance(self):
        """Save the record and log it, as Wagtail's own forms do."""
        instance = self.keep()
        self.has_content_changes = self.view_name == "create" or self.form.has_changed()
        action = "wagtail.create" if self.view_name == "create" else "wagtail.edit"
        log(instance=instance, action=action, content_changed=self.has_content_changes)
        return instance

    def form_valid(self, form):
        try:
            with transaction.atomic():
                response = super().form_valid(form)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            self.show_what_is_kept(refusal)
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)
        if silent := addresses.about(self.object.recipient):
            messages.warning(self.request, f"{self.object.email or 'Adresse électronique'} : {silent}")
        return response

    def show_what_is_kept(self, refusal):
        """Let who was refused send the form again, once they know why."""


class _OfficeFormMixin(_KeptByUseCaseMixin):
    """The form of a town hall."""

    def keep(self):
        said = self.form.cleaned_data
        return register.keep(
            self.form.save(commit=False),
            email=said["email"],
            seen=said["seen"],
            post_again=said.get("post_again", False),
        )

    def show_what_is_kept(self, refusal):
        if isinstance(refusal, register.ChangedMeanwhileError):
            data = self.form.data.copy()
            data["seen"] = self.model.objects.get(pk=self.object.pk).fingerprint
            self.form.data = data


class OfficeCreateView(_OfficeFormMixin, CreateView):
    """A new town hall."""


class OfficeEditView(_OfficeFormMixin, EditView):
    """A town hall, its mayors and what the letter's way to it is."""


class _IndividualFormMixin(_KeptByUseCaseMixin):
    """The form of somebody who gets the letter by name."""

    def keep(self):
        return register.keep_individual(self.form.save(commit=False), email=self.form.cleaned_data["email"])


class IndividualCreateView(_IndividualFormMixin, CreateView):
    """Somebody new."""


class IndividualEditView(_IndividualFormMixin, EditView):
    """Somebody who gets the letter by name."""
