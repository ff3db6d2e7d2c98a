"""A proposal is sent, once, however often its button is pressed; or corrects the one that was sent before."""

from django.db import transaction

from pma_site.contributions import deciding
from pma_site.contributions.wording import LEGAL
from pma_site.core.refusals import Refused

from ..models import Proposal, ProposalDraft
from ..proposal_forms.steps import STEPS
from . import drafts, typing

INCOMPLETE = "Il reste quelque chose à compléter avant d’envoyer."


def forms_of(draft: ProposalDraft) -> dict:
    """The forms of all steps, checked, with what was typed."""
    return {step: drafts.bound_form(draft, step) for step in STEPS}


def sent_by(code: str) -> Proposal | None:
    """The proposal that the form of identity `code` made or corrected last; None while it is not sent."""
    return (
        Proposal.objects.filter(submission=code).first() or Proposal.objects.filter(correction=code).first()
        if code
        else None
    )


def described(form) -> list:
    """The pictures of a form that is being filled in, with what was typed about them; they are not saved."""
    form.is_valid()
    images = [form.kept[place] for place in sorted(form.kept)]
    for image in images:
        image.alt = form.cleaned_data.get(f"alt_{image.place}", "")
        image.credit = form.cleaned_data.get(f"credit_{image.place}", "")
    return images


@transaction.atomic
def send(code: str) -> Proposal:
    """Make a proposal of the form of identity `code`, or correct the one it was opened on, and acknowledge it.

    Pressed twice, it does it once and returns the same. Raises Refused where a step is not right, where the form is
    gone, and where the team has decided meanwhile.
    """
    draft = ProposalDraft.objects.select_for_update(of=("self",)).filter(code=code).first()
    if draft is None:
        proposal = sent_by(code)
        if proposal is None:
            raise Refused(drafts.GONE)
        return proposal
    forms = forms_of(draft)
    if not all(form.is_valid() for form in forms.values()):
        raise Refused(INCOMPLETE)
    if draft.proposal_id:
        proposal = _corrected(draft, forms)
    else:
        proposal = Proposal(submission=code, legal_version=LEGAL.version, office=draft.office)
        typing.write(proposal, forms)
        proposal.save()
        _take_pictures(proposal, forms["images"])
        deciding.acknowledge(proposal)
    draft.delete()
    return proposal


def _corrected(draft, forms):
    proposal = deciding.taken(Proposal, pk=draft.proposal_id)
    before = proposal.sender_email
    typing.write(proposal, forms)
    proposal.correction = draft.code
    deciding.corrected(proposal)
    for image in proposal.images.all():
        image.delete()
    _take_pictures(proposal, forms["images"])
    if proposal.sender_email != before:
        # The answer goes to the new address: its owner learns why, and gets the link.
        deciding.acknowledge(proposal)
    return proposal


def _take_pictures(proposal, form):
    for image in described(form):
        image.draft, image.proposal = None, proposal
        image.save(update_fields=["alt", "credit", "draft", "proposal"])
