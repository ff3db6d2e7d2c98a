"""What the team decides of one contribution in the admin: accept, ask, decline, each told to its sender."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from wagtail.admin import messages
from wagtail.log_actions import log

from pma_site.core.refusals import Refused

from . import deciding
from .call_forms import DecisionForm
from .models import Contribution


@dataclass(frozen=True)
class Act:
    """What a button does: the use case, whether it needs words to the sender, what was done."""

    does: Callable
    needs_words: bool
    done: str


def acts_on(model: type[Contribution], accept: Callable, accepted: str, declined: str) -> dict[str, Act]:
    """The three acts on a kind of contribution, by the value of their button."""
    return {
        "accepter": Act(accept, False, accepted),
        "demander": Act(
            lambda pk, words, **known: deciding.ask(model, pk, words, **known),
            True,
            "La question part à la personne.",
        ),
        "decliner": Act(lambda pk, words, **known: deciding.decline(model, pk, words, **known), True, declined),
    }


@dataclass(frozen=True)
class Desk:
    """Where one kind of contribution is decided on; `logged` names it in the histories of the site.

    `page_of` is the screen of one, and `render(request, record, form, status)` shows it again.
    """

    model: type[Contribution]
    related: tuple[str, ...]
    permission: str
    acts: dict[str, Act]
    page_of: Callable
    render: Callable
    logged: str
    # What saying yes is called.
    accept: str = "Accepter"

    def context(self, record, user, form=None) -> dict:
        """What the screen of one contribution shows."""
        return {
            "answer": record,
            "accept": self.accept,
            "form": form or DecisionForm(initial={"seen": record.fingerprint}, needs_words=False),
            "may_decide": user.has_perm(self.permission) and record.is_open,
            "decide_address": reverse(self.model.snippet_viewset.get_url_name("decide"), args=[record.pk]),
        }

    def view(self, request, pk):
        """Do what the button says, and tell the sender."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        record = self._record(pk)
        act = self.acts.get(request.POST.get("faire"))
        if act is None:
            messages.error(request, "Choisissez ce que vous décidez.")
            return redirect(self.page_of(record))
        form = DecisionForm(request.POST, needs_words=act.needs_words)
        form.fields["words"].error_messages["required"] = "Écrivez votre message : la personne le lira tel quel."
        if not form.is_valid():
            return self.render(request, record, form, 400)
        words, seen = form.cleaned_data["words"], form.cleaned_data["seen"]
        try:
            # Without it, nobody knows what was read.
            act.does(record.pk, words, user=request.user, seen=seen or "rien")
        except Refused as refusal:
            messages.error(request, str(refusal))
            record = self._record(pk)
            # What was written is shown again beside what has changed: whoever reads that may send it still.
            form = DecisionForm(initial={"seen": record.fingerprint, "words": words}, needs_words=False)
            return self.render(request, record, form, 409)
        log(instance=record, action=f"contributions.{self.logged}.{request.POST['faire']}", user=request.user)
        messages.success(request, act.done if record.sender_email else "C’est noté. Plus personne n’est à prévenir.")
        return redirect(self.page_of(record))

    def _record(self, pk):
        return get_object_or_404(self.model.objects.select_related(*self.related), pk=pk)
