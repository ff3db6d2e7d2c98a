"""What the network adds to the admin: its menu, its screens, the way to a private contact above a member's page."""

from urllib.parse import urlencode

from django.urls import path, reverse, reverse_lazy
from wagtail import hooks
from wagtail.admin.widgets import Button

from .admin_views import (
    network,
    network_adding,
    network_campaigns,
    network_corrections,
    network_requests,
    network_showroom,
)
from .admin_views.network import KEEP, MENU_HOOK, KeeperMenuItem, NetworkMenuItem, WaitingMenuItem
from .models import Correction, MemberPage, MembershipRequest


@hooks.register("register_admin_menu_item")
def offer_the_network():
    """Lead from anywhere to the network."""
    return NetworkMenuItem()


@hooks.register(MENU_HOOK)
def offer_the_members():
    """Lead to the list of the members."""
    return KeeperMenuItem(network.MEMBERS, reverse_lazy("network_members"), "membres", icon_name="list-ul", order=10)


@hooks.register(MENU_HOOK)
def offer_the_contacts():
    """Lead to the private contacts."""
    return KeeperMenuItem(network.CONTACTS, reverse_lazy("network_contacts"), "contacts", icon_name="mail", order=20)


@hooks.register(MENU_HOOK)
def offer_the_campaigns():
    """Lead to the yearly confirmation."""
    return KeeperMenuItem(
        network_campaigns.TITLE, reverse_lazy("network_campaigns"), "confirmation", icon_name="check", order=30
    )


@hooks.register(MENU_HOOK)
def offer_the_corrections():
    """Lead to what members want changed."""
    address = reverse_lazy("network_corrections")
    title = network_corrections.TITLE
    return WaitingMenuItem(title, address, "corrections", Correction, icon_name="edit", order=40)


@hooks.register(MENU_HOOK)
def offer_the_requests():
    """Lead to those who want to join."""
    address = reverse_lazy("network_requests")
    title = network_requests.TITLE
    return WaitingMenuItem(title, address, "adhesions", MembershipRequest, icon_name="plus", order=50)


@hooks.register(MENU_HOOK)
def offer_the_labels():
    """Lead to the labels of the showroom."""
    return KeeperMenuItem(
        network_showroom.TITLE, reverse_lazy("network_showroom"), "etiquettes-showroom", icon_name="tag", order=60
    )


@hooks.register("register_page_header_buttons")
def offer_the_contact_of_a_member(page, user, view_name, next_url=None):
    """Add to the menu of a member the way to how one writes to it."""
    if isinstance(page, MemberPage) and user.has_perm(KEEP):
        address = f"{reverse('network_contacts')}?{urlencode({'q': page.title})}"
        yield Button("Contact privé", address, icon_name="mail", priority=60)


@hooks.register("register_admin_urls")
def register_the_screens_of_the_network():
    """The screens of the network."""
    return [
        path("reseau/membres/", network.members, name="network_members"),
        path("reseau/membres/ajouter/", network_adding.add, name="network_add"),
        path("reseau/contacts/", network.contacts, name="network_contacts"),
        path("reseau/confirmation/", network_campaigns.campaigns, name="network_campaigns"),
        path("reseau/confirmation/nouvelle/", network_campaigns.edit, name="network_campaign_new"),
        path("reseau/confirmation/<key:pk>/", network_campaigns.board, name="network_campaign"),
        path("reseau/confirmation/<key:pk>/regler/", network_campaigns.edit, name="network_campaign_edit"),
        path("reseau/confirmation/<key:pk>/faire/", network_campaigns.act, name="network_campaign_act"),
        path("reseau/confirmation/membre/<key:pk>/relancer/", network_campaigns.remind, name="network_remind"),
        path("reseau/corrections/", network_corrections.corrections, name="network_corrections"),
        path("reseau/corrections/<key:pk>/", network_corrections.correction, name="network_correction"),
        path("reseau/corrections/<key:pk>/decider/", network_corrections.decide, name="network_correction_decide"),
        path("reseau/adhesions/", network_requests.requests, name="network_requests"),
        path("reseau/adhesions/<key:pk>/", network_requests.demand, name="network_request"),
        path("reseau/adhesions/<key:pk>/accepter/", network_requests.accept, name="network_request_accept"),
        path(
            "reseau/adhesions/<key:pk>/rattacher/<key:member_pk>/", network_requests.merge, name="network_request_merge"
        ),
        path("reseau/adhesions/<key:pk>/demander/", network_requests.ask, name="network_request_ask"),
        path("reseau/adhesions/<key:pk>/decliner/", network_requests.decline, name="network_request_decline"),
        path("reseau/etiquettes/", network_showroom.labels, name="network_showroom"),
    ]
