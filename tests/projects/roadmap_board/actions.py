"""Axes with actions, and who keeps them."""

from django.urls import reverse

from projects.models import Action, AxisPage
from tests import builders
from tests.back_office import signed_in
from tests.clocks import TODAY

KEEPER = "Feuille de route"


def axis_with(*actions, parent=None, **fields):
    axis = builders.axis(parent or builders.roadmap(year=TODAY.year), **fields)
    axis.actions = [Action(**{"title": f"Action {rank}", **action}) for rank, action in enumerate(actions)]
    axis.save()
    axis.save_revision().publish()
    return AxisPage.objects.get(pk=axis.pk)


def address_of(action):
    return reverse("roadmap_add_milestone", args=[action.key])


def keeper():
    return signed_in(builders.account(KEEPER))
